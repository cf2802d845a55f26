"""One status for one figure: filled-in years are called that in every picture's table, file and read-out, in every area."""

import re

import numpy as np
import pytest
from conftest import ROOT

from climate_visualizer.budget.assess import assess
from climate_visualizer.budget.sector import sector_of
from climate_visualizer.charts import comparison, cumulative, dot_columns
from climate_visualizer.charts.catalogue import figure
from climate_visualizer.charts.drawing.read_out import readings
from climate_visualizer.exports.facts import gather
from climate_visualizer.exports.tables.topics import topics
from climate_visualizer.languages.language import load_language
from climate_visualizer.methods.choices import default_choices
from climate_visualizer.methods.question import Question
from climate_visualizer.science import trends
from climate_visualizer.sources.labels import sector_names
from climate_visualizer.web.api.answers import budget_out
from climate_visualizer.words.figure_status import EMITTED, KNOWN, by_year

ENGLISH = load_language("en", ROOT / "climate_visualizer" / "web" / "locale")


def _kinds(bundle, names):
    """How each year is known by a picture's table: year -> the word there."""
    at = bundle.table.columns.index(ENGLISH.t("Kind"))
    return {row[0]: row[at] for row in bundle.table.rows if row[at] in names.values()}


@pytest.mark.parametrize("area_id", ["SE-1280", "SE-0980", "SE-2361", "SE-04", "SE"])
def test_dots_and_history_call_a_year_the_same(sweden, day, area_id):
    a = assess(Question(sweden, area_id, default_choices("SE", day, edition=sweden), day))
    status = by_year(a.history)
    history = _kinds(figure("history", sweden, a, ENGLISH), KNOWN)
    dotted = _kinds(figure("dots", sweden, a, ENGLISH), EMITTED)
    for year, known in status.items():
        assert history[year] == KNOWN[known]
        assert year < dot_columns.FIRST or dotted[year] == EMITTED[known]


