"""Plain second implementations of what the other two files leave: float by float, without arrays."""

import math
from itertools import pairwise


def quotient(top, bottom):
    return math.nan if bottom == 0 else top / bottom


def cubic(points, values, at):
    """The monotone curve through points, by Hermite's four terms; the last value is kept, nothing before the first."""
    if at < points[0]:
        return math.nan
    if at >= points[-1]:
        return values[-1]
    secants = [(values[i + 1] - values[i]) / (points[i + 1] - points[i]) for i in range(len(points) - 1)]
    slopes = [secants[0]]
    for before, after in pairwise(secants):
        slopes.append(2 / (1 / before + 1 / after) if before * after > 0 else 0.0)
    slopes.append(secants[-1])
    i = max(index for index, point in enumerate(points) if point <= at)
    step = points[i + 1] - points[i]
    t = (at - points[i]) / step
    rises = values[i + 1] - values[i]
    return (
        values[i]
        + rises * (3 * t**2 - 2 * t**3)
        + step * (slopes[i] * (t - 2 * t**2 + t**3) + slopes[i + 1] * (t**3 - t**2))
    )


def fill_gaps(years, tonnes):
    every = range(int(years[0]), int(years[-1]) + 1)
    return list(every), [cubic(years, tonnes, year) for year in every], [year not in years for year in every]


def adding_up(years, parts, whole, gaps):
    """Parts of one area, [part][year], scaled in the gaps to the whole less what is beyond the parts around."""
    known = [at for at, gap in enumerate(gaps) if not gap]
    beyond = [whole[at] - sum(part[at] for part in parts) for at in known]
    found = [list(part) for part in parts]
    for at, gap in enumerate(gaps):
        lacks = cubic([years[one] for one in known], beyond, years[at])
        lacks = lacks if abs(lacks) > 0.001 * abs(whole[at]) else 0.0
        together = sum(part[at] for part in parts)
        if gap and together > 0 and whole[at] - lacks > 0:
            for part in found:
                part[at] *= (whole[at] - lacks) / together
    return found


def moved_start(gigatonnes, emitted, start, to, first_year):
    by_year = {first_year + index: one for index, one in enumerate(emitted)}
    for year in range(min(start, to), max(start, to)):
        if year not in by_year:
            return math.nan
        gigatonnes += by_year[year] if to < start else -by_year[year]
    return gigatonnes


def remaining_gigatonnes(limit, warming, non_co2, zec, tcre, feedbacks, since):
    per_gigatonne = tcre / 1000 / 3.664
    return (limit - warming - non_co2 - zec) / per_gigatonne - 3.664 * feedbacks * (limit - warming) - since


def weighted_quantile(values, weights, chance):
    pairs = sorted(zip(values, weights, strict=True))
    whole, reached, places = sum(weights), 0.0, []
    for value, weight in pairs:
        places.append(((reached + weight / 2) / whole, value))
        reached += weight
    if chance <= places[0][0]:
        return places[0][1]
    for (low, first), (high, second) in pairwise(places):
        if chance <= high:
            return first + (second - first) * (chance - low) / (high - low)
    return places[-1][1]


def overdraft(budget):
    return -budget if budget < 0 else math.nan


def drawn_line(slope, level, origin, centre, slope_error, residual, count, turn, lift):
    """One line of draws: turned around the mean year and lifted there; its height is told at the origin."""
    new_slope = slope + slope_error * turn
    height_at_centre = level + slope * (centre - origin) + residual / math.sqrt(count) * lift
    return new_slope, height_at_centre - new_slope * (centre - origin)


def used_up_at(slope, level, origin, budget, start, step=1e-4):
    """Day by day, or finer: the moment at which what is emitted on the line, never below nothing, reaches the budget."""
    if budget < 0:
        return math.nan
    emitted, moment = 0.0, start
    while emitted < budget and moment < start + 60:
        emitted += max(level + slope * (moment + step / 2 - origin), 0.0) * step
        moment += step
    return moment if emitted >= budget else math.inf


def estimate_from(own, nation, origin, known, years, *, damping, span, levels):
    """A sector's coming years as an earlier year would have had them: the nation's while known, then its damped growth."""
    level = sum(own[origin - back] * nation[origin] / nation[origin - back] for back in range(levels)) / levels
    last = origin + known
    growth = math.log(nation[last] / nation[last - span]) / span
    growth, found = max(min(growth, 0.15), -0.15), []
    for year in range(origin + 1, origin + years + 1):
        beyond = sum(damping**step for step in range(1, year - last + 1))
        found.append(level * nation[min(year, last)] / nation[origin] * math.exp(growth * beyond))
    return found
