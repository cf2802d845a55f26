"""The map of the first page: every area in the colour of how long its budget lasts, each a link to its page."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from climate_visualizer.beside.area_search import Tile
from climate_visualizer.budget.lasting import beyond
from climate_visualizer.charts.drawing.bundle import FONT, Bundle, Table, escape
from climate_visualizer.charts.maps.inset import Inset
from climate_visualizer.charts.maps.outline_paths import MARGIN, Outlines
from climate_visualizer.languages.language import Language
from climate_visualizer.words.sentences import area_name

SIDE, GAP = 100.0, 6.0
Steps = tuple[float, ...]
# Edges of the classes, in years: a map takes those that tell its areas apart best.
LADDERS: tuple[Steps, ...] = (
    (1, 2, 3, 4),
    (2, 3, 4, 5),
    (3, 4, 5, 6),
    (4, 6, 8, 10),
    (5, 10, 15, 20),
    (10, 20, 30, 40),
)
# From used up over short to long; each has a colour, and in the text of a tile the number of years.
FILLS = ("bad", "s1", "s3", "s4", "s5", "s6")
STRIPES = (
    '<pattern id="used-up" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="8" height="8" fill="var(--paper)"/><rect width="4" height="8" fill="var(--bad)"/></pattern>'
)


@dataclass(frozen=True)
class Shown:
    """One area on the map: years left at today's rate (negative where it is used up, NaN where unknown), its words.

    What `lasts_beyond` 2050 has the years until then.
    """

    area_id: str
    name: str
    href: str
    years: float
    written: str
    until: str
    lasts_beyond: bool = False


def steps_for(years: Sequence[float]) -> Steps:
    """The edges by which the areas whose budgets last so many years fall into the most even classes."""
    left = [one for one in years if one >= 0]

    def evenness(steps: Steps) -> float:
        counts = Counter(step(one, steps) for one in left)
        return -sum(count / len(left) * math.log(count / len(left)) for count in counts.values())

    return max(LADDERS, key=evenness)


def step(years: float, steps: Steps) -> int:
    """The class of a number of years: 0 used up, 1 below the first edge, and so on to the last."""
    if math.isnan(years):
        return len(FILLS) - 1
    return 0 if years < 0 else 1 + sum(years >= edge for edge in steps)


def legend(steps: Steps, language: Language) -> tuple[tuple[int, str], ...]:
    """Each class with its words, from used up to long."""
    first, last = language.whole(steps[0]), language.whole(steps[-1])
    between = [f"{language.whole(low)}\u2013{language.whole(high)}" for low, high in pairwise(steps)]
    words = (
        language.t("used up"),
        language.t("under {number}", number=first),
        *between,
        language.t("{number} years or more", number=last),
    )
    return tuple(enumerate(words))


def _said(one: Shown, language: Language) -> str:
    if one.years < 0:
        return f"{one.name}: {one.until}"
    if one.lasts_beyond:
        return f"{one.name}: {beyond(language)}"
    return language.t("{area}: {years} years left, until {when}", area=one.name, years=one.written, when=one.until)


def _tile(one: Shown, tile: Tile, steps: Steps, language: Language) -> str:
    """A square with the area's name and years."""
    x, y, kind = tile.column * (SIDE + GAP), tile.row * (SIDE + GAP), step(one.years, steps)
    fill = "url(#used-up)" if kind == 0 else f"var(--{FILLS[kind]})"
    ink = "var(--paper)" if kind == 1 else "var(--ink)"
    years = language.t("used up") if one.years < 0 else language.t("{number} years", number=one.written)
    lines = [*tile.label, years]
    top = y + SIDE / 2 - (len(lines) - 1) * 9.5 + 5
    spans = "".join(
        f'<tspan x="{x + SIDE / 2:g}" y="{top + 19 * index:g}">{escape(line)}</tspan>'
        for index, line in enumerate(lines)
    )
    plate = (
        f'<rect x="{x + 8:g}" y="{top - 18:g}" width="{SIDE - 16:g}" height="{19 * len(lines) + 6:g}" rx="6" '
        f'fill="var(--paper)"/>'
        if kind == 0
        else ""
    )
    return (
        f'<a href="{escape(one.href)}" aria-label="{escape(_said(one, language))}" class="c{kind}">'
        f"<title>{escape(_said(one, language))}</title>"
        f'<rect x="{x:g}" y="{y:g}" width="{SIDE:g}" height="{SIDE:g}" rx="8" fill="{fill}"/>{plate}'
        f'<text fill="{ink}" font-size="15" text-anchor="middle">{spans}</text></a>'
    )


def _tiled(shown: Sequence[Shown], tiles: Mapping[str, Tile], steps: Steps, language: Language, alt: str) -> str:
    there = [one for one in shown if one.area_id in tiles]
    ordered = sorted(there, key=lambda one: (tiles[one.area_id].row, tiles[one.area_id].column))
    columns = 1 + max((tiles[one.area_id].column for one in there), default=0)
    lines = 1 + max((tiles[one.area_id].row for one in there), default=0)
    body = "".join(_tile(one, tiles[one.area_id], steps, language) for one in ordered)
    width, height = columns * (SIDE + GAP) - GAP, lines * (SIDE + GAP) - GAP
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="group" '
        f'aria-label="{escape(alt)}"><defs>{STRIPES}</defs>{body}</svg>'
    )


