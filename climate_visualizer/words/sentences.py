"""Findings as sentences. No sentence says more than its numbers do; what is too small to tell stays unsaid."""

from __future__ import annotations

import math
from dataclasses import dataclass

from babel import Locale

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.budget.figures import SPAN
from climate_visualizer.budget.lasting import more_years, outlasts, until
from climate_visualizer.editions.read import Area
from climate_visualizer.languages.grammar import When
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.choices import Choices
from climate_visualizer.methods.horizon import LAST_YEAR
from climate_visualizer.methods.scopes import OWN
from climate_visualizer.words.counted import LABELS

STRONG, END = "\x01", "\x02"
DAYS_IN_MONTH = 30.436875
FRACTIONS = {
    2: "half",
    3: "a third",
    4: "a quarter",
    5: "a fifth",
    6: "a sixth",
    7: "a seventh",
    8: "an eighth",
    9: "a ninth",
    10: "a tenth",
}


NAMED = ("nation", "region")  # what has a name of its own in each language


@dataclass(frozen=True)
class Finding:
    """A figure with its unit, what it means, and the same figure for the areas around."""

    key: str
    value: str
    unit: str
    meaning: str
    beside: tuple[tuple[str, str], ...] = ()


def parts(sentence: str) -> tuple[tuple[str, bool], ...]:
    """A sentence in pieces, each with whether it is to be stressed."""
    stressed_texts = []
    for chunk in sentence.split(STRONG):
        stressed, _, plain = chunk.rpartition(END)
        stressed_texts += [(stressed, True), (plain, False)]
    return tuple((text, strong) for text, strong in stressed_texts if text)


def plain(sentence: str) -> str:
    """A sentence without its marks."""
    return sentence.replace(STRONG, "").replace(END, "")


def stressed(text: str) -> str:
    """A text with the marks by which `parts` finds it again."""
    return text.between(STRONG, END) if isinstance(text, When) else f"{STRONG}{text}{END}"


def area_name(area: Area, language: Language) -> str:
    """The area's name: as it is, or for a nation and a county as English says it."""
    if area.kind == "country":
        return country_name(area.country, language) or area.name
    if language.base == "en" and area.kind == "county" and area.name.endswith(" län"):
        stem = area.name.removesuffix(" län")
        return f"{stem.removesuffix('s')} County"
    return language.t(area.name) if area.kind in NAMED else language.place(area.name)


def country_name(code: str, language: Language) -> str:
    """A country's name in a language, by its ISO code."""
    return str(Locale.parse(language.locale).territories.get(code, ""))


def budget_noun(limit: float, language: Language) -> str:
    """Tvågradersbudget, 1,5-gradersbudget."""
    if limit == 2.0:
        return language.t("2-degree budget")
    return language.t("{limit}-degree budget", limit=language.degrees(limit))


def budget_named(choices: Choices, language: Language) -> str:
    """The budget's noun with what is counted, where a reader chose that: two budgets that differ never have one name."""
    noun = budget_noun(choices.limit, language)
    return noun if choices.scope == OWN else f"{noun} {language.t(LABELS[choices.scope])}"


def headline(a: Assessment, language: Language) -> str:
    """What it comes down to, in one sentence."""
    return language.opened(_headline(a, language.genitive(area_name(a.area, language)), language))


def _headline(a: Assessment, owner: str, language: Language) -> str:
    budget = budget_named(a.choices, language)
    if a.budget_t < 0:
        return language.t("{owner} {budget} was used up before it began.", owner=owner, budget=budget)
    if a.overdrawn_since:
        when = stressed(language.month(a.overdrawn_since))
        return language.t("{owner} {budget} ran out in {when}.", owner=owner, budget=budget, when=when)
    when_used = until(a, language)
    if when_used is None:
        return language.t("{owner} {budget} lasts longer than to {year}.", owner=owner, budget=budget, year=LAST_YEAR)
    return language.t("{owner} {budget} lasts until {when}.", owner=owner, budget=budget, when=stressed(when_used))


