"""Two pictures of bars: what emissions are made of, and the yearly cut that each year of waiting asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.budget.sector import Sector, sector_of
from climate_visualizer.charts.drawing.bundle import Bundle, Table
from climate_visualizer.charts.drawing.scene import Mark, Path, Pattern, Rect, Scene, Text
from climate_visualizer.charts.drawing.sector_colours import colour_of
from climate_visualizer.charts.drawing.text_widths import shortened, wrapped
from climate_visualizer.editions.read import Edition
from climate_visualizer.languages.language import Language
from climate_visualizer.languages.printed_sums import added_up, percents, shares_in_column
from climate_visualizer.sources.labels import labels
from climate_visualizer.words import composition, derivation
from climate_visualizer.words.sentences import area_name

MOST_BARS, MOST_WAITS = 9, 6
LARGE = 0.1  # a cut from here on is told in whole per cent
WIDTH, ROW, LETTERS = 640, 46, 15
NAME, AMOUNT = 220, 560  # where names end and amounts end
TALL, GAP, SMALL = 240, 14, 13  # a column of full height, between two of them, letters of its cut
STRIPES = Pattern("no-path", 12, (Rect(0, 0, 4, 12, "bad"),), 45)


@dataclass(frozen=True)
class Bar:
    """One part of emissions: its name and sector, tonnes, share of the whole in words, length beside the largest in %."""

    name: str
    sector: str
    tonnes: float
    share: str
    length: str

    @property
    def colour(self) -> str:
        """The name of its sector's colour; parts without a sector have that of all others."""
        return colour_of(self.sector)


@dataclass(frozen=True)
class Wait:
    """One column of the delay picture: the cut a year, as a fraction, if the cut begins in `year`."""

    year: int
    label: str
    cut: float
    possible: bool
    tallest: float = 1.0  # the cut that a column of full height stands for

    @property
    def height(self) -> str:
        return f"{100 * self.cut / self.tallest:.1f}"

    @property
    def top(self) -> str:
        return f"{100 - 100 * self.cut / self.tallest:.1f}"


def bars(parts: Sequence[tuple[str, str, float]], language: Language, most: int = MOST_BARS) -> tuple[Bar, ...]:
    """The largest parts (name, sector, tonnes), and all others as one without a sector."""
    total = sum(tonnes for *_, tonnes in parts)
    if len(parts) > most:
        others = sum(tonnes for *_, tonnes in parts[most - 1 :])
        parts = [*parts[: most - 1], (language.t("Other"), "", others)]
    largest = max((tonnes for *_, tonnes in parts), default=1.0)
    shares = shares_in_column([tonnes / total for *_, tonnes in parts], language)
    return tuple(
        Bar(name, sector, tonnes, share, f"{100 * tonnes / largest:.1f}")
        for (name, sector, tonnes), share in zip(parts, shares, strict=True)
    )


def waits(a: Assessment, language: Language, most: int = MOST_WAITS) -> tuple[Wait, ...]:
    """The yearly cut for each year of start, up to and with the first for which no path is left."""
    waiting_years: list[Wait] = []
    for delay in a.delays[:most]:
        if delay.required_cut is None:
            waiting_years.append(Wait(delay.year, language.t("no path left"), 1.0, False))
            break
        cut = delay.required_cut
        waiting_years.append(Wait(delay.year, language.change(cut, 0 if cut >= LARGE else 1), cut, True))
    tallest_cut = max((wait.cut for wait in waiting_years), default=1.0)
    return (
        tuple(replace(wait, tallest=tallest_cut) for wait in waiting_years)
        if any(wait.possible for wait in waiting_years)
        else ()
    )


def _row(at: int, bar: Bar, language: Language) -> list[Mark]:
    """A name in at most two lines, the bar on a pale one of full length, tonnes and share."""
    left, full_length = NAME + GAP, AMOUNT - NAME - 7 * LETTERS
    middle = at * ROW + ROW / 2
    lines = wrapped(bar.name, NAME, LETTERS)
    lines = lines if len(lines) <= 2 else [lines[0], shortened(" ".join(lines[1:]), NAME, LETTERS)]
    top = middle + 5 - (len(lines) - 1) * LETTERS * 0.6
    return [
        *(Text(0, top + index * LETTERS * 1.2, line, LETTERS) for index, line in enumerate(lines)),
        Rect(left, middle - 5, full_length, 10, "left", 2, 0.35),
        Rect(left, middle - 5, float(bar.length) / 100 * full_length, 10, bar.colour, 2),
        Text(AMOUNT, middle + 5, language.kilotonnes(bar.tonnes), LETTERS, anchor="end"),
        Text(WIDTH, middle + 5, bar.share, LETTERS, "soft", "end"),
    ]


