"""Large runs: on threads and on a dask cluster, resumed after a stop, and no block lost with a worker."""

import io
import json
import os
import signal
import subprocess
import sys
from contextlib import ExitStack

import polars as pl
import pytest
from conftest import DAY, ROOT
from django.core.management import CommandError, call_command
from stories.serving import end
from waiting import CEILING, until

from climate_visualizer.budget.ranges import ensembles
from climate_visualizer.budget.ranges.uncertainty_ranges import outlook
from climate_visualizer.methods.question import ask


def run(*arguments):
    out = io.StringIO()
    call_command("ensemble", *map(str, arguments), stdout=out)
    return out.getvalue()


def parts(folder):
    return pl.concat([pl.read_parquet(path) for path in sorted(folder.glob("part-*.parquet"))])


def small(folder):
    return ("--areas", 250, "--draws", 60, "--block", 50, "--out", folder)


def test_threads_write_every_block_and_a_second_run_does_nothing(tmp_path):
    said = run(*small(tmp_path))
    assert "5 of 5 blocks to do" in said
    assert "5 of 5 blocks, about 0 s left" in said
    table = parts(tmp_path)
    assert table.height == 250 * 5
    assert table["area_id"].n_unique() == 250
    assert table.filter(pl.col("budget_t").is_nan()).is_empty()
    assert "0 of 5 blocks to do" in run(*small(tmp_path))


def test_a_run_resumes_where_it_stopped_with_the_same_figures(tmp_path):
    run(*small(tmp_path))
    whole = parts(tmp_path)
    (tmp_path / "part-000003.parquet").unlink()
    kept = (tmp_path / "part-000001.parquet").stat().st_mtime_ns
    assert "1 of 5 blocks to do" in run(*small(tmp_path))
    assert parts(tmp_path).equals(whole)
    assert (tmp_path / "part-000001.parquet").stat().st_mtime_ns == kept


def test_parts_of_two_runs_are_never_mixed(tmp_path):
    run(*small(tmp_path))
    with pytest.raises(CommandError, match="another run"):
        run("--areas", 250, "--draws", 61, "--block", 50, "--out", tmp_path)


def test_the_areas_of_an_edition_have_the_outlook_of_their_pages(on_starter, starter, settings, tmp_path):
    settings.AS_OF = DAY
    said = run("--draws", 4000, "--block", 100, "--out", tmp_path, "--choice", "limit=2.0")
    assert "312 areas x 4000 draws: 4 of 4 blocks" in said
    row = parts(tmp_path).filter((pl.col("area_id") == "SE-0480") & (pl.col("percent") == 50))
    page = outlook(ask(starter, "SE-0480", as_of=DAY))
    assert row["budget_t"][0] == pytest.approx(page.budget_t[2], rel=0.05)
    assert row["chance_within"][0] == pytest.approx(page.chance_within, abs=0.03)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--draws", 0), "give 1 or more"),
        (("--areas", -4), "give 1 or more"),
        (("--choice", "limit=9"), "choose one of"),
        (("--choice", "method=world-per-head&vintage=gcb-2025&limit=1.5&likelihood=50"), "not published"),
        (("--areas", 3, "--scheduler", "tcp://127.0.0.1:1"), "No dask scheduler answers"),
    ],
)
def test_what_cannot_be_run_is_a_sentence(on_starter, tmp_path, arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        run(*arguments, "--out", tmp_path / "out")


@pytest.fixture
def cluster(tmp_path):
    """A scheduler and two workers, each a process of its own; yields the address and the workers."""
    facts = tmp_path / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": ROOT}
    cli = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
    scheduler = subprocess.Popen([*cli, "--port", "0", "--no-dashboard", "--scheduler-file", str(facts)], **quiet)
    with ExitStack() as ending:
        ending.callback(end, scheduler)
        until(lambda: facts.exists() and facts.read_text().strip().endswith("}"), "the scheduler")
        address = json.loads(facts.read_text())["address"]
        cli = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        workers = []
        for _ in range(2):
            workers.append(subprocess.Popen([*cli, "--no-dashboard", "--no-nanny"], env=environment, **quiet))
            ending.callback(end, workers[-1])
        yield address, workers


def test_killing_a_worker_loses_no_block(cluster, tmp_path):
    address, workers = cluster
    folder = tmp_path / "out"
    command = [sys.executable, "manage.py", "ensemble", "--areas", "4000", "--draws", "400", "--block", "50"]
    environment = {**os.environ, "CLIMATE_VISUALIZER_VAR": str(tmp_path)}
    process = subprocess.Popen(
        [*command, "--out", str(folder), "--scheduler", address],
        cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    until(lambda: list(folder.glob("part-*.parquet")), "the first block")
    workers[0].send_signal(signal.SIGKILL)
    _, problem = process.communicate(timeout=CEILING)
    assert process.returncode == 0, problem
    assert len(list(folder.glob("part-*.parquet"))) == 80
    assert parts(folder)["area_id"].n_unique() == 4000
    plan, inputs = ensembles.synthetic(4000, as_of=DAY, draws=400, seed=2015, size=50)
    block = list(ensembles.blocks(plan, inputs))[7]
    assert pl.read_parquet(folder / "part-000007.parquet").equals(pl.read_parquet(ensembles.work_out(plan, block)))
