"""Rules about what only others use: arithmetic that the site itself doesn't ask for is public, and shown in docs/library.md."""

import ast
import re

from conftest import ROOT

PACKAGE = ROOT / "climate_visualizer"
ROOMS = (
    "science",
    "methods",
    "budget",
    "scenarios",
    "plans",
    "beside",
    "words",
    "editions",
    "sources",
    "languages",
    "charts",
    "exports",
)


def _asked_for():
    """Every name that the code of the package says, other than where it is defined, and every word of its short texts."""
    names = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Name):
                names.add(node.id)
            elif isinstance(node, ast.Attribute):
                names.add(node.attr)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < 100:
                names.update(
                    re.findall(r"\w+", node.value)
                )  # "climate_visualizer.editions.importing.isolated_reader:read_here"
    return names


def test_a_public_function_that_the_site_does_not_use_is_shown_to_those_who_might():
    asked, shown = _asked_for(), set(re.findall(r"\w+", (ROOT / "docs" / "library.md").read_text(encoding="utf-8")))
    alone = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for room in ROOMS
        for path in sorted((PACKAGE / room).rglob("*.py"))
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name not in asked | shown
    ]
    assert not alone, f"Only tests use {', '.join(alone)}: use it, show it in docs/library.md, or take it away"
