"""Setting type: a layout from `print/` and what is to stand in it, as PDF or picture, the same on every machine.

Only the fonts that typst itself carries are used, so that no file of a font is kept and no machine's own slip in.
A PDF follows PDF/UA-1: tagged, with title, language and alternative texts; typst refuses to make one that doesn't.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from climate_visualizer.charts.drawing.scene import Scene
from climate_visualizer.charts.drawing.svg import Look, render
from climate_visualizer.charts.drawing.themes import PRINT
from climate_visualizer.strict_json import json_text

LAYOUTS = Path(__file__).parent / "print"
FONT = "Libertinus Serif"
_lock = Lock()


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False)
    return typst.Compiler(root=LAYOUTS, font_paths=fonts, ignore_system_fonts=True)


def _made(layout: str, content: dict[str, object], **options: Any) -> bytes:  # typst's own options of a kind of file
    inputs = {"content": json_text({"colours": PRINT, **content})}
    with _lock:
        document = _compiler().compile(LAYOUTS / f"{layout}.typ", sys_inputs=inputs, **options)
    assert isinstance(document, bytes)
    return document


def pdf(layout: str, content: dict[str, object], *, day: date) -> bytes:
    """A PDF/UA-1 document, dated with the day of its figures, so that the same figures give the same bytes."""
    stamp = datetime.combine(day, time(), tzinfo=UTC)
    return _made(layout, content, format="pdf", pdf_standards=["ua-1"], timestamp=int(stamp.timestamp()))


def png(layout: str, content: dict[str, object]) -> bytes:
    """A picture with one pixel a point."""
    return _made(layout, content, format="png", ppi=72.0)


def printed(scene: Scene | None, colours: Mapping[str, str] = PRINT) -> str:
    """A scene as SVG for print: its colours, the print's font, and halos as texts of their own (a PDF has no paint order)."""
    return render(scene, Look(colours, FONT, paints_in_order=False)) if scene else ""
