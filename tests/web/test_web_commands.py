"""Commands: what an operator types, on real files and on broken ones."""

import io
import json
import os
import re
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from conftest import ROOT, SWEDEN
from django.core.management import CommandError, call_command, get_commands, load_command_class
from ports import free_port
from sources import smhi_2025
from stories.serving import end
from waiting import CEILING, until

from climate_visualizer.editions.importing.pipeline import bring_in
from climate_visualizer.editions.importing.starter import ensure_edition
from climate_visualizer.editions.read import current_edition, current_id
from climate_visualizer.languages.catalogues import compile_texts
from climate_visualizer.web.management.commands.import_statistics import older

CO2 = SWEDEN["se_smhi"][0]
CODES, PEOPLE, _ = SWEDEN["se_scb"]


@pytest.fixture
def var(settings, tmp_path: Path) -> Path:
    settings.VAR = tmp_path
    settings.EDITIONS = tmp_path / "editions"
    settings.STATIC_ROOT = tmp_path / "static"
    return tmp_path


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_importing_codes_people_and_emissions_gives_an_edition(var, settings, real_data, tmp_path):
    ensure_edition(settings.EDITIONS, settings.DATA / "starter")
    scb = [str(real_data / "se_scb" / name) for name in (PEOPLE, CODES)]
    first = run("import_statistics", "se_scb", *scb)
    assert "312 areas" in first
    between = current_edition(settings.EDITIONS)
    assert f"Edition {between.id} is current." in first
    assert between.manifest["beside"] == [
        "se_smhi"
    ]  # the starter set's emissions stand in until a publisher's own come
    older = run("import_statistics", "se_smhi", str(real_data / "se_smhi" / CO2))
    assert "121 totals differ from their parts" in older
    assert "SE-1881 waste 2021: total 23 t, parts 127495 t, gap +127472 t" in older
    assert current_id(settings.EDITIONS) == between.id  # the starter set is of a later release
    assert f"Nothing changed: edition {between.id} is current as before" in older
    newest = tmp_path / smhi_2025.NAME
    newest.write_bytes(smhi_2025.workbook(real_data, smhi_2025.codes(real_data)))
    second = run("import_statistics", "se_smhi", str(newest))
    edition = current_edition(settings.EDITIONS)
    assert not edition.is_starter and edition.manifest["beside"] == []
    assert f"Edition {edition.id} is current." in second
    assert f"* {edition.id}" in run("editions", "list")
    assert json.loads(run("editions", "show"))["id"] == edition.id
    assert "as they were written" in run("editions", "verify")
    assert edition.id in run("editions", "rebuild")
    assert "Wrote 312 rows of areas" in _write_starter(settings, var)
    back = run("editions", "rollback")
    assert edition.id not in back
    assert current_id(settings.EDITIONS) == between.id
    assert edition.id in run("editions", "rollback", edition.id)


def test_a_file_is_older_only_beside_one_with_the_same_kind_of_figures(var, settings, real_data):
    """The world's budgets do not go before its emissions, nor purchasing power before market rates."""
    folder = real_data / "world_igcc"
    budgets, gases = next(folder.glob("2025-05-02__*.csv")), folder / "greehouse_gas_emissions_co2eq.csv"
    outcome = bring_in("world_igcc", [(one.name, one.read_bytes()) for one in (budgets, gases)], var, settings.EDITIONS)
    assert len(outcome.batch.new) == 2 and older(outcome) == []
    people = [real_data / "se_scb" / f"be0101_tabhel{year}.xlsx" for year in (2023, 2024)]
    files = [(one.name, one.read_bytes()) for one in (real_data / "se_scb" / CODES, *people)]
    (sentence,) = older(bring_in("se_scb", files, var, settings.EDITIONS))
    assert sentence.startswith("be0101_tabhel2023.xlsx is the release of 2023-12-31; that of 2024-12-31 goes before it")


def _write_starter(settings, var: Path) -> str:
    settings.DATA = var
    return run("write_starter")


