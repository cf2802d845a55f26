"""The choice of what becomes public: a list with ticks, what changes for readers, and whether followers are told."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from climate_visualizer.web.workspace.access import Actor, for_members
from climate_visualizer.web.workspace.content import kinds
from climate_visualizer.web.workspace.permissions import Action, check_may
from climate_visualizer.web.workspace.plans.plan_work import Work
from climate_visualizer.web.workspace.publication import choosing
from climate_visualizer.web.workspace.publication.choosing import Waiting
from climate_visualizer.words import plan_words

A_PAGE = 100


@for_members(Action.READ)
def publish(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What waits, to be read by everybody and ticked by who may publish."""
    kind, area_id = request.GET.get("kind", ""), request.GET.get("area", "")
    if kind:
        kinds.find(kind)
    if area_id:
        actor.area(area_id)
    if request.method == "POST":
        check_may(actor.member.role, Action.PUBLISH)
        return _publish(request, actor)
    page = Paginator(choosing.rows(actor.organisation, kind=kind, area_id=area_id), A_PAGE).get_page(
        request.GET.get("page")
    )
    entries = choosing.waiting(list(page.object_list))
    facts = {
        "language": actor.language,
        "entries": entries,
        "is_written": bool(entries) or actor.organisation.documents.exists(),
        "page": page,
        "asked": urlencode({name: value for name, value in (("kind", kind), ("area", area_id)) if value}),
        "is_part": bool(kind or area_id),
        "verdicts": _verdicts(actor, entries),
        "ticked": sum(entry.is_ticked for entry in entries),
    }
    return render(request, "workspace/publication/publish.html", facts)


def _publish(request: HttpRequest, actor: Actor) -> HttpResponse:
    picks = list(dict.fromkeys(request.POST.getlist("pick")))
    if not picks:
        messages.warning(request, _("Nothing was ticked, so nothing has been published."))
        return HttpResponseRedirect(request.get_full_path())
    count = choosing.publish(actor, picks, tells=bool(request.POST.get("tells")))
    sentence = ngettext(
        "Published: %(count)s. It is on the public page now.",
        "Published: %(count)s. They are on the public page now.",
        count,
    )
    messages.success(request, sentence % {"count": count})
    return HttpResponseRedirect(request.get_full_path())


def _verdicts(actor: Actor, entries: list[Waiting]) -> list[dict[str, object]]:
    """Where goals wait: what readers are told today of goals and budget, and what they would be told."""
    verdicts = []
    for area_id in dict.fromkeys(entry.document.area_id for entry in entries if entry.document.kind == "goal"):
        picked = [entry.document.key for entry in entries if entry.is_ticked and entry.document.area_id == area_id]
        today = Work(actor, actor.area(area_id))
        then = Work(actor, today.area, tried_goals=frozenset(picked))
        before, after = _verdict(today), _verdict(then)
        if before != after:
            verdicts.append({"area": today.area, "before": before, "after": after})
    return verdicts


def _verdict(plan: Work) -> str:
    standing_of_all = next((standing for standing in plan.standings if not standing.scope), None)
    return plan_words.goal(standing_of_all, plan.language) if standing_of_all else plan.trouble
