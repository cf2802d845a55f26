"""Write API for an organisation's own systems: its documents as JSON, saved as drafts by the rules of their forms.

    GET  /api/own/v1/documents?area=SE-0480&kind=measure
    POST /api/own/v1/documents              {"area": "SE-0480", "kind": "measure", "content": {...}}
    GET  /api/own/v1/documents/{id}
    PUT  /api/own/v1/documents/{id}         {"based_on": 3, "content": {...}}

What is written waits to be published by a person. Who saves on top of a version that is no longer the newest gets 409 with the
newest, and nothing is overwritten.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import wraps
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from climate_visualizer.web.workspace import policies
from climate_visualizer.web.workspace.access import found
from climate_visualizer.web.workspace.content import audit, documents, kinds
from climate_visualizer.web.workspace.content.as_typed import as_typed
from climate_visualizer.web.workspace.interchange import own_writers, tokens
from climate_visualizer.web.workspace.interchange.own_writers import Written, Wrong
from climate_visualizer.web.workspace.models import Document, Token, Version

MOST_LISTED = 5000


View = Callable[..., HttpResponse]


def _with_token(*methods: str) -> Callable[[View], View]:
    """A JSON view for whoever has a token; every refusal is a sentence."""

    def decorator(view: View) -> View:
        @csrf_exempt
        @never_cache
        @wraps(view)
        def wrapper(request: HttpRequest, **kwargs: object) -> HttpResponse:
            if request.method not in methods:
                return _told(405, f"Use {' or '.join(methods)}.", headers={"Allow": ", ".join(methods)})
            try:
                token = tokens.of(request, writes=request.method not in ("GET", "HEAD"))
                with translation.override("en"):
                    return view(request, token, **kwargs)
            except tokens.Refused as refused:
                extra = {"WWW-Authenticate": "Bearer"} if refused.status == 401 else {}
                return _told(refused.status, str(refused), headers=extra)
            except Wrong as wrong:
                return _told(wrong.status, str(wrong), body=wrong.facts)
            except policies.NotNow as not_now:
                return _told(409, str(not_now))

        return wrapper

    return decorator


def _told(
    status: int, sentence: str, *, body: Mapping[str, object] | None = None, headers: dict[str, str] | None = None
) -> JsonResponse:
    return JsonResponse({"detail": sentence, **(body or {})}, status=status, headers=headers)


def _body(request: HttpRequest) -> dict[str, object]:
    try:
        found_body = json.loads(request.body)
    except ValueError:
        raise Wrong(400, "The body is no JSON.") from None
    if not isinstance(found_body, dict):
        raise Wrong(400, "The body is a JSON object with the fields of the description.")
    return found_body


def _out(version: Version) -> dict[str, object]:
    document = version.document
    published_number = document.published.number if document.published else None
    return {
        "id": str(document.pk),
        "area": document.area_id,
        "kind": document.kind,
        "key": document.key,
        "version": version.number,
        "published_version": published_number,
        "state": version.state,
        "saved_at": version.at.isoformat(),
        "content": version.content,
    }


@_with_token("GET", "HEAD", "POST")
def many(request: HttpRequest, token: Token) -> HttpResponse:
    """The organisation's documents, or a new one."""
    if request.method == "POST":
        return _begin(_body(request), token)
    asked = {name: request.GET[of] for name, of in (("kind", "kind"), ("area_id", "area")) if request.GET.get(of)}
    own = Document.objects.filter(organisation=token.organisation, archived_at=None)
    rows = own.filter(**asked).select_related("published").order_by("kind", "made_at", "id")[:MOST_LISTED]
    newest = {
        version.document_id: version
        for version in Version.objects.filter(document__in=[row.pk for row in rows]).order_by("number")
    }
    found_rows = []
    for row in rows:
        version = newest[row.pk]
        version.document = row
        found_rows.append(_out(version))
    return JsonResponse({"organisation": token.organisation.name, "documents": found_rows})


