"""The list of committees: names and their order, who reports for each, and who signs off as its head."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from climate_visualizer.web.number_input import number
from climate_visualizer.web.workspace.access import Actor, for_members
from climate_visualizer.web.workspace.cycle import committee_list
from climate_visualizer.web.workspace.models import Committee, Membership, User, Version
from climate_visualizer.web.workspace.permissions import Action, check_may, may

MOST = 60


def _people(actor: Actor) -> list[Membership]:
    """Members who may report."""
    members = actor.organisation.memberships.select_related("user").order_by("user__name", "user__email")
    return [member for member in members if may(member.role, Action.REPORT)]


def _counts(actor: Actor, register: committee_list.Register) -> dict[UUID, int]:
    """How many measures each committee answers for."""
    newest = Version.objects.filter(
        document__organisation=actor.organisation, document__kind="measure", document__archived_at=None
    )
    owners = newest.filter(number=committee_list.LATEST).values_list("content__owner", flat=True)
    counts: dict[UUID, int] = {}
    for owner in owners:
        committee = register.find(owner or "")
        if committee is not None:
            counts[committee.pk] = counts.get(committee.pk, 0) + 1
    return counts


def _page(request: HttpRequest, actor: Actor, *, wrong: str = "", names: str = "", status: int = 200) -> HttpResponse:
    committees = list(Committee.objects.filter(organisation=actor.organisation).prefetch_related("seats__user"))
    register = committee_list.Register(tuple(committees))
    counts = _counts(actor, register)
    facts = {
        "language": actor.language,
        "rows": [
            {"committee": committee, "measures": counts.get(committee.pk, 0), "seats": committee.seats.all()}
            for committee in committees
        ],
        "people": _people(actor),
        "wrong": wrong,
        "names": names,
    }
    return render(request, "workspace/cycle/committees.html", facts, status=status)


@for_members(Action.READ)
def committees(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The list; names are added one a line."""
    if request.method != "POST":
        return _page(request, actor)
    check_may(actor.member.role, Action.WRITE)
    names = [line.strip() for line in request.POST.get("names", "").splitlines() if line.strip()]
    if not names:
        return _page(request, actor, wrong=_("Write at least one name."), status=422)
    count = actor.organisation.committees.count()
    if count + len(names) > MOST:
        sentence = _("There is room for %(most)s committees; merge some that are the same.") % {"most": MOST}
        return _page(request, actor, wrong=sentence, names=request.POST["names"], status=422)
    committee_list.ensure(actor.organisation, names, by=actor.user)
    messages.success(request, _("Saved. The committees can be chosen everywhere now."))
    return HttpResponseRedirect(actor.path("committees"))


@require_POST
@for_members(Action.WRITE)
def committee(request: HttpRequest, actor: Actor, committee: UUID) -> HttpResponse:
    """Rename, merge or move a committee, or change who reports for it."""
    row = get_object_or_404(actor.organisation.committees.select_related("organisation"), pk=committee)
    step = _STEPS.get(request.POST.get("step", ""))
    if step is None:
        raise Http404("There is no such step.")
    return step(request, actor, row)


def _rename(request: HttpRequest, actor: Actor, row: Committee) -> HttpResponse:
    name = request.POST.get("name", "").strip()
    if not name:
        return _page(request, actor, wrong=_("A committee needs a name."), status=422)
    based_on = number(request.POST.get("based_on", ""))
    try:
        saved = committee_list.rename(row, name, based_on=based_on, by=actor.user)
    except committee_list.Taken as other:
        sentence = _("“%(name)s” is in the list already. If the two are one committee, merge them.") % {"name": other}
        return _page(request, actor, wrong=sentence, status=422)
    if not saved:
        sentence = _("Somebody else has changed “%(name)s” meanwhile. Look at the list, then change it again.")
        return _page(request, actor, wrong=sentence % {"name": row.name}, status=409)
    messages.success(request, _("Renamed. The earlier name still leads to the committee."))
    return HttpResponseRedirect(actor.path("committees"))


def _merge(request: HttpRequest, actor: Actor, row: Committee) -> HttpResponse:
    others = actor.organisation.committees.exclude(pk=row.pk)
    chosen = _uuid(request.POST.get("into", ""))
    into = others.filter(pk=chosen).first() if chosen else None
    if into is None:
        return _page(request, actor, wrong=_("Choose the committee to merge it into."), status=422)
    committee_list.merge(row, into, by=actor.user)
    sentence = _("“%(name)s” is one with “%(into)s” now, with its measures and its part of the climate budget.")
    messages.success(request, sentence % {"name": row.name, "into": into.name})
    return HttpResponseRedirect(actor.path("committees"))


def _up(request: HttpRequest, actor: Actor, row: Committee) -> HttpResponse:
    committee_list.move_up(row, by=actor.user)
    return HttpResponseRedirect(actor.path("committees"))


def _seat(request: HttpRequest, actor: Actor, row: Committee) -> HttpResponse:
    user = _member(request, actor)
    committee_list.seat(row, user, is_head=bool(request.POST.get("head")), by=actor.user)
    messages.success(request, _("%(name)s reports for %(committee)s.") % {"name": user, "committee": row.name})
    return HttpResponseRedirect(actor.path("committees"))


def _unseat(request: HttpRequest, actor: Actor, row: Committee) -> HttpResponse:
    user = _member(request, actor)
    committee_list.unseat(row, user, by=actor.user)
    messages.success(
        request, _("%(name)s no longer reports for %(committee)s.") % {"name": user, "committee": row.name}
    )
    return HttpResponseRedirect(actor.path("committees"))


def _member(request: HttpRequest, actor: Actor) -> User:
    """A member who may report; any other is not found."""
    wanted = request.POST.get("person", "")
    user = next((member.user for member in _people(actor) if str(member.user_id) == wanted), None)
    if user is None:
        raise Http404("There is no such member who may report.")
    return user


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


_STEPS = {"rename": _rename, "merge": _merge, "up": _up, "seat": _seat, "unseat": _unseat}
