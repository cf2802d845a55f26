"""An area's plan as a request works with it: what was written, reckoned with this edition, at most once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from django.http import HttpRequest

from climate_visualizer.editions.read import Area
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.choices import Choices, WrongChoice
from climate_visualizer.methods.question import Question
from climate_visualizer.plans.baseline import Outset, outset
from climate_visualizer.plans.climate_budget import ClimateBudget, climate_budget, division
from climate_visualizer.plans.plan import Effect, Measure, effect
from climate_visualizer.plans.plan_content import Content
from climate_visualizer.plans.targets import TargetStanding, path_of, standing
from climate_visualizer.plans.unfit import Unfit
from climate_visualizer.sources.labels import sector_names
from climate_visualizer.web import current
from climate_visualizer.web.workspace.access import Actor
from climate_visualizer.web.workspace.cycle.committee_list import Register, register_of, renamed
from climate_visualizer.web.workspace.plans import plan_documents
from climate_visualizer.web.workspace.plans.plan_documents import StoredDocument

CHOSEN = ("method", "limit", "likelihood", "sharing", "pathway")
USUAL_YEARS = 4
KINDS = ("goal", "measure", "climate-budget")


@dataclass(eq=False)
class Work:
    """One area of an organisation, with everything of its plan; the newest drafts count.

    `tried` is a setup of the climate budget to try out before it is written; `preloaded` is what was read already, by area
    and kind, of all of the `KINDS`. Adopted goals alone decide anything; `tried_goals` names by key those that are tried out
    beside them, in the version that was saved last.
    """

    actor: Actor
    area: Area
    tried: Mapping[str, object] | None = None
    preloaded: Mapping[tuple[str, str], list[StoredDocument]] | None = None
    listed: Register | None = None
    tried_goals: frozenset[str] = frozenset()

    @property
    def language(self) -> Language:
        return self.actor.language

    @cached_property
    def sectors(self) -> dict[str, str]:
        """Names of the sectors that the area's statistics have."""
        names = sector_names(self.area.country, self.language.code)
        return {key: name for key, name in names.items() if key in self.outset.sectors}

    def _newest(self, kind: str) -> list[StoredDocument]:
        if self.preloaded is not None:
            return self.preloaded.get((self.area.id, kind), [])
        return plan_documents.newest(self.actor.organisation, self.area.id, kind)

    @cached_property
    def goals(self) -> list[StoredDocument]:
        """The goals as they were written, withdrawn and dropped ones too."""
        return self._newest("goal")

    @cached_property
    def counted_goals(self) -> list[StoredDocument]:
        """The goals that decide anything: the adopted ones, and those that are tried out by name.

        One that is tried stands in the place of an adopted one for the same year and emissions: that is how a goal is sharpened.
        """
        tried = [goal for goal in self.goals if goal.key in self.tried_goals]
        taken = {_aim(goal) for goal in tried}
        adopted = plan_documents.adopted(self.goals)
        return [goal for goal in adopted if goal.key not in self.tried_goals and _aim(goal) not in taken] + tried

    @cached_property
    def replaced_goals(self) -> list[StoredDocument]:
        """The adopted goals, as they were adopted, that give way to one that is tried."""
        counted = {goal.key for goal in self.counted_goals}
        return [goal for goal in plan_documents.adopted(self.goals) if goal.key not in counted]

    @cached_property
    def adopted_keys(self) -> frozenset[str]:
        """The keys of the goals that are adopted."""
        return frozenset(goal.key for goal in plan_documents.adopted(self.goals) if goal.key not in self.tried_goals)

    @cached_property
    def stored_measures(self) -> list[StoredDocument]:
        """The measures as they were written."""
        return self._newest("measure")

    @cached_property
    def measures(self) -> list[Measure]:
        """The measures to reckon with, their committees by today's names; one that was withdrawn counts as dropped."""
        measures = plan_documents.measures_of(self.stored_measures, self.language.code)
        pairs = zip(self.stored_measures, measures, strict=True)
        named = [replace(measure, status="dropped") if stored.is_withdrawn else measure for stored, measure in pairs]
        called = {owner: self.register.called(owner) for owner in {measure.owner for measure in named if measure.owner}}
        return [
            replace(measure, owner=called[measure.owner]) if called.get(measure.owner, "") != measure.owner else measure
            for measure in named
        ]

    @cached_property
    def register(self) -> Register:
        """The organisation's committees: `listed`, where somebody has read them already."""
        return self.listed or register_of(self.actor.organisation)

    @cached_property
    def budget(self) -> StoredDocument | None:
        """The climate budget as it was written; None before the first."""
        return next(iter(self._newest("climate-budget")), None)

    @property
    def setup(self) -> Content:
        """What the climate budget is made with: what was written, or the usual."""
        if self.tried is not None:
            return self.tried
        return self._written

    @cached_property
    def _written(self) -> Content:
        return renamed(self.budget.content, self.register) if self.budget else {}

    @cached_property
    def question(self) -> Question:
        return question_of(self.setup, self.area)

    @property
    def choices(self) -> Choices:
        return self.question.choices

    @cached_property
    def outset(self) -> Outset:
        return outset(self.question, baseline=self.setup.get("baseline") or "trend")

    @cached_property
    def effect(self) -> Effect:
        """All measures at work; one in a sector that the statistics no longer have counts for nothing."""
        sectors = ("", *self.outset.sectors)
        counted = [
            measure if measure.sector in sectors else replace(measure, sector="", status="idea")
            for measure in self.measures
        ]
        return effect(counted, self.outset)

    @cached_property
    def standings(self) -> list[TargetStanding]:
        """The goals set against the budget, those for all emissions first; a scope whose goals don't go together is left out."""
        standings = []
        targets = plan_documents.targets_of(self.counted_goals)
        for scope in sorted({target.scope for target in targets}):
            try:
                standings.append(standing([target for target in targets if target.scope == scope], self.outset))
            except Unfit:
                continue
        return standings

    @cached_property
    def trouble(self) -> str:
        """Why the goals for all emissions are not on one path, in a sentence; empty where they are."""
        targets = [target for target in plan_documents.targets_of(self.counted_goals) if not target.scope]
        try:
            if targets:
                standing(targets, self.outset)
        except Unfit as problem:
            return problem.said(self.language)
        return ""

    def divided(self, setup: Content) -> ClimateBudget:
        """The climate budget by a setup; raises `Unfit` where it can't be divided so."""
        committees = setup.get("committees") or []
        path = self.outset.budget_path
        if setup.get("along") == "goals":
            path = path_of(
                [target for target in plan_documents.targets_of(self.counted_goals) if not target.scope], self.outset
            )
        first, last = _fractions(setup, "first"), _fractions(setup, "last")
        shares = division(self.outset, committees, _parts(setup, "parts"), first, last, _parts(setup, "parts_last"))
        return climate_budget(self.effect, shares, path=path, count=int(setup.get("count") or USUAL_YEARS))