def _land(one: Shown, path: str, steps: Steps, language: Language, again: bool = False) -> str:
    """An area's outline as a link in the colour of its class; drawn again, it is only there to be pointed at."""
    kind, said = step(one.years, steps), escape(_said(one, language))
    fill = "url(#used-up)" if kind == 0 else f"var(--{FILLS[kind]})"
    edge = ' stroke="var(--bad)"' if kind == 0 else ""
    told = 'tabindex="-1"' if again else f'aria-label="{said}" class="c{kind}"'
    return f'<a href="{escape(one.href)}" {told} fill="{fill}"{edge}><title>{said}</title><path d="{path}"/></a>'


def _inset(shown: Sequence[Shown], inset: Inset, steps: Steps, language: Language) -> str:
    """Small areas once more in a frame of their own, and a mark around them where they lie."""
    (x, y, width, height), (left, top, wide, high) = inset.frame, inset.origin
    body = "".join(
        _land(one, inset.paths[one.area_id], steps, language, again=True) for one in shown if one.area_id in inset.paths
    )
    line = 'fill="none" stroke="var(--soft)" stroke-width="1.2"'
    return (
        f'<g aria-hidden="true"><rect x="{left - 4:.0f}" y="{top - 4:.0f}" width="{wide + 8:.0f}" '
        f'height="{high + 8:.0f}" rx="4" {line}/><rect x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" rx="10" {line}/><text x="{x + MARGIN:.0f}" y="{y + 28:.0f}" font-size="20" '
        f'stroke="none" fill="var(--soft)">{escape(area_name(inset.around, language))}</text>{body}</g>'
    )


def _outlined(shown: Sequence[Shown], drawn: Outlines, steps: Steps, language: Language, alt: str) -> str:
    """The areas as they lie, those without statistics too, and darker lines between the areas around them."""
    known = {one.area_id for one in shown}
    blank = "".join(path for area_id, path in drawn.paths.items() if area_id not in known)
    rest = f'<path class="blank" d="{blank}" fill="var(--line)"/>' if blank else ""
    body = "".join(_land(one, drawn.paths[one.area_id], steps, language) for one in shown if one.area_id in drawn.paths)
    lines = f'<path class="lines" d="{drawn.borders}" fill="none" stroke="var(--ink)" stroke-width="1.3"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawn.width} {drawn.height}" role="group" '
        f'aria-label="{escape(alt)}" stroke="var(--paper)" stroke-width=".8" stroke-linejoin="round">'
        f"<defs>{STRIPES}</defs>{rest}{body}{lines if drawn.borders else ''}"
        f"{_inset(shown, drawn.inset, steps, language) if drawn.inset else ''}</svg>"
    )


def _table(shown: Sequence[Shown], language: Language) -> Table:
    columns = (language.t("Place"), language.t("Years left"), language.t("Lasts until"))
    rows = [(one.name, one.written if one.lasts_beyond else round(max(one.years, 0), 2), one.until) for one in shown]
    return Table(columns, tuple(rows))


def figure(
    shown: Sequence[Shown],
    drawn: Outlines | Mapping[str, Tile],
    steps: Steps,
    title: str,
    source: str,
    edition_id: str,
    language: Language,
) -> Bundle:
    """The map of the areas that have an outline or a tile, with the table of all that are shown."""
    alt = language.t("Map: {title}. The same figures stand in the table below.", title=title)
    picture = (
        _outlined(shown, drawn, steps, language, alt)
        if isinstance(drawn, Outlines)
        else _tiled(shown, drawn, steps, language, alt)
    )
    return Bundle(picture, _table(shown, language), title, alt, source, edition_id)


KEY_COLUMNS, KEY_LINE, KEY_LETTERS = 3, 28, 16


def with_key(picture: str, steps: Steps, language: Language) -> str:
    """A map that leaves its page: below it, what each colour means."""
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', picture)
    assert found, "a map has a size"
    width, height = map(float, found.groups())
    words = legend(steps, language)
    lines = -(-len(words) // KEY_COLUMNS)
    marks = "".join(_mark(at, said, width, height) for at, said in words)
    key = f'<g stroke="none" font-family="{FONT}" font-size="{KEY_LETTERS}">{marks}</g></svg>'
    taller = f'viewBox="0 0 {width:g} {height + 20 + lines * KEY_LINE:g}"'
    return picture.replace(found.group(0), taller, 1).removesuffix("</svg>") + key


def _mark(at: int, said: str, width: float, height: float) -> str:
    x, y = at % KEY_COLUMNS * width / KEY_COLUMNS, height + 20 + at // KEY_COLUMNS * KEY_LINE
    fill = "url(#used-up)" if at == 0 else f"var(--{FILLS[at]})"
    edge = ' stroke="var(--bad)"' if at == 0 else ""
    return (
        f'<rect x="{x + 1:g}" y="{y:g}" width="18" height="18" rx="4" fill="{fill}"{edge}/>'
        f'<text x="{x + 28:g}" y="{y + 14.5:g}" fill="var(--ink)">{escape(said)}</text>'
    )
