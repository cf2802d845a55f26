"""The list of committees: names and their order, who reports for each, and who signs off as its head."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from climate_visualizer.web.number_input import number
from climate_visualizer.web.workspace.access import Here, for_members
from climate_visualizer.web.workspace.cycle import committee_list
from climate_visualizer.web.workspace.models import Committee, Membership, User, Version
from climate_visualizer.web.workspace.permissions import Action, check_may, may

MOST = 60


def _people(here: Here) -> list[Membership]:
    """Members who may report."""
    members = here.organisation.memberships.select_related("user").order_by("user__name", "user__email")
    return [member for member in members if may(member.role, Action.REPORT)]


def _counts(here: Here, register: committee_list.Register) -> dict[UUID, int]:
    """How many measures each committee answers for."""
    newest = Version.objects.filter(
        document__organisation=here.organisation, document__kind="measure", document__archived_at=None
    )
    owners = newest.filter(number=committee_list.LATEST).values_list("content__owner", flat=True)
    counts: dict[UUID, int] = {}
    for owner in owners:
        committee = register.find(owner or "")
        if committee is not None:
            counts[committee.pk] = counts.get(committee.pk, 0) + 1
    return counts


def _page(request: HttpRequest, here: Here, *, wrong: str = "", names: str = "", status: int = 200) -> HttpResponse:
    committees = list(Committee.objects.filter(organisation=here.organisation).prefetch_related("seats__user"))
    register = committee_list.Register(tuple(committees))
    counts = _counts(here, register)
    facts = {
        "language": here.language,
        "rows": [{"committee": one, "measures": counts.get(one.pk, 0), "seats": one.seats.all()} for one in committees],
        "people": _people(here),
        "wrong": wrong,
        "names": names,
    }
    return render(request, "workspace/cycle/committees.html", facts, status=status)


@for_members(Action.READ)
def committees(request: HttpRequest, here: Here) -> HttpResponse:
    """The list; names are added one a line."""
    if request.method != "POST":
        return _page(request, here)
    check_may(here.member.role, Action.WRITE)
    names = [line.strip() for line in request.POST.get("names", "").splitlines() if line.strip()]
    if not names:
        return _page(request, here, wrong=_("Write at least one name."), status=422)
    there = here.organisation.committees.count()
    if there + len(names) > MOST:
        said = _("There is room for %(most)s committees; merge some that are the same.") % {"most": MOST}
        return _page(request, here, wrong=said, names=request.POST["names"], status=422)
    committee_list.ensure(here.organisation, names, by=here.user)
    messages.success(request, _("Saved. The committees can be chosen everywhere now."))
    return HttpResponseRedirect(here.path("committees"))


@require_POST
@for_members(Action.WRITE)
def committee(request: HttpRequest, here: Here, committee: UUID) -> HttpResponse:
    """Rename, merge or move a committee, or change who reports for it."""
    row = get_object_or_404(here.organisation.committees.select_related("organisation"), pk=committee)
    step = _STEPS.get(request.POST.get("step", ""))
    if step is None:
        raise Http404("There is no such step.")
    return step(request, here, row)


def _rename(request: HttpRequest, here: Here, row: Committee) -> HttpResponse:
    name = request.POST.get("name", "").strip()
    if not name:
        return _page(request, here, wrong=_("A committee needs a name."), status=422)
    based_on = number(request.POST.get("based_on", ""))
    try:
        saved = committee_list.rename(row, name, based_on=based_on, by=here.user)
    except committee_list.Taken as other:
        said = _("“%(name)s” is in the list already. If the two are one committee, merge them.") % {"name": other}
        return _page(request, here, wrong=said, status=422)
    if not saved:
        said = _("Somebody else has changed “%(name)s” meanwhile. Look at the list, then change it again.")
        return _page(request, here, wrong=said % {"name": row.name}, status=409)
    messages.success(request, _("Renamed. The earlier name still leads to the committee."))
    return HttpResponseRedirect(here.path("committees"))


def _merge(request: HttpRequest, here: Here, row: Committee) -> HttpResponse:
    others = here.organisation.committees.exclude(pk=row.pk)
    chosen = _uuid(request.POST.get("into", ""))
    into = others.filter(pk=chosen).first() if chosen else None
    if into is None:
        return _page(request, here, wrong=_("Choose the committee to merge it into."), status=422)
    committee_list.merge(row, into, by=here.user)
    said = _("“%(name)s” is one with “%(into)s” now, with its measures and its part of the climate budget.")
    messages.success(request, said % {"name": row.name, "into": into.name})
    return HttpResponseRedirect(here.path("committees"))


def _up(request: HttpRequest, here: Here, row: Committee) -> HttpResponse:
    committee_list.move_up(row, by=here.user)
    return HttpResponseRedirect(here.path("committees"))


def _seat(request: HttpRequest, here: Here, row: Committee) -> HttpResponse:
    user = _member(request, here)
    committee_list.seat(row, user, is_head=bool(request.POST.get("head")), by=here.user)
    messages.success(request, _("%(name)s reports for %(committee)s.") % {"name": user, "committee": row.name})
    return HttpResponseRedirect(here.path("committees"))


def _unseat(request: HttpRequest, here: Here, row: Committee) -> HttpResponse:
    user = _member(request, here)
    committee_list.unseat(row, user, by=here.user)
    messages.success(
        request, _("%(name)s no longer reports for %(committee)s.") % {"name": user, "committee": row.name}
    )
    return HttpResponseRedirect(here.path("committees"))


def _member(request: HttpRequest, here: Here) -> User:
    """A member who may report; any other is not found."""
    wanted = request.POST.get("person", "")
    found = next((member.user for member in _people(here) if str(member.user_id) == wanted), None)
    if found is None:
        raise Http404("There is no such member who may report.")
    return found


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


_STEPS = {"rename": _rename, "merge": _merge, "up": _up, "seat": _seat, "unseat": _unseat}
