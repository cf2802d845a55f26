"""Concerns of the gate: a rule, a sentence, and whether it holds the candidate back."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache

from climate_visualizer.editions.edition_manifest import HeldConcern
from climate_visualizer.places import DATA, Toml

RULES = DATA / "gate" / "rules.toml"


@dataclass(frozen=True)
class Concern:
    """What a rule found: a sentence, and whether it holds the candidate."""

    rule: str
    holds: bool
    sentence: str

    def as_dict(self) -> HeldConcern:
        return {"rule": self.rule, "holds": self.holds, "sentence": self.sentence}


@lru_cache(maxsize=1)
def thresholds() -> Toml:
    """Every rule's threshold and what follows."""
    return tomllib.loads(RULES.read_text(encoding="utf-8"))


def said(rule: str, sentence: str) -> Concern:
    """A concern by a rule, which holds the candidate if that is what the rule's threshold says."""
    return Concern(rule, thresholds()[rule]["follows"] == "hold", sentence)


def many(number: int, one: str, more: str) -> str:
    """A number with what it is of and its verb, which one has otherwise than several: "1 area has", "2 areas have"."""
    return f"{number} {one if number == 1 else more}"
