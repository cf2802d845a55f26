"""Rules about types: `Any`, with which nothing is checked, does not spread, and says where it stands why it must."""

import ast

from conftest import ROOT

# There are 83, and room for what is under way; a hundred and twenty were allowed. Lower it with each that gets a type.
MOST = 90


def _places():
    """Every `Any` of the package: the file, its lines, and the line of the name."""
    for path in sorted((ROOT / "climate_visualizer").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Name) and node.id == "Any":
                yield path.relative_to(ROOT), text.splitlines(), node.lineno


def test_any_stands_in_no_more_places_than_it_did():
    count = sum(1 for _ in _places())
    assert count <= MOST, f"Any stands {count} times; give the new ones a type"


def test_every_any_has_its_reason_in_a_comment_on_its_line_or_the_one_before():
    bare = [f"{path}:{at}" for path, lines, at in _places() if not _is_explained(lines, at)]
    assert not bare, f"Any without a reason: {', '.join(bare)}; say in a comment what it stands for"


def _is_explained(lines, at):
    return "  # " in lines[at - 1] or lines[at - 2].lstrip().startswith("# ")
