"""json-stat2, the form in which statistical offices' databases answer: row-major values over named dimensions."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Mapping
from itertools import product
from math import prod
from typing import Any, TypedDict, TypeGuard

import polars as pl

from climate_visualizer.sources.reading.numbers import figures
from climate_visualizer.sources.reading.workbooks import what_it_is
from climate_visualizer.sources.table import SourceError, listed

# Marks of statistical offices for a figure that there is none of, and for one that is nothing.
MISSING, NOTHING = ("..", "...", ".", ""), ("-", "\u2013")
DATASET = "json-stat2 dataset"
_ASK = "ask the database for outputFormat=json-stat2"


class Category(TypedDict, total=False):
    """A dimension's codes, in order or by their place, with their names, notes and units."""

    index: list[str] | dict[str, int]
    label: dict[str, str]
    note: dict[str, list[str]]
    unit: dict[str, dict[str, object]]


class Dimension(TypedDict, total=False):
    """One axis of a dataset."""

    label: str
    category: Category


class Dataset(TypedDict, total=False):
    """A json-stat2 dataset, as `parsed` has made sure of it; `size` and `value` are held against the codes by `table`."""

    id: list[str]
    size: list[int]
    dimension: dict[str, Dimension]
    value: list[float | None] | dict[str, float]
    label: str
    updated: str


def is_object(content: bytes) -> bool:
    """Whether bytes begin as an object in JSON, with or without a mark of their encoding before it."""
    return content.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{")


def parsed(content: bytes, name: str) -> Dataset:
    """An answer as JSON; what is not a json-stat2 dataset is a sentence."""
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError):
        if not is_object(content):
            raise SourceError(f"{name} is {what_it_is(content, DATASET)}; {_ASK}.") from None
        raise SourceError(f"{name} is cut short or damaged; fetch it again from the publisher.") from None
    if not _is_dataset(answer):
        raise SourceError(f"{name} is not a {DATASET}; {_ASK}.")
    _ensure_shaped(answer, name)
    return answer


def _is_dataset(answer: object) -> TypeGuard[Dataset]:
    parts = {"id", "size", "dimension", "value"}
    return isinstance(answer, dict) and answer.get("class") == "dataset" and parts <= set(answer)


def _ensure_shaped(answer: Mapping[str, Any], name: str) -> None:  # JSON whose shape is what is looked at
    """Each dimension that is there has its codes (and their labels, if any) as text, and there are values."""
    ids, dimensions = answer["id"], answer["dimension"]
    shaped = isinstance(ids, list) and isinstance(dimensions, dict) and isinstance(answer["size"], list)
    shaped = shaped and isinstance(answer["value"], (list, dict)) and all(isinstance(one, str) for one in ids)
    shaped = shaped and len(ids) == len(answer["size"]) and all(type(one) is int for one in answer["size"])
    for one in (one for one in ids if one in dimensions) if shaped else ():
        category = dimensions[one].get("category") if isinstance(dimensions.get(one), dict) else None
        index = category.get("index") if isinstance(category, dict) else None
        named = category.get("label", {}) if isinstance(category, dict) else None
        places = list(index.values()) if isinstance(index, dict) else []
        shaped = shaped and isinstance(index, (list, dict)) and all(isinstance(code, str) for code in index)
        shaped = shaped and all(isinstance(place, int) for place in places)
        shaped = shaped and isinstance(named, dict) and all(isinstance(label, str) for label in named.values())
    if not shaped:
        raise SourceError(
            f"{name} lacks dimensions, their codes or values that a json-stat2 dataset has; fetch it again."
        )


def codes(answer: Dataset, dimension: str) -> list[str]:
    """A dimension's codes in their order; the index may be an object or an array."""
    index = _dimension(answer, dimension)["category"]["index"]
    return list(index) if isinstance(index, list) else sorted(index, key=index.__getitem__)


def ensure_years(answer: Dataset, dimension: str, name: str) -> None:
    """Every code of a dimension is a year's four digits."""
    strange = [code for code in codes(answer, dimension) if not re.fullmatch(r"\d{4}", code)]
    if strange:
        raise SourceError(
            f"{name} has '{listed(strange)}' where a year should stand; fetch it again from the publisher."
        )


def labels(answer: Dataset, dimension: str) -> dict[str, str]:
    """A dimension's codes with their names."""
    return dict(_dimension(answer, dimension)["category"].get("label", {}))


def _dimension(answer: Dataset, dimension: str) -> Dimension:
    if dimension not in answer["dimension"]:
        raise SourceError(f"The answer has no dimension '{dimension}'; fetch it again from the publisher.")
    return answer["dimension"][dimension]


def _values(answer: Dataset, count: int, name: str) -> list[float | None]:
    """All values in order; they come as an array, or as an object of those that are not missing."""
    values = answer["value"]
    if isinstance(values, dict):
        return [values.get(str(position)) for position in range(count)]
    if len(values) != count:
        raise SourceError(f"{name} has {len(values)} values instead of {count}; fetch it again from the publisher.")
    return list(values)


def table(answer: Dataset, name: str) -> pl.DataFrame:
    """A row a value: one column of codes for each dimension, and `value`, null where it is missing."""
    axes = [codes(answer, dimension) for dimension in answer["id"]]
    if [len(axis) for axis in axes] != list(answer["size"]):
        raise SourceError(f"{name} has dimensions of other sizes than it says; fetch it again from the publisher.")
    values = _values(answer, prod(len(axis) for axis in axes), name)
    keys = pl.DataFrame(list(product(*axes)), schema=list(answer["id"]), orient="row")
    if any(isinstance(value, str | bool | list | dict) for value in values):
        text = pl.Series("value", [None if value is None else str(value) for value in values], dtype=pl.String)
        return keys.with_columns(figures(text, name, missing=MISSING, nothing=NOTHING, place=_place(keys)))
    return keys.with_columns(figures(pl.Series("value", values, dtype=pl.Float64), name, place=_place(keys)))


def _place(keys: pl.DataFrame) -> Callable[[int], str]:
    return lambda row: f"for {listed(keys.row(row), most=10)}"
