"""What organisations have published for an area: own words and figures, goals, measures, businesses, remarks with answers."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema
from ninja.decorators import decorate_view

from climate_visualizer.web import current, published
from climate_visualizer.web.api.shapes import Moved, Problem
from climate_visualizer.web.http.page_cache import versioned

router = Router()
LICENCE = "CC BY 4.0"


class PublishedOut(Schema):
    """One thing that an organisation has published; `content` has the fields of its kind."""

    id: str = Field(examples=["0c6c0d4e-5a4d-4d0e-9d6a-2f7d8b6c9a10"])
    kind: str = Field(examples=["figure"])
    title: str = Field(examples=["Local inventory 2025"])
    organisation: str = Field(examples=["Nyköpings kommun"])
    example: bool = Field(description="made up, to show how it works", examples=[False])
    published_at: datetime = Field(examples=["2026-11-23T09:00:00Z"])
    licence: str = Field(examples=[LICENCE])
    content: dict[str, object] = Field(examples=[{"sector": "industry", "tonnes": {"2024": 420.0}}])


class PublishedListOut(Schema):
    """Everything that is published for an area, the latest first."""

    area: str = Field(examples=["SE-0480"])
    edition: str = Field(examples=["2024-04-18-0a1b2c3d4e"])
    published: list[PublishedOut]


@router.get(
    "areas/{area_id}/published",
    response={200: PublishedListOut, 404: Problem, 410: Moved, 414: Problem, 503: Problem},
    summary="What organisations have published for an area",
)
@decorate_view(versioned)
def published_for(
    request: HttpRequest,
    area_id: str,
    kind: str = Query(
        "", description="of one kind only, as text, figure, perspective, business, remark", example="figure"
    ),
) -> object:
    """Reported by the organisations and businesses themselves, never a part of the official figures or the budget."""
    edition = current.edition()
    edition.area(area_id)
    published.ensure_known(area_id)
    documents = [document for document in published.of(area_id) if kind in ("", document.kind)]
    return {
        "area": area_id,
        "edition": edition.id,
        "published": [
            {
                "id": document.id,
                "kind": document.kind,
                "title": document.title,
                "organisation": document.organisation.name,
                "example": document.organisation.is_example,
                "published_at": document.published_at,
                "licence": LICENCE,
                "content": document.content,
            }
            for document in documents
        ],
    }
