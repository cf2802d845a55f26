"""A sector's page: its part of an area's emissions, beside the areas around, its history and what it is made of."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string

from climate_visualizer.beside import rank
from climate_visualizer.budget.assess import Assessment, assess
from climate_visualizer.budget.sector import Sector, UnknownSector, sector_of
from climate_visualizer.charts.bars import bars, kinds
from climate_visualizer.charts.catalogue import figure, source_line
from climate_visualizer.charts.drawing.sizes import NARROW, WIDE
from climate_visualizer.editions.read import Edition
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.choices import WrongChoice
from climate_visualizer.sources.labels import labels, qualities, quality_sentence
from climate_visualizer.web import current
from climate_visualizer.web.http.page_cache import versioned
from climate_visualizer.web.page_language import spoken
from climate_visualizer.web.pages.areas.parts import GRADES, known
from climate_visualizer.web.pages.common.errors import friendly
from climate_visualizer.words import sector_words as say
from climate_visualizer.words import sentences

DASH = "\u2013"


@dataclass(frozen=True, eq=False)
class _SectorView:
    """A sector with the same sector in the areas around, the nearest first."""

    edition: Edition
    a: Assessment
    sector: Sector
    around: tuple[tuple[Assessment, Sector], ...]
    language: Language

    @property
    def names(self) -> dict[tuple[str, str], str]:
        return labels(self.a.area.country, self.language.code)

    def around_name(self, other: Assessment) -> str:
        return sentences.area_name(other.area, self.language)


def _around_label(a: Assessment, language: Language) -> str:
    return language.t({"county": "The county", "country": "The country"}.get(a.area.kind, "Around"))


def _per_head(sector: Sector, language: Language) -> str:
    if sector.per_head_kg is None:
        return DASH
    return language.whole(sector.per_head_kg) if sector.per_head_kg >= 10 else language.decimal(sector.per_head_kg, 1)


def _change(sector: Sector, language: Language) -> str:
    return DASH if sector.achieved_cut is None or sector.tonnes == 0 else language.change(sector.achieved_cut)


def _findings(view: _SectorView) -> list[sentences.Finding]:
    """Four figures: tonnes, each inhabitant's part, the change, and what it uses of what is left."""
    sector, language = view.sector, view.language
    labelled = [(_around_label(other, language), other_sector) for other, other_sector in view.around]
    number, _, unit = language.tonnes(sector.tonnes).partition(" ")
    kilograms, yearly = language.t("kg"), language.t("a year")
    heads = tuple((name, f"{_per_head(other_sector, language)} {kilograms}") for name, other_sector in labelled)
    moved = tuple((name, _change(other_sector, language)) for name, other_sector in labelled)
    cards = [sentences.Finding("tonnes", number, unit, language.t("were emitted in {year}", year=sector.year))]
    cards.append(
        sentences.Finding("head", _per_head(sector, language), kilograms, language.t("for each inhabitant"), heads)
    )
    if not sector.is_small:
        years = language.t(
            "has been the change, on average, in {first}\u2013{last}", first=sector.year - 5, last=sector.year
        )
        cards.append(sentences.Finding("change", _change(sector, language), yearly, years, moved))
        cards.append(_used(view))
    return cards


def _used(view: _SectorView) -> sentences.Finding:
    language, nth = view.language, view.sector.nth
    if view.a.is_overdrawn:
        return sentences.Finding("overdrawn", DASH, "", language.t("nothing is left of the budget that it could use"))
    if nth is None or nth > say.MOST_NTH:
        return sentences.Finding("nth", DASH, "", language.t("it uses too little of what is left to be counted"))
    return sentences.Finding("nth", f"1/{language.whole(nth)}", "", language.t("of what is left it uses each year"))


def _sentences(view: _SectorView) -> list[str]:
    sector, language = view.sector, view.language
    largest_parts = [view.names[sector.key, part.key] for part in sector.majority]
    texts = [say.too_small(sector, language)]
    texts += [
        say.compared(sector, other_sector, view.around_name(other), language) for other, other_sector in view.around[:1]
    ]
    texts.append(say.changed(sector, language))
    texts += [say.used(sector, language), say.majority(sector, largest_parts, language)]
    return [sentence for sentence in texts if sentence]


def _ranked(view: _SectorView) -> str:
    sector = view.sector
    if sector.place is None or sector.of < rank.FEWEST or sector.is_small:
        return ""
    kind = view.language.t(rank.KINDS.get(view.a.area.kind, "{count} places"), count=view.language.whole(sector.of))
    order = view.language.t("least for each inhabitant first")
    return view.language.t("No. {place} of {kind}, {order}", place=sector.place, kind=kind, order=order)


def _context(view: _SectorView) -> dict[str, object]:
    a, sector, language = view.a, view.sector, view.language
    name, area = view.names[sector.key, "total"], sentences.area_name(a.area, language)
    headline = say.headline(sector, name, language.genitive(area), language)
    grade = qualities(a.area.country)[sector.key]
    narrow, wide = (figure(f"sector-{sector.key}", view.edition, a, language, size=size) for size in (NARROW, WIDE))
    return {
        "a": a,
        "language": language,
        "sector": sector,
        "name": name,
        "area_name": area,
        "headline": sentences.parts(headline),
        "title": sentences.plain(headline).rstrip("."),
        "sentences": _sentences(view),
        "findings": _findings(view),
        "ranked": _ranked(view),
        "query": current.again(a).query,
        "parents": [
            (parent, sentences.area_name(parent, language)) for parent in reversed(view.edition.parents(a.area.id))
        ],
        "bars": bars(kinds(sector, view.names), language) if len(sector.parts) > 1 else (),
        "history": {"name": "history", "wide": wide, "narrow": narrow},
        "grade": grade,
        "grade_name": language.t(GRADES[grade]),
        "quality": quality_sentence(a.area.country, grade, language.code),
        "source": source_line(view.edition, a.area.country, language),
        "others": [other_sector for other_sector in known(a, language) if other_sector.key != sector.key],
    }


@versioned
@spoken
def sector_page(request: HttpRequest, language: Language, country: str, slug: str, sector: str) -> HttpResponse:
    """One sector of one area; a sector that the statistics don't have is a page that is not found."""
    edition = current.edition()
    area = edition.find(country, slug)
    try:
        question = current.question(area.id, request.GET.dict())
        a = assess(question)
        sector_of_area = sector_of(edition, a, sector)
        beside = [assess(question.at(area_around.id)) for area_around in edition.larger_around(area.id)]
        around = tuple((area_around, sector_of(edition, area_around, sector)) for area_around in beside)
    except WrongChoice as wrong:
        return friendly(request, 422, wrong=wrong, area=area, language=language)
    except UnknownSector as unknown:
        raise Http404(str(unknown)) from unknown
    context = _context(_SectorView(edition, a, sector_of_area, around, language))
    return HttpResponse(render_to_string("pages/sector.html", context, request=request))
