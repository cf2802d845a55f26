"""Font metrics: how wide a text is, measured in the font that PNG files are drawn with.

DejaVu Sans is the widest of the fonts that browsers take for `system-ui`, so a text that fits by these widths fits
everywhere. The two files hold its Latin, Greek and Cyrillic letters: a machine without any font draws the same.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

FAMILY = "DejaVu Sans"
FONTS = Path(__file__).parent / "fonts"
FILES = {False: FONTS / "DejaVuSans.ttf", True: FONTS / "DejaVuSans-Bold.ttf"}
MEASURED_AT = 100  # pixels: large enough that rounding to whole pixels within the font does not show


@lru_cache(maxsize=2)
def _font(bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FILES[bold]), MEASURED_AT, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4096)
def _unit_width(text: str, bold: bool) -> float:
    return _font(bold).getlength(text) / MEASURED_AT


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a text is, in pixels, in letters of a size."""
    return _unit_width(text, bold) * size


def wrapped(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """A text in lines that are no wider; a word that is wider alone stands alone."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def shortened(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """A text that is no wider: whole words and three dots where it would be."""
    if text_width(text, size, bold=bold) <= width:
        return text
    words = text.split(" ")
    while len(words) > 1 and text_width(" ".join(words) + "\u2026", size, bold=bold) > width:
        words.pop()
    return " ".join(words) + "\u2026"
