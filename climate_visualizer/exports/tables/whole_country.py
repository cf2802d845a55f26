"""Whole countries as one file: every area's findings for one choice, all emissions, and boundaries with the findings.

Names are those of the API, with units in them; numbers are exact with decimal points; missing, never and none are null.
"""

from __future__ import annotations

import io
import math
from datetime import date, datetime, time
from typing import TypedDict

import numpy as np
import polars as pl
import xlsxwriter
from numpy.typing import NDArray
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from climate_visualizer.budget.estimates import estimates
from climate_visualizer.budget.figures import Figures, assess_all
from climate_visualizer.budget.lasting import END, lasts_beyond, told_day
from climate_visualizer.editions.dictionary_encoding import unpacked
from climate_visualizer.editions.read import Edition
from climate_visualizer.exports.tables.print_setup import printed_upright, printed_wide
from climate_visualizer.methods.basis import basis
from climate_visualizer.methods.horizon import LAST_YEAR
from climate_visualizer.methods.question import Question
from climate_visualizer.strict_json import json_text

UNIT = "t CO2"  # a column of nothing but "t" is a truth value to a reader that guesses types
KEYS = ("area_id", "gas", "sector", "subsector")
CARRIED = ("method", "limit", "likelihood", "sharing", "vintage", "scope", "start", "trend", "rate")
PERCENT = 100.0
NEAR = 5
FORMATS = {pl.Float64: "#,##0.0", pl.Int64: "0", pl.Date: "yyyy-mm-dd"}


class NoBoundaries(Exception):
    """The edition has no boundaries of a country's areas; the sentence says so."""


def _numbers(figures: Figures) -> dict[str, NDArray[np.float64]]:
    """Each column of numbers, in the order of the areas."""
    return {
        "share": figures.share,
        "budget_t": figures.budget_t,
        "emitted_published_t": figures.emitted_published_t,
        "emitted_estimated_t": figures.emitted_estimated_t,
        "remaining_t": figures.remaining_t,
        "base_emissions_t_per_year": figures.base_emissions,
        "current_emissions_t_per_year": figures.current_emissions,
        "required_cut_percent": PERCENT * figures.required_cut,
        "achieved_cut_percent": PERCENT * figures.achieved_cut,
        "years_left": np.where(figures.used_up_at < END, figures.years_left, np.nan),
    }


def _days(moments: NDArray[np.float64]) -> list[date | None]:
    return [told_day(moment) for moment in moments.tolist()]


def _persons(edition: Edition, country: str) -> NDArray[np.float64]:
    """Each area's population in the year nearest to the last one with statistics that has it, as on its page."""
    base = int(edition.cube(country).years[-1])
    persons = edition.persons(country, base)
    for distance in range(1, NEAR + 1):
        for year in (base - distance, base + distance):
            persons = np.where(np.isnan(persons), edition.persons(country, year), persons)
    return persons


def findings(question: Question) -> pl.DataFrame:
    """A row an area of the country: what it may emit, what is left, when that is gone, what is needed; raises `NoBudget`."""
    edition, country, figures = question.edition, question.country, assess_all(question)
    areas = [edition.area(area_id) for area_id in figures.area_ids]
    persons = _persons(edition, country)
    facts = {
        "area_id": [area.id for area in areas],
        "name": [area.name for area in areas],
        "kind": [area.kind for area in areas],
        "parent_id": [area.parent_id for area in areas],
    }
    numbers = {name: np.where(np.isfinite(values), values, np.nan) for name, values in _numbers(figures).items()}
    dates = {
        "used_up_on": _days(figures.used_up_at),
        "used_up_on_trend": _days(figures.used_up_at_trend),
        "overdrawn_since": _days(figures.overdrawn_since),
    }
    frame = pl.DataFrame({**facts, **numbers, "persons": persons}).with_columns(
        *(pl.Series(name, values, dtype=pl.Date) for name, values in dates.items()),
        lasts_beyond=pl.when(
            pl.Series(lasts_beyond(remaining=figures.remaining_t, used_up_at=figures.used_up_at))
        ).then(LAST_YEAR),
        edition=pl.lit(edition.id),
        as_of=pl.lit(question.as_of),
    )
    whole_persons = pl.col("persons").cast(pl.Int64)
    return frame.fill_nan(None).with_columns(
        whole_persons, per_head_t=pl.col("base_emissions_t_per_year") / pl.col("persons")
    )


