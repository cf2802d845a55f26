"""The map of the first page: every area in the colour of how long its budget lasts, each a link to its page."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from climate_visualizer.beside.area_search import Tile
from climate_visualizer.budget.lasting import beyond
from climate_visualizer.charts.drawing.bundle import Bundle, Table
from climate_visualizer.charts.drawing.scene import Group, Mark, Paint, Path, Pattern, Rect, Scene, Text
from climate_visualizer.charts.maps.inset import Inset
from climate_visualizer.charts.maps.outline_paths import MARGIN, Outlines
from climate_visualizer.languages.language import Language
from climate_visualizer.words.sentences import area_name

SIDE, GAP, TILE_LINE, TILE_LETTERS = 100.0, 6.0, 19.0, 15.0  # of a tile
INSET_LETTERS = 20.0
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
STRIPES = Pattern("used-up", 8, (Rect(0, 0, 8, 8, "paper"), Rect(0, 0, 4, 8, "bad")), 45)


@dataclass(frozen=True)
class MappedArea:
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
    left = [years_left for years_left in years if years_left >= 0]

    def evenness(steps: Steps) -> float:
        counts = Counter(step(years_left, steps) for years_left in left)
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


def _said(mapped: MappedArea, language: Language) -> str:
    if mapped.years < 0:
        return f"{mapped.name}: {mapped.until}"
    if mapped.lasts_beyond:
        return f"{mapped.name}: {beyond(language)}"
    return language.t(
        "{area}: {years} years left, until {when}", area=mapped.name, years=mapped.written, when=mapped.until
    )


def _fill(kind: int) -> Paint:
    """The colour of a class; used up is striped, so that it differs in more than colour."""
    return STRIPES if kind == 0 else FILLS[kind]


def _tile(mapped: MappedArea, tile: Tile, steps: Steps, language: Language) -> Group:
    """A square with the area's name and years."""
    x, y, kind = tile.column * (SIDE + GAP), tile.row * (SIDE + GAP), step(mapped.years, steps)
    years = language.t("used up") if mapped.years < 0 else language.t("{number} years", number=mapped.written)
    lines = [*tile.label, years]
    top = y + SIDE / 2 - (len(lines) - 1) * TILE_LINE / 2 + 5
    plate = [Rect(x + 8, top - 18, SIDE - 16, TILE_LINE * len(lines) + 6, "paper", 6)] if kind == 0 else []
    words = [
        Text(x + SIDE / 2, top + TILE_LINE * index, line, TILE_LETTERS, "paper" if kind == 1 else "ink", "middle")
        for index, line in enumerate(lines)
    ]
    square = Rect(x, y, SIDE, SIDE, _fill(kind), 8)
    return Group([square, *plate, *words], css=f"c{kind}", href=mapped.href, name=_said(mapped, language))


def _tiled(
    mapped_areas: Sequence[MappedArea], tiles: Mapping[str, Tile], steps: Steps, language: Language, alt: str
) -> Scene:
    tiled = [mapped for mapped in mapped_areas if mapped.area_id in tiles]
    ordered = sorted(tiled, key=lambda mapped: (tiles[mapped.area_id].row, tiles[mapped.area_id].column))
    columns = 1 + max((tiles[mapped.area_id].column for mapped in tiled), default=0)
    lines = 1 + max((tiles[mapped.area_id].row for mapped in tiled), default=0)
    marks = [_tile(mapped, tiles[mapped.area_id], steps, language) for mapped in ordered]
    width, height = columns * (SIDE + GAP) - GAP, lines * (SIDE + GAP) - GAP
    return Scene(width, height, marks, alt, letters=TILE_LETTERS, links=True)


def _land(mapped: MappedArea, path: str, steps: Steps, language: Language, again: bool = False) -> Group:
    """An area's outline as a link in the colour of its class; drawn again, it is only there to be pointed at."""
    kind = step(mapped.years, steps)
    return Group(
        [Path(path)],
        css="" if again else f"c{kind}",
        href=mapped.href,
        name=_said(mapped, language),
        repeated=again,
        fill=_fill(kind),
        stroke="bad" if kind == 0 else "",
    )


