"""Files to take along: the same figures in each, numbers as numbers, points and commas where they belong."""

import csv
import io
import json
import re
import zipfile
from datetime import date, datetime

import fastexcel
import pytest

from climate_visualizer.exports.tables.book import book_of
from climate_visualizer.exports.tables.csv_json import HEADINGS, to_csv, to_json
from climate_visualizer.exports.tables.topics import topics
from climate_visualizer.exports.tables.workbook import FIRST_ROW, sheet_name, workbook

ADDRESS = "https://climate.example/sv/se/nykoping/"
CASES = [
    ("SE-0480", {}),
    ("SE-0480", {"limit": "1.5"}),
    ("SE-04", {"method": "world-per-head", "vintage": "gcb-2025"}),
    ("SE", {}),
]
NUMBER = re.compile(r"-?\d+(\.\d+)?(e[-+]?\d+)?$")


def _by_key(facts):
    return {topic.key: topic for topic in topics(facts)}


@pytest.mark.parametrize("code", ["sv", "en"])
@pytest.mark.parametrize(("area", "query"), CASES)
def test_the_workbook_holds_every_cell_of_every_topic(facts_of, area, query, code):
    facts = facts_of(area, code, **query)
    book = fastexcel.read_excel(workbook(book_of(facts, ADDRESS)))
    found = list(topics(facts))
    assert book.sheet_names[1:] == [sheet_name(topic.title) for topic in found]
    for topic in found:
        if not topic.rows:
            continue
        sheet = book.load_sheet(sheet_name(topic.title), header_row=FIRST_ROW).to_polars()
        assert sheet.height == len(topic.rows)
        for at, column in enumerate(topic.columns):
            assert sheet.columns[at].startswith(column.title)
            assert column.unit in sheet.columns[at]
            for read, written in zip(sheet.to_series(at), (row[at] for row in topic.rows), strict=True):
                assert _same(read, written), (topic.key, column.title, read, written)


def _same(read, written) -> bool:
    """What a program reads back: empty for nothing, else the same number, day or text."""
    if written is None or written == "":
        return read in (None, "")
    if isinstance(written, date):
        return datetime.fromisoformat(str(read)).date() == written
    if isinstance(written, int | float):
        return float(read) == pytest.approx(float(written), rel=1e-7)  # cells hold nine figures
    return str(read) == written


@pytest.mark.parametrize("code", ["sv", "en", "fi", "sv-x-lattlast"])
def test_numbers_in_the_workbook_are_numbers_with_formats_that_every_language_writes_its_own_way(facts_of, code):
    packed = zipfile.ZipFile(io.BytesIO(workbook(book_of(facts_of(code=code), ADDRESS))))
    cells = re.findall(r"<c [^>]*>.*?</c>", packed.read("xl/worksheets/sheet3.xml").decode())
    numbers = [cell for cell in cells if 't="s"' not in cell and "<v>" in cell]
    assert len(numbers) > 200
    for cell in numbers:
        assert NUMBER.match(re.search(r"<v>(.*?)</v>", cell).group(1)), cell
    styles = packed.read("xl/styles.xml").decode()
    own = set(re.findall(r'formatCode="([^"]+)"', styles))
    assert own <= {"yyyy-mm-dd", "0", "0.0", "#,##0", "#,##0.0"}  # neutral: each program writes them its own way
    assert "#,##0" in own


def test_the_workbook_says_what_it_is_and_how_it_may_be_used(facts_of):
    facts = facts_of()
    sheet = fastexcel.read_excel(workbook(book_of(facts, ADDRESS))).load_sheet(0, header_row=None).to_polars()
    said = " ".join(str(cell) for column in sheet.columns for cell in sheet[column])
    for text in (facts.edition.id, "SMHI (CC BY 4.0)", ADDRESS, "Nyköpings tvågradersbudget", "Utsläpp efter sektor"):
        assert text in said


def test_a_workbook_is_the_same_for_the_same_figures(facts_of):
    assert workbook(book_of(facts_of(), ADDRESS)) == workbook(book_of(facts_of(), ADDRESS))


