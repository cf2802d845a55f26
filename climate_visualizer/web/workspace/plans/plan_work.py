"""An area's plan as a request works with it: what was written, reckoned with this edition, at most once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from django.http import HttpRequest

from climate_visualizer.editions.read import Area
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.choices import Choices, WrongChoice, parse
from climate_visualizer.plans.baseline import Outset, outset
from climate_visualizer.plans.climate_budget import ClimateBudget, climate_budget, division
from climate_visualizer.plans.plan import Effect, Measure, effect
from climate_visualizer.plans.plan_content import Content
from climate_visualizer.plans.targets import TargetStanding, path_of, standing
from climate_visualizer.plans.unfit import Unfit
from climate_visualizer.sources.labels import sector_names
from climate_visualizer.web import current
from climate_visualizer.web.workspace.access import Here
from climate_visualizer.web.workspace.cycle.committee_list import Register, register_of, renamed
from climate_visualizer.web.workspace.plans import plan_documents
from climate_visualizer.web.workspace.plans.plan_documents import Kept

CHOSEN = ("method", "limit", "likelihood", "sharing", "pathway")
USUAL_YEARS = 4
KINDS = ("goal", "measure", "climate-budget")


@dataclass(eq=False)
class Work:
    """One area of an organisation, with everything of its plan; the newest drafts count.

    `tried` is a setup of the climate budget to try out before it is written; `known` is what was read already, by area
    and kind, of all of the `KINDS`. Adopted goals alone decide anything; `tried_goals` names by key those that are tried out
    beside them, in the version that was saved last.
    """

    here: Here
    area: Area
    tried: Mapping[str, object] | None = None
    known: Mapping[tuple[str, str], list[Kept]] | None = None
    listed: Register | None = None
    tried_goals: frozenset[str] = frozenset()

    @property
    def language(self) -> Language:
        return self.here.language

    @cached_property
    def sectors(self) -> dict[str, str]:
        """Names of the sectors that the area's statistics have."""
        names = sector_names(self.area.country, self.language.code)
        return {key: name for key, name in names.items() if key in self.outset.sectors}

    def _newest(self, kind: str) -> list[Kept]:
        if self.known is not None:
            return self.known.get((self.area.id, kind), [])
        return plan_documents.newest(self.here.organisation, self.area.id, kind)

    @cached_property
    def goals(self) -> list[Kept]:
        """The goals as they were written, withdrawn and dropped ones too."""
        return self._newest("goal")

    @cached_property
    def counted_goals(self) -> list[Kept]:
        """The goals that decide anything: the adopted ones, and those that are tried out by name.

        One that is tried stands in the place of an adopted one for the same year and emissions: that is how a goal is sharpened.
        """
        tried = [one for one in self.goals if one.key in self.tried_goals]
        taken = {_aim(one) for one in tried}
        adopted = plan_documents.adopted(self.goals)
        return [one for one in adopted if one.key not in self.tried_goals and _aim(one) not in taken] + tried

    @cached_property
    def replaced_goals(self) -> list[Kept]:
        """The adopted goals, as they were adopted, that give way to one that is tried."""
        counted = {one.key for one in self.counted_goals}
        return [one for one in plan_documents.adopted(self.goals) if one.key not in counted]

    @cached_property
    def adopted_keys(self) -> frozenset[str]:
        """The keys of the goals that are adopted."""
        return frozenset(one.key for one in plan_documents.adopted(self.goals) if one.key not in self.tried_goals)

    @cached_property
    def kept(self) -> list[Kept]:
        """The measures as they were written."""
        return self._newest("measure")

    @cached_property
    def measures(self) -> list[Measure]:
        """The measures to reckon with, their committees by today's names; one that was withdrawn counts as dropped."""
        made = plan_documents.measures_of(self.kept, self.language.code)
        pairs = zip(self.kept, made, strict=True)
        named = [replace(one, status="dropped") if kept.is_withdrawn else one for kept, one in pairs]
        called = {owner: self.register.called(owner) for owner in {one.owner for one in named if one.owner}}
        return [
            replace(one, owner=called[one.owner]) if called.get(one.owner, "") != one.owner else one for one in named
        ]

    @cached_property
    def register(self) -> Register:
        """The organisation's committees: `listed`, where somebody has read them already."""
        return self.listed or register_of(self.here.organisation)

    @cached_property
    def budget(self) -> Kept | None:
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
    def choices(self) -> Choices:
        return choices_of(self.setup, self.area)

    @cached_property
    def outset(self) -> Outset:
        edition, day = current.edition(), current.as_of()
        return outset(edition, self.area.id, self.choices, as_of=day, baseline=self.setup.get("baseline") or "trend")

    @cached_property
    def effect(self) -> Effect:
        """All measures at work; one in a sector that the statistics no longer have counts for nothing."""
        there = ("", *self.outset.sectors)
        counted = [one if one.sector in there else replace(one, sector="", status="idea") for one in self.measures]
        return effect(counted, self.outset)

    @cached_property
    def standings(self) -> list[TargetStanding]:
        """The goals set against the budget, those for all emissions first; a scope whose goals don't go together is left out."""
        found = []
        targets = plan_documents.targets_of(self.counted_goals)
        for scope in sorted({target.scope for target in targets}):
            try:
                found.append(standing([target for target in targets if target.scope == scope], self.outset))
            except Unfit:
                continue
        return found

    @cached_property
    def trouble(self) -> str:
        """Why the goals for all emissions are not on one path, in a sentence; empty where they are."""
        whole = [target for target in plan_documents.targets_of(self.counted_goals) if not target.scope]
        try:
            if whole:
                standing(whole, self.outset)
        except Unfit as problem:
            return problem.said(self.language)
        return ""

    def divided(self, setup: Content) -> ClimateBudget:
        """The climate budget by a setup; raises `Unfit` where it can't be divided so."""
        committees = setup.get("committees") or []
        path = self.outset.budget_path
        if setup.get("along") == "goals":
            path = path_of([one for one in plan_documents.targets_of(self.counted_goals) if not one.scope], self.outset)
        first, last = _fractions(setup, "first"), _fractions(setup, "last")
        made = division(self.outset, committees, _parts(setup, "parts"), first, last, _parts(setup, "parts_last"))
        return climate_budget(self.effect, made, path=path, count=int(setup.get("count") or USUAL_YEARS))


