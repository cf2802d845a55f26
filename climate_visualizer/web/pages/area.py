"""An area's page: what is left, when it runs out, what it takes, and how all this came about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from climate_visualizer.assessment import certainty, changed, explained, words
from climate_visualizer.assessment.assess import Assessment
from climate_visualizer.assessment.choices import WrongChoice, parse, to_query
from climate_visualizer.assessment.language import Language
from climate_visualizer.assessment.milestones import milestones, told
from climate_visualizer.charts import dots, history
from climate_visualizer.charts.bundle import Bundle
from climate_visualizer.editions.read import Area, Edition
from climate_visualizer.science.findings import smallest_majority
from climate_visualizer.sources.labels import labels, qualities, quality_sentence, sector_names, title
from climate_visualizer.web import current
from climate_visualizer.web.pages import choice
from climate_visualizer.web.pages.errors import friendly
from climate_visualizer.web.spoken import spoken
from climate_visualizer.web.versioned import versioned

MOST_BARS = 9


@dataclass(frozen=True)
class Bar:
    """One part of emissions: its name, tonnes, share of the whole and length beside the largest, in per cent."""

    name: str
    tonnes: float
    share: float
    length: str


def source_line(edition: Edition, country: str, language: Language) -> str:
    """Where a picture's figures come from, in a sentence."""
    origin = edition.origin(country)
    return language.t(
        "Source: {publisher}, {title}, {date}. Edition {edition}.",
        publisher=origin["publisher"],
        title=title(country, language.base),
        date=origin["release_date"],
        edition=edition.id,
    )


def _parts(edition: Edition, a: Assessment, language: Language) -> list[tuple[str, float]]:
    """The finest parts of the base year's emissions that the edition has: sub-sectors, or sectors without any."""
    names = labels(a.area.country, language.code)
    frame = edition.subsectors(a.area.id)
    frame = frame.filter((pl.col("year") == a.base_year) & pl.col("sector").is_in(list(a.sectors)))
    fine = [(names[row["sector"], row["subsector"]], row["tonnes"]) for row in frame.iter_rows(named=True)]
    split = set(frame["sector"])
    whole = [(names[key, "total"], one.tonnes[-1]) for key, one in a.sectors.items() if key not in split and one.tonnes]
    return sorted([part for part in fine + whole if part[1] > 0], key=lambda part: -part[1])


def bars(edition: Edition, a: Assessment, language: Language) -> tuple[Bar, ...]:
    """The largest parts of emissions, and all others as one."""
    parts = _parts(edition, a, language)
    total = sum(tonnes for _, tonnes in parts)
    if len(parts) > MOST_BARS:
        parts = [*parts[: MOST_BARS - 1], (language.t("Other"), sum(tonnes for _, tonnes in parts[MOST_BARS - 1 :]))]
    largest = max((tonnes for _, tonnes in parts), default=1.0)
    return tuple(Bar(name, tonnes, tonnes / total, f"{100 * tonnes / largest:.1f}") for name, tonnes in parts)


def _majority(edition: Edition, a: Assessment, language: Language) -> str:
    parts = _parts(edition, a, language)
    if not parts:
        return ""
    largest = smallest_majority(emissions=np.array([tonnes for _, tonnes in parts]))
    tonnes = sum(parts[index][1] for index in largest)
    nth = round(a.remaining_t / tonnes) if not a.is_overdrawn and tonnes > 0 else None
    return words.majority([parts[index][0] for index in largest], nth, language)


@dataclass(frozen=True)
class Wait:
    """One column of the delay picture."""

    year: int
    label: str
    cut: float
    possible: bool

    @property
    def height(self) -> str:
        return f"{100 * self.cut:.1f}"

    @property
    def top(self) -> str:
        return f"{100 - 100 * self.cut:.1f}"


