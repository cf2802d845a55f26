"""How a document ends: deleted while it was never public, archived, replaced by another, or merged into it; all in the audit."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from climate_visualizer.web.workspace import policies
from climate_visualizer.web.workspace.content import audit, documents, kinds
from climate_visualizer.web.workspace.models import Document, User

SENT_IN = (
    "business",
    "remark",
)  # what people outside wrote is deleted whole: the audit names it and repeats none of it


def _locked(document: Document) -> Document:
    return Document.objects.select_for_update(of=("self",)).select_related("published").get(pk=document.pk)


def delete(document: Document, number: int, *, by: User | None) -> None:
    """Throw a draft away that was never public; its last content stays in the audit. Raises `policies.NotNow`."""
    with transaction.atomic():
        row = _locked(document)
        policies.check_deletion(row, number)
        content = documents.newest(row).content
        recorded = partial(audit.record, "document.deleted", actor=by, organisation=row.organisation)
        if row.kind in SENT_IN:
            recorded(subject=f"{row.kind}: {row.key}")
        else:
            recorded(subject=documents.subject(row, content), before=content)
        row.delete()


def archive(document: Document, *, by: User | None) -> None:
    """Take it off every page and out of every sum; it can be read, and taken out again."""
    with transaction.atomic():
        _put_away(_locked(document), "document.archived", by, None)


def replace(document: Document, other: Document, *, by: User | None) -> None:
    """Archive it, with a pointer to what stands in its place."""
    with transaction.atomic():
        row, instead = _locked(document), _locked(other)
        policies.check_replacement(row, instead)
        _put_away(row, "document.replaced", by, instead)


def merge(document: Document, other: Document, *, by: User | None) -> None:
    """Archive it, and give the other, as a new draft, what only this one says: fields that are empty there."""
    with transaction.atomic():
        row, instead = _locked(document), _locked(other)
        policies.check_replacement(row, instead)
        content = merged(documents.newest(row).content, documents.newest(instead).content)
        documents.save(instead, content, based_on=instead.latest, by=by)
        _put_away(row, "document.merged", by, instead)


def merged(other: Mapping[str, object], into: Mapping[str, object]) -> dict[str, object]:
    """`into` with its empty fields filled from `one`; what both say stays as `into` says it, zero included."""
    empty: tuple[object, ...] = (None, "", [], {})
    filled = {name: value for name, value in other.items() if value not in empty and into.get(name) in empty}
    return {**into, **filled}


def revive(document: Document, *, by: User | None) -> None:
    """Take it out of the archive, as a draft; raises `policies.NotNow` where another has taken its only place."""
    with transaction.atomic():
        row = _locked(document)
        policies.check_revival(row, is_only=kinds.find(row.kind).one_an_area)
        if kinds.find(row.kind).one_an_area:
            row.key = row.kind
        row.archived_at, row.replaced_by = None, None
        row.save(update_fields=["archived_at", "replaced_by", "key"])
        subject = documents.subject(row, documents.newest(row).content)
        audit.record("document.revived", actor=by, organisation=row.organisation, subject=subject)


def _put_away(row: Document, event: str, by: User | None, instead: Document | None) -> None:
    policies.check_change(row)
    if row.published_id is not None:
        documents.withdraw(row, by=by)
        row.refresh_from_db()
    content = documents.newest(row).content
    kind = kinds.find(row.kind)
    if kind.page or kind.one_an_area:  # a climate budget, or a year's follow-up: the place is free for the next one
        row.key = f"{row.key[:60]}-{get_random_string(8, 'abcdefghijklmnopqrstuvwxyz0123456789')}"
    row.archived_at, row.replaced_by = timezone.now(), instead
    row.save(update_fields=["archived_at", "replaced_by", "key"])
    after = {"name": documents.subject(instead, documents.newest(instead).content)} if instead else None
    audit.record(event, actor=by, organisation=row.organisation, subject=documents.subject(row, content), after=after)