@_with_token("GET", "HEAD", "PUT")
def one(request: HttpRequest, token: Token, document: UUID) -> HttpResponse:
    """One document, or its next version."""
    row = Document.objects.select_related("published").filter(organisation=token.organisation, pk=document).first()
    if row is None:
        raise Wrong(404, "There is no such document.")
    if request.method != "PUT":
        return JsonResponse(_out(documents.newest(row)))
    body = _body(request)
    based_on = body.get("based_on")
    if not isinstance(based_on, int) or isinstance(based_on, bool):
        raise Wrong(422, "Say in based_on which version you have read.")
    note = f"{token.name}: {body.get('note') or ''}".strip(": ")
    try:
        version = _saved(row, body.get("content"), based_on, note, token)
    except documents.Collision as collision:
        raise Wrong(409, str(collision), newest=_out(collision.theirs)) from None
    _note(token, version)
    return JsonResponse(_out(version))


def _saved(row: Document, content: object, based_on: int, note: str, token: Token) -> Version:
    """The next version of a document; what has a room of its own is saved by the rules of its page."""
    if row.kind in own_writers.WRITERS:
        plan = own_writers.work_of(token, row.area_id)
        return own_writers.WRITERS[row.kind](plan, Written(_object(content), row, based_on, note))
    checked = _content(row.kind, content, row.area_id, row, token)
    return documents.save(row, checked, based_on=based_on, by=None, note=note)


def _made(kind: str, body: Mapping[str, object], area_id: str, token: Token) -> Version:
    """A new document; an area has one climate budget, and one follow-up of a period."""
    if kind in own_writers.WRITERS:
        plan = own_writers.work_of(token, area_id)
        if kind == "climate-budget" and plan.budget is not None:
            raise documents.Collision(plan.budget.version, {})
        return own_writers.WRITERS[kind](plan, Written(_object(body.get("content")), None, 0, token.name))
    content = _content(kind, body.get("content"), area_id, None, token)
    return documents.make(token.organisation, area_id, kind, content, by=None, key=str(body.get("key") or ""))


def _object(content: object) -> dict[str, object]:
    if not isinstance(content, dict):
        raise Wrong(422, "Send the fields of the form as an object in content.")
    return content


def _begin(body: Mapping[str, object], token: Token) -> HttpResponse:
    area_id, name = body.get("area"), body.get("kind")
    if not area_id:
        raise Wrong(422, f"Say which area it is for: {', '.join(token.organisation.area_ids)}.")
    if area_id not in token.organisation.area_ids:
        raise Wrong(422, f"The organisation has no area '{area_id}'; it has {', '.join(token.organisation.area_ids)}.")
    try:
        version = _made(str(name), body, str(area_id), token)
    except documents.Collision as collision:
        raise Wrong(409, "There is one already.", newest=_out(collision.theirs)) from None
    _note(token, version)
    return JsonResponse(_out(version), status=201)


def _note(token: Token, version: Version) -> None:
    """That a system wrote, and which."""
    subject = documents.subject(version.document, version.content)
    after = {"name": token.name, "version": version.number}
    audit.record("token.wrote", actor=None, organisation=token.organisation, subject=subject, after=after)


def _content(name: object, content: object, area_id: str, document: Document | None, token: Token) -> dict[str, object]:
    """Content as the kind's form takes it; raises `Wrong` with a sentence a field."""
    try:
        kind = kinds.find(str(name))
    except kinds.UnknownKind as unknown:
        raise Wrong(422, str(unknown)) from None
    if kind.page:
        raise Wrong(422, f"A {kind.name} is made in its own room of the workspace, not here.")
    content = _object(content)
    whose: kinds.Whose = {"document": document, "area": found(area_id), "organisation": token.organisation}
    form = kind.form(**whose)
    unknown_fields = sorted(set(content) - set(form.fields))
    if unknown_fields:
        raise Wrong(422, f"There is no field '{unknown_fields[0]}'; there are {', '.join(form.fields)}.")
    form = kind.form(as_typed(form, content), **whose)
    if not form.is_valid():
        errors = {field: [str(error) for error in found_errors] for field, found_errors in form.errors.items()}
        raise Wrong(422, "Some fields won't do; errors says which and why.", errors=errors)
    return dict(form.content())