def _aim(one: Kept) -> tuple[int, str]:
    """The year and the emissions of a goal; there is one goal for each."""
    return one.content["year"], one.content.get("scope") or ""


def _parts(setup: Content, table: str) -> dict[tuple[str, str], float]:
    """What each committee answers for of each sector, as fractions."""
    rows = (setup.get(table) or {}).items()
    return {(name, sector): float(percent) / 100.0 for name, row in rows for sector, percent in row.items()}


def _fractions(setup: Content, when: str) -> dict[str, float]:
    """Each sector's share in the first or the last year, of what was written in all; nothing where nothing was."""
    chosen = {sector: float(part) for sector, part in ((setup.get("shares") or {}).get(when) or {}).items()}
    return {sector: part / sum(chosen.values()) for sector, part in chosen.items()}


def choices_of(setup: Mapping[str, object], area: Area) -> Choices:
    """The chosen budget; the country's usual one where nothing was chosen, or it can't be chosen any more."""
    try:
        return chosen_by(setup, area)
    except WrongChoice:
        return parse({}, country=area.country, as_of=current.as_of(), edition=current.edition())


def chosen_by(setup: Mapping[str, object], area: Area) -> Choices:
    """The chosen budget; raises `WrongChoice` for one that can't be chosen."""
    chosen = {name: str(setup[name]) for name in CHOSEN if setup.get(name)}
    return parse(chosen, country=area.country, as_of=current.as_of(), edition=current.edition())


def work(request: HttpRequest, here: Here) -> Work:
    """The work on the area that an address names, or on the organisation's first."""
    area = here.area(request.GET.get("area") or next(iter(here.organisation.area_ids), ""))
    return Work(here, area, tried_goals=frozenset(request.GET.getlist("try")))
