"""The way in, an organisation's overview, and its history."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from climate_visualizer.languages.language import Language
from climate_visualizer.web.outbox import state as outbox
from climate_visualizer.web.workspace.access import Actor, for_members, person_of, signed_in
from climate_visualizer.web.workspace.accounts import invitations
from climate_visualizer.web.workspace.accounts.adapters import INVITED
from climate_visualizer.web.workspace.content import audit, field_labels, kinds
from climate_visualizer.web.workspace.cycle import year_steps
from climate_visualizer.web.workspace.permissions import Action
from climate_visualizer.web.workspace.views import waiting
from climate_visualizer.web.workspace.views.glance import glances, works

A_PAGE = 50


@signed_in
def home(request: HttpRequest, language: Language) -> HttpResponse:
    """One's organisations; straight into it where there is one. An invitation that was opened before signing in waits here."""
    person = person_of(request)
    invited = invitations.opened(request.session.get(INVITED), person)
    if invited and request.method == "POST":
        invitations.accept(invited, person)
        messages.success(request, _("Welcome to %(organisation)s.") % {"organisation": invited.organisation})
        return HttpResponseRedirect(reverse("workspace:dashboard", args=[language.code, invited.organisation_id]))
    members = list(person.memberships.select_related("organisation").order_by("organisation__name"))
    if len(members) == 1 and not invited:
        return HttpResponseRedirect(reverse("workspace:dashboard", args=[language.code, members[0].organisation_id]))
    return render(request, "workspace/home.html", {"members": members, "language": language, "invited": invited})


@for_members(Action.READ, Action.REPORT)
def dashboard(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Areas, what is under way, and where to begin; who reports alone is led to their own work."""
    if not actor.may(Action.READ):
        return HttpResponseRedirect(actor.path("mine"))
    plans = works(actor)
    drafts = waiting.drafts(actor)
    due, more_due = waiting.due(actor, plans)
    facts = {
        "language": actor.language,
        "glances": glances(plans),
        "areas": actor.areas,
        "begin": waiting.begins(actor),
        "due": due,
        "more_due": more_due,
        "drafts": drafts,
        "waiting": sum(len(group.rows) + group.more for group in drafts),
        "documents": bool(drafts or actor.organisation.published_number or any(plan.preloaded for plan in plans)),
        "mail": outbox.state(actor.organisation.pk),
    }
    return render(request, "workspace/dashboard.html", facts)


@for_members(Action.AUDIT)
def history(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Who did what, the newest first."""
    page = Paginator(actor.organisation.audit.all(), A_PAGE).get_page(request.GET.get("page"))
    offer = field_labels.Offer(organisation=actor.organisation)
    lines = [_line(line, actor, offer) for line in audit.read(page.object_list)]
    return render(request, "workspace/history.html", {"language": actor.language, "page": page, "lines": lines})


def _line(line: audit.Line, actor: Actor, offer: field_labels.Offer) -> dict[str, object]:
    """A row of the history in the reader's words."""
    kind = field_labels.kind_of(line.subject)
    return {
        "when": line.row.at,
        "who": line.who,
        "what": actor.language.t(audit.WHAT.get(line.row.what, line.row.what)),
        "subject": year_steps.about(line.subject) or field_labels.subject(line.subject),
        "before": _labelled(line.before, kind, offer),
        "after": _labelled(line.after, kind, offer),
    }


def _labelled(values: object, kind: kinds.Kind | None, offer: field_labels.Offer) -> list[tuple[str, str]]:
    """Values of a content, or of a step: which version was published or restored, and what stands in its place."""
    step = set(values) if isinstance(values, dict) else set()
    if kind and isinstance(values, dict) and step == {"name"}:
        return [(_("In its place"), field_labels.subject(str(values["name"])))]
    return field_labels.labelled(values, None if step == {"version"} else kind, offer)
