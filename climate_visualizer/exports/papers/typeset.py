"""Setting type: a layout from `print/` and what is to stand in it, as PDF or picture, the same on every machine.

Only the fonts that typst itself carries are used, so that no file of a font is kept and no machine's own slip in.
A PDF follows PDF/UA-1: tagged, with title, language and alternative texts; typst refuses to make one that doesn't.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from climate_visualizer.charts.drawing.bundle import LIGHT
from climate_visualizer.strict_json import json_text

LAYOUTS = Path(__file__).parent / "print"
FONT = "Libertinus Serif"
PRINTED = {**LIGHT, "paper": "#ffffff"}
EDGE = 24
_lock = Lock()


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False)
    return typst.Compiler(root=LAYOUTS, font_paths=fonts, ignore_system_fonts=True)


def _made(layout: str, content: dict[str, Any], **options: Any) -> bytes:
    inputs = {"content": json_text({"colours": PRINTED, **content})}
    with _lock:
        made = _compiler().compile(LAYOUTS / f"{layout}.typ", sys_inputs=inputs, **options)
    assert isinstance(made, bytes)
    return made


def pdf(layout: str, content: dict[str, Any], *, day: date) -> bytes:
    """A PDF/UA-1 document, dated with the day of its figures, so that the same figures give the same bytes."""
    stamp = datetime.combine(day, time(), tzinfo=UTC)
    return _made(layout, content, format="pdf", pdf_standards=["ua-1"], timestamp=int(stamp.timestamp()))


def png(layout: str, content: dict[str, Any]) -> bytes:
    """A picture with one pixel a point."""
    return _made(layout, content, format="png", ppi=72.0)


def printed(picture: str, colours: dict[str, str] | None = None) -> str:
    """A figure's picture in print: its colours in place of their names, its letters in the print's font."""
    table = colours or PRINTED
    drawn = re.sub(r"var\(--([a-z0-9]+)\)", lambda found: table[found.group(1)], picture)
    drawn = re.sub(r'<text ([^>]*paint-order="stroke"[^>]*)>(.*?)</text>', _outlined, drawn)
    return re.sub(r'font-family="[^"]*"', f'font-family="{FONT}"', drawn)


def larger(picture: str, times: float) -> str:
    """A picture whose letters are so many times as large, with room for those at its left edge."""
    if times == 1.0:
        return picture
    drawn = re.sub(
        r'font-size="([\d.]+)(px)?"',
        lambda found: f'font-size="{float(found.group(1)) * times:g}{found.group(2) or ""}"',
        picture,
    )
    return re.sub(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', _room, drawn, count=1)


def _room(found: re.Match[str]) -> str:
    width, height = float(found.group(1)), float(found.group(2))
    return f'viewBox="{-EDGE} {-EDGE // 3} {width + EDGE:g} {height + EDGE:g}"'


def _outlined(found: re.Match[str]) -> str:
    """Letters over their own outline as two texts: a PDF knows no order of painting and would draw the outline on top."""
    said, within = found.group(1), found.group(2)
    bare = re.sub(r' (?:stroke(?:-\w+)?|paint-order)="[^"]*"', "", f" {said}")
    return f"<text {said}>{within}</text><text{bare}>{within}</text>"
