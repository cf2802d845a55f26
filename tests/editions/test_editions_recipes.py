"""The steps of methods in editions: kept with the figures, renewed with the methods, and built again as they were."""

import json
import shutil

import pytest

from climate_visualizer.editions.importing.starter import read_starter
from climate_visualizer.editions.importing.world_tables import SHIPPED
from climate_visualizer.editions.publishing import methods_used as kept
from climate_visualizer.editions.publishing.publish import publish
from climate_visualizer.editions.publishing.rebuild import ensure_renewed, rebuild_every
from climate_visualizer.editions.read import MANIFEST, current_edition, current_id
from climate_visualizer.methods.recipes import find_method


@pytest.fixture
def new_steps(monkeypatch):
    """As after an upgrade that gives Uppsala's method 15 Mt more."""
    steps = json.loads(json.dumps(kept.recipes()))
    for cell in next(step for step in steps["se-uppsala-2023"] if "cells" in step)["cells"]:
        cell["tonnes"] += 15_000_000

    def use() -> None:
        for place in ("importing.build.recipes_now", "publishing.rebuild.recipes"):
            monkeypatch.setattr(f"climate_visualizer.editions.{place}", lambda: steps)

    return use


@pytest.fixture
def releases_to_change(releases, tmp_path):
    """A copy of a folder with two releases, to change."""
    return shutil.copytree(releases[0], tmp_path / "var")


def test_an_edition_keeps_the_steps_of_every_method_without_their_words(starter):
    assert set(starter.recipes) == {path.stem for path in kept.METHODS.glob("*.toml")}
    for steps in starter.recipes.values():
        assert steps and not any("cannot" in step for step in steps)
    assert find_method("se-uppsala-2023", starter).share_local.cannot["ability-to-pay"]["sv"]


def test_new_steps_make_a_new_edition_of_the_same_figures(releases_to_change, new_steps):
    var = releases_to_change
    root = var / "editions"
    first = current_id(root)
    assert ensure_renewed(var, root, SHIPPED) == first, "nothing has changed yet"
    new_steps()
    second = ensure_renewed(var, root, SHIPPED)
    assert second != first and current_id(root) == second
    edition = current_edition(root)
    assert find_method("se-uppsala-2023", edition).cell(2.0, 83).tonnes == 300_000_000
    manifests = [json.loads((root / one / MANIFEST).read_text())["tables"] for one in (first, second)]
    assert manifests[0] == manifests[1], "the figures are the same, byte by byte"


def test_what_was_built_with_other_steps_is_built_again_bit_for_bit(releases_to_change, new_steps, tmp_path):
    var = releases_to_change
    new_steps()
    assert set(map(tuple, rebuild_every(var, var / "editions", tmp_path / "again").values())) == {()}


def test_the_starter_set_is_renewed_too(tmp_path, new_steps):
    first = publish(read_starter(SHIPPED), tmp_path)
    new_steps()
    assert ensure_renewed(tmp_path, tmp_path, SHIPPED) != first
