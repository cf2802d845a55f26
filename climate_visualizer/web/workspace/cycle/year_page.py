"""The page of a year: its steps with days and names, proposals with their climate effect, and next year's climate budget."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from climate_visualizer.editions.read import Area
from climate_visualizer.methods.basis import NoBudget
from climate_visualizer.web import current
from climate_visualizer.web.number_input import number
from climate_visualizer.web.workspace.access import Actor, for_members
from climate_visualizer.web.workspace.cycle import proposals, together, year_steps
from climate_visualizer.web.workspace.models import YearStep
from climate_visualizer.web.workspace.permissions import Action, check_may
from climate_visualizer.web.workspace.plans.plan_work import USUAL_YEARS, Work
from climate_visualizer.words.sentences import area_name

AHEAD, BACK = 2, 5


def _asked_year(request: HttpRequest) -> int:
    now = current.as_of().year
    wanted = number(request.GET.get("year", ""))
    return wanted if now - BACK <= wanted <= now + AHEAD else now


@for_members(Action.READ)
def year(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The steps of a year; begun, moved and ticked off where one's role allows."""
    wanted = _asked_year(request)
    if request.method != "POST":
        return _page(request, actor, wanted)
    check_may(actor.member.role, Action.WRITE)
    if request.POST.get("step") == "begin":
        if year_steps.last_day(wanted) < current.as_of():
            return _page(request, actor, wanted, wrong=_over(wanted), status=422)
        year_steps.begin(actor.organisation, wanted, on=current.as_of(), by=actor.user)
        messages.success(request, _("The year is begun, with the usual days; change them to yours."))
        return HttpResponseRedirect(f"{actor.path('year')}?year={wanted}")
    return _change(request, actor, wanted)


def _over(year: int) -> str:
    """Why a year that is over is not begun."""
    day = f"{year_steps.last_day(year):%Y-%m-%d}"
    return _("The year %(year)s is over: the last of its steps was due %(day)s.") % {"year": year, "day": day}


def _change(request: HttpRequest, actor: Actor, wanted: int) -> HttpResponse:
    step: YearStep = get_object_or_404(actor.organisation.year_steps, year=wanted, name=request.POST.get("step", ""))
    try:
        due = together.day_of(request.POST.get("due", ""))
    except ValueError:
        due = None
    if due is None:
        return _page(request, actor, wanted, wrong=_("Write the day as 2027-03-31."), status=422)
    members = {
        str(membership.user_id): membership.user for membership in actor.organisation.memberships.select_related("user")
    }
    person = request.POST.get("person", "")
    if person and person not in members:
        raise Http404("There is no such member.")
    facts: dict[str, object] = {
        "due": due,
        "person": members.get(person),
        "done_on": (step.done_on or current.as_of()) if request.POST.get("done") else None,
    }
    if not year_steps.change(step, based_on=number(request.POST.get("based_on", "")), by=actor.user, **facts):
        sentence = _("Somebody else has changed this step meanwhile; it stands below as it is now.")
        return _page(request, actor, wanted, wrong=sentence, status=409)
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(f"{actor.path('year')}?year={wanted}")


def _proposals(actor: Actor, area: Area, first: int) -> dict[str, object]:
    """An area's proposals for the money budget, with what they do to emissions in the climate budget's years."""
    years = tuple(range(first, first + USUAL_YEARS))
    about = {"area": area, "name": area_name(area, actor.language), "years": f"{years[0]}\u2013{years[-1]}"}
    try:
        return {**about, "rows": proposals.rows(Work(actor, area), years)}
    except NoBudget:
        return {**about, "rows": ()}


def _page(request: HttpRequest, actor: Actor, wanted: int, *, wrong: str = "", status: int = 200) -> HttpResponse:
    today = current.as_of()
    steps = year_steps.steps(actor.organisation, wanted)
    rows, before = (
        [
            {
                "step": step,
                "title": year_steps.title(step),
                "is_late": is_asked and not step.done_on and step.due < today,
            }
            for step in steps
            if year_steps.is_asked(step) is is_asked
        ]
        for is_asked in (True, False)
    )
    facts = {
        "language": actor.language,
        "year": wanted,
        "years": range(today.year - 1, today.year + AHEAD + 1),
        "next_year": today.year + 1,
        "rows": rows,
        "before": before,
        "gone": year_steps.gone(wanted, today),
        "over": _over(wanted) if year_steps.last_day(wanted) < today else "",
        "people": [
            membership.user
            for membership in actor.organisation.memberships.select_related("user").order_by("user__name")
        ],
        "wrong": wrong,
        "areas": [_proposals(actor, area, today.year + 1) for area in actor.areas],
    }
    return render(request, "workspace/cycle/year.html", facts, status=status)