def test_a_sheet_is_called_what_excel_allows():
    assert sheet_name("A/B: [what*is?this]") == "AB whatisthis"
    assert len(sheet_name("x" * 80)) == 31


@pytest.mark.parametrize("code", ["sv", "en", "fi", "sv-x-lattlast"])
@pytest.mark.parametrize(("area", "query"), CASES)
def test_the_csv_has_a_line_for_each_figure_with_unit_edition_and_decimal_points(facts_of, area, query, code):
    facts = facts_of(area, code, **query)
    rows = list(csv.DictReader(io.StringIO(to_csv(book_of(facts, ADDRESS)))))
    assert tuple(rows[0]) == HEADINGS
    assert {row["edition"] for row in rows} == {facts.edition.id}
    in_tonnes = [row for row in rows if row["unit"] == "t" and row["value"]]
    assert len(in_tonnes) > 100
    assert all(NUMBER.match(row["value"]) for row in in_tonnes)
    left = next(row for row in rows if row["topic"] == "findings" and row["row"] == facts.language.t("Left today"))
    assert float(left["value"]) == facts.a.remaining_t
    expected = sum(
        len(topic.rows) * (len(topic.columns) - (2 if topic.key == "findings" else 1)) for topic in topics(facts)
    )
    assert len(rows) == expected


@pytest.mark.parametrize("code", ["sv", "en"])
@pytest.mark.parametrize(("area", "query"), CASES)
def test_the_json_holds_the_same_tables_and_says_what_they_are(facts_of, area, query, code):
    facts = facts_of(area, code, **query)
    told = json.loads(to_json(book_of(facts, ADDRESS)))
    assert told["edition"] == facts.edition.id
    assert told["choices"]["limit"] == facts.a.choices.limit
    assert told["language"] == code
    assert ADDRESS in told["about"].values()
    for read, topic in zip(told["topics"], topics(facts), strict=True):
        assert read["key"] == topic.key
        assert len(read["rows"]) == len(topic.rows)
        assert all(len(row) == len(read["columns"]) for row in read["rows"])


@pytest.mark.parametrize(("area", "query"), CASES)
def test_the_topics_agree_with_the_assessment(facts_of, area, query):
    facts = facts_of(area, "en", **query)
    found, a = _by_key(facts), facts.a
    emissions = found["emissions"]
    assert [row[0] for row in emissions.rows] == list(a.history.years)
    for row in emissions.rows:
        if row[0] >= 2015:  # before, filled years of sectors and of the whole are rounded apart
            assert sum(part for part in row[1:-2] if part is not None) == pytest.approx(row[-2], rel=2e-3)
    path = [row[2] for row in found["path"].rows if row[2] is not None]
    assert bool(path) == (a.pathway is not None)
    steps = [row[1] for row in found["derivation"].rows]
    assert steps[-1] == pytest.approx(a.remaining_t)
    shares = sum(row[2] for row in found["sources-of-emissions"].rows)
    assert shares == pytest.approx(100)
    assert [row[0] for row in found["waiting"].rows] == [delay.year for delay in a.delays]
    assert len(found["sources"].rows) == len(
        [one for one in facts.edition.origins if one["source"].startswith(("se_", "world_"))]
    )


def test_where_a_budgets_inputs_are_not_published_no_range_is_given(facts_of):
    facts = facts_of("SE-0480", "sv", method="world-per-head", vintage="gcb-2025", limit="1.5")
    assert facts.outlook is None
    assert _by_key(facts)["certainty"].rows == ()


@pytest.mark.parametrize("code", ["sv", "en"])
def test_other_budgets_are_told_by_their_names(facts_of, code):
    found = next(topic for topic in topics(facts_of("SE-0480", code)) if topic.key == "other-budgets")
    names = [str(row[0]) for row in found.rows]
    assert len(names) > 3
    assert not [name for name in names if name.startswith(("uppsala-", "world-"))]
    assert {"sv": "Lika per invånare", "en": "Equal per head"}[code].casefold()[:4] in " ".join(names).casefold()