def made_of(
    parts: list[tuple[str, str, float]], title: str, alt: str, source: str, edition_id: str, language: Language
) -> Bundle:
    """What emissions are made of; the table has every part, also those that the picture draws as one."""
    drawn = bars(parts, language)
    amounts = [tonnes for *_, tonnes in parts]
    total = sum(amounts)
    whole_tonnes = [int(tonnes) for tonnes in added_up(amounts, total)]
    shares = percents([tonnes / total for tonnes in amounts], 1)
    table = Table(
        (language.t("Sector"), language.t("Tonnes"), language.t("Share, per cent")),
        tuple(zip((name for name, *_ in parts), whole_tonnes, shares, strict=True)),
    )
    rows = [mark for at, bar in enumerate(drawn) for mark in _row(at, bar, language)]
    picture = Scene(WIDTH, len(drawn) * ROW, rows, alt, letters=LETTERS) if drawn else None
    unit = language.t("Tonnes of carbon dioxide a year")
    return Bundle(picture, table, title, alt, source, edition_id, unit=unit)


def sectors(edition: Edition, a: Assessment, source: str, language: Language) -> Bundle:
    """An area's emissions in the base year by their finest parts."""
    parts = composition.finest(edition, a, language)
    title = language.t("Where emissions come from: {area}, {year}", area=area_name(a.area, language), year=a.base_year)
    alt = composition.majority(parts, a, language) or language.t("There are no statistics on these emissions.")
    return made_of(parts, title, alt, source, a.edition_id, language)


def kinds(sector: Sector, names: dict[tuple[str, str], str]) -> list[tuple[str, str, float]]:
    """A sector's parts in the base year that emit something, as bars take them."""
    last_tonnes = ((part, sector.last(part)) for part in sector.parts)
    return [(names[sector.key, part.key], sector.key, tonnes) for part, tonnes in last_tonnes if tonnes > 0]


def sector_parts(edition: Edition, a: Assessment, key: str, source: str, language: Language) -> Bundle:
    """A sector's emissions in its last year by kind; raises `UnknownSector`."""
    sector, names = sector_of(edition, a, key), labels(a.area.country, language.code)
    parts, sector_name = kinds(sector, names), names[key, "total"]
    title = language.t(
        "{sector} in {area}, {year}", sector=sector_name, area=area_name(a.area, language), year=sector.year
    )
    amounts = "; ".join(f"{bar.name} {language.kilotonnes(bar.tonnes)}, {bar.share}" for bar in bars(parts, language))
    alt = f"{sector_name}: {amounts}." if parts else language.t("There are no statistics on these emissions.")
    return made_of(parts, title, alt, source, a.edition_id, language)


def _column(at: int, wait: Wait, step: float, language: Language) -> list[Mark]:
    """A column as high as the cut, striped where no path is left; below it the year and the cut."""
    x, width = at * step, step - GAP
    high = TALL * wait.cut / wait.tallest if wait.possible else TALL
    label = f"{wait.label} {language.t('a year')}" if wait.possible else wait.label
    middle = x + width / 2
    lines = wrapped(label, width, SMALL)
    return [
        Rect(x, TALL - high, width, high, "act" if wait.possible else STRIPES, 2),
        Text(middle, TALL + 22, str(wait.year), LETTERS, anchor="middle", bold=True),
        *(Text(middle, TALL + 42 + index * 16, line, SMALL, "soft", "middle") for index, line in enumerate(lines)),
    ]


def waiting(a: Assessment, source: str, language: Language) -> Bundle:
    """What waiting costs: the yearly cut by the year in which the cut begins. Empty where no path is left at all."""
    delays = waits(a, language)
    columns = (language.t("Cut begins"), language.t("Cut a year, per cent"))
    rows = tuple((delay.year, round(100 * delay.cut, 1) if delay.possible else "") for delay in delays)
    step = (WIDTH + GAP) / max(len(delays), 1)
    marks: list[Mark] = [mark for at, delay in enumerate(delays) for mark in _column(at, delay, step, language)]
    marks.append(Path(f"M0 {TALL + 0.5}H{WIDTH}", stroke="line", width=1))
    foot = max((mark.y for mark in marks if isinstance(mark, Text)), default=TALL) + 6
    alt = derivation.waiting(a, language)
    picture = Scene(WIDTH, foot, marks, alt, letters=LETTERS) if delays else None
    title = language.t("Waiting has a price: {area}", area=area_name(a.area, language))
    unit = language.t("Cut a year that keeps to the budget, by the year in which it begins")
    return Bundle(picture, Table(columns, rows), title, alt, source, a.edition_id, unit=unit)
