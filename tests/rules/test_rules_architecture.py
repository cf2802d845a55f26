"""The page about the architecture tells of files that are there, and of every room."""

import re
from graphlib import TopologicalSorter

import grimp
import pytest
from conftest import ROOT

PACKAGE = ROOT / "climate_visualizer"
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`((?:[\w*]+/)+[\w*.-]*)`", PAGE)))
ROOMS = sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))


@pytest.mark.parametrize("name", NAMED)
def test_a_file_that_the_page_names_is_there(name):
    assert list(PACKAGE.glob(name.rstrip("/"))) or list(ROOT.glob(name.rstrip("/"))), name


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_stands_in_the_table_and_in_the_contract(room):
    contracts = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f"| `{room}` |" in PAGE
    layers = contracts.partition("layers = [")[2].partition("]")[0]
    assert re.search(rf"\b{room}\b", layers), f"{room} has no floor in the contract of arrows"


def test_a_name_that_the_page_gives_as_a_function_is_defined_where_it_says():
    for path, name in re.findall(r"`([\w/]+\.py)` \(`(\w+)`\)", PAGE):
        assert re.search(rf"\b{name}\b", (PACKAGE / path).read_text(encoding="utf-8")), f"{path}: {name}"


def test_no_module_imports_itself_by_a_detour():
    graph = grimp.build_graph("climate_visualizer", exclude_type_checking_imports=True, cache_dir=None)
    arrows = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert len(list(TopologicalSorter(arrows).static_order())) == len(graph.modules) > 300
