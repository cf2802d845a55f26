"""Sheet: a figure that stands by itself, with title above and source, licence and edition below."""

from __future__ import annotations

from climate_visualizer.charts.drawing.bundle import Bundle
from climate_visualizer.charts.drawing.png import png as drawn_by_resvg
from climate_visualizer.charts.drawing.scene import Mark, Nested, Rect, Scene, Text
from climate_visualizer.charts.drawing.svg import Look, escape, render
from climate_visualizer.charts.drawing.text_widths import wrapped
from climate_visualizer.charts.drawing.themes import THEMES

MARGIN, TITLE, UNIT, NOTE = 28, 26, 15, 13
LEADING = 1.3  # of a letter: from one line to the next
ABOVE, BELOW = 18, 12  # pixels between the picture and the words above and below it


def _lines(
    text: str, width: float, size: float, top: float, fill: str, *, bold: bool = False
) -> tuple[list[Mark], float]:
    """A text in lines within a width, and where the next one begins."""
    lines = wrapped(text, width, size, bold=bold) if text else []
    marks: list[Mark] = [
        Text(MARGIN, top + size + index * size * LEADING, line, size, fill, bold=bold)
        for index, line in enumerate(lines)
    ]
    return marks, top + len(lines) * size * LEADING


def note(bundle: Bundle) -> str:
    """Source, licence and edition in one line."""
    return " ".join(
        sentence for sentence in (bundle.source, f"{bundle.licence}." if bundle.licence else "") if sentence
    )


def scene(bundle: Bundle) -> Scene:
    """The figure's scene with its words around it."""
    inner = bundle.scene or Scene(600, 0, [])
    title, top = _lines(bundle.title, inner.width, TITLE, MARGIN, "ink", bold=True)
    unit, top = _lines(bundle.unit, inner.width, UNIT, top, "soft")
    top += ABOVE
    notes, end = _lines(f"{note(bundle)} Climate Visualizer", inner.width, NOTE, top + inner.height + BELOW, "soft")
    width, height = inner.width + 2 * MARGIN, end + MARGIN
    picture = Nested(inner, MARGIN, top, inner.width, inner.height)
    return Scene(width, height, [Rect(0, 0, width, height, "paper"), *title, *unit, picture, *notes])


def svg(bundle: Bundle, theme: str = "light") -> str:
    """The sheet as SVG; title, description and edition are also told in its metadata."""
    sheet = scene(bundle)
    head = (
        f"<title>{escape(bundle.title)}</title><desc>{escape(bundle.alt)}</desc>"
        f"<metadata>{escape(f'{note(bundle)} {bundle.choices}'.strip())}</metadata>"
    )
    size = f' width="{sheet.width:g}" height="{sheet.height:.1f}"'
    return render(sheet, Look(THEMES[theme]), size=size, head=head)


def png(bundle: Bundle, theme: str = "light", scale: float = 2.0) -> bytes:
    """The sheet as PNG; title, description, choices, source, licence and edition are told inside as text, in UTF-8."""
    facts = {"Title": bundle.title, "Description": bundle.alt, "Source": note(bundle), "Edition": bundle.edition_id}
    facts |= {"Choices": bundle.choices, "Copyright": bundle.licence, "Software": "Climate Visualizer"}
    return drawn_by_resvg(svg(bundle, theme), scale, facts)
