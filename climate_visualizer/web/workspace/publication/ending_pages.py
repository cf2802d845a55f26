"""Pages by which a document ends: a question before each step, the archive, and what has replaced what."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from climate_visualizer.editions.read import Area
from climate_visualizer.web import current
from climate_visualizer.web.http.addresses import path_to
from climate_visualizer.web.number_input import number
from climate_visualizer.web.workspace import policies
from climate_visualizer.web.workspace.access import Actor, for_members, found
from climate_visualizer.web.workspace.content import documents, kinds, listing
from climate_visualizer.web.workspace.models import Document, Version
from climate_visualizer.web.workspace.permissions import Action, check_may
from climate_visualizer.web.workspace.publication import endings

A_PAGE = 50
MOST_OTHERS = 500
# A draft that nobody outside has seen is its editors' own; what is public ends by a publisher.
STEPS = {"delete": Action.WRITE, "archive": Action.PUBLISH, "replace": Action.PUBLISH, "revive": Action.PUBLISH}


@for_members(Action.READ)
def end(request: HttpRequest, actor: Actor, document: UUID, step: str) -> HttpResponse:
    """Ask whether it is meant (GET), and do it (POST)."""
    if step not in STEPS:
        raise Http404(f"Nothing ends by '{step}'.")
    check_may(actor.member.role, STEPS[step])
    row = get_object_or_404(actor.organisation.documents.select_related("published"), pk=document)
    if request.method == "POST":
        return _DONE[step](request, actor, row)
    head, kind = documents.newest(row), kinds.find(row.kind)
    _check(row, head.number, step)
    facts: dict[str, object] = {
        "language": actor.language,
        "step": step,
        "kind": kind,
        "document": row,
        "saved": head,
        "title": kind.called(head.content) or _("Untitled"),
        "area": found(row.area_id),
    }
    if step == "replace":
        facts["others"] = _others(actor, row)
    return render(request, "workspace/publication/end.html", facts)


def _check(row: Document, version: int, step: str) -> None:
    if step == "delete":
        policies.check_deletion(row, version)
    elif step == "revive":
        policies.check_revival(row, is_only=kinds.find(row.kind).one_an_area)
    else:
        policies.check_change(row)


def _others(actor: Actor, row: Document) -> list[tuple[str, str]]:
    """Documents that may stand in its place, by title."""
    kind = kinds.find(row.kind)
    same = listing.of_kind(actor, kind).filter(document__area_id=row.area_id).exclude(document=row)
    named = [
        (str(version.document_id), kind.called(version.content) or _("Untitled")) for version in same[:MOST_OTHERS]
    ]
    return sorted(named, key=lambda pair: pair[1].casefold())


def _delete(request: HttpRequest, actor: Actor, row: Document) -> HttpResponse:
    kind = row.kind
    endings.delete(row, number(request.POST.get("based_on", "")), by=actor.user)
    messages.success(request, _("Deleted. What it said stands in the history."))
    return HttpResponseRedirect(f"{actor.path('documents')}?kind={kind}")


def _archive(request: HttpRequest, actor: Actor, row: Document) -> HttpResponse:
    endings.archive(row, by=actor.user)
    messages.success(request, _("Put in the archive, where it can be read. It is on no page and counts for nothing."))
    return HttpResponseRedirect(actor.path("archive"))


def _replace(request: HttpRequest, actor: Actor, row: Document) -> HttpResponse:
    other = get_object_or_404(actor.organisation.documents, pk=_key(request.POST.get("other", "")))
    if request.POST.get("how") == "merge":
        endings.merge(row, other, by=actor.user)
        messages.success(request, _("Merged. What only the other one said is a new draft of this one."))
    else:
        endings.replace(row, other, by=actor.user)
        messages.success(request, _("Replaced. The old one is in the archive and leads here."))
    return HttpResponseRedirect(actor.path("document", other.pk))


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404("There is no such document.") from None


def _revive(request: HttpRequest, actor: Actor, row: Document) -> HttpResponse:
    endings.revive(row, by=actor.user)
    messages.success(request, _("Taken out of the archive. It is public again once it is published."))
    return HttpResponseRedirect(actor.path("document", row.pk))


_DONE = {"delete": _delete, "archive": _archive, "replace": _replace, "revive": _revive}


@for_members(Action.READ)
def archive(request: HttpRequest, actor: Actor, document: UUID | None = None) -> HttpResponse:
    """What was put away, the latest first, with what stands in its place; and the plans of earlier years that are kept."""
    page = Paginator(listing.archived(actor.organisation), A_PAGE).get_page(request.GET.get("page"))
    facts = {
        "language": actor.language,
        "page": page,
        "rows": [_row(version) for version in page.object_list],
        "kept": _kept(actor),
        "year": current.as_of().year,
    }
    return render(request, "workspace/publication/archive.html", facts)


def _kept(actor: Actor) -> list[dict[str, object]]:
    """Kept plans with where the public reads them."""
    documents_of = actor.organisation.documents.filter(kind="kept-plan", archived_at=None)
    rows = documents_of.select_related("published").order_by("-key")
    return [
        {"document": document, "year": document.key, "area": area, "public": _public(actor, area, document.key)}
        for document in rows
        if (area := found(document.area_id)) is not None
    ]


def _public(actor: Actor, area: Area, year: str) -> str:
    return path_to("kept-plan", actor.language.code, area, year=year)


def _row(version: Version) -> dict[str, object]:
    document, kind = version.document, kinds.find(version.document.kind)
    return {
        "document": document,
        "kind": kind,
        "title": kind.called(version.content) or _("Untitled"),
        "area": found(document.area_id),
        "instead": document.replaced_by_id,
    }
