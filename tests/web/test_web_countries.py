"""Pages, API and map of the United Kingdom's authorities and Norway's municipalities, as a reader gets them."""

from __future__ import annotations

import csv
import io
import json
import re

import fastexcel
import pytest
from conftest import DAY
from web.markup import page

from climate_visualizer.budget.assess import assess
from climate_visualizer.budget.milestones import milestones
from climate_visualizer.editions.importing import pipeline
from climate_visualizer.editions.read import current_edition
from climate_visualizer.methods.choices import default_choices, methods_for, sharings_for
from climate_visualizer.methods.question import Question
from climate_visualizer.sources import successions


def text(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def on_norway(settings, tmp_path, real_data, db) -> None:
    settings.VAR = tmp_path
    settings.EDITIONS = tmp_path / "editions"
    for day in ("2026-02-02", "2026-02-03"):
        path = real_data / "no_miljodirektoratet" / f"{day}_klimagassutslipp_telemark.csv"
        pipeline.bring_in("no_miljodirektoratet", [(path.name, path.read_bytes())], tmp_path, settings.EDITIONS)


@pytest.mark.parametrize(
    ("slug", "place"),
    [
        ("united-kingdom", "United Kingdom · country"),
        ("england", "United Kingdom › England · nation"),
        ("north-west-england", "England › North West England · region"),
        ("trafford", "North West England › Trafford · metropolitan borough"),
        ("city-of-london", "London › City of London · borough"),
        ("highland", "Scotland › Highland · council area"),
        ("bristol", "South West England › Bristol · unitary authority"),
        ("gwynedd", "Wales › Gwynedd · principal area"),
        ("belfast", "Northern Ireland › Belfast · district"),
    ],
)
def test_every_kind_of_area_has_a_page(client, on_kingdom, slug, place):
    page = client.get(f"/en/gb/{slug}/")
    assert page.status_code == 200
    assert place in re.sub(r"<[^>]+>", "", text(page))
    assert "UK local authority greenhouse gas emissions, 2022-06-30" in text(page)
    assert "Land use" not in text(page)


def test_every_authority_has_a_budget_and_stands_on_the_map_of_the_site(client, on_kingdom, kingdom):
    local = [area for area in kingdom.areas if not kingdom.children(area.id)]
    assert len(local) == 374
    site = client.get("/sitemap-sv.xml").content.decode()
    for area in local:
        found = assess(Question(kingdom, area.id, default_choices("GB", DAY), DAY))
        assert found.method.id == "gb-tyndall-2020"
        assert found.budget_t > 0
        assert f"/en/gb/{area.slug}/" in site


def test_every_method_and_sharing_that_is_offered_works(client, on_kingdom):
    for method in methods_for("GB"):
        for sharing in sharings_for(method, "GB"):
            query = {"method": method.id, "sharing": sharing}
            assert client.get("/api/v1/areas/GB-E08000009/budget", query).status_code == 200, query
    refused = client.get("/api/v1/areas/GB-E08000009/budget", {"sharing": "equal-cumulative"})
    assert refused.status_code == 409
    assert "begin in 2005" in refused.json()["detail"]


def test_budgets_of_the_nations_use_up_what_is_shared_out(kingdom):
    for sharing in ("grandfathering", "per-head", "equal-transition"):
        shares = [
            assess(Question(kingdom, area.id, _choices(sharing), DAY)).share
            for area in kingdom.areas
            if area.kind == "nation"
        ]
        assert sum(shares) == pytest.approx(1.0)


def _choices(sharing: str):
    from dataclasses import replace

    return replace(default_choices("GB", DAY), sharing=sharing)


def test_trafford_is_what_the_tyndall_centre_published(kingdom, client, on_kingdom):
    found = assess(Question(kingdom, "GB-E08000009", default_choices("GB", DAY), DAY))
    assert found.budget_t == pytest.approx(9.5e6, rel=0.001)
    told = milestones(found)
    assert told.required_cut == pytest.approx(0.134, abs=0.001)
    assert told.near_zero_year in (2040, 2041)
    assert [(one.first, one.last) for one in told.periods[:3]] == [(2020, 2022), (2023, 2027), (2028, 2032)]
    assert sum(one.budget_t for one in told.periods) == pytest.approx(found.budget_t, rel=1e-4)
    assert (told.periods[0].emitted_t, told.periods[0].emitted_until) == (pytest.approx(1_359_860.288451), 2020)
    assert told.periods[1].emitted_t is None
    answer = client.get("/api/v1/areas/GB-E08000009/budget").json()["milestones"]
    assert answer["required_cut_percent"] == pytest.approx(13.4, abs=0.1)
    page = text(client.get("/en/gb/trafford/"))
    assert "The budget, five years at a time" in page
    assert "worked back from one area’s published budget, from 2020" in page
    assert 'class="world"' not in page


def test_the_first_page_of_a_country_without_budgets_leads_to_its_places(client, on_norway):
    page = text(client.get("/sv/?country=NO"))
    assert "Varje plats har en sida med sina utsläpp" in page
    assert 'href="/sv/no/porsgrunn/"' in page
    assert "Ingen plats matchar" not in page
    assert "0 platserna" not in page
    assert "Ingen plats matchar" in text(client.get("/sv/?country=NO&q=xyz"))


@pytest.mark.parametrize("path", ["", "ranking/", "compare/", "method/", "data/", "about/", "map.svg", "llms.txt"])
def test_every_page_of_all_opens_where_no_place_has_a_budget(client, on_norway, path):
    answer = client.get(f"/{path}" if "." in path and path != "map.svg" else f"/sv/{path}")
    assert answer.status_code == (404 if path == "map.svg" else 200)


def test_an_area_without_a_budget_has_its_history_as_a_picture_and_as_files(client, on_norway):
    page = client.get("/en/no/porsgrunn/").content.decode()
    assert page.count('role="img"') == 2, "a wide and a narrow one"
    assert "emissions of all greenhouse gases by sector from 2009 to 2024" in page
    assert client.get("/en/no/porsgrunn/history.png").content.startswith(b"\x89PNG")
    facts = client.get("/en/no/porsgrunn/history.json").json()
    assert facts["unit"] == "Thousand tonnes of carbon dioxide equivalents a year"
    assert "Norwegian Environment Agency" in facts["source"] and facts["licence"] == "NLOD"
    of_2024 = next(row for row in facts["rows"] if row["Year"] == 2024)
    assert of_2024.pop("Kind") == "published"
    assert sum(tonnes for name, tonnes in of_2024.items() if name != "Year") == pytest.approx(1_973_000, abs=1000)
    assert client.get("/en/no/porsgrunn/history.chart").json()["readings"]
    assert client.get("/en/no/porsgrunn/waiting.svg").status_code == 404


def test_a_country_without_carbon_dioxide_says_so_and_shows_what_changed(client, on_norway):
    page = text(client.get("/en/no/porsgrunn/"))
    assert "There is no carbon budget for Porsgrunn here yet." in page
    assert "2024 was revised from 2,222,000 to 1,973,000 tonnes" in page
    assert "most of all in Industry, oil and gas" in page
    assert "Telemark › Porsgrunn · municipality" in re.sub(r"<[^>]+>", "", page)
    assert client.get("/sv/no/telemark/").status_code == 200
    assert "There is no carbon budget for Norway here yet." in text(client.get("/en/no/norge/"))
    answer = client.get("/api/v1/areas/NO-4001/budget")
    assert answer.status_code == 409
    assert "CO2 equivalents" in answer.json()["detail"]
    assert client.get("/en/no/porsgrunn/dots.svg").status_code == 404
    figures = client.get("/api/v1/areas/NO-4001/emissions?gas=GHG").json()["figures"]
    assert len(figures) > 500
    assert "Porsgrunn" in client.get("/en/no/porsgrunn/changes.atom").content.decode()


def test_an_authority_that_was_replaced_after_the_statistics_were_issued_says_so(client, on_kingdom):
    """Allerdale's last statistics are older than Cumberland, which it became part of in 2023."""
    page = text(client.get("/en/gb/allerdale/"))
    assert "Allerdale was replaced on 1 April 2023: Cumberland came instead." in page
    assert "Allerdale ersattes den 1 april 2023: i stället kom Cumberland." in text(client.get("/sv/gb/allerdale/"))
    assert "was replaced" not in text(client.get("/en/gb/trafford/"))
    answer = client.get("/api/v1/areas/GB-E07000026").json()
    assert (answer["valid_to"], answer["successors"]) == ("2023-04-01", ["GB-E06000063"])
    kept = client.get("/api/v1/areas/GB-E08000009").json()
    assert (kept["valid_to"], kept["successors"]) == (None, [])


@pytest.fixture
def facts(tmp_path, monkeypatch):
    """Facts about what gave way to what, in a folder of the test's own."""
    kept = (successions.changes, successions.began, successions.ended)

    def write(country: str, changes: list[tuple[str, list[str], list[str]]]) -> None:
        places = "{{ area = '{0}', name = '{0}' }}".format
        written = [
            f"[[change]]\non = {day}\norder = 'A law'\n"
            f"from = [{', '.join(map(places, old))}]\ninto = [{', '.join(map(places, new))}]\n"
            for day, old, new in changes
        ]
        (tmp_path / f"changes-{country}.toml").write_text("\n".join(written), encoding="utf-8")
        monkeypatch.setattr(successions, "FOLDER", tmp_path)
        for one in kept:
            one.cache_clear()

    yield write
    for one in kept:
        one.cache_clear()


def test_areas_that_came_instead_are_linked_where_they_have_a_page(client, on_kingdom, facts):
    """One has a page, one is not in the edition, and one has given way in its turn before the edition's time."""
    facts("gb", [("2023-04-01", ["GB-E08000009"], ["GB-E08000003", "GB-E06999999", "GB-E07000004"])])
    page = text(client.get("/en/gb/trafford/?sharing=per-head"))
    link = '<a href="/en/gb/manchester/?sharing=per-head">Manchester</a>'
    onward = '<a href="/en/gb/aylesbury-vale/?sharing=per-head">GB-E07000004</a>'
    assert f"was replaced on 1 April 2023: {link}, GB-E06999999 and {onward} came instead. The" in page
    assert '<a href="/sv/gb/manchester/">Manchester</a>' in text(client.get("/sv/gb/trafford/"))
    assert (
        client.get("/en/gb/aylesbury-vale/?sharing=per-head").headers["Location"].startswith("/en/gb/buckinghamshire/")
    )


def test_a_change_that_is_still_to_come_is_not_told_on_a_page(client, on_kingdom, facts):
    facts("gb", [("2099-04-01", ["GB-E08000006"], ["GB-E08000003"])])
    assert "was replaced" not in text(client.get("/en/gb/salford/"))
    assert client.get("/api/v1/areas/GB-E08000006").json()["valid_to"] == "2099-04-01"


def test_an_area_without_a_budget_says_and_links_what_came_instead(client, on_norway, facts):
    facts("no", [("2026-01-01", ["NO-4001"], ["NO-4003", "NO-9999"])])
    page = text(client.get("/en/no/porsgrunn/?seen"))
    assert "There is no carbon budget for Porsgrunn here yet." in page
    link = '<a href="/en/no/skien/">Skien</a>'
    assert f"Porsgrunn was replaced on 1 January 2026: {link} and NO-9999 came instead." in page
    assert "i stället kom" in text(client.get("/sv/no/porsgrunn/"))
    assert "was replaced" not in text(client.get("/en/no/skien/"))
    assert client.get("/api/v1/areas/NO-4001").json()["successors"] == ["NO-4003", "NO-9999"]


def test_countries_have_their_names_in_each_language(client, on_kingdom):
    assert "Storbritannien" in text(client.get("/sv/gb/united-kingdom/"))
    assert "Skottland" in text(client.get("/sv/gb/highland/"))


def test_the_page_of_the_data_tells_of_each_countrys_sectors(client, on_kingdom):
    page = text(client.get("/en/data/"))
    assert "Built on electricity and gas meters" in page
    assert "Homes" in page


def test_an_area_without_a_budget_has_its_figures_as_files(client, on_norway):
    found = page(client, "/en/no/porsgrunn/")
    hrefs = {link["href"] for link in found.all("a")}
    names = ("figures.xlsx", "figures.csv", "figures.json", "changes.atom", "follow/")
    assert {f"/en/no/porsgrunn/{name}" for name in names} <= hrefs
    told = json.loads(client.get("/en/no/porsgrunn/figures.json").content)
    emissions, parts, sources = told["topics"]
    at = [column["title"] for column in emissions["columns"]].index("All emissions")
    whole = {row[0]: row[at] for row in emissions["rows"]}
    api = client.get("/api/v1/areas/NO-4001/emissions?gas=GHG").json()["figures"]
    totals = {one["year"]: one["tonnes"] for one in api if one["sector"] == "total"}
    assert whole == totals
    assert sum(row[1] for row in parts["rows"]) == pytest.approx(whole[max(whole)])
    assert {row[0] for row in sources["rows"]} == {"Norwegian Environment Agency"}
    rows = list(csv.DictReader(io.StringIO(client.get("/en/no/porsgrunn/figures.csv").content.decode())))
    assert {row["area"] for row in rows} == {"NO-4001"}
    assert len([row for row in rows if row["topic"] == "emissions"]) == len(whole) * (len(emissions["columns"]) - 1)
    book = fastexcel.read_excel(client.get("/sv/no/porsgrunn/figures.xlsx").content)
    assert book.sheet_names == ["Läs mig", "Utsläpp efter sektor", "Varifrån", "Källor"]
    assert book.load_sheet("Utsläpp efter sektor", header_row=3).height == len(whole)
    assert client.get("/en/no/porsgrunn/report.pdf").status_code == 404
    assert client.get("/en/no/porsgrunn/follow/").status_code == 200


def test_where_people_are_known_the_page_says_how_much_each_emits(client, on_norway, settings):
    made = {
        "class": "dataset",
        "label": "07459: Befolkning",
        "updated": "2025-02-25T07:00:00Z",
        "id": ["Region", "Tid"],
        "size": [1, 1],
        "dimension": {
            "Region": {"category": {"index": ["K-4001"]}},
            "Tid": {"category": {"index": ["2025"]}},
        },
        "value": [37_000],
    }
    assert "for each inhabitant" not in text(client.get("/en/no/porsgrunn/"))
    pipeline.bring_in("no_ssb", [("ssb_07459.json", json.dumps(made).encode())], settings.VAR, settings.EDITIONS)
    assert "That is 53.3 tonnes for each inhabitant." in text(client.get("/en/no/porsgrunn/"))
    assert "Det är 53,3 ton per invånare." in text(client.get("/sv/no/porsgrunn/"))
    parts = json.loads(client.get("/en/no/porsgrunn/figures.json").content)["topics"][1]["rows"]
    assert sum(row[3] for row in parts) == pytest.approx(53_324, rel=1e-3)


def test_a_correction_stands_on_the_page_of_an_area_without_a_budget(client, on_norway, settings):
    folder = current_edition(settings.EDITIONS)
    facts = {
        "area": "NO-4001",
        "year": 2020,
        "sector": "total",
        "from_t": 1.0,
        "to_t": 2.0,
        "reason": {"en": "A trial.", "sv": "Ett prov."},
        "evidence": "https://example.org/",
    }
    pipeline.annotate(folder.id, settings.EDITIONS, {"corrections": [facts]})
    assert "2 tonnes instead of 1 tonnes. A trial." in text(client.get("/en/no/porsgrunn/?corrected"))


def test_what_is_told_of_sectors_of_several_countries_is_told_once(client, on_kingdom, kingdom):
    """Each class with its countries and its sectors, and none that no sector belongs to."""
    site = re.sub(r"<[^>]+>", "|", text(client.get("/en/data/")).partition('id="quality"')[2].partition("<h2")[0])
    told = [part.strip() for part in site.split("|") if part.strip()]
    assert len(told) == len(set(told))
