"""Ranges for every area of the edition, or for very many made-up ones, block by block."""

import functools
import json
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal, TypedDict, Unpack

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from climate_visualizer.budget.ranges import ensembles
from climate_visualizer.editions.read import NoEdition
from climate_visualizer.methods.choices import WrongChoice
from climate_visualizer.sources.snapshots import write_atomically
from climate_visualizer.web import current

PLAN = "plan.json"
BATCH = 10  # blocks sent to a cluster at once, at most: half a second of work, beside which sending costs little
MISSING = "Large runs need dask, which serving does not: python -m pip install 'dask[array]' distributed"


def part(folder: Path, number: int) -> Path:
    return folder / f"part-{number:06d}.parquet"


def work_out_batch(plan: ensembles.Plan, batch: list[ensembles.Block]) -> list[tuple[int, bytes]]:
    """One task of a cluster: some blocks, each with its number. A lost worker's tasks are given to another."""
    return [(block.number, ensembles.work_out(plan, block)) for block in batch]


def ensure_same_plan(folder: Path, plan: ensembles.Plan) -> None:
    """A folder holds the parts of one plan only."""
    plan_file = folder / PLAN
    wanted = {"fingerprint": plan.fingerprint, "name": plan.name}
    if not plan_file.exists():
        write_atomically(plan_file, json.dumps(wanted, indent=1).encode())
    elif json.loads(plan_file.read_text(encoding="utf-8"))["fingerprint"] != plan.fingerprint:
        raise CommandError(f"{folder} holds parts of another run; choose an empty folder with --out.")


def on_threads(
    plan: ensembles.Plan, todo: list[ensembles.Block], workers: int, write: Callable[[int, bytes], None]
) -> None:
    """Work out blocks on this machine's threads; each is written as soon as it is there."""
    from dask.base import compute
    from dask.delayed import delayed

    def done(block: ensembles.Block) -> None:
        write(block.number, ensembles.work_out(plan, block))

    compute(*(delayed(done)(block) for block in todo), scheduler="threads", num_workers=workers)


def on_cluster(
    plan: ensembles.Plan, todo: list[ensembles.Block], address: str, write: Callable[[int, bytes], None]
) -> None:
    """Work out blocks on a dask cluster; a block whose worker is lost is given to another."""
    from dask.distributed import Client, as_completed

    try:
        client = Client(address, timeout="10s")
    except (OSError, ValueError) as problem:
        raise CommandError(f"No dask scheduler answers at {address}; check the address.") from problem
    with client:
        size = max(min(BATCH, len(todo) // (4 * max(len(client.nthreads()), 1))), 1)
        batches = [todo[start : start + size] for start in range(0, len(todo), size)]
        futures = client.map(functools.partial(work_out_batch, plan), batches, pure=False)
        for future, blocks in as_completed(futures, with_results=True):
            for number, content in blocks:
                write(number, content)
            future.release()


class Progress:
    """Counts blocks from any thread, and says at most once a second how far it is and how long it will take."""

    def __init__(self, block_count: int, say: Callable[[str], object]) -> None:
        self.whole, self.say, self.lock = block_count, say, threading.Lock()
        self.done, self.began, self.said = 0, time.monotonic(), 0.0

    def step(self) -> None:
        with self.lock:
            self.done += 1
            now = time.monotonic()
            if now - self.said > 1 or self.done == self.whole:
                left = (now - self.began) / self.done * (self.whole - self.done)
                self.say(f"{self.done} of {self.whole} blocks, about {left:.0f} s left")
                self.said = now


COUNTS: tuple[Literal["draws", "block", "workers", "areas"], ...] = ("draws", "block", "workers", "areas")


class Facts(TypedDict):
    """What both kinds of plan are made with."""

    draws: int
    seed: int
    size: int


class Options(TypedDict):
    """The command's own options, as `add_arguments` reads them."""

    out: Path | None
    draws: int
    areas: int | None
    block: int
    workers: int
    scheduler: str | None
    country: str
    seed: int
    choice: str


class Command(BaseCommand):
    """Parts are Parquet files in one folder; what is there already is not worked out again."""

    help = "Work out ranges (budget, cut, date, chance) over draws of climate and trend for every area."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, help="folder for the parts (var/ensembles/<plan>)")
        parser.add_argument("--draws", type=int, default=1000, help="draws for each area")
        parser.add_argument("--areas", type=int, help="so many made-up areas instead of the edition's")
        parser.add_argument("--block", type=int, default=200, help="areas in a block")
        parser.add_argument("--workers", type=int, default=2, help="threads on this machine")
        parser.add_argument("--scheduler", help="address of a dask scheduler, as tcp://host:8786")
        parser.add_argument("--country", default="SE", help="ISO code of the country whose areas are taken")
        parser.add_argument("--seed", type=int, default=2015, help="of the draws")
        parser.add_argument("--choice", default="", help="as in an address: method=world-per-head&limit=1.7")

    def handle(self, *args: object, **options: Unpack[Options]) -> None:
        counts = {name: options[name] for name in COUNTS}
        for name, count in counts.items():
            if count is not None and count < 1:
                raise CommandError(f"--{name} is {count}; give 1 or more.")
        try:
            import dask  # noqa: F401
        except ImportError as problem:
            raise CommandError(MISSING) from problem
        plan, inputs = self._plan(options)
        folder = options["out"] or settings.VAR / "ensembles" / plan.fingerprint
        ensure_same_plan(folder, plan)
        every = list(ensembles.blocks(plan, inputs))
        todo = [block for block in every if not part(folder, block.number).exists()]
        self.stdout.write(f"{len(inputs.ids)} areas x {plan.draws} draws: {len(todo)} of {len(every)} blocks to do.")
        began = time.monotonic()
        self._run(plan, todo, folder, options)
        self.stdout.write(f"Done in {time.monotonic() - began:.1f} s: {folder}")

    def _plan(self, options: Options) -> tuple[ensembles.Plan, ensembles.Inputs]:
        facts = Facts(draws=options["draws"], seed=options["seed"], size=options["block"])
        if options["areas"]:
            return ensembles.synthetic(options["areas"], as_of=current.as_of(), **facts)
        asked = dict(pair.split("=", 1) for pair in options["choice"].split("&") if "=" in pair)
        try:
            return ensembles.of_question(current.question(options["country"], asked), **facts)
        except (NoEdition, WrongChoice) as problem:
            raise CommandError(str(problem)) from problem

    def _run(self, plan: ensembles.Plan, todo: list[ensembles.Block], folder: Path, options: Options) -> None:
        if not todo:
            return
        progress = Progress(len(todo), self.stdout.write)

        def write(number: int, content: bytes) -> None:
            write_atomically(part(folder, number), content)
            progress.step()

        if options["scheduler"]:
            on_cluster(plan, todo, options["scheduler"], write)
        else:
            on_threads(plan, todo, options["workers"], write)
