"""Every edition again from the kept bytes: what was published can be proved, years later, from what publishers sent."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from pathlib import Path

from climate_visualizer import __version__
from climate_visualizer.editions.checks.gate import examine
from climate_visualizer.editions.edition_manifest import Manifest, read_manifest
from climate_visualizer.editions.importing.build import Candidate
from climate_visualizer.editions.importing.files_aside import note_left_out
from climate_visualizer.editions.importing.ingest import made_from_all, one_at_a_time, rebuilt
from climate_visualizer.editions.importing.pipeline import annotate, hold_back, with_concerns
from climate_visualizer.editions.importing.setting_aside import stuck_files
from climate_visualizer.editions.importing.starter import ensure_edition, read_starter, starter_tables
from climate_visualizer.editions.importing.world_tables import SHIPPED
from climate_visualizer.editions.publishing.edition_changes import differences
from climate_visualizer.editions.publishing.methods_used import recipes
from climate_visualizer.editions.publishing.publish import publish, store, stored
from climate_visualizer.editions.read import MANIFEST, TABLES, load_edition
from climate_visualizer.sources.table import SourceError, SourceTables

SAME = "the same figures, written another way"


def rebuild_every(var: Path, root: Path, into: Path) -> dict[str, list[str]]:
    """Build each stored edition anew into another folder; what differs from the stored one, by edition, empty for the same.

    Of an edition that an earlier version made, and whose figures are the same, one line begins with `SAME`: that is no fault.
    """
    return {edition_id: _compared(edition_id, var, root, into) for edition_id in stored(root)}


def _compared(edition_id: str, var: Path, root: Path, into: Path) -> list[str]:
    manifest: Manifest = json.loads((root / edition_id / MANIFEST).read_text(encoding="utf-8"))
    try:
        candidate = _again(manifest, var)
    except (SourceError, KeyError) as problem:
        return [f"it cannot be built again ({problem})"]
    new = json.loads((store(candidate, into) / MANIFEST).read_text(encoding="utf-8"))
    tables = sorted({*manifest["tables"], *new["tables"]})
    differing = [f"{name} differs" for name in tables if manifest["tables"].get(name) != new["tables"].get(name)]
    if candidate.id != edition_id:
        differing.append(f"its id would be {candidate.id}")
    if differing and manifest["code_version"] != __version__:
        if differences(load_edition(root / edition_id), load_edition(into / candidate.id)).is_empty():
            return [f"{SAME} by version {manifest['code_version']}"]
        differing.append(f"it was made by version {manifest['code_version']}, this is {__version__}")
    return differing


def _again(manifest: Manifest, var: Path) -> Candidate:
    """The candidate that a manifest's inputs give, with what was noted at its publication."""
    if manifest["starter"]:
        return read_starter(SHIPPED)
    candidate = rebuilt(manifest["inputs"], var, manifest.get("recipes", {}), _stand_ins(manifest))
    return replace(candidate, manifest={**candidate.manifest, "inputs": manifest["inputs"]})


def ensure_renewed(var: Path, root: Path, folder: Path) -> str:
    """The current edition's id, as `ensure_edition`; one made before an upgrade is built again from its own files first.

    The one before stays, to go back to. Where its files are not all there any more, or where what they give now is held, it
    stays current too: what this version would add is then missing, and the log says so.
    """
    edition_id = ensure_edition(root, folder)
    manifest = read_manifest(edition_id, root)
    if manifest is None or manifest["starter"] or not _is_from_before(manifest):
        return edition_id
    try:
        with one_at_a_time(var):
            return _renewed(edition_id, manifest, var, root)
    except (SourceError, KeyError) as problem:
        logging.getLogger("climate_visualizer").warning(
            "edition %s was made by an earlier version and cannot be built again; it stays as it is. %s",
            edition_id,
            " ".join(_stuck(manifest, var)) or problem,
        )
        return edition_id


def _stuck(manifest: Manifest, var: Path) -> list[str]:
    """The files that are to blame and what to do, a sentence each; none where they cannot be told apart.

    They are written down, so that the next update makes an edition without them and tells of them.
    """
    try:
        stuck = stuck_files(var, _stand_ins(manifest))
    except SourceError:
        return []
    note_left_out(stuck, var)
    return [one.sentence for one in stuck]


def _stand_ins(manifest: Manifest) -> list[SourceTables]:
    """The starter set's tables, for an edition that had them beside its own."""
    return starter_tables(SHIPPED) if manifest.get("beside") else []


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".") if part.isdigit())


def _is_from_before(manifest: Manifest) -> bool:
    """Whether an edition has other recipes, lacks tables that this version has, or was last built by an earlier version."""
    if manifest.get("recipes") != recipes():
        return True
    if manifest.get("looked_at_by") == __version__:
        return False
    return not set(TABLES) <= set(manifest["tables"]) or _version(manifest["code_version"]) < _version(__version__)


def _renewed(edition_id: str, manifest: Manifest, var: Path, root: Path) -> str:
    inputs = manifest.get("inputs") or made_from_all(var)
    candidate = rebuilt(inputs, var, beside=_stand_ins(manifest))
    if candidate.id == edition_id and set(TABLES) <= set(manifest["tables"]):
        annotate(edition_id, root, {"looked_at_by": __version__})
        return edition_id
    concerns = examine(candidate.as_edition(), load_edition(root / edition_id))
    noted: Manifest = {**candidate.manifest, "inputs": inputs, "renews": edition_id}
    candidate = with_concerns(replace(candidate, manifest=noted), concerns)
    if any(concern.holds for concern in concerns):
        hold_back(candidate, [], root)
        annotate(edition_id, root, {"looked_at_by": __version__})
        return edition_id
    return publish(candidate, root)
