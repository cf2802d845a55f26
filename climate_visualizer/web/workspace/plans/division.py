"""How a climate budget is divided: the form, and the table of who answers for how much of which sector."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from climate_visualizer.methods.choices import text
from climate_visualizer.methods.recipes import find_method
from climate_visualizer.plans.plan_content import Content
from climate_visualizer.science.units import quotient
from climate_visualizer.web import current
from climate_visualizer.web.number_input import amount
from climate_visualizer.web.workspace.content.form_fields import offer, spoken_now
from climate_visualizer.web.workspace.models.committees import known
from climate_visualizer.web.workspace.plans.plan_work import USUAL_YEARS, Work

MOST_COMMITTEES, SPARE_ROWS = 60, 2
USUAL_PAIR = "2.0-83"
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
    pair = forms.ChoiceField(label=gettext_lazy("Limit of warming and chance of keeping it"))
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

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        initial: Mapping[str, object] | None = None,
        pairs: Sequence[tuple[float, int]],
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        offered = {f"{text(limit)}-{chance}": _pair(limit, chance) for limit, chance in pairs}
        offer(self, "pair", list(offered.items()))
        stored_pair = f"{self.initial.get('limit')}-{self.initial.get('likelihood')}"
        self.initial["pair"] = stored_pair if stored_pair in offered else USUAL_PAIR

    @property
    def content(self) -> dict[str, object]:
        """What is kept of it: limit and chance as two facts, as everything else that reckons with them has them."""
        limit, _dash, likelihood = self.cleaned_data["pair"].partition("-")
        other_fields = {name: value for name, value in self.cleaned_data.items() if name != "pair"}
        return {**other_fields, "limit": limit, "likelihood": likelihood}


def _pair(limit: float, chance: int) -> str:
    return _("%(limit)s degrees, a chance of %(chance)s per cent") % {
        "limit": spoken_now().plain(limit),
        "chance": chance,
    }


def pairs_of(method_id: str) -> list[tuple[float, int]]:
    """The pairs of limit and chance that a method has a budget for, by limit and chance."""
    method = find_method(method_id, current.edition())
    return sorted(method.pairs(method.vintages[0]))


LABELS = {
    "part": gettext_noop("%(committee)s, %(sector)s, per cent"),
    "last": gettext_noop("%(committee)s, %(sector)s, per cent in the last year"),
}


def committee_rows(setup: Content, plan: Work, table: str = "part") -> list[dict[str, object]]:
    """The table's rows: the committees of the list in their order with what was written, and spare ones to add others."""
    shares = setup.get("parts" if table == "part" else "parts_last") or {}
    names = list(dict.fromkeys([*plan.register.names, *(setup.get("committees") or [])]))
    label = _(LABELS[table])
    spare = [""] * max(SPARE_ROWS, 3 - len(names)) if table == "part" else []
    return [
        {
            "index": index,
            "name": name,
            "listed": bool(name),
            "cells": [
                {
                    "name": f"{table}-{index}-{sector}",
                    "label": label % {"committee": name or f"{_('New committee')} {index + 1}", "sector": sector_name},
                    "value": _written(shares.get(name, {}).get(sector)),
                }
                for sector, sector_name in plan.sectors.items()
            ],
        }
        for index, name in enumerate([*names, *spare][:MOST_COMMITTEES])
    ]


WHEN = {"first": gettext_lazy("In the first year"), "last": gettext_lazy("In the last year")}
WHOLE, ROUNDED = 100.0, 0.05  # three thirds of 33.3 are as good as the whole


def share_rows(setup: Content, plan: Work) -> list[dict[str, object]]:
    """The table of the sectors' shares: a row for the first and one for the last year, with what was written."""
    written_shares = setup.get("shares") or {}
    return [
        {
            "said": label,
            "cells": [
                {
                    "name": f"share-{when}-{sector}",
                    "label": name,
                    "value": _written((written_shares.get(when) or {}).get(sector)),
                }
                for sector, name in plan.sectors.items()
            ],
        }
        for when, label in WHEN.items()
    ]


