"""Writers of the write API for what has a room of its own: a climate budget and a follow-up, by the rules of their pages."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

from climate_visualizer.web.page_language import language
from climate_visualizer.web.workspace.access import Actor, found
from climate_visualizer.web.workspace.cycle import periods, signing
from climate_visualizer.web.workspace.models import Document, Membership, Token, User, Version
from climate_visualizer.web.workspace.plans import budget_saving, follow_up_page
from climate_visualizer.web.workspace.plans.division import WHEN
from climate_visualizer.web.workspace.plans.plan_work import Work

Content = Mapping[str, object]
TABLES = ("parts", "parts_last")
RECKONED = ("first", "last", "adopted")  # they follow from the rest: sent back as they were read, they change nothing
BUDGET_FIELDS = (
    *("along", "limit", "likelihood", "pathway", "baseline", "count", "decision", "comment"),
    *("committees", *TABLES, "shares"),
)
FOLLOW_UP_FIELDS = ("year", "period", "comment", "reports")
REPORT_FIELDS = (*follow_up_page.PARTS, "comment")
MOST_COMMENT, MOST_COMMENTS = 1000, 10_000


class Wrong(Exception):
    """What was sent can't be taken in: a status, a sentence, and the fields that are wrong."""

    def __init__(self, status: int, sentence: str, **facts: object) -> None:
        super().__init__(sentence)
        self.status, self.facts = status, facts


@dataclass(frozen=True)
class Written:
    """What a system sends: the content, the document that it is a version of (None for a new one), and which it has read."""

    content: Content
    document: Document | None
    based_on: int
    note: str


def work_of(token: Token, area_id: str) -> Work:
    """An area's plan as a system works with it. It has no role: its token's scope was checked before."""
    area = found(area_id)
    if area is None:
        raise Wrong(422, f"The edition has no area '{area_id}'.")
    return Work(Actor(token.organisation, cast(Membership, None), cast(User, None), language("en")), area)


def climate_budget(plan: Work, sent: Written) -> Version:
    """The division of an area, which has one; raises `documents.Collision` where it was saved meanwhile."""
    content = {name: value for name, value in sent.content.items() if name not in RECKONED}
    _ensure_known(content, BUDGET_FIELDS)
    _ensure_tables(content, plan)
    if sent.document is not None and (plan.budget is None or plan.budget.document.pk != sent.document.pk):
        raise Wrong(409, "This climate budget is in the archive; take it out in the workspace first.")
    based_on = 0 if sent.document is None else sent.based_on
    try:
        return budget_saving.keep(budget_saving.typed(content), plan, based_on=based_on, note=sent.note)
    except budget_saving.WontDo as problem:
        errors = {
            name: [str(error) for error in errors_of_field] for name, errors_of_field in problem.form.errors.items()
        }
        raise Wrong(422, problem.sentence, errors=errors) from None


def _ensure_known(content: Content, names: tuple[str, ...]) -> None:
    unknown = sorted(set(content) - set(names))
    if unknown:
        raise Wrong(422, f"There is no field '{unknown[0]}'; there are {', '.join(names)}.")


def _ensure_tables(content: Content, plan: Work) -> None:
    """Committees are names, and tables have rows of committees (or years) with per cent by sector."""
    committees = content.get("committees", [])
    if not isinstance(committees, list) or not all(isinstance(entry, str) and entry.strip() for entry in committees):
        raise Wrong(422, "Send committees as a list of names.")
    whose = {**dict.fromkeys(TABLES, committees), "shares": list(WHEN)}
    for table, names in whose.items():
        rows = content.get(table) or {}
        if not isinstance(rows, dict) or not all(isinstance(row, dict) for row in rows.values()):
            raise Wrong(422, f'Send {table} as an object of rows, as {{"...": {{"transport": 20}}}}.')
        for name, row in rows.items():
            if name not in names:
                raise Wrong(422, f"{table} has a row '{name[:80]}'; there are {', '.join(names) or 'no committees'}.")
            _ensure_percents(table, row, plan)


def _ensure_percents(table: str, row: Content, plan: Work) -> None:
    for sector, value in row.items():
        if sector not in plan.sectors:
            raise Wrong(422, f"{table}: there is no sector '{sector[:80]}'; there are {', '.join(plan.sectors)}.")
        if not _is_number(value):
            raise Wrong(422, f"{table}: {sector} is {value!r:.80}; send a number from 0 to 100.")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def follow_up(plan: Work, sent: Written) -> Version:
    """The reports of a period; raises `documents.Collision` where there are some already, or somebody saved meanwhile."""
    content = sent.content
    _ensure_known(content, FOLLOW_UP_FIELDS)
    year, period = content.get("year"), content.get("period", periods.WHOLE)
    if period not in periods.PERIODS:
        raise Wrong(422, f"There is no period {period!r:.40}; there are {', '.join(periods.PERIODS)}.")
    years = follow_up_page.years_of(plan)
    if not isinstance(year, int) or year not in years:
        raise Wrong(422, f"There is nothing to follow up in {year!r:.40}; there is in {', '.join(map(str, years))}.")
    if sent.document is not None and sent.document.key != periods.key_of(year, period):
        raise Wrong(422, f"This document is the follow-up of {sent.document.key}; begin another for another period.")
    stored = follow_up_page.stored_of(plan, year, period)
    if sent.document is not None and stored is None:
        raise Wrong(409, "This follow-up is in the archive; take it out in the workspace first.")
    reports = _reports(content.get("reports") or {}, plan, year)
    after = {"year": year, "period": period, "comment": _text(content, MOST_COMMENTS), "reports": reports}
    return signing.save(plan, None if sent.document is None else stored, after, based_on=sent.based_on, note=sent.note)


def _reports(reports: object, plan: Work, year: int) -> dict[str, object]:
    """What is reported, measure by measure; raises `Wrong` for a measure that is not at work, and for what is no number."""
    if not isinstance(reports, dict) or not all(isinstance(row, dict) for row in reports.values()):
        raise Wrong(422, 'Send reports as an object by measure, as {"<key>": {"saved_t": 55}}.')
    measure_ids = {followed.measure.id for followed in follow_up_page.compared(plan, year, None)}
    for key, row in reports.items():
        if key not in measure_ids:
            raise Wrong(422, f"No decided measure with the key '{key[:80]}' is at work in {year}.")
        _ensure_known(row, REPORT_FIELDS)
        for name in follow_up_page.PARTS:
            if row.get(name) is not None and not _is_number(row[name]):
                raise Wrong(422, f"{key}: {name} is {row[name]!r:.80}; send a number, or null.")
    return {
        key: {**{name: row.get(name) for name in follow_up_page.PARTS}, "comment": _text(row, MOST_COMMENT)}
        for key, row in reports.items()
    }


def _text(content: Content, most: int) -> str:
    comment = content.get("comment") or ""
    if not isinstance(comment, str) or len(comment) > most:
        raise Wrong(422, f"comment is a text of at most {most} characters.")
    return comment.strip()


WRITERS: Mapping[str, Callable[[Work, Written], Version]] = {
    "climate-budget": climate_budget,
    "follow-up": follow_up,
}
