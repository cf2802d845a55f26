"""The way in, an organisation's overview, and its history."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from climate_visualizer.assessment.language import Language
from climate_visualizer.web.workspace import audit, kinds, listing
from climate_visualizer.web.workspace.access import Here, for_members, signed_in
from climate_visualizer.web.workspace.permissions import Action
from climate_visualizer.web.workspace.plans.glance import glances

A_PAGE = 50


@signed_in
def home(request: HttpRequest, language: Language) -> HttpResponse:
    """One's organisations; straight into it where there is one."""
    members = list(request.user.memberships.select_related("organisation").order_by("organisation__name"))
    if len(members) == 1:
        return HttpResponseRedirect(reverse("workspace:dashboard", args=[language.code, members[0].organisation_id]))
    return render(request, "workspace/home.html", {"members": members, "language": language})


@for_members(Action.READ)
def dashboard(request: HttpRequest, here: Here) -> HttpResponse:
    """Areas, what is under way, and where to begin."""
    there = listing.only_ones(here.organisation)
    begin = [
        {"kind": kind, "area": area, "there": there.get((kind.name, area.id))}
        for kind in kinds.every()
        if not kind.page
        for area in here.areas
    ]
    facts = {
        "language": here.language,
        "glances": glances(here),
        "areas": here.areas,
        "begin": begin,
        **listing.counts(here.organisation),
        "people": here.organisation.memberships.count(),
    }
    return render(request, "workspace/dashboard.html", facts)


@for_members(Action.AUDIT)
def history(request: HttpRequest, here: Here) -> HttpResponse:
    """Who did what, the newest first."""
    page = Paginator(here.organisation.audit.all(), A_PAGE).get_page(request.GET.get("page"))
    lines = [
        {
            "when": line.row.at,
            "who": line.who,
            "what": here.language.t(audit.WHAT.get(line.row.what, line.row.what)),
            "subject": _named(line.subject),
            "before": _values(line.row.before),
            "after": _values(line.row.after),
        }
        for line in audit.read(page.object_list)
    ]
    return render(request, "workspace/history.html", {"language": here.language, "page": page, "lines": lines})


def _named(subject: str) -> str:
    """What a document was called, with its kind in the reader's language."""
    kind, colon, title = subject.partition(": ")
    known = next((one for one in kinds.every() if one.name == kind), None)
    return f"{known.title}: {title}" if known and colon else subject


def _values(values: Any) -> dict[str, Any]:
    """Values as they are read: lists with commas."""
    found = values if isinstance(values, dict) else {}
    return {name: ", ".join(map(str, value)) if isinstance(value, list) else value for name, value in found.items()}
