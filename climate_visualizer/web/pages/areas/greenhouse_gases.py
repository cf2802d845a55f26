"""The page of an area without a budget: its statistics are of all greenhouse gases together, and CO2 isn't told apart."""

from __future__ import annotations

from climate_visualizer.beside import area_changes, area_kinds
from climate_visualizer.beside.similar_areas import nearby
from climate_visualizer.budget.greenhouse_gases import GAS, Equivalents, equivalents
from climate_visualizer.charts.catalogue import source_line, without_budget
from climate_visualizer.charts.drawing.sector_colours import colour_of
from climate_visualizer.charts.drawing.sizes import NARROW, WIDE
from climate_visualizer.editions.read import Area, Edition
from climate_visualizer.languages.language import Language
from climate_visualizer.languages.printed_sums import shares_in_column
from climate_visualizer.sources.labels import sector_names
from climate_visualizer.web import current
from climate_visualizer.web.pages.areas import parts
from climate_visualizer.web.successor_pages import given_way
from climate_visualizer.words import sentences


def _bars(equivalents: Equivalents, language: Language) -> list[dict[str, object]]:
    """The newest year's sectors, the largest first, with a length beside the largest."""
    names, newest = sector_names(equivalents.area.country, language.code), equivalents.newest
    largest, total = max(newest.values(), default=1.0), sum(newest.values())
    shares = dict(zip(newest, shares_in_column([tonnes / total for tonnes in newest.values()], language), strict=True))
    return [
        {
            "name": names[key],
            "colour": colour_of(key),
            "tonnes": tonnes,
            "share": shares[key],
            "length": f"{100 * tonnes / largest:.1f}",
        }
        for key, tonnes in newest.items()
    ]


def _changes(area: Area, language: Language) -> tuple[str, ...]:
    change = current.newest_change(area.id)
    if change is None:
        return ()
    return area_changes.sentences(change, sector_names(area.country, language.code), language)


def context(edition: Edition, area: Area, language: Language) -> dict[str, object]:
    """Everything that the page shows."""
    around, statistics = edition.parents(area.id), equivalents(edition, area)
    total, per_head = statistics.total[-1] if statistics.total else None, statistics.per_head
    near = edition.children(area.id) or nearby(edition, area)
    named = [(neighbour, sentences.area_name(neighbour, language)) for neighbour in near]
    narrow, wide = (without_budget(edition, area, language, size=size) for size in (NARROW, WIDE))
    return {
        "area": area,
        "language": language,
        "name": sentences.area_name(area, language),
        "kind": area_kinds.kind_alone(area, language),
        "parents": [(parent, sentences.area_name(parent, language)) for parent in reversed(around)],
        "has_statistics": bool(statistics.years),
        "year": statistics.years[-1] if total is not None else None,
        "whole": language.tonnes(total) if total is not None else "",
        "per_head": language.decimal(per_head) if per_head is not None else "",
        "bars": _bars(statistics, language),
        "history": {"name": "history", "wide": wide, "narrow": narrow},
        "changes": _changes(area, language),
        "corrections": parts.corrections(edition, area, language),
        "source": source_line(edition, area.country, language, GAS),
        "near": sorted(named, key=lambda pair: language.alphabetical(pair[1])),
        "within": bool(edition.children(area.id)),
        "given_way": given_way(area, current.as_of(), language),
    }
