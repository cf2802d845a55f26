"""The gate's rules on the world against plain loops, on a few nations whose figures lie about each threshold."""

import random
from statistics import median

import polars as pl
import pytest
from editions.naive_gate import _listed, _many, _worst
from editions.small_editions import PLACES, small_edition

from climate_visualizer.editions.checks import gate
from climate_visualizer.editions.checks.concerns import thresholds
from climate_visualizer.sources.countries import TRANSPORT, country_name
from climate_visualizer.sources.table import BOUNDARIES, NATIONS, WORLD_BUDGETS, WORLD_EMISSIONS

CODES = ("DE", "FR", "IT", "ES", "PL", "SE", "DK", TRANSPORT)
VARIABLES = ("emissions", "population", "product")
YEARS = (2020, 2021, 2022)
CALM = {(place[0], "CO2", "total", "total", year): 2000.0 for place in PLACES for year in YEARS}
FACTORS = [1.5, 1.01, 1.02, 1.021, 1.3, 1.301, 0.7, 0.69, 2.0, 2.01, 0.5, 0.49, 12 / 44, 1000.0, 0.0]


def _drawn(seed):
    """Budgets by cell, the world's emissions, nations' figures and boundaries: before, and as they are now."""
    dice = random.Random(seed)
    cells = [
        (vintage, limit, chance) for vintage in ("a-2023", "b-2024") for limit in (1.5, 2.0) for chance in (50, 83)
    ]
    budgets = {cell: (dice.choice([100.0, 250.5, 1046.0]), "Table 2023") for cell in cells}
    emitted = {("igcc", part, year): dice.choice([3.0, 4.0, 10.0, 37.0]) for part in ("FFI", "LUC") for year in YEARS}
    nations = {
        (code, variable, year): dice.choice([4e5, 500_000.0, 500_001.0, 1e6, 1e7, 5e6, 1.7e7, 9e7, 1e9, 1.1e9, 2e10])
        for code in CODES
        for variable in VARIABLES
        for year in YEARS
        if code != TRANSPORT or variable == "emissions"
    }
    drawn = {area[0] for area in PLACES if dice.random() < 0.7}
    before = (budgets, emitted, nations, drawn)
    often = dice.choice([0.0, 0.1, 0.3])

    def moved(value, *steps):
        return value + dice.choice(steps) if dice.random() < often else value

    source = dice.choice(["Table 2023", "Table 2024", "Table 2022"])
    budgets = {cell: (moved(value, 1.0, 1.001, -1.0, -1.5, 60.0), source) for cell, (value, _) in budgets.items()}
    emitted = {key: moved(value, 2.0, 2.01, -2.0, 0.6, 0.8, 7.4, 7.5, -30.0) for key, value in emitted.items()}
    nations = {
        key: value * (dice.choice(FACTORS) if dice.random() < often / 2 else 1.0) for key, value in nations.items()
    }
    if dice.random() < 0.5:
        variable, factor = dice.choice(VARIABLES), dice.choice([2.0, 2.001, 0.5, 0.4999, 12 / 44])
        nations = {key: value * (factor if key[1] == variable else 1.0) for key, value in nations.items()}
    if dice.random() < 0.5:
        variable, gone = dice.choice(VARIABLES), set(dice.sample(CODES[:-1], dice.choice([1, 3, 4, 6])))
        nations = {key: value for key, value in nations.items() if key[1] != variable or key[0] not in gone}
        if dice.random() < 0.5:  # small ones, that the whole does not miss
            before[2].update({key: 10.0 for key in before[2] if key[1] == variable and key[0] in gone})
    for table, key in ((budgets, cells[dice.randrange(8)]), (emitted, ("igcc", "LUC", dice.choice(YEARS)))):
        if dice.random() < often:
            del table[key]
    kept = drawn if dice.random() < 0.5 else {area for area in drawn if dice.random() < 0.6}
    return before, (budgets, emitted, nations, kept)


def _tables(budgets, emitted, nations, drawn):
    cell = ("T", "U", 2025, 1.24, 204.0)
    rows = [
        (vintage, cell[0], source, cell[1], cell[2], limit, chance, value, cell[3], cell[4])
        for (vintage, limit, chance), (value, source) in budgets.items()
    ]
    return {
        "world_budgets": pl.DataFrame(rows, schema=WORLD_BUDGETS, orient="row"),
        "world_emissions": pl.DataFrame(
            [(*key, value) for key, value in emitted.items()], schema=WORLD_EMISSIONS, orient="row"
        ),
        "nations": pl.DataFrame(
            [(*key, value, "final") for key, value in nations.items()], schema=NATIONS, orient="row"
        ),
        "boundaries": pl.DataFrame(
            [(area, 0, False, point, 17.0, 58.0 + point) for area in sorted(drawn) for point in range(3)],
            schema=BOUNDARIES,
            orient="row",
        ),
    }


def _budgets(now, had):
    limit, wrong = thresholds()["world-budget-changed"]["gigatonnes"], []
    for cell, (was, table) in had.items():
        value, source = now.get(cell, (None, ""))
        moved = float("inf") if value is None else abs(value - was)
        if moved > limit:
            wrong.append((moved, cell, was, value, source, value is not None and source > table))
    for again in (True, False):
        rows = [row for row in wrong if row[-1] == again]
        if rows:
            vintages = _listed(sorted({row[1][0] for row in rows}))
            counted = _many(len(rows), "cell", "cells")
            by = f" ({rows[0][4]})" if again else ""
            start = f"{counted} of the world budget {vintages} changed{by}: that for "

            def sentence(row, start=start):
                _, (_, degrees, chance), was, value, *_ = row
                now = "is not there any more" if value is None else f"is {value:g} Gt now"
                return f"{start}{degrees:g} degrees at {chance} per cent was {was:g} Gt and {now}."

            rule = "world-budget-issued-again" if again else "world-budget-changed"
            yield rule, _worst(rows, lambda row: row[0], sentence)


