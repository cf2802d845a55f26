"""The chart of a scenario: what was emitted, the path that is explored, the trend and the budget's path, as one SVG."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from climate_visualizer.budget.calendar import instant
from climate_visualizer.charts.drawing.bundle import FONT, Bundle, Table, escape
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.choices import LAST_YEAR
from climate_visualizer.scenarios.scenario import Answer
from climate_visualizer.words.scenario_words import headline, summary

FIRST_YEAR, ROOM = 2010, 1.5
KILO = 1000.0
Points = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Frame:
    """Where the chart lies in its picture, and which years and tonnes it spans."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    size: int
    first: int
    most: float

    def x(self, moment: float) -> float:
        return round(self.left + (moment - self.first) / (LAST_YEAR + 1 - self.first) * (self.right - self.left), 1)

    def y(self, tonnes: float) -> float:
        return round(self.bottom - min(tonnes / self.most, 1.06) * (self.bottom - self.top), 1)

    def at(self, points: Points) -> str:
        return " ".join(f"{self.x(moment)},{self.y(tonnes)}" for moment, tonnes in points)


def frame(found: Answer, *, narrow: bool) -> Frame:
    """The same span whatever the scenario, so that the picture stands still while the path moves."""
    first = max(FIRST_YEAR, found.history[0][0]) if found.history else found.years[0]
    shown = [tonnes for year, tonnes in found.history if year >= first]
    most = max([*shown, *found.trend, ROOM * found.current_t_per_year, 1.0])
    if narrow:
        return Frame(390, 290, 34, 308, 22, 262, 13, first, most)
    return Frame(780, 430, 44, 674, 24, 396, 15, first, most)


def _middle(years: Sequence[int], tonnes: Sequence[float]) -> list[tuple[float, float]]:
    return [(year + 0.5, value) for year, value in zip(years, tonnes, strict=True)]


def _step(most: float) -> float:
    """A round distance between three to six lines, tonnes."""
    rough = most / 4
    power = 10.0 ** math.floor(math.log10(rough))
    return min((unit * power for unit in (1, 2, 2.5, 5, 10)), key=lambda step: abs(step - rough))


def _text(
    x: float, y: float, words: str, size: int, *, fill: str = "soft", anchor: str = "start", more: str = ""
) -> str:
    return f'<text x="{x}" y="{y}" font-size="{size}" fill="var(--{fill})" text-anchor="{anchor}"{more}>{escape(words)}</text>'


def _grid(box: Frame, language: Language, narrow: bool) -> str:
    step, lines = _step(box.most), []
    for index in range(int(box.most / step) + 1):
        y = box.y(index * step)
        said = language.decimal(index * step / KILO, 0 if step >= KILO else 1)
        lines.append(f'<line x1="{box.left}" x2="{box.right}" y1="{y}" y2="{y}" stroke="var(--line)"/>')
        lines.append(_text(box.left - 6, y + 4, said, box.size - 1, anchor="end"))
    years = range(2010, LAST_YEAR + 1, 20 if narrow else 10)
    lines += [
        _text(box.x(year + 0.5), box.bottom + 20, str(year), box.size - 1, anchor="middle")
        for year in years
        if year >= box.first
    ]
    return "".join(lines)


def _area(box: Frame, points: Points, fill: str, more: str = "") -> str:
    if len(points) < 2:
        return ""
    edges = [(points[0][0], 0.0), *points, (points[-1][0], 0.0)]
    return f'<polygon points="{box.at(edges)}" fill="{fill}"{more}/>'


def _line(box: Frame, points: Points, colour: str, width: float, more: str = "") -> str:
    return (
        f'<polyline points="{box.at(points)}" fill="none" stroke="var(--{colour})" stroke-width="{width}" '
        f'stroke-linejoin="round" stroke-linecap="round"{more}/>'
    )


def _split(points: Points, moment: float) -> tuple[Points, Points]:
    """A line before and after an instant, with the point in between on both."""
    before = [point for point in points if point[0] < moment]
    after = [point for point in points if point[0] >= moment]
    if not before or not after:
        return before, after
    (x0, y0), (x1, y1) = before[-1], after[0]
    middle = (moment, y0 + (y1 - y0) * (moment - x0) / (x1 - x0))
    return [*before, middle], [middle, *after]


def _spread(wanted: Sequence[float], gap: float, bottom: float) -> list[float]:
    """Heights of labels, moved apart until none touches another and none lies below the chart."""
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    placed = [0.0] * len(wanted)
    last = -math.inf
    for index in order:
        last = max(wanted[index], last + gap)
        placed[index] = last
    excess = max(last - bottom, 0.0)
    return [round(height - excess, 1) for height in placed]


def _ends(box: Frame, lines: Sequence[tuple[str, str, float]]) -> str:
    """The names of the lines at their right ends."""
    heights = _spread([box.y(tonnes) + 4 for _, _, tonnes in lines], box.size + 4, box.bottom + 4)
    return "".join(
        _text(box.right + 8, height, name, box.size, fill=colour, more=' font-weight="600"')
        for (name, colour, _), height in zip(lines, heights, strict=True)
    )


def _gone(box: Frame, found: Answer, language: Language) -> str:
    """Where the budget is used up: a line with the month."""
    if found.used_up_on is None:
        return ""
    x = box.x(instant(found.used_up_on))
    anchor = "start" if x < (box.left + box.right) * 0.6 else "end"
    words = language.t("used up {month}", month=language.month(found.used_up_on))
    at = x + (6 if anchor == "start" else -6)
    return f'<line x1="{x}" x2="{x}" y1="{box.top}" y2="{box.bottom}" stroke="var(--bad)" stroke-width="1.5"/>' + _text(
        at, box.top + 10, words, box.size, fill="bad", anchor=anchor, more=' font-weight="600"'
    )