def test_a_broken_file_is_one_sentence_and_changes_nothing(var, settings, real_data, tmp_path):
    starter = ensure_edition(settings.EDITIONS, settings.DATA / "starter")
    page = tmp_path / "page.xlsx"
    page.write_bytes(b"<!DOCTYPE html><html></html>")
    with pytest.raises(CommandError, match="web page"):
        run("import_statistics", "se_smhi", str(page))
    assert current_id(settings.EDITIONS) == starter  # though the starter set alone would give an edition
    run("import_statistics", "se_scb", *(str(real_data / "se_scb" / name) for name in (CODES, PEOPLE)))
    before = current_id(settings.EDITIONS)
    imports = (var / "imports.json").read_bytes()
    whole = (real_data / "se_smhi" / CO2).read_bytes()
    broken = {
        "half.xlsx": (whole[: len(whole) // 2], "cut short"),
        "page.xlsx": (b"<!DOCTYPE html><html></html>", "web page"),
        "empty.xlsx": (b"", "empty"),
        "people.xlsx": ((real_data / "se_scb" / PEOPLE).read_bytes(), "not one of SMHI's county reports"),
    }
    for name, (content, sentence) in broken.items():
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(CommandError, match=sentence):
            run("import_statistics", "se_smhi", str(path))
    with pytest.raises(CommandError, match="no file"):
        run("import_statistics", "se_smhi", str(tmp_path / "nowhere.xlsx"))
    assert current_id(settings.EDITIONS) == before
    assert (var / "imports.json").read_bytes() == imports


def test_from_the_shell_an_error_is_one_line_and_exit_code_1(tmp_path):
    (tmp_path / "page.xlsx").write_text("<html></html>")
    command = [sys.executable, "manage.py", "import_statistics", "se_smhi", str(tmp_path / "page.xlsx")]
    done = subprocess.run(
        command, cwd=ROOT, env=_environment(tmp_path), capture_output=True, text=True, timeout=CEILING
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("CommandError: page.xlsx is a web page")


def _environment(var: Path, **others: str) -> dict[str, str]:
    import os

    return {**os.environ, "CLIMATE_VISUALIZER_VAR": str(var), **others}


def test_prepare_and_serve_answer(tmp_path):
    port = free_port()
    environment = _environment(tmp_path, PORT=str(port))
    server = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--prepare"], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL
    )
    try:
        assert until(lambda: _answer(f"http://127.0.0.1:{port}/health"), "an answer")["status"] == "ok"
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/sv/") as page:
            markup = page.read().decode()
        style = markup.split('rel="stylesheet" href="')[1].split('"')[0]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{style}") as sheet:
            assert b"--paper" in sheet.read()
            assert "immutable" in sheet.headers["Cache-Control"]
    finally:
        end(server)


def _answer(address: str) -> dict:
    """What an address answers, or nothing before the server has begun."""
    try:
        with urllib.request.urlopen(address, timeout=CEILING) as response:
            return json.load(response)
    except OSError:
        return {}


def test_a_taken_port_is_one_sentence(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        command = [sys.executable, "manage.py", "serve"]
        environment = _environment(tmp_path, PORT=port)
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=CEILING)
    assert done.returncode == 1
    assert f"Port {port} is taken" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PORT", "eighty", "1 to 65535"),
        ("DEBUG", "perhaps", "1 or 0"),
        ("CLIMATE_VISUALIZER_AS_OF", "tomorrow", "2026-11-23"),
    ],
)
def test_a_setting_that_cannot_be_used_is_loud(tmp_path, name, value, sentence):
    command = [sys.executable, "manage.py", "editions", "list"]
    environment = _environment(tmp_path, **{name: value})
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=CEILING)
    assert done.returncode != 0
    assert value in done.stderr
    assert sentence in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("editions", "show"),
        ("editions", "show", "none"),
        ("editions", "diff", "a", "b"),
        ("editions", "publish", "x", "--reason", "why"),
        ("editions", "hold", "x"),
        ("editions", "rollback"),
        ("editions", "rollback", "x"),
        ("write_starter",),
    ],
)
def test_what_is_not_there_is_a_sentence(var, arguments):
    with pytest.raises(CommandError, match=r"edition.*['.]") as problem:
        run(*arguments)
    assert "None" not in str(problem.value)
    assert "Errno" not in str(problem.value)
    assert "No edition is kept yet" in run("editions", "list")


def test_the_starter_set_cannot_be_written_from_itself(var, settings):
    ensure_edition(settings.EDITIONS, settings.DATA / "starter")
    with pytest.raises(CommandError, match="import all of Sweden first"):
        run("write_starter")


def test_verify_names_a_damaged_file(var, settings):
    folder = settings.EDITIONS / ensure_edition(settings.EDITIONS, settings.DATA / "starter")
    (folder / "population.parquet").write_bytes(b"PAR1")
    with pytest.raises(CommandError, match=r"population.parquet is not what was written"):
        run("editions", "verify")
    (settings.EDITIONS / "current").write_text("2020-01-01-gone\n", encoding="utf-8")
    (var / "imports.json").write_text('[{"source": "se_scb", "file_name": "a.xls", "sha256": "00"}]', encoding="utf-8")
    with pytest.raises(
        CommandError, match=r"(?s)2020-01-01-gone is current and not kept.*00: the bytes of a.xls are not kept"
    ):
        run("editions", "verify")
    (settings.EDITIONS / "current").write_text(f"{folder.name}\n", encoding="utf-8")
    (folder / "manifest.json").write_text('{"id": ', encoding="utf-8")
    with pytest.raises(CommandError, match="the manifest is damaged"):
        run("editions", "show")


