"""Every edition again from the kept bytes: what was published can be proved, years later, from what publishers sent."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from climate_visualizer import __version__
from climate_visualizer.editions.build import Candidate
from climate_visualizer.editions.imports import rebuilt
from climate_visualizer.editions.publish import store, stored
from climate_visualizer.editions.read import MANIFEST
from climate_visualizer.editions.starter import read_starter
from climate_visualizer.editions.world import SHIPPED
from climate_visualizer.sources.table import SourceError


def rebuild_every(var: Path, root: Path, into: Path) -> dict[str, list[str]]:
    """Build each stored edition anew into another folder; what differs from the stored one, by edition, empty for the same."""
    return {edition_id: _compared(edition_id, var, root, into) for edition_id in stored(root)}


def _compared(edition_id: str, var: Path, root: Path, into: Path) -> list[str]:
    manifest = json.loads((root / edition_id / MANIFEST).read_text(encoding="utf-8"))
    try:
        candidate = _again(manifest, var)
    except (SourceError, FileNotFoundError, KeyError) as problem:
        return [f"it cannot be built again ({problem})"]
    new = json.loads((store(candidate, into) / MANIFEST).read_text(encoding="utf-8"))
    tables = sorted({*manifest["tables"], *new["tables"]})
    found = [f"{name} differs" for name in tables if manifest["tables"].get(name) != new["tables"].get(name)]
    if candidate.id != edition_id:
        found.append(f"its id would be {candidate.id}")
    if found and manifest["code_version"] != __version__:
        found.append(f"it was made by version {manifest['code_version']}, this is {__version__}")
    return found


def _again(manifest: dict[str, Any], var: Path) -> Candidate:
    """The candidate that a manifest's inputs give, with what was noted at its publication."""
    if manifest["starter"]:
        return read_starter(SHIPPED)
    candidate = rebuilt(manifest["inputs"], var)
    return replace(candidate, manifest={**candidate.manifest, "inputs": manifest["inputs"]})
