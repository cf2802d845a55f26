"""SMHI's reports fetched from a server on loopback as its own address gives them, and read as they arrive."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from sources.publisher_server import Answer, Handler, answer, publisher

from climate_visualizer.sources.publishers import se_smhi
from climate_visualizer.sources.table import SourceError

assert publisher  # a fixture, found by its name


def serves(files: dict[str, bytes]) -> Answer:
    """SMHI's address: the report of the substance asked for, unless it is known already."""

    def send(handler: Handler) -> None:
        [substance] = parse_qs(urlsplit(handler.path).query)["sub"]
        tag = f'"{substance}-1"'
        if handler.headers["If-None-Match"] == tag:
            answer(304)(handler)
        else:
            answer(body=files[substance], ETag=tag)(handler)

    return send


API = "/api/getexcelfile/"


def test_smhis_address_is_asked_once_for_each_substance(publisher, report, few_areas):
    publisher.answers[API] = [serves(dict.fromkeys(["CO2", "GGT", "CH4", "N2O"], report.content()))]
    found = list(se_smhi.fetch(known={}, base=publisher.base))
    paths = [path for path, _ in publisher.asked]
    assert paths == [f"{API}?county=0&municipality=0&sub={substance}" for substance in ("CO2", "GGT", "CH4", "N2O")]
    assert [one.url for one in found] == [publisher.base + path for path in paths]
    assert found[0].file_name == "smhi_lansrapport_sub-CO2_county-0_municipality-0.xlsx"
    tables = se_smhi.read(found[0].content, file_name=found[0].file_name, areas=few_areas)
    assert tables.origin.release_date == "2024-04-18"


def test_what_is_known_of_smhi_is_not_fetched_again(publisher, report):
    publisher.answers[API] = [serves(dict.fromkeys(["CO2", "GGT", "CH4", "N2O"], report.content()))]
    known = {one.url: one.headers for one in se_smhi.fetch(known={}, base=publisher.base)}
    known.pop(se_smhi.addresses(publisher.base)["GGT"])
    assert [one.file_name[21:24] for one in se_smhi.fetch(known=known, base=publisher.base + "/")] == ["GGT"]


def test_a_page_in_place_of_a_workbook_is_refused(publisher):
    publisher.answers[API] = [answer(body=b"<!DOCTYPE html><title>Moved</title>")]
    with pytest.raises(SourceError, match="is a web page, not a workbook: the publisher may have moved the file"):
        list(se_smhi.fetch(known={}, base=publisher.base))


def test_smhis_own_address_is_called_over_https():
    for url in se_smhi.addresses().values():
        assert url.startswith(
            "https://nationellaemissionsdatabasen.smhi.se/api/getexcelfile/?county=0&municipality=0&sub="
        )


def test_the_real_reports_arrive_as_issued_and_are_read(publisher, real_data, areas):
    names = {"CO2": "2024-04-18_sub-CO2", "GGT": "2023-06_sub-GGT", "CH4": "2023-06_sub-CH4", "N2O": "2023-06_sub-CO2"}
    folder = real_data / "se_smhi"
    files = {
        substance: (folder / f"smhi_lansrapport_{name}_county-0_municipality-0.xlsx").read_bytes()
        for substance, name in names.items()
    }
    publisher.answers[API] = [serves(files)]
    found = list(se_smhi.fetch(known={}, base=publisher.base))
    assert [one.content for one in found] == list(files.values())
    tables = se_smhi.read(found[0].content, file_name=found[0].file_name, areas=areas)
    assert tables.emissions is not None and tables.emissions.height == 19_344 * 12
