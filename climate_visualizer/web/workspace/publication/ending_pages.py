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
from climate_visualizer.web.workspace.access import Here, for_members, found
from climate_visualizer.web.workspace.content import documents, kinds, listing
from climate_visualizer.web.workspace.models import Document, Version
from climate_visualizer.web.workspace.permissions import Action, check_may
from climate_visualizer.web.workspace.publication import endings

A_PAGE = 50
MOST_OTHERS = 500
# A draft that nobody outside has seen is its editors' own; what is public ends by a publisher.
STEPS = {"delete": Action.WRITE, "archive": Action.PUBLISH, "replace": Action.PUBLISH, "revive": Action.PUBLISH}


@for_members(Action.READ)
def end(request: HttpRequest, here: Here, document: UUID, step: str) -> HttpResponse:
    """Ask whether it is meant (GET), and do it (POST)."""
    if step not in STEPS:
        raise Http404(f"Nothing ends by '{step}'.")
    check_may(here.member.role, STEPS[step])
    row = get_object_or_404(here.organisation.documents.select_related("published"), pk=document)
    if request.method == "POST":
        return _DONE[step](request, here, row)
    head, kind = documents.newest(row), kinds.find(row.kind)
    _check(row, head.number, step)
    facts: dict[str, object] = {
        "language": here.language,
        "step": step,
        "kind": kind,
        "document": row,
        "saved": head,
        "title": kind.called(head.content) or _("Untitled"),
        "area": found(row.area_id),
    }
    if step == "replace":
        facts["others"] = _others(here, row)
    return render(request, "workspace/publication/end.html", facts)


def _check(row: Document, version: int, step: str) -> None:
    if step == "delete":
        policies.check_deletion(row, version)
    elif step == "revive":
        policies.check_revival(row, is_only=kinds.find(row.kind).one_an_area)
    else:
        policies.check_change(row)


def _others(here: Here, row: Document) -> list[tuple[str, str]]:
    """Documents that may stand in its place, by title."""
    kind = kinds.find(row.kind)
    same = listing.of_kind(here, kind).filter(document__area_id=row.area_id).exclude(document=row)
    named = [(str(one.document_id), kind.called(one.content) or _("Untitled")) for one in same[:MOST_OTHERS]]
    return sorted(named, key=lambda pair: pair[1].casefold())


def _delete(request: HttpRequest, here: Here, row: Document) -> HttpResponse:
    kind = row.kind
    endings.delete(row, number(request.POST.get("based_on", "")), by=here.user)
    messages.success(request, _("Deleted. What it said stands in the history."))
    return HttpResponseRedirect(f"{here.path('documents')}?kind={kind}")


def _archive(request: HttpRequest, here: Here, row: Document) -> HttpResponse:
    endings.archive(row, by=here.user)
    messages.success(request, _("Put in the archive, where it can be read. It is on no page and counts for nothing."))
    return HttpResponseRedirect(here.path("archive"))


def _replace(request: HttpRequest, here: Here, row: Document) -> HttpResponse:
    other = get_object_or_404(here.organisation.documents, pk=_key(request.POST.get("other", "")))
    if request.POST.get("how") == "merge":
        endings.merge(row, other, by=here.user)
        messages.success(request, _("Merged. What only the other one said is a new draft of this one."))
    else:
        endings.replace(row, other, by=here.user)
        messages.success(request, _("Replaced. The old one is in the archive and leads here."))
    return HttpResponseRedirect(here.path("document", other.pk))


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404("There is no such document.") from None


def _revive(request: HttpRequest, here: Here, row: Document) -> HttpResponse:
    endings.revive(row, by=here.user)
    messages.success(request, _("Taken out of the archive. It is public again once it is published."))
    return HttpResponseRedirect(here.path("document", row.pk))


_DONE = {"delete": _delete, "archive": _archive, "replace": _replace, "revive": _revive}


@for_members(Action.READ)
def archive(request: HttpRequest, here: Here, document: UUID | None = None) -> HttpResponse:
    """What was put away, the latest first, with what stands in its place; and the plans of earlier years that are kept."""
    page = Paginator(listing.archived(here.organisation), A_PAGE).get_page(request.GET.get("page"))
    facts = {
        "language": here.language,
        "page": page,
        "rows": [_row(version) for version in page.object_list],
        "kept": _kept(here),
        "year": current.as_of().year,
    }
    return render(request, "workspace/publication/archive.html", facts)


def _kept(here: Here) -> list[dict[str, object]]:
    """Kept plans with where the public reads them."""
    documents_of = here.organisation.documents.filter(kind="kept-plan", archived_at=None)
    rows = documents_of.select_related("published").order_by("-key")
    return [
        {"document": one, "year": one.key, "area": area, "public": _public(here, area, one.key)}
        for one in rows
        if (area := found(one.area_id)) is not None
    ]


def _public(here: Here, area: Area, year: str) -> str:
    return path_to("kept-plan", here.language.code, area, year=year)


def _row(version: Version) -> dict[str, object]:
    document, kind = version.document, kinds.find(version.document.kind)
    return {
        "document": document,
        "kind": kind,
        "title": kind.called(version.content) or _("Untitled"),
        "area": found(document.area_id),
        "instead": document.replaced_by_id,
    }
