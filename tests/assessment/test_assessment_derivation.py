"""The derivation of a budget: each step's value follows from its own formula and inputs, and each names what it rests on."""

import pytest

from climate_visualizer.budget.assess import assess
from climate_visualizer.methods.allocation import local_tonnes, national_tonnes
from climate_visualizer.methods.choices import methods_for, parse
from climate_visualizer.methods.question import Question
from climate_visualizer.methods.recipes import find_method

METHODS = sorted(method.id for method in methods_for("SE"))
VAN_DEN_BERG = "https://doi.org/10.1007/s10584-019-02368-y"
# Formula, inputs, source and address; None for those of the method, the statistics or the world's budget.
STEPS = {
    "world": ("table(limit, likelihood)", "limit likelihood start", None, None),
    "bunkers": (
        "world × (1 − share)",
        "world share first_year last_year",
        "Global Carbon Budget; van den Berg et al. 2020",
        VAN_DEN_BERG,
    ),
    "nation": (None, None, None, None),
    "pool": ("nation − overhead", "nation overhead", None, None),
    "plants": (
        "pool × (1 − share)",
        "pool share first_base_year last_base_year",
        "EU Transaction Log, European Commission",
        "https://union-registry-data.ec.europa.eu/report/welcome",
    ),
    "area": ("pool × share", None, "van den Berg et al. 2020; Lackner et al. 2025", VAN_DEN_BERG),
    "remaining": ("area − published − estimated", "area published estimated", None, None),
}
CASES = [
    *({"method": method} for method in METHODS),
    {"scope": "without-plants"},
    {"sharing": "per-head"},
    {"sharing": "blend"},
    {"limit": "1.5", "likelihood": "50"},
    {"method": "world-per-head", "limit": "1.5", "likelihood": "83"},
    {"method": "world-per-head", "scope": "without-plants", "sharing": "per-head"},
]


def _worked_out(formula, inputs):
    return eval(formula.replace("×", "*").replace("−", "-"), {}, dict(inputs))  # one of those above


@pytest.mark.parametrize("area_id", ["SE", "SE-0480"])
@pytest.mark.parametrize("asked", CASES, ids=lambda asked: " ".join(asked.values()))
def test_each_step_follows_from_its_formula_and_those_before(starter, day, asked, area_id):
    choices = parse(asked, country="SE", as_of=day, edition=starter)
    a, method = assess(Question(starter, area_id, choices, day)), find_method(choices.method)
    steps = {step.key: step for step in a.derivation}
    values = {key: step.value for key, step in steps.items()}
    assert list(steps) == [key for key in STEPS if key in steps]
    assert {step.unit for step in a.derivation} == {"t"}
    for key, step in steps.items():
        formula, names, source, url = STEPS[key]
        if key == "nation":
            formula, names = (
                ("world × share", "start world share") if "share" in step.inputs else ("published", "start")
            )
        if key == "area":
            names = "pool share first_base_year last_base_year"
            names += " population_year" if choices.sharing in ("per-head", "blend") else ""
        assert (step.formula, " ".join(step.inputs)) == (formula, names)
        assert source in (None, step.source) and url in (None, step.source_url)
        if formula not in ("published", "table(limit, likelihood)"):
            assert step.value == pytest.approx(_worked_out(formula, step.inputs))
        # What a step takes of those before is the nearest one's value that is told.
        for name, before in (
            ("world", ("bunkers", "world")),
            ("nation", ("nation",)),
            ("pool", ("plants", "pool", "nation")),
            ("area", ("area", "plants", "pool", "nation")),
        ):
            if name in step.inputs:
                told = next(
                    values[one] for one in before if one in values and list(values).index(one) < list(values).index(key)
                )
                assert step.inputs[name] == pytest.approx(told)
    assert ("plants" in steps) == (choices.scope == "without-plants")
    assert ("pool" in steps) == (method.overhead > 0)
    assert ("bunkers" in steps) == (method.bunkers is not None)
    assert values["nation"] == pytest.approx(
        national_tonnes(method, "SE", choices.vintage, choices.limit, choices.likelihood)
    )
    assert steps["remaining"].value == pytest.approx(a.remaining_t)
    if choices.scope == "territorial":
        local = local_tonnes(method, "SE", choices.vintage, choices.limit, choices.likelihood)
        assert next(values[key] for key in ("plants", "pool", "nation") if key in values) == pytest.approx(local)


@pytest.mark.parametrize("asked", CASES, ids=lambda asked: " ".join(asked.values()))
def test_each_step_names_its_words_and_where_its_numbers_are_from(starter, day, asked):
    choices = parse(asked, country="SE", as_of=day, edition=starter)
    a, method = assess(Question(starter, "SE-0480", choices, day)), find_method(choices.method)
    steps = {step.key: step for step in a.derivation}
    shared = method.share_world
    notes = {
        "world": "world",
        "bunkers": "bunkers",
        "nation": method.nation_note if shared is None else f"nation-{shared.principle}",
        "pool": "pool",
        "plants": "plants",
        "area": f"area-{choices.sharing}",
        "remaining": "overdrawn" if a.is_overdrawn else "remaining",
    }
    assert {key: step.note_key for key, step in steps.items()} == {key: notes[key] for key in steps}
    for key in ("nation", "pool"):
        if key in steps:
            assert (steps[key].source, steps[key].source_url) == (method.source, method.source_url)
    statistics = starter.origin("SE")
    assert (steps["remaining"].source, steps["remaining"].source_url) == (statistics["title"], statistics["url"])
    if "bunkers" in steps:
        years = method.bunkers.base_years
        assert (steps["bunkers"].inputs["first_year"], steps["bunkers"].inputs["last_year"]) == (years[0], years[-1])
    if method.national:
        cell = method.cell(choices.limit, choices.likelihood)
        given, gigatonnes = (cell.world_limit, cell.world_likelihood, cell.world_start), cell.world_gt
        table = method.world_budget("ar6-2021")
    else:
        table = method.world_budget(choices.vintage)
        given, gigatonnes = (
            (choices.limit, choices.likelihood, table.start),
            table.gt(choices.limit, choices.likelihood),
        )
    world = steps["world"]
    assert (tuple(world.inputs.values()), world.value) == (given, pytest.approx(gigatonnes * 1e9))
    assert (world.source, world.source_url) == (table.source, table.url)
    assert steps["nation"].inputs["start"] == method.start_year(choices.vintage)


def test_what_is_overdrawn_says_so(starter, day):
    notes = {
        assess(Question(starter, "SE-0480", parse(asked, country="SE", as_of=day, edition=starter), day))
        .derivation[-1]
        .note_key
        for asked in CASES
    }
    assert notes == {"overdrawn", "remaining"}
