"""How a climate budget is divided: the form, and the table of who answers for how much of which sector."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from climate_visualizer.science.units import quotient
from climate_visualizer.web.number_input import amount
from climate_visualizer.web.workspace.content.form_fields import spoken_now
from climate_visualizer.web.workspace.plans.plan_work import USUAL_YEARS, Work

MOST_COMMITTEES, SPARE_ROWS = 12, 2
PATHS = {
    "exponential": gettext_lazy("the same per cent each year"),
    "continuous": gettext_lazy("the same per cent, day by day"),
    "linear": gettext_lazy("a straight line"),
    "s-curve": gettext_lazy("slowly, then fast, then slowly"),
    "inertial": gettext_lazy("as it goes now, then turning"),
}


class SetupForm(forms.Form):
    """The budget to keep to, along which path, for how many years."""

    use_required_attribute = False
    along = forms.ChoiceField(
        label=gettext_lazy("Divide along"),
        choices=[
            ("budget", gettext_lazy("the path that the budget allows")),
            ("goals", gettext_lazy("the path of the goals")),
        ],
        initial="budget",
    )
    limit = forms.ChoiceField(label=gettext_lazy("Limit, degrees"))
    likelihood = forms.ChoiceField(label=gettext_lazy("Chance of staying below it, per cent"))
    pathway = forms.ChoiceField(label=gettext_lazy("How the cut is spread"), choices=list(PATHS.items()))
    baseline = forms.ChoiceField(
        label=gettext_lazy("If nothing more is done"),
        choices=[
            ("trend", gettext_lazy("emissions follow the trend")),
            ("level", gettext_lazy("emissions stay where the latest statistics are")),
        ],
        initial="trend",
    )
    count = forms.IntegerField(
        label=gettext_lazy("Years"),
        min_value=1,
        max_value=10,
        initial=USUAL_YEARS,
        help_text=gettext_lazy("As many as the money budget and its plan: often four."),
    )
    decision = forms.CharField(
        label=gettext_lazy("Decided by"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Body, date and number, once it is: Kommunfullmäktige 2026-11-30 § 140."),
    )
    comment = forms.CharField(
        label=gettext_lazy("Comment"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, choices: Mapping[str, tuple[str, ...]], **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("limit", "likelihood"):
            self.fields[name].choices = [(value, spoken_now().plain(float(value))) for value in choices[name]]
            if not self.initial.get(name):
                self.initial[name] = {"limit": "2.0", "likelihood": "83"}[name]


def committee_rows(setup: Mapping[str, Any], found: Work) -> list[dict[str, Any]]:
    """The table's rows with what was written, and empty ones to fill in."""
    parts = setup.get("parts") or {}
    names = [*(setup.get("committees") or []), *[""] * SPARE_ROWS]
    names += [""] * max(3 - len(names), 0)
    rows = []
    for index, name in enumerate(names[:MOST_COMMITTEES]):
        cells = [
            {"name": f"part-{index}-{sector}", "label": said, "value": _written(parts.get(name, {}).get(sector))}
            for sector, said in found.sectors.items()
        ]
        rows.append({"index": index, "name": name, "cells": cells})
    return rows


WHEN = {"first": gettext_lazy("In the first year"), "last": gettext_lazy("In the last year")}
WHOLE, ROUNDED = 100.0, 0.05  # three thirds of 33.3 are as good as the whole


def share_rows(setup: Mapping[str, Any], found: Work) -> list[dict[str, Any]]:
    """The table of the sectors' shares: a row for the first and one for the last year, with what was written."""
    kept = setup.get("shares") or {}
    return [
        {
            "said": said,
            "cells": [
                {"name": f"share-{when}-{sector}", "label": name, "value": _written((kept.get(when) or {}).get(sector))}
                for sector, name in found.sectors.items()
            ],
        }
        for when, said in WHEN.items()
    ]


def shares_today(found: Work) -> list[str]:
    """What each sector emits of the whole in the year before the first, per cent."""
    before = found.outset.before
    parts = dict(zip(found.outset.sectors, quotient(before, before.sum()).tolist(), strict=True))
    return [spoken_now().plain(round(parts.get(sector, 0.0) * 100.0, 1)) for sector in found.sectors]


def _shares_of(data: Mapping[str, str], found: Work) -> tuple[dict[str, dict[str, Any]], str]:
    """The sectors' shares from what was sent; a row that is empty is left out, and one that misses the whole is said."""
    shares: dict[str, dict[str, Any]] = {}
    wrong = ""
    for when, said in WHEN.items():
        row, read = {}, 0.0
        for sector, name in found.sectors.items():
            text = str(data.get(f"share-{when}-{sector}", "")).strip()
            value = _percent(text)
            if value is None:
                facts = {"value": text[:40], "year": said, "sector": name}
                wrong = wrong or _("%(year)s: “%(value)s” for %(sector)s is no per cent from 0 to 100.") % facts
            if text:
                row[sector] = text if value is None else value
            read += value or 0.0
        if row and not wrong and abs(read - WHOLE) > ROUNDED:
            facts = {"year": said, "percent": spoken_now().plain(round(read, 1))}
            wrong = _("%(year)s: the sectors’ shares make %(percent)s per cent; they must make 100.") % facts
        if row:
            shares[when] = row
    return shares, wrong


def _written(value: Any) -> str:
    return "" if value is None or value == "" else value if isinstance(value, str) else spoken_now().plain(value)


def setup_of(data: Mapping[str, str], found: Work) -> tuple[dict[str, Any], str]:
    """Committees and their parts from what was sent, and a sentence where something of it can't be."""
    committees, parts, wrong = [], {}, ""
    for index in range(MOST_COMMITTEES):
        name = str(data.get(f"committee-{index}", "")).strip()[:120]
        if not name:
            continue
        row: dict[str, Any] = {}
        for sector, said in found.sectors.items():
            text = str(data.get(f"part-{index}-{sector}", "")).strip()
            value = _percent(text)
            if value is None:
                facts = {"value": text[:40], "committee": name, "sector": said}
                wrong = wrong or _("“%(value)s” for %(committee)s and %(sector)s is no per cent from 0 to 100.") % facts
                row[sector] = text
            elif value:
                row[sector] = value
        committees.append(name)
        parts[name] = row
    if len(set(committees)) < len(committees):
        wrong = wrong or _("Two committees have the same name; give each its own.")
    shares, wrong_share = _shares_of(data, found)
    found_shares = {"shares": shares} if shares else {}
    return {"committees": committees, "parts": parts, **found_shares}, wrong or wrong_share


def _percent(text: str) -> float | None:
    """0 to 100 as people write it; None where it isn't."""
    try:
        value = amount(text.removesuffix("%") or "0")
    except ValueError:
        return None
    return value if 0 <= value <= 100 else None
