"""Rule about the parameter object of assessments: what is asked travels as one question, never again as its four parts."""

import ast

from conftest import ROOT

PACKAGE = ROOT / "climate_visualizer"
AREA, AREA_ID = "area", "area_id"
PARTS = {"Edition": "edition", "Area": AREA, "Choices": "choices", "date": "day"}
MOST = 2  # of the four: with a third, the function is asked a question
DOORS = {"methods/question.py: ask"}  # where an address, or whoever uses the library, makes a question of its parts


def parts_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    """Which of a question's four parts a function takes, by the types of its parameters and the name of an area's id."""
    taken = set()
    arguments = function.args
    for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
        types = {node.id for node in ast.walk(argument.annotation or ast.Constant(None)) if isinstance(node, ast.Name)}
        taken |= {PARTS[name] for name in types & PARTS.keys()}
        taken |= {AREA} if argument.arg == AREA_ID else set()
    return taken


def _travelling(source: str) -> dict[str, set[str]]:
    """The functions that take more of the four than they may, with what they take."""
    functions = (
        node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    return {one.name: parts_of(one) for one in functions if len(parts_of(one)) > MOST}


def test_what_is_asked_travels_as_one_question():
    found = {
        f"{path.relative_to(PACKAGE)}: {name}": parts
        for path in sorted(PACKAGE.rglob("*.py"))
        for name, parts in _travelling(path.read_text(encoding="utf-8")).items()
    }
    assert found.keys() >= DOORS, "A door is gone: take it off the list."
    told = [f"{name} takes {', '.join(sorted(parts))}" for name, parts in found.items() if name not in DOORS]
    assert not told, f"{'; '.join(told)}: take a Question (methods/question.py)."


def test_the_rule_sees_the_four_by_type_and_by_name():
    source = """
def outlook(edition: Edition, area_id: str, choices: Choices, *, as_of: date) -> Outlook: ...
def gather(edition: Edition | None, area: Area, language: Language, *, day: date | None = None) -> Facts: ...
def parse(query: Mapping[str, str], *, country: str, as_of: date, edition: Edition) -> Choices: ...
def assess(question: Question) -> Assessment: ...
"""
    assert _travelling(source) == {
        "outlook": {"edition", "area", "choices", "day"},
        "gather": {"edition", "area", "day"},
    }
