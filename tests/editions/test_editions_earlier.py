"""Going back, taking out of use, and what is compared with what: nothing bad comes back by itself, no change is forgotten."""

import json
import shutil
from pathlib import Path

import pytest

from climate_visualizer.editions.importing import pipeline
from climate_visualizer.editions.importing.ingest import known_imports
from climate_visualizer.editions.publishing import change_history
from climate_visualizer.editions.publishing.previous import earlier, lineage
from climate_visualizer.editions.publishing.publish import point_at, roll_back
from climate_visualizer.editions.read import NoEdition, current_edition, current_id
from climate_visualizer.sources.snapshots import damaged

GDP = "gdp.csv"


@pytest.fixture
def var(releases, tmp_path) -> Path:
    """Two releases of Sweden, the newer one current."""
    found = tmp_path / "var"
    shutil.copytree(releases[0], found)
    (found / "editions" / "previous").write_text(f"{releases[1].id}\n", encoding="utf-8")
    return found


def product(var: Path, real_data: Path, times: float = 1.0) -> str:
    """An edition in which nothing but the nations' product is another."""
    outcome = brought(var, real_data, times)
    assert not outcome.held
    assert outcome.edition_id is not None
    return outcome.edition_id


def brought(var: Path, real_data: Path, times: float = 1.0) -> pipeline.Outcome:
    *rows, last = (real_data / "world_gdp" / GDP).read_text(encoding="utf-8").rstrip("\n").split("\n")
    head, figure = last.rsplit(",", 1)
    content = "\n".join([*rows, f"{head},{float(figure) * times}", ""]).encode()
    return pipeline.bring_in("world_gdp", [(GDP, content)], var, var / "editions")


def test_going_back_twice_goes_back_further_and_a_named_one_comes_again(var, releases, real_data):
    root = var / "editions"
    third = product(var, real_data)
    assert earlier(root) == (releases[1].id, releases[2].id)
    assert (roll_back(root), roll_back(root)) == (releases[2].id, releases[1].id)
    assert earlier(root) == ()
    with pytest.raises(NoEdition, match="no earlier edition"):
        roll_back(root)
    assert roll_back(root, third) == third
    assert earlier(root) == (releases[1].id,)


def test_a_kill_between_the_two_steps_of_publishing_leaves_a_way_back(var, releases):
    """`previous` is written first; killed before `current`, it ends with what is still current."""
    root = var / "editions"
    (root / "previous").write_text(f"{releases[1].id}\n{releases[2].id}\n", encoding="utf-8")
    assert earlier(root) == (releases[1].id,)
    assert roll_back(root) == releases[1].id


def test_a_damaged_edition_does_not_become_current(var, releases):
    root = var / "editions"
    (root / releases[1].id / "population.parquet").write_bytes(b"PAR1")
    for attempt in (
        lambda: roll_back(root),
        lambda: roll_back(root, releases[1].id),
        lambda: pipeline.publish_held(releases[1].id, "It looks well.", var, root),
        lambda: pipeline.hold(releases[2].id, "It looks odd.", var, root),
    ):
        with pytest.raises(NoEdition, match=r"population.parquet is not what was written. Build it again"):
            attempt()
    assert current_id(root) == releases[2].id
    assert len(known_imports(var)) == 4


def test_what_was_taken_out_of_use_does_not_come_back_with_the_next_import(var, releases, real_data):
    root, bad = var / "editions", releases[2].id
    assert pipeline.hold(bad, "The totals spread one plant over the country.", var, root) == releases[1].id
    assert [entry.file_name for entry in known_imports(var) if "2024" in entry.file_name] == []
    product(var, real_data)
    assert 2022 not in set(current_edition(root).emissions["year"])
    assert bad not in earlier(root)
    with pytest.raises(NoEdition, match=r"is held; .*--reason"):
        pipeline.ensure_not_held(bad, root)


def test_the_same_file_again_is_held_with_the_reason_until_somebody_publishes_it(var, releases, real_data):
    root, bad = var / "editions", releases[2].id
    pipeline.hold(bad, "The totals spread one plant over the country.", var, root)
    (path,) = (real_data / "se_smhi").glob("*2024-04-18*")
    outcome = pipeline.bring_in("se_smhi", [(path.name, path.read_bytes())], var, root)
    assert outcome.held
    assert outcome.concerns[0].sentence == "It was held before: The totals spread one plant over the country."
    assert current_id(root) == releases[1].id
    pipeline.publish_held(bad, "We keep Kumla from the release before.", var, root)
    assert current_id(root) == bad
    assert path.name in [entry.file_name for entry in known_imports(var)]
    assert pipeline.held(root) == {}
    manifest = json.loads((root / bad / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["published_because"] == "We keep Kumla from the release before."


def test_only_what_readers_can_tell_apart_is_a_step(var, releases, real_data):
    """Other nations' product alone is an edition, and nothing to tell; the statistics of Sweden are."""
    root, first = var / "editions", releases[1]
    third = product(var, real_data)
    told = [
        change_history.read_areas(change_history.folder_of(*pair, root)).height
        for pair in change_history.chain(lineage(root), root)
    ]
    assert told == [0, 312]
    point_at(first.id, root)
    newest, *_ = change_history.chain(lineage(root), root)
    assert newest == (third, first.id)
    assert change_history.read_areas(change_history.folder_of(*newest, root)).height == 312


def test_kept_bytes_that_are_lost_or_damaged_are_a_sentence_and_the_file_again_heals_them(var, releases, real_data):
    root, entry = var / "editions", known_imports(var)[0]
    kept = var / "snapshots" / entry.sha256[:2] / entry.sha256
    whole = kept.read_bytes()
    assert damaged(var / "snapshots") == []
    kept.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert damaged(var / "snapshots") == [entry.sha256]
    for lose in (lambda: None, kept.unlink):
        lose()
        (problem,) = brought(var, real_data).batch.damaged  # it goes on as it was read, and is told of
        assert problem.startswith(f"The kept bytes of {entry.file_name} are lost or damaged; put")
    shutil.rmtree(var / "readings")
    told = brought(var, real_data).batch.left_out  # the starter set's list of areas stands in
    assert any(f"The kept bytes of {entry.file_name} are lost or damaged; put" in one.sentence for one in told)
    pipeline.bring_in(entry.source, [(entry.file_name, whole)], var, root)
    assert kept.read_bytes() == whole
    assert brought(var, real_data).batch.damaged == ()


def test_pruned_editions_are_not_looked_for(var, releases, real_data):
    root = var / "editions"
    product(var, real_data)
    assert pipeline.prune(root, 1) == [releases[1].id]
    assert earlier(root) == (releases[2].id,)
    assert lineage(root)[:2] == (releases[1].id, releases[2].id), "what has been published is still known"
    assert [before for before, _ in change_history.chain(lineage(root), root)] == [releases[2].id, releases[1].id]
