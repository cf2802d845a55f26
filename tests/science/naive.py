"""The arithmetic a second time in plain floats and loops: slow, obvious, and what the fast one must agree with."""

import math
from itertools import combinations

DAYS_IN_YEAR = 365.2425
NAN = float("nan")


def required_cut(emissions, budget):
    return emissions / (budget + emissions) if emissions > 0 and budget > 0 else NAN


def exponential(emissions, budget, years):
    cut = required_cut(emissions, budget)
    found = []
    for _ in range(years):
        emissions = emissions * (1 - cut)
        found.append(emissions)
    return found


def continuous_cut(emissions, budget):
    return 1 - math.exp(-emissions / budget) if emissions > 0 and budget > 0 else NAN


def summed(rate, years, steps=4000):
    """A rate summed over each year in small steps, by the midpoint of each."""
    return [sum(rate(year + (step + 0.5) / steps) for step in range(steps)) / steps for year in range(years)]


def continuous(emissions, budget, years):
    return summed(lambda t: emissions * math.exp(-emissions * t / budget), years)


def linear(emissions, budget, years):
    end = 2 * budget / emissions
    return summed(lambda t: max(emissions * (1 - t / end), 0.0), years)


def s_curve(emissions, budget, years):
    end = 2 * budget / emissions
    return summed(lambda t: emissions * (math.cos(math.pi * t / end) + 1) / 2 if t < end else 0.0, years)


def inertial(emissions, budget, growth, years):
    span = budget / emissions
    m = (1 + math.sqrt(1 + growth * span)) / span
    return summed(lambda t: emissions * (1 + (growth + m) * t) * math.exp(-m * t), years)


def least_absolute_deviations(years, tonnes):
    """(slope, value at the middle of the last year) of the flattest of the best lines through two points."""
    lines = []
    for i, j in combinations(range(len(years)), 2):
        slope = (tonnes[j] - tonnes[i]) / (years[j] - years[i])
        start = tonnes[i] - slope * years[i]
        misses = sum(abs(t - start - slope * y) for y, t in zip(years, tonnes, strict=True))
        lines.append((misses, abs(slope), slope, start))
    best = min(line[0] for line in lines)
    _, _, slope, start = min((line for line in lines if line[0] <= best * (1 + 1e-12)), key=lambda line: line[1])
    return slope, start + slope * years[-1]


def least_squares(years, tonnes):
    middle_year, middle = sum(years) / len(years), sum(tonnes) / len(tonnes)
    above = sum((y - middle_year) * (t - middle) for y, t in zip(years, tonnes, strict=True))
    slope = above / sum((y - middle_year) ** 2 for y in years)
    return slope, middle + slope * (years[-1] - middle_year)


def emitted_between(slope, level, origin, start, end, steps=20_000):
    step = (end - start) / steps
    return sum(max(level + slope * (start + (n + 0.5) * step - origin), 0.0) * step for n in range(steps))


def years_left(emissions, budget):
    return budget / emissions if emissions else NAN


def achieved_cut(emissions, span):
    """Found by halving: the same fall every year that leads from the first of the last years to the last."""
    low, high = -10.0, 1.0
    for _ in range(200):
        middle, level = (low + high) / 2, emissions[-(span + 1)]
        for _ in range(span):
            level *= 1 - middle
        low, high = (middle, high) if level > emissions[-1] else (low, middle)
    return (low + high) / 2


def delay_cost(emissions, budget, delay):
    left = budget - delay * emissions
    return emissions / (left + emissions) if left > 0 and emissions > 0 else NAN


def smallest_majority(parts, share):
    order = sorted(range(len(parts)), key=lambda index: -parts[index])
    chosen, reached = [], 0.0
    for index in order:
        if reached > share * sum(parts):
            break
        chosen.append(index)
        reached += parts[index]
    return chosen


def table_budget(limits, likelihoods, rows, limit, likelihood):
    """Straight between cells: first along the likelihoods, then along the limits."""

    def along(points, values, wanted):
        for low, high, a, b in zip(points, points[1:], values, values[1:], strict=False):
            if low <= wanted <= high:
                return a + (b - a) * (wanted - low) / (high - low)
        return values[0] if len(points) == 1 and wanted == points[0] else NAN

    return along(limits, [along(likelihoods, row, likelihood) for row in rows], limit)
