"""The lists and bars of an area's page: what emissions are made of, what waiting costs, how well each sector is known."""

from __future__ import annotations

from dataclasses import dataclass, replace

from climate_visualizer.assessment.assess import Assessment
from climate_visualizer.assessment.language import Language
from climate_visualizer.assessment.sector_words import short
from climate_visualizer.sources.labels import qualities, quality_sentence, sector_names

MOST_BARS = 9


@dataclass(frozen=True)
class Bar:
    """One part of emissions: its name and sector, tonnes, share of the whole, length beside the largest in per cent."""

    name: str
    sector: str
    tonnes: float
    share: str
    length: str


def bars(parts: list[tuple[str, str, float]], language: Language, most: int = MOST_BARS) -> tuple[Bar, ...]:
    """The largest parts, and all others as one without a sector."""
    total = sum(tonnes for *_, tonnes in parts)
    if len(parts) > most:
        others = sum(tonnes for *_, tonnes in parts[most - 1 :])
        parts = [*parts[: most - 1], (language.t("Other"), "", others)]
    largest = max((tonnes for *_, tonnes in parts), default=1.0)
    return tuple(
        Bar(name, sector, tonnes, short(tonnes / total, language), f"{100 * tonnes / largest:.1f}")
        for name, sector, tonnes in parts
    )


@dataclass(frozen=True)
class Wait:
    """One column of the delay picture."""

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


def waits(a: Assessment, language: Language, most: int = 6) -> tuple[Wait, ...]:
    """The yearly cut for each year of start, up to and with the first for which no path is left."""
    found: list[Wait] = []
    for delay in a.delays[:most]:
        if delay.required_cut is None:
            found.append(Wait(delay.year, language.t("no path left"), 1.0, False))
            break
        cut = delay.required_cut
        found.append(Wait(delay.year, language.change(cut, 0 if cut >= 0.1 else 1), cut, True))
    whole = max((wait.cut for wait in found), default=1.0)
    return tuple(replace(wait, whole=whole) for wait in found) if any(wait.possible for wait in found) else ()


@dataclass(frozen=True)
class Known:
    """One sector in the base year and how well it is known."""

    key: str
    name: str
    share: str
    quality: str
    grade: str


@dataclass(frozen=True)
class Grade:
    """A quality class: the share of emissions in it, its name and what it means."""

    key: str
    share: str
    name: str
    meaning: str


GRADES = {"measured": "measured", "modelled": "modelled", "estimated": "estimated"}


def known(a: Assessment, language: Language) -> tuple[Known, ...]:
    """Every sector that emits something, the largest first, with its quality class."""
    names, grades = sector_names(a.area.country, language.code), qualities(a.area.country)
    tonnes = {key: one.tonnes[-1] for key, one in a.sectors.items() if one.tonnes and one.tonnes[-1] > 0}
    total = sum(tonnes.values())
    return tuple(
        Known(key, names[key], short(of / total, language), language.t(GRADES[grades[key]]), grades[key])
        for key, of in sorted(tonnes.items(), key=lambda pair: -pair[1])
    )


def grades(a: Assessment, language: Language) -> tuple[Grade, ...]:
    """The share of the base year's emissions in each quality class, with what the class means."""
    of = qualities(a.area.country)
    tonnes = {key: max(one.tonnes[-1], 0.0) for key, one in a.sectors.items() if one.tonnes}
    total = sum(tonnes.values())
    found = []
    for kind in dict.fromkeys(of.values()):
        share = sum(amount for key, amount in tonnes.items() if of[key] == kind) / total if total > 0 else 0.0
        if share > 0:
            meaning = quality_sentence(a.area.country, kind, language.code)
            found.append(Grade(kind, short(share, language), language.t(GRADES[kind]), meaning))
    return tuple(found)
