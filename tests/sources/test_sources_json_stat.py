"""json-stat2 in its variants, and Statistics Sweden's answers in that form."""

import json

import pytest

from climate_visualizer.sources.publishers import se_scb
from climate_visualizer.sources.reading import json_stat
from climate_visualizer.sources.table import SourceError

COUNTIES = {f"{number:02d}": f"Län {number}" for number in range(1, 22)}
REGIONS = {"00": "Riket", **COUNTIES, "0114": "Upplands Väsby"}


def answer(**changes: object) -> dict:
    codes = list(REGIONS)
    return {
        "class": "dataset",
        "label": "Folkmängden",
        "updated": "2026-02-20T08:00:00Z",
        "id": ["Region", "Tid"],
        "size": [len(codes), 2],
        "dimension": {
            "Region": {"category": {"index": codes, "label": REGIONS}},
            "Tid": {"category": {"index": {"2025": 1, "2024": 0}}},
        },
        "value": [1000 + n for n in range(2 * len(codes))],
        **changes,
    }


def read(content: object):
    return se_scb.read(json.dumps(content).encode(), file_name="scb.json", areas=None)


def test_an_index_is_an_array_or_an_object_and_values_too():
    whole = json_stat.table(answer(), "x")
    assert whole.row(0) == ("00", "2024", 1000.0)
    assert whole.row(1) == ("00", "2025", 1001.0)
    sparse = json_stat.table(answer(value={"0": 7, "3": 9}), "x")
    assert sparse["value"].head(4).to_list() == [7.0, None, None, 9.0]


def test_the_database_brings_areas_and_people_and_says_which_years_have_noise():
    found = read(answer())
    assert found.areas.height == 23
    assert found.areas.filter(found.areas["area_id"] == "SE-0114").row(0)[1:4] == (
        "Upplands Väsby",
        "municipality",
        "SE-01",
    )
    nation = found.population.filter(found.population["area_id"] == "SE")
    assert nation.rows() == [("SE", 2024, 1000, "measured"), ("SE", 2025, 1001, "modelled")]
    assert found.origin.release_date == "2026-02-20"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ({"class": "collection"}, "not a json-stat2 dataset"),
        (answer(value=[1, 2]), "2 values instead of 46"),
        (answer(size=[3, 2]), "other sizes"),
        (answer(id=["Tid"], size=[2], value=[1, 2]), "not a table of population"),
    ],
)
def test_another_answer_is_a_sentence(content, sentence):
    with pytest.raises(SourceError, match=sentence):
        read(content)


def test_half_an_answer_is_a_sentence():
    with pytest.raises(SourceError, match="cut short"):
        se_scb.read(json.dumps(answer()).encode()[:-50], file_name="scb.json", areas=None)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04 and so on", "an Excel workbook or a zip archive, not a json-stat2 dataset"),
        (b"<!DOCTYPE html><title>Moved</title>", "a web page, not a json-stat2 dataset"),
        (b"area;year;tonnes\n", "is not a json-stat2 dataset"),
    ],
)
def test_a_file_of_another_kind_is_called_what_it_is(content, sentence):
    with pytest.raises(SourceError, match=sentence):
        json_stat.parsed(content, "scb.json")


@pytest.mark.parametrize("mark", ["..", "...", ".", "", None])
def test_what_stands_for_a_missing_figure_is_missing_and_never_zero(mark):
    whole = answer()
    values = [mark if at == 1 else value for at, value in enumerate(whole["value"])]
    rows = json_stat.table({**whole, "value": values}, "x")
    assert rows["value"].head(3).to_list() == [1000.0, None, 1002.0]
    found = read({**whole, "value": values}).population
    assert found.filter(found["area_id"] == "SE")["year"].to_list() == [2024], "the year without a figure is not there"


def test_a_dash_is_nothing_and_other_text_is_a_sentence():
    whole = answer()
    assert json_stat.table({**whole, "value": ["-", *whole["value"][1:]]}, "x")["value"][0] == 0.0
    with pytest.raises(SourceError, match="x has 'abc' for 00, 2024, where a number should stand"):
        json_stat.table({**whole, "value": ["abc", *whole["value"][1:]]}, "x")