def _to_two_figures(tonnes: float) -> float:
    """What is told with "about": 32 million tonnes, not 32,014,000."""
    step = 10.0 ** max(math.floor(math.log10(tonnes)) - 1, 0) if tonnes > 0 else 1.0
    return round(tonnes / step) * step


def _overdraft(a: Assessment, language: Language) -> str:
    if a.overdrawn_t is None or a.overdraft_per_day_t is None:
        return ""
    return language.t(
        "It is overdrawn by {tonnes}, and the deficit grows by about {daily} a day.",
        tonnes=stressed(language.tonnes(a.overdrawn_t)),
        daily=language.tonnes(_to_two_figures(a.overdraft_per_day_t)),
    )


def _other(other: Assessment, language: Language) -> str:
    """What holds for another limit than the chosen one."""
    limit = language.degrees(other.choices.limit)
    if other.budget_t < 0:
        return language.t("The budget for {limit} degrees was used up before it began.", limit=limit)
    if other.overdrawn_since:
        when = language.month(other.overdrawn_since)
        ran_out = language.t("The budget for {limit} degrees ran out in {when}.", limit=limit, when=when)
        return f"{ran_out} {_overdraft(other, language)}"
    when_used = until(other, language)
    if when_used is None:
        return language.t("The budget for {limit} degrees lasts longer than to {year}.", limit=limit, year=LAST_YEAR)
    return language.t("The budget for {limit} degrees lasts until {when}.", limit=limit, when=when_used)


def lead(a: Assessment, other: Assessment | None, language: Language) -> str:
    """The two sentences under the headline: the overdraft if there is one, and how another limit stands.

    Uppsala counts 1.7 degrees at 50 per cent as 2 at 83: there the other limit is the same budget, and says nothing more.
    """
    says_more = other is not None and not math.isclose(other.budget_t, a.budget_t)
    sentences = [_overdraft(a, language), _other(other, language) if other and says_more else ""]
    if outlasts(a):
        sentences.insert(0, language.t("That is if emissions stay as they are today; so distant a day can’t be given."))
    elif not a.is_overdrawn:
        sentences.insert(0, language.t("After that it is used up, if emissions continue as they are today."))
    return " ".join(sentence for sentence in sentences if sentence)


def _left(a: Assessment, language: Language) -> Finding:
    if a.overdrawn_t is not None:
        meaning = language.t("have been emitted beyond the budget")
        return Finding("overdrawn", language.rounded(a.overdrawn_t), language.t("tonnes"), meaning)
    number, unit = _number_and_unit(language.tonnes(a.remaining_t))
    return Finding("remaining", number, unit, language.t("are left to emit"))


def _number_and_unit(text: str) -> tuple[str, str]:
    number, _, unit = text.partition(" ")
    return number, unit


def _years(a: Assessment, language: Language) -> str:
    if a.years_left is None:
        return language.t("used up") if a.is_overdrawn else _more(a, language)
    return language.t("{number} years", number=language.decimal(a.years_left, 1))


def _time(a: Assessment, around: tuple[Assessment, ...], language: Language) -> Finding:
    if a.overdrawn_since:
        months = max(round((a.as_of - a.overdrawn_since).days / DAYS_IN_MONTH), 1)
        unit = language.n("month", "months", months)
        return Finding("since", language.whole(months), unit, language.t("since the budget ran out"))
    beside = tuple((_around(b, language), _years(b, language)) for b in around)
    years = more_years(a.as_of, language) if a.years_left is None else language.decimal(a.years_left, 1)
    return Finding("years", years, language.t("years"), language.t("it lasts at today\u2019s rate"), beside)


def _more(a: Assessment, language: Language) -> str:
    return language.t("{number} years", number=more_years(a.as_of, language))


