"""What a new edition changed, on the page, as Atom, in the API and as a table."""

import csv
import io
import shutil
from xml.etree import ElementTree

import pytest

from climate_visualizer.editions.importing import pipeline

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def two(settings, releases):
    """A site on two releases, one after the other."""
    settings.VAR = releases[0]
    settings.EDITIONS = releases[0] / "editions"
    return releases[1], releases[2]


def test_the_page_tells_what_changed(client, two):
    swedish = client.get("/sv/se/nykoping/").content.decode()
    assert "Det här har den senaste statistiken ändrat" in swedish
    assert "Statistik för 2022 har tillkommit" in swedish
    kumla = client.get("/en/se/kumla/").content.decode()
    assert "figures of the release of 2023-06-26 are kept" in kumla
    assert "The picture shows the totals as published" not in kumla


def test_atom_for_one_area_and_for_all(client, two):
    one = client.get("/sv/se/nykoping/changes.atom")
    assert one["Content-Type"].startswith("application/atom+xml")
    (entry,) = ElementTree.fromstring(one.content).findall(f"{ATOM}entry")
    assert entry.find(f"{ATOM}title").text == "Nyköping: ny statistik"
    assert "dagar" in entry.find(f"{ATOM}summary").text
    assert two[1].id in entry.find(f"{ATOM}id").text
    entries = ElementTree.fromstring(client.get("/en/changes.atom").content).findall(f"{ATOM}entry")
    assert len(entries) == 50
    assert entries[0].find(f"{ATOM}title").text == "Sweden: new statistics"
    assert client.get("/sv/se/nowhere/changes.atom").status_code == 404
    feed = ElementTree.fromstring(client.get("/sv/se/stockholm/changes.atom").content)
    newest = max(origin["release_date"] for origin in two[1].origins)
    assert feed.find(f"{ATOM}updated").text == f"{newest}T12:00:00+00:00", "the newest edition's day"
    assert feed.find(f"{ATOM}author/{ATOM}name").text


def test_the_api_and_the_table_hold_the_same_figures(client, two):
    found = client.get("/api/v1/areas/SE-0480/changes").json()
    assert (found["before"], found["edition"]) == (two[0].id, two[1].id)
    assert found["remaining_to_t"] > found["remaining_from_t"]
    rows = list(csv.DictReader(io.StringIO(client.get("/api/v1/areas/SE-0480/changes?format=csv").content.decode())))
    left = [row for row in rows if row["sector"] == "budget-left"]
    assert len(rows) - len(left) == len(found["figures"]) > 100
    assert {row["kind"] for row in rows} == {"new", "revised"}
    assert [row["subsector"] for row in left] == ["all", "statistics"]
    change = found["remaining_to_t"] - found["remaining_from_t"]
    assert float(left[0]["change_t"]) == pytest.approx(change) and found["because"] == {"statistics": change}
    assert found["used_up_from"] != found["used_up_to"]
    assert client.get("/api/v1/areas/SE-0480/changes?format=xml").status_code == 422


def test_other_statistics_that_come_later_leave_what_was_told(client, settings, releases, real_data, tmp_path):
    """The world's product comes in after SMHI's release: the page, the feed and the API go on telling of SMHI's."""
    shutil.copytree(releases[0], tmp_path / "var")
    settings.VAR, settings.EDITIONS = tmp_path / "var", tmp_path / "var" / "editions"
    address = "/sv/se/nykoping/changes.atom"
    (entry,) = ElementTree.fromstring(client.get(address).content).findall(f"{ATOM}entry")
    gdp = ("gdp.csv", (real_data / "world_gdp" / "gdp.csv").read_bytes())
    now = pipeline.bring_in("world_gdp", [gdp], settings.VAR, settings.EDITIONS).edition_id
    assert "Statistik för 2022 har tillkommit" in client.get("/sv/se/nykoping/").content.decode()
    (later,) = ElementTree.fromstring(client.get(address).content).findall(f"{ATOM}entry")
    assert later.find(f"{ATOM}id").text == entry.find(f"{ATOM}id").text
    assert later.find(f"{ATOM}updated").text == entry.find(f"{ATOM}updated").text
    assert len(ElementTree.fromstring(client.get("/en/changes.atom").content).findall(f"{ATOM}entry")) == 50
    found = client.get("/api/v1/areas/SE-0480/changes").json()
    assert (found["before"], found["edition"]) == (releases[1].id, now)
    assert len(found["figures"]) > 100


