"""One search for page, API and the box that answers while one types; addresses as they are spelt lead on."""

import pytest
from web.markup import page

from climate_visualizer.beside.area_search import places, search
from climate_visualizer.languages.language import load_language
from climate_visualizer.places import LOCALE

pytestmark = pytest.mark.usefixtures("on_starter")


@pytest.mark.parametrize("query", ["koping", "köping", "Nyköpings kommun", "oxelosnd", "0480", "gothenburg", "lan"])
def test_page_api_and_box_find_the_same(client, query):
    api = [one["id"] for one in client.get("/api/v1/areas", {"q": query}).json()["areas"]]
    box = [one[4] for one in client.get("/sv/places.json", {"q": query}).json()]
    assert set(box) == set(api[:8]) or set(box) <= set(api)
    assert len(box) == min(len(api), 8)


def test_the_box_gets_the_name_that_a_place_answered_by(client):
    (found, *_) = client.get("/sv/places.json", {"q": "kopparbergs"}).json()
    assert found[0] == "Dalarnas län" and found[3] == "Kopparbergs län"
    assert len(client.get("/sv/places.json", {"q": "a"}).json()) == 8


def test_what_is_not_found_is_said_under_the_field(client):
    found = page(client, "/sv/?q=atlantis")
    (field,) = [attrs for attrs in found.all("input") if attrs.get("name") == "q"][:1]
    assert field["aria-describedby"] == "q-none"
    assert "Ingen plats matchar" in found.text.split("Visa")[1][:200]


@pytest.mark.parametrize(
    ("asked", "slug"),
    [
        ("/sv/se/nyköping/", "nykoping"),
        ("/sv/se/Nyk%C3%B6ping/", "nykoping"),
        ("/sv/se/Nykoping/", "nykoping"),
        ("/sv/se/SE-0480/", "nykoping"),
        ("/sv/SE/0480/", "nykoping"),
        ("/sv/se/nykoping-kommun/", "nykoping"),
        ("/sv/se/oxelosnd/", "oxelosund"),
        ("/sv/se/Nyköping/explore/?s=c~100", "nykoping"),
    ],
)
def test_an_address_as_it_is_spelt_leads_on(client, asked, slug):
    response = client.get(asked)
    assert response.status_code == 301
    assert response["Location"].startswith(f"/sv/se/{slug}/")
    assert client.get(response["Location"]).status_code == 200
    if "?" in asked:
        assert response["Location"].endswith("explore/?s=c~100")


@pytest.mark.parametrize(
    "asked", ["/sv/se/atlantis/", "/sv/se/x/", "/sv/no/nyk%C3%B6ping/", "/xx/se/nykoping/", "/sv/se/%2e%2e/"]
)
def test_an_address_of_no_place_is_not_found(client, asked):
    assert client.get(asked).status_code == 404


@pytest.mark.parametrize("code", ["sv", "en", "fi"])
def test_what_is_typed_just_so_comes_first_for_every_area(starter, code):
    among = places(starter, load_language(code, LOCALE))
    for one in among:
        bare = one.area.id.rpartition("-")[2]
        for query in (one.name, one.name.upper(), one.area.id, bare):
            assert search(query, among, "SE")[0] is one, query


def test_what_a_place_is_says_which_of_two_of_a_name_is_meant(starter):
    language = load_language("sv", LOCALE)
    among = places(starter, language)
    for one in among:
        if one.area.kind == "county" and one.area.id != "SE-09":  # Region Gotland is the municipality's own name
            authority = f"Region {one.name.removesuffix(' län').removesuffix('s')}"
            assert search(authority, among, "SE")[0] is one, authority
        elif one.area.kind == "municipality":
            for query in (f"{language.genitive(one.name)} kommun", f"{one.name} stad"):
                assert search(query, among, "SE")[0] is one, query
    assert search("region gotland", among, "SE")[0].area.id == "SE-0980"


@pytest.mark.parametrize(
    ("query", "name"),
    [("Karshamn", "Karlshamn"), ("stokholm", "Stockholm"), ("Götborg", "Göteborg"), ("borg", "Borgholm")],
)
def test_one_wrong_letter_is_likelier_than_a_part_of_another_word(starter, query, name):
    assert search(query, places(starter, load_language("sv", LOCALE)), "SE")[0].name == name
