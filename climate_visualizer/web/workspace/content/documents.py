"""Versioned documents: drafts, edit conflicts, comparing, restoring, publishing and withdrawing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from difflib import SequenceMatcher

from django.core import signing
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.crypto import get_random_string
from django.utils.text import slugify

from climate_visualizer.plans.plan_content import Content
from climate_visualizer.web import published
from climate_visualizer.web.workspace import policies
from climate_visualizer.web.workspace.content import audit, kinds
from climate_visualizer.web.workspace.models import Document, Organisation, State, User, Version

PREVIEW_SALT = "workspace.preview"
PREVIEWED_FOR = 7 * 24 * 3600


class Collision(Exception):
    """Somebody else saved meanwhile: `theirs` is kept, `yours` is handed back, nothing is overwritten."""

    def __init__(self, theirs: Version, yours: Content) -> None:
        super().__init__(f"Version {theirs.number} was saved meanwhile; nothing has been overwritten.")
        self.theirs, self.yours = theirs, yours


def plain(content: Content) -> dict[str, object]:
    """Content as the database keeps it and gives it back, so that it can be compared."""
    as_json: dict[str, object] = audit.without_nul(json.loads(json.dumps(content, cls=DjangoJSONEncoder)))
    return as_json


def make(
    organisation: Organisation, area_id: str, kind: str, content: Content, *, by: User | None, key: str = ""
) -> Version:
    """A new document with its first draft; without a `key` it gets one that no other has.

    Raises `Collision` with what is there already under the key, or in the area where it has one of the kind.
    """
    only_key = kind if kinds.find(kind).one_an_area else ""
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        existing = _had(organisation, area_id, kind, only_key, slugify(key)[:80])
        if existing is not None:
            raise Collision(newest(existing), content)
        document = Document.objects.create(
            organisation=organisation, area_id=area_id, kind=kind, key=only_key or slugify(key)[:80] or _unused_key()
        )
        version = _add(document, content, by, "")
        audit.record("document.made", actor=by, organisation=organisation, subject=subject(document, content))
    return version


def _had(organisation: Organisation, area_id: str, kind: str, only_key: str, key: str) -> Document | None:
    """What stands where a new document would."""
    same_kind = Document.objects.filter(organisation=organisation, area_id=area_id, kind=kind)
    if only_key:
        return same_kind.filter(archived_at=None).first()
    return same_kind.filter(key=key).first() if key else None


def subject(document: Document, content: Content) -> str:
    """What the audit calls a document: its kind, and its title at the time, in English where it is one of ours."""
    with translation.override("en"):
        return f"{document.kind}: {kinds.find(document.kind).called(content) or document.key}"


def _unused_key() -> str:
    return get_random_string(12, "abcdefghijklmnopqrstuvwxyz0123456789")


def _add(document: Document, content: Content, by: User | None, note: str) -> Version:
    """The next version; what was withdrawn stays withdrawn until it is published again."""
    state = State.WITHDRAWN if document.is_withdrawn else State.DRAFT
    document.latest += 1
    document.save(update_fields=["latest"])
    text = note.replace("\0", "")[:200]
    return Version.objects.create(
        document=document, number=document.latest, content=plain(content), author=by, note=text, state=state
    )


def newest(document: Document) -> Version:
    """The version that was saved last."""
    return document.versions.select_related("author").get(number=document.latest)


def save(document: Document, content: Content, *, based_on: int, by: User | None, note: str = "") -> Version:
    """A new version on top of the one that was read; raises `Collision` if somebody saved meanwhile.

    Saving what is there already makes no version.
    """
    with transaction.atomic():
        locked = Document.objects.select_for_update().get(pk=document.pk)
        policies.check_change(locked)
        last = newest(locked)
        if last.content == plain(content):
            return last
        taken = Document.objects.filter(pk=locked.pk, latest=based_on).update(latest=based_on + 1)
        if not taken:
            raise Collision(last, content)
        locked.latest = based_on
        version = _add(locked, content, by, note)
        audit.record(
            "document.saved",
            actor=by,
            organisation=locked.organisation,
            subject=subject(locked, version.content),
            before=changed(last.content, version.content),
            after=changed(version.content, last.content),
        )
    document.latest = locked.latest
    return version


def changed(content: Content, other: Content) -> dict[str, object]:
    """The fields of one content that differ from another's."""
    return {name: value for name, value in content.items() if other.get(name) != value}


def restore(document: Document, number: int, *, by: User | None) -> Version:
    """An earlier version saved anew on top, so that what came between stays."""
    wanted = document.versions.get(number=number)
    version = save(document, wanted.content, based_on=document.latest, by=by, note=f"= {number}")
    audit.record(
        "document.restored",
        actor=by,
        organisation=document.organisation,
        subject=subject(document, wanted.content),
        after={"version": number},
    )
    return version


