"""Arrays with labels (xarray): any function of the science on them, aligned by label and never by position.

Every other module takes bare arrays and refuses labelled ones. Here names come in and names come out, so that two series
in another order give the same answer. It needs xarray (`pip install "climate-visualizer[labelled]"`), which nothing else
of the science does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from climate_visualizer.science.units import Array

if TYPE_CHECKING:
    import xarray


class Misaligned(ValueError):
    """Two arrays have other labels on the same dimension; the sentence names the dimension and a label."""


def apply(
    function: Callable[..., Array],
    *,
    over: Sequence[str] = (),
    keeps: bool = True,
    adds: Mapping[str, Sequence[object]] | None = None,
    **arguments: object,
) -> xarray.DataArray:
    """``function(**arguments)`` with the arguments that are `xarray.DataArray` aligned by their labels.

    ``over`` names the dimensions that the function works along (its last axes: the areas that share, the years of a
    series), in its order; they stand in the answer unless ``keeps`` is False (a change over years, a sum). ``adds`` names
    a dimension that the answer has more, with its labels (the years of a path). All other dimensions broadcast by name.
    Raises `Misaligned` where one array has labels on a shared dimension that another lacks: nothing is dropped in
    silence. Dask arrays inside stay lazy. Source: xarray.apply_ufunc.

    >>> import xarray
    >>> from climate_visualizer.science import pathways
    >>> emissions = xarray.DataArray([2.0, 4.0], coords={"area": ["Nyköping", "Trosa"]})
    >>> budget = xarray.DataArray([36.0, 18.0], coords={"area": ["Trosa", "Nyköping"]})
    >>> apply(pathways.required_cut, emissions=emissions, budget=budget).sel(area="Trosa").item()
    0.1
    """
    import xarray

    named = {name: value for name, value in arguments.items() if isinstance(value, xarray.DataArray)}
    fixed = {name: value for name, value in arguments.items() if name not in named}
    aligned = _aligned(named)
    more = dict(adds or {})

    def plain(*values: Array) -> Array:
        return function(**dict(zip(aligned, values, strict=True)), **fixed)

    answer: xarray.DataArray = xarray.apply_ufunc(
        plain,
        *aligned.values(),
        input_core_dims=[[name for name in over if name in array.dims] for array in aligned.values()],
        output_core_dims=[[*(over if keeps else ()), *more]],
        join="exact",
        dask="allowed",
    )
    return answer.assign_coords({name: list(labels) for name, labels in more.items()})


def _aligned(named: Mapping[str, xarray.DataArray]) -> dict[str, xarray.DataArray]:
    """The arrays with the labels of every shared dimension in the order of the first that has it."""
    order: dict[str, Any] = {}  # an index of pandas, which is no dependency
    for name, array in named.items():
        for dimension, index in array.indexes.items():
            first = order.setdefault(str(dimension), index)
            missing = set(first).symmetric_difference(index)
            if missing or not index.is_unique:
                label = min(map(str, missing)) if missing else str(index[index.duplicated()][0])
                fault = "only some of the arrays have" if missing else "stands twice in"
                raise Misaligned(
                    f"On '{dimension}' {fault} {label!r} ({name}); select the same labels of all arrays first."
                )
    return {
        name: array.reindex({dimension: order[str(dimension)] for dimension in array.indexes})
        for name, array in named.items()
    }
