"""A figure as a file carries title, unit, source, licence and edition in the picture and in its metadata."""

import struct
import xml.etree.ElementTree as tree
import zlib

import pytest
from conftest import ROOT

from climate_visualizer.budget.assess import assess
from climate_visualizer.charts import catalogue
from climate_visualizer.charts.drawing import read_out, sheet
from climate_visualizer.charts.drawing.sector_colours import colour_of
from climate_visualizer.charts.drawing.text_widths import text_width
from climate_visualizer.charts.drawing.themes import DARK
from climate_visualizer.languages.language import load_language
from climate_visualizer.methods.question import ask

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def bundle(starter, day):
    sv = load_language("sv", ROOT / "climate_visualizer" / "web" / "locale")
    a = assess(ask(starter, "SE-0480", as_of=day))
    return lambda name="history": catalogue.figure(name, starter, a, sv)


@pytest.fixture
def parts(sweden, day):
    """A figure of what a sector consists of, which a release with sub-sectors has."""
    sv = load_language("sv", ROOT / "climate_visualizer" / "web" / "locale")
    a = assess(ask(sweden, "SE-0480", as_of=day))
    return lambda name: catalogue.figure(name, sweden, a, sv)


def _chunks(png: bytes) -> list[tuple[bytes, bytes]]:
    found, at = [], 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kind, content = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length])[0] == zlib.crc32(kind + content)
        found.append((kind, content))
        at += 12 + length
    return found


@pytest.mark.parametrize(
    "name", ["dots", "history", "cumulative", "sector-transport", "sectors", "waiting", "parts-transport"]
)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_svg_says_what_it_is(bundle, parts, name, theme):
    made = (parts if name.startswith("parts") else bundle)(name)
    root = tree.fromstring(sheet.svg(made, theme))
    assert root.find(f"{SVG}title").text == made.title
    assert root.find(f"{SVG}desc").text == made.alt
    written = " ".join(node.text for node in root.findall(f"{SVG}text"))
    for said in (made.title.split()[0], made.edition_id, "CC BY 4.0", "SMHI"):
        assert said in written
    assert made.edition_id in root.find(f"{SVG}metadata").text
    assert "var(" not in sheet.svg(made, theme)
    assert (DARK["paper"] in sheet.svg(made, theme)) == (theme == "dark")


@pytest.mark.parametrize("name", ["dots", "cumulative"])
def test_the_png_carries_the_same_as_text(bundle, name):
    made = bundle(name)
    told = dict(
        content.split(b"\x00\x00\x00\x00\x00", 1) for kind, content in _chunks(sheet.png(made)) if kind == b"iTXt"
    )
    assert told[b"Title"].decode() == made.title
    assert told[b"Edition"].decode() == made.edition_id
    assert told[b"Copyright"] == b"CC BY 4.0"
    assert told[b"Choices"].decode().startswith("2\u00a0°C med 83 procents sannolikhet")
    assert "CC BY 4.0" in told[b"Source"].decode()


def _lengths(picture: str, fill: str, side: str) -> list[float]:
    rects = [node for node in tree.fromstring(picture).iter(f"{SVG}rect") if node.get("fill") == fill]
    return [float(node.get(side)) for node in rects]


@pytest.mark.parametrize(("name", "whole"), [("sectors", 194_684), ("parts-transport", 163_000)])
def test_bars_are_as_long_as_their_tonnes_and_the_table_has_every_part(bundle, parts, name, whole):
    made = (parts if name.startswith("parts") else bundle)(name)
    tonnes = [row[1] for row in made.table.rows]
    assert sum(tonnes) == pytest.approx(whole, rel=0.02)
    assert tonnes == sorted(tonnes, reverse=True)
    assert sum(row[2] for row in made.table.rows) == pytest.approx(100, abs=1)
    tracks = len(_lengths(made.picture, "var(--left)", "width"))
    assert tracks == min(len(tonnes), 9)
    sectors = ("transport", "transport") if name.startswith("parts") else ("transport", "machinery")
    first, second = ([*_lengths(made.picture, f"var(--{colour_of(sector)})", "width")] for sector in sectors)
    lengths = first[:1] + (second[1:2] if first == second else second[:1])
    assert lengths[1] / lengths[0] == pytest.approx(tonnes[1] / tonnes[0], abs=0.002)


def test_a_column_of_waiting_is_as_high_as_its_cut_and_striped_where_no_path_is_left(bundle):
    made = bundle("waiting")
    cuts = [row[1] for row in made.table.rows]
    heights = _lengths(made.picture, "var(--act)", "height")
    assert len(made.table.rows) > len(heights) > 1, "the last has no path"
    assert cuts[-1] == "", "no cut is told where there is none"
    assert heights[0] / heights[1] == pytest.approx(cuts[0] / cuts[1], abs=0.01)
    assert "#no-path" in made.picture
    assert str(made.table.rows[0][0]) in made.alt


def test_long_titles_and_sources_are_wrapped_within_the_picture(bundle):
    from dataclasses import replace

    long = replace(bundle(), title="En mycket lång rubrik " * 12, source="En källa " * 60)
    root = tree.fromstring(sheet.svg(long))
    height = float(root.get("viewBox").split()[3])
    texts = root.findall(f"{SVG}text")
    assert len(texts) > 6
    assert all(float(text.get("y")) < height for text in texts)
    assert all(text_width(text.text, float(text.get("font-size", 13)), bold=True) < 1200 for text in texts)


def test_what_is_read_at_a_year_is_what_the_table_says(bundle):
    sv = load_language("sv", ROOT / "climate_visualizer" / "web" / "locale")
    for name in ("history", "dots", "cumulative", "sector-transport"):
        table = bundle(name).table
        found = read_out.readings(table, sv)
        assert [one["at"] for one in found] == sorted({row[0] for row in table.rows if not isinstance(row[0], str)})
        assert all(one["lines"] for one in found)
    of_2023 = next(one for one in read_out.readings(bundle().table, sv) if one["at"] == 2023)
    assert dict(of_2023["lines"])["Transporter"].endswith("ton")
    assert dict(of_2023["lines"])["Alla utsläpp"] == "194\u202f684 ton"
    ahead = next(one for one in read_out.readings(bundle().table, sv) if one["at"] == 2035)
    assert [name for name, _ in ahead["lines"]] == ["trend", "trend, låg", "trend, hög", "budgetens väg"]
