"""A curve through points that never leaves the range of its neighbours: the monotone cubic of Fritsch and Carlson."""

from __future__ import annotations

import numpy as np

from climate_visualizer.science.units import Array, Tonnes, Years, floats, quotient


def monotone_cubic(*, points: Years, values: Tonnes, at: Years) -> Array:
    """The curve through ``values`` [..., P] at ``points`` [P], read at ``at`` [Z]; returns [..., Z].

    Between two points it stays between their values. Before the first point there is no answer (NaN); after the last
    its value is kept. Points that do not ascend, or none, are a `ValueError`. Source: Fritsch and Carlson 1980, with Butland's
    harmonic mean for the slopes.
    """
    x, y, wanted = floats(points), floats(values), floats(at)
    if x.size == 0:
        raise ValueError("A curve needs a point to go through; there is none.")
    if np.any(np.diff(x) <= 0):
        raise ValueError("The years must ascend without repeats.")
    if x.size == 1:
        return np.where(wanted >= x[0], y, np.nan)
    if x.size == 2:  # the two slopes are that of the line between the points, and so is the curve
        part = np.minimum((wanted - x[0]) / (x[1] - x[0]), 1.0)
        return np.where(wanted >= x[0], (1 - part) * y[..., :1] + part * y[..., 1:], np.nan)
    left = np.clip(np.searchsorted(x, wanted, side="right") - 1, 0, x.size - 2)
    step = np.diff(x)[left]
    t = np.minimum((wanted - x[left]) / step, 1.0)
    tangents = _tangents(x, y)
    curve: Array = (
        (1 + 2 * t) * (1 - t) ** 2 * y[..., left]
        + t * (1 - t) ** 2 * step * tangents[..., left]
        + t**2 * (3 - 2 * t) * y[..., left + 1]
        + t**2 * (t - 1) * step * tangents[..., left + 1]
    )
    return np.where(wanted >= x[0], curve, np.nan)


def _tangents(x: Array, y: Array) -> Array:
    """Slopes at the points: the harmonic mean of the neighbouring secants, zero at a turn, one-sided at the ends."""
    secants = np.diff(y, axis=-1) / np.diff(x)
    before, after = secants[..., :-1], secants[..., 1:]
    same = before * after > 0
    harmonic = np.where(same, 2.0 * quotient(before * after, before + after), 0.0)
    ends = (secants[..., :1], secants[..., -1:])
    tangents: Array = np.concatenate([ends[0], harmonic, ends[1]], axis=-1)
    return tangents