def emissions(edition: Edition, country: str) -> pl.DataFrame:
    """A row a figure, as the edition has it: area, gas, sector, sub-sector, year, tonnes and how it is known."""
    ids = [area.id for area in edition.areas if area.country == country]
    return unpacked(edition.emissions.filter(pl.col("area_id").is_in(ids))).with_columns(edition=pl.lit(edition.id))


def estimated(edition: Edition, country: str, *, as_of: date) -> pl.DataFrame:
    """A row an area and year from the last published one to this, with how it is known and both ranges; `NoBudget`.

    Everything that is published is counted, whatever a method leaves out. A published year is no estimate and has no range.
    """
    base, of_country = basis(edition, country, ()), estimates(edition, country, ())
    count = max(as_of.year - base.base_year, 0)
    last = base.consistent[:, -1:]
    none = np.full(last.shape, np.nan)
    names = ("estimate_t", "low_t", "high_t", "low90_t", "high90_t")
    later = (of_country.tonnes, of_country.low, of_country.high, of_country.low90, of_country.high90)
    years = np.arange(base.base_year, base.base_year + count + 1)
    areas = len(base.cube.area_ids)
    columns = {
        name: np.concatenate([last if name == names[0] else none, estimated_columns[:, :count]], axis=1).ravel()
        for name, estimated_columns in zip(names, later, strict=True)
    }
    frame = pl.DataFrame(
        {
            "area_id": np.repeat(np.array(base.cube.area_ids), years.size),
            "year": np.tile(years, areas),
            "status": np.tile(np.array(["published"] + ["estimated"] * count), areas),
            **columns,
        }
    )
    return frame.fill_nan(None).with_columns(edition=pl.lit(edition.id))


def plants(edition: Edition, country: str) -> pl.DataFrame:
    """A row a plant and year: what large plants emitted, fossil, as verified in the EU emissions trading system."""
    ids = [area.id for area in edition.areas if area.country == country]
    return edition.every_plant.filter(pl.col("area_id").is_in(ids)).with_columns(edition=pl.lit(edition.id))


def by_year(frame: pl.DataFrame) -> pl.DataFrame:
    """A row a series, with a column a year: short enough for a workbook and to be read."""
    years = sorted(frame["year"].unique().to_list())
    wide = frame.pivot("year", index=[*KEYS, "edition"], values="tonnes", maintain_order=True)
    return wide.select(*KEYS, pl.lit(UNIT).alias("unit"), *(str(year) for year in years), "edition")


class AboutFile(TypedDict, total=False):
    """What a file says of itself; `choices` where findings follow them."""

    title: str
    edition: str
    as_of: date
    sources: list[str]
    choices: dict[str, object]
    note: str


def to_parquet(frame: pl.DataFrame, about: AboutFile) -> bytes:
    """A table as Parquet; choices, sources and licences stand in its metadata, so that a saved file says what it is."""
    buffer = io.BytesIO()
    metadata = {
        name: value if isinstance(value, str) else json_text(value, default=_written) for name, value in about.items()
    }
    frame.write_parquet(buffer, compression="zstd", metadata=metadata)
    return buffer.getvalue()


def to_csv(frame: pl.DataFrame, about: AboutFile) -> str:
    """A table as CSV; the choices that decide it and its sources with their licences stand in columns of every row."""
    chosen = about.get("choices", {})
    choices = {name: chosen[name] for name in CARRIED if name in chosen}
    sources = "; ".join(about["sources"])
    return frame.with_columns(
        *(pl.lit(value).alias(name) for name, value in choices.items()), pl.lit(sources).alias("source")
    ).write_csv()


def to_json(frame: pl.DataFrame, about: AboutFile) -> str:
    """A table as a list of rows, with what the file says of itself."""
    return json_text({**about, "rows": frame.to_dicts()}, default=_written)


def _written(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"A {type(value).__name__} has no place in JSON.")


