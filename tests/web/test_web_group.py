"""The page of a group: its address, its files, its frame, and polite refusals."""

import pytest
from web.markup import page

pytestmark = pytest.mark.usefixtures("on_starter")
PAGE = "/sv/group/"
PAIR = "?areas=SE-0480,SE-0481"


def test_a_group_has_a_page_with_its_members_and_choices(client):
    found = page(client, PAGE + PAIR)
    assert "Gruppens tvågradersbudget räcker till" in found.text
    assert "Nyköping och Oxelösund" in found.text
    assert "Senaste statistik: 20" in found.text
    links = [link["href"] for link in found.all("a")]
    assert any(link.startswith("?") and "limit=1.5" in link and "areas=SE-0480,SE-0481" in link for link in links)
    english = page(client, f"/en/group/{PAIR}&limit=1.5").text
    assert "The group’s 1.5-degree budget ran out in" in english


def test_it_begins_empty_with_counties_to_begin_with(client):
    found = page(client, PAGE)
    begin = [link["href"] for link in found.all("a") if link.get("href", "").startswith("?areas=")]
    assert len(begin) == 20  # all counties but Gotland, which is one municipality
    assert client.get(PAGE + begin[0]).status_code == 200


def test_a_place_is_added_by_its_name_and_one_that_is_there_already_is_refused_politely(client):
    more = client.get(f"{PAGE}?areas=SE-0480&q=Oxel%C3%B6sund&go=1")
    assert (more.status_code, more["Location"]) == (302, "?areas=SE-0480,SE-0481")
    assert "Nyköping är redan vald." in page(client, f"{PAGE}{PAIR}&q=Nyk%C3%B6ping&go=1", 422).text
    assert "Nyköping är redan vald." in page(client, "/sv/compare/?areas=SE-0480&q=Nyk%C3%B6ping&go=1", 422).text
    assert "Ingen plats matchar" in page(client, f"{PAGE}{PAIR}&q=Atlantis&go=1", 422).text


@pytest.mark.parametrize(
    ("areas", "said"),
    [
        ("SE-0480,SE-04", "Nyköping ligger i Södermanlands län och skulle räknas två gånger"),
        ("SE-0480,SE-9999,SE-0481", "Det finns ingen plats med id"),
    ],
)
def test_what_makes_no_group_says_so(client, areas, said):
    assert said in page(client, f"{PAGE}?areas={areas}", 422).text


def test_files_and_a_frame_go_along(client):
    table = client.get(f"{PAGE}group.csv{PAIR}").content.decode()
    assert "Gruppen" in table and "Oxelösund" in table
    for kind in ("png", "svg", "json"):
        assert client.get(f"{PAGE}group.{kind}{PAIR}").status_code == 200
    assert client.get(f"{PAGE}group.csv?areas=SE-0480").status_code == 422
    frame = client.get(f"/embed/group{PAIR}&language=sv")
    text = frame.content.decode()
    assert "Gruppens tvågradersbudget" in text and "/sv/group/?areas=SE-0480,SE-0481" in text
    assert "frame-ancestors *" in frame.headers["Content-Security-Policy"]
    assert client.get("/embed/group?areas=SE-0480&language=sv").status_code == 422
    assert client.get("/embed/group?areas=SE-9999,SE-0480&language=sv").status_code == 404


def test_a_comparison_leads_to_the_budget_together(client):
    links = [link.get("href") for link in page(client, f"/sv/compare/{PAIR}").all("a")]
    assert "/sv/group/?areas=SE-0480,SE-0481" in links