def test_without_an_edition_before_there_is_nothing_to_tell(client, on_starter):
    assert client.get("/api/v1/areas/SE-0480/changes").json()["figures"] == []
    assert client.get("/api/v1/areas/SE-0480/changes?format=csv").content.decode().count("\n") == 1
    feed = ElementTree.fromstring(client.get("/sv/changes.atom").content)
    assert feed.findall(f"{ATOM}entry") == []
    assert feed.find(f"{ATOM}updated").text.endswith("T12:00:00+00:00"), "never the time of asking"
    assert "har tillkommit" not in client.get("/sv/se/nykoping/").content.decode()


def test_a_change_says_which_budget_it_is_of(client, two):
    """A step is kept by the usual choices alone: other choices are told so, and are worked out where `since` names an edition."""
    address = "/api/v1/areas/SE-0480/changes"
    usual = client.get(address).json()
    assert (usual["choices"]["method"], usual["choices"]["limit"]) == ("se-uppsala-2023", "2.0") and usual["as_of"]
    assert client.get(f"{address}?limit=2.0").json() == usual
    others = client.get(f"{address}?limit=1.5").json()
    assert others["figures"] == usual["figures"]
    assert others["choices"]["limit"] == "1.5" and others["as_of"] is others["remaining_to_t"] is None
    assert others["because"] == {}
    assert client.get(f"{address}?as_of=2031-01-01").json()["remaining_to_t"] is None
    since = client.get(f"{address}?since={two[0].id}&limit=1.5").json()
    budget = client.get("/api/v1/areas/SE-0480/budget?limit=1.5").json()
    assert since["choices"] == others["choices"] and since["remaining_to_t"] == pytest.approx(budget["remaining_t"])
    table = client.get(f"{address}?since={two[0].id}&limit=1.5&format=csv").content.decode()
    left = [row for row in csv.DictReader(io.StringIO(table)) if row["sector"] == "budget-left"]
    assert left and all("method=se-uppsala-2023 limit=1.5 " in row["budget"] for row in left)
    assert client.get(f"{address}?limit=9").status_code == 422


def test_page_and_feed_say_which_budget_the_change_is_of(client, two):
    which = "räknat med metoden Uppsalas nationella budget 2023, för 2\xa0°C med 83\xa0% chans."
    usual, other = (client.get(f"/sv/se/nykoping/{query}").content.decode() for query in ("", "?limit=1.5"))
    assert which in usual and "inte för dina" not in usual
    assert which not in other and "inte för dina" in other and "Statistik för 2022 har tillkommit" in other
    assert which in client.get("/sv/se/nykoping/changes.atom").content.decode()


def test_any_two_editions_can_be_compared(client, two):
    listed = client.get("/api/v1/editions").json()
    assert [(one["id"], one["current"]) for one in listed] == [(two[1].id, True), (two[0].id, False)]
    found = client.get(f"/api/v1/areas/SE-0480/changes?since={two[1].id}").json()
    assert (found["before"], found["figures"]) == (two[1].id, [])
    asked = client.get(f"/api/v1/areas/SE-0480/changes?since={two[0].id}").json()
    assert asked["figures"] == client.get("/api/v1/areas/SE-0480/changes").json()["figures"]
    wrong = client.get("/api/v1/areas/SE-0480/changes?since=../../etc")
    assert wrong.status_code == 422
    assert two[0].id in wrong.content.decode()
