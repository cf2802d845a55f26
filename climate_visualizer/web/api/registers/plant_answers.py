"""Large plants of an area in the open API."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Field, Router, Schema
from ninja.decorators import decorate_view

from climate_visualizer.budget.plants import Plant, activity_name, note, plants_of
from climate_visualizer.web import current
from climate_visualizer.web.api import shapes
from climate_visualizer.web.http.page_cache import versioned

router = Router()
ABOUT = (
    "Verified emissions in the EU emissions trading system: fossil carbon dioxide, with perfluorocarbons and nitrous oxide as "
    "their equivalents. Carbon dioxide from biomass is not in. Plants that emitted 10 kt or more in a year since 2015."
)


class PlantYear(Schema):
    """What a plant emitted in one year."""

    year: int = Field(examples=[2022])
    tonnes: float = Field(description="t", examples=[1630454.0])


class PlantOut(Schema):
    """One plant, with its last figure above zero."""

    id: str = Field(examples=["ssab-oxelosund"])
    name: str = Field(examples=["SSAB:s stålverk i Oxelösund"])
    holder: str = Field(description="who holds its account", examples=["SSAB EMEA AB"])
    activity: str = Field(examples=["steel"])
    activity_name: str = Field(examples=["Iron and steel"])
    area_id: str = Field(description="the municipality that it stands in", examples=["SE-0481"])
    year: int = Field(examples=[2022])
    tonnes: float = Field(description="t, fossil", examples=[1630454.0])
    share: float | None = Field(description="of the asked area's fossil carbon dioxide that year", examples=[0.97])
    first_year: int = Field(examples=[2005])
    last_year: int = Field(examples=[2022])
    running: bool = Field(description="whether it emitted in the newest year that any plant has", examples=[True])
    note: str = Field(description="what must be known of its figures", examples=[""])
    figures: list[PlantYear]


class PlantsOut(Schema):
    """The plants of an area, and the area with and without them in the newest year that both sources have."""

    edition: str = Field(examples=["2025-06-18-c27d8466eb"])
    area: str = Field(examples=["SE-0481"])
    about: str
    year: int | None = Field(examples=[2022])
    with_t: float | None = Field(description="the area's fossil carbon dioxide, t", examples=[1670000.0])
    together_t: float | None = Field(description="that of its plants, t", examples=[1681918.0])
    without_t: float | None = Field(description="the rest, never below zero, t", examples=[40000.0])
    share: float | None = Field(description="of its plants; the two are different sources", examples=[0.97])
    plants: list[PlantOut]


def _out(plant: Plant) -> dict[str, object]:
    figures = [{"year": year, "tonnes": tonnes} for year, tonnes in zip(plant.years, plant.series, strict=True)]
    words = {"activity_name": activity_name(plant.activity, "en"), "note": note(plant.id, "en")}
    return {
        **{key: value for key, value in vars(plant).items() if key not in ("years", "series")},
        **words,
        "figures": figures,
    }


@router.get(
    "{area_id}/plants",
    response={200: PlantsOut, 404: shapes.Problem, 410: shapes.Moved, 414: shapes.Problem},
    summary="Large plants of an area",
)
@decorate_view(versioned)
def plants(request: HttpRequest, area_id: str) -> object:
    """Each large plant in the area and in those within it, the largest first; none is an empty list."""
    edition = current.edition()
    listed = plants_of(edition, area_id)
    facts = {key: value for key, value in vars(listed).items() if key not in ("plants", "area_id")}
    return {
        "edition": edition.id,
        "area": area_id,
        "about": ABOUT,
        **facts,
        "plants": [_out(plant) for plant in listed.plants],
    }
