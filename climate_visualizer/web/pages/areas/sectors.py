"""A sector's page: its part of an area's emissions, beside the areas around, its history and what it is made of."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string

from climate_visualizer.beside import rank
from climate_visualizer.budget.assess import Assessment
from climate_visualizer.budget.sector import Sector, UnknownSector, sector_of
from climate_visualizer.charts.bars import bars, kinds
from climate_visualizer.charts.catalogue import figure, source_line
from climate_visualizer.charts.drawing.sizes import NARROW, WIDE
from climate_visualizer.editions.read import Edition
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.choices import WrongChoice, parse, to_query
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
class _Shown:
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


def _per_head(found: Sector, language: Language) -> str:
    if found.per_head_kg is None:
        return DASH
    return language.whole(found.per_head_kg) if found.per_head_kg >= 10 else language.decimal(found.per_head_kg, 1)


def _change(found: Sector, language: Language) -> str:
    return DASH if found.achieved_cut is None or found.tonnes == 0 else language.change(found.achieved_cut)


def _findings(shown: _Shown) -> list[sentences.Finding]:
    """Four figures: tonnes, each inhabitant's part, the change, and what it uses of what is left."""
    found, language = shown.sector, shown.language
    labelled = [(_around_label(other, language), sector) for other, sector in shown.around]
    number, _, unit = language.tonnes(found.tonnes).partition(" ")
    kilograms, yearly = language.t("kg"), language.t("a year")
    heads = tuple((name, f"{_per_head(sector, language)} {kilograms}") for name, sector in labelled)
    moved = tuple((name, _change(sector, language)) for name, sector in labelled)
    cards = [sentences.Finding("tonnes", number, unit, language.t("were emitted in {year}", year=found.year))]
    cards.append(
        sentences.Finding("head", _per_head(found, language), kilograms, language.t("for each inhabitant"), heads)
    )
    if not found.is_small:
        years = language.t(
            "has been the change, on average, in {first}\u2013{last}", first=found.year - 5, last=found.year
        )
        cards.append(sentences.Finding("change", _change(found, language), yearly, years, moved))
        cards.append(_used(shown))
    return cards


def _used(shown: _Shown) -> sentences.Finding:
    language, nth = shown.language, shown.sector.nth
    if shown.a.is_overdrawn:
        return sentences.Finding("overdrawn", DASH, "", language.t("nothing is left of the budget that it could use"))
    if nth is None or nth > say.MOST_NTH:
        return sentences.Finding("nth", DASH, "", language.t("it uses too little of what is left to be counted"))
    return sentences.Finding("nth", f"1/{language.whole(nth)}", "", language.t("of what is left it uses each year"))


def _sentences(shown: _Shown) -> list[str]:
    found, language = shown.sector, shown.language
    parts = [shown.names[found.key, part.key] for part in found.majority]
    told = [say.too_small(found, language)]
    told += [say.compared(found, sector, shown.around_name(other), language) for other, sector in shown.around[:1]]
    told.append(say.changed(found, language))
    told += [say.used(found, language), say.majority(found, parts, language)]
    return [sentence for sentence in told if sentence]


def _ranked(shown: _Shown) -> str:
    found = shown.sector
    if found.place is None or found.of < rank.FEWEST or found.is_small:
        return ""
    kind = shown.language.t(rank.KINDS.get(shown.a.area.kind, "{count} places"), count=shown.language.whole(found.of))
    order = shown.language.t("least for each inhabitant first")
    return shown.language.t("No. {place} of {kind}, {order}", place=found.place, kind=kind, order=order)


def _context(shown: _Shown) -> dict[str, object]:
    a, found, language = shown.a, shown.sector, shown.language
    name, area = shown.names[found.key, "total"], sentences.area_name(a.area, language)
    headline = say.headline(found, name, language.genitive(area), language)
    grade = qualities(a.area.country)[found.key]
    narrow, wide = (figure(f"sector-{found.key}", shown.edition, a, language, size=size) for size in (NARROW, WIDE))
    return {
        "a": a,
        "language": language,
        "sector": found,
        "name": name,
        "area_name": area,
        "headline": sentences.parts(headline),
        "title": sentences.plain(headline).rstrip("."),
        "sentences": _sentences(shown),
        "findings": _findings(shown),
        "ranked": _ranked(shown),
        "query": to_query(a.choices, country=a.area.country, as_of=a.as_of, edition=current.edition()),
        "parents": [(one, sentences.area_name(one, language)) for one in reversed(shown.edition.parents(a.area.id))],
        "bars": bars(kinds(found, shown.names), language) if len(found.parts) > 1 else (),
        "history": {"name": "history", "wide": wide, "narrow": narrow},
        "grade": grade,
        "grade_name": language.t(GRADES[grade]),
        "quality": quality_sentence(a.area.country, grade, language.code),
        "source": source_line(shown.edition, a.area.country, language),
        "others": [one for one in known(a, language) if one.key != found.key],
    }


@versioned
@spoken
def sector_page(request: HttpRequest, language: Language, country: str, slug: str, sector: str) -> HttpResponse:
    """One sector of one area; a sector that the statistics don't have is a page that is not found."""
    edition = current.edition()
    area = edition.find(country, slug)
    try:
        choices = parse(request.GET.dict(), country=area.country, as_of=current.as_of(), edition=edition)
        a = current.assessment(area.id, choices)
        found = sector_of(edition, a, sector)
        beside = [current.assessment(one.id, a.choices) for one in edition.larger_around(area.id)]
        around = tuple((one, sector_of(edition, one, sector)) for one in beside)
    except WrongChoice as wrong:
        return friendly(request, 422, wrong=wrong, area=area, language=language)
    except UnknownSector as unknown:
        raise Http404(str(unknown)) from unknown
    context = _context(_Shown(edition, a, found, around, language))
    return HttpResponse(render_to_string("pages/sector.html", context, request=request))
