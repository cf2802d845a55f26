"""Reading and writing a plan's documents: the newest of each, many at once, and all drafts published together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import F
from django.utils.crypto import get_random_string

from climate_visualizer.exports.plan_workbook.plan_import import Row
from climate_visualizer.plans.plan import Measure
from climate_visualizer.plans.plan_content import Content, measure_of, target_of
from climate_visualizer.plans.targets import Target
from climate_visualizer.web import published
from climate_visualizer.web.workspace.content import audit, documents
from climate_visualizer.web.workspace.cycle import committee_list
from climate_visualizer.web.workspace.models import Document, Organisation, State, User, Version


class Read(NamedTuple):
    """What a plan's pages read of a document and its newest version; all else of them is asked for where it is needed."""

    number: int
    content: Content
    state: str
    at: datetime
    author_id: UUID | None
    version_id: UUID
    document_id: UUID
    organisation_id: UUID
    area_id: str
    kind: str
    key: str
    latest: int
    published_id: UUID | None
    archived_at: datetime | None
    replaced_by_id: UUID | None
    shown_number: int | None


_OF_VERSION = ("number", "content", "state", "at", "author_id", "id", "document_id")
_OF_DOCUMENT = (
    *("organisation_id", "area_id", "kind", "key", "latest", "published_id", "archived_at", "replaced_by_id"),
)
READ = (*_OF_VERSION, *(f"document__{name}" for name in _OF_DOCUMENT), "document__published__number")


def _made(model: Any, **values: Any) -> Any:  # one of several frozen classes, made of JSON; it refuses a wrong field
    """A row as its model, other fields to be read when they are asked for."""
    names = [field.attname for field in model._meta.concrete_fields if field.attname in values]
    return model.from_db(DEFAULT_DB_ALIAS, names, [values[name] for name in names])


class StoredDocument:
    """A document with its newest version, as it was read: two thousand models took as long as the arithmetic on them."""

    def __init__(self, read: Read) -> None:
        self.read = read

    @cached_property
    def document(self) -> Document:
        """The document as a model, its newest version's state and the published version's number known."""
        read = self.read
        own = {name: getattr(read, name) for name in _OF_DOCUMENT}
        document: Document = _made(Document, id=read.document_id, **own)
        document.newest_state = read.state
        if read.published_id is not None:
            document.published = _made(Version, id=read.published_id, number=read.shown_number)
        return document

    @cached_property
    def version(self) -> Version:
        """The version as a model."""
        read = self.read
        own = {name: getattr(read, name) for name in ("number", "content", "state", "at", "author_id", "document_id")}
        version: Version = _made(Version, id=read.version_id, **own)
        version.document = self.document
        return version

    @property
    def key(self) -> str:
        return self.read.key

    @property
    def content(self) -> Content:
        return self.read.content

    @property
    def is_shown(self) -> bool:
        """Whether readers see some version of it."""
        return self.read.published_id is not None

    @property
    def is_draft(self) -> bool:
        """Whether something of it waits to be published."""
        shown_number = self.read.shown_number
        return not self.is_withdrawn and (shown_number is None or shown_number < self.read.latest)

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was published and taken back."""
        return not self.is_shown and self.read.state == State.WITHDRAWN

    @property
    def is_decided(self) -> bool:
        """Whether it says that somebody has decided it; what was written before goals had a status does."""
        return self.content.get("status", "decided") == "decided"

    @property
    def waits(self) -> bool:
        """Whether it is among the drafts that are published together: not withdrawn, and no idea."""
        return self.is_draft and not published.stays_inside(self.read.kind, self.content)


def _newest(**where: object) -> list[StoredDocument]:
    versions = Version.objects.filter(number=F("document__latest"), document__archived_at=None, **where)
    rows = versions.order_by("document__made_at", "document__id").values_list(*READ)
    return [StoredDocument(Read(*row)) for row in rows]


def newest(organisation: Organisation, area_id: str, kind: str) -> list[StoredDocument]:
    """Every document of a kind for an area with its newest version, in one query, the oldest first."""
    return _newest(document__organisation=organisation, document__area_id=area_id, document__kind=kind)


def newest_of(organisation: Organisation, kinds: Sequence[str]) -> dict[tuple[str, str], list[StoredDocument]]:
    """The same for all areas and several kinds in one query, by area and kind."""
    by_area_and_kind: dict[tuple[str, str], list[StoredDocument]] = {}
    for stored in _newest(document__organisation=organisation, document__kind__in=kinds):
        by_area_and_kind.setdefault((stored.read.area_id, stored.read.kind), []).append(stored)
    return by_area_and_kind


def adopted(stored_documents: Sequence[StoredDocument]) -> list[StoredDocument]:
    """Goals as they are adopted: decided and public, in the version that readers see; one more query where drafts are newer."""
    public_goals = [stored for stored in stored_documents if stored.is_shown]
    older = Version.objects.in_bulk([stored.read.published_id for stored in public_goals if stored.is_draft])
    public = [_as_published(stored, older.get(stored.read.published_id)) for stored in public_goals]
    return [stored for stored in public if stored.is_decided]


def _as_published(stored: StoredDocument, version: Version | None) -> StoredDocument:
    """A document in the version that readers see, where that is not its newest."""
    if version is None:
        return stored
    own = {"number": version.number, "content": version.content, "state": version.state, "at": version.at}
    return StoredDocument(stored.read._replace(**own, author_id=version.author_id, version_id=version.pk))


def measures_of(stored_documents: Sequence[StoredDocument], language: str = "") -> list[Measure]:
    """Kept measures to reckon with."""
    return [measure_of(stored.key, stored.content, language) for stored in stored_documents]


def targets_of(stored_documents: Sequence[StoredDocument]) -> list[Target]:
    """Kept goals to reckon with."""
    return [target_of(stored.content) for stored in stored_documents]


class UnknownKey(Exception):
    """A workbook's row names a measure that the area has not; carries the row."""

    def __init__(self, row: Row) -> None:
        super().__init__(f"There is no measure '{row.key}' here; leave the id empty for a new one.")
        self.row = row


