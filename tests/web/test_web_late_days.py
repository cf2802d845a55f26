"""The last days of the horizon: what nobody has chosen is never refused."""

from datetime import date

import pytest

pytestmark = pytest.mark.django_db
AREA = "/sv/se/nykoping/"
ADDRESSES = (
    "/sv/",
    "/sv/ranking/",
    "/sv/compare/?areas=SE-0480,SE-0488",
    "/sv/method/",
    "/sv/data/",
    AREA,
    f"{AREA}?limit=1.5",
    "/sv/se/sverige/",
    f"{AREA}sectors/transport/",
    f"{AREA}history.svg",
    f"{AREA}figures.json",
    "/embed/dots/SE-0480",
    "/api/v1/areas/SE-0480/budget",
    "/api/v1/areas/SE-0480/outlook",
    "/api/v1/areas/SE-0480/scenario?s=c~60",
    "/api/v1/methods",
    "/sv/changes.atom",
)


def test_a_scenario_may_begin_in_the_last_year(client, on_starter, settings):
    settings.AS_OF = date(2049, 12, 31)
    assert client.get(f"{AREA}explore/").status_code == client.get(f"{AREA}explore/?s=c~60").status_code == 200


@pytest.mark.parametrize("day", [date(2049, 12, 31), date(2050, 1, 1)])
def test_no_default_choice_is_refused(client, on_starter, settings, day):
    settings.AS_OF = day
    assert {path: status for path in ADDRESSES if (status := client.get(path).status_code) != 200} == {}
