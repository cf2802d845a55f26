"""A checked data package in the house's own form: its card, its areas, its emissions with every total, its people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from climate_visualizer.sources.countries import country_name
from climate_visualizer.sources.origin import Card, facts
from climate_visualizer.sources.packages.package_bundle import Descriptor
from climate_visualizer.sources.packages.package_check import Row
from climate_visualizer.sources.reading.totals import DIGITS, with_areas_around
from climate_visualizer.sources.slugs import slugs
from climate_visualizer.sources.table import AREAS, EMISSIONS, POPULATION, SourceError, listed

SUMMED = "summed"
Rows = list[tuple[int, Row]]
OWN = "climate_visualizer"  # under this key a descriptor may say more: words for the whole and for qualities


def _names(row: Row) -> dict[str, str]:
    return {key.removeprefix("name_"): cell for key, cell in row.items() if key.startswith("name_") and cell}


def _sector(row: Row, parts: Sequence[Mapping[str, object]]) -> dict[str, object]:
    own: dict[str, object] = {"key": row["id"], **_names(row), "quality": row["quality"], "capital": row["capital"]}
    if row.get("counted") == "false":
        own["counted"] = False
    return {**own, "subsectors": parts} if parts else own


def card(descriptor: Descriptor, rows: Mapping[str, Rows], country: str, name: str) -> Card:
    """The card that a package brings: publisher, licence and address from its descriptor, sectors from its table."""
    licences = [
        str(one.get("name") or one.get("title") or "")
        for one in descriptor.get("licenses", [])
        if isinstance(one, dict)
    ]
    sources = [one for one in descriptor.get("sources", []) if isinstance(one, dict)]
    title, publisher = str(descriptor.get("title") or ""), str(sources[0].get("title") or "") if sources else ""
    missing = [
        key for key, value in (("title", title), ("licenses", "".join(licences)), ("sources", publisher)) if not value
    ]
    if missing:
        raise SourceError(
            f"{name} does not say its {listed(missing)}; give them in the descriptor, so that figures keep their source."
        )
    usual, own = facts("package"), descriptor.get(OWN) or {}
    gases = sorted({row["gas"] for _, row in rows["emissions"]})
    about = {
        **{key: usual["card"][key] for key in ("cadence", "poll", "status")},
        "publisher": publisher,
        "publisher_sv": str(own.get("publisher_sv") or publisher),
        "countries": [country],
        "title": title,
        "title_sv": str(own.get("title_sv") or title),
        "licence": ", ".join(filter(None, licences)),
        "url": _address(descriptor, sources),
        "address": _address(descriptor, sources),
        "all_gases_only": "CO2" not in gases,
        "population_from": "the package with its table population" if rows.get("population") else "",
    }
    of = {"card": about, "gases": gases, "total": own.get("total") or usual["total"]}
    of["quality"] = {**usual["quality"], **(own.get("quality") or {})}
    parts: dict[str, list[dict[str, object]]] = {}
    for _, row in rows.get("sectors", []):
        if row.get("part_of"):
            parts.setdefault(row["part_of"], []).append({"key": row["id"], **_names(row)})
    main = [_sector(row, parts.get(row["id"], [])) for _, row in rows.get("sectors", []) if not row.get("part_of")]
    return {**of, "sector": main} if main else of


def _address(descriptor: Descriptor, sources: list[dict[str, object]]) -> str:
    address = str(descriptor.get("homepage") or (sources[0].get("path") if sources else "") or "")
    return address if address.startswith(("https://", "http://")) else "https://datapackage.org"


def areas_of(rows: Rows, country: str, name: str) -> pl.DataFrame:
    """The areas, with the nation; each is around others without a circle."""
    own = [row for _, row in rows]
    if country not in {row["id"] for row in own}:
        own = [{"id": country, "name": country_name(country, "en"), "kind": "country", "parent": ""}, *own]
    ids = [row["id"] for row in own]
    parents = {row["id"]: (None if row["id"] == country else row["parent"] or country) for row in own}
    circles = [one for one in ids if _depth(one, parents) is None]
    if circles:
        raise SourceError(
            f"{name}: the areas {listed(circles)} are around each other; give each the one around it as its parent."
        )
    frame = pl.DataFrame(
        {
            "area_id": ids,
            "name": [row["name"] for row in own],
            "kind": ["country" if row["id"] == country else row["kind"] for row in own],
            "parent_id": [parents[one] for one in ids],
            "country": [country] * len(ids),
            "slug": slugs([row["name"] for row in own], [one.partition("-")[2] or one for one in ids]),
        },
        schema=AREAS,
    )
    return frame.sort("area_id")


def _depth(area_id: str, parents: Mapping[str, str | None]) -> int | None:
    """How many areas are around one; None where it is around itself."""
    seen, at = 0, parents.get(area_id)
    while at is not None:
        seen, at = seen + 1, parents.get(at)
        if seen > len(parents):
            return None
    return seen


def emissions_of(rows: Rows, areas: pl.DataFrame, name: str) -> pl.DataFrame:
    """Every figure with the totals of sectors and areas; an area without rows of its own is the sum of those within it."""
    given = pl.DataFrame(
        [
            (
                r["area_id"],
                r["gas"],
                r["sector"],
                r.get("subsector") or "total",
                int(r["year"]),
                float(r["tonnes"]),
                r.get("status") or "measured",
            )
            for _, r in rows
        ],
        schema=EMISSIONS,
        orient="row",
    )
    if given.filter(pl.col("sector") == "total").height:
        raise SourceError(f"{name} has rows of the sector 'total'; leave them out, totals are worked out.")
    own = with_every_total(given)
    parents = dict(areas.select("area_id", "parent_id").iter_rows())
    around = with_areas_around(own.drop("status"), parents, "tonnes").with_columns(status=pl.lit(SUMMED))
    summed = around.filter(~pl.col("area_id").is_in(own["area_id"].unique().to_list()))
    every = pl.concat([own, summed.select(own.columns)])
    return every.select([pl.col(column).cast(kind) for column, kind in EMISSIONS.items()])


def with_every_total(given: pl.DataFrame) -> pl.DataFrame:
    """Figures with each sector's total, where none is given, and each area's whole; a sector without a row has nothing."""
    key = ["area_id", "gas", "year"]
    totals = given.filter(pl.col("subsector") == "total")
    parts = given.filter(pl.col("subsector") != "total").join(totals, on=[*key, "sector"], how="anti")
    sums = parts.group_by(*key, "sector").agg(pl.col("tonnes").sum().round(DIGITS), _least_sure())
    sectors = pl.concat([totals, sums.with_columns(subsector=pl.lit("total")).select(given.columns)])
    grid = given.select(key).unique().join(given.select("gas", "sector").unique(), on="gas")
    of_whole = sectors.group_by(key).agg(_least_sure())
    sectors = grid.join(sectors, on=[*key, "sector"], how="left").join(of_whole, on=key, suffix="_of_whole")
    sectors = sectors.with_columns(
        pl.col("tonnes").fill_null(0.0), pl.coalesce("status", "status_of_whole"), subsector=pl.lit("total")
    )
    added_up = sectors.group_by(key).agg(pl.col("tonnes").sum().round(DIGITS)).join(of_whole, on=key)
    added_up = added_up.with_columns(sector=pl.lit("total"), subsector=pl.lit("total"))
    detail = given.filter(pl.col("subsector") != "total")
    return pl.concat([detail, sectors.select(given.columns), added_up.select(given.columns)])


# From the surest to the least sure: a sum is as sure as the least sure of what it is made of.
_SURENESS = ("measured", "modelled", SUMMED, "preliminary", "estimated")


def _least_sure() -> pl.Expr:
    """The status of a sum; it does not depend on the order in which rows come."""
    rank = pl.col("status").replace_strict(list(_SURENESS), list(range(len(_SURENESS))), return_dtype=pl.Int8)
    return pl.col("status").sort_by(rank).last()


def population_of(rows: Rows, areas: pl.DataFrame) -> pl.DataFrame | None:
    """People by area and year, with sums of areas that have none of their own; None where the package has no people."""
    if not rows:
        return None
    own = pl.DataFrame(
        [(r["area_id"], int(r["year"]), int(float(r["persons"])), "measured") for _, r in rows],
        schema=POPULATION,
        orient="row",
    )
    parents = dict(areas.select("area_id", "parent_id").iter_rows())
    around = with_areas_around(own, parents, "persons")
    summed = around.filter(~pl.col("area_id").is_in(own["area_id"].unique().to_list()))
    return pl.concat([own, summed]).sort("area_id", "year")
