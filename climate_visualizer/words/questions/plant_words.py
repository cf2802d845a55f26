"""Large plants in words: which there are, what each emits, and the area with and without them.

Two sources meet here: verified figures of plants, and statistics of the area. Where the plants come to as much as the whole
area, "nearly all" is said, never a share of more than everything.
"""

from __future__ import annotations

from dataclasses import dataclass

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.budget.plants import (
    BEGAN,
    DOMINANT,
    LEAST_T,
    TOLD_T,
    Plant,
    Plants,
    activity_name,
    note,
    note_language,
    plants_of,
)
from climate_visualizer.editions.read import Edition
from climate_visualizer.languages.language import Language
from climate_visualizer.sources.origin import facts
from climate_visualizer.words.sentences import stressed

NEARLY_ALL = 0.985  # two sources differ by a per cent or two, so that more than this cannot be told from everything
SHOWN = 5  # plants that stand open on a page; the rest folds
MOST = 25  # rows that a page has at most: of a county all, of Sweden those with two thirds of the tonnes
MISSING = "\u2013"
WITHOUT = ("without-plants", "without-plants-with-flights")


@dataclass(frozen=True)
class PlantRow:
    """One plant as it is read: what it does, its last figure, its share of the area's emissions that year, and since when."""

    name: str
    activity: str
    tonnes: str
    share: str
    year: str
    since: str
    note: str
    note_language: str


@dataclass(frozen=True)
class WithAndWithout:
    """The area's emissions in one year, with its large plants or without them: tonnes, and tonnes for each inhabitant."""

    name: str
    tonnes: str
    per_head: str


@dataclass(frozen=True)
class PlantWords:
    """Everything that pages and files say of an area's large plants; `rows` are empty where there are none."""

    lead: str
    sentence: str
    left_out: str
    source: str
    rows: tuple[PlantRow, ...]
    beside: tuple[WithAndWithout, ...]
    beside_title: str

    @property
    def open_rows(self) -> tuple[PlantRow, ...]:
        return self.rows[:SHOWN]

    @property
    def folded_rows(self) -> tuple[PlantRow, ...]:
        return self.rows[SHOWN:MOST]

    @property
    def beyond(self) -> int:
        """How many there are that only files list."""
        return max(len(self.rows) - MOST, 0)


def plant_words(edition: Edition, a: Assessment, language: Language) -> PlantWords:
    """The large plants of an area in words."""
    plants = plants_of(edition, a.area.id)
    return worded(plants, _left_out_t(a) if plants.plants else 0.0, a, language)


def worded(plants: Plants, left_out: float, a: Assessment, language: Language) -> PlantWords:
    """Plants in words; `left_out` are the tonnes of cement that the method doesn't count."""
    return PlantWords(
        lead=_lead(plants, left_out, a, language),
        sentence=_sentence(plants, language),
        left_out=_left_out(left_out, a, language),
        source=_source(language) if plants.plants else "",
        rows=tuple(_row(reported_plant, language) for reported_plant in _ordered(plants)),
        beside=_beside(plants, a, language),
        beside_title=language.t(
            "The area with its large plants and without them, {year}", year=plants.year or a.base_year
        ),
    )


@dataclass(frozen=True)
class _ReportedPlant:
    """A plant with the figure that is reported of it: of the year that both sources have, or of its last one."""

    plant: Plant
    year: int
    tonnes: float
    share: float | None


def _reported(plant: Plant, plants: Plants) -> _ReportedPlant:
    at_year = dict(zip(plant.years, plant.series, strict=True)).get(plants.year or 0, 0.0)
    if plants.year is None or not at_year > 0:
        return _ReportedPlant(plant, plant.year, plant.tonnes, plant.share)
    return _ReportedPlant(plant, plants.year, at_year, at_year / plants.with_t if plants.with_t else None)


def _running(plants: Plants) -> tuple[_ReportedPlant, ...]:
    """The plants that emitted something in the year that is reported and have not closed since, the largest first."""
    reported_plants = (_reported(reported_plant, plants) for reported_plant in plants.plants if reported_plant.running)
    return tuple(
        sorted(
            (reported_plant for reported_plant in reported_plants if reported_plant.year == plants.year),
            key=lambda reported_plant: -reported_plant.tonnes,
        )
    )


def _share(share: float, language: Language) -> str:
    """A share that begins a sentence."""
    if share >= NEARLY_ALL:
        return language.t("Nearly all")
    return language.percent(share, 0 if share >= 0.1 else 1)


