"""Saving a climate budget by the rules of its form: for its page, a workbook and a system with a token alike."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from climate_visualizer.methods.choices import WrongChoice, text
from climate_visualizer.plans.climate_budget import ClimateBudget
from climate_visualizer.plans.plan_content import Content
from climate_visualizer.plans.unfit import Unfit
from climate_visualizer.web.workspace.content import documents
from climate_visualizer.web.workspace.content.form_fields import spoken_now
from climate_visualizer.web.workspace.cycle import committee_list
from climate_visualizer.web.workspace.models import Version
from climate_visualizer.web.workspace.plans.division import USUAL_PAIR, WHEN, SetupForm, pairs_of, setup_of
from climate_visualizer.web.workspace.plans.plan_work import USUAL_YEARS, Work, chosen_by, question_of

KEY = "climate-budget"
USUAL = {"along": "budget", "pathway": "exponential", "baseline": "trend", "count": str(USUAL_YEARS)}
TABLES = {"part": "parts", "last": "parts_last"}


class WontDo(Exception):
    """A division that can't be kept: a sentence, with the form and the tables as they were sent."""

    def __init__(self, sentence: str, form: SetupForm, setup: Content) -> None:
        super().__init__(sentence)
        self.form, self.setup = form, setup

    @property
    def sentence(self) -> str:
        """What is wrong in one sentence, where there is no form to show it beside its field."""
        errors = [
            f"{self.form.fields[name].label}: {' '.join(map(str, messages))}"
            for name, messages in self.form.errors.items()
        ]
        return " ".join([*errors, str(self)]).strip()


def setup_form(data: Mapping[str, str] | None, plan: Work) -> SetupForm:
    """The form with the pairs of limit and chance that the method has a budget for."""
    pairs = pairs_of(question_of(plan.setup, plan.area).choices.method)
    return SetupForm(data, pairs=pairs) if data is not None else SetupForm(initial=dict(plan.setup), pairs=pairs)


def typed(content: Content) -> dict[str, str]:
    """What is kept of a division, as somebody would have typed it into the form."""
    data = {name: _said(content.get(name)) or usual for name, usual in USUAL.items()}
    data |= {name: _said(content.get(name)) for name in ("decision", "comment")}
    limit, likelihood = content.get("limit"), content.get("likelihood")
    data["pair"] = f"{_limit(limit)}-{likelihood}" if limit and likelihood else USUAL_PAIR
    for index, name in enumerate(content.get("committees") or []):
        data[f"committee-{index}"] = name
        for prefix, table in TABLES.items():
            row = (content.get(table) or {}).get(name) or {}
            data |= {f"{prefix}-{index}-{sector}": _said(value) for sector, value in row.items()}
    for when in WHEN:
        row = (content.get("shares") or {}).get(when) or {}
        data |= {f"share-{when}-{sector}": _said(value) for sector, value in row.items()}
    return data


def _limit(value: str | float) -> str:
    try:
        return text(float(value))
    except (TypeError, ValueError):
        return str(value)


def _said(value: object) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return spoken_now().plain(value) if isinstance(value, int | float) else str(value)


def in_words(problem: Unfit, plan: Work) -> str:
    """What won't do, with the sector by its name."""
    sector = problem.values.get("sector")
    if isinstance(sector, str) and sector in plan.sectors:
        problem.values["sector"] = plan.sectors[sector]
    return problem.said(plan.language)


def keep(data: Mapping[str, str], plan: Work, *, based_on: int, note: str = "") -> Version:
    """Keep a division as it was typed; raises `WontDo`, or `documents.Collision` where somebody saved meanwhile."""
    actor, form = plan.actor, setup_form(data, plan)
    setup, wrong = setup_of(data, plan)
    if not form.is_valid() or wrong:
        raise WontDo(wrong, form, setup)
    content = {**form.content, **setup}
    trial = Work(actor, plan.area, tried=content)
    divided = _divided(trial, content, form, setup)
    content |= {"first": divided.years[0], "last": divided.years[-1], "adopted": snapshot(divided, trial)}
    committee_list.ensure(actor.organisation, setup["committees"], by=actor.user)
    if plan.budget is None:
        return documents.make(actor.organisation, plan.area.id, KEY, content, by=actor.user, key=KEY)
    return documents.save(plan.budget.document, content, based_on=based_on, by=actor.user, note=note)


def _divided(trial: Work, content: Content, form: SetupForm, setup: Content) -> ClimateBudget:
    try:
        chosen_by(content, trial.area)
        return trial.divided(content)
    except WrongChoice:
        sentence = _("There is no budget for that limit with that chance; choose another pair.")
        raise WontDo(sentence, form, setup) from None
    except Unfit as problem:
        raise WontDo(in_words(problem, trial), form, setup) from None


def snapshot(climate_budget: ClimateBudget, plan: Work) -> dict[str, object]:
    """What is adopted: figures as they are today, with the edition, so that a later one changes nothing of it."""
    planned, allowed_by = plan.effect.planned.sum(axis=0), climate_budget.by_committee(climate_budget.allowed)
    return {
        "edition": plan.outset.edition_id,
        "as_of": plan.outset.as_of.isoformat(),
        "years": list(climate_budget.years),
        "expected": {
            "committees": {
                committee or "others": row.tolist()
                for committee, row in zip(
                    climate_budget.committees, climate_budget.by_committee(climate_budget.expected), strict=True
                )
            },
            "sectors": {
                sector: row.tolist()
                for sector, row in zip(
                    climate_budget.sectors, climate_budget.by_sector(climate_budget.expected), strict=True
                )
            },
            "whole": climate_budget.in_all(climate_budget.expected).tolist(),
        },
        "allowed": {
            committee or "others": row.tolist()
            for committee, row in zip(climate_budget.committees, allowed_by, strict=True)
        },
        "sectors": {
            sector: row.tolist()
            for sector, row in zip(
                climate_budget.sectors, climate_budget.by_sector(climate_budget.allowed), strict=True
            )
        },
        "whole": climate_budget.in_all(climate_budget.allowed).tolist(),
        "decided": climate_budget.in_all(climate_budget.decided).tolist(),
        "planned": climate_budget.in_all(climate_budget.planned).tolist(),
        "missing": climate_budget.in_all(climate_budget.missing).tolist(),
        "path": {str(int(year)): round(float(tonnes)) for year, tonnes in zip(plan.outset.years, planned, strict=True)},
    }
