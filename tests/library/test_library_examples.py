"""Examples in the documents and docstrings are run as they stand."""

import doctest
from importlib import import_module
from pathlib import Path

import pytest
from conftest import ROOT

SCIENCE = sorted((ROOT / "climate_visualizer" / "science").rglob("*.py"))


def test_the_tutorial(monkeypatch):
    monkeypatch.chdir(ROOT)
    result = doctest.testfile(str(ROOT / "docs" / "library.md"), module_relative=False)
    assert result.attempted > 30
    assert result.failed == 0


@pytest.mark.parametrize("path", SCIENCE, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_docstrings(path: Path):
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    assert doctest.testmod(import_module(name)).failed == 0


def test_there_are_examples():
    assert sum(path.read_text(encoding="utf-8").count(">>> ") for path in SCIENCE) > 8