def _lead(plants: Plants, left_out: float, a: Assessment, language: Language) -> str:
    """That one plant, or a few, emit more than half of everything; empty where they don't, or have closed."""
    running = _running(plants)
    if not running or plants.share is None or not plants.dominates:
        return ""
    largest = running[0]
    if largest.share is not None and largest.share > DOMINANT:
        sentence = language.t(
            "{share} of the carbon dioxide emitted here comes from one plant: {plant} ({year}).",
            share=_share(largest.share, language),
            plant=stressed(largest.plant.name),
            year=largest.year,
        )
    else:
        sentence = language.t(
            "{share} of the carbon dioxide emitted here comes from {count} large plants, the largest of them {plant} ({year}).",
            share=_share(plants.share, language),
            count=language.whole(len(running)),
            plant=stressed(largest.plant.name),
            year=plants.year,
        )
    if a.choices.scope in WITHOUT:
        return f"{sentence} {language.t('What large plants emit is not counted in this budget.')}"
    if left_out < TOLD_T:
        return sentence
    cement = language.t("{tonnes} from cement are not counted in this budget.", tonnes=language.tonnes(left_out))
    return f"{sentence} {cement}"


def _sentence(plants: Plants, language: Language) -> str:
    """What the plants come to together in the newest year that both sources have."""
    running = _running(plants)
    if not plants.plants:
        return ""
    if not running or plants.share is None or plants.together_t is None:
        return language.n(
            "The large plant here has emitted nothing after {year}.",
            "The large plants here have emitted nothing after {year}.",
            len(plants.plants),
            year=max(reported_plant.last_year for reported_plant in plants.plants),
        )
    values = {"tonnes": language.tonnes(plants.together_t), "year": plants.year}
    if plants.share >= NEARLY_ALL:
        return language.n(
            "One large plant emitted {tonnes} in {year}: nearly all of what statistics have for the whole area.",
            "{count} large plants emitted {tonnes} in {year}: nearly all of what statistics have for the whole area.",
            len(running),
            **values,
        )
    return language.n(
        "One large plant emitted {tonnes} in {year}: {share} of everything emitted here.",
        "{count} large plants emitted {tonnes} in {year}: {share} of everything emitted here.",
        len(running),
        share=_share(plants.share, language),
        **values,
    )


def _left_out_t(a: Assessment) -> float:
    """Tonnes of cement of the base year that are published for the area and not counted."""
    return max(a.left_out.get("cement", 0.0), 0.0)


def _left_out(tonnes: float, a: Assessment, language: Language) -> str:
    """Where the cement that the method leaves out is counted."""
    if tonnes < TOLD_T:
        return ""
    return language.t(
        "The method takes process emissions from cement off the world\u2019s budget, before that is shared. So {tonnes} of "
        "{year} are neither in the budget here nor in the emissions that are held against it.",
        tonnes=language.tonnes(tonnes),
        year=a.base_year,
    )


def _ordered(plants: Plants) -> list[_ReportedPlant]:
    """Those of the reported year first, the largest before the others; then those that have closed, the last first."""
    return sorted(
        (_reported(reported_plant, plants) for reported_plant in plants.plants),
        key=lambda reported_plant: (-reported_plant.year, -reported_plant.tonnes),
    )


def _row(reported_plant: _ReportedPlant, language: Language) -> PlantRow:
    plant, share = reported_plant.plant, MISSING
    if reported_plant.share is not None:
        share = language.percent(min(reported_plant.share, 1.0), 0 if reported_plant.share >= 0.1 else 1)
    return PlantRow(
        name=plant.name,
        activity=activity_name(plant.activity, language.code),
        tonnes=language.tonnes(reported_plant.tonnes),
        share=share,
        year=str(reported_plant.year),
        since=_since(plant, language),
        note=note(plant.id, language.code),
        note_language=note_language(plant.id, language.code),
    )


def _since(plant: Plant, language: Language) -> str:
    """The first year with figures; trading began in 2005, so a plant of then may be older."""
    return language.t("{year} or before", year=BEGAN) if plant.first_year <= BEGAN else str(plant.first_year)


def _beside(plants: Plants, a: Assessment, language: Language) -> tuple[WithAndWithout, ...]:
    """The area with its plants and without them; nothing where none is running."""
    if not _running(plants) or plants.with_t is None or plants.without_t is None:
        return ()
    pairs = (
        (language.t("With the large plants"), plants.with_t),
        (language.t("Without them"), plants.without_t),
    )
    return tuple(
        WithAndWithout(name, language.tonnes(tonnes), _per_head(tonnes, a, language)) for name, tonnes in pairs
    )


def _per_head(tonnes: float, a: Assessment, language: Language) -> str:
    if not a.persons:
        return MISSING
    return language.t("{number} tonnes", number=language.decimal(tonnes / a.persons, 1))


def _source(language: Language) -> str:
    card = facts("eu_ets")["card"]
    return language.t(
        "Fossil carbon dioxide as verified in the EU emissions trading system; biomass is not in it. Plants that have emitted "
        "{least} or more in a year since 2015. The area\u2019s own statistics are another source. {title}.",
        least=language.tonnes(LEAST_T),
        title=card.get(f"title_{language.base}", card["title"]),
    )
