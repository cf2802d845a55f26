"""The newest statistics stand beside the headline wherever it is given out, and an overdraft on estimates alone says so."""

import pytest

pytestmark = pytest.mark.usefixtures("on_starter")
FRAME = "/embed/headline/SE-0480?limit=1.5&language=sv"
NEWEST = "Senaste statistik: 20"


@pytest.mark.parametrize(
    "path",
    [
        "/sv/",
        "/sv/se/nykoping/",
        "/sv/se/nykoping/screen/",
        "/sv/se/nykoping/goal/",
        "/embed/headline/SE-0480?language=sv",
        "/embed/dots/SE-0480?language=sv",
        "/embed/history/SE-0480/fragment?language=sv",
        "/sv/group/?areas=SE-0480,SE-0481",
    ],
)
def test_every_view_of_the_headline_has_the_year(client, path):
    assert NEWEST in client.get(path).content.decode()


def test_the_badge_has_the_year(client):
    assert "statistik till 20" in client.get("/badge/SE-0480.svg?language=sv").content.decode()


def test_an_overdraft_on_estimates_alone_says_so_on_pages_and_in_the_api(client):
    rests = "bygger på"
    for path in (
        "/sv/?limit=1.5",
        "/sv/ranking/?limit=1.5",
        "/sv/se/nykoping/?limit=1.5",
        "/embed/headline/SE-0480?limit=1.5&language=sv",
    ):
        assert rests in client.get(path).content.decode(), path
    assert rests not in client.get("/sv/").content.decode()
    told = client.get("/api/v1/areas/SE-0480/budget?limit=1.5").json()
    assert told["overdrawn_t"] > 0 and told["overdrawn_on_estimates"] is True
    assert client.get("/api/v1/areas/SE-0480/budget").json()["overdrawn_on_estimates"] is False
