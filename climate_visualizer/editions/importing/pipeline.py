"""Import pipeline: read, build, examine, publish or hold, in one place that commands and the watch share."""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from climate_visualizer.editions.checks.gate import Concern, examine, published_with
from climate_visualizer.editions.edition_manifest import Manifest
from climate_visualizer.editions.importing.build import Candidate, still_needed
from climate_visualizer.editions.importing.files_aside import files_left_out, note_left_out
from climate_visualizer.editions.importing.ingest import (
    Batch,
    Import,
    known_imports,
    one_at_a_time,
    read_files,
    remember,
    with_inputs,
)
from climate_visualizer.editions.importing.setting_aside import Editions, without_unbuildable
from climate_visualizer.editions.importing.starter import beside, starter_tables
from climate_visualizer.editions.importing.world_tables import SHIPPED
from climate_visualizer.editions.publishing import change_history
from climate_visualizer.editions.publishing.previous import earlier, lineage, published_before, remember_earlier
from climate_visualizer.editions.publishing.publish import (
    ensure_sound,
    ensure_stored,
    faults,
    point_at,
    publish,
    roll_back,
    sealed,
    store,
    stored,
    way_back,
)
from climate_visualizer.editions.read import MANIFEST, Edition, NoEdition, current_edition, current_id, load_edition
from climate_visualizer.sources.snapshots import write_atomically
from climate_visualizer.sources.table import SourceError, SourceTables

HELD = "held.json"
ANY_SOURCE = "se_scb"  # bringing in no file asks for the name of a source all the same


@dataclass(frozen=True)
class Outcome:
    """What became of files: the batch, the edition they gave, what is newly found, whether it is held, what is missing.

    `before` is the edition that was current until then; `beside` are figures of the starter set that still stand in.
    """

    batch: Batch
    edition_id: str | None
    concerns: tuple[Concern, ...]
    held: bool
    missing: str
    resting: tuple[str, ...] = ()
    before: str | None = None
    beside: tuple[SourceTables, ...] = ()

    @property
    def is_unchanged(self) -> bool:
        """Whether the files gave what was current already."""
        return self.edition_id is not None and self.edition_id == self.before


def bring_in(source: str, files: Iterable[tuple[str, bytes]], var: Path, root: Path) -> Outcome:
    """Read files and publish the edition they give, or hold it; raises `SourceError` and then changes nothing.

    A file that can't be read stops no other: it is one of the batch's problems, and does not count as imported. A held candidate
    is stored but not current, and its files do not count as imported until it is published.
    """
    with one_at_a_time(var):
        return brought_in(source, files, var, root)


def brought_in(source: str, files: Iterable[tuple[str, bytes]], var: Path, root: Path) -> Outcome:
    """What `bring_in` does, for one who holds the folder already."""
    before = _current(root)
    batch, candidate, missing = _candidate(source, files, var, before)
    note_left_out(batch.unusable, var)
    if candidate is None:
        remember(batch.imports, var)
        return Outcome(batch, None, (), False, missing)
    concerns = _concerns(candidate, before, root)
    candidate, is_held = with_concerns(candidate, concerns), any(concern.holds for concern in concerns)
    if is_held:
        hold_back(candidate, batch.imports, root)
    else:
        publish(candidate, root)
        remember(batch.imports, var)
    return _outcome(batch, candidate, concerns, before)


def try_again(var: Path, root: Path) -> Outcome | None:
    """Make an edition of all files, those that were left out too as soon as they can be used; None where none was left out."""
    return bring_in(ANY_SOURCE, (), var, root) if files_left_out(var) else None


def tried(source: str, files: Iterable[tuple[str, bytes]], var: Path, root: Path) -> Outcome:
    """What `bring_in` would do with files; nothing is written."""
    before = _current(root)
    batch, candidate, missing = _candidate(source, files, var, before, trial=True)
    if candidate is None:
        return Outcome(batch, None, (), False, missing)
    return _outcome(batch, candidate, _concerns(candidate, before, root), before)