def shares_today(plan: Work) -> list[str]:
    """What each sector emits of the whole in the year before the first, per cent."""
    before = plan.outset.before
    by_sector = dict(zip(plan.outset.sectors, quotient(before, before.sum()).tolist(), strict=True))
    return [spoken_now().plain(round(by_sector.get(sector, 0.0) * 100.0, 1)) for sector in plan.sectors]


def _shares_of(data: Mapping[str, str], plan: Work) -> tuple[dict[str, dict[str, object]], str]:
    """The sectors' shares from what was sent; a row that is empty is left out, and one that misses the whole is said."""
    shares: dict[str, dict[str, object]] = {}
    wrong = ""
    for when, label in WHEN.items():
        row: dict[str, object] = {}
        read = 0.0
        for sector, name in plan.sectors.items():
            text = str(data.get(f"share-{when}-{sector}", "")).strip()
            value = _percent(text)
            if value is None:
                facts = {"value": text[:40], "year": label, "sector": name}
                wrong = wrong or _("%(year)s: “%(value)s” for %(sector)s is no per cent from 0 to 100.") % facts
            if text:
                row[sector] = text if value is None else value
            read += value or 0.0
        if row and not wrong and abs(read - WHOLE) > ROUNDED:
            facts = {"year": label, "percent": spoken_now().plain(round(read, 1))}
            wrong = _("%(year)s: the sectors’ shares make %(percent)s per cent; they must make 100.") % facts
        if row:
            shares[when] = row
    return shares, wrong


def _written(value: str | float | None) -> str:
    return "" if value is None or value == "" else value if isinstance(value, str) else spoken_now().plain(value)


def setup_of(data: Mapping[str, str], plan: Work) -> tuple[Content, str]:
    """Committees and their parts from what was sent, and a sentence where something of it can't be."""
    tables: dict[str, dict[str, dict[str, object]]] = {"part": {}, "last": {}}
    committees: list[str] = []
    wrong = ""
    for index in range(MOST_COMMITTEES):
        name = plan.register.called(" ".join(str(data.get(f"committee-{index}", "")).split())[:120])
        if not name:
            continue
        for table, rows in tables.items():
            rows[name], problem = _row(data, plan, f"{table}-{index}", name)
            wrong = wrong or problem
        committees.append(name)
    if len({known(name) for name in committees}) < len(committees):
        wrong = wrong or _("Two committees have the same name; give each its own.")
    shares, wrong_share = _shares_of(data, plan)
    later = {name: row for name, row in tables["last"].items() if row}
    optional = {"shares": shares} if shares else {}
    optional |= {"parts_last": later} if later else {}
    first = {name: {key: share for key, share in row.items() if share} for name, row in tables["part"].items()}
    return {"committees": committees, "parts": first, **optional}, wrong or wrong_share


def _row(data: Mapping[str, str], plan: Work, prefix: str, committee: str) -> tuple[dict[str, object], str]:
    """One committee's cells that were filled in, and a sentence where one can't be."""
    row: dict[str, object] = {}
    wrong = ""
    for sector, sector_name in plan.sectors.items():
        text_of_cell = str(data.get(f"{prefix}-{sector}", "")).strip()
        value = _percent(text_of_cell)
        if value is None:
            facts = {"value": text_of_cell[:40], "committee": committee, "sector": sector_name}
            wrong = wrong or _("“%(value)s” for %(committee)s and %(sector)s is no per cent from 0 to 100.") % facts
        if text_of_cell:
            row[sector] = text_of_cell if value is None else value
    return row, wrong


def _percent(text: str) -> float | None:
    """0 to 100 as people write it; None where it isn't."""
    try:
        value = amount(text.removesuffix("%") or "0")
    except ValueError:
        return None
    return value if 0 <= value <= 100 else None