def _around(b: Assessment, language: Language) -> str:
    names = {"county": "The county", "region": "The region", "nation": "The nation", "country": "The country"}
    return language.t(names.get(b.area.kind, "Around"))


def _required(b: Assessment, language: Language) -> str:
    return "\u2013" if b.required_cut is None else _yearly(b.required_cut, language)


def _yearly(cut: float, language: Language) -> str:
    """A required cut with as many figures as it can bear."""
    return language.change(cut, 0 if cut >= 0.1 else 1)


def _cut(a: Assessment, around: tuple[Assessment, ...], language: Language) -> Finding:
    yearly = language.t("a year")
    if a.required_cut is None:
        if a.current_emissions_t_per_year == 0:
            meaning = language.t("can\u2019t be given: on the trend, emissions have reached zero")
            return Finding("required", "\u2013", "", meaning)
        if a.is_overdrawn:
            return Finding(
                "required", "\u2013", "", language.t("No yearly cut is enough any more: the budget is used up.")
            )
        meaning = language.t(
            "No yearly cut is enough: the budget will be used up before {year}.", year=a.required_cut_from
        )
        return Finding("required", "\u2013", "", meaning)
    beside = tuple((_around(b, language), _required(b, language)) for b in around)
    meaning = language.t("is needed from {year} for the budget to last", year=a.required_cut_from)
    return Finding("required", _yearly(a.required_cut, language), yearly, meaning, beside)


def _achieved(a: Assessment, around: tuple[Assessment, ...], language: Language) -> Finding:
    if a.achieved_cut is None:
        return Finding("achieved", "\u2013", "", language.t("the change in recent years is not known"))
    beside = tuple(
        (_around(b, language), language.change(b.achieved_cut)) for b in around if b.achieved_cut is not None
    )
    meaning = language.t(
        "has been the change, on average, in {first}\u2013{last}", first=a.base_year - SPAN, last=a.base_year
    )
    return Finding("achieved", language.change(a.achieved_cut), language.t("a year"), meaning, beside)


def findings(a: Assessment, around: tuple[Assessment, ...], language: Language) -> tuple[Finding, ...]:
    """The four figures that a reader asks for first, beside those of the areas around."""
    return (
        _left(a, language),
        _time(a, around, language),
        _cut(a, around, language),
        _achieved(a, around, language),
    )


def majority(names: list[str], one_nth: int | None, language: Language) -> str:
    """What makes up more than half of emissions, and how much of what is left it uses each year."""
    if not names:
        return ""
    lowered = [language.inside(name) for name in names]
    sentence = language.t("More than half of emissions come from {names}.", names=language.list(lowered))
    if one_nth in FRACTIONS:
        fraction = language.t(FRACTIONS[one_nth])
        sentence += " " + language.t("Each year they use up {fraction} of what is left.", fraction=fraction)
    return sentence


def per_head(a: Assessment, language: Language) -> str:
    """Emissions by inhabitant in the base year."""
    if a.per_head_t is None:
        return ""
    sentence = (
        "Of what was emitted here in {year}, {tonnes} of carbon dioxide are counted, {each} tonnes for each inhabitant."
        if a.left_out
        else "In {year} the area emitted {tonnes} of carbon dioxide, {each} tonnes for each inhabitant."
    )
    return language.t(
        sentence,
        year=a.base_year,
        tonnes=language.tonnes(a.base_emissions_t_per_year),
        each=language.decimal(a.per_head_t, 1),
    )


def budget_words(a: Assessment, language: Language) -> str:
    """The choice in words: limit, likelihood, start and method."""
    budget = language.t(
        "{limit} °C with a likelihood of {likelihood}%, from {start}",
        limit=language.degrees(a.choices.limit),
        likelihood=a.choices.likelihood,
        start=a.budget_start.year,
    )
    names = a.method.name
    return f"{budget}. {names.get(language.code) or names.get(language.base) or names['en']}."