def to_xlsx(frame: pl.DataFrame, about: AboutFile) -> bytes:
    """A table as a workbook with a sheet that says what it is."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": str(about["title"]), "created": about["as_of"]})
    head = book.add_format({"bold": True, "bottom": 1})
    formats = {kind: book.add_format({"num_format": pattern}) for kind, pattern in FORMATS.items()}
    share = book.add_format({"num_format": "0.0000"})
    _describe(book.add_worksheet("Read me"), about, head)
    sheet = book.add_worksheet("Figures")
    sheet.freeze_panes(1, 1)
    printed_wide(sheet, 0)
    for at, name in enumerate(frame.columns):
        sheet.write_string(0, at, name, head)
    for at, (kind, column) in enumerate(zip(frame.dtypes, frame.columns, strict=True)):
        own = share if column == "share" else formats.get(kind.base_type())  # 0.0059 is not 0.0
        sheet.set_column(at, at, 16, own)
        _write_column(sheet, at, frame[column])
    book.close()
    return buffer.getvalue()


def _write_column(sheet: Worksheet, at: int, column: pl.Series) -> None:
    """A column's cells, each as what it is; how they look is the column's, which is quicker and smaller."""
    for index, cell in enumerate(column, 1):
        if cell is None:
            continue
        if column.dtype == pl.String:
            sheet.write_string(index, at, cell)
        elif column.dtype == pl.Date:
            sheet.write_datetime(index, at, datetime.combine(cell, time()))
        else:
            sheet.write_number(index, at, cell)


def _describe(sheet: Worksheet, about: AboutFile, head: Format) -> None:
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 110)
    printed_upright(sheet)
    for index, (name, value) in enumerate(_told(about)):
        sheet.write_string(index, 0, name, head)
        sheet.write_string(index, 1, value)


def _told(about: AboutFile) -> list[tuple[str, str]]:
    """What a file says of itself, a line a choice and a source, as plain text."""
    lines: list[tuple[str, str]] = []
    for name, field in about.items():
        if isinstance(field, dict):
            lines += [(inner, str(item)) for inner, item in field.items()]
        elif isinstance(field, list):
            lines += [(name, str(item)) for item in field]
        else:
            lines.append((name, str(field)))
    return lines


def geojson(edition: Edition, country: str, frame: pl.DataFrame, about: AboutFile) -> str:
    """Every area's boundary with its findings as properties; raises `NoBoundaries` where there are none."""
    ids = set(frame["area_id"])
    points = edition.boundaries.filter(pl.col("area_id").is_in(list(ids))) if len(edition.boundaries) else None
    if points is None or points.is_empty():
        raise NoBoundaries(f"Edition {edition.id} has no boundaries of areas in {country}, so there is no map.")
    shapes = {
        str(key[0]): _polygons(area_points) for key, area_points in points.group_by("area_id", maintain_order=True)
    }
    features = [
        {"type": "Feature", "id": row["area_id"], "properties": row, "geometry": _geometry(shapes.get(row["area_id"]))}
        for row in frame.to_dicts()
    ]
    collection = {"type": "FeatureCollection", **about, "features": features}
    return json_text(collection, default=_written)


def _polygons(points: pl.DataFrame) -> list[list[list[list[float]]]]:
    """An area's rings as polygons: each outer ring with the holes that follow it, closed, five decimals (a metre)."""
    polygons: list[list[list[list[float]]]] = []
    for _, ring in points.sort("ring", "point").group_by("ring", maintain_order=True):
        line = [[round(x, 5), round(y, 5)] for x, y in zip(ring["longitude"], ring["latitude"], strict=True)]
        closed = line if line[0] == line[-1] else [*line, line[0]]
        if ring["hole"][0] and polygons:
            polygons[-1].append(closed)
        else:
            polygons.append([closed])
    return polygons


def _geometry(polygons: list[list[list[list[float]]]] | None) -> dict[str, object] | None:
    if polygons is None:
        return None
    assert all(math.isfinite(x) for polygon in polygons for ring in polygon for point in ring for x in point)
    return {"type": "MultiPolygon", "coordinates": polygons}
