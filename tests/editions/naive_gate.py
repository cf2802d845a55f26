"""The gate anew in plain loops over rows, rule by rule: what it would say of a candidate, as sentences that may be said."""

from itertools import pairwise
from statistics import median

from climate_visualizer.editions.checks.concerns import thresholds

KEY = ("area", "gas", "sector", "part", "year")


def _many(number, one, more):
    return f"{number} {one if number == 1 else more}"


def _listed(names):
    names = list(names)
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")


def _worst(found, size, sentence):
    """Of what was found the sentences of those that are worst alike."""
    most = max((size(one) for one in found), default=None)
    return [sentence(one) for one in found if size(one) == most]


def _totals(figures, gas, within):
    """By area and year the whole of each area of a country."""
    rows = {}
    for (area, of, sector, part, year), tonnes in figures.items():
        if of == gas and sector == part == "total" and area.partition("-")[0] == within:
            rows.setdefault(area, {})[year] = tonnes
    return rows


def sign(figures, names):
    limit = thresholds()["sign"]["below_t"]
    wrong = [(key, tonnes) for key, tonnes in figures.items() if tonnes < limit]
    counted = _many(len(wrong), "figure is", "figures are")

    def sentence(one):
        (area, _, sector, _, year), tonnes = one
        return f"{counted} below zero, the lowest {names[area]}, {sector}, {year}: {tonnes:.0f} t."

    return _worst(wrong, lambda one: -one[1], sentence)


def slip(figures, names):
    limits = thresholds()["slip"]
    series = {}
    for (area, gas, sector, _, year), tonnes in sorted(figures.items()):
        if sector == "total" and tonnes > 0:
            series.setdefault((area, gas), []).append((year, tonnes))
    wrong = []
    for (area, _), rows in series.items():
        for (_, last), (year, tonnes) in pairwise(rows):
            far = tonnes / last > limits["factor"] or tonnes / last < 1 / limits["factor"]
            if max(tonnes, last) > limits["tonnes"] and far:
                wrong.append((area, year, last, tonnes))
    return _worst(
        wrong,
        lambda one: max(one[2:]),
        lambda one: (
            f"{names[one[0]]} went from {one[2]:.0f} t to {one[3]:.0f} t in {one[1]}: the unit of that figure has slipped."
        ),
    )


def national_jumps(figures, names, country, rule):
    series, limits = _totals(figures, "CO2", country), thresholds()[rule]
    years = sorted({year for rows in series.values() for year in rows})
    if len(years) < 2 or years[-1] - years[-2] != 1 or (len(series) == 1) != (rule == "lone-nation-jump"):
        return []
    last, now = (series[country].get(year, float("nan")) for year in years[-2:])
    if abs(now - last) > limits["share"] * last and max(now, last) > limits["tonnes"]:
        return [f"{names[country]} went from {last:.0f} t to {now:.0f} t in {years[-1]}."]
    return []


def jump(figures, names, country):
    series, limits = _totals(figures, "CO2", country), thresholds()["jump"]
    years = sorted({year for rows in series.values() for year in rows})
    if len(years) < 4:
        return []
    far = []
    for area, rows in sorted(series.items()):
        steps = [abs(rows[b] - rows[a]) / (b - a) if a in rows and b in rows else None for a, b in pairwise(years)]
        largest = max([step for step in steps[:-1] if step is not None], default=0.0)
        last = steps[-1]
        if last is None or last <= limits["times"] * largest or last <= limits["tonnes"]:
            continue
        if last > limits["share"] * rows[years[-2]]:
            far.append(names[area])
    if not far:
        return []
    return [f"{_many(len(far), 'area', 'areas')} moved in {years[-1]} as never before: {_listed(far)}."]


def population(people, names):
    limits, wrong = thresholds()["population"], []
    for (area, year), persons in sorted(people.items()):
        last = people.get((area, year - 1))
        if last is not None and abs(persons - last) > max(limits["persons"], limits["share"] * last):
            wrong.append(f"The population of {names[area]} ({area}) went from {last} to {persons} in {year}")
    if not wrong:
        return []
    return [f"{wrong[0]}{f', and {len(wrong) - 1} more moved as far' if len(wrong) > 1 else ''}."]


def co2_above_all_gases(figures, names, country):
    limits, wrong = thresholds()["co2-above-all-gases"], []
    for (area, gas, sector, part, year), tonnes in figures.items():
        every = figures.get((area, "GHG", sector, part, year))
        if gas == "CO2" and every is not None and area.partition("-")[0] == country:
            over = tonnes - every
            if over > limits["tonnes"] and over > limits["share"] * abs(every):
                wrong.append((over, area, sector, year, tonnes, every))
    counted = _many(len(wrong), "figure of CO2 lies", "figures of CO2 lie")
    return _worst(
        wrong,
        lambda one: one[0],
        lambda one: (
            f"{counted} above all greenhouse gases, the most {names[one[1]]}, {one[2]}, {one[3]}: {one[4]:.0f} t against "
            f"{one[5]:.0f} t."
        ),
    )


def scale(figures, had, disputed):
    limits, wrong = thresholds()["scale"], []
    for gas, sector in sorted({(key[1], key[2]) for key in figures}):
        pairs = [
            (tonnes, had[key])
            for key, tonnes in figures.items()
            if key[1:4] == (gas, sector, "total") and key in had and (gas, sector, key[4]) not in disputed
        ]
        moved = [now / was for now, was in pairs if now > 0 and was > 0]
        before = sum(was for _, was in pairs)
        if not moved or before <= limits["tonnes"]:
            continue
        both = (median(moved), sum(now for now, _ in pairs) / before)
        if all(one > limits["factor"] or one < 1 / limits["factor"] for one in both):
            wrong.append((gas, sector, both[0]))
    if not wrong:
        return []
    gases = sorted({gas for gas, _, _ in wrong})
    sectors = list(dict.fromkeys(sector for _, sector, _ in wrong))
    return [
        f"Half of the totals of {_listed(sectors)} in {_listed(some)} are {wrong[0][2]:.4g} times what they were: the unit or "
        "the scale has slipped."
        for some in (gases, gases[::-1])
    ]


def revision(figures, had, names):
    limits, wrong = thresholds()["revision"], []
    for key, tonnes in figures.items():
        if key[2] == key[3] == "total" and key in had:
            moved = abs(tonnes - had[key])
            if moved > limits["tonnes"] and moved > limits["share"] * had[key]:
                wrong.append((moved, key[0], key[4], had[key], tonnes))
    counted = _many(len(wrong), "total of an earlier year was", "totals of earlier years were")
    return _worst(
        wrong,
        lambda one: one[0],
        lambda one: (
            f"{counted} revised far, the most {names[one[1]]} in {one[2]}: from {one[3]:.0f} t to {one[4]:.0f} t."
        ),
    )


def vanished(figures, had, names):
    """By rule, of areas, sectors and years."""
    areas = sorted({key[0] for key in had} - {key[0] for key in figures})
    if areas:
        counted = _many(len(areas), "area has", "areas have")
        yield "vanished-areas", f"{counted} no figures any more: {_listed(names[area] for area in areas)}."
    for rule, at in (("vanished-sectors", 2), ("vanished-years", 4)):
        for gas in sorted({key[1] for key in had}):
            now, was = ({key[at] for key in some if key[1] == gas} for some in (figures, had))
            if gone := sorted(was - now):
                yield rule, f"{gas} has no figures any more for {_listed(map(str, gone))}."
