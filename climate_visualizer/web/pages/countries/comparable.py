"""One budget for everything compared: the same method, limit, likelihood and start, chosen by the reader.

Places of one country have that country's own method. Places of several have one that applies to all of them, since the
difference between two methods is no difference between two places.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from climate_visualizer.budget.assess import assess
from climate_visualizer.editions.read import Area
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.basis import NoBudget
from climate_visualizer.methods.choices import (
    WrongChoice,
    likelihoods_for,
    methods_for,
    sharings_for,
    text,
)
from climate_visualizer.methods.question import Question
from climate_visualizer.methods.recipes import find_method
from climate_visualizer.web import current
from climate_visualizer.web.pages.common.choice_links import Pill
from climate_visualizer.words import sentences

FIELDS = ("limit", "likelihood", "method")
USUAL = "world-per-head"  # for places of several countries: every person alike is what needs the least argument


@dataclass(frozen=True)
class Common:
    """What is asked of each place, by choices that differ in nothing but the country; and why some have no such budget."""

    questions: tuple[Question, ...]
    methods: tuple[str, ...]
    problems: tuple[str, ...]

    @property
    def areas(self) -> tuple[Area, ...]:
        return tuple(question.area for question in self.questions)


def kept(query: Mapping[str, str]) -> dict[str, str]:
    """What of the reader's choices stands in an address."""
    return {name: query[name] for name in FIELDS if query.get(name)}


def _methods(countries: tuple[str, ...]) -> tuple[str, ...]:
    """The methods that apply to every one of the countries: a country's own first, or the usual one for several."""
    edition = current.edition()
    first = [method.id for method in methods_for(countries[0], edition)]
    others = [{method.id for method in methods_for(country, edition)} for country in countries[1:]]
    common_methods = [method for method in first if all(method in applicable for applicable in others)]
    return tuple(common_methods if len(countries) == 1 else sorted(common_methods, key=lambda method: method != USUAL))


def _sharing(method: str, countries: tuple[str, ...]) -> str:
    """The first way to share among areas that the statistics of every country are enough for."""
    recipe = find_method(method, current.edition())
    sharings_by_country = [sharings_for(recipe, country) for country in countries]
    return next(
        (name for name in sharings_by_country[0] if all(name in sharings for sharings in sharings_by_country)),
        sharings_by_country[0][0],
    )


def common(areas: tuple[Area, ...], query: Mapping[str, str], language: Language) -> Common:
    """One budget for all of the places; raises `WrongChoice` for a value that can't be chosen for all of them."""
    countries = tuple(dict.fromkeys(area.country for area in areas))
    methods = _methods(countries)
    method = query.get("method") or (methods[0] if methods else "")
    if method not in methods:
        why = "" if len(countries) == 1 else "Places of several countries are compared by a method that applies to all."
        raise WrongChoice("method", method, methods, why)
    asked = {**kept(query), "method": method, "sharing": _sharing(method, countries)}
    answered: list[Question] = []
    problems: list[str] = []
    for area in areas:
        question = current.question(area.id, asked)
        try:
            assess(question)
        except (NoBudget, WrongChoice) as problem:
            problems.append(_excluded(area, method, problem, language))
            continue
        answered.append(question)
    return Common(tuple(answered), methods, tuple(problems))


def _excluded(area: Area, method: str, problem: Exception, language: Language) -> str:
    return language.t(
        "{area} can\u2019t be compared by the method {method}: the statistics for it are missing. Choose another method.",
        area=sentences.area_name(area, language),
        method=_name(method, language),
    )


def _name(method: str, language: Language) -> str:
    names = find_method(method, current.edition()).name
    return names.get(language.code) or names[language.base]


def said(question: Question, language: Language) -> str:
    """The one budget in a sentence: method, limit, likelihood and from when it counts."""
    choices = question.choices
    return language.t(
        "{method}: {likelihood}% chance of staying below {limit} °C, counted from {start}",
        method=_name(choices.method, language),
        likelihood=choices.likelihood,
        limit=language.degrees(choices.limit),
        start=question.start,
    )


@dataclass(frozen=True)
class Choosing:
    """One field of the choice, with its values as links to the same comparison."""

    field: str
    pills: tuple[Pill, ...]


def choosing(common: Common, ids: str, language: Language) -> tuple[Choosing, ...]:
    """Limit, likelihood and method as links; a field with a single value is not offered."""
    question = common.questions[0]
    now, pairs = question.choices, question.method.pairs(question.choices.vintage)
    limits = sorted({limit for limit, _ in pairs})
    chances = likelihoods_for(now.method, now.limit, vintage=now.vintage, edition=question.edition)

    def pills(field: str, options: list[tuple[str, str]], chosen: str, also: Mapping[str, str]) -> Choosing:
        pills_of_field = (Pill(name, _address(ids, {**also, field: value}), value == chosen) for value, name in options)
        return Choosing(field, tuple(pills_of_field))

    method = {"method": now.method} if now.method != common.methods[0] else {}
    wanted = [
        pills("limit", [(text(value), f"{language.decimal(value, 1)}°") for value in limits], text(now.limit), method),
        pills(
            "likelihood",
            [(text(value), language.per_cent(value)) for value in chances],
            text(now.likelihood),
            {**method, "limit": text(now.limit)},
        ),
        pills("method", [(value, _name(value, language)) for value in common.methods], now.method, {}),
    ]
    return tuple(group for group in wanted if len(group.pills) > 1)


def _address(ids: str, chosen: Mapping[str, str]) -> str:
    return "?" + urlencode({"areas": ids, **chosen} if ids else chosen, safe=",")
