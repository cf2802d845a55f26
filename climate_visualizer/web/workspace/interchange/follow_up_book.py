"""Workbook of a follow-up: one measure a row, with what was planned to read and what was reached to fill in."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from climate_visualizer.exports.papers.yearly_report import reports_of
from climate_visualizer.exports.plan_workbook import sheet_reading, sheet_writing
from climate_visualizer.exports.plan_workbook.plan_import import WrongWorkbook
from climate_visualizer.exports.plan_workbook.room_sheets import Field, Sheet
from climate_visualizer.web.workspace.cycle import periods, signing
from climate_visualizer.web.workspace.interchange.book_kinds import Book, others
from climate_visualizer.web.workspace.plans import follow_up_page
from climate_visualizer.web.workspace.plans.follow_up_page import PARTS
from climate_visualizer.web.workspace.plans.plan_work import Work

MOST_COMMENT = 1000
SHEET = Sheet(
    "Follow-up",
    (
        Field("period", "Period", "text", "As it stands in the template; another period’s file is not taken in.", True),
        Field("key", "Id", "text", "As it stands in the template: the measure that the row is about.", True),
        Field("measure", "Measure", "shown", "To read only.", width=44),
        Field("owner", "Committee", "shown", "To read only.", width=30),
        Field("planned_saved_t", "Planned saving, tonnes", "shown", "To read only."),
        Field("saved_t", "Saved, tonnes", "number", "What was saved in the period."),
        Field("unit", "Indicator of the measure", "shown", "To read only: what is counted, and in what.", width=26),
        Field("planned_indicator", "Planned indicator", "shown", "To read only."),
        Field("indicator", "Indicator", "number", "What the indicator reached."),
        Field("planned_cost", "Planned cost", "shown", "To read only."),
        Field("cost", "Cost", "number", "What it cost in the period, in whole kronor."),
        Field("comment", "Comment", "text", "Why, in a sentence or two.", width=50),
    ),
    once=("key",),
    about=(
        "One measure a row. A measure whose row is removed keeps what was reported of it; nothing is imported while a cell "
        "is wrong."
    ),
)


def write(request: HttpRequest, plan: Work) -> bytes:
    """The measures at work in a period with what was reported; with `template` without it."""
    asked = follow_up_page.asked_of(request, plan)
    is_template = "template" in request.GET
    rows = []
    for followed in follow_up_page.compared(plan, asked.year, asked.stored):
        pairs = dict(zip(PARTS, (followed.saved, followed.indicator, followed.cost), strict=True))
        row: dict[str, object] = {
            "period": periods.key_of(asked.year, asked.period),
            "key": followed.measure.id,
            "measure": followed.measure.name,
            "owner": followed.measure.owner,
            "unit": " ".join(
                text_part for text_part in (followed.measure.indicator, _in(followed.measure.unit)) if text_part
            ),
            **{f"planned_{name}": pair.planned for name, pair in pairs.items()},
        }
        if not is_template:
            row |= {**{name: pair.reported for name, pair in pairs.items()}, "comment": followed.comment}
        rows.append(row)
    return sheet_writing.workbook(SHEET, rows, plan.language)


def _in(unit: str) -> str:
    return f"({unit})" if unit else ""


def read(request: HttpRequest, plan: Work, content: bytes) -> str:
    """Take reports in: all rows, or none; measures without a row keep what was reported of them."""
    asked = follow_up_page.asked_of(request, plan)
    lines = sheet_reading.read(content, SHEET, plan.language, others(plan))
    measure_ids = {followed.measure.id for followed in follow_up_page.compared(plan, asked.year, asked.stored)}
    key = periods.key_of(asked.year, asked.period)
    before = asked.stored.content if asked.stored else {}
    reports = dict(reports_of(before))
    wrong = []
    for line in lines:
        measure, row = line.values["key"], dict(reports.get(line.values["key"]) or {})
        if line.values["period"] != key:
            sentence = _("The row is about %(told)s, and this is the follow-up of %(asked)s.")
            wrong.append(line.wrong("period", sentence % {"told": line.values["period"][:40], "asked": key}))
        elif measure not in measure_ids:
            sentence = _("No decided measure with the id “%(key)s” is at work in %(year)s.")
            wrong.append(line.wrong("key", sentence % {"key": measure[:80], "year": asked.year}))
        row |= {name: line.values[name] for name in (*PARTS, "comment") if name in line.values}
        row["comment"] = str(row.get("comment") or "").strip()[:MOST_COMMENT]
        reports.pop(measure, None)
        if any(value not in (None, "") for value in row.values()):
            reports[measure] = row
    if wrong:
        raise WrongWorkbook(wrong)
    content_after = {
        "year": asked.year,
        "period": asked.period,
        "comment": before.get("comment", ""),
        "reports": reports,
    }
    signing.save(plan, asked.stored, content_after, based_on=asked.stored.document.latest if asked.stored else 0)
    return _("%(rows)s rows are in the follow-up now, as a draft.") % {"rows": len(lines)}


BOOK = Book(
    "follow-up",
    gettext_lazy("Import a follow-up"),
    gettext_lazy("One measure a row. If a cell is wrong you are told which, and nothing of the file is taken in."),
    gettext_lazy("Fill it in. Measures whose row is removed keep what was reported of them."),
    write,
    read,
)
