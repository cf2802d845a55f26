"""Every refusal of what people plan, `Unfit` and its kin: the whole sentence in English, its field, and that it is translated."""

import re

import pytest
from assessment.outsets import SECTORS, a_measure, an_outset
from django.conf import settings

from climate_visualizer.languages.language import load_language
from climate_visualizer.plans import climate_budget as budgets
from climate_visualizer.plans import plan, targets
from climate_visualizer.plans.unfit import Unfit

KNOWN = ", ".join(SECTORS)
STATUSES = ", ".join(plan.STATUSES)
BENEFITS = ", ".join(plan.CO_BENEFITS)
FALLING = "Emissions fall so fast already that a path that turns slowly would never use the budget up."
NOTHING_LEFT = "Nothing is left to divide from 2027: the budget is used up."


def _path(*of, scope=""):
    return lambda: targets.path_of([targets.Target(*one, scope=scope) for one in of], an_outset())


def _measure(**facts):
    return lambda: a_measure(**facts)


def _division(*given):
    return lambda: budgets.division(an_outset(), *given)


def _budget(left, count, path=None):
    def call():
        start = an_outset(left=left, path=False)
        divided = budgets.division(start, ["A"], {})
        return budgets.climate_budget(plan.effect([], start), divided, path=path, count=count)

    return call


REFUSED = [
    (_measure(kind="degrees"), "kind", "An effect is a share or tonnes; 'degrees' is neither."),
    (_measure(status="maybe"), "status", f"A status is one of {STATUSES}; 'maybe' is none."),
    (_measure(amount=-3.0), "amount", "A measure lowers emissions; an effect of -3 would raise them."),
    (
        _measure(kind="share", amount=-0.03),
        "amount",
        "A measure lowers emissions; an effect of -3 would raise them.",
    ),
    (
        _measure(kind="share", amount=1.2),
        "amount",
        "A measure takes at most 100 per cent of a sector; 120 is more.",
    ),
    (
        _measure(certainty=1.2),
        "certainty",
        "A part of the effect lies from 0 to 100 per cent; 120 does not.",
    ),
    (_measure(rebound=-0.1), "rebound", "A part of the effect lies from 0 to 100 per cent; -10 does not."),
    (_measure(ramp=0), "ramp", "A measure takes a year or more to reach its effect; 0 is too few."),
    (_measure(end=2020), "end", "A measure ends no earlier than it starts; 2020 is before 2027."),
    (
        _measure(effects=((2027, 1.5),)),
        "effects",
        "Each year's effect lies from 0 to 100 per cent of the full effect.",
    ),
    (
        _measure(co_benefits=("health", "beauty")),
        "co_benefits",
        f"'beauty' is no benefit that is known; choose among {BENEFITS}.",
    ),
    (
        lambda: plan.effect([a_measure(sector="farming")], an_outset()),
        "sector",
        f"There is no sector 'farming'; choose one of {KNOWN}.",
    ),
    (
        lambda: targets.Target(2030, "degrees", 1.0),
        "kind",
        "A target is in percent or tonnes; 'degrees' is neither.",
    ),
    (
        lambda: targets.Target(2030, "percent", 130.0, 1990),
        "amount",
        "A target cuts from 0 to 100 per cent; 130 does not.",
    ),
    (
        lambda: targets.Target(2030, "tonnes", -4.0),
        "amount",
        "Emissions that remain are not below zero; -4 tonnes are.",
    ),
    (_path(), "", "There is no adopted goal for all emissions yet; decide and publish one first."),
    (
        _path((2020, "tonnes", 500.0), (2019, "tonnes", 600.0)),
        "year",
        "A path needs a target from 2027 on; the last is for 2020.",
    ),
    (
        _path((2030, "tonnes", 500.0), (2028, "tonnes", 600.0), (2030, "tonnes", 0.0)),
        "year",
        "Two targets are for the same year, 2030; keep one of them.",
    ),
    (
        _path((2030, "tonnes", 0.0), scope="farming"),
        "scope",
        f"There is no sector 'farming'; choose one of {KNOWN}.",
    ),
    (
        lambda: targets.path_of(
            [targets.Target(2030, "tonnes", 5.0), targets.Target(2035, "tonnes", 0.0, scope="transport")], an_outset()
        ),
        "",
        "A path goes through targets of one scope; give those of one sector, or of all emissions.",
    ),
    (
        lambda: an_outset().emitted(2005),
        "base_year",
        "There are no statistics for 2005; choose one of 1990, 2010, 2021, 2022.",
    ),
    (
        lambda: an_outset().emitted(2021, "transport"),
        "base_year",
        "There are no statistics for 2021; choose one of 1990, 2010, 2022.",
    ),
    (
        _division(["A", "A"], {}),
        "",
        "Each committee needs a name of its own; one of them is empty or stands twice.",
    ),
    (
        _division(["A", ""], {}),
        "",
        "Each committee needs a name of its own; one of them is empty or stands twice.",
    ),
    (
        _division(["A"], {("B", "transport"): 0.5}),
        "",
        "'B' can't answer for 'transport': there is no such committee or sector.",
    ),
    (
        _division(["A"], {("A", "transport"): 1.5}),
        "",
        "'A' can't answer for 150 per cent of 'transport'; give 0 to 100.",
    ),
    (
        _division(["A"], {("A", "transport"): -0.5}),
        "",
        "'A' can't answer for -50 per cent of 'transport'; give 0 to 100.",
    ),
    (
        _division(["A", "B"], {("A", "transport"): 0.7, ("B", "transport"): 0.5}),
        "",
        "The committees answer for 120 per cent of 'transport'; at most 100.",
    ),
    (
        _division(["A"], {}, {"transport": 0.5}),
        "",
        "The sectors' shares make 50 per cent; they must make 100.",
    ),
    (_budget(5e6, 4), "", f"{FALLING} Choose another way to spread the cut."),
    (
        _budget(-5.0, 4),
        "",
        f"{NOTHING_LEFT} Choose another limit or likelihood, or divide along an adopted target.",
    ),
    (
        _budget(0.0, 4),
        "",
        f"{NOTHING_LEFT} Choose another limit or likelihood, or divide along an adopted target.",
    ),
    (
        _budget(5e6, 11, path=an_outset().budget_path),
        "",
        "A budget is for 1 to 10 years; 11 is not.",
    ),
    (_budget(5e6, 0, path=an_outset().budget_path), "", "A budget is for 1 to 10 years; 0 is not."),
]


@pytest.mark.parametrize(("call", "field", "sentence"), REFUSED)
def test_a_refusal_says_the_value_and_what_would_do_in_each_language(call, field, sentence):
    with pytest.raises(Unfit) as refused:
        call()
    assert (str(refused.value), refused.value.field) == (sentence, field)
    swedish = refused.value.said(load_language("sv", settings.LOCALE_PATHS[0]))
    assert swedish != sentence
    assert "{" not in swedish
    assert sorted(re.findall(r"\d+", swedish)) == sorted(re.findall(r"\d+", sentence))
