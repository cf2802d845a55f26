"""Many areas a block at a time, so that what is worked out on the way stays in the processor's cache."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from climate_visualizer.science.units import Array

BLOCK = 32_768  # numbers in a block's answer: 256 kB, with a few intermediate arrays within a second-level cache


def in_blocks(work: Callable[..., Array], *arrays: Array, axes: int, size: int) -> Array:
    """``work(*arrays)``, some rows at a time: equal bit for bit, without intermediate arrays of the whole size.

    ``arrays`` have the same leading axes, and as many as ``axes`` axes of their own behind them; ``work`` answers each
    row by itself with ``size`` numbers, [..., and its own axes]. Arrays of another library (dask) have blocks of their
    own and pass through as they are, as do few rows.
    Source: decision 10 in docs/decisions.md.

    >>> in_blocks(lambda rows: rows * [1.0, 10.0], np.arange(3.0)[:, None], axes=1, size=2)
    array([[ 0.,  0.],
           [ 1., 10.],
           [ 2., 20.]])
    """
    leading = arrays[0].shape[: arrays[0].ndim - axes]
    step = max(BLOCK // max(size, 1), 1)
    if not all(isinstance(array, np.ndarray) for array in arrays) or np.prod(leading) <= step:
        return work(*arrays)
    rows = [array.reshape(-1, *array.shape[array.ndim - axes :]) for array in arrays]
    first = work(*(row[:step] for row in rows))
    answer = np.empty((len(rows[0]), *first.shape[1:]))
    answer[:step] = first
    for start in range(step, len(answer), step):
        answer[start : start + step] = work(*(row[start : start + step] for row in rows))
    return answer.reshape(*leading, *first.shape[1:])


def elementwise(work: Callable[..., Array], *arrays: Array) -> Array:
    """``work`` on arrays that broadcast, element by element; lazy arrays (dask) are worked out lazily, in their blocks.

    For what goes over distinct values, which a lazy array cannot list. Source: definition.

    >>> elementwise(np.add, np.array([1.0, 2.0]), np.array(10.0))
    array([11., 12.])
    """
    if all(isinstance(array, np.ndarray) for array in arrays):
        return work(*np.broadcast_arrays(*arrays))
    # Any: an array of dask, which is no dependency
    lazy: Any = next(array for array in arrays if not isinstance(array, np.ndarray))
    shape = np.broadcast_shapes(*(array.shape for array in arrays))
    lazy_arrays = [lazy_like(lazy, array, shape) for array in arrays]
    answer: Array = lazy_arrays[0].map_blocks(work, *lazy_arrays[1:], dtype=np.float64)
    return answer


def lazy_like(lazy: Any, array: Array, shape: tuple[int, ...]) -> Any:  # an array of dask, which is no dependency
    """An array broadcast to a shape in the library of a lazy one, with blocks that fit its own. Source: dask."""
    zero: Any = lazy * 0.0  # an array of dask, which is no dependency
    return zero + array if zero.shape == shape else np.broadcast_to(zero, shape) + array
