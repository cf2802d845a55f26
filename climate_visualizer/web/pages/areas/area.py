"""An area's page: what is left, when it runs out, what it takes, and how all this came about."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from climate_visualizer.beside import area_changes, area_kinds, rank
from climate_visualizer.beside.similar_areas import nearby
from climate_visualizer.budget.assess import Assessment, assess
from climate_visualizer.budget.milestones import milestones, told
from climate_visualizer.budget.ranges.trend_band import trend_band
from climate_visualizer.budget.ranges.uncertainty_ranges import outlook, vintages
from climate_visualizer.charts import bars, dot_columns
from climate_visualizer.charts.catalogue import figure, source_line
from climate_visualizer.charts.drawing.sizes import NARROW, WIDE
from climate_visualizer.editions.read import Area, Edition
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.basis import NoBudget
from climate_visualizer.methods.choices import WrongChoice, is_shared_out
from climate_visualizer.methods.question import Question
from climate_visualizer.sources.labels import sector_names
from climate_visualizer.web import current, published, published_plans
from climate_visualizer.web.http.page_cache import versioned
from climate_visualizer.web.page_language import spoken, stand_in
from climate_visualizer.web.pages.areas import contributed, greenhouse_gases, parts
from climate_visualizer.web.pages.common import choice_links, contents
from climate_visualizer.web.pages.common.choice_meanings import meaning
from climate_visualizer.web.pages.common.errors import friendly
from climate_visualizer.web.pages.countries.fair_shares_page import takes_part
from climate_visualizer.web.pages.questions import goal_page
from climate_visualizer.web.successor_pages import given_way
from climate_visualizer.words import certainty, composition, derivation, sentences
from climate_visualizer.words.counted import counted_otherwise, left_out_said, scope_said
from climate_visualizer.words.figure_status import has_filled
from climate_visualizer.words.published_words import published_lines
from climate_visualizer.words.questions.plant_budgets import PlantBudget, plant_budgets
from climate_visualizer.words.questions.plant_words import PlantWords, plant_words
from climate_visualizer.words.statistics_age import dated

OPEN_BARS = 5  # sources of emissions that stand open; the rest folds


def _pictures(name: str, edition: Edition, a: Assessment, language: Language) -> dict[str, object]:
    target = published_plans.target(a) if name == "history" else None
    wide, narrow = (figure(name, edition, a, language, size=size, target=target) for size in (WIDE, NARROW))
    return {"name": name, "wide": wide, "narrow": narrow}


def _named(areas: Iterable[Area], language: Language) -> list[tuple[Area, str]]:
    """Areas with their names, in the order of the alphabet."""
    named = [(area, sentences.area_name(area, language)) for area in areas]
    return sorted(named, key=lambda pair: language.alphabetical(pair[1]))


def _said(question: Question, a: Assessment, plants: PlantWords, language: Language) -> dict[str, object]:
    """The words of the page."""
    edition = question.edition
    around = edition.parents(a.area.id)
    country = next((area for area in (a.area, *around) if area.kind == "country"), a.area)
    compared = edition.larger_around(a.area.id)
    beside = tuple(assess(question.at(area.id)) for area in compared if edition.has(area.id))
    other = choice_links.other_limit(a)
    headline = sentences.headline(a, language)
    lead = sentences.lead(a, assess(question.by(other)) if other else None, language)
    return {
        "name": sentences.area_name(a.area, language),
        "owner": language.genitive(sentences.area_name(a.area, language)),
        "kind": area_kinds.kind_alone(a.area, language),
        "headline": sentences.parts(headline),
        "title": sentences.plain(headline).rstrip("."),
        "lead": sentences.parts(lead),
        "plants": plants,
        "ruled": sentences.parts(plants.lead),
        "plant_budgets": _plant_budgets(question, a, language),
        "statistics_age": dated(a, language),
        "description": sentences.plain(f"{headline} {lead}"),
        "findings": _ranked(edition, a, sentences.findings(a, beside, language), language),
        "per_head": sentences.per_head(a, language),
        "waiting": derivation.waiting(a, language),
        "ladder": derivation.ladder(a, sentences.area_name(country, language), language),
        "published_budgets": published_lines(a, language),
        "certainty": certainty.certainty(a, outlook(question), language),
        "limit_said": language.degrees(a.choices.limit),
        "others": certainty.other_budgets(a, vintages(question), language),
        **_changes(a, language),
        "corrections": parts.corrections(edition, a.area, language),
        "unsettled": any(dispute.gas == "CO2" and not dispute.kept_from for dispute in a.disputes),
        "disputes": derivation.disputes(a, sector_names(a.area.country, language.code), language),
        "parents": [(area, sentences.area_name(area, language)) for area in reversed(around)],
    }


def _plant_budgets(question: Question, a: Assessment, language: Language) -> list[tuple[PlantBudget, str]]:
    """The budget with the area's plants and without them, each with its address."""
    budgets = plant_budgets(question, a, language)
    return [(budget, choice_links.scope_href(a, budget.scope)) for budget in budgets]