def take_in(organisation: Organisation, area_id: str, rows: Sequence[Row], *, by: User) -> tuple[int, int]:
    """Measures of a workbook: how many are new, and how many changed; all of them or, if one won't do, none.

    Raises `UnknownKey`. One row of the audit says so for all, as one act did.
    """
    with transaction.atomic():
        own = Document.objects.select_for_update().filter(
            organisation=organisation, area_id=area_id, kind="measure", archived_at=None
        )
        documents_by_key = {document.key: document for document in own}
        contents = {stored.key: stored.content for stored in newest(organisation, area_id, "measure")}
        for row in rows:
            if row.key and row.key not in documents_by_key:
                raise UnknownKey(row)
        committee_list.ensure(organisation, [str(row.content.get("owner") or "") for row in rows], by=by)
        fresh = [row for row in rows if not row.key]
        changed = [row for row in rows if row.key and contents[row.key] != documents.plain(row.content)]
        new_documents = [
            Document(organisation=organisation, area_id=area_id, kind="measure", key=_key(), latest=1) for _ in fresh
        ]
        Document.objects.bulk_create(new_documents)
        touched = [documents_by_key[row.key] for row in changed]
        states = {document.pk: State.WITHDRAWN for document in touched if document.is_withdrawn}
        for document in touched:
            document.latest += 1
        Document.objects.bulk_update(touched, ["latest"])
        pairs = [*zip(new_documents, fresh, strict=True), *zip(touched, changed, strict=True)]
        Version.objects.bulk_create(
            Version(
                document=document,
                number=document.latest,
                content=documents.plain(row.content),
                author=by,
                state=states.get(document.pk, State.DRAFT),
            )
            for document, row in pairs
        )
        counts = {"new": len(fresh), "changed": len(changed)}
        audit.record("measures.imported", actor=by, organisation=organisation, subject=area_id, after=counts)
    return len(fresh), len(changed)


def _key() -> str:
    return get_random_string(12, "abcdefghijklmnopqrstuvwxyz0123456789")
