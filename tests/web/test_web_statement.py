"""The accessibility statement has what Swedish law asks for, and the pages around the figures say who runs them."""

import pytest
from web.markup import page

pytestmark = pytest.mark.usefixtures("on_starter")
ASKED = ["2018:1937", "delvis förenlig", "Rapportera brister", "digg.se/tdosanmalan", "självskattning", "Tillsyn"]


@pytest.mark.parametrize("said", ASKED)
def test_the_statement_says_what_the_law_asks_for(client, said):
    found = page(client, "/sv/accessibility/")
    assert said in found.text
    assert "https://www.digg.se/tdosanmalan" in [link["href"] for link in found.all("a")]


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_who_runs_the_site_and_where_to_write_come_from_the_settings(client, settings, lang):
    assert "mailto:" not in str(page(client, f"/{lang}/accessibility/").all("a"))
    settings.OWNER, settings.CONTACT = "Nyköpings kommun", "tillganglig@example.org"
    for name in ("accessibility", "about"):
        found = page(client, f"/{lang}/{name}/?as=owner")
        assert "Nyköpings kommun" in found.text
        assert "mailto:tillganglig@example.org" in [link["href"] for link in found.all("a")]