def _show(document: Document, version: Version | None) -> None:
    """Point at what is published, and count up so that every page, embed and answer takes notice."""
    document.versions.filter(state=State.PUBLISHED).update(state=State.WITHDRAWN)
    document.newest_state = None
    if version is None:
        document.versions.filter(number=document.latest).update(state=State.WITHDRAWN)
    else:
        document.versions.filter(pk=version.pk).update(state=State.PUBLISHED, published_at=timezone.now())
        version.refresh_from_db(fields=["state", "published_at"])
    document.published = version
    document.save(update_fields=["published"])
    Organisation.objects.filter(pk=document.organisation_id).update(published_number=F("published_number") + 1)
    transaction.on_commit(published.forget)


def publish(document: Document, number: int, *, by: User | None, tells: bool = False) -> Version:
    """Show the version that was read; raises `policies.NotNow` if it is not the newest any more.

    Followers get a mail of what was never public before; of a change only where the publisher `tells` them.
    """
    with transaction.atomic():
        locked = Document.objects.select_for_update(of=("self",)).select_related("published").get(pk=document.pk)
        version = locked.versions.get(number=number)
        policies.check_publication(locked, version)
        reason = kinds.find(locked.kind).why_not(version.content)
        if reason:
            raise policies.NotNow(str(reason))
        before = locked.published.number if locked.published else None
        is_new = not locked.versions.filter(published_at__isnull=False).exists()
        locked.versions.filter(pk=version.pk).update(is_news=is_new or tells)
        _show(locked, version)
        audit.record(
            "document.published",
            actor=by,
            organisation=locked.organisation,
            subject=subject(locked, version.content),
            before={"version": before},
            after={"version": number},
        )
        kinds.find(locked.kind).when_shown(locked, version)
    document.published = version
    return version


def withdraw(document: Document, *, by: User | None) -> None:
    """Take what is published off every page; its versions stay."""
    with transaction.atomic():
        locked = Document.objects.select_for_update(of=("self",)).select_related("published").get(pk=document.pk)
        policies.check_withdrawal(locked)
        before = locked.published
        assert before is not None  # `check_withdrawal` has refused what is not published
        _show(locked, None)
        audit.record(
            "document.withdrawn",
            actor=by,
            organisation=locked.organisation,
            subject=subject(locked, before.content),
            before={"version": before.number},
            after={"version": None},
        )
        kinds.find(locked.kind).when_withdrawn(locked, before)
    document.published = None


@dataclass(frozen=True)
class Difference:
    """A field in two versions: as runs of text, each the same, taken away or added."""

    field: str
    runs: tuple[tuple[str, str], ...]


def compare(before: Content, after: Content) -> list[Difference]:
    """Word by word what differs, field by field, in the order of the newer one."""
    names = [*after, *(name for name in before if name not in after)]
    return [
        Difference(name, _runs(_written(before.get(name)), _written(after.get(name))))
        for name in names
        if before.get(name) != after.get(name)
    ]


def _written(value: object) -> list[str]:
    text = "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1)
    return [word for word in text.replace("\n", " \n ").split(" ") if word]


def _runs(before: list[str], after: list[str]) -> tuple[tuple[str, str], ...]:
    runs = []
    for operation, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if operation == "equal":
            runs.append(("same", " ".join(after[c:d])))
            continue
        runs += [("gone", " ".join(before[a:b]))] if b > a else []
        runs += [("new", " ".join(after[c:d]))] if d > c else []
    return tuple(runs)


def preview_token(version: Version, *, by: User | None) -> str:
    """A link's secret that shows one version to whoever has it, for a week."""
    document = version.document
    named = subject(document, version.content)
    document.previewed_until = timezone.now() + timedelta(seconds=PREVIEWED_FOR)
    with transaction.atomic():
        document.save(update_fields=["previewed_until"])
        audit.record("document.previewed", actor=by, organisation=document.organisation, subject=named)
    return signing.dumps(f"{version.pk}:{document.preview_series}", salt=PREVIEW_SALT, compress=True)


def withdraw_previews(document: Document, *, by: User | None) -> None:
    """End every preview link of a document that was ever made."""
    with transaction.atomic():
        Document.objects.filter(pk=document.pk).update(preview_series=F("preview_series") + 1, previewed_until=None)
        named = subject(document, newest(document).content)
        audit.record("document.previews-withdrawn", actor=by, organisation=document.organisation, subject=named)


def previewed(token: str) -> Version:
    """The version that a preview link shows; raises `signing.BadSignature` (also when expired) or `Version.DoesNotExist`."""
    key, _, series = str(signing.loads(token, salt=PREVIEW_SALT, max_age=PREVIEWED_FOR)).partition(":")
    wanted = Version.objects.select_related("document__organisation")
    return wanted.get(pk=key, document__preview_series=int(series or 0))
