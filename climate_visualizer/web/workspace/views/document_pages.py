"""Whatever people make: lists, editing with two editors told of each other, versions, previews, publishing."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from climate_visualizer.languages.language import Language
from climate_visualizer.plans.plan_content import Content
from climate_visualizer.web.number_input import number
from climate_visualizer.web.page_language import spoken, wholly
from climate_visualizer.web.workspace import policies
from climate_visualizer.web.workspace.access import ROOM, Actor, for_members, found
from climate_visualizer.web.workspace.content import documents as keeping
from climate_visualizer.web.workspace.content import field_labels, kinds, listing
from climate_visualizer.web.workspace.contributions import senders
from climate_visualizer.web.workspace.error_pages import problem
from climate_visualizer.web.workspace.models import Document, Version
from climate_visualizer.web.workspace.permissions import Action, check_may
from climate_visualizer.web.workspace.publication import endings
from climate_visualizer.web.workspace.views import sender_steps, waiting

A_PAGE = 50


def _document(actor: Actor, document: UUID) -> Document:
    return get_object_or_404(actor.organisation.documents.select_related("published"), pk=document)


@for_members(Action.READ)
def documents(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What was made: of every kind the latest and how many there are, or all of one kind, page by page."""
    wanted = request.GET.get("kind", "")
    if wanted:
        kind = kinds.find(wanted)
        page = Paginator(listing.of_kind(actor, kind), A_PAGE).get_page(request.GET.get("page"))
        groups = [listing.group(actor, kind, list(page.object_list), page.paginator.count)]
    else:
        page, groups = None, listing.latest(actor)
    facts = {
        "language": actor.language,
        "groups": [group for group in groups if group.entries or wanted],
        "empty": [group for group in groups if not group.entries and not wanted],
        "begin": [group for group in waiting.begins(actor) if wanted in ("", group["kind"].name)],
        "page": page,
        "only": wanted,
    }
    return render(request, "workspace/documents.html", facts)


@for_members(Action.WRITE)
def new(request: HttpRequest, actor: Actor, kind: str, area_id: str) -> HttpResponse:
    """Begin a document; where an area has one of its kind only, and has it already, that one is opened."""
    area, wanted = actor.area(area_id), kinds.find(kind)
    if wanted.page:
        raise Http404(f"'{kind}' is begun on its own page.")
    if wanted.one_an_area and request.method != "POST":
        existing = actor.organisation.documents.filter(area_id=area.id, kind=kind, archived_at=None).first()
        if existing is not None:
            return HttpResponseRedirect(actor.path("document", existing.pk))
    form = wanted.form(request.POST or None, area=area, organisation=actor.organisation)
    if request.method == "POST" and form.is_valid():
        try:
            version = keeping.make(actor.organisation, area.id, kind, form.content(), by=actor.user)
        except keeping.Collision as collision:
            theirs = collision.theirs
            return _editor(request, actor, theirs.document, theirs, form, status=409, collision=collision)
        messages.success(request, _("Saved as a draft. Nobody outside the workspace sees it yet."))
        return HttpResponseRedirect(actor.path(wanted.shown_at or "document", version.document_id))
    ROOM.leave(request, wanted.room)
    facts = {"language": actor.language, "kind": wanted, "area": area, "form": form, "document": None}
    return render(request, "workspace/document.html", facts, status=422 if form.errors else 200)


@for_members(Action.READ)
def edit(request: HttpRequest, actor: Actor, document: UUID) -> HttpResponse:
    """Read a document; change it where one's role allows."""
    row = _document(actor, document)
    kind, head = kinds.find(row.kind), keeping.newest(row)
    if row.archived_at is not None and request.method != "POST":
        return HttpResponseRedirect(actor.path("versions", row.pk))
    if kind.page:
        return HttpResponseRedirect(actor.path(kind.page, row.pk))
    area = found(row.area_id)
    if request.method != "POST":
        form = kind.form(initial=head.content, document=row, area=area, organisation=actor.organisation)
        return _editor(request, actor, row, head, form)
    check_may(actor.member.role, Action.WRITE)
    about: kinds.Whose = {"document": row, "area": area, "organisation": actor.organisation}
    form = kind.form(request.POST, initial=head.content, **about)
    if not form.is_valid():
        return _editor(request, actor, row, head, form, status=422, based_on=_based_on(request))
    try:
        keeping.save(row, form.content(), based_on=_based_on(request), by=actor.user, note=request.POST.get("note", ""))
    except keeping.Collision as collision:
        return _editor(request, actor, row, collision.theirs, form, status=409, collision=collision)
    messages.success(request, _("Saved as a draft."))
    return HttpResponseRedirect(actor.path(kind.shown_at, row.pk) if kind.shown_at else request.path)


def _based_on(request: HttpRequest) -> int:
    return number(request.POST.get("based_on", ""))


def _editor(
    request: HttpRequest,
    actor: Actor,
    row: Document,
    head: Version,
    form: kinds.ContentForm,
    *,
    status: int = 200,
    based_on: int | None = None,
    collision: keeping.Collision | None = None,
) -> HttpResponse:
    kind = kinds.find(row.kind)
    ROOM.leave(request, kind.room)
    facts: dict[str, object] = {
        "language": actor.language,
        "kind": kind,
        "area": found(row.area_id),
        "document": row,
        "saved": head,
        "form": form,
        "title": kind.called(head.content) or _("Untitled"),
        "based_on": head.number if based_on is None else based_on,
        "can_publish": policies.can_publish(row, head),
        "why_not": kind.why_not(head.content),
        "who": head.author or (_("from outside") if row.kind in endings.SENT_IN else "–"),
        "sender": senders.of(row),
        "can_delete": policies.can_delete(row, head.number),
        "fields": field_labels.labelled(head.content, kind, _offer(row)),
    }
    if collision:
        facts["differences"] = differences(row, collision.theirs.content, keeping.plain(collision.yours))
        facts["collision"] = collision
    return render(request, "workspace/document.html", facts, status=status)