def _emitted(now, had):
    limits = thresholds()["world-emissions-moved"]
    far = [
        (key, was, now.get(key))
        for key, was in sorted(had.items())
        if key not in now
        or (abs(now[key] - was) > limits["gigatonnes"] and abs(now[key] - was) > limits["share"] * abs(was))
    ]
    if far:
        (_, part, year), was, value = far[-1]
        told = "nothing" if value is None else f"{value:.2f} Gt"
        counted = _many(len(far), "yearly figure", "yearly figures")
        yield (
            "world-emissions-moved",
            [f"{counted} of the world's emissions moved far or went: {part} in {year} was {was:.2f} Gt and is {told}."],
        )


def _whole(now, had, variable):
    sums = {}
    for name, figures in (("now", now), ("had", had)):
        for (_, of, year), value in figures.items():
            if of == variable:
                sums.setdefault(name, {}).setdefault(year, []).append(value)
    most = max(map(len, sums["had"].values()))
    years = [year for year, values in sums["had"].items() if 2 * len(values) > most and year in sums.get("now", {})]
    if not years:
        return False
    was = sum(sums["had"][max(years)])
    return abs(sum(sums["now"][max(years)]) - was) <= thresholds()["departed-territories"]["share"] * was


def _nations(now, had):
    limits, names = thresholds(), lambda codes: _listed(country_name(code, "en") for code in codes)
    for variable in VARIABLES:
        lost = sorted({key[0] for key in had if key[1] == variable} - {key[0] for key in now if key[1] == variable})
        if len(lost) > limits["nations-lost"]["countries"]:
            rule = "departed-territories" if _whole(now, had, variable) else "nations-lost"
            yield rule, [f"{_many(len(lost), 'nation has', 'nations have')} no {variable} any more: {names(lost)}."]
        both = [(key, value, had[key]) for key, value in now.items() if key[1] == variable and value > 0 and key in had]
        factor = median([value / was for _, value, was in both]) if both else 1.0
        most = limits["nations-scale"]["factor"]
        if factor > most or factor < 1 / most:
            yield (
                "nations-scale",
                [
                    f"Half of the nations' {variable} is {factor:.4g} times what it was: the unit or the scale has slipped."
                ],
            )
        rule = limits["nations-moved"]
        far = [
            (abs(value - was), key, value, was)
            for key, value, was in both
            if abs(value - was) > max(rule["share"] * was, rule["least"][variable])
        ]
        counted = _many(len({one[1][0] for one in far}), "nation", "nations")
        if far:
            yield (
                "nations-moved",
                _worst(
                    far,
                    lambda one: one[0],
                    lambda one, start=f"The {variable} of {counted} moved far, the most ": (
                        f"{start}{country_name(one[1][0], 'en')} in {one[1][2]}: from {one[3]:.0f} to {one[2]:.0f}."
                    ),
                ),
            )
    peopled = {code for (code, variable, _), value in now.items() if variable == "population" and value > 0}
    least = limits["without-people"]["least"]
    alone = sorted(
        (code, variable, value)
        for (code, variable, year), value in now.items()
        if year == max(key[2] for key in now if key[1] == variable) and code not in {TRANSPORT, *peopled}
        if value > least.get(variable, float("inf"))
    )
    if now != had and alone and peopled:
        codes = list(dict.fromkeys(code for code, *_ in alone))
        code, variable, value = alone[0]
        counted = _many(len(codes), "nation has", "nations have")
        who = f"{counted} emissions or a product, no people and so no share ({names(codes)})"
        yield "without-people", [f"{who}: {country_name(code, 'en')} has {value:.0f} of {variable} in 2022."]


def _expected(before, now):
    yield from _budgets(now[0], before[0])
    yield from _emitted(now[1], before[1])
    yield from _nations(now[2], before[2])
    lost = sorted(before[3] - now[3])
    if len(lost) > thresholds()["boundaries-lost"]["areas"]:
        counted = _many(len(lost), "area has", "areas have")
        yield "boundaries-lost", [f"{counted} no boundary any more: {_listed(lost)}."]


@pytest.mark.parametrize("seed", range(40))
def test_every_rule_on_the_world_says_what_plain_loops_find(seed):
    before, now = _drawn(seed)
    had = small_edition(CALM, {}, "before", world=_tables(*before))
    found = gate.examine(small_edition(CALM, {}, "after", world=_tables(*now)), had)
    expected = list(_expected(before, now))
    assert sorted(one.rule for one in found) == sorted(rule for rule, _ in expected)
    for one in found:
        assert any(one.sentence in sentences for rule, sentences in expected if rule == one.rule), (one, expected)
        assert one.holds == (thresholds()[one.rule]["follows"] == "hold")


def test_what_is_drawn_sets_off_every_rule_on_the_world_and_spares_it():
    told = [{rule for rule, _ in _expected(*_drawn(seed))} for seed in range(40)]
    rules = {rule.__name__.replace("_", "-") for rule in gate.AGAINST_WORLD}
    for rule in {*rules, "departed-territories", "world-budget-issued-again"}:
        assert {rule in one for one in told} == {True, False}, rule
