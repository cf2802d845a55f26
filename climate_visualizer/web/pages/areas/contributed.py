"""Published contributions of organisations on an area page: texts, figures, other inventories, businesses and remarks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.languages.language import Language
from climate_visualizer.plans.businesses import Standing, standing
from climate_visualizer.plans.plan_content import Content
from climate_visualizer.sources.labels import sector_names
from climate_visualizer.web import published
from climate_visualizer.web.published import Published


@dataclass(frozen=True)
class Line:
    """One year of an own figure beside the official one, written out."""

    year: int
    own: str
    official: str
    apart: str


@dataclass(frozen=True)
class OwnFigure:
    """An own figure: which sector, its years, and the document it comes from."""

    sector: str
    lines: tuple[Line, ...]
    document: Published


@dataclass(frozen=True)
class Joined:
    """A business that has joined: its last report, its goal, and whether its plan keeps to the budget."""

    document: Published
    sector: str
    latest: str
    goal: str
    verdict: str
    standing: Standing


def series(content: Content, name: str = "tonnes") -> dict[int, float]:
    """A field of tonnes by year."""
    return {int(year): float(tonnes) for year, tonnes in sorted(content[name].items())}


def own_words(area_id: str) -> dict[str, Published]:
    """Own words by the section they stand in; of several for one section the latest."""
    return {document.content["section"]: document for document in reversed(published.of(area_id, "text"))}


def _sector_name(content: Content, names: Mapping[str, str]) -> str:
    key = str(content["sector"])
    return names.get(key, key)


def figures(a: Assessment, language: Language) -> tuple[OwnFigure, ...]:
    """Own figures with the official ones of the same years beside them."""
    names = sector_names(a.area.country, language.code)
    return tuple(
        OwnFigure(_sector_name(document.content, names), _lines(a, document, language), document)
        for document in published.of(a.area.id, "figure")
    )


def _lines(a: Assessment, document: Published, language: Language) -> tuple[Line, ...]:
    key = document.content["sector"]
    series_of_sector = a.history if key == "total" else a.sectors.get(key)
    official = dict(zip(series_of_sector.years, series_of_sector.tonnes, strict=True)) if series_of_sector else {}
    return tuple(_line(year, own, official.get(year), language) for year, own in series(document.content).items())


def _line(year: int, own: float, official: float | None, language: Language) -> Line:
    if official is None:
        return Line(year, language.whole(own), "–", "–")
    apart = own - official
    signed = ("+" if apart > 0 else "") + language.whole(round(apart))
    return Line(year, language.whole(own), language.whole(official), signed)


def business(a: Assessment, document: Published, language: Language) -> Joined:
    """A business held against the budget of its area."""
    content = document.content
    tonnes = series(content)
    standing_of_business = standing(a, tonnes, int(content["goal_year"]), float(content["goal_percent"]))
    goal = language.t(
        "{cut} by {year}, counted from {first}",
        cut=language.change(float(content["goal_percent"]) / 100, 0),
        year=content["goal_year"],
        first=min(tonnes),
    )
    sector = _sector_name(content, sector_names(a.area.country, language.code))
    latest = language.t(
        "{tonnes} in {year}",
        tonnes=language.tonnes(standing_of_business.latest_t),
        year=standing_of_business.latest_year,
    )
    return Joined(document, sector, latest, goal, verdict(standing_of_business, language), standing_of_business)


def verdict(standing: Standing, language: Language) -> str:
    """Whether the plan keeps to the budget, in words."""
    if standing.over_t is None:
        return language.t("The area’s budget is used up, so no plan keeps to it.")
    if standing.fits:
        return language.t("The plan keeps to the area’s budget.")
    return language.t(
        "The plan emits {tonnes} more than the area’s budget allows.", tonnes=language.tonnes(standing.over_t)
    )


def beside(a: Assessment, language: Language) -> dict[str, object]:
    """Everything of people's that the area's page shows."""
    area_id = a.area.id
    return {
        "own": own_words(area_id),
        "own_figures": figures(a, language),
        "perspectives": tuple(
            (document, series(document.content)) for document in published.of(area_id, "perspective")
        ),
        "businesses": tuple(business(a, document, language) for document in published.of(area_id, "business")),
        "remarks": published.of(area_id, "remark"),
        "spoken_for": published.version(area_id) not in ("", published.UNKNOWN),
        "unknown": published.is_unknown(area_id),
        "look": published.look(area_id),
        "sections": tuple(f"pages/sections/{name}.html" for name in published.order(area_id)),
    }
