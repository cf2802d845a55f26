"""Every published vintage of the world's budget is read, chosen and compared, in the API and on pages, also when issued again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from climate_visualizer.beside.area_changes import because, changed
from climate_visualizer.editions.importing.pipeline import bring_in
from climate_visualizer.editions.read import Edition, current_edition
from climate_visualizer.methods.choices import Choices, parse
from climate_visualizer.methods.question import Question
from climate_visualizer.methods.recipes import find_method

pytestmark = pytest.mark.django_db
ISSUED = Path(__file__).resolve().parents[1] / "sources" / "igcc"
METHOD = "world-per-head"
AREA = "/api/v1/areas/SE-0480"


def issued(start: str, name: str | None = None) -> tuple[str, bytes]:
    path = next(path for path in ISSUED.glob("*.csv") if path.name.startswith(start))
    return name or path.name, path.read_bytes()


@pytest.fixture
def on_every_vintage(on_own_starter, settings):
    """A site on the starter set and the tables of 2022, 2023 (as April had it) and 2025."""
    newest = issued("budget")
    files = [issued("update"), issued("2024-04-25"), (f"2026-06-02__{newest[0]}", newest[1])]
    outcome = bring_in("world_igcc", files, settings.VAR, settings.EDITIONS)
    assert not outcome.held and not outcome.batch.problems
    return settings


def test_each_vintage_can_be_asked_for_and_is_beside_the_others(client, on_every_vintage):
    vintages = find_method(METHOD, current_edition(on_every_vintage.EDITIONS)).vintages
    assert vintages[0] == "igcc-2025" and {"igcc-2024", "igcc-2023", "igcc-2022", "ar6-2021"} <= set(vintages)
    beside = client.get(f"{AREA}/vintages?limit=1.5&likelihood=50").json()["vintages"]
    told = {one["vintage"]: one for one in beside if one["method"] == METHOD}
    assert set(vintages) <= set(told)
    for vintage in vintages:
        asked = {"method": METHOD, "vintage": vintage, "limit": "1.5", "likelihood": "50"}
        answer = client.get(f"{AREA}/budget", asked)
        assert answer.status_code == 200, (vintage, answer.content)
        assert answer.json()["choices"]["vintage"] == vintage
        page = client.get("/en/se/nykoping/", asked)
        assert page.status_code == 200
        assert f'value="{vintage}" selected' in page.content.decode() or vintage in page.content.decode()
    world = {vintage: told[vintage] for vintage in vintages}
    assert len({one["budget_t"] for one in world.values()}) == len(world), "each is a budget of its own"


def choices(edition: Edition, asked: dict[str, str], day: date) -> Choices:
    return parse(asked, country="SE", as_of=day, edition=edition)


def test_a_vintage_that_is_issued_again_is_told_and_the_budget_that_moved_is_explained(client, on_every_vintage, day):
    old = current_edition(on_every_vintage.EDITIONS)
    asked = {"method": METHOD, "vintage": "igcc-2023", "limit": "1.5", "likelihood": "50"}
    before = client.get(f"{AREA}/budget", asked).json()
    outcome = bring_in("world_igcc", [issued("2024-05-29")], on_every_vintage.VAR, on_every_vintage.EDITIONS)
    assert not outcome.held
    (told,) = (one for one in outcome.concerns if one.rule == "world-budget-issued-again")
    assert "igcc-2023" in told.sentence and "table of 2024-05-29" in told.sentence
    after = client.get(f"{AREA}/budget", asked).json()
    assert after["budget_t"] / before["budget_t"] == pytest.approx(196.0622 / 156.6496, rel=1e-4)
    told_of = because(
        changed(old, Question(current_edition(on_every_vintage.EDITIONS), "SE-0480", choices(old, asked, day), day))
    )
    assert told_of == {"world-budget": pytest.approx(after["budget_t"] - before["budget_t"], rel=1e-6)}
    late = bring_in("world_igcc", [issued("2024-04-25")], on_every_vintage.VAR, on_every_vintage.EDITIONS)
    assert not late.held and client.get(f"{AREA}/budget", asked).json()["budget_t"] == after["budget_t"]
