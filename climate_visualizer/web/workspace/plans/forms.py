"""The forms of goals and measures."""

from __future__ import annotations

from typing import ClassVar, Unpack

from django import forms
from django.utils.translation import gettext_lazy as _

from climate_visualizer.exports.plan_workbook.plan_columns import ALL_SECTORS, BENEFIT_NAMES, STATUS_NAMES
from climate_visualizer.methods import horizon
from climate_visualizer.plans.plan import CO_BENEFITS, STATUSES, WrongMeasure
from climate_visualizer.plans.plan_content import measure_of, target_of
from climate_visualizer.plans.targets import WrongTarget
from climate_visualizer.web.workspace.content.form_fields import (
    NumberField,
    OptionalField,
    Words,
    offer,
    spoken_now,
)
from climate_visualizer.web.workspace.content.kinds import ContentForm
from climate_visualizer.web.workspace.plans.plan_fields import CommitteeField, YearsField, offer_committees, sectors_of

FIRST_YEAR, LAST_YEAR = 2000, 2100
GOAL_STATUSES = {"decided": _("has been decided"), "idea": _("an idea"), "dropped": _("has been dropped")}


def _year(*, first: int = FIRST_YEAR, **options: Unpack[OptionalField]) -> forms.IntegerField:
    return forms.IntegerField(min_value=first, max_value=LAST_YEAR, **options)


def _percent(**options: Unpack[OptionalField]) -> NumberField:
    return NumberField(min_value=0, max_value=100, **options)


