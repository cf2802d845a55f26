"""Sums as printed: a program reads the numbers that people read, for every area, and adds them up."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from climate_visualizer.budget.assess import assess
from climate_visualizer.budget.figures import assess_all
from climate_visualizer.languages.language import load_language
from climate_visualizer.languages.printed_sums import added_up, in_one_unit, percents, shares_in_column
from climate_visualizer.methods.allocation import local_tonnes, national_tonnes
from climate_visualizer.methods.choices import default_choices, methods_for
from climate_visualizer.methods.question import Question
from climate_visualizer.words.balance import balance_of
from climate_visualizer.words.derivation import ladder

UNITS = {"billion": 1e9, "million": 1e6, "": 1.0}
SMALL = "<\u00a01%"


def english():
    from django.conf import settings

    return load_language("en", settings.LOCALE_PATHS[0])


def read(said):
    """The first amount of tonnes in a sentence, as a number."""
    found = re.search(r"([−\d,.]+) (billion|million)? ?tonnes", said)
    number = float(found[1].replace(",", "").replace("−", "-"))
    return number * UNITS[found[2] or ""]


def assert_adds_up(whole, *parts):
    assert whole == pytest.approx(sum(parts), rel=1e-9, abs=1e-3)


def test_every_derivation_adds_up_as_printed(starter, day):
    language = english()
    for area in starter.areas:
        if area.country != "SE":
            continue
        choices = replace(default_choices("SE", day, edition=starter), trend="level")  # a rule that needs no ranges
        a = assess(Question(starter, area.id, choices, day))
        rungs = {rung.key: rung for rung in ladder(a, "Sweden", language)}
        left, emitted = read(rungs["remaining"].tonnes), read(rungs["remaining"].note)
        before = list(rungs.values())[-2]
        assert_adds_up(read(before.tonnes), -left if a.is_overdrawn else left, emitted)
        assert_adds_up(read(rungs["nation"].tonnes), read(rungs["pool"].note), read(rungs["pool"].tonnes))


def test_balances_add_up_for_every_area_by_every_method_and_pair(starter, day):
    """The balance that page, report and charts print from, without their words."""
    language, count = english(), 0
    for method in methods_for("SE", starter):
        for vintage in method.vintages[:2]:
            for limit, likelihood in method.pairs(vintage)[::7]:
                choices = replace(
                    default_choices("SE", day, method=method.id, vintage=vintage, edition=starter),
                    limit=limit,
                    likelihood=likelihood,
                )
                found = assess_all(Question(starter, "SE", choices, day))
                rows = zip(
                    found.budget_t.tolist(),
                    found.emitted_published_t.tolist(),
                    found.emitted_estimated_t.tolist(),
                    found.remaining_t.tolist(),
                    strict=True,
                )
                for budget, published, estimated, left in rows:
                    if budget != budget:
                        continue
                    sums, count = (
                        balance_of(budget=budget, published=published, estimated=estimated, left=left),
                        count + 1,
                    )
                    said = {
                        name: read(sums.said(name, language)) for name in ("budget", "emitted", "estimated", "left")
                    }
                    assert_adds_up(said["budget"], said["emitted"], said["left"])
                    assert -1e-9 <= said["estimated"] <= said["emitted"] + 1e-3
                    assert abs(said["left"] - left) <= sums.step / 2 + 1e-6
                    assert abs(said["emitted"] - published - estimated) <= sums.step + 1e-6
    assert count > 5_000
    method = methods_for("SE", starter)[0]
    whole = national_tonnes(method, "SE", "published", 2.0, 83)
    assert local_tonnes(method, "SE", "published", 2.0, 83) < whole


@given(st.lists(st.floats(0.0, 1e7), min_size=1, max_size=30), st.sampled_from([1.0, 100.0, 0.1]))
def test_parts_are_rounded_together(parts, step):
    whole = sum(parts)
    found = added_up(parts, whole, step)
    assert sum(found) == pytest.approx(round(whole / step) * step, abs=step * 1e-6)
    assert all(abs(one - part) <= step * (1 + 1e-6) for one, part in zip(found, parts, strict=True))
    assert all(one == 0 for one, part in zip(found, parts, strict=True) if part == 0)


@given(st.lists(st.floats(1e-3, 1e6), min_size=1, max_size=20))
def test_shares_make_a_hundred(amounts):
    shares = [amount / sum(amounts) for amount in amounts]
    assert sum(percents(shares)) == 100
    assert sum(percents(shares, 1)) == pytest.approx(100.0, abs=1e-6)
    column = shares_in_column(shares, english())
    told = sum(float(one.removesuffix("%")) for one in column if one != SMALL)
    assert told <= 100 <= told + column.count(SMALL)


@given(st.lists(st.floats(0.0, 1e10), min_size=1, max_size=20))
def test_amounts_under_each_other_have_one_unit_and_stand_as_large_as_they_are(amounts):
    written = [one.replace(",", "").split("\u00a0") for one in in_one_unit(amounts, english())]
    units = {unit for _, unit in written}
    assert len(units) == 1
    size = {"t": 1.0, "kt": 1e3, "Mt": 1e6}[units.pop()]
    assert all(
        float(one) * size == pytest.approx(amount, abs=size / 2 + 0.5, rel=1e-9)
        for (one, _), amount in zip(written, amounts, strict=True)
    )


def test_parts_that_contradict_their_whole_are_left_to():
    assert added_up([10.4, 20.4], 500.0) == [10.0, 20.0]
    assert added_up([0.4, 0.4, 0.4], 1.2) == [1.0, 0.0, 0.0]
    assert added_up([], 0.0) == []