def _candidate(
    source: str, files: Iterable[tuple[str, bytes]], var: Path, before: Edition | None, *, trial: bool = False
) -> tuple[Batch, Candidate | None, str]:
    """What files give beside all that came before; without a candidate a sentence says what every edition needs and lacks."""
    given, stand_ins = list(files), beside(before, SHIPPED)
    batch = read_files(source, given, var, beside=stand_ins, trial=trial)
    if batch.left_out and not stand_ins:
        stand_ins = beside(before, SHIPPED, lost=True)
        batch = read_files(source, given, var, beside=stand_ins, trial=trial) if stand_ins else batch
    if batch.left_out:
        batch = read_files(source, given, var, beside=stand_ins, trial=trial, as_before=True)
    editions = Editions(stand_ins)
    try:
        return batch, with_inputs(editions.of(batch.read), batch), ""
    except SourceError as missing:
        sound = without_unbuildable(batch, editions, str(missing), _suspects(batch, var, before))
        if sound is not None:
            return sound, with_inputs(editions.of(sound.read), sound), ""
        if batch.left_out:
            raise SourceError(" ".join(one.sentence for one in batch.left_out)) from missing
        return batch, None, str(missing)


def _suspects(batch: Batch, var: Path, before: Edition | None) -> set[str]:
    """The files from earlier that are tried first where no edition can be built: left out before, or not in the current one."""
    proven = {one["sha256"] for one in before.manifest.get("inputs", [])} if before else set()
    others = {entry.sha256 for entry in batch.imports[: batch.old] if proven and entry.sha256 not in proven}
    return others | {one.sha256 for one in files_left_out(var) if not one.goes_on}


def _concerns(candidate: Candidate, before: Edition | None, root: Path) -> tuple[Concern, ...]:
    return (*_by_hand(candidate.id, root), *examine(candidate.as_edition(), before))


def _outcome(batch: Batch, candidate: Candidate, concerns: tuple[Concern, ...], before: Edition | None) -> Outcome:
    """What became of files, with what was not known already of the edition before."""
    known, is_held = published_with(before), any(concern.holds for concern in concerns)
    news = tuple(one for one in concerns if one.holds or (one.rule, one.sentence) not in known)
    was = before.id if before else None
    stand_ins = still_needed(starter_tables(SHIPPED), batch.read) if candidate.manifest["beside"] else ()
    return Outcome(batch, candidate.id, news, is_held, "", tuple(candidate.manifest["resting"]), was, tuple(stand_ins))


def _by_hand(edition_id: str, root: Path) -> tuple[Concern, ...]:
    """That an edition was taken out of use by hand: the same files again do not bring it back."""
    if edition_id not in held(root) or edition_id not in stored(root):
        return ()
    reason = json.loads((root / edition_id / MANIFEST).read_text(encoding="utf-8")).get("held_because", "")
    return (Concern("held", True, f"It was held before: {reason.removesuffix('.')}."),) if reason else ()


def _current(root: Path) -> Edition | None:
    try:
        return current_edition(root)
    except NoEdition:
        return None


def hold_back(candidate: Candidate, imports: Iterable[Import], root: Path) -> None:
    """Store a candidate without making it current, and note the imports that count once it is published."""
    store(candidate, root)
    _note_held(root, {**held(root), candidate.id: [asdict(entry) for entry in imports]})


def with_concerns(candidate: Candidate, concerns: tuple[Concern, ...]) -> Candidate:
    """A candidate whose manifest says what the gate found."""
    manifest: Manifest = {**candidate.manifest, "concerns": [concern.as_dict() for concern in concerns]}
    return replace(candidate, manifest=manifest)


