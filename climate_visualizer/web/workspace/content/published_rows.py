"""Published documents read from the database, for the seam through which the public sees them (`web.published`)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from climate_visualizer.web import published
from climate_visualizer.web.published import By, Look, Published, PublishedVersion, stays_inside
from climate_visualizer.web.workspace.models import Document, Organisation, OrganisationArea, Version


def _counts() -> Iterable[tuple[str, object, int]]:
    areas = OrganisationArea.objects.order_by("area_id", "organisation_id")
    rows: Iterable[tuple[str, object, int]] = areas.values_list(
        "area_id", "organisation_id", "organisation__published_number"
    )
    return rows


def _speaker(area_id: str) -> QuerySet[Organisation]:
    """Municipalities and counties that speak for an area, the oldest first."""
    return Organisation.objects.filter(areas__area_id=area_id, kind__in=("municipality", "county")).order_by("made_at")


def _look(area_id: str) -> Look | None:
    speaker = _speaker(area_id).only("name", "colour", "logo_text", "published_number").first()
    if speaker is None or not speaker.published_number:
        return None
    return Look(speaker.name, speaker.colour, bool(_logo(area_id)), speaker.logo_text, speaker.published_number)


def _logo(area_id: str) -> bytes | None:
    speaker = _speaker(area_id).only("logo").first()
    return bytes(speaker.logo) if speaker is not None and speaker.logo else None


def _rows(**wanted: object) -> tuple[Published, ...]:
    rows = (
        Document.objects.filter(**wanted)
        .select_related("published", "organisation")
        .order_by("-published__published_at", "id")
    )
    documents = (_published(row) for row in rows)
    return tuple(document for document in documents if not stays_inside(document.kind, document.content))


def _published(row: Document) -> Published:
    version, organisation = row.published, row.organisation
    assert version is not None  # the query asked for what has one
    return Published(
        id=str(row.pk),
        area_id=row.area_id,
        kind=row.kind,
        key=row.key,
        number=version.number,
        content=version.content,
        published_at=_moment(version),
        organisation=By(
            str(row.organisation_id),
            organisation.name,
            organisation.kind,
            organisation.website,
            organisation.colour,
            organisation.is_example,
        ),
        is_news=version.is_news,
    )


def _moment(version: Version) -> datetime:
    assert version.published_at is not None  # set in the transaction that publishes
    return version.published_at


def _of_area(area_id: str) -> tuple[Published, ...]:
    return _rows(area_id=area_id, published__isnull=False)


def _after(moment: datetime) -> tuple[Published, ...]:
    return _rows(published__published_at__gt=moment)


def _versions(key: str) -> tuple[PublishedVersion, ...]:
    rows = Version.objects.filter(document_id=key, published_at__isnull=False).order_by("number")
    versions = (PublishedVersion(version.number, version.content, _moment(version)) for version in rows)
    return tuple(version for version in versions if not stays_inside("measure", version.content))


published.reads(
    published.Reader(counts=_counts, of_area=_of_area, after=_after, look=_look, logo=_logo, versions=_versions)
)
