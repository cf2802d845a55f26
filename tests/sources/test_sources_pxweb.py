"""PxWebApi 2: what has not been updated is not sent; Norway's population, on answers made in the layout of its guide."""

from __future__ import annotations

import json

import pytest

from climate_visualizer.editions.importing import pipeline
from climate_visualizer.editions.read import current_edition
from climate_visualizer.sources.publishers import no_ssb, se_scb
from climate_visualizer.sources.reading import pxweb
from climate_visualizer.sources.table import SourceError

REGIONS = {"K-0301": "Oslo", "K-4001": "Porsgrunn", "K-4003": "Skien", "K-4010": "Siljan", "Rest": "Uoppgitt"}
YEARS = ["2023", "2024", "2025"]


def answer(**changes: object) -> dict:
    """Municipalities as they are today by year, in the layout of json-stat2; Siljan has nobody in the first year."""
    values = [[1000 * (n + 1) + year for year in range(3)] for n in range(len(REGIONS))]
    values[3][0], values[4] = 0, [None, None, None]
    return {
        "version": "2.0",
        "class": "dataset",
        "label": "07459: Befolkning, etter region, statistikkvariabel og år",
        "source": "Statistisk sentralbyrå",
        "updated": "2025-02-25T07:00:00Z",
        "id": ["Region", "ContentsCode", "Tid"],
        "size": [len(REGIONS), 1, 3],
        "dimension": {
            "Region": {
                "label": "region",
                "category": {"index": {key: n for n, key in enumerate(REGIONS)}, "label": REGIONS},
            },
            "ContentsCode": {"category": {"index": {"Personer1": 0}, "label": {"Personer1": "Personer"}}},
            "Tid": {"label": "år", "category": {"index": {year: n for n, year in enumerate(YEARS)}}},
        },
        "value": [value for row in values for value in row],
        **changes,
    }


def read(content: object):
    return no_ssb.read(json.dumps(content).encode(), file_name="ssb_07459.json", areas=None)


def test_the_count_of_new_years_day_is_that_of_the_year_before():
    people = read(answer()).population
    porsgrunn = [(year, persons) for area, year, persons, _ in people.iter_rows() if area == "NO-4001"]
    assert porsgrunn == [(2022, 2000), (2023, 2001), (2024, 2002)]
    assert read(answer()).origin.release_date == "2025-02-25"


def test_a_sum_that_lacks_a_part_is_not_given():
    found = {(area, year): persons for area, year, persons, _ in read(answer()).population.iter_rows()}
    assert found["NO-40", 2023] == 2001 + 3001 + 4001
    assert found["NO", 2024] == 1002 + 2002 + 3002 + 4002
    assert ("NO-40", 2022) not in found
    assert ("NO", 2022) not in found
    assert found["NO-03", 2022] == 1000
    assert ("NO-4010", 2022) not in found


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (answer(id=["Kjonn", "ContentsCode", "Tid"]), "not a table of population by region"),
        (
            answer(
                id=["Region", "Kjonn", "Tid"],
                size=[1, 2, 1],
                dimension={
                    "Region": {"category": {"index": ["K-4001"]}},
                    "Kjonn": {"category": {"index": ["1", "2"]}},
                    "Tid": {"category": {"index": ["2025"]}},
                },
                value=[1, 2],
            ),
            "tells people apart by Kjonn",
        ),
        (answer(value=[None] * 15), "no municipality; ask for Region"),
        ({"class": "collection"}, "not a json-stat2 dataset"),
    ],
)
def test_another_answer_is_a_sentence(content, sentence):
    with pytest.raises(SourceError, match=sentence):
        read(content)


def test_people_are_taken_for_the_places_that_statistics_have(real_data, tmp_path):
    (path, *_) = sorted((real_data / "no_miljodirektoratet").iterdir())
    root = tmp_path / "editions"
    pipeline.bring_in("no_miljodirektoratet", [(path.name, path.read_bytes())], tmp_path, root)
    made = json.dumps(answer()).encode()
    assert not pipeline.bring_in("no_ssb", [("ssb_07459.json", made)], tmp_path, root).held
    edition = current_edition(root)
    people = {(area, year): persons for area, year, persons, _ in edition.population.iter_rows()}
    assert people["NO-4001", 2024] == 2002
    assert people["NO", 2024] == 10008
    assert {area for area, _ in people if area.startswith("NO-")} <= {area.id for area in edition.areas}
    assert "Statistics Norway" in {origin["publisher"] for origin in edition.origins}


@pytest.mark.parametrize("source", [se_scb, no_ssb], ids=lambda one: one.SOURCE)
def test_a_table_that_was_not_updated_is_not_asked_for(served, source):
    ((table, url),) = pxweb.addresses(source.SOURCE, served.base).items()
    data = url.removeprefix(served.base)
    about = data.partition("/data?")[0]
    served.files = {about: b'{"id": "T", "updated": "2025-02-25T07:00:00Z"}', data: json.dumps(answer()).encode()}
    (first,) = source.fetch(known={}, base=served.base)
    assert first.file_name == f"{source.SOURCE.partition('_')[2]}_{table}.json"
    known, served.asked[:] = {first.url: first.headers}, []
    assert list(source.fetch(known=known, base=served.base)) == []
    assert served.asked == [about]
    served.files[about] = b'{"id": "T", "updated": "2026-02-24T07:00:00Z"}'
    assert list(source.fetch(known=known, base=served.base)) == []
    assert served.asked[1:] == [about, data]
    served.files[data] = json.dumps(answer(updated="2026-02-24T07:00:00Z")).encode()
    (second,) = source.fetch(known=known, base=served.base)
    assert second.headers["updated"] == "2026-02-24T07:00:00Z"


@pytest.mark.parametrize("said", [None, b"<html>", b"{}", b"[]"])
def test_a_database_that_does_not_say_when_is_asked_for_the_table(served, said):
    ((_, url),) = pxweb.addresses("no_ssb", served.base).items()
    data = url.removeprefix(served.base)
    served.files = {data: json.dumps(answer()).encode()}
    if said is not None:
        served.files[data.partition("/data?")[0]] = said
    (first,) = no_ssb.fetch(known={}, base=served.base)
    assert list(no_ssb.fetch(known={first.url: first.headers}, base=served.base)) == []
    assert served.asked.count(data) == 2
