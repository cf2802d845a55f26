"""What an operator does by hand with editions: publish, hold, go back, prune; with the reason that stays, and whole sentences."""

import json
import shutil
from dataclasses import replace

import pytest
from conftest import STARTER

from climate_visualizer import __version__
from climate_visualizer.editions.checks.gate import Concern, published_with
from climate_visualizer.editions.importing import pipeline
from climate_visualizer.editions.importing.files_aside import LeftOut, note_left_out
from climate_visualizer.editions.importing.ingest import Batch, Import, known_imports, remember
from climate_visualizer.editions.importing.starter import read_starter
from climate_visualizer.editions.publishing.previous import lineage, published_before
from climate_visualizer.editions.publishing.publish import faults, point_at, publish, roll_back, store, stored
from climate_visualizer.editions.publishing.rebuild import SAME, rebuild_every
from climate_visualizer.editions.read import NoEdition, current_id
from climate_visualizer.sources.table import SourceError

IDS = [f"20{year}-04-18-0123456789" for year in (31, 32, 33, 34)]


@pytest.fixture
def root(tmp_path):
    """Four editions, of which three have been published one after the other."""
    candidate, root = read_starter(STARTER), tmp_path / "editions"
    for edition_id in IDS:
        made = replace(candidate, manifest={**candidate.manifest, "id": edition_id})
        store(made, root) if edition_id == IDS[3] else publish(made, root)
    return root


def _manifest(root, edition_id):
    return json.loads((root / edition_id / "manifest.json").read_text(encoding="utf-8"))


def test_the_reason_of_what_is_held_and_published_stays_with_it(root, tmp_path):
    assert (current_id(root), published_before(root)) == (IDS[2], (IDS[0], IDS[1]))
    pipeline._note_held(root, {IDS[3]: []})
    with pytest.raises(NoEdition) as refused:
        pipeline.ensure_not_held(IDS[3], root)
    assert str(refused.value) == (
        f"Edition {IDS[3]} is held; 'python manage.py editions show {IDS[3]}' says why, and 'python manage.py editions publish "
        f'{IDS[3]} --reason "..."\' makes it current all the same.'
    )
    pipeline.ensure_not_held(IDS[2], root)
    for reason in ("", "  "):
        with pytest.raises(NoEdition) as refused:
            pipeline.publish_held(IDS[3], reason, tmp_path, root)
        assert str(refused.value) == "Publishing by hand takes a reason; give it with --reason."
    pipeline.publish_held(IDS[3], " It is right. ", tmp_path, root)
    assert _manifest(root, IDS[3])["published_because"] == "It is right." and pipeline.held(root) == {}
    assert current_id(root) == IDS[3] and faults(IDS[3], root) == []


@pytest.mark.parametrize(("reason", "kept"), [(" It is wrong. ", "It is wrong."), ("  ", "by hand"), ("", "by hand")])
def test_an_edition_that_is_taken_out_of_use_says_why(root, tmp_path, reason, kept):
    assert pipeline.hold(IDS[2], reason, tmp_path, root) == IDS[1]
    assert _manifest(root, IDS[2])["held_because"] == kept
    assert faults(IDS[2], root) == [] and IDS[2] in pipeline.held(root)
    assert pipeline.hold(IDS[0], reason, tmp_path, root) == IDS[1]
    assert published_before(root) == () and set(pipeline.held(root)) == {IDS[0], IDS[2]}
    with pytest.raises(NoEdition) as refused:
        roll_back(root)
    assert str(refused.value) == "There is no earlier edition to go back to."


def test_a_damaged_edition_is_held_as_it_is(root, tmp_path):
    (root / IDS[0] / "population.parquet").unlink()
    assert faults(IDS[0], root) == [f"{IDS[0]}: population.parquet is missing."]
    assert pipeline.hold(IDS[0], "It is damaged.", tmp_path, root) == IDS[2]
    assert "held_because" not in _manifest(root, IDS[0]) and IDS[0] in pipeline.held(root)
    with pytest.raises(NoEdition) as refused:
        pipeline.publish_held(IDS[0], "All the same.", tmp_path, root)
    assert str(refused.value) == (
        f"{IDS[0]}: population.parquet is missing. Build it again with 'python manage.py editions rebuild', or choose another."
    )


def test_going_back_goes_further_each_time_and_to_a_named_one(root):
    assert roll_back(root) == IDS[1] == current_id(root) and published_before(root) == (IDS[0],)
    assert roll_back(root) == IDS[0] and published_before(root) == ()
    assert roll_back(root, IDS[2]) == IDS[2] and published_before(root)[-1:] == (IDS[0],)
    assert roll_back(root, IDS[3]) == IDS[3] and lineage(root)[-1] == IDS[3]
    for look in (lambda: roll_back(root, "x"), lambda: point_at("x", root)):
        with pytest.raises(NoEdition) as refused:
            look()
        assert str(refused.value) == "There is no edition 'x'; 'python manage.py editions list' names those there are."


