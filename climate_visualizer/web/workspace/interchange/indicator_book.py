"""Workbook of indicators: one a row, its figures by month, quarter or year in columns."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from climate_visualizer.exports.plan_workbook import sheet_reading, sheet_writing
from climate_visualizer.exports.plan_workbook.plan_import import WrongCell, WrongWorkbook
from climate_visualizer.exports.plan_workbook.room_sheets import PERIOD, YEAR, Dated, Field, Sheet, plain
from climate_visualizer.exports.plan_workbook.sheet_reading import Line
from climate_visualizer.plans.plan_content import Content
from climate_visualizer.web.workspace.content import documents, kinds
from climate_visualizer.web.workspace.content.as_typed import as_typed
from climate_visualizer.web.workspace.cycle.indicators import KIND, measure_choices
from climate_visualizer.web.workspace.interchange.book_kinds import Book, others
from climate_visualizer.web.workspace.plans import plan_documents
from climate_visualizer.web.workspace.plans.plan_documents import StoredDocument
from climate_visualizer.web.workspace.plans.plan_work import Work

SHEET = Sheet(
    "Indicators",
    (
        Field("key", "Id", "text", "Leave empty for a new indicator; keep it to change one that is there."),
        Field("title", "What is counted", "text", "In a few words.", needed=True, width=40),
        Field("unit", "Unit", "text", "What it is counted in."),
        Field("source", "Where the figures come from", "text", "A register, a meter or a person.", width=30),
        Field("less_is_better", "The lower, the better", "flag", "Yes for litres of fuel, no for heat pumps."),
        Field("measures", "Measures that it shows", "text", "Their names, with a semicolon between them.", width=40),
    ),
    once=("title",),
    dated=(
        Dated("values", "Figure {when}", PERIOD, "A column for each year, quarter (2027-Q2) or month (2027-03)."),
        Dated("planned", "Planned {when}", YEAR, "What it should have reached in that year."),
    ),
    about="One indicator a row on the first sheet. Nothing is imported while a cell is wrong.",
)
YEARS_AHEAD = 4


def write(request: HttpRequest, plan: Work) -> bytes:
    """The indicators as a workbook; with `template` an empty one."""
    indicators = [] if "template" in request.GET else _kept(plan)
    names = dict(measure_choices(plan.actor.organisation, plan.area))
    rows = [
        {
            **indicator.content,
            "key": indicator.key,
            "measures": "; ".join(names[key] for key in indicator.content.get("measures") or () if key in names),
        }
        for indicator in indicators
    ]
    coming = [str(year) for year in range(plan.outset.first, plan.outset.first + YEARS_AHEAD)]
    periods = {
        "values": sorted({when for row in rows for when in row.get("values") or {}} or set(coming)),
        "planned": sorted({*coming, *(when for row in rows for when in row.get("planned") or {})}),
    }
    return sheet_writing.workbook(SHEET, rows, plan.language, periods=periods)


def _kept(plan: Work) -> list[StoredDocument]:
    return plan_documents.newest(plan.actor.organisation, plan.area.id, KIND)


def read(request: HttpRequest, plan: Work, content: bytes) -> str:
    """Take indicators in: all of them, or none."""
    lines = sheet_reading.read(content, SHEET, plan.language, others(plan))
    stored_by_key = {stored.key: stored for stored in _kept(plan)}
    wrong: list[WrongCell] = []
    taken = [(line, _content(line, plan, stored_by_key, wrong)) for line in lines]
    if wrong:
        raise WrongWorkbook(wrong)
    new, changed = 0, 0
    with transaction.atomic():
        for line, content_of_row in taken:
            stored = stored_by_key.get(line.values.get("key") or "")
            if stored is None:
                documents.make(plan.actor.organisation, plan.area.id, KIND, content_of_row, by=plan.actor.user)
                new += 1
            else:
                latest = stored.document.latest
                saved = documents.save(stored.document, content_of_row, based_on=latest, by=plan.actor.user)
                changed += saved.number > latest
    sentence = _("%(new)s new indicators and %(changed)s changed ones are drafts now.")
    return sentence % {"new": new, "changed": changed}


def _content(
    line: Line, plan: Work, stored_by_key: dict[str, StoredDocument], wrong: list[WrongCell]
) -> dict[str, object]:
    """What a row says, by the rules of the form; what won't do is noted. A column that is not there leaves what there was."""
    key = line.values.get("key") or ""
    if key and key not in stored_by_key:
        sentence = _("There is no indicator with the id “%(key)s” here; leave the id empty for a new one.")
        wrong.append(line.wrong("key", sentence % {"key": key[:80]}))
        return {}
    written = {name: value for name, value in line.values.items() if name not in ("key", "measures")}
    before: Content = stored_by_key[key].content if key else {}
    dated = {name: values for name, values in line.dated.items() if name in line.at}
    content = {**before, **written, **dated}
    if "measures" in line.values:
        content["measures"] = _measures(line, plan, wrong)
    kind = kinds.find(KIND)
    whose: kinds.Whose = {"document": None, "area": plan.area, "organisation": plan.actor.organisation}
    blank = kind.form(**whose)
    form_values = {name: value for name, value in content.items() if name in blank.fields}
    form = kind.form(as_typed(blank, form_values), **whose)
    if not form.is_valid():
        wrong += [line.wrong(name, " ".join(map(str, errors))) for name, errors in form.errors.items()]
        return {}
    return dict(form.content())


def _measures(line: Line, plan: Work, wrong: list[WrongCell]) -> list[str]:
    """The keys of the measures that a cell names."""
    choices = measure_choices(plan.actor.organisation, plan.area)
    by_name = {plain(name): key for key, name in choices} | {key: key for key, _name in choices}
    keys = []
    for name in str(line.values["measures"]).split(";"):
        if plain(name):
            key = by_name.get(plain(name))
            if key is None:
                sentence = _("There is no measure “%(name)s” here; write its name as it stands in the list.")
                wrong.append(line.wrong("measures", sentence % {"name": name.strip()[:80]}))
            else:
                keys.append(key)
    return keys


BOOK = Book(
    "indicators",
    gettext_lazy("Import indicators"),
    gettext_lazy("One indicator a row. If a cell is wrong you are told which, and nothing of the file is taken in."),
    gettext_lazy("Fill it in. Rows with an id change the indicator that is there; rows without become new ones."),
    write,
    read,
)