def _waits(a: Assessment, language: Language, most: int = 6) -> tuple[Wait, ...]:
    """The yearly cut for each year of start, up to and with the first for which no path is left."""
    found: list[Wait] = []
    for delay in a.delays[:most]:
        if delay.required_cut is None:
            found.append(Wait(delay.year, language.t("no path left"), 1.0, False))
            break
        cut = delay.required_cut
        found.append(Wait(delay.year, language.change(cut, 0 if cut >= 0.1 else 1), cut, True))
    return tuple(found) if any(wait.possible for wait in found) else ()


def _quality(a: Assessment, language: Language) -> list[dict[str, Any]]:
    """The share of the base year's emissions in each quality class, with what the class means."""
    total = sum(one.tonnes[-1] for one in a.sectors.values() if one.tonnes)
    found = []
    for kind in ("measured", "modelled"):
        tonnes = sum(
            one.tonnes[-1] for key, one in a.sectors.items() if one.tonnes and qualities(a.area.country)[key] == kind
        )
        if total > 0:
            found.append(
                {
                    "share": language.percent(tonnes / total),
                    "meaning": quality_sentence(a.area.country, kind, language.code),
                }
            )
    return found


def figure(name: str, edition: Edition, a: Assessment, language: Language, *, narrow: bool = False) -> Bundle:
    """One of the page's figures by its name."""
    source = source_line(edition, a.area.country, language)
    if name == "dots":
        return dots.figure(a, source, language, narrow=narrow)
    return history.figure(a, sector_names(a.area.country, language.code), source, language, narrow=narrow)


def _pictures(name: str, edition: Edition, a: Assessment, language: Language) -> dict[str, Any]:
    wide = figure(name, edition, a, language)
    return {"name": name, "wide": wide, "narrow": figure(name, edition, a, language, narrow=True)}


def _named(areas: list[Area], language: Language) -> list[tuple[Area, str]]:
    """Areas with their names, in the order of the alphabet."""
    named = [(area, words.area_name(area, language)) for area in areas]
    return sorted(named, key=lambda pair: language.alphabetical(pair[1]))


def _said(edition: Edition, a: Assessment, language: Language) -> dict[str, Any]:
    """The words of the page."""
    around = edition.parents(a.area.id)
    country = next((area for area in (a.area, *around) if area.kind == "country"), a.area)
    beside = tuple(current.assessment(area.id, a.choices) for area in around)
    other = choice.other_limit(a)
    headline = words.headline(a, language)
    lead = words.lead(a, current.assessment(a.area.id, other) if other else None, language)
    return {
        "name": words.area_name(a.area, language),
        "owner": language.genitive(words.area_name(a.area, language)),
        "place": words.place(a.area, around, language),
        "headline": words.parts(headline),
        "title": words.plain(headline).rstrip("."),
        "lead": words.parts(lead),
        "description": words.plain(f"{headline} {lead}"),
        "findings": words.findings(a, beside, language),
        "majority": _majority(edition, a, language),
        "per_head": words.per_head(a, language),
        "waiting": explained.waiting(a, language),
        "ladder": explained.ladder(a, words.area_name(country, language), language),
        "certainty": certainty.certainty(a, current.outlook(a.area.id, a.choices), language),
        "limit_said": language.degrees(a.choices.limit),
        "others": certainty.other_budgets(a, current.vintages(a.area.id, a.choices), language),
        "changes": _changes(a, language),
        "corrections": _corrections(edition, a, language),
        "unsettled": any(dispute.gas == "CO2" and not dispute.kept_from for dispute in a.disputes),
        "disputes": explained.disputes(a, sector_names(a.area.country, language.code), language),
        "parents": [(area, words.area_name(area, language)) for area in reversed(around)],
    }