def _inset(mapped_areas: Sequence[MappedArea], inset: Inset, steps: Steps, language: Language) -> Group:
    """Small areas once more in a frame of their own, and a mark around them where they lie."""
    (x, y, width, height), (left, top, wide, high) = inset.frame, inset.origin
    land = [
        _land(mapped, inset.paths[mapped.area_id], steps, language, again=True)
        for mapped in mapped_areas
        if mapped.area_id in inset.paths
    ]
    frames = [
        Rect(left - 4, top - 4, wide + 8, high + 8, "", 4, stroke="soft", line=1.2),
        Rect(x, y, width, height, "", 10, stroke="soft", line=1.2),
    ]
    name = Text(x + MARGIN, y + 28, area_name(inset.around, language), INSET_LETTERS, "soft")
    return Group([*frames, name, *land], repeated=True)


def _outlined(mapped_areas: Sequence[MappedArea], drawn: Outlines, steps: Steps, language: Language, alt: str) -> Scene:
    """The areas as they lie, those without statistics too, and darker lines between the areas around them."""
    mapped_ids = {mapped.area_id for mapped in mapped_areas}
    blank = "".join(path for area_id, path in drawn.paths.items() if area_id not in mapped_ids)
    unmapped = [Group([Path(blank, fill="line")], css="blank")] if blank else []
    land = [
        _land(mapped, drawn.paths[mapped.area_id], steps, language)
        for mapped in mapped_areas
        if mapped.area_id in drawn.paths
    ]
    edged = Group([*unmapped, *land], stroke="paper", width=0.8)
    lines = [Group([Path(drawn.borders, stroke="ink", width=1.3)], css="lines")] if drawn.borders else []
    inset = [_inset(mapped_areas, drawn.inset, steps, language)] if drawn.inset else []
    return Scene(drawn.width, drawn.height, [edged, *lines, *inset], alt, letters=INSET_LETTERS, links=True)


def _table(mapped_areas: Sequence[MappedArea], language: Language) -> Table:
    columns = (language.t("Place"), language.t("Years left"), language.t("Lasts until"))
    rows = [
        (mapped.name, mapped.written if mapped.lasts_beyond else round(max(mapped.years, 0), 2), mapped.until)
        for mapped in mapped_areas
    ]
    return Table(columns, tuple(rows))


def figure(
    mapped_areas: Sequence[MappedArea],
    drawn: Outlines | Mapping[str, Tile],
    steps: Steps,
    title: str,
    source: str,
    edition_id: str,
    language: Language,
) -> Bundle:
    """The map of the areas that have an outline or a tile, with the table of all that are shown."""
    alt = language.t("Map: {title}. The same figures stand in the table below.", title=title)
    scene = (
        _outlined(mapped_areas, drawn, steps, language, alt)
        if isinstance(drawn, Outlines)
        else _tiled(mapped_areas, drawn, steps, language, alt)
    )
    return Bundle(scene, _table(mapped_areas, language), title, alt, source, edition_id)


KEY_COLUMNS, KEY_LINE, KEY_LETTERS = 3, 28, 16


def with_key(scene: Scene, steps: Steps, language: Language) -> Scene:
    """A map that leaves its page: below it, what each colour means."""
    words = legend(steps, language)
    lines = -(-len(words) // KEY_COLUMNS)
    key = [mark for at, meaning in words for mark in _mark(at, meaning, scene.width, scene.height)]
    return replace(scene, marks=[*scene.marks, *key], height=scene.height + 20 + lines * KEY_LINE)


def _mark(at: int, meaning: str, width: float, height: float) -> list[Mark]:
    x, y = at % KEY_COLUMNS * width / KEY_COLUMNS, height + 20 + at // KEY_COLUMNS * KEY_LINE
    sign = Rect(x + 1, y, 18, 18, _fill(at), 4, stroke="bad" if at == 0 else "")
    return [sign, Text(x + 28, y + 14.5, meaning, KEY_LETTERS)]
