"""Reading and writing a plan's documents: the newest of each, many at once, and all drafts published together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.crypto import get_random_string

from climate_visualizer.exports.plan_workbook.plan_import import Row
from climate_visualizer.plans.plan import Measure
from climate_visualizer.plans.plan_content import measure_of, target_of
from climate_visualizer.plans.targets import Target
from climate_visualizer.web import published
from climate_visualizer.web.workspace.content import audit, documents
from climate_visualizer.web.workspace.cycle import committee_list
from climate_visualizer.web.workspace.models import Document, Organisation, State, User, Version

# What a plan's pages read of two thousand documents; the rest, read field by field, took as long as the arithmetic.
READ = (
    *("number", "content", "state", "at", "author"),
    *(
        f"document__{name}"
        for name in ("organisation", "area_id", "kind", "key", "latest", "published", "archived_at", "replaced_by")
    ),
    "document__published__number",
)


@dataclass(frozen=True)
class Kept:
    """A document with its newest version."""

    document: Document
    version: Version

    @property
    def key(self) -> str:
        return str(self.document.key)

    @property
    def content(self) -> dict[str, Any]:
        found: dict[str, Any] = self.version.content
        return found

    @property
    def is_draft(self) -> bool:
        """Whether something of it waits to be published."""
        shown = self.document.published
        return not self.is_withdrawn and (shown is None or shown.number < self.document.latest)

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was published and taken back."""
        return self.document.is_withdrawn

    @property
    def is_decided(self) -> bool:
        """Whether it says that somebody has decided it; what was written before goals had a status does."""
        return self.content.get("status", "decided") == "decided"

    @property
    def waits(self) -> bool:
        """Whether it is among the drafts that are published together: not withdrawn, and no idea."""
        return self.is_draft and not published.stays_inside(self.document.kind, self.content)


def _newest(**where: Any) -> list[Kept]:
    found = (
        Version.objects.filter(number=F("document__latest"), document__archived_at=None, **where)
        .select_related("document__published")
        .only(*READ)
        .order_by("document__made_at", "document__id")
    )
    kept = [Kept(version.document, version) for version in found]
    for one in kept:
        one.document.newest_state = one.version.state
    return kept


def newest(organisation: Organisation, area_id: str, kind: str) -> list[Kept]:
    """Every document of a kind for an area with its newest version, in one query, the oldest first."""
    return _newest(document__organisation=organisation, document__area_id=area_id, document__kind=kind)


def newest_of(organisation: Organisation, kinds: Sequence[str]) -> dict[tuple[str, str], list[Kept]]:
    """The same for all areas and several kinds in one query, by area and kind."""
    found: dict[tuple[str, str], list[Kept]] = {}
    for one in _newest(document__organisation=organisation, document__kind__in=kinds):
        found.setdefault((one.document.area_id, one.document.kind), []).append(one)
    return found


def adopted(kept: Sequence[Kept]) -> list[Kept]:
    """Goals as they are adopted: decided and public, in the version that readers see; one more query where drafts are newer."""
    shown = [one for one in kept if one.document.published_id is not None]
    older = Version.objects.in_bulk([one.document.published_id for one in shown if one.is_draft])
    public = [Kept(one.document, older.get(one.document.published_id, one.version)) for one in shown]
    return [one for one in public if one.is_decided]


def measures_of(kept: Sequence[Kept], language: str = "") -> list[Measure]:
    """Kept measures to reckon with."""
    return [measure_of(one.key, one.content, language) for one in kept]


def targets_of(kept: Sequence[Kept]) -> list[Target]:
    """Kept goals to reckon with."""
    return [target_of(one.content) for one in kept]


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
        contents = {one.key: one.content for one in newest(organisation, area_id, "measure")}
        for row in rows:
            if row.key and row.key not in documents_by_key:
                raise UnknownKey(row)
        committee_list.ensure(organisation, [str(row.content.get("owner") or "") for row in rows], by=by)
        fresh = [row for row in rows if not row.key]
        changed = [row for row in rows if row.key and contents[row.key] != documents.plain(row.content)]
        made = [
            Document(organisation=organisation, area_id=area_id, kind="measure", key=_key(), latest=1) for _ in fresh
        ]
        Document.objects.bulk_create(made)
        touched = [documents_by_key[row.key] for row in changed]
        states = {document.pk: State.WITHDRAWN for document in touched if document.is_withdrawn}
        for document in touched:
            document.latest += 1
        Document.objects.bulk_update(touched, ["latest"])
        pairs = [*zip(made, fresh, strict=True), *zip(touched, changed, strict=True)]
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