def _corrections(edition: Edition, a: Assessment, language: Language) -> tuple[dict[str, str], ...]:
    """Figures of this area that were put right by hand, with the reason and where it can be seen."""
    found = [one for one in edition.manifest.get("corrections", []) if one["area"] == a.area.id]
    return tuple(
        {
            "sentence": language.t(
                "{year}, {sector}: {after} instead of {before}. {reason}",
                year=one["year"],
                sector=sector_names(a.area.country, language.code).get(one["sector"], one["sector"]),
                before=language.tonnes(one["from_t"]),
                after=language.tonnes(one["to_t"]),
                reason=one["reason"][language.code],
            ),
            "evidence": one["evidence"],
        }
        for one in found
    )


def _changes(a: Assessment, language: Language) -> tuple[str, ...]:
    """What the newest edition changed here, in sentences; nothing where there was none before."""
    before = current.before()
    if before is None:
        return ()
    found = changed.changed(before, current.edition(), a.area.id, a.choices, as_of=a.as_of)
    return changed.sentences(found, sector_names(a.area.country, language.code), language)


def _drawn(edition: Edition, a: Assessment, language: Language) -> dict[str, Any]:
    """The figures of the page."""
    sizes = (("wide", dots.WIDE), ("narrow", dots.NARROW))
    tonnes = {shape: language.tonnes(dots.dot_size(a, size)) for shape, size in sizes}
    each = {shape: language.t("Each dot is {tonnes} of carbon dioxide", tonnes=said) for shape, said in tonnes.items()}
    return {
        "dot": each,
        "dots": _pictures("dots", edition, a, language),
        "history": _pictures("history", edition, a, language),
        "bars": bars(edition, a, language),
        "waits": _waits(a, language),
    }


def context(edition: Edition, a: Assessment, language: Language) -> dict[str, Any]:
    """Everything that the page shows."""
    code, method, within = language.code, a.method, edition.children(a.area.id)
    near = within or (edition.children(a.area.parent_id) if a.area.parent_id else ())
    about = {name: getattr(method, name)[code] for name in ("name", "description", "leaves_out", "assumptions")}
    return {
        "a": a,
        "language": language,
        **_said(edition, a, language),
        **_drawn(edition, a, language),
        "milestones": told(milestones(a), language),
        "choices": choice.groups(a, language),
        "rare_sharing": a.choices.sharing in a.method.share_local.sharings[choice.COMMON :],
        "query": to_query(a.choices, country=a.area.country, as_of=a.as_of),
        "quality": _quality(a, language),
        "words": about,
        "scope": method.scope_words[code],
        "source": source_line(edition, a.area.country, language),
        "near": _named([area for area in near if area.id != a.area.id], language),
        "within": bool(within),
    }


@versioned
@spoken
def area_page(request: HttpRequest, language: Language, country: str, slug: str) -> HttpResponse:
    """One area; what cannot be chosen is a page that says what can."""
    edition = current.edition()
    area = edition.find(country, slug)
    try:
        choices = parse(request.GET.dict(), country=area.country, as_of=current.as_of())
        a = current.assessment(area.id, choices)
    except WrongChoice as wrong:
        return friendly(request, 422, wrong=wrong, area=area, language=language)
    return HttpResponse(render_to_string("pages/area.html", context(edition, a, language), request=request))


TYPES = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
}


@versioned
@spoken
def figure_file(
    request: HttpRequest, language: Language, country: str, slug: str, name: str, kind: str
) -> HttpResponse:
    """A figure of an area's page as a file, with the same choices in the address."""
    edition = current.edition()
    area = edition.find(country, slug)
    try:
        a = current.assessment(area.id, parse(request.GET.dict(), country=area.country, as_of=current.as_of()))
    except WrongChoice as wrong:
        return friendly(request, 422, wrong=wrong, area=area, language=language)
    bundle = figure(name, edition, a, language)
    body = {"svg": lambda: bundle.svg("light"), "png": bundle.png, "csv": bundle.csv, "json": bundle.json}[kind]()
    response = HttpResponse(body, content_type=TYPES[kind])
    response.headers["Content-Disposition"] = f'inline; filename="{slug}-{name}.{kind}"'
    return response
