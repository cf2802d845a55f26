"""Sheet: a figure that stands by itself, with title above and source, licence and edition below."""

from __future__ import annotations

import re
import struct
import textwrap
import zlib

import vl_convert

from climate_visualizer.charts.drawing.bundle import FONT, THEMES, Bundle, escape

MARGIN, TITLE, UNIT, NOTE = 28, 26, 15, 13
LETTER = 0.55  # mean width of a letter, in its height


def _lines(text: str, width: float, letters: int) -> list[str]:
    return textwrap.wrap(text, max(int(width / (letters * LETTER)), 10))


def _texts(lines: list[str], top: float, letters: int, fill: str, weight: int = 400) -> str:
    return "".join(
        f'<text x="{MARGIN}" y="{top + letters + index * letters * 1.3:.1f}" font-size="{letters}" '
        f'font-weight="{weight}" fill="{fill}">{escape(line)}</text>'
        for index, line in enumerate(lines)
    )


def note(bundle: Bundle) -> str:
    """Source, licence and edition in one line."""
    return " ".join(part for part in (bundle.source, f"{bundle.licence}." if bundle.licence else "") if part)


def svg(bundle: Bundle, theme: str = "light") -> str:
    """The sheet as SVG; title, description and edition are also told in its metadata."""
    colours, size = THEMES[theme], re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', bundle.picture)
    width, height = map(float, size.groups()) if size else (600.0, 0.0)
    titles, units = _lines(bundle.title, width, TITLE), _lines(bundle.unit, width, UNIT)
    notes = _lines(f"{note(bundle)} Climate Visualizer", width, NOTE)
    unit_top = MARGIN + len(titles) * TITLE * 1.3
    top = unit_top + len(units) * UNIT * 1.3 + 18
    note_top = top + height + 12
    whole = note_top + len(notes) * NOTE * 1.3 + MARGIN
    inner = bundle.picture.replace(
        "<svg ", f'<svg x="{MARGIN}" y="{top:.1f}" width="{width:g}" height="{height:g}" overflow="visible" ', 1
    )
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width + 2 * MARGIN:g} {whole:.1f}" '
        f'width="{width + 2 * MARGIN:g}" height="{whole:.1f}" font-family="{FONT}">'
        f"<title>{escape(bundle.title)}</title><desc>{escape(bundle.alt)}</desc>"
        f"<metadata>{escape(note(bundle))}</metadata>"
        f'<rect width="100%" height="100%" fill="{colours["paper"]}"/>'
        f"{_texts(titles, MARGIN, TITLE, 'var(--ink)', 700)}{_texts(units, unit_top, UNIT, 'var(--soft)')}"
        f"{inner}{_texts(notes, note_top, NOTE, 'var(--soft)')}</svg>"
    )
    return re.sub(r"var\(--([a-z0-9]+)\)", lambda found: colours[found.group(1)], picture)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(bundle: Bundle, theme: str = "light", scale: float = 2.0) -> bytes:
    """The sheet as PNG; title, description, source and edition are told inside as text, in UTF-8."""
    picture: bytes = vl_convert.svg_to_png(svg(bundle, theme), scale=scale)
    facts = {"Title": bundle.title, "Description": bundle.alt, "Source": note(bundle), "Edition": bundle.edition_id}
    told = b"".join(
        _chunk(b"iTXt", key.encode() + b"\x00\x00\x00\x00\x00" + text.encode()) for key, text in facts.items() if text
    )
    head = 8 + 25  # the signature and the header chunk
    return picture[:head] + told + picture[head:]