def _past(box: Frame, found: Answer) -> str:
    """Published years, and those estimated between the last of them and this one."""
    known = [(year, tonnes) for year, tonnes in found.history if year >= box.first]
    points = [(year + 0.5, tonnes) for year, tonnes in known]
    now = (found.years[0] + 0.5, found.trend[0])
    estimated = _area(box, [*points[-1:], now], "var(--est)")
    return _area(box, points, "var(--past)") + estimated


def _future(box: Frame, found: Answer, pattern: str) -> str:
    """What the path emits: within the budget pale, beyond it striped."""
    points: Points = _middle(found.years, found.path)
    within, beyond = points, points[:0]
    if found.is_overdrawn:
        within, beyond = beyond, points
    elif found.used_up_on:
        within, beyond = _split(points, instant(found.used_up_on))
    return _area(box, within, "var(--left)", ' opacity=".75"') + _area(box, beyond, f"url(#{pattern})")


def picture(found: Answer, language: Language, *, narrow: bool = False, other: Answer | None = None) -> str:
    """The chart as SVG; `data-` attributes say where its years and tonnes lie, for drawing on it."""
    box = frame(found, narrow=narrow)
    pattern = "over-narrow" if narrow else "over-wide"
    path, trend = _middle(found.years, found.path), _middle(found.years, found.trend)
    ends = [
        (language.t("As now"), "soft", found.trend[-1]),
        (language.t("Your path"), "ink", found.path[-1]),
    ]
    budget = ""
    if found.budget_path:
        ends.append((language.t("Budget"), "act", found.budget_path[-1]))
        budget = _line(box, _middle(found.years, found.budget_path), "act", 2.5)
    second = ""
    if other:
        ends.append((language.t("Kept"), "ink", other.path[-1]))
        second = _line(box, _middle(other.years, other.path), "ink", 2, ' stroke-dasharray="1 5"')
    facts = (
        f'data-left="{box.left}" data-right="{box.right}" data-top="{box.top}" data-bottom="{box.bottom}" '
        f'data-first="{box.first}" data-last="{LAST_YEAR + 1}" data-most="{box.most:.0f}" data-now="{found.trend[0]:.0f}"'
    )
    dashes, edge = ' stroke-dasharray="6 5"', _line(box, path, "ink", 3.5)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {box.width} {box.height}" role="img" '
        f'aria-label="{escape(summary(found, language))}" font-family="{FONT}" {facts}>{_stripes(pattern)}'
        f"{_grid(box, language, narrow)}{_past(box, found)}"
        f'<g class="answer">{_future(box, found, pattern)}{_gone(box, found, language)}</g>'
        f"{_line(box, trend, 'soft', 2, dashes)}"
        f'<g class="answer">{budget}</g>{second}<g class="path">{edge}</g>{_ends(box, ends)}</svg>'
    )


def _stripes(name: str) -> str:
    return (
        f'<defs><pattern id="{name}" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect width="7" height="7" fill="var(--bad)" opacity=".18"/><rect width="2.4" height="7" fill="var(--bad)"/>'
        "</pattern></defs>"
    )


def _table(found: Answer, names: Mapping[str, str], language: Language) -> Table:
    """Every year of the path with its sectors, the trend and the budget's path, in whole tonnes."""
    sectors = [key for key, tonnes in found.sectors.items() if any(tonnes)]
    columns = (language.t("Year"), language.t("Your path"), language.t("As now"), language.t("Budget"))
    rows = []
    for at, year in enumerate(found.years):
        budget = round(found.budget_path[at]) if found.budget_path else ""
        parts = (round(found.sectors[key][at]) for key in sectors)
        rows.append((str(year), round(found.path[at]), round(found.trend[at]), budget, *parts))
    return Table((*columns, *(names[key] for key in sectors)), tuple(rows))


def figure(
    found: Answer,
    names: Mapping[str, str],
    source: str,
    language: Language,
    *,
    narrow: bool = False,
    other: Answer | None = None,
) -> Bundle:
    """A scenario's chart with its table, title, alternative text and source."""
    return Bundle(
        picture=picture(found, language, narrow=narrow, other=other),
        table=_table(found, names, language),
        title=headline(found, language),
        alt=summary(found, language),
        source=source,
        edition_id=found.edition_id,
    )


def _wrapped(words: str, most: int) -> list[str]:
    lines = [""]
    for word in words.split():
        if lines[-1] and len(lines[-1]) + len(word) + 1 > most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def card(found: Answer, name: str, source: str, language: Language, *, other: Answer | None = None) -> str:
    """A picture to share, 1200 by 630: the place, the headline, the chart and the source."""
    lines = _wrapped(f"{name}: {headline(found, language)}", 52)
    said = "".join(
        _text(60, 80 + 50 * at, line, 40, fill="ink", more=' font-weight="700"') for at, line in enumerate(lines)
    )
    chart = picture(found, language, other=other).replace("<svg ", '<svg x="60" y="150" width="1080" height="420" ', 1)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 630" width="1200" height="630" font-family="{FONT}">'
        f"{said}{chart}{_text(60, 604, source, 16)}</svg>"
    )
