"""What many tests stand on: the day, the starter edition, all of Sweden from the publishers' files, a client."""

from __future__ import annotations

import gc
import json
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from functools import partial
from pathlib import Path

import django.db
import hypothesis
import pytest

gc.set_threshold(50_000, 10, 10)  # as the site's own processes have it: reading the code makes no garbage
ROOT = Path(__file__).resolve().parents[1]
DAY = date(2026, 11, 23)
os.environ["CLIMATE_VISUALIZER_AS_OF"] = DAY.isoformat()
os.environ.setdefault("CLIMATE_VISUALIZER_VAR", str(ROOT / "build" / "test-var"))
os.environ["ALLOWED_HOSTS"] = "testserver,127.0.0.1,localhost,[::1],budget.example.org"
os.environ["SITE_ADDRESS"] = "http://testserver"
os.environ["CLIMATE_VISUALIZER_SOURCES"] = "se_scb,se_smhi"  # a test of another country says so
for name in ("DEBUG", "DATABASE_URL", "PORT", "CLIMATE_VISUALIZER_SOURCES_AT"):
    os.environ.pop(name, None)
if "CLIMATE_VISUALIZER_TESTS_ON" in os.environ:  # the tests on another database than SQLite
    os.environ["DATABASE_URL"] = os.environ["CLIMATE_VISUALIZER_TESTS_ON"]
sys.path.insert(0, str(ROOT / "tests"))
os.environ["DJANGO_SETTINGS_MODULE"] = "climate_visualizer.config.settings"
os.environ["EMAIL_URL"] = "console:"
django.setup()  # here, not by pytest-django's option: that one reads the settings before this file has run

if "CLIMATE_VISUALIZER_TESTS_ON" in os.environ:
    vendor = django.db.connection.vendor
    assert vendor == "postgresql", (
        f"The tests would run on {vendor}: unset DJANGO_SETTINGS_MODULE, which is read first."
    )

# What is drawn at random takes as long as the machine does: neither a deadline nor a slow draw is a fault of what is tried.
hypothesis.settings.register_profile(
    "any-machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("any-machine")

from built_once import built_once  # noqa: E402  # found once the folder of tests is on the path
from ended import ended  # noqa: E402
from migrated_once import migrated  # noqa: E402
from order_of_files import put_in_order  # noqa: E402
from read_once import begin as reading_once  # noqa: E402


def _prepare() -> None:
    """The compiled texts of every language, and a folder for static files, before any module of tests is read."""
    from django.conf import settings

    from climate_visualizer.languages.catalogues import compile_texts

    compile_texts(settings.LANGUAGE_FOLDER, settings.LOCALE_PATHS[0])
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # one that is quick to try


_prepare()


def real_folder() -> Path:
    """Where the publishers' own files are, if they are here."""
    return Path(os.environ.get("CLIMATE_VISUALIZER_REAL_DATA") or ROOT.parent / "shared" / "data")


if real_folder().is_dir():
    reading_once(real_folder())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first."""
    put_in_order(items)


def pytest_collection_finish() -> None:
    """What has been read by now stays to the end, and is not looked through again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item):
    """A test ends what it started; what fixtures start, they end."""
    with ended():
        return (yield)


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The publishers' own files; without them a test of theirs is passed over, with the reason."""
    folder = real_folder()
    if not folder.is_dir():
        pytest.skip("The publishers' files are not here; set CLIMATE_VISUALIZER_REAL_DATA to their folder.")
    return folder


@pytest.fixture(scope="session")
def day() -> date:
    return DAY


@pytest.fixture(scope="session")
def starter():
    """The starter set as an edition."""
    from climate_visualizer.editions.importing.starter import read_starter

    return read_starter(ROOT / "climate_visualizer" / "data" / "starter").as_edition()


