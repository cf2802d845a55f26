"""The pages of the rooms' workbooks: export, template, and import that takes all of a file in or nothing."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from climate_visualizer.exports.plan_workbook import plan_import
from climate_visualizer.web.workspace.access import ROOM, Actor, for_members
from climate_visualizer.web.workspace.content import documents
from climate_visualizer.web.workspace.interchange import budget_book, follow_up_book, indicator_book
from climate_visualizer.web.workspace.interchange.book_kinds import Book
from climate_visualizer.web.workspace.permissions import Action
from climate_visualizer.web.workspace.plans.goals_page import around
from climate_visualizer.web.workspace.plans.measures_page import XLSX
from climate_visualizer.web.workspace.plans.plan_work import Work, work

BOOKS = {room_book.BOOK.room: room_book.BOOK for room_book in (budget_book, follow_up_book, indicator_book)}
ROOMS = {"indicators": "follow-up"}  # the tab that a book's room is reached by, where it has none of its own


def _book(room: str) -> Book:
    if room not in BOOKS:
        raise Http404(f"There is no workbook of '{room}'.")
    return BOOKS[room]


def _asked(request: HttpRequest, plan: Work) -> str:
    """The question that leads to the same area and period again."""
    period_query = "".join(
        f"&{name}={request.GET[name][:10]}" for name in ("year", "period") if request.GET.get(name, "").isalnum()
    )
    return f"?area={plan.area.id}{period_query}"


@for_members(Action.READ)
def book(request: HttpRequest, actor: Actor, room: str) -> HttpResponse:
    """A room as a workbook; with `template` to fill in."""
    workbook = _book(room)
    plan = work(request, actor)
    response = HttpResponse(workbook.write(request, plan), content_type=XLSX)
    name = "template" if "template" in request.GET else plan.area.slug
    response.headers["Content-Disposition"] = f'attachment; filename="{room}-{name}.xlsx"'
    return response


@for_members(Action.WRITE)
def bring_in(request: HttpRequest, actor: Actor, room: str) -> HttpResponse:
    """Take a room's workbook in."""
    workbook = _book(room)
    plan = work(request, actor)
    tab, query = ROOMS.get(room, room), _asked(request, plan)
    ROOM.leave(request, tab)  # the lit tab
    facts: dict[str, object] = {
        **around(plan, tab),
        "book": workbook,
        "query": query,
        "back": f"{actor.path(tab)}{query}",
    }
    if request.method != "POST":
        return render(request, "workspace/interchange/book.html", facts)
    file = request.FILES.get("file")
    try:
        if file is None:
            raise plan_import.WrongWorkbook([plan_import.WrongCell("", _("Choose a workbook first."))])
        notice = workbook.read(request, plan, file.read(plan_import.MOST_BYTES + 1))
    except plan_import.WrongWorkbook as problem:
        facts |= {"wrong": problem.cells, "more": problem.more}
        return render(request, "workspace/interchange/book.html", facts, status=422)
    except documents.Collision:
        sentence = _("Somebody else saved meanwhile. Export what is there now, compare, and import again.")
        facts["wrong"] = [plan_import.WrongCell("", sentence)]
        return render(request, "workspace/interchange/book.html", facts, status=409)
    messages.success(request, notice)
    return HttpResponseRedirect(f"{actor.path(tab)}{query}")
