"""The public plan of an area: goals, measures, climate budget and pledges on a page of their own, and a page a measure."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.feedgenerator import Atom1Feed

from climate_visualizer.budget.assess import Assessment, assess
from climate_visualizer.charts import catalogue, measure
from climate_visualizer.charts.drawing.sizes import SIZES
from climate_visualizer.languages.language import Language
from climate_visualizer.plans.plan_content import Content
from climate_visualizer.plans.pledges import pledged
from climate_visualizer.web import current, published, published_plans
from climate_visualizer.web.http.addresses import url_to
from climate_visualizer.web.http.page_cache import versioned
from climate_visualizer.web.page_language import spoken, wholly
from climate_visualizer.web.pages.areas import public_measures
from climate_visualizer.words import sentences
from climate_visualizer.words.measures.money import a_tonne


def assessed(country: str, slug: str) -> Assessment:
    """An area with the usual choices: what was adopted is held against one budget on all pages of the plan."""
    area = current.edition().find(country, slug)
    return assess(current.question(area.id))


def around(a: Assessment, language: Language) -> dict[str, object]:
    """What every page of the plan shows."""
    name = sentences.area_name(a.area, language)
    return {
        "a": a,
        "area": a.area,
        "language": language,
        "name": name,
        "owner": language.genitive(name),
    }


@wholly
@versioned
@spoken
def plan_page(request: HttpRequest, language: Language, country: str, slug: str) -> HttpResponse:
    """Everything that is published of plans for an area."""
    a = assessed(country, slug)
    sections = published_plans.sections(a, language, most=None)
    if not sections:
        raise Http404(f"Nobody has published a plan for {a.area.name} here yet.")
    facts = {
        **around(a, language),
        "plans": sections,
        "pledges": pledges_said(a, language),
        "kept": [kept_plan.content["year"] for kept_plan in published.of(a.area.id, "kept-plan")],
    }
    return HttpResponse(render_to_string("pages/public_plan.html", facts, request=request))


def pledges_said(a: Assessment, language: Language) -> str:
    """What businesses have pledged together, in a sentence; empty without any."""
    pledges = pledged(document.content for document in published.of(a.area.id, "business"))
    if pledges is None:
        return ""
    return language.n(
        "{count} business has pledged to go from {latest} to {goal} a year by {last}, {cut} less.",
        "{count} businesses have pledged to go from {latest} to {goal} a year together by {last}, {cut} less.",
        pledges.count,
        latest=language.tonnes(pledges.latest_t),
        goal=language.tonnes(pledges.goal_t),
        cut=language.tonnes(pledges.cut_t),
        last=pledges.last_goal,
    )


def _found(a: Assessment, key: str) -> public_measures.PublicMeasure:
    public_measure = public_measures.find(published_plans.of(a), key)
    if public_measure is None:
        raise Http404(f"There is no published measure '{key}' in {a.area.name}.")
    return public_measure


@wholly
@versioned
@spoken
def measure_page(request: HttpRequest, language: Language, country: str, slug: str, key: str) -> HttpResponse:
    """One measure: status, who, when, effect, follow-up, remarks."""
    a = assessed(country, slug)
    public_measure = _found(a, key)
    source = catalogue.source_line(current.edition(), a.area.country, language)
    pictures = {
        shape: measure.figure(
            public_measure.account,
            language.t("What is stated and what counts"),
            source,
            language,
            edition_id=public_measure.plan.outset.edition_id,
            size=SIZES[shape],
        )
        for shape in ("wide", "narrow")
    }
    cost = public_measure.account.a_tonne
    facts = {
        **around(a, language),
        **public_measures.facts(public_measure, a.area.country, language),
        "document": public_measure.document,
        "content": public_measure.content,
        "pictures": pictures,
        "a_tonne": "" if cost is None else a_tonne(cost, a.area.country, language),
    }
    return HttpResponse(render_to_string("pages/public_measure.html", facts, request=request))


@versioned
@spoken
def measure_feed(request: HttpRequest, language: Language, country: str, slug: str, key: str) -> HttpResponse:
    """What has happened to one measure, as Atom: versions, follow-ups and answered remarks."""
    a = assessed(country, slug)
    public_measure = _found(a, key)
    page = url_to("measure", language.code, a.area, key=key)
    title = published_plans.named(public_measure.content, language)
    feed = Atom1Feed(
        title=f"{title} – {sentences.area_name(a.area, language)}",
        link=page,
        description=language.t("What has happened to this measure"),
        language=language.code,
        feed_url=request.build_absolute_uri(),
        author_name=public_measure.document.organisation.name,
    )
    for name, entry_title, when, text in sorted(
        _entries(public_measure, language), key=lambda entry: entry[2], reverse=True
    ):
        feed.add_item(
            title=entry_title, link=page, description=text, unique_id=f"{page}#{name}", updateddate=when, pubdate=when
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _entries(public_measure: public_measures.PublicMeasure, language: Language) -> list[tuple[str, str, datetime, str]]:
    title = published_plans.named(public_measure.content, language)
    entries = [
        (f"version-{version.number}", status, version.published_at, title)
        for version, status in public_measures.history(public_measure.document, language)
    ]
    entries += [
        (
            f"report-{row['year']}",
            language.t("Follow-up of {year}", year=row["year"]),
            row["published_at"],
            _reported(row),
        )
        for row in public_measures.reports(public_measure, language)
    ]
    entries += [
        (
            f"remark-{remark.key}",
            language.t("A remark with an answer"),
            remark.published_at,
            str(remark.content["remark"]),
        )
        for remark in public_measures.remarks(public_measure.document)
    ]
    return entries


def _reported(row: Content) -> str:
    return " · ".join(sentence for sentence in (row["saved"], row["indicator"], row["comment"]) if sentence)
