"""Proposals for the money budget, to invest or to operate, with what they do to emissions beside what they cost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from django import forms
from django.utils.translation import gettext_lazy as _

from climate_visualizer.web.workspace.content import kinds
from climate_visualizer.web.workspace.content.form_fields import offer, spoken_now
from climate_visualizer.web.workspace.cycle.indicators import measure_choices
from climate_visualizer.web.workspace.models import Document
from climate_visualizer.web.workspace.plans import plan_documents
from climate_visualizer.web.workspace.plans.plan_fields import CommitteeField, YearsField, offer_committees
from climate_visualizer.web.workspace.plans.plan_work import Work

KIND = "proposal"
TYPES = {"investment": _("Investment"), "operating": _("Operating budget")}
STATUSES = {"proposed": _("Proposed"), "adopted": _("Adopted"), "refused": _("Refused")}


class ProposalForm(kinds.ContentForm):
    """What is asked for, by whom, what it costs, and what it does to emissions."""

    title = forms.CharField(label=_("What is proposed"), max_length=200)
    type = forms.ChoiceField(label=_("Type"), choices=list(TYPES.items()), initial="investment")
    status = forms.ChoiceField(label=_("Status"), choices=list(STATUSES.items()), initial="proposed")
    owner = CommitteeField(label=_("Committee or department"))
    costs = YearsField(label=_("Cost by year"), help_text=_("Whole kronor; one year a line, as 2027: 1200000."))
    measures = forms.MultipleChoiceField(
        label=_("Measures that it pays for"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Their effect is the proposal’s, and follows them when they change."),
    )
    tonnes = YearsField(
        label=_("Other effect by year, tonnes"),
        placeholder="2028: 40",
        help_text=_("What no measure has: tonnes more in a year, or fewer with a minus, as 2028: 40 for a new road."),
    )
    reason = forms.CharField(
        label=_("How the effect was worked out"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def offer_choices(self) -> None:
        offer_committees(self, "owner", self.organisation)
        offer(self, "measures", measure_choices(self.organisation, self.area))


PROPOSAL = kinds.register(
    kinds.Kind(
        KIND,
        title=_("Budget proposal"),
        new=_("New budget proposal"),
        several=_("Budget proposals"),
        help=_("An investment or a change of operations for the money budget, with its climate effect attached."),
        form=ProposalForm,
        room="year",
    )
)


@dataclass(frozen=True)
class Asked:
    """A proposal beside the years of the climate budget: what it costs in them and what it does to emissions.

    Below zero, `tonnes` is less emitted; None where nothing was stated of its effect.
    """

    document: Document
    title: str
    type: str
    status: str
    owner: str
    cost: float
    tonnes: float | None


def asked(plan: Work, years: tuple[int, ...]) -> list[Asked]:
    """Every proposal of the area."""
    year_mask = np.isin(plan.outset.years, years)
    counted, alone = (cells[:, year_mask].sum(axis=1) for cells in (plan.effect.credits, plan.effect.saved_alone))
    credited = {
        measure.id: float(counted[at] if measure.is_decided or measure.status == "planned" else alone[at])
        for at, measure in enumerate(plan.measures)
    }
    rows = []
    for stored in plan_documents.newest(plan.actor.organisation, plan.area.id, KIND):
        content = stored.content
        own = [number for year, number in (content.get("tonnes") or {}).items() if int(year) in years]
        paid = [float(credited[key]) for key in content.get("measures") or () if key in credited]
        stated = bool(content.get("tonnes") or paid)
        rows.append(
            Asked(
                stored.document,
                content["title"],
                str(TYPES[content["type"]]),
                str(STATUSES[content["status"]]),
                plan.register.called(content.get("owner") or ""),
                sum(number for year, number in (content.get("costs") or {}).items() if int(year) in years),
                sum(own) - sum(paid) if stated else None,
            )
        )
    return rows


def rows(plan: Work, years: tuple[int, ...]) -> list[dict[str, object]]:
    """The same as a page shows it."""
    language = spoken_now()
    return [
        {
            "asked": proposal,
            "cost": language.rounded(proposal.cost) if proposal.cost else "",
            "tonnes": "" if proposal.tonnes is None else language.rounded(proposal.tonnes),
            "is_missing": proposal.tonnes is None,
        }
        for proposal in asked(plan, years)
    ]
