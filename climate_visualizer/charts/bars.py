"""Two pictures of bars: what emissions are made of, and the yearly cut that each year of waiting asks for."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.budget.sector import Sector, sector_of
from climate_visualizer.charts.drawing.bundle import FONT, Bundle, Table, escape
from climate_visualizer.editions.read import Edition
from climate_visualizer.languages.language import Language
from climate_visualizer.sources.labels import labels
from climate_visualizer.words import composition, derivation
from climate_visualizer.words.sector_words import short
from climate_visualizer.words.sentences import area_name

MOST_BARS, MOST_WAITS = 9, 6
LARGE = 0.1  # a cut from here on is told in whole per cent
WIDTH, ROW, LETTERS = 640, 46, 15
NAME, AMOUNT = 220, 560  # where names end and amounts end
TALL, GAP, FOOT = 240, 14, 48
STRIPES = (
    '<defs><pattern id="no-path" width="12" height="12" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="4" height="12" fill="var(--bad)"/></pattern></defs>'
)


@dataclass(frozen=True)
class Bar:
    """One part of emissions: its name and sector, tonnes, share of the whole in words, length beside the largest in %."""

    name: str
    sector: str
    tonnes: float
    share: str
    length: str


@dataclass(frozen=True)
class Wait:
    """One column of the delay picture: the cut a year, as a fraction, if the cut begins in `year`."""

    year: int
    label: str
    cut: float
    possible: bool
    whole: float = 1.0  # the cut that a column of full height stands for

    @property
    def height(self) -> str:
        return f"{100 * self.cut / self.whole:.1f}"

    @property
    def top(self) -> str:
        return f"{100 - 100 * self.cut / self.whole:.1f}"


def bars(parts: Sequence[tuple[str, str, float]], language: Language, most: int = MOST_BARS) -> tuple[Bar, ...]:
    """The largest parts (name, sector, tonnes), and all others as one without a sector."""
    total = sum(tonnes for *_, tonnes in parts)
    if len(parts) > most:
        others = sum(tonnes for *_, tonnes in parts[most - 1 :])
        parts = [*parts[: most - 1], (language.t("Other"), "", others)]
    largest = max((tonnes for *_, tonnes in parts), default=1.0)
    return tuple(
        Bar(name, sector, tonnes, short(tonnes / total, language), f"{100 * tonnes / largest:.1f}")
        for name, sector, tonnes in parts
    )


def waits(a: Assessment, language: Language, most: int = MOST_WAITS) -> tuple[Wait, ...]:
    """The yearly cut for each year of start, up to and with the first for which no path is left."""
    found: list[Wait] = []
    for delay in a.delays[:most]:
        if delay.required_cut is None:
            found.append(Wait(delay.year, language.t("no path left"), 1.0, False))
            break
        cut = delay.required_cut
        found.append(Wait(delay.year, language.change(cut, 0 if cut >= LARGE else 1), cut, True))
    whole = max((wait.cut for wait in found), default=1.0)
    return tuple(replace(wait, whole=whole) for wait in found) if any(wait.possible for wait in found) else ()


def _framed(body: str, height: float, alt: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" role="img" '
        f'aria-label="{escape(alt)}" font-family="{FONT}" font-size="{LETTERS}">{body}</svg>'
    )


def _row(at: int, bar: Bar, language: Language) -> str:
    """A name in at most two lines, the bar on a pale one of full length, tonnes and share."""
    left, whole = NAME + GAP, AMOUNT - NAME - 7 * LETTERS
    middle = at * ROW + ROW / 2
    lines = textwrap.wrap(bar.name, NAME // 8)[:2]
    top = middle + 5 - (len(lines) - 1) * LETTERS * 0.6
    name = "".join(
        f'<text x="0" y="{top + index * LETTERS * 1.2:g}" fill="var(--ink)">{escape(line)}</text>'
        for index, line in enumerate(lines)
    )
    length = float(bar.length) / 100 * whole
    return (
        f'{name}<rect x="{left}" y="{middle - 5:g}" width="{whole}" height="10" rx="2" fill="var(--left)" '
        f'opacity=".35"/><rect x="{left}" y="{middle - 5:g}" width="{length:.1f}" height="10" rx="2" '
        f'fill="var(--past)"/><text x="{AMOUNT}" y="{middle + 5:g}" text-anchor="end" fill="var(--ink)">'
        f'{language.kilotonnes(bar.tonnes)}</text><text x="{WIDTH}" y="{middle + 5:g}" text-anchor="end" '
        f'fill="var(--soft)">{escape(bar.share)}</text>'
    )


def made_of(
    parts: list[tuple[str, str, float]], title: str, alt: str, source: str, edition_id: str, language: Language
) -> Bundle:
    """What emissions are made of; the table has every part, also those that the picture draws as one."""
    drawn = bars(parts, language)
    total = sum(tonnes for *_, tonnes in parts)
    table = Table(
        (language.t("Sector"), language.t("Tonnes"), language.t("Share, per cent")),
        tuple((name, round(tonnes), round(100 * tonnes / total, 1)) for name, _, tonnes in parts),
    )
    rows = "".join(_row(at, bar, language) for at, bar in enumerate(drawn))
    picture = _framed(rows, len(drawn) * ROW, alt) if drawn else ""
    unit = language.t("Tonnes of carbon dioxide a year")
    return Bundle(picture, table, title, alt, source, edition_id, unit=unit)


def sectors(edition: Edition, a: Assessment, source: str, language: Language) -> Bundle:
    """An area's emissions in the base year by their finest parts."""
    parts = composition.finest(edition, a, language)
    title = language.t("Where emissions come from: {area}, {year}", area=area_name(a.area, language), year=a.base_year)
    said = composition.majority(parts, a, language) or language.t("There are no statistics on these emissions.")
    return made_of(parts, title, said, source, a.edition_id, language)