@pytest.fixture(scope="session")
def sweden_var(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which all of Sweden has been imported."""
    paths = [real_data / source / name for source, names in SWEDEN.items() for name in names]
    return built_once("sweden", paths, tmp_path_factory.mktemp("sweden"), partial(import_sweden, real_data))


def import_sweden(real_data: Path, var: Path) -> None:
    from climate_visualizer.editions.importing.build import build
    from climate_visualizer.editions.importing.ingest import read_files, remember
    from climate_visualizer.editions.publishing.publish import publish

    for source, names in SWEDEN.items():
        files = [(name, (real_data / source / name).read_bytes()) for name in names]
        batch = read_files(source, files, var)
        remember(batch.imports, var)
    publish(build(batch.read), var / "editions")


@pytest.fixture(scope="session")
def sweden(sweden_var: Path):
    """All of Sweden as an edition."""
    from climate_visualizer.editions.read import current_edition

    return current_edition(sweden_var / "editions")


@pytest.fixture(scope="session")
def releases(real_data, tmp_path_factory):
    """Both releases brought in one after the other: the folder, the two editions, and what the gate said of the second."""
    from climate_visualizer.editions.checks.concerns import Concern
    from climate_visualizer.editions.read import load_edition

    paths = [real_data / "se_scb" / name for name in SWEDEN["se_scb"][:2]]
    paths += [real_data / "se_smhi" / name for name in (EARLIER, *SWEDEN["se_smhi"])]
    var = built_once("releases", paths, tmp_path_factory.mktemp("releases"), partial(_bring_in_releases, paths))
    outcome = json.loads((var / "told.json").read_text(encoding="utf-8"))
    before, after = (load_edition(var / "editions" / edition_id) for edition_id in outcome["editions"])
    return var, before, after, tuple(Concern(**concern) for concern in outcome["concerns"])


def _bring_in_releases(paths: Sequence[Path], var: Path) -> None:
    from climate_visualizer.editions.importing import pipeline

    areas, emissions = paths[:2], paths[2:]
    scb = [(path.name, path.read_bytes()) for path in areas]
    assert pipeline.bring_in("se_scb", scb, var, var / "editions").edition_id is None
    ids = []
    for path in emissions:
        outcome = pipeline.bring_in("se_smhi", [(path.name, path.read_bytes())], var, var / "editions")
        assert not outcome.held
        ids.append(outcome.edition_id)
    outcome_of_both = {"editions": ids, "concerns": [concern.as_dict() for concern in outcome.concerns]}
    (var / "told.json").write_text(json.dumps(outcome_of_both), encoding="utf-8")


@pytest.fixture
def earlier_var(real_data: Path, tmp_path: Path) -> Path:
    """A folder of a test's own into which the earlier of Sweden's releases has been brought in, and nothing else."""
    paths = [*(real_data / "se_scb" / name for name in SWEDEN["se_scb"]), real_data / "se_smhi" / EARLIER]
    return built_once("earlier", paths, tmp_path, partial(_bring_in_earlier, real_data))


def _bring_in_earlier(real_data: Path, var: Path) -> None:
    from climate_visualizer.editions.importing.pipeline import bring_in

    for source, names in {"se_scb": SWEDEN["se_scb"], "se_smhi": (EARLIER,)}.items():
        bring_in(source, [(name, (real_data / source / name).read_bytes()) for name in names], var, var / "editions")


KINGDOM = ("Final Dataset - UK GHG (table 1_1 all GHG).xlsx", "UK-local-authority-ghg-emissions-2020.xlsx")
EARLIER = "smhi_lansrapport_2023-06_sub-CO2_county-0_municipality-0.xlsx"
SWEDEN = {
    "se_scb": ("kommunlankod_2023.xls", "be0101_tabhel2023.xlsx", "swedish_population_lan_1990-2023.csv"),
    "se_smhi": ("smhi_lansrapport_2024-04-18_sub-CO2_county-0_municipality-0.xlsx",),
}


@pytest.fixture(scope="session")
def kingdom_var(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the United Kingdom has been imported, and nothing else."""
    paths = [real_data / "gb_desnz" / name for name in KINGDOM]
    return built_once("kingdom", paths, tmp_path_factory.mktemp("kingdom"), partial(_bring_in_kingdom, paths))


def _bring_in_kingdom(paths: Sequence[Path], var: Path) -> None:
    from climate_visualizer.editions.importing.pipeline import bring_in

    outcome = bring_in("gb_desnz", [(path.name, path.read_bytes()) for path in paths], var, var / "editions")
    assert not outcome.held
    assert not outcome.concerns


@pytest.fixture(scope="session")
def kingdom(kingdom_var: Path):
    """The United Kingdom as an edition."""
    from climate_visualizer.editions.read import current_edition

    return current_edition(kingdom_var / "editions")


WORLD = "GCB2022v27_MtCO2_flat.csv"


@pytest.fixture(scope="session")
def world_var(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the starter set and the emissions of every nation; nobody writes to it."""
    return own_world(real_data, tmp_path_factory.mktemp("world"))


def own_world(real_data: Path, into: Path) -> Path:
    """The same for a test of its own."""
    path = real_data / "world_gcb" / WORLD
    return built_once("starter-and-world", [path], into, partial(_bring_in_world, path))


def _bring_in_world(path: Path, var: Path) -> None:
    from climate_visualizer.editions.importing.pipeline import bring_in

    _publish_starter(var / "editions")
    assert not bring_in("world_gcb", [(path.name, path.read_bytes())], var, var / "editions").held


@pytest.fixture(scope="session")
def world(world_var: Path):
    """The starter set and every nation as an edition."""
    from climate_visualizer.editions.read import current_edition

    return current_edition(world_var / "editions")


@pytest.fixture
def on_kingdom(settings, kingdom_var: Path, db) -> None:
    """A site on the United Kingdom."""
    settings.VAR = kingdom_var
    settings.EDITIONS = kingdom_var / "editions"


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """What one test published, or what pages it was answered with, is nothing to the next."""
    from climate_visualizer.caches import CACHE
    from climate_visualizer.web import published

    published.forget()
    CACHE.clear("answer")


class Letters(Sequence):
    """Every mail so far: looking sends what waits in the outbox first."""

    def __len__(self) -> int:
        return len(self._sent())

    def __getitem__(self, index):
        return self._sent()[index]

    def _sent(self) -> list:
        from web.post_office import letters

        return letters()

    def clear(self) -> None:
        self._sent().clear()


@pytest.fixture
def mailoutbox() -> Letters:
    return Letters()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, django_db_blocker) -> Iterator[None]:
    """The test database that pytest-django makes next begins as a copy of a migrated one."""
    with ExitStack() as stack:
        with django_db_blocker.unblock():
            stack.enter_context(migrated())
        yield


STARTER = ROOT / "climate_visualizer" / "data" / "starter"


@pytest.fixture(scope="session")
def starter_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of editions in which the starter set is published; nobody writes to it."""
    return built_once("first_edition", (), tmp_path_factory.mktemp("first"), _publish_starter)


def _publish_starter(root: Path) -> None:
    from climate_visualizer.editions.importing.starter import ensure_edition

    ensure_edition(root, STARTER)


@pytest.fixture
def on_own_starter(settings, tmp_path: Path, starter_root: Path, db) -> None:
    """A site on the starter set with a folder of its own, for a test that changes it."""
    settings.VAR = tmp_path
    settings.EDITIONS = shutil.copytree(starter_root, tmp_path / "editions")


@pytest.fixture
def on_starter(settings, tmp_path: Path, starter_root: Path, db) -> Iterator[None]:
    """A site on the starter set, whose editions are shared by tests that only read: what was worked out of them is kept."""
    settings.VAR = tmp_path
    settings.EDITIONS = starter_root
    before = _listed(starter_root)
    yield
    assert _listed(starter_root) == before, "Use on_own_starter in a test that changes editions."


def _listed(root: Path) -> list[tuple[str, int]]:
    """What lies in a folder of editions, and when each was written."""
    return sorted((path.name, path.stat().st_mtime_ns) for path in root.iterdir())


@pytest.fixture
def on_sweden(settings, sweden_var: Path, db) -> None:
    """A site on all of Sweden."""
    settings.VAR = sweden_var
    settings.EDITIONS = sweden_var / "editions"


@pytest.fixture(scope="session")
def mapped_var(sweden_var: Path, real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All of Sweden with its boundaries."""
    from climate_visualizer.editions.importing.pipeline import bring_in

    var = tmp_path_factory.mktemp("mapped") / "var"
    shutil.copytree(sweden_var, var)
    names = ("swedish_municipalities.geojson", "swedish_regions.geojson")
    files = [(name, (real_data / "geo_sweden" / name).read_bytes()) for name in names]
    assert not bring_in("geo_sweden", files, var, var / "editions").held
    return var


@pytest.fixture(scope="session")
def mapped(mapped_var: Path):
    """All of Sweden with its boundaries as an edition."""
    from climate_visualizer.editions.read import current_edition

    return current_edition(mapped_var / "editions")


@pytest.fixture
def on_mapped(settings, mapped_var: Path, db) -> None:
    """A site on all of Sweden with its boundaries."""
    settings.VAR = mapped_var
    settings.EDITIONS = mapped_var / "editions"