def test_every_swedish_area_fills_in_the_same_years_and_says_so_in_words_and_marks(sweden, day):
    for area in sweden.areas:
        a = assess(Question(sweden, area.id, default_choices("SE", day, edition=sweden), day))
        filled = {year for year, known in by_year(a.history).items() if known == "interpolated"}
        kinds = {piece.start // 1: piece.kind for piece in dot_columns.pieces(a, 1)}
        assert {year for year, kind in kinds.items() if kind == "filled"} == {
            one for one in filled if one >= dot_columns.FIRST
        }


def test_a_sector_of_a_filled_in_year_has_one_figure_everywhere_and_adds_up_as_printed(sweden, day):
    """Each is filled in by a curve of its own, and curves through sums are not the sums of curves."""
    count, names = 0, sector_names("SE", "en")
    for area in sweden.areas[::16]:
        choices = default_choices("SE", day, edition=sweden)
        a = assess(Question(sweden, area.id, choices, day))
        sectors = {names[key]: dict(zip(one.years, one.tonnes, strict=True)) for key, one in a.sectors.items()}
        table = figure("history", sweden, a, ENGLISH).table
        whole, kind = table.columns.index(ENGLISH.t("All emissions")), table.columns.index(ENGLISH.t("Kind"))
        filed = next(
            one for one in topics(gather(Question(sweden, area.id, choices, day), ENGLISH)) if one.key == "emissions"
        )
        rows = {row[0]: dict(zip((column.title for column in filed.columns), row, strict=True)) for row in filed.rows}
        for row in table.rows:
            if row[kind] == KNOWN["interpolated"]:
                assert sum(cell for cell in row[1:whole] if cell != "") == row[whole], (area.id, row)
                own = {name: one[row[0]] for name, one in sectors.items() if row[0] in one}
                assert sum(own.values()) == pytest.approx(rows[row[0]]["All emissions"], rel=1e-9)
                assert {name: rows[row[0]][name] for name in own if name in rows[row[0]]} == {
                    name: tonnes for name, tonnes in own.items() if name in rows[row[0]]
                }
                told = dict(zip(table.columns[1:whole], row[1:whole], strict=True))
                assert all(abs(told[name] - own[name]) <= 1 for name in told if name in own and told[name] != "")
                count += 1
    assert count > 300


def test_the_parts_of_a_sector_add_up_to_it_in_filled_in_years(sweden, day):
    count = 0
    for area_id in ("SE-1785", "SE-0480", "SE-1280", "SE-14", "SE"):
        a = assess(Question(sweden, area_id, default_choices("SE", day, edition=sweden), day))
        for key, series in a.sectors.items():
            parts = [dict(zip(p.series.years, p.series.tonnes, strict=True)) for p in sector_of(sweden, a, key).parts]
            together = [sum(part.get(year, 0.0) for part in parts) for year in series.years]
            known = list(zip(series.years, together, series.tonnes, series.status, strict=True))
            if any(abs(one - whole) > 2.0 for _, one, whole, status in known if status == "published"):
                continue  # what is published contradicts itself, and what is between says so
            for year, one, whole, _ in known:
                assert one == pytest.approx(whole, rel=2e-3, abs=2.0), (area_id, key, year)
                count += 1
    assert count > 800


def test_parts_that_lack_something_in_published_years_lack_it_in_between():
    filled = trends.adding_up(
        years=[2000.0, 2001.0, 2002.0, 2003.0],
        parts=[[50.0, 40.0, 30.0, 20.0], [30.0, 35.0, 40.0, np.nan]],
        whole=[100.0, 95.0, 90.0, 20.0],
        skipped=np.array([False, True, False, False]),
    )
    assert filled[:, 1].sum() == pytest.approx(75.0)
    assert filled[0].tolist()[2:] == [30.0, 20.0] and np.isnan(filled[1, 3])


def test_a_ring_is_drawn_for_a_filled_year_and_a_read_out_says_it(starter, day):
    a = assess(Question(starter, "SE-0480", default_choices("SE", day, edition=starter), day))
    bundle = figure("dots", starter, a, ENGLISH)
    assert re.search(r'<pattern id="wfilled".*?fill="none" stroke="var\(--past\)"', bundle.picture)
    told = {one["at"]: [name for name, _ in one["lines"]] for one in readings(bundle.table, ENGLISH)}
    assert told[2008] == [EMITTED["interpolated"]] and told[2010] == [EMITTED["published"]]
    assert '2008,"emitted, filled in between published years"' in bundle.csv()


def test_what_has_been_emitted_stands_at_the_start_of_a_year(starter, day):
    a = assess(Question(starter, "SE-0480", default_choices("SE", day, edition=starter), day))
    bundle = cumulative.figure(a, "", ENGLISH)
    assert bundle.table.columns[0] == "At the start of"
    first, second = bundle.table.rows[:2]
    assert first[:3] == (2024, "the budget begins", 0)
    assert second[0] == 2025 and second[1] == EMITTED["estimated"]
    by_trend = dict(zip(a.trend.years, a.trend.tonnes, strict=True))
    assert second[2] == round(by_trend[2024])
    emitted = [row[2] for row in bundle.table.rows if row[1] in ("the budget begins", *EMITTED.values())]
    assert emitted == sorted(emitted)


def test_a_part_of_a_sector_says_which_years_are_filled(sweden, day):
    a = assess(Question(sweden, "SE-1280", default_choices("SE", day, edition=sweden), day))
    table = figure("sector-transport", sweden, a, ENGLISH).table
    assert table.columns[-1] == "Kind"
    assert {row[0]: row[-1] for row in table.rows}[2008] == KNOWN["interpolated"]


def test_every_view_of_every_area_calls_a_years_figure_the_same(starter, day):
    """History, dots, what is compared and the API, each area of the edition; and the workbook's topics for some."""
    choices, told = default_choices("SE", day, edition=starter), 0
    assessed = {area.id: assess(Question(starter, area.id, choices, day)) for area in starter.areas}
    for area_id, a in assessed.items():
        status = by_year(a.history)
        history = _kinds(figure("history", starter, a, ENGLISH), KNOWN)
        assert {year: history[year] for year in status} == {year: KNOWN[known] for year, known in status.items()}, (
            area_id
        )
        kinds = {int(piece.start): piece.kind for piece in dot_columns.pieces(a, 1)}
        filled = {year for year, known in status.items() if known == "interpolated" and year >= dot_columns.FIRST}
        assert {year for year, kind in kinds.items() if kind == "filled"} == filled, area_id
        (picture, _) = comparison.figures([a, assessed["SE"]], "", "", "", ENGLISH)
        compared = {row[0]: row[-1] for row in picture.table.rows}
        assert compared == {year: KNOWN[status.get(year, "estimated")] for year in compared}, area_id
        answered = {one["year"]: one["status"] for one in budget_out(a, starter)["history"]}
        assert answered == status, area_id
        told += len(status)
    assert told > 312 * 20
    for area_id in ("SE-0480", "SE-0980", "SE-04", "SE"):
        emissions = next(
            one for one in topics(gather(Question(starter, area_id, choices, day), ENGLISH)) if one.key == "emissions"
        )
        assert {row[0]: row[-1] for row in emissions.rows} == {
            year: KNOWN[known] for year, known in by_year(assessed[area_id].history).items()
        }