def test_a_release_that_slipped_is_held_until_somebody_says_why(var, settings, real_data, tmp_path):
    """CO2 workbooks of two releases, the second with every figure a thousandth: kt for t."""
    run("import_statistics", "se_scb", *(str(real_data / "se_scb" / name) for name in (CODES, PEOPLE)))
    run("import_statistics", "se_smhi", str(real_data / "se_smhi" / CO2))
    now, imports = current_id(settings.EDITIONS), (var / "imports.json").read_bytes()
    slipped = tmp_path / "slipped.xlsx"
    slipped.write_bytes(_slipped((real_data / "se_smhi" / CO2).read_bytes()))
    with pytest.raises(
        CommandError, match=r"(?s)Held \(scale\): Half of the totals of .* in CO2 are 0.001 times.*is held"
    ):
        run("import_statistics", "se_smhi", str(slipped))
    assert current_id(settings.EDITIONS) == now
    assert (var / "imports.json").read_bytes() == imports
    held = next(line.split()[1] for line in run("editions", "list").splitlines() if line.startswith("h "))
    assert json.loads(run("editions", "show", held))["concerns"][0]["rule"] == "scale"
    assert "revised totals" in run("editions", "diff", now, held)
    assert run("editions", "diff", now, held, "--csv").startswith("area_id,gas")
    with pytest.raises(CommandError, match="takes a reason"):
        run("editions", "publish", held)
    assert f"{held} is current" in run("editions", "publish", held, "--reason", "A trial.")
    assert json.loads(run("editions", "show"))["published_because"] == "A trial."
    assert "slipped.xlsx" in (var / "imports.json").read_text()
    assert f"{now} is current" in run("editions", "hold", held, "--reason", "The trial is over.")
    assert "slipped.xlsx" not in (var / "imports.json").read_text()
    with pytest.raises(CommandError, match="is held; .*says why"):
        run("editions", "rollback", held)
    assert current_id(settings.EDITIONS) == now
    assert "0 editions deleted" in run("editions", "prune", "--keep", "5")
    with pytest.raises(CommandError, match="keep 1 or more"):
        run("editions", "prune", "--keep", "0")


def _slipped(content: bytes) -> bytes:
    """A workbook with every figure a thousandth, and released a year later."""
    import fastexcel
    import xlsxwriter

    sheet = fastexcel.read_excel(content).load_sheet(0, header_row=None)
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    page = book.add_worksheet(sheet.name)
    for at, row in enumerate(sheet.to_polars().rows()):
        for column, cell in enumerate(row):
            text = "" if cell is None else str(cell).replace("2024-04-18", "2025-04-18")
            number = (
                at > 5 and column > 3 and text.replace(".", "", 1).replace("-", "", 1).replace("e", "", 1).isdigit()
            )
            page.write(at, column, float(text) / 1000 if number else text)
    book.close()
    return target.getvalue()


def test_prepare_may_be_run_again_and_again(var, settings, django_db_blocker):
    with django_db_blocker.unblock():
        first, second = run("prepare"), run("prepare")
    assert first == second
    assert (var / "static" / "staticfiles.json").exists()


def test_texts_are_compiled_where_they_have_changed_and_only_into_the_data_folder(tmp_path):
    """By what they say, not by their times: a package's files have any."""
    source = ROOT / "climate_visualizer" / "web" / "locale" / "sv" / "LC_MESSAGES" / "django.po"
    folder, target = tmp_path / "from" / "sv" / "LC_MESSAGES", tmp_path / "to"
    folder.mkdir(parents=True)
    (folder.parent / "language.toml").write_text('code = "sv"\nname = "Svenska"\norder = 1\n')
    (folder / "django.po").write_bytes(source.read_bytes())
    before = sorted((tmp_path / "from").rglob("*"))
    assert [compile_texts(tmp_path / "from", target) for _ in range(2)] == [1, 0]
    text = (folder / "django.po").read_text(encoding="utf-8")
    (folder / "django.po").write_text(text.replace('"Metod"', '"Mytod"', 1), encoding="utf-8")
    os.utime(folder / "django.po", (0, 0))
    assert [compile_texts(tmp_path / "from", target) for _ in range(2)] == [1, 0]
    assert sorted((tmp_path / "from").rglob("*")) == before


def test_every_kind_of_file_says_what_it_holds(real_data):
    from climate_visualizer.sources.publishers import geo_uk, world_gdp
    from climate_visualizer.web.management.commands.import_statistics import described

    gdp = world_gdp.read((real_data / "world_gdp" / "gdp.csv").read_bytes(), file_name="gdp.csv", areas=None)
    assert re.search(r": [\d\u2009 ]+ figures of nations\.$", described(gdp))
    content = (real_data / "geo_uk" / "geogUKregion.json").read_bytes()
    regions = geo_uk.read(content, file_name="geogUKregion.json", areas=None)
    assert described(regions).endswith(": 12 outlines of areas.")


def test_units_run_commands_that_there_are_and_no_timer_schedules_beside_the_watch():
    folder = ROOT / "deploy"
    started = {
        path.name: re.findall(r"^ExecStart=(.*)$", path.read_text(), re.MULTILINE) for path in folder.glob("*.service")
    }
    assert len(started) >= 3
    assert list(folder.glob("*.timer")) == []
    for name, commands in started.items():
        (words,) = [line.split() for line in commands]
        assert words[:2] == ["/opt/climate-visualizer/.venv/bin/python", "manage.py"], name
        assert words[2] in get_commands(), name
        parser = load_command_class(get_commands()[words[2]], words[2]).create_parser("manage.py", words[2])
        parser.parse_args(words[3:])
