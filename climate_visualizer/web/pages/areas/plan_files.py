"""The public plan as files (PDF, Word, Excel), and earlier years' plans as they stood."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.charts.catalogue import source_line
from climate_visualizer.exports.facts import gather
from climate_visualizer.exports.papers import paper
from climate_visualizer.exports.papers.plan_paper import plan_paper
from climate_visualizer.exports.plan_workbook.plan_columns import STATUS_NAMES
from climate_visualizer.exports.tables.public_plan import plan_workbook
from climate_visualizer.languages.language import Language
from climate_visualizer.plans.plan_content import Content
from climate_visualizer.sources.labels import sector_names
from climate_visualizer.web import current, published, published_plans
from climate_visualizer.web.http.addresses import url_to
from climate_visualizer.web.http.page_cache import versioned
from climate_visualizer.web.page_language import led_over, spoken, stand_in, wholly
from climate_visualizer.web.pages.areas.plan_page import around, assessed, pledges_said
from climate_visualizer.words import plan_words

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@versioned
@spoken
def plan_file(request: HttpRequest, language: Language, country: str, slug: str, kind: str) -> HttpResponse:
    """The whole plan to take along."""
    if stand_in(language.code):
        return led_over(request, language.code)
    a = assessed(country, slug)
    if not published_plans.of(a):
        raise Http404(f"Nobody has published a plan for {a.area.name} here yet.")
    address = url_to("plan", language.code, a.area)
    response = HttpResponse(_made(a, language, kind, address), content_type=TYPES[kind])
    response.headers["Content-Disposition"] = f'inline; filename="{slug}-{language.code}-plan.{kind}"'
    return response


def _made(a: Assessment, language: Language, kind: str, address: str) -> bytes:
    if kind == "xlsx":
        return _workbook(a, language, address)
    facts = gather(current.again(a), language)
    plan = plan_paper(facts, published_plans.sections(a, language, most=None), pledges_said(a, language), address)
    return paper.pdf(plan) if kind == "pdf" else paper.word(plan)


def _workbook(a: Assessment, language: Language, address: str) -> bytes:
    plans = published_plans.of(a)
    sections = published_plans.sections(a, language, most=None)
    return plan_workbook(
        [(plan.by.name, goal.content) for plan in plans for goal in plan.goals],
        [
            (plan.by.name, measure.content, plan.effect.total(index))
            for plan in plans
            for index, measure in enumerate(plan.measures)
        ],
        [(section["by"].name, section["budget"]) for section in sections if section["budget"]],
        [document.content for document in published.of(a.area.id, "business")],
        sector_names(a.area.country, language.code),
        language,
        title=language.t("Climate plan for {area}", area=around(a, language)["name"]),
        source=f"{source_line(current.edition(), a.area.country, language)} {address}",
    )


@wholly
@versioned
@spoken
def kept_plan(request: HttpRequest, language: Language, country: str, slug: str, year: int) -> HttpResponse:
    """A plan as it stood when it was kept; nothing of it is worked out anew."""
    a = assessed(country, slug)
    kept_plans = [kept_plan for kept_plan in published.of(a.area.id, "kept-plan") if kept_plan.content["year"] == year]
    if not kept_plans:
        raise Http404(f"No plan of {year} has been kept for {a.area.name}.")
    names = sector_names(a.area.country, language.code)
    facts = {
        **around(a, language),
        "year": year,
        "plans": [
            kept_section(kept_plan.content, names, a.area.country, language) | {"document": kept_plan}
            for kept_plan in kept_plans
        ],
    }
    return HttpResponse(render_to_string("pages/kept_plan.html", facts, request=request))


def kept_section(content: Content, names: dict[str, str], country: str, language: Language) -> dict[str, object]:
    """A kept plan in words."""
    goals = [
        {
            "title": published_plans.named(goal, language),
            "lang": published_plans.name_in(goal, country, language),
            "short": plan_words.target(
                goal["year"],
                goal["target_kind"],
                goal["amount"],
                goal.get("base_year") or 0,
                names.get(goal.get("scope") or "", ""),
                language,
            ),
            "decision": goal.get("decision") or "",
        }
        for goal in content["goals"]
    ]
    measures = [
        {
            "title": published_plans.named(measure, language),
            "lang": published_plans.name_in(measure, country, language),
            "sector": names.get(measure["sector"], ""),
            "status": language.t(STATUS_NAMES[measure["status"]]),
            "owner": measure.get("owner") or "",
            "total": language.tonnes(measure["saves_t"]),
        }
        for measure in content["measures"]
    ]
    verdict = content["verdict"].get(language.code) or content["verdict"].get("en", "")
    return {
        "own": published_plans.own_language(country, language),
        "goals": goals,
        "measures": measures,
        "verdict": verdict,
        "day": content["day"],
        "edition": content["edition"],
    }
