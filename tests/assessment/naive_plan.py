"""The plan's arithmetic once more, in plain floats and loops: what the fast one must agree with."""

from itertools import pairwise

from climate_visualizer.plans.plan import Measure


def share_of_effect(one: Measure, year: int) -> float:
    if year < one.start or year > one.end:
        return 0.0
    if not one.effects:
        return min(max((year - one.start + 1) / one.ramp, 0.0), 1.0)
    points = sorted(one.effects)
    if year < points[0][0]:
        return 0.0
    for (first, low), (second, high) in pairwise(points):
        if first <= year <= second:
            return low + (high - low) * (year - first) / (second - first)
    return points[-1][1]


def path(measures: list[Measure], baseline: dict[str, list[float]], first: int) -> dict[str, list[float]]:
    """Shares first, then a sector's own tonnes, then everybody's."""
    found = {sector: list(values) for sector, values in baseline.items()}
    count = len(next(iter(found.values())))
    for index in range(count):
        year = first + index
        for one in measures:
            if one.kind == "share":
                for sector in found:
                    if one.sector in ("", sector):
                        found[sector][index] *= 1 - one.expected * share_of_effect(one, year)
        for one in measures:
            if one.kind == "tonnes" and one.sector:
                there = found[one.sector][index]
                found[one.sector][index] = max(there - one.expected * share_of_effect(one, year), 0.0)
        for one in measures:
            if one.kind == "tonnes" and not one.sector:
                whole = sum(values[index] for values in found.values())
                taken = min(one.expected * share_of_effect(one, year), whole)
                for sector in found:
                    found[sector][index] -= taken * found[sector][index] / whole if whole else 0.0
    return found


def largest_remainder(cells: list[float]) -> list[int]:
    """Whole numbers whose sum is the rounded sum."""
    from math import floor

    whole = [floor(cell) for cell in cells]
    order = sorted(range(len(cells)), key=lambda index: (-(cells[index] - whole[index]), index))
    for index in order[: round(sum(cells)) - sum(whole)]:
        whole[index] += 1
    return whole


def used_up(path_tonnes: list[float], left: float, first: int) -> float:
    """Walk through the days until nothing is left."""
    for index, tonnes in enumerate(path_tonnes):
        if tonnes > left:
            return first + index + left / tonnes
        left -= tonnes
    return float("inf")
