"""What is asked: made of an address, asked again otherwise, and what answers are kept by."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from climate_visualizer.budget.assess import assess
from climate_visualizer.budget.figures import assess_all
from climate_visualizer.budget.groups import assess_group
from climate_visualizer.caches import CACHE
from climate_visualizer.editions.memory import varied
from climate_visualizer.editions.read import UnknownArea
from climate_visualizer.methods.choices import WrongChoice, default_choices
from climate_visualizer.methods.horizon import LAST_DAY, BeyondHorizon, within
from climate_visualizer.methods.question import Question, ask, asked_by

NYKOPING = "SE-0480"


def test_what_an_address_does_not_say_takes_the_countrys_default_and_today(starter, day):
    assert ask(starter, NYKOPING, as_of=day) == Question(
        starter, NYKOPING, default_choices("SE", day, edition=starter), day
    )
    first, question, last = date.today(), ask(starter, NYKOPING), date.today()
    assert within(first) <= question.as_of <= within(last)
    assert question.choices == default_choices("SE", question.as_of, edition=starter)


def test_what_cannot_be_answered_is_refused(starter, day):
    with pytest.raises(UnknownArea, match="SE-0000"):
        ask(starter, "SE-0000", as_of=day)
    with pytest.raises(WrongChoice) as wrong:
        ask(starter, NYKOPING, {"limit": "9"}, as_of=day)
    assert wrong.value.field == "limit"
    with pytest.raises(BeyondHorizon):
        ask(starter, NYKOPING, as_of=LAST_DAY + timedelta(days=1))


def test_what_follows_from_a_question_is_that_of_the_area(starter, day):
    question = ask(starter, NYKOPING, {"method": "world-per-head", "limit": "1.7"}, as_of=day)
    assert (question.area, question.country) == (starter.area(NYKOPING), "SE")
    assert question.method.id == "world-per-head" and question.start == question.method.start_year(
        question.choices.vintage
    )
    assert question.basis.cube.area_ids[question.row] == NYKOPING
    assert ask(starter, NYKOPING, question.query, as_of=day) == question


def test_the_same_is_asked_of_another_area_by_other_choices_and_of_another_edition(starter, day):
    question = ask(starter, NYKOPING, as_of=day)
    other = varied(starter, "another")
    assert question.at("SE-0481") == Question(starter, "SE-0481", question.choices, day)
    per_head = replace(question.choices, sharing="per-head")
    assert question.by(per_head) == Question(starter, NYKOPING, per_head, day)
    assert question.of(other) == Question(other, NYKOPING, question.choices, day)
    assert question.everywhere == question.at("SE") and question.everywhere.everywhere is question.everywhere


def test_every_area_of_a_country_has_one_answer_for_all(starter, day):
    question = ask(starter, NYKOPING, as_of=day)
    assert assess_all(question) is assess_all(question.at("SE-0481")) is assess_all(question.everywhere)


def test_what_has_been_answered_says_what_was_asked(starter, day):
    question = ask(starter, NYKOPING, {"limit": "1.7", "sharing": "per-head"}, as_of=day)
    assert asked_by(assess(question), starter) == question


def test_answers_are_kept_by_each_of_the_four_and_forgotten_with_the_edition(starter, day):
    question = ask(varied(starter, "forgotten"), NYKOPING, as_of=day)
    others = (
        question.of(starter),
        question.at("SE-0481"),
        question.by(replace(question.choices, limit=1.7)),
        replace(question, as_of=day + timedelta(days=1)),
    )
    assert len({one.cache_key for one in (question, *others)}) == 5
    answer = assess_all(question)
    assert assess_all(question) is answer
    CACHE.forget(question.edition.cache_key)
    assert assess_all(question) is not answer


def test_a_group_is_asked_of_its_country(starter, day):
    question = ask(starter, "SE", as_of=day)
    group = assess_group(question, (NYKOPING, "SE-0481"))
    assert group.budget_t == pytest.approx(sum(assess(question.at(one)).budget_t for one in (NYKOPING, "SE-0481")))
