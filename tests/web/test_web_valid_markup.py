"""Every kind of page is valid HTML, every chart valid SVG: read strictly, ids one each, references that lead somewhere."""

from xml.etree import ElementTree

import pytest
from web.valid_markup import drawn_faults, faults, read

pytestmark = pytest.mark.usefixtures("on_starter")
PAGES = (
    "/sv/",
    "/en/?q=nyk",
    "/sv/ranking/",
    "/en/compare/?areas=SE-0480,SE-0481",
    "/sv/method/",
    "/sv/data/",
    "/en/about/",
    "/sv/accessibility/",
    "/sv/se/nykoping/",
    "/sv/se/nykoping/?limit=1.5",
    "/en/se/oxelosund/?scope=without-plants",
    "/fi/se/gotland/",
    "/nb/se/malmo/",
    "/de/se/lulea/",
    "/sv-x-lattlast/se/stockholm/",
    "/sv/se/sverige/",
    "/sv/se/nykoping/sectors/transport/",
    "/sv/se/nykoping/explore/",
    "/en/se/nykoping/explore/?s=c~60",
    "/sv/se/nykoping/goal/",
    "/en/se/gotland/goal/?goal=2030",
    "/sv/se/nykoping/footprint/",
    "/sv/se/nykoping/budgets/",
    "/sv/se/nykoping/screen/",
    "/sv/se/nykoping/embed/",
    "/sv/se/nykoping/follow/",
    "/sv/group/",
    "/sv/group/?areas=SE-0480,SE-0481",
    "/embed/headline/SE-0480",
    "/embed/findings/SE-0480",
    "/embed/dots/SE-0480",
    "/embed/history/SE-0480",
    "/embed/cumulative/SE-0480",
    "/embed/sectors/SE-0480",
    "/embed/waiting/SE-0480",
    "/embed/group?areas=SE-0480,SE-0481",
    "/sv/nowhere/",
    "/sv/se/nykoping/?limit=9",
    "/sv/sign-in/",
)
CHARTS = (
    *(f"/sv/se/{slug}/{name}.svg" for slug in ("nykoping", "oxelosund") for name in ("dots", "history", "cumulative")),
    "/sv/se/nykoping/sectors.svg",
    "/sv/se/nykoping/waiting.svg",
    "/sv/se/nykoping/dots.svg?limit=1.5",
    "/sv/se/nykoping/explore/scenario.svg?s=c~60",
    "/sv/group/group.svg?areas=SE-0480,SE-0481",
    "/badge/SE-0480.svg",
    "/favicon.svg",
)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_valid_html(client, path):
    response = client.get(path, follow=True)
    assert response["Content-Type"].startswith("text/html")
    assert faults(read(response.content.decode())) == []


def test_a_fragment_is_valid_in_a_page_of_somebody_else(client):
    response = client.get("/embed/history/SE-0480/fragment?language=sv")
    assert response.status_code == 200
    assert faults(read(response.content.decode(), part=True)) == []


@pytest.mark.parametrize("path", CHARTS)
def test_a_chart_is_valid_svg(client, path):
    response = client.get(path, follow=True)
    assert response.status_code == 200, path
    body = b"".join(response.streaming_content) if response.streaming else response.content
    root = ElementTree.fromstring(body)
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    assert list(drawn_faults(root)) == []


def test_the_reader_of_markup_finds_what_is_wrong():
    page = "<!doctype html><html lang=en><head><title>x</title></head><body>{}</body></html>"
    wrong = {
        "<p id=a></p><p id=a></p>": "id a stands 2 times",
        "<label for=gone>x</label>": "leads nowhere",
        "<svg><rect colour=red /></svg>": "no attribute colour",
        "<svg><blink /></svg>": "not among the elements",
        '<svg><text font-weight="650"></text></svg>': "no value of SVG 1.1",
        '<svg><rect fill="url(#none)" /></svg>': "which is not there",
    }
    for body, said in wrong.items():
        assert any(said in fault for fault in faults(read(page.format(body)))), body
    with pytest.raises(Exception, match="seen too early"):
        read(page.format("<p></div></p>"))