def held(root: Path) -> dict[str, list[dict[str, str]]]:
    """The editions that are held, each with the imports that it was built from."""
    try:
        concerns_of: dict[str, list[dict[str, str]]] = json.loads((root / HELD).read_text(encoding="utf-8"))
        return concerns_of
    except (FileNotFoundError, ValueError):
        return {}


def _note_held(root: Path, entries: dict[str, list[dict[str, str]]]) -> None:
    write_atomically(root / HELD, json.dumps(entries, ensure_ascii=False, indent=1).encode())


def annotate(edition_id: str, root: Path, facts: dict[str, str]) -> None:
    """Note something in a stored edition's manifest."""
    path = root / edition_id / MANIFEST
    manifest = {**json.loads(path.read_text(encoding="utf-8")), **facts}
    write_atomically(path, sealed(manifest))
    load_edition.cache_clear()


def publish_held(edition_id: str, reason: str, var: Path, root: Path) -> None:
    """Make a stored edition current in spite of what was found, with a written reason that stays in its manifest."""
    with one_at_a_time(var):
        ensure_sound(edition_id, root)
        if not reason.strip():
            raise NoEdition("Publishing by hand takes a reason; give it with --reason.")
        annotate(edition_id, root, {"published_because": reason.strip()})
        entries = held(root)
        if edition_id in entries:
            had = known_imports(var)
            new = [Import(**entry) for entry in entries.pop(edition_id)]
            remember([*had, *(entry for entry in new if entry not in had)], var)
            _note_held(root, entries)
        point_at(edition_id, root)


def hold(edition_id: str, reason: str, var: Path, root: Path) -> str:
    """Take an edition out of use; returns the current id.

    If it is the current one, the one before comes back, and the files that it brought do not count as imported until it is
    published again: else the next import would bring them back.
    """
    with one_at_a_time(var):
        ensure_stored(edition_id, root)
        aside = _set_aside(edition_id, var, root) if current_id(root) == edition_id else []
        past = tuple(one for one in published_before(root) if one != edition_id)
        change_history.announce(root, tuple(one for one in lineage(root) if one != edition_id))
        remember_earlier(past, root)
        if not faults(edition_id, root):
            annotate(edition_id, root, {"held_because": reason.strip() or "by hand"})
        _note_held(root, {edition_id: aside, **held(root)})
        return str(current_id(root))


def _set_aside(edition_id: str, var: Path, root: Path) -> list[dict[str, str]]:
    """Take the files that an edition brought off the imports and go back to the edition before; all that it was made of."""
    way_back(root)
    inputs = json.loads((root / edition_id / MANIFEST).read_text(encoding="utf-8")).get("inputs", [])
    all_of_it = [Import(one["source"], one["file_name"], one["sha256"]) for one in inputs]
    brought = [entry for entry, one in zip(all_of_it, inputs, strict=True) if one["new"]]
    remember([entry for entry in known_imports(var) if entry not in brought], var)
    roll_back(root)
    return [asdict(entry) for entry in all_of_it]


def ensure_not_held(edition_id: str, root: Path) -> None:
    """An edition that is held is made current with a reason only."""
    if edition_id in held(root):
        raise NoEdition(
            f"Edition {edition_id} is held; 'python manage.py editions show {edition_id}' says why, and 'python manage.py "
            f'editions publish {edition_id} --reason "..."\' makes it current all the same.'
        )


def prune(root: Path, keep: int, spared: Collection[str] = ()) -> list[str]:
    """Delete the oldest editions beyond `keep`, never the current one, the one before it or those spared; returns what went.

    What they changed stays told: `steps` needs no edition, and which were published is still known.
    """
    needed = {current_id(root), *earlier(root)[-1:], *spared}
    gone = [edition_id for edition_id in stored(root)[: -keep or None] if edition_id not in needed]
    for edition_id in gone:
        shutil.rmtree(root / edition_id)
    if gone:
        _note_held(root, {one: entries for one, entries in held(root).items() if one not in gone})
    return gone
