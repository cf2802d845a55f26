"""The recipes that an edition is read with, kept beside its figures: so that a later one can tell what a new method changed.

A recipe's words may be bettered at any time; its steps are kept, for they make the numbers.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache

from climate_visualizer.editions.edition_manifest import Steps as Steps
from climate_visualizer.places import DATA

METHODS = DATA / "methods"
WORDS = ("cannot",)


def steps_of(raw: Mapping[str, Steps]) -> Steps:
    """The steps of a recipe without their words."""
    return [{name: value for name, value in step.items() if name not in WORDS} for step in raw["step"]]


@lru_cache(maxsize=1)
def recipes() -> dict[str, Steps]:
    """The steps of every recipe in ``data/methods`` by its id."""
    raw_by_name = {
        path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(METHODS.glob("*.toml"))
    }
    return {name: steps_of(raw) for name, raw in raw_by_name.items()}
