"""Standings: the rows of every place of a country for one choice, for the first page, the ranking and comparisons."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from climate_visualizer.beside.similar_areas import persons_near
from climate_visualizer.budget import lasting
from climate_visualizer.budget.calendar import day_of
from climate_visualizer.budget.figures import Figures, assess_all
from climate_visualizer.caches import remembered
from climate_visualizer.editions.read import Area, Edition
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.basis import NoBudget
from climate_visualizer.methods.choices import Choices, default_choices, text
from climate_visualizer.methods.question import Question
from climate_visualizer.web import current
from climate_visualizer.web.http.addresses import path_to
from climate_visualizer.web.own_place import own_place
from climate_visualizer.web.pages.common.choice_links import Pill, with_limit
from climate_visualizer.words.sentences import area_name

NOTHING = "\u2013"
# Columns that are read from the largest down; of budgets what is best comes first, as the rank on an area's page counts.
FALLING = ("persons", "head", "years", "until", "left", "cut")


@dataclass(frozen=True)
class Row:
    """One area of a table: written figures, and the numbers they are sorted by (NaN where there is none)."""

    area: Area
    name: str
    href: str
    left: str
    until: str
    years: str
    cut: str
    achieved: str
    per_head: str
    persons: str
    is_overdrawn: bool
    on_estimates: bool
    order: dict[str, float]


def path_of(area: Area, language: Language, query: Mapping[str, str] | None = None) -> str:
    """The address of an area's page."""
    choices = f"?{urlencode(query)}" if query else ""
    return path_to("area", language.code, area) + choices


def countries(edition: Edition) -> tuple[str, ...]:
    """The countries that have areas below the nation, all where none has any; the installation's own, then Sweden, first."""
    nations, own = {area.id for area in edition.areas if area.kind == "country"}, own_place(edition)
    divided = dict.fromkeys(area.country for area in edition.areas if area.parent_id in nations)
    first = (own.country if own else "SE", "SE")
    return tuple(sorted(divided or edition.countries, key=lambda code: (code != first[0], code != first[1])))


def asked_country(query: Mapping[str, str], edition: Edition) -> str:
    """The country that a query asks for, or the first there is."""
    codes = countries(edition)
    asked = query.get("country", "").upper()
    return asked if asked in codes else codes[0]


def asked(query: Mapping[str, str], country: str) -> Question:
    """The country by the default choices with the limit that is asked for; raises `WrongChoice` for one that cannot be chosen."""
    limit = query.get("limit", "")
    return current.question(country, {"limit": limit} if limit else {})


def limit_pills(question: Question, other_query: Mapping[str, str], language: Language) -> tuple[Pill, ...]:
    """Each limit as a link to the same page; `other_query` is the rest of the address."""
    default = default_choices(question.country, question.as_of, edition=question.edition)
    choices, pills = question.choices, []
    for limit in sorted({limit for limit, _ in question.method.pairs(choices.vintage)}):
        query = {**other_query, **({} if limit == default.limit else {"limit": text(limit)})}
        pills.append(Pill(f"{language.decimal(limit, 1)}°", "?" + urlencode(query), limit == choices.limit))
    return tuple(pills)


def chance(choices: Choices, language: Language) -> str:
    """What the choice promises, in words."""
    return language.t(
        "{likelihood}% chance of staying below {limit} °C",
        likelihood=choices.likelihood,
        limit=language.degrees(with_limit(choices, choices.limit).limit),
    )


def kind_name(kind: str, language: Language) -> str:
    """What areas of a kind are called together."""
    names = {
        "county": language.t("Counties"),
        "municipality": language.t("Municipalities"),
        "nation": language.t("Nations"),
        "region": language.t("Regions"),
        "unitary-authority": language.t("Unitary authorities"),
        "district": language.t("Districts"),
        "metropolitan-borough": language.t("Metropolitan boroughs"),
        "london-borough": language.t("London boroughs"),
        "principal-area": language.t("Principal areas of Wales"),
        "council-area": language.t("Council areas of Scotland"),
        "local-government-district": language.t("Districts of Northern Ireland"),
    }
    return names.get(kind, kind)


def _until(figures: Figures, index: int, language: Language) -> str:
    overdrawn_day = day_of(float(figures.overdrawn_since[index]))
    if overdrawn_day:
        return language.t("used up {when}", when=language.month(overdrawn_day))
    day = lasting.told_day(float(figures.used_up_at[index]))
    if day is None and figures.remaining_t[index] >= 0:
        return lasting.after(language)
    return language.month(day) if day else NOTHING


def _years(years: float, left: float, as_of: date, language: Language) -> tuple[str, float]:
    """How many years the budget lasts, written and to sort by: all that lasts beyond 2050 alike."""
    told_years = lasting.told_years(years, as_of)
    if told_years is None and left >= 0:
        return lasting.over_years(as_of, language), lasting.most_years(as_of)
    return (NOTHING if told_years is None else language.decimal(told_years, 1)), -1.0 if left < 0 else years


