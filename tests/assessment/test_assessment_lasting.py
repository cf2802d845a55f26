"""No page, file or answer names a day or a year beyond 2050, and no warming beyond what the relation holds for."""

import re
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from conftest import ROOT

from climate_visualizer.budget import lasting
from climate_visualizer.budget.assess import assess
from climate_visualizer.budget.ranges.uncertainty_ranges import outlook
from climate_visualizer.languages.language import load_language
from climate_visualizer.methods.choices import default_choices
from climate_visualizer.methods.question import Question
from climate_visualizer.words import sentences
from climate_visualizer.words.certainty import certainty

LOCALES = ROOT / "climate_visualizer" / "web" / "locale"
FAR = re.compile(r"\b(?:205[1-9]|20[6-9]\d|2[1-9]\d\d)\b")


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (2031.0, date(2031, 1, 1)),
        (2050.999, date(2050, 12, 31)),
        (2051.0, None),
        (2485.1, None),
        (np.inf, None),
        (np.nan, None),
    ],
)
def test_a_day_is_told_until_the_end_of_2050(moment, day):
    assert lasting.told_day(moment) == day


def test_what_lasts_beyond_has_something_left_and_no_day():
    remaining, at = np.array([5.0, 5.0, 5.0, -1.0]), np.array([2031.0, 2051.0, np.nan, np.nan])
    assert lasting.lasts_beyond(remaining=remaining, used_up_at=at).tolist() == [False, True, True, False]


@pytest.mark.parametrize("code", ["sv", "en", "fi", "sv-x-lattlast"])
def test_the_same_rule_in_every_language(starter, day, code):
    language = load_language(code, LOCALES)
    a = assess(Question(starter, "SE-0480", default_choices("SE", day, edition=starter), day))
    far = replace(a, used_up_on=None, years_left=None)
    for said in (sentences.headline(far, language), lasting.in_short(far, language), lasting.cell(far, language)):
        assert "2050" in said
    assert "2029" in lasting.cell(a, language)
    assert lasting.outlasts(far) and not lasting.outlasts(a)


def test_no_swedish_or_british_area_is_told_of_a_year_beyond_2050_or_of_impossible_warming(sweden, kingdom, day):
    english = load_language("en", LOCALES)
    for edition in (sweden, kingdom):
        for area in edition.areas:
            choices = default_choices(area.country, day, edition=edition)
            a = assess(Question(edition, area.id, choices, day))
            found = outlook(Question(edition, area.id, choices, day)) if area.country == "SE" else None
            told = " ".join(
                (sentences.headline(a, english), sentences.lead(a, None, english), *certainty(a, found, english))
            )
            assert not FAR.search(told), (area.name, told)
            assert "nothing is emitted" not in told
            assert a.years_left is None or a.years_left < 25
            if found and found.implied_limit:
                assert found.implied_limit[1] < 4.0 and found.implied_above is None
