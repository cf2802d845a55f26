"""Summary of each area of an organisation, for its first page: the budget, the goals, what is missing, what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from climate_visualizer.beside.area_changes import sentences
from climate_visualizer.budget.assess import assess
from climate_visualizer.editions.read import Area
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.basis import NoBudget
from climate_visualizer.plans.climate_budget import reaches
from climate_visualizer.sources.labels import sector_names
from climate_visualizer.web import current, published
from climate_visualizer.web.http.addresses import path_to
from climate_visualizer.web.workspace.access import Actor
from climate_visualizer.web.workspace.cycle import signing
from climate_visualizer.web.workspace.cycle.committee_list import register_of
from climate_visualizer.web.workspace.plans import plan_documents
from climate_visualizer.web.workspace.plans.plan_work import KINDS, Work
from climate_visualizer.words import plan_words
from climate_visualizer.words import sentences as words


@dataclass(frozen=True)
class Glance:
    """One area in sentences: `headline` in parts with what is stressed, `plan` and `news` empty where there is nothing."""

    area: Area
    name: str
    public: str
    headline: tuple[tuple[str, bool], ...]
    plan: tuple[str, ...]
    news: tuple[str, ...]


def works(actor: Actor) -> list[Work]:
    """The plan of every area of the organisation, with one query for all of them and one for the committees."""
    preloaded = plan_documents.newest_of(actor.organisation, (*KINDS, signing.KIND, *published.KINDS_INSIDE))
    listed = register_of(actor.organisation)
    return [Work(actor, area, preloaded=preloaded, listed=listed) for area in actor.areas]


def glances(plans: Sequence[Work]) -> tuple[Glance, ...]:
    """Every area of the organisation."""
    return tuple(_glance(plan) for plan in plans)


def _glance(plan: Work) -> Glance:
    language, area = plan.language, plan.area
    public = path_to("area", language.code, area)
    name = words.area_name(area, language)
    try:
        headline = words.headline(assess(plan.question), language)
    except NoBudget:
        sentence = language.t(
            "The statistics of this area are not of carbon dioxide alone, so there is no budget to plan with yet."
        )
        return Glance(area, name, public, ((sentence, False),), (), ())
    return Glance(area, name, public, words.parts(headline), tuple(_plan(plan)), _news(plan, language))


def _plan(plan: Work) -> list[str]:
    standing_of_all = next((standing for standing in plan.standings if not standing.scope), None)
    sentences = [plan_words.goal(standing_of_all, plan.language)] if standing_of_all else []
    if plan.stored_measures:
        last = reaches(plan.effect)[2]
        sentences.append(plan_words.missing_of_budget(last.exceeds_t, last.days, plan.choices.limit, plan.language))
    return sentences


def _news(plan: Work, language: Language) -> tuple[str, ...]:
    moved = current.newest_change(plan.area.id, plan.choices)
    return sentences(moved, sector_names(plan.area.country, language.code), language) if moved else ()
