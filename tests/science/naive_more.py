"""More of the arithmetic in plain floats and loops: sharing that asks who owes, paths, growth, measures, the framework."""

import math
import random

from science.naive import NAN, exponential

C_TO_CO2 = 3.664


def contraction_convergence(emissions, people, path, converged_after):
    shares = [0.0] * len(emissions)
    for year, whole in enumerate(path, start=1):
        present = max(1 - year / converged_after, 0.0)
        for i in range(len(emissions)):
            own = present * emissions[i] / sum(emissions) + (1 - present) * people[i] / sum(people)
            shares[i] += whole * own / sum(path)
    return shares


def equal_cumulative(people, history, budget):
    whole = sum(history) + budget
    return [(p / sum(people) * whole - h) / budget for p, h in zip(people, history, strict=True)]


def delayed(waiting, budget, years):
    left = budget - sum(waiting)
    if left <= 0:
        return list(waiting) + [NAN] * (years - len(waiting))
    return list(waiting) + exponential(waiting[-1], left, years - len(waiting))


def period_budgets(path, first_year, length, origin):
    found = {}
    for year, tonnes in enumerate(path, start=first_year):
        start = year - (year - origin) % length
        found[start] = found.get(start, 0.0) + tonnes
    return found


def near_zero_year(path, budget, first_year, left):
    used = 0.0
    for year, tonnes in enumerate(path, start=first_year):
        used += tonnes
        if used >= (1 - left) * budget:
            return year
    return NAN


def sector_total(emissions, cuts):
    return sum(e * (1 - r) / r for e, r in zip(emissions, cuts, strict=True))


def log_linear(years, tonnes):
    logs = [math.log(t) for t in tonnes]
    x, y = sum(years) / len(years), sum(logs) / len(logs)
    slope = sum((a - x) * (b - y) for a, b in zip(years, logs, strict=True)) / sum((a - x) ** 2 for a in years)
    return math.exp(slope) - 1, math.exp(y + slope * (years[-1] - x))


def grown(rate, level, origin, start, end, steps=20_000):
    step = (end - start) / steps
    return sum(level * (1 + rate) ** (start + (n + 0.5) * step - origin) * step for n in range(steps))


def interval(years, tonnes, slope, level, year, t):
    """Around a line with `level` in the middle of the last year."""
    n, mean = len(years), sum(years) / len(years)
    misses = [e - (level + slope * (y - years[-1])) for y, e in zip(years, tonnes, strict=True)]
    s = math.sqrt(sum(m * m for m in misses) / (n - 2))
    error = s * math.sqrt(1 + 1 / n + (year - mean) ** 2 / sum((y - mean) ** 2 for y in years))
    middle = level + slope * (year - years[-1])
    return max(middle - t * error, 0.0), max(middle + t * error, 0.0)


def with_measures(baseline, first, measures):
    """`baseline` is a list of parts, each a list of years."""
    path = [list(part) for part in baseline]

    def at_work(measure, year):
        if year < measure.start or year > measure.end:
            return 0.0
        return min((year - measure.start + 1) / measure.ramp, 1.0)

    for index in range(len(path[0])):
        year = first + index
        for measure in measures:
            for part in measure.parts:
                path[part][index] *= 1 - measure.share * at_work(measure, year)
        for measure in measures:
            whole = sum(path[part][index] for part in measure.parts)
            wanted = min(measure.tonnes * at_work(measure, year), whole)
            for part in measure.parts:
                path[part][index] -= wanted * path[part][index] / whole if whole else 0.0
    return path


def framework(climate, limit, likelihood, draws=60_000):
    """Drawn at random, one by one."""
    dice = random.Random(11)
    found = []
    while len(found) < draws:
        tcre = dice.gauss(climate.tcre, climate.tcre_sd)
        if tcre <= 0:
            continue
        feedbacks = dice.gauss(climate.feedbacks, climate.feedbacks_sd)
        zec = dice.gauss(climate.zec, climate.zec_sd)
        further = limit - climate.warming_to_date
        other = climate.non_co2 + climate.non_co2_slope * (limit - climate.non_co2_at)
        carbon = 1000 * (further - other - zec) / tcre - feedbacks * further
        found.append(C_TO_CO2 * carbon - climate.emitted_since)
    return sorted(found)[int((1 - likelihood / 100) * draws)]


def ranges(budgets, published, years, first, since, now, path_start, percents):
    """One area: `budgets` and `years` (tonnes in each year from `first`) a draw each, worked out one after the other."""
    remaining, cuts, dates, rates, at_rate = [], [], [], [], []
    for budget, tonnes in zip(budgets, years, strict=True):

        def emitted(start, end, tonnes=tonnes):
            return emitted_in_years(tonnes, first, start, end)

        after = budget - published
        remaining.append(after - emitted(since, now))
        rates.append(emitted(now - 0.5, now + 0.5))
        at_rate.append(now + max(remaining[-1], 0.0) / rates[-1])
        dates.append(now if remaining[-1] <= 0 else _day(after, tonnes, first, since))
        left = after - emitted(since, path_start)
        before = emitted(path_start - 1, path_start)
        cuts.append(before / (left + before) if left > 0 else 1.0)
    chance = sum(math.isinf(day) for day in dates) / len(dates)
    found = (remaining, rates, cuts, at_rate, dates)
    return [[_quantile(values, percent) for percent in percents] for values in found], chance


def emitted_in_years(tonnes, first, start, end):
    """Each year's part that lies between two instants."""
    return sum(one * max(min(end, first + at + 1) - max(start, first + at), 0.0) for at, one in enumerate(tonnes))


def _day(left, tonnes, first, since):
    """Year by year until so much has been emitted."""
    for at, one in enumerate(tonnes):
        begin = max(since, first + at)
        there = one * (first + at + 1 - begin)
        if begin < first + at + 1 and left < there:
            return begin + left / one
        left -= max(there, 0.0)
    return math.inf


def _quantile(values, percent):
    return sorted(values)[max(math.ceil(percent / 100 * len(values)) - 1, 0)]
