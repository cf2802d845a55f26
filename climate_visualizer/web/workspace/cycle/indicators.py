"""Indicators as series of their own: own figures, counts, fuel sold; of any period, and of as many measures as they show."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Unpack

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from climate_visualizer.editions.read import Area
from climate_visualizer.web.number_input import amount
from climate_visualizer.web.workspace.content import kinds
from climate_visualizer.web.workspace.content.form_fields import FieldOptions, offer, spoken_now
from climate_visualizer.web.workspace.cycle.committee_list import LATEST
from climate_visualizer.web.workspace.models import Document, Organisation, Version
from climate_visualizer.web.workspace.plans import plan_documents
from climate_visualizer.web.workspace.plans.plan_fields import YearsField
from climate_visualizer.web.workspace.plans.plan_work import Work

KIND = "indicator"
# A year, a quarter or a month, then a number: "2027: 12", "2027-Q2: 5", "2027-03: 1,5".
LINE = re.compile(r"\s*(20\d\d(?:-(?:[Qq][1-4]|0[1-9]|1[0-2]))?)\s*[:=;\t ]\s*(-?[\d\s\u00a0\u202f]+(?:[.,]\d+)?)\s*")


class SeriesField(forms.CharField):
    """Values by year, quarter or month, one a line; kept as {"2027-Q2": 5.0}."""

    holds_numbers_by_name = True

    def __init__(self, **options: Unpack[FieldOptions]) -> None:
        widget = forms.Textarea(attrs={"rows": 8, "placeholder": "2027: 120\n2027-Q2: 31\n2027-03: 9,5"})
        super().__init__(required=False, max_length=20_000, widget=widget, **options)

    def prepare_value(self, value: object) -> object:
        if not isinstance(value, dict):
            return value
        return "\n".join(f"{when}: {spoken_now().plain(number)}" for when, number in sorted(value.items()))

    def clean(self, value: object) -> dict[str, float]:
        values: dict[str, float] = {}
        for line in (super().clean(value) or "").splitlines():
            if not line.strip():
                continue
            matched = LINE.fullmatch(line)
            if matched is None:
                sentence = _("“%(line)s” can’t be read; write 2027: 120, 2027-Q2: 31 or 2027-03: 9.5.")
                raise forms.ValidationError(sentence % {"line": line.strip()[:60]})
            when = matched.group(1).upper()
            if when in values:
                raise forms.ValidationError(_("%(year)s stands twice.") % {"year": when})
            values[when] = amount(matched.group(2))
        return values

    def has_changed(self, initial: object, data: object) -> bool:
        return bool(super().has_changed(self.prepare_value(initial), data))


def measure_choices(organisation: Organisation | None, area: Area | None) -> list[tuple[str, str]]:
    """The measures of an area by their names, to choose among; without an area those of them all, as the history names them."""
    if organisation is None:
        return []
    newest = Version.objects.filter(document__organisation=organisation, document__archived_at=None, number=LATEST)
    rows = newest.filter(document__area_id=area.id) if area else newest
    rows = rows.filter(document__kind="measure").order_by("document__made_at", "document__id")
    return [(key, str(title)) for key, title in rows.values_list("document__key", "content__title")]


class IndicatorForm(kinds.ContentForm):
    """A series and what it shows."""

    title = forms.CharField(
        label=gettext_lazy("What is counted"),
        max_length=200,
        help_text=gettext_lazy("For example: Petrol sold in the municipality."),
    )
    unit = forms.CharField(label=gettext_lazy("Unit"), max_length=40, required=False)
    source = forms.CharField(label=gettext_lazy("Where the figures come from"), max_length=300, required=False)
    less_is_better = forms.BooleanField(
        label=gettext_lazy("The lower, the better"), required=False, help_text=gettext_lazy("As for litres of fuel.")
    )
    values = SeriesField(
        label=gettext_lazy("Figures"),
        help_text=gettext_lazy("A year, a quarter or a month a line: 2027: 120, 2027-Q2: 31, 2027-03: 9.5."),
    )
    planned = YearsField(label=gettext_lazy("Planned by year"))
    measures = forms.MultipleChoiceField(
        label=gettext_lazy("Measures that it shows"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def offer_choices(self) -> None:
        offer(self, "measures", measure_choices(self.organisation, self.area))


INDICATOR = kinds.register(
    kinds.Kind(
        KIND,
        title=gettext_lazy("Indicator"),
        new=gettext_lazy("New indicator"),
        several=gettext_lazy("Indicators"),
        help=gettext_lazy(
            "What shows, long before the statistics, whether measures work: figures of your own, by month or year."
        ),
        form=IndicatorForm,
        room="follow-up",
    )
)


@dataclass(frozen=True)
class Line:
    """An indicator in the follow-up: its latest figure beside the one before and what was planned."""

    document: Document
    title: str
    unit: str
    when: str
    value: str
    before: str
    planned: str
    measures: str


def rows(plan: Work) -> list[Line]:
    """Every indicator of the area with its latest figure."""
    names = {measure.id: measure.name for measure in plan.measures}
    language = plan.language
    lines = []
    for stored in plan_documents.newest(plan.actor.organisation, plan.area.id, KIND):
        content = stored.content
        series = sorted((content.get("values") or {}).items())
        when, value = series[-1] if series else ("", None)
        alike = [dated_value for dated_value in series[:-1] if len(dated_value[0]) == len(when)]
        planned = (content.get("planned") or {}).get(when[:4])
        lines.append(
            Line(
                stored.document,
                content["title"],
                content.get("unit") or "",
                when,
                "" if value is None else language.plain(value),
                f"{language.plain(alike[-1][1])} ({alike[-1][0]})" if alike else "",
                "" if planned is None else language.plain(planned),
                ", ".join(names[key] for key in content.get("measures") or () if key in names),
            )
        )
    return lines
