"""The page of a committee's reporter: its own rows of a follow-up, filled in and signed off by its head."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from climate_visualizer.plans.follow_up import Followed
from climate_visualizer.web import current
from climate_visualizer.web.number_input import number
from climate_visualizer.web.workspace.access import Actor, for_members
from climate_visualizer.web.workspace.content import documents
from climate_visualizer.web.workspace.cycle import periods, signing
from climate_visualizer.web.workspace.cycle.scope import Scope
from climate_visualizer.web.workspace.permissions import Action, Refused
from climate_visualizer.web.workspace.plans import follow_up_page
from climate_visualizer.web.workspace.plans.goals_page import around
from climate_visualizer.web.workspace.plans.plan_documents import StoredDocument
from climate_visualizer.web.workspace.plans.plan_work import Work, work


class _Report:
    """What a request reports on: the period, and the rows of one's own committees."""

    def __init__(self, request: HttpRequest, actor: Actor) -> None:
        self.plan: Work = work(request, actor)
        self.scope = Scope(actor)
        now = current.as_of().year
        asked = number(request.GET.get("year", ""))
        self.years = [now, now - 1]
        self.year = asked if asked in self.years else now
        self.period = periods.asked(request.GET.get("period", ""))
        self.stored: StoredDocument | None = follow_up_page.stored_of(self.plan, self.year, self.period)

    @property
    def query(self) -> str:
        return f"?area={self.plan.area.id}&year={self.year}&period={self.period}"

    @property
    def rows(self) -> list[Followed]:
        """The measures that one's own committees answer for."""
        names = {committee.name for committee in self.scope.own}
        followed = follow_up_page.compared(self.plan, self.year, self.stored)
        return [followed_measure for followed_measure in followed if followed_measure.measure.owner in names]

    @property
    def states(self) -> list[signing.State]:
        states = signing.states(self.plan, self.year, self.stored)
        return [state for state in states if state.committee.pk in self.scope.seats]


def _page(
    request: HttpRequest,
    report: _Report,
    sent: dict[str, str],
    wrong: dict[str, str],
    *,
    sentence: str = "",
    status: int = 200,
) -> HttpResponse:
    rows = [follow_up_page.row_of(followed, report.plan, report.period, sent, wrong) for followed in report.rows]
    states: list[dict[str, object]] = [
        {
            "state": state,
            "may_sign": report.scope.seats[state.committee.pk] and state.signed is None and state.is_complete,
        }
        for state in report.states
    ]
    facts = {
        **around(report.plan, "report"),
        "years": report.years,
        "year": report.year,
        "period": report.period,
        "period_name": periods.PERIODS[report.period],
        "periods": periods.PERIODS.items(),
        "here_query": report.query,
        "committees": report.scope.own,
        "rows": rows,
        "states": states,
        "document": report.stored.document if report.stored else None,
        "writes": True,
        "wrong": sentence or (_("Some cells can’t be read; they are marked below.") if wrong else ""),
    }
    return render(request, "workspace/cycle/report.html", facts, status=status)


@for_members(Action.REPORT)
def report(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One's own rows of a period; an editor sees those of the committees that they report for."""
    form = _Report(request, actor)
    if request.method != "POST":
        return _page(request, form, {}, {})
    sent = {name: str(value) for name, value in request.POST.items()}
    rows = form.rows
    reports, wrong = follow_up_page.read(request, rows)
    if wrong:
        return _page(request, form, sent, wrong, status=422)
    own = {followed.measure.id for followed in rows}
    based_on = number(sent.get("based_on", ""))
    try:
        signing.save_own(form.plan, form.year, form.period, reports, own, based_on=based_on)
    except documents.Collision:
        sentence = _("Somebody else saved meanwhile. What you wrote stands below; save again to keep it.")
        return _page(request, form, sent, {}, sentence=sentence, status=409)
    messages.success(request, _("Saved. Thank you."))
    return HttpResponseRedirect(f"{actor.path('report')}{form.query}")


@require_POST
@for_members(Action.REPORT)
def sign(request: HttpRequest, actor: Actor, committee: UUID) -> HttpResponse:
    """A head signs off what its committee has reported."""
    form = _Report(request, actor)
    if committee not in form.scope.seats:
        raise Http404("There is no such committee for you.")
    if not form.scope.seats[committee]:
        raise Refused(Action.REPORT)
    state = next((candidate for candidate in form.states if candidate.committee.pk == committee), None)
    if state is None or form.stored is None:
        raise Http404("There is nothing to sign off.")
    signing.sign(form.plan, state, form.stored.document, based_on=number(request.POST.get("based_on", "")))
    messages.success(request, _("Signed off. If a row changes, it is asked for again."))
    return HttpResponseRedirect(f"{actor.path('report')}{form.query}")
