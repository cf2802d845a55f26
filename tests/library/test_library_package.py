"""The package as others install it: built, complete, every import declared, and a site that writes to its data folder alone."""

import ast
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from conftest import ROOT

PACKAGE = ROOT / "climate_visualizer"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ASK = (
    "import django; django.setup()\n"
    "from django.test import Client\n"
    "import climate_visualizer\n"
    "client = Client()\n"
    "for path in ('/sv/', '/sv/se/nykoping/', '/en/method/', '/api/v1/areas/SE-0480/budget', '/en/se/nykoping/report.pdf'):\n"
    "    answer = client.get(path)\n"
    "    print(path, answer.status_code, len(answer.content))\n"
    "print(client.get('/sv/se/nykoping/').content.decode().count('koldioxidbudget'), climate_visualizer.__file__)\n"
)


def tracked() -> set[str]:
    """The package's files as they are under version control, or will be."""
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "climate_visualizer"]
    listed = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return {name for name in listed.splitlines() if (ROOT / name).is_file()}


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """Wheel and source distribution, built without a network by the same backend that pip uses."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-d", str(folder), "-t", "wheel", "-t", "sdist"]
    made = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    return folder


@pytest.fixture(scope="module")
def installed(built, tmp_path_factory) -> Path:
    """The wheel laid out as pip lays it out."""
    (wheel,) = built.glob("*.whl")
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def test_the_wheel_has_every_file_of_the_package_and_says_what_it_is(installed):
    assert {name for name in tracked() if not (installed / name).is_file()} == set()
    assert (installed / "climate_visualizer" / "py.typed").is_file()
    assert list(installed.rglob("*.mo")) == []
    (facts,) = installed.glob("*.dist-info")
    assert "climate-visualizer = climate_visualizer.__main__:main" in (facts / "entry_points.txt").read_text()
    told = (facts / "METADATA").read_text(encoding="utf-8")
    assert "Classifier: Typing :: Typed" in told
    assert "Provides-Extra: site" in told


def test_the_source_distribution_can_be_built_and_tried_by_others(built):
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        names = {name.partition("/")[2] for name in opened.getnames()}
    wanted = {
        "pyproject.toml",
        "manage.py",
        "Makefile",
        "CHANGELOG.md",
        "LICENSE",
        "tests/conftest.py",
        "docs/method.md",
    }
    assert wanted | tracked() <= names


def test_an_installation_is_a_site_and_writes_to_its_data_folder_alone(installed, tmp_path):
    """Run away from the checkout, as a command; the installation's own folder stays as it was."""
    around = {name: value for name, value in os.environ.items() if not name.startswith("CLIMATE_VISUALIZER_")}
    around |= {"PYTHONPATH": str(installed), "PYTHONDONTWRITEBYTECODE": "1", "XDG_DATA_HOME": str(tmp_path / "data")}
    around |= {"DJANGO_SETTINGS_MODULE": "climate_visualizer.config.settings", "ALLOWED_HOSTS": "testserver"}
    before = {path: path.stat().st_mtime_ns for path in sorted(installed.rglob("*"))}

    def run(*command: str) -> str:
        done = subprocess.run(
            [sys.executable, *command], cwd=tmp_path, env=around, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "is current" in run("-m", "climate_visualizer", "prepare")
    *pages, last = run("-c", ASK).splitlines()
    assert [line.split()[1] for line in pages] == ["200"] * 5
    assert re.match(r"[1-9]\d* ", last)  # the page speaks Swedish
    assert last.endswith(str(installed / "climate_visualizer" / "__init__.py"))
    assert {path: path.stat().st_mtime_ns for path in sorted(installed.rglob("*"))} == before
    assert [path.name for path in tmp_path.iterdir()] == ["data"]
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["climate-visualizer"]


def imported(path: Path) -> set[str]:
    """The names at the top of what a module imports, standard library and own package aside."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found - set(sys.stdlib_module_names) - {"climate_visualizer"}


def test_every_import_is_declared():
    """Nothing comes in by chance, as a dependency of a dependency."""
    lists = [PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()]
    declared = {re.split(r"[\[><=]", name)[0].lower().replace("_", "-") for names in lists for name in names}
    providers = packages_distributions()
    missing = {
        name: str(path.relative_to(ROOT))
        for path in sorted(PACKAGE.rglob("*.py"))
        for name in imported(path)
        if not {provider.lower().replace("_", "-") for provider in providers.get(name, [name])} & declared
    }
    assert missing == {}


def test_the_arithmetic_needs_numpy_alone():
    assert [re.split(r"[\[><=]", name)[0] for name in PROJECT["dependencies"]] == ["numpy"]
