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
from climate_visualizer.web.workspace.plans.plan_documents import Kept
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


def write(request: HttpRequest, found: Work) -> bytes:
    """The indicators as a workbook; with `template` an empty one."""
    kept = [] if "template" in request.GET else _kept(found)
    names = dict(measure_choices(found.here.organisation, found.area))
    rows = [
        {
            **one.content,
            "key": one.key,
            "measures": "; ".join(names[key] for key in one.content.get("measures") or () if key in names),
        }
        for one in kept
    ]
    coming = [str(year) for year in range(found.outset.first, found.outset.first + YEARS_AHEAD)]
    periods = {
        "values": sorted({when for row in rows for when in row.get("values") or {}} or set(coming)),
        "planned": sorted({*coming, *(when for row in rows for when in row.get("planned") or {})}),
    }
    return sheet_writing.workbook(SHEET, rows, found.language, periods=periods)


def _kept(found: Work) -> list[Kept]:
    return plan_documents.newest(found.here.organisation, found.area.id, KIND)


def read(request: HttpRequest, found: Work, content: bytes) -> str:
    """Take indicators in: all of them, or none."""
    lines = sheet_reading.read(content, SHEET, found.language, others(found))
    there = {one.key: one for one in _kept(found)}
    wrong: list[WrongCell] = []
    taken = [(line, _content(line, found, there, wrong)) for line in lines]
    if wrong:
        raise WrongWorkbook(wrong)
    new, changed = 0, 0
    with transaction.atomic():
        for line, made in taken:
            one = there.get(line.values.get("key") or "")
            if one is None:
                documents.make(found.here.organisation, found.area.id, KIND, made, by=found.here.user)
                new += 1
            else:
                latest = one.document.latest
                saved = documents.save(one.document, made, based_on=latest, by=found.here.user)
                changed += saved.number > latest
    said = _("%(new)s new indicators and %(changed)s changed ones are drafts now.")
    return said % {"new": new, "changed": changed}


def _content(line: Line, found: Work, there: dict[str, Kept], wrong: list[WrongCell]) -> dict[str, object]:
    """What a row says, by the rules of the form; what won't do is noted. A column that is not there leaves what there was."""
    key = line.values.get("key") or ""
    if key and key not in there:
        sentence = _("There is no indicator with the id “%(key)s” here; leave the id empty for a new one.")
        wrong.append(line.wrong("key", sentence % {"key": key[:80]}))
        return {}
    written = {name: value for name, value in line.values.items() if name not in ("key", "measures")}
    before: Content = there[key].content if key else {}
    dated = {name: values for name, values in line.dated.items() if name in line.at}
    content = {**before, **written, **dated}
    if "measures" in line.values:
        content["measures"] = _measures(line, found, wrong)
    kind = kinds.find(KIND)
    whose: kinds.Whose = {"document": None, "area": found.area, "organisation": found.here.organisation}
    blank = kind.form(**whose)
    known = {name: value for name, value in content.items() if name in blank.fields}
    form = kind.form(as_typed(blank, known), **whose)
    if not form.is_valid():
        wrong += [line.wrong(name, " ".join(map(str, errors))) for name, errors in form.errors.items()]
        return {}
    return dict(form.content())


def _measures(line: Line, found: Work, wrong: list[WrongCell]) -> list[str]:
    """The keys of the measures that a cell names."""
    choices = measure_choices(found.here.organisation, found.area)
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
