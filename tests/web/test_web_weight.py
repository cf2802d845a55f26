"""The gate on weight: what a reader of an area's page loads before and after touching it."""

import gzip
import re

import pytest
from conftest import ROOT

from climate_visualizer.web.http.static_files import without_comments

pytestmark = pytest.mark.usefixtures("on_starter")
STATIC = ROOT / "climate_visualizer" / "web" / "static"
AREA = "/sv/se/nykoping/"


def _served(name: str) -> bytes:
    text = (STATIC / name).read_text(encoding="utf-8")
    return (without_comments(text) if name.endswith(".js") else text).encode()


def _packed(name: str) -> int:
    return len(gzip.compress(_served(name), 6))


def _page(client, path: str) -> tuple[int, str]:
    response = client.get(path, headers={"accept-encoding": "gzip"})
    return len(response.content), gzip.decompress(response.content).decode()


def _asked(text: str) -> list[str]:
    """The files of ours that a page asks for by itself."""
    head = text[: text.index("</head>")]
    names = [name.rpartition("/")[2] for name in re.findall(r'(?:src|href)="(/static/[^"]+)"', head)]
    return [re.sub(r"\.[0-9a-f]{12}(?=\.)", "", name) for name in names]  # collected files carry their hash in the name


@pytest.mark.parametrize("path", [AREA, "/en/se/sverige/", AREA + "?limit=1.5", AREA + "sectors/transport/"])
def test_a_page_weighs_little(client, path):
    html, text = _page(client, path)
    names = _asked(text)
    scripts = sum(_packed(name) for name in names if name.endswith(".js"))
    sheets = sum(_packed(name) for name in names if name.endswith(".css"))
    assert scripts <= 2_000  # of 30 000 that are allowed before anything is touched
    assert html + sheets + scripts <= 45_000  # of 120 000
    assert "<img" not in text
    assert "url(" not in (STATIC / "area.css").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "path",
    [
        f"{AREA}explore/",
        f"{AREA}footprint/",
        f"{AREA}embed/",
        f"{AREA}screen/",
        "/sv/",
        "/sv/ranking/",
        "/fi/se/nykoping/",
        "/sv/compare/?areas=SE-0480,SE-0481,SE-0482,SE-0483,SE-0484,SE-0488",
    ],
)
def test_every_other_page_weighs_little_too(client, path):
    html, text = _page(client, path)
    names = _asked(text)
    scripts = sum(_packed(name) for name in names if name.endswith(".js"))
    sheets = sum(_packed(name) for name in names if name.endswith(".css"))
    assert scripts <= 6_000  # of 30 000 that are allowed before anything is touched
    assert html + sheets + scripts <= 60_000  # of 120 000


def test_moving_dots_weigh_less_than_ten_kilobytes_and_reading_less_than_five():
    assert len(_served("dots.js")) < 10_000
    assert _packed("dots.js") + _packed("area.js") < 6_000
    assert _packed("chart.js") < 5_000