RANKED = {"since": "years", "overdrawn": "remaining"}


def _ranked(
    edition: Edition, a: Assessment, findings: tuple[sentences.Finding, ...], language: Language
) -> list[tuple[sentences.Finding, str]]:
    """Each finding with the area's place among those of its kind, where it has one."""
    ranks = rank.sentences(rank.places(edition, a), a.area.kind, language)
    return [(finding, ranks.get(RANKED.get(finding.key, finding.key), "")) for finding in findings]


def _changes(a: Assessment, language: Language) -> dict[str, object]:
    """What the newest edition changed here, in sentences, and which budget they speak of; nothing where there was none before.

    `changes_elsewhere` is true where they speak of another budget than the page, and so of none.
    """
    step = next(current.worded_steps(a.area.id), None)
    if step is None:
        return {"changes": ()}
    chosen_change, kept_change = step.changed(a.area.id, a.choices), step.changed(a.area.id)
    has_budget = kept_change.remaining_to_t is not None
    elsewhere = has_budget and not step.is_of(a.area.id, a.choices)
    return {
        "changes": area_changes.sentences(chosen_change, sector_names(a.area.country, language.code), language),
        "changes_of": area_changes.which_budget(step.choices(a.area.id), language) if has_budget else "",
        "changes_elsewhere": elsewhere,
    }


def _drawn(edition: Edition, a: Assessment, language: Language) -> dict[str, object]:
    """The figures of the page."""
    finest = composition.finest(edition, a, language)
    drawn = bars.bars(finest, language)
    shapes = (("wide", dot_columns.WIDE), ("narrow", dot_columns.NARROW))
    tonnes = {name: language.tonnes(dot_columns.dot_size(a, shape)) for name, shape in shapes}
    dot_sizes = {
        name: language.t("Each dot is {tonnes} of carbon dioxide", tonnes=amount) for name, amount in tonnes.items()
    }
    return {
        "dot": dot_sizes,
        "dots": _pictures("dots", edition, a, language),
        "history": _pictures("history", edition, a, language),
        "cumulative": _pictures("cumulative", edition, a, language),
        "bars": drawn[:OPEN_BARS],
        "rest": drawn[OPEN_BARS:],
        "more": len(finest) - OPEN_BARS,  # the last bar may stand for many
        "majority": composition.majority(finest, a, language),
        "waits": bars.waits(a, language),
        "still": choice_links.still(a, language),
    }


def context(question: Question, a: Assessment, language: Language) -> dict[str, object]:
    """Everything that the page shows."""
    plants = plant_words(question.edition, a, language)
    values = {**_shown(question, a, plants, language), **contributed.beside(a, language)}
    sections = {"plans": values["plans"], "plants": plants.rows}
    return {**values, "contents": contents.contents(published.order(a.area.id), sections, language)}


def _shown(question: Question, a: Assessment, plants: PlantWords, language: Language) -> dict[str, object]:
    edition = question.edition
    code, method, within = language.code, a.method, edition.children(a.area.id)
    choices = choice_links.groups(a, language)
    near = within or nearby(edition, a.area)
    about = {name: getattr(method, name)[code] for name in ("name", "description", "leaves_out", "assumptions")}
    return {
        "a": a,
        "language": language,
        **_said(question, a, plants, language),
        **_drawn(edition, a, language),
        "milestones": told(milestones(a), language),
        "choices": choices,
        "stand_in": stand_in(code),
        "fair": takes_part(a.area),
        "shared_out": is_shared_out(a.area),
        "method_said": "" if is_shared_out(a.area) else meaning(a, "method", language),
        "filled_years": has_filled(a.history),
        "band": trend_band(edition, a.area.id, a.choices.method, a.choices.scope) is not None,
        "unfolded": choice_links.more_is_chosen(a, choices),
        "query": question.query,
        "grades": parts.grades(a, language),
        "known": parts.known(a, language),
        "words": about,
        "scope": scope_said(a, language),
        "left_out": left_out_said(a, language),
        "counted_otherwise": counted_otherwise(a, language),
        "source": source_line(edition, a.area.country, language),
        "near": _named(near, language),
        "within": bool(within),
        "notes": published.of(a.area.id, "note"),
        "given_way": given_way(a.area, a.as_of, language),
        "doing": contents.doing(a, language),
        "plans": published_plans.sections(a, language),
        "goal": goal_page.front_door(a, language),
    }


@versioned
@spoken
def area_page(request: HttpRequest, language: Language, country: str, slug: str) -> HttpResponse:
    """One area; what cannot be chosen is a page that says what can."""
    edition = current.edition()
    area = edition.find(country, slug)
    try:
        question = current.question(area.id, request.GET.dict())
        a = assess(question)
    except WrongChoice as wrong:
        return friendly(request, 422, wrong=wrong, area=area, language=language)
    except NoBudget:
        context_without_budget = greenhouse_gases.context(edition, area, language)
        return HttpResponse(render_to_string("pages/equivalents.html", context_without_budget, request=request))
    return HttpResponse(render_to_string("pages/area.html", context(question, a, language), request=request))
