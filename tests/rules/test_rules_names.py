"""Rules about names of locals and parameters: they say a type or role (`figures`, `row`, `answer`), not `found` or `one`."""

import ast
import re
from collections import Counter

from conftest import ROOT

PACKAGE = ROOT / "climate_visualizer"
# Words that fit every value, so that a reader has to go and look what they stand for.
RIDDLE = re.compile(
    "found|one|got|told|shown|kept|what|it|them|said|here|there|rest|made|both|each|whole|things?|ways?|given|known|seen|those|these|"
    "gone|had|done|ones"
)
# `part` and `place` are no riddles here: a sector has parts, a search finds places, and a label is put where there is a place.

# Where such a word is the right one, and why.
ALLOWED = {
    ("web/alerts/models.py", "what"): "a column of the database",
    ("web/workspace/models/audit.py", "what"): "a column of the database",
    ("web/api/scenario_answers.py", "said"): "a field of the open API",
    ("web/api/scenario_answers.py", "way"): "a parameter of the open API",
    ("web/management/commands/sources.py", "what"): "the argument of a command, by the name that its help has",
    ("web/workspace/contributions/perspectives.py", "way"): "a field of what organisations have published",
    ("web/workspace/plans/budget_page.py", "whole"): "a key of adopted budgets, which are kept as they were written",
    ("web/workspace/views/waiting.py", "what"): "what templates show of a row by that name",
    ("web/workspace/views/waiting.py", "there"): "what templates show of a row by that name",
    ("web/monitoring/service_state.py", "kept"): "how many editions are kept, as /metrics names it",
    ("web/workspace/admin.py", "made"): "beside `changed` and `removed`: what the audit says",
    ("web/workspace/administration/admin_audit.py", "made"): "beside `changed` and `removed`: what the audit says",
}

# Rooms with some left; a number may only fall, and nought stands nowhere.
LEFT = {
    "editions": 163,
    "sources": 136,
    "budget": 48,
    "beside": 42,
    "plans": 43,
    "methods": 33,
    "scenarios": 22,
    "science": 22,
}


def riddles():
    """Every local and parameter with such a name: the file within the package, the name, and its line."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.parent.name == "migrations":  # written by Django
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = (
                node.id if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) else getattr(node, "arg", "")
            )
            if RIDDLE.fullmatch(name or "") and not isinstance(node, ast.keyword):
                yield str(path.relative_to(PACKAGE)), name, node.lineno


def test_a_local_is_named_by_what_it_holds():
    named = [
        (path.partition("/")[0], f"{path}:{line} {name}")
        for path, name, line in riddles()
        if (path, name) not in ALLOWED
    ]
    count = Counter(room for room, _ in named)
    over = [where for room, where in named if count[room] > LEFT.get(room, 0)]
    assert over == [], "name these by what they hold; where the word is the right one, ALLOWED takes it with its reason"


def test_every_exception_is_one():
    assert set(ALLOWED) <= {(path, name) for path, name, _ in riddles()}