def test_what_is_wrong_with_files_is_said_of_each(root):
    (root / IDS[0] / "areas.parquet").write_bytes(b"x")
    (root / IDS[0] / "population.parquet").unlink()
    assert sorted(faults(IDS[0], root)) == [
        f"{IDS[0]}: areas.parquet is not what was written.",
        f"{IDS[0]}: population.parquet is missing.",
    ]
    manifest = root / IDS[1] / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("starter", "Starter", 1), encoding="utf-8")
    assert faults(IDS[1], root) == [f"{IDS[1]}: the manifest is not what was written."]
    manifest.write_text("{", encoding="utf-8")
    assert faults(IDS[1], root) == [f"{IDS[1]}: the manifest is missing or damaged."]
    shutil.rmtree(root / IDS[1])
    assert faults(IDS[1], root) == [f"{IDS[1]}: the manifest is missing or damaged."]


@pytest.mark.parametrize(
    ("keep", "spared", "gone"),
    [
        (9, (), []),
        (4, (), []),
        (3, (), [IDS[0]]),
        (2, (), [IDS[0]]),
        (1, (), [IDS[0]]),
        (0, (), [IDS[0], IDS[3]]),
        (0, (IDS[0],), [IDS[3]]),
    ],
)
def test_the_oldest_are_pruned_but_not_those_in_use(root, keep, spared, gone):
    pipeline._note_held(root, {IDS[0]: [], IDS[2]: []})
    assert pipeline.prune(root, keep, spared) == gone
    assert stored(root) == [one for one in IDS if one not in gone]
    assert set(pipeline.held(root)) == {IDS[0], IDS[2]} - set(gone)


def test_an_edition_that_is_built_again_is_the_same_or_says_what_differs(root, tmp_path):
    candidate = read_starter(STARTER)
    into, kept = tmp_path / "into", tmp_path / "kept"
    store(candidate, kept)
    assert rebuild_every(tmp_path, kept, into) == {candidate.id: []}
    early = tmp_path / "early"
    store(replace(candidate, manifest={**candidate.manifest, "code_version": "0.0.1"}), early)
    assert rebuild_every(tmp_path, early, into) == {candidate.id: []}, "what is the same needs no word on the version"
    other = tmp_path / "other"
    store(replace(candidate, manifest={**candidate.manifest, "id": IDS[0], "code_version": "0.0.1"}), other)
    assert rebuild_every(tmp_path, other, into) == {IDS[0]: [f"{SAME} by version 0.0.1"]}
    now = tmp_path / "now"
    store(replace(candidate, manifest={**candidate.manifest, "id": IDS[0]}), now)
    assert rebuild_every(tmp_path, now, into) == {IDS[0]: [f"its id would be {candidate.id}"]}
    fewer = {**candidate.tables, "population": candidate.tables["population"].head(1)}
    changed = tmp_path / "changed"
    store(replace(candidate, tables=fewer), changed)
    assert rebuild_every(tmp_path, changed, into) == {candidate.id: ["population differs"]}
    less = {**candidate.tables, "emissions": candidate.tables["emissions"].head(9)}
    old = tmp_path / "old"
    store(replace(candidate, manifest={**candidate.manifest, "code_version": "0.0.1"}, tables=less), old)
    assert rebuild_every(tmp_path, old, into) == {
        candidate.id: ["emissions differs", f"it was made by version 0.0.1, this is {__version__}"]
    }


def test_of_a_longer_past_the_one_before_alone_is_spared(root):
    publish(replace(read_starter(STARTER), manifest={**read_starter(STARTER).manifest, "id": IDS[3]}), root)
    assert published_before(root) == tuple(IDS[:3]) and current_id(root) == IDS[3]
    assert pipeline.prune(root, 1) == IDS[:2] and stored(root) == IDS[2:]
    assert pipeline.held(root) == {} and stored(root / "nowhere") == []


def test_the_files_that_an_edition_brought_are_taken_off_the_imports_and_all_of_it_waits_for_a_reason(root, tmp_path):
    entries = [Import("se_smhi", f"{at}.xlsx", f"{at}" * 64) for at in range(3)]
    inputs = [{"source": one.source, "file_name": one.file_name, "sha256": one.sha256} for one in entries[:2]]
    pipeline.annotate(IDS[2], root, {"inputs": [{**one, "new": at == 1} for at, one in enumerate(inputs)]})
    remember(entries, tmp_path)
    assert pipeline.hold(IDS[2], "It is wrong.", tmp_path, root) == IDS[1]
    assert known_imports(tmp_path) == (entries[0], entries[2])
    assert pipeline.held(root) == {IDS[2]: inputs} and published_before(root) == (IDS[0],)
    held_before = pipeline._by_hand(IDS[2], root)
    assert held_before == (Concern("held", True, "It was held before: It is wrong."),)
    assert pipeline._by_hand(IDS[1], root) == pipeline._by_hand("2030-01-01-0123456789", root) == ()
    pipeline.publish_held(IDS[2], "It is right.", tmp_path, root)
    assert known_imports(tmp_path) == (entries[0], entries[2], entries[1])


