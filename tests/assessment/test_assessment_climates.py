"""A world budget that came in by itself: its climate is found from its own table, and "how sure is it?" stays."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from climate_visualizer.budget.assess import assess
from climate_visualizer.budget.ranges.ensembles import of_question
from climate_visualizer.budget.ranges.uncertainty_ranges import outlook
from climate_visualizer.editions.read import Area
from climate_visualizer.languages.language import load_language
from climate_visualizer.methods.choices import default_choices, parse
from climate_visualizer.methods.parameters import climate, world_budgets
from climate_visualizer.methods.question import Question, ask
from climate_visualizer.methods.vintage_climates import climates
from climate_visualizer.science.remaining import framework_budget
from climate_visualizer.sources.publishers import world_igcc
from climate_visualizer.sources.table import WORLD_BUDGETS
from climate_visualizer.words.certainty import certainty

NAME = (
    "2026-05-02__budget_normal_magicc_True_fair_False_esf_7.1pm26.7_likeli_0.6827_nonCO2pc50.0_GtCO2_permaf_False_zecsd_0.0_"
    "asym_False_hdT_{warming}NonlinNonCO2_all_None_recEm{emitted}.csv"
)
CHANCES = (0.1, 0.17, 0.33, 0.5, 0.66, 0.83, 0.9)
LATER = replace(
    climate("igcc-2024", as_tables=True), start=2026, warming_to_date=1.27, emitted_since=205.0, non_co2=0.115
)


def file(extra=0.0):
    """A table as IGCC publishes it, made by the framework, in whole Gt, read as it would be when it comes."""
    lines = ["Future_warming,dT_targets," + ",".join(map(str, CHANCES))]
    for row in range(12):
        limit = round(1.3 + row / 10, 1)
        cells = framework_budget(climate=LATER, limit=limit, likelihood=100.0 * np.array(CHANCES)) + extra * row
        lines.append(f"{limit - 1.27},{limit}," + ",".join(f"{gt:.0f}" for gt in cells))
    name = NAME.format(warming="1.27", emitted=205)
    return world_igcc.read(("\n".join(lines) + "\n").encode(), file_name=name, areas=None).world_budgets


@pytest.fixture(scope="module")
def later(starter):
    return replace(starter, world_budgets=file(), manifest={**starter.manifest, "id": "later"})


def asked(edition, day, **others):
    return parse({"method": "world-per-head", **others}, country="SE", as_of=day, edition=edition)


def test_the_newest_vintage_is_chosen_by_itself_and_still_says_how_sure_it_is(starter, later, day, settings):
    choices = asked(later, day)
    assert choices.vintage == "igcc-2025"
    found = outlook(Question(later, "SE-0480", choices, day))
    before = outlook(Question(starter, "SE-0480", asked(starter, day, limit=str(choices.limit)), day))
    assert before.fitted_within_gt is None and found.fitted_within_gt < 2.0
    assert found.chance_within < before.chance_within + 0.05
    assert found.budget_t == tuple(sorted(found.budget_t))
    for code, says in (("en", "within 0.5 billion tonnes"), ("sv", "på 0,5 miljarder ton när")):
        language = load_language(code, settings.LOCALE_PATHS[0])
        a = assess(Question(later, "SE-0480", choices, day))
        sentences = certainty(a, replace(found, fitted_within_gt=0.5), language)
        assert says in sentences[-1]
        assert len(certainty(a, before, language)) == len(sentences) - 1


def test_the_climate_that_made_a_table_comes_back(later):
    known = climates(later)["igcc-2025"]
    assert known.state.non_co2 == pytest.approx(0.115, abs=0.002)
    assert known.state.non_co2_slope == pytest.approx(LATER.non_co2_slope, abs=0.01)
    assert (known.state.start, known.state.warming_to_date, known.state.emitted_since) == (2026, 1.27, 205.0)
    assert known.state.zec_sd == climate("igcc-2024").zec_sd


def test_what_is_kept_by_hand_stays_and_a_fit_of_it_is_as_good(starter):
    """The table that there is a line by hand for, under another name: the residual is what the documents state."""
    table = world_budgets()["igcc-2024"].table
    rows = [
        ("igcc-2024b", "T", "S", "U", 2025, limit, int(chance), float(table.gigatonnes[i, j]), 1.24, 204.0)
        for i, limit in enumerate(table.limits.tolist())
        for j, chance in enumerate(table.likelihoods.tolist())
    ]
    found = climates(replace(starter, world_budgets=pl.DataFrame(rows, schema=WORLD_BUDGETS, orient="row")))
    assert found["igcc-2024"].residual_gt is None
    assert found["igcc-2024"].state == climate("igcc-2024")
    assert 1.0 < found["igcc-2024b"].residual_gt < 6.0
    assert found["igcc-2024b"].state.non_co2 == pytest.approx(climate("igcc-2024").non_co2, abs=0.01)


def test_a_table_that_the_framework_does_not_meet_or_that_says_too_little_has_no_outlook(starter, later, day):
    bent = later.world_budgets.with_columns(gigatonnes=pl.col("gigatonnes") * (1 + (pl.col("limit") - 1.7).abs()))
    silent = later.world_budgets.with_columns(warming_to_date=pl.lit(None, pl.Float64))
    early = later.world_budgets.with_columns(start=pl.lit(2013, pl.Int32))
    for table in (bent, silent, early):
        assert "igcc-2025" not in climates(replace(starter, world_budgets=table))
    unknown = replace(starter, world_budgets=silent)
    assert outlook(Question(unknown, "SE-0480", asked(unknown, day), day)) is None


def test_an_address_says_which_vintage_where_the_edition_begins_with_another(later, day):
    """Where a country's pages begin with a world budget, a link to the one that the code came with once led to the newest."""
    abroad = replace(later, areas=(*later.areas, Area("FR", "France", "country", None, "FR", "france")))
    newest = ask(abroad, "FR", as_of=day)
    assert newest.choices.vintage == "igcc-2025" and newest.query == {}
    earlier = ask(abroad, "FR", {"vintage": default_choices("FR", day).vintage}, as_of=day)
    assert earlier.choices.vintage != "igcc-2025" and "vintage" in earlier.query
    assert ask(abroad, "FR", earlier.query, as_of=day) == earlier


def test_large_runs_stand_on_it_too(later, day):
    choices = asked(later, day)
    plan, _ = of_question(Question(later, "SE", choices, day), draws=10, seed=1, size=100)
    assert plan.climate == climates(later)["igcc-2025"].state
    assert len(plan.fingerprint) == 16
