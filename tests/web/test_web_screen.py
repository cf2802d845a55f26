"""The public screen: complete without script, its slides follow what there is to say."""

import re

import pytest
from web.markup import page

pytestmark = pytest.mark.usefixtures("on_starter")


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("area", ["nykoping", "sodermanlands-lan", "sverige"])
def test_the_slides_say_it_all_on_one_page(client, lang, area):
    found = page(client, f"/{lang}/se/{area}/screen/")
    assert found.all("html")[0]["lang"] == lang
    assert len(found.all("h1")) == 1
    slides = [section for section in found.all("section") if "slide" in section["class"]]
    assert len(slides) == 6
    ids = {attrs["id"] for _, attrs in found.tags if "id" in attrs}
    assert all(slide["aria-labelledby"] in ids for slide in slides)
    assert f"testserver/{lang}/se/{area}" in found.text
    assert not [attrs for _, attrs in found.tags if "style" in attrs]
    assert "hidden" in next(part for part in found.all("div") if part.get("class") == "turning")


def test_what_is_overdrawn_has_no_price_of_waiting(client):
    found = page(client, "/sv/se/nykoping/screen/?limit=1.5")
    assert len([section for section in found.all("section") if "slide" in section["class"]]) == 5
    assert "tog slut i augusti 2025" in found.text
    assert "limit=1.5" in next(link["href"] for link in found.all("a"))


def test_the_screen_is_versioned_and_says_what_it_cannot_show(client):
    first = client.get("/sv/se/nykoping/screen/")
    assert client.get("/sv/se/nykoping/screen/", headers={"if-none-match": first["ETag"]}).status_code == 304
    assert page(client, "/sv/se/atlantis/screen/", 404).all("h1")
    assert page(client, "/sv/se/nykoping/screen/?limit=9", 422).all("h1")


@pytest.mark.parametrize("area", ["nykoping", "gotland", "oxelosund"])
def test_shares_are_those_of_the_areas_own_page(client, area):
    drawn = client.get(f"/sv/se/{area}/sectors.svg").content.decode()
    shares = re.findall(r">((?:&lt;\s)?\d+\s%)</text>", drawn)
    slide = (
        client.get(f"/sv/se/{area}/screen/").content.decode().partition('id="sectors"')[2].partition("</section>")[0]
    )
    shown = re.findall(r"<b>([^<]+)</b>", slide)
    assert len(shown) > 3 and shown == shares[: len(shown)]