def kinds(found: Sector, names: dict[tuple[str, str], str]) -> list[tuple[str, str, float]]:
    """A sector's parts in the base year that emit something, as bars take them."""
    known = ((part, found.last(part)) for part in found.parts)
    return [(names[found.key, part.key], found.key, tonnes) for part, tonnes in known if tonnes > 0]


def sector_parts(edition: Edition, a: Assessment, key: str, source: str, language: Language) -> Bundle:
    """A sector's emissions in its last year by kind; raises `UnknownSector`."""
    found, names = sector_of(edition, a, key), labels(a.area.country, language.code)
    parts, whole = kinds(found, names), names[key, "total"]
    title = language.t("{sector} in {area}, {year}", sector=whole, area=area_name(a.area, language), year=found.year)
    alt = "; ".join(f"{bar.name} {language.kilotonnes(bar.tonnes)}, {bar.share}" for bar in bars(parts, language))
    said = f"{whole}: {alt}." if parts else language.t("There are no statistics on these emissions.")
    return made_of(parts, title, said, source, a.edition_id, language)


def _column(at: int, wait: Wait, step: float, language: Language) -> str:
    """A column as high as the cut, striped where no path is left; below it the year and the cut."""
    x, width = at * step, step - GAP
    high = TALL * wait.cut / wait.whole if wait.possible else TALL
    fill = "var(--act)" if wait.possible else "url(#no-path)"
    told = f"{wait.label} {language.t('a year')}" if wait.possible else wait.label
    middle = x + width / 2
    return (
        f'<rect x="{x:.1f}" y="{TALL - high:.1f}" width="{width:.1f}" height="{high:.1f}" rx="2" fill="{fill}"/>'
        f'<text x="{middle:.1f}" y="{TALL + 22}" text-anchor="middle" font-weight="700" fill="var(--ink)">'
        f'{wait.year}</text><text x="{middle:.1f}" y="{TALL + 42}" text-anchor="middle" font-size="13" '
        f'fill="var(--soft)">{escape(told)}</text>'
    )


def waiting(a: Assessment, source: str, language: Language) -> Bundle:
    """What waiting costs: the yearly cut by the year in which the cut begins. Empty where no path is left at all."""
    found = waits(a, language)
    columns = (language.t("Cut begins"), language.t("Cut a year, per cent"))
    rows = tuple((one.year, round(100 * one.cut, 1) if one.possible else "") for one in found)
    step = (WIDTH + GAP) / max(len(found), 1)
    drawn = "".join(_column(at, one, step, language) for at, one in enumerate(found))
    alt = derivation.waiting(a, language)
    line = f'<path d="M0 {TALL + 0.5}H{WIDTH}" stroke="var(--line)"/>'
    picture = _framed(f"{STRIPES}{drawn}{line}", TALL + FOOT, alt) if found else ""
    title = language.t("Waiting has a price: {area}", area=area_name(a.area, language))
    unit = language.t("Cut a year that keeps to the budget, by the year in which it begins")
    return Bundle(picture, Table(columns, rows), title, alt, source, a.edition_id, unit=unit)