def test_what_the_gate_found_stands_in_the_candidate_and_what_was_published_with_it_is_no_news(root):
    candidate, before = read_starter(STARTER), read_starter(STARTER).as_edition()
    old, new = Concern("sign", False, "One."), Concern("sign", False, "Two.")
    noted = pipeline.with_concerns(candidate, (old, new))
    assert noted.tables is candidate.tables
    assert noted.manifest == {**candidate.manifest, "concerns": [old.as_dict(), new.as_dict()]}
    batch = Batch((), (), (), 0, (), (), (), ())
    was = pipeline.with_concerns(candidate, (old,)).as_edition()
    assert published_with(was) == {("sign", "One.")} and published_with(before) == published_with(None) == frozenset()
    outcome = pipeline._outcome(batch, candidate, (old, new), was)
    assert outcome.concerns == (new,) and not outcome.held and outcome.before == was.id and outcome.is_unchanged
    assert outcome.resting == () and outcome.missing == "" and outcome.beside == ()
    again = replace(old, holds=True)
    outcome = pipeline._outcome(batch, candidate, (again, new), was)
    assert outcome.concerns == (again, new) and outcome.held
    first = pipeline._outcome(batch, candidate, (old,), None)
    assert first.concerns == (old,) and first.before is None and not first.is_unchanged
    inside = replace(candidate, manifest={**candidate.manifest, "beside": ["se_smhi"], "resting": ["A sentence."]})
    found = pipeline._outcome(batch, inside, (), None)
    assert {one.origin.source for one in found.beside} == {"se_scb", "se_smhi"} and found.resting == ("A sentence.",)


def test_where_nothing_can_be_built_each_file_that_is_left_out_has_its_sentence(tmp_path, monkeypatch):
    """Two files from earlier that cannot be read: both are named, in their order; where none is, what lacks is told."""
    left_out = tuple(LeftOut("se_smhi", f"{name}.xlsx", name * 64, f"{name} is damaged.") for name in "ab")
    batch, asked = Batch((), (), (), 0, left_out=left_out), []

    def refuse(editions, read):
        raise SourceError("No people.")

    monkeypatch.setattr(pipeline, "read_files", lambda *given, **how: asked.append(how["beside"]) or batch)
    monkeypatch.setattr(pipeline.Editions, "of", refuse)
    monkeypatch.setattr(pipeline, "without_unbuildable", lambda *of: None)
    with pytest.raises(SourceError) as refused:
        pipeline._candidate("se_smhi", [("c.xlsx", b"c")], tmp_path, None)
    assert str(refused.value) == f"{left_out[0].sentence} {left_out[1].sentence}"
    assert len(asked) == 2
    batch = Batch((), (), (), 0)
    assert pipeline._candidate("se_smhi", [], tmp_path, None) == (batch, None, "No people.")
    sound = Batch((), (), (), 0, problems=("One.",))
    monkeypatch.setattr(pipeline, "without_unbuildable", lambda *of: sound)
    built = read_starter(STARTER)
    answers = [SourceError("No people."), built]

    def second(editions, read):
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(pipeline.Editions, "of", second)
    monkeypatch.setattr(pipeline, "with_inputs", lambda candidate, of: (candidate, of))
    assert pipeline._candidate("se_smhi", [], tmp_path, None) == (sound, (built, sound), "")


def test_files_that_the_current_edition_was_not_made_of_are_suspected_first(tmp_path):
    entries = tuple(Import("se_smhi", f"{name}.xlsx", name) for name in "abcd")
    batch = Batch(entries, (), (), 3)
    note_left_out([LeftOut("se_smhi", "x", "x", "why"), LeftOut("se_smhi", "y", "y", "why", "goes on")], tmp_path)
    starter_edition = read_starter(STARTER).as_edition()
    made_of = replace(
        starter_edition, manifest={**starter_edition.manifest, "inputs": [{"sha256": "a"}, {"sha256": "c"}]}
    )
    assert pipeline._suspects(batch, tmp_path, made_of) == {"b", "x"}
    assert pipeline._suspects(batch, tmp_path, starter_edition) == pipeline._suspects(batch, tmp_path, None) == {"x"}
