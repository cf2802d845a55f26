"""Named types and constants. Inside, everything is tonnes of CO2, tonnes a year and calendar years with decimals."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
"""What every function returns: 64-bit floats, NaN where there is no answer."""

Tonnes = ArrayLike
TonnesPerYear = ArrayLike
Fraction = ArrayLike
Years = ArrayLike
Degrees = ArrayLike

C_TO_CO2 = 3.664
"""Tonnes of CO2 that hold one tonne of carbon (Global Carbon Project)."""


LABELLED = {"pandas", "polars", "xarray", "pint"}
"""Libraries whose arrays carry labels or units, which numpy drops without a word."""


class LabelledInput(TypeError):
    """An array with labels or units where bare numbers are wanted; the sentence says what to pass instead."""


def _ensure_bare(value: object) -> None:
    """Raises `LabelledInput` for labels or units, in lists and tuples too."""
    if isinstance(value, list | tuple):
        for one in value:
            if not isinstance(one, int | float):
                _ensure_bare(one)
        return
    library = type(value).__module__.partition(".")[0]
    if library in LABELLED:
        raise LabelledInput(
            f"A {type(value).__name__} of {library} has labels or units that would be "
            "dropped; pass its numbers in one order (.to_numpy(), .magnitude), in tonnes and years, or use "
            "climate_visualizer.science.arrays.labelled with xarray, which aligns by label."
        )


def floats(value: ArrayLike) -> Array:
    """Any array-like as 64-bit floats; an array of another library (dask) stays what it is.

    An array with labels or units (pandas, polars, xarray, pint) raises `LabelledInput`: two of them would be aligned by
    position, or lose their unit, without a word. Source: numpy.
    """
    _ensure_bare(value)
    if hasattr(value, "__array_function__") and not isinstance(value, np.ndarray):
        foreign: Any = value  # an array of another library, which is no dependency
        converted: Array = foreign.astype(np.float64)
        return converted
    return np.asarray(value, dtype=np.float64)


def quotient(numerator: ArrayLike, denominator: ArrayLike) -> Array:
    """Division that gives NaN where the denominator is zero; beyond the largest number it is infinite.

    Source: definition.
    """
    bottom = floats(denominator)
    with np.errstate(over="ignore"):
        result: Array = floats(numerator) / np.where(bottom == 0, np.nan, bottom)
    return result