def _row(area: Area, index: int, figures: Figures, persons: float, href: str, as_of: date, language: Language) -> Row:
    left, cut = float(figures.remaining_t[index]), float(figures.required_cut[index])
    years, order = _years(float(figures.years_left[index]), left, as_of, language)
    achieved, head = float(figures.achieved_cut[index]), float(figures.base_emissions[index]) / persons
    over = float(figures.overdrawn_since[index])
    return Row(
        area=area,
        name=area_name(area, language),
        href=href,
        left=language.rounded(left),
        until=_until(figures, index, language),
        years=years,
        cut=language.change(cut, 0 if cut >= 0.1 else 1) if math.isfinite(cut) else NOTHING,
        achieved=language.change(achieved) if math.isfinite(achieved) else NOTHING,
        per_head=language.decimal(head, 1) if math.isfinite(head) else NOTHING,
        persons=language.whole(persons) if math.isfinite(persons) else NOTHING,
        is_overdrawn=left < 0,
        on_estimates=left < 0 and float(figures.budget_t[index]) > float(figures.emitted_published_t[index]),
        order={
            "left": left,
            "until": over if math.isfinite(over) else min(float(figures.used_up_at[index]), lasting.END),
            "cut": -cut,
            "achieved": -achieved,
            "head": head,
            "persons": persons,
            "years": order,
        },
    )


@remembered
def _rows(question: Question, language: Language) -> tuple[Row, ...]:
    edition, country, query, figures = question.edition, question.country, question.query, assess_all(question)
    persons = persons_near(edition, country, int(edition.cube(country).years[-1]))
    rows = []
    for index, area_id in enumerate(figures.area_ids):
        area = edition.area(area_id)
        href = path_of(area, language, query)
        rows.append(_row(area, index, figures, float(persons[index]), href, question.as_of, language))
    return tuple(sorted(rows, key=lambda row: language.alphabetical(row.name)))


def rows(question: Question, language: Language) -> tuple[Row, ...]:
    """Every area of a country that has a budget, the nation included, by name; kept while edition, choices and day last."""
    try:
        return _rows(question.everywhere, language)
    except NoBudget:
        return ()


def gone_said(used_up_count: int, count: int, language: Language) -> str:
    """How many places have used up their budget."""
    if count == 0:
        return ""
    if used_up_count == 0:
        return language.t("None of the {count} places below has used up its own budget yet.", count=count)
    return language.n(
        "{count} of {all} places has used up its budget.",
        "{count} of {all} places have used up their budgets.",
        used_up_count,
        all=language.whole(count),
    )


def on_estimates(rows: Iterable[Row], language: Language) -> str:
    """That places are called used up on estimated years alone, where some are."""
    used_up = [row for row in rows if row.is_overdrawn]
    count = sum(row.on_estimates for row in used_up)
    if not count:
        return ""
    if count == len(used_up):
        return language.t(
            "That they are used up rests on years that are estimated: statistics don\u2019t reach them yet."
        )
    return language.n(
        "For {count} of them that rests on years that are estimated.",
        "For {count} of them that rests on years that are estimated.",
        count,
    )


def example(rows: Iterable[Row]) -> str:
    """A name to try: that of the first place with such a budget, or of the one with the most people."""
    rows = list(rows)
    divided = {row.area.parent_id for row in rows}
    names = [row.name for row in arranged(rows, "persons") if row.area.id not in divided]
    return next((row.name for row in rows if row.area.id == "SE-0480"), names[0] if names else "")


def arranged(rows: Iterable[Row], sort: str) -> list[Row]:
    """Rows in the order that is asked for; `-` before the column turns it round, and what has no figure comes last."""
    rows, key = list(rows), sort.removeprefix("-")
    if not rows or key not in rows[0].order:
        return rows[::-1] if sort == "-name" else rows
    with_figure = [row for row in rows if not math.isnan(row.order[key])]
    falling = (key in FALLING) != sort.startswith("-")
    ordered = sorted(with_figure, key=lambda row: row.order[key], reverse=falling)
    return ordered + [row for row in rows if math.isnan(row.order[key])]


@dataclass(frozen=True)
class Heading:
    """A column's heading: where it leads, and how the table is sorted by it now."""

    key: str
    name: str
    note: str
    href: str
    sorted: str


def headings(
    columns: Iterable[tuple[str, str, str]], other_query: Mapping[str, str], sort: str, anchor: str
) -> tuple[Heading, ...]:
    """Each column as (key, name, note), with a link that sorts by it, or turns the order where it is sorted by already."""
    headings_in_order = []
    for key, name, note in columns:
        chosen = sort.removeprefix("-") == key
        turned = chosen and not sort.startswith("-")
        asked = {**other_query, "sort": f"-{key}" if turned else "" if key == "name" else key}
        href = "?" + urlencode({k: v for k, v in asked.items() if v}) + anchor
        falling = (key in FALLING) != sort.startswith("-")
        headings_in_order.append(
            Heading(key, name, note, href, ("descending" if falling else "ascending") if chosen else "")
        )
    return tuple(headings_in_order)


def is_outlined(edition: Edition, country: str) -> bool:
    """Whether the edition has boundaries of a country's areas."""
    return any(area_id.startswith(country) for area_id in edition.boundaries["area_id"].unique().to_list())
