"""The tables of an area without a budget: emissions of all greenhouse gases together, and where they come from."""

from __future__ import annotations

from climate_visualizer.beside import area_kinds
from climate_visualizer.budget.greenhouse_gases import GAS, Equivalents, equivalents
from climate_visualizer.charts.catalogue import source_line
from climate_visualizer.exports.provenance import use
from climate_visualizer.exports.tables.book import Book
from climate_visualizer.exports.tables.topics import PERCENT, Column, Topic, sources
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.question import Question
from climate_visualizer.sources.labels import sector_names
from climate_visualizer.words import sentences


def book(question: Question, language: Language, *, address: str) -> Book:
    """The tables of one area, whatever its choices."""
    edition, area, as_of = question.edition, question.area, question.as_of
    equivalents_of_area, names = equivalents(edition, area), sector_names(area.country, language.code)
    origins = tuple(origin for origin in edition.origins if origin["source"].partition("_")[0] == area.country.lower())
    name, source = sentences.area_name(area, language), source_line(edition, area.country, language, GAS)
    kind_and_place = area_kinds.place(area, edition.parents(area.id), language)
    t, licence = language.t, edition.origin(area.country, GAS)["licence"]
    about = (
        (t("Area"), f"{name}, {kind_and_place}"),
        (t("In short"), t("There is no carbon budget for {name} here yet.", name=name)),
        (t("Day"), language.day(as_of)),
        (t("What is counted"), t("All greenhouse gases, in carbon dioxide equivalents")),
        *use(edition.id, source, origins, address, language),
    )
    topics = (
        _emissions(equivalents_of_area, names, language),
        _parts(equivalents_of_area, names, language),
        sources(origins, language),
    )
    return Book(area.id, name, edition.id, as_of, language, source, licence, {}, about, topics)


def _emissions(equivalents: Equivalents, names: dict[str, str], language: Language) -> Topic:
    """Emissions by sector for each year."""
    t = language.t
    columns = (
        Column(t("Year")),
        *(Column(names[key], "t") for key in equivalents.sectors),
        Column(t("All emissions"), "t"),
    )
    rows = tuple(zip(equivalents.years, *equivalents.sectors.values(), equivalents.total, strict=True))
    return Topic(
        "emissions", t("Emissions by sector"), columns, rows, t("All greenhouse gases, in carbon dioxide equivalents")
    )


def _parts(equivalents: Equivalents, names: dict[str, str], language: Language) -> Topic:
    """The newest year's sectors, the largest first."""
    t, newest, persons = language.t, equivalents.newest, equivalents.persons
    columns = (Column(t("Source of emissions")), Column(t("Emissions"), "t"), Column(t("Share"), "%"))
    total = sum(newest.values())
    rows = tuple(
        (names[key], tonnes, tonnes / total * PERCENT, 1000 * tonnes / persons if persons else None)
        for key, tonnes in newest.items()
    )
    note = str(equivalents.years[-1]) if equivalents.years else ""
    return Topic("sources-of-emissions", t("Where from"), (*columns, Column(t("Per inhabitant"), "kg")), rows, note)
