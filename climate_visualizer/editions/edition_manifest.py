"""Manifest of an edition (`manifest.json`): its id, what it was made from and how, and a checksum of each table."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypedDict

from climate_visualizer.places import Toml
from climate_visualizer.sources.origin import Card

MANIFEST = "manifest.json"
RecipeStep = Toml  # a table of a method's TOML file: each kind of step has fields of its own
Steps = list[RecipeStep]


class TableFacts(TypedDict):
    """What a manifest says of one table."""

    rows: int
    sha256: str


class HeldConcern(TypedDict):
    """What the gate found, as it is kept."""

    rule: str
    holds: bool
    sentence: str


class Manifest(TypedDict, total=False):
    """What an edition says of itself besides its figures; one that was made by an earlier version says less."""

    id: str
    code_version: str
    starter: bool
    origins: list[dict[str, str]]
    inputs: list[dict[str, Any]]  # `Import` as a dictionary, and whether the file was new
    tables: dict[str, TableFacts]
    recipes: Mapping[str, Steps]
    corrections: list[dict[str, Any]]  # `Correction` as a dictionary
    resting: list[str]  # corrections that found nothing to put right
    gone: list[dict[str, Any]]  # `Gone` as a dictionary
    kept: list[str]  # sentences about gaps that an earlier release filled
    reported: list[str]  # sentences about areas that changed their names
    names: Mapping[str, Mapping[str, str]]  # of sectors by country that no card has
    beside: list[str]  # sources whose starter figures stand in
    cards: dict[str, Card]  # of data packages
    concerns: list[HeldConcern]
    held_because: str
    renews: str  # the edition that this one replaces, made anew by a later version
    looked_at_by: str


def read_manifest(edition_id: str, root: Path) -> Manifest | None:
    """What a stored edition says of itself; None for one that is gone or damaged."""
    try:
        manifest: Manifest = json.loads((root / edition_id / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return manifest