class GoalForm(ContentForm):
    """A goal that was decided or is proposed."""

    title = forms.CharField(
        label=_("What the goal says"),
        max_length=200,
        help_text=_("As it was decided: “Emissions are to be 85 per cent lower in 2030 than in 1990”."),
    )
    title_en = forms.CharField(label=_("In English"), max_length=200, required=False)
    year = _year(label=_("To be reached in"), first=2020, help_text=_("The year whose emissions have to meet it."))
    target_kind = forms.ChoiceField(
        label=_("Stated as"),
        choices=[("percent", _("per cent less than a base year")), ("tonnes", _("tonnes that may remain in a year"))],
        widget=forms.RadioSelect,
        initial="percent",
    )
    amount = NumberField(
        label=_("How much"), min_value=0, help_text=_("85 for 85 per cent less, or the tonnes that may remain.")
    )
    base_year = _year(label=_("Base year"), first=1970, required=False, help_text=_("Needed for a goal in per cent."))
    scope = forms.ChoiceField(label=_("Which emissions"), required=False)
    status = forms.ChoiceField(
        label=_("Status"),
        choices=list(GOAL_STATUSES.items()),
        required=False,
        initial="decided",
        help_text=_("Ideas are tried here and never shown; what is dropped counts for nothing."),
    )
    decided_on = forms.DateField(
        label=_("Decided on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    decision = forms.CharField(
        label=_("By whom, and the decision’s number"),
        max_length=200,
        required=False,
        help_text=_("For example: Kommunfullmäktige § 112."),
    )
    link = forms.URLField(
        label=_("Link to the plan"),
        required=False,
        assume_scheme="https",
        help_text=_("It is checked every week; you are told here when it stops working."),
    )

    def offer_choices(self) -> None:
        offer(self, "scope", [("", _("All emissions within the area")), *sectors_of(self.area).items()])

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or self.cleaned_data
        cleaned["status"] = cleaned.get("status") or "decided"
        if cleaned.get("target_kind") == "percent" and "base_year" in cleaned and not cleaned["base_year"]:
            self.add_error("base_year", _("A goal in per cent needs the year that it is counted from."))
        if not self.errors:
            try:
                target_of(cleaned)
            except WrongTarget as problem:
                self.add_error(problem.field or None, problem.said(spoken_now()))
        return cleaned


class MeasureForm(ContentForm):
    """A measure: what it does to which emissions, who answers for it, and what it costs."""

    groups: ClassVar[tuple[tuple[Words, tuple[str, ...]], ...]] = (
        (_("What is done, and by whom"), ("title", "title_en", "status", "owner")),
        (
            _("What it does to emissions"),
            (
                "sector",
                "effect_kind",
                "amount",
                "start",
                "end",
                "ramp",
                "effects",
                "certainty",
                "rebound",
                "source",
                "link",
            ),
        ),
        (_("What it costs, and what else it gives"), ("costs", "incomes", "co_benefits")),
        (_("How it is followed up"), ("indicator", "unit", "indicator_planned", "note")),
    )
    title = forms.CharField(
        label=_("What is done"),
        max_length=200,
        help_text=_("For example: The last oil boilers in schools are replaced."),
    )
    title_en = forms.CharField(label=_("In English"), max_length=200, required=False)
    status = forms.ChoiceField(
        label=_("Status"),
        choices=[(name, STATUS_NAMES[name]) for name in STATUSES],
        initial="planned",
        help_text=_("Decided measures count in the climate budget; planned ones are shown beside, ideas only here."),
    )
    sector = forms.ChoiceField(label=_("Which emissions it lowers"), required=False)
    effect_kind = forms.ChoiceField(
        label=_("The effect is stated as"),
        choices=[("tonnes", _("tonnes a year")), ("share", _("per cent of the sector’s emissions"))],
        widget=forms.RadioSelect,
        initial="tonnes",
    )
    amount = NumberField(
        label=_("Full effect"),
        min_value=0,
        help_text=_("Tonnes of carbon dioxide a year, or per cent of what other measures leave of the sector."),
    )
    start = _year(label=_("First year with an effect"))
    end = _year(label=_("Last year with an effect"), initial=horizon.LAST_YEAR)
    ramp = forms.IntegerField(
        label=_("Years to full effect"),
        min_value=1,
        max_value=100,
        initial=1,
        help_text=_("1 if all of it comes at once; 4 if a further quarter comes each year."),
    )
    effects = YearsField(
        label=_("Effect year by year, per cent of the full effect"),
        least=0,
        most=100,
        placeholder="2027: 25",
        help_text=_("Instead of an even rise: one year a line, as 2027: 25."),
    )
    certainty = _percent(
        label=_("Certainty, per cent"), initial=100, help_text=_("The part of the effect that one can count on.")
    )
    rebound = _percent(
        label=_("Rebound, per cent"),
        initial=0,
        help_text=_("The part that is eaten up again, as when a cheaper journey is made more often."),
    )
    owner = CommitteeField(
        label=_("Committee or department"),
        help_text=_("Chosen from the list of committees, so that it counts in the climate budget too."),
    )
    costs = YearsField(label=_("Cost by year"), help_text=_("Whole kronor; one year a line, as 2027: 1200000."))
    incomes = YearsField(label=_("Income or saved cost by year"))
    co_benefits = forms.MultipleChoiceField(
        label=_("Other benefits"),
        choices=[(name, BENEFIT_NAMES[name]) for name in CO_BENEFITS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    indicator = forms.CharField(
        label=_("Indicator"),
        max_length=120,
        required=False,
        help_text=_("What shows that it is done: boilers replaced."),
    )
    unit = forms.CharField(label=_("Unit of the indicator"), max_length=40, required=False)
    indicator_planned = YearsField(label=_("Planned value of the indicator by year"))
    source = forms.CharField(label=_("Where the effect comes from"), max_length=300, required=False)
    link = forms.URLField(label=_("Link"), required=False, assume_scheme="https")
    note = forms.CharField(label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def offer_choices(self) -> None:
        t = spoken_now().t
        offer_committees(self, "owner", self.organisation)
        offer(self, "sector", [*sectors_of(self.area).items(), ("", t(ALL_SECTORS))])
        for name, names in (("status", STATUS_NAMES), ("co_benefits", BENEFIT_NAMES)):
            offer(self, name, [(key, t(label)) for key, label in names.items()])

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                measure_of("", cleaned)
            except WrongMeasure as problem:
                field = {"kind": "effect_kind"}.get(problem.field, problem.field)
                self.add_error(field if field in self.fields else None, problem.said(spoken_now()))
        return cleaned