def _aim(stored: StoredDocument) -> tuple[int, str]:
    """The year and the emissions of a goal; there is one goal for each."""
    return stored.content["year"], stored.content.get("scope") or ""


def _parts(setup: Content, table: str) -> dict[tuple[str, str], float]:
    """What each committee answers for of each sector, as fractions."""
    rows = (setup.get(table) or {}).items()
    return {(name, sector): float(percent) / 100.0 for name, row in rows for sector, percent in row.items()}


def _fractions(setup: Content, when: str) -> dict[str, float]:
    """Each sector's share in the first or the last year, of what was written in all; nothing where nothing was."""
    chosen = {sector: float(share) for sector, share in ((setup.get("shares") or {}).get(when) or {}).items()}
    return {sector: share / sum(chosen.values()) for sector, share in chosen.items()}


def question_of(setup: Mapping[str, object], area: Area) -> Question:
    """The area by the chosen budget; by the country's usual one where nothing was chosen, or it can't be chosen any more."""
    try:
        return chosen_by(setup, area)
    except WrongChoice:
        return current.question(area.id)


def chosen_by(setup: Mapping[str, object], area: Area) -> Question:
    """The area by the chosen budget; raises `WrongChoice` for one that can't be chosen."""
    return current.question(area.id, {name: str(setup[name]) for name in CHOSEN if setup.get(name)})


def work(request: HttpRequest, actor: Actor) -> Work:
    """The work on the area that an address names, or on the organisation's first."""
    area = actor.area(request.GET.get("area") or next(iter(actor.organisation.area_ids), ""))
    return Work(actor, area, tried_goals=frozenset(request.GET.getlist("try")))
