"""Workbook of the climate budget: who answers for how much of which sector, and what that comes to in tonnes."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from climate_visualizer.exports.plan_workbook import sheet_reading, sheet_writing
from climate_visualizer.exports.plan_workbook.plan_import import WrongCell, WrongWorkbook
from climate_visualizer.exports.plan_workbook.room_sheets import Field, Sheet
from climate_visualizer.exports.plan_workbook.sheet_reading import Line
from climate_visualizer.plans.plan_content import Content
from climate_visualizer.plans.unfit import Unfit
from climate_visualizer.sources.labels import sector_names
from climate_visualizer.web.page_language import CODES
from climate_visualizer.web.workspace.interchange.book_kinds import Book, others
from climate_visualizer.web.workspace.plans import budget_saving
from climate_visualizer.web.workspace.plans.budget_page import coverage, table
from climate_visualizer.web.workspace.plans.plan_work import Work

ROWS = {
    "parts": "committee’s part",
    "parts_last": "committee’s part in the last year",
    "first": "sectors’ shares in the first year",
    "last": "sectors’ shares in the last year",
}
COVERAGE = {
    "baseline": "If nothing more is done",
    "allowed": "May be emitted",
    "needed": "Has to go",
    "decided": "Decided measures",
    "planned": "Planned measures",
    "missing": "Missing, t",
}


def sheet_of(plan: Work) -> Sheet:
    """The sheet with a column for every sector of the area's statistics."""
    names_by_language = {code: sector_names(plan.area.country, code) for code in CODES}
    sectors = tuple(
        Field(
            key,
            name,
            "percent",
            "Per cent of the sector.",
            titles={code: names[key] for code, names in names_by_language.items()},
        )
        for key, name in plan.sectors.items()
    )
    return Sheet(
        "Climate budget",
        (
            Field("row", "What the row says", "word", "What is divided.", needed=True, width=34, words=ROWS),
            Field("committee", "Committee", "text", "Empty for the sectors’ shares.", width=34),
            *sectors,
        ),
        once=("row", "committee"),
        about=(
            "One committee a row, with the per cent of each sector that it answers for; what nobody has is left to others. "
            "The file replaces the whole division; limit, path and years stay as they are on the page."
        ),
    )


def write(request: HttpRequest, plan: Work) -> bytes:
    """The division, and the tonnes that it gives; with `template` the committees of the list and nothing else."""
    is_template = "template" in request.GET
    setup: Content = {"committees": plan.register.names} if is_template else plan.setup
    rows: list[dict[str, object]] = [
        {"row": name, "committee": committee, **((setup.get(name) or {}).get(committee) or {})}
        for name in ("parts", "parts_last")
        for committee in setup.get("committees") or plan.register.names
        if name == "parts" or (setup.get(name) or {}).get(committee)
    ]
    rows += [{"row": when, "committee": "", **shares} for when, shares in (setup.get("shares") or {}).items() if shares]
    return sheet_writing.workbook(sheet_of(plan), rows, plan.language, tables=() if is_template else _tonnes(plan))


def _tonnes(plan: Work) -> Sequence[sheet_writing.Table]:
    """Tonnes by committee, by sector and by year, as on the page."""
    t = plan.language.t
    try:
        budget = plan.divided(plan.setup)
    except Unfit:
        return ()
    years = [str(year) for year in budget.years]
    named = [("committee", t("By committee"), t("Committee")), ("sector", t("By sector"), t("Sector"))]
    tables: list[sheet_writing.Table] = []
    for by, name, whose in named:
        rows_of_table = table(budget, plan, by)
        rows: list[Sequence[str | float | None]] = [
            [row, *tonnes, missing] for row, tonnes, missing in rows_of_table["rows"]
        ]
        rows.append([t("In all"), *rows_of_table["whole"], rows_of_table["missing"]])
        tables.append((name, [whose, *years, t("Missing in all")], rows))
    titles = [t("Year"), *(t(title) for title in COVERAGE.values())]
    tables.append(
        (t("By year"), titles, [[row["year"], *(row[key] for key in COVERAGE)] for row in coverage(budget, plan)])
    )
    return tables


def read(request: HttpRequest, plan: Work, content: bytes) -> str:
    """Take a division in: all of it, by the rules of the page, or nothing."""
    lines = sheet_reading.read(content, sheet_of(plan), plan.language, others(plan))
    setup = _setup(lines, plan)
    based_on = plan.budget.document.latest if plan.budget else 0
    try:
        budget_saving.keep(budget_saving.typed({**plan.setup, **setup}), plan, based_on=based_on)
    except budget_saving.WontDo as problem:
        raise WrongWorkbook([WrongCell("", problem.sentence)]) from None
    return _("The climate budget is a draft now, divided as in the workbook.")


def _setup(lines: list[Line], plan: Work) -> Content:
    """Committees, parts and shares of the rows; raises `WrongWorkbook` for rows that say too little."""
    committees: list[str] = []
    shares: dict[str, dict[str, float]] = {}
    shares_of_rows: dict[str, dict[str, dict[str, float]]] = {"parts": {}, "parts_last": {}}
    wrong = []
    for line in lines:
        row, committee = line.values["row"], " ".join(str(line.values.get("committee") or "").split())
        cells = {key: line.values[key] for key in plan.sectors if line.values.get(key) is not None}
        if row in ("first", "last"):
            shares[row] = cells
        elif not committee:
            wrong.append(line.wrong("committee", _("Write which committee the row is about.")))
        else:
            shares_of_rows[row][committee] = cells
            if committee not in committees:
                committees.append(committee)
    if not committees:
        wrong.append(WrongCell("", _("The workbook names no committee.")))
    if wrong:
        raise WrongWorkbook(wrong)
    return {"committees": committees, **shares_of_rows, "shares": shares}


BOOK = Book(
    "climate-budget",
    gettext_lazy("Import a climate budget"),
    gettext_lazy("One committee a row. If a cell is wrong you are told which, and nothing of the file is taken in."),
    gettext_lazy(
        "Fill it in. The file replaces the whole division; limit, path and years stay as they are on the page."
    ),
    write,
    read,
)