def _offer(row: Document) -> field_labels.Offer:
    return field_labels.Offer(found(row.area_id), row.organisation)


def differences(row: Document, before: Content, after: Content) -> list[dict[str, object]]:
    """What differs, in the words of the form."""
    kind, offer = kinds.find(row.kind), _offer(row)
    compared = keeping.compare(*(field_labels.said(content, kind, offer) for content in (before, after)))
    return [{"label": field_labels.label(difference.field, kind), "runs": difference.runs} for difference in compared]


def _note(version: Version) -> str:
    """What was written beside a version; "= 3" is version 3 restored."""
    again = version.note.partition("= ")[2] if version.note.startswith("= ") else ""
    return _("version %(number)s again") % {"number": again} if again.isdecimal() else version.note


@for_members(Action.READ)
def versions(request: HttpRequest, actor: Actor, document: UUID) -> HttpResponse:
    """Every version, and two of them held against each other."""
    row = _document(actor, document)
    kind = kinds.find(row.kind)
    all_versions = list(row.versions.select_related("author"))
    numbers = {version.number: version for version in all_versions}
    after = numbers.get(number(request.GET.get("after", "")), all_versions[0])
    before = numbers.get(number(request.GET.get("before", "")), numbers.get(after.number - 1, after))
    facts = {
        "language": actor.language,
        "kind": kind,
        "document": row,
        "title": kind.called(all_versions[0].content) or _("Untitled"),
        "fields": field_labels.labelled(after.content, kind, _offer(row)) if row.archived_at else (),
        "versions": [(version, _note(version)) for version in all_versions],
        "before": before,
        "after": after,
        "differences": differences(row, before.content, after.content),
    }
    return render(request, "workspace/versions.html", facts)


STEPS = {
    "publish": Action.PUBLISH,
    "withdraw": Action.PUBLISH,
    "restore": Action.WRITE,
    "preview": Action.WRITE,
    "withdraw-previews": Action.WRITE,
    "reply": Action.PUBLISH,
    "send-link": Action.PUBLISH,
    "withdraw-link": Action.PUBLISH,
}


@require_POST
@for_members(Action.READ)
def step(request: HttpRequest, actor: Actor, document: UUID, step: str) -> HttpResponse:
    """Publish, withdraw, restore, make or withdraw preview links, or write to who sent it in."""
    if step not in STEPS:
        raise Http404(f"There is no step '{step}'.")
    check_may(actor.member.role, STEPS[step])
    row = _document(actor, document)
    return _TAKEN[step](request, actor, row)


def _publish(request: HttpRequest, actor: Actor, row: Document) -> HttpResponse:
    try:
        keeping.publish(row, _based_on(request), by=actor.user)
    except Version.DoesNotExist:
        raise Http404("There is no such version.") from None
    messages.success(request, _("Published. It is on the public page now."))
    return HttpResponseRedirect(actor.path("document", row.pk))


def _withdraw(request: HttpRequest, actor: Actor, row: Document) -> HttpResponse:
    keeping.withdraw(row, by=actor.user)
    messages.success(request, _("Withdrawn. It is no longer on the public page; every version is kept."))
    return HttpResponseRedirect(actor.path("document", row.pk))


def _restore(request: HttpRequest, actor: Actor, row: Document) -> HttpResponse:
    try:
        keeping.restore(row, _based_on(request), by=actor.user)
    except Version.DoesNotExist:
        raise Http404("There is no such version.") from None
    messages.success(request, _("The earlier version is the newest draft again."))
    return HttpResponseRedirect(actor.path("document", row.pk))


def _preview_link(request: HttpRequest, actor: Actor, row: Document) -> HttpResponse:
    token = keeping.preview_token(keeping.newest(row), by=actor.user)
    address = reverse("workspace:preview", args=[actor.language.code, token])
    facts = {
        "language": actor.language,
        "document": row,
        "link": request.build_absolute_uri(address),
        "path": address,
        "title": kinds.find(row.kind).called(keeping.newest(row).content),
    }
    return render(request, "workspace/preview_link.html", facts)


def _withdraw_previews(request: HttpRequest, actor: Actor, row: Document) -> HttpResponse:
    keeping.withdraw_previews(row, by=actor.user)
    messages.success(request, _("The preview links that were made of this show nothing any more."))
    return HttpResponseRedirect(actor.path("document", row.pk))


_TAKEN = {
    "publish": _publish,
    "withdraw": _withdraw,
    "restore": _restore,
    "preview": _preview_link,
    "withdraw-previews": _withdraw_previews,
    **sender_steps.TAKEN,
}


@wholly
@spoken
def preview(request: HttpRequest, language: Language, token: str) -> HttpResponse:
    """A draft as it will look, for whoever has the link, for a week."""
    try:
        version = keeping.previewed(token)
    except signing.SignatureExpired:
        sentence = _("Preview links work for a week. Ask whoever sent it for a new one.")
        return problem(request, 410, _("This preview has expired"), sentence)
    except (signing.BadSignature, Version.DoesNotExist):
        sentence = _("The link is incomplete, or what it showed is gone. Ask whoever sent it for a new one.")
        return problem(request, 404, _("There is no such preview"), sentence)
    kind = kinds.find(version.document.kind)
    facts = {
        "language": language,
        "kind": kind,
        "saved": version,
        "document": version.document,
        "content": version.content,
        "area": found(version.document.area_id),
        "fields": field_labels.labelled(version.content, kind, _offer(version.document)),
    }
    return render(request, "workspace/preview.html", facts)
