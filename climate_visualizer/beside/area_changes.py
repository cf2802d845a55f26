"""Changes of one area between editions: statistics in tonnes, and the budget and date that follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from climate_visualizer.beside.change_causes import MethodMove, WorldMove, asked_of, method_move, standing, world_move
from climate_visualizer.editions.publishing.edition_changes import of_area
from climate_visualizer.editions.read import Edition
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.choices import Choices
from climate_visualizer.methods.question import Question
from climate_visualizer.methods.recipes import UnknownMethod, find_method

MOST = 3
LEAST_PERCENT = 1.0


@dataclass(frozen=True)
class YearChange:
    """One year's total: kind is new, revised or gone; `sector` is the one that moved most, empty if none did."""

    year: int
    kind: str
    from_t: float | None
    to_t: float | None
    percent: float | None
    sector: str


@dataclass(frozen=True)
class Changed:
    """The differences of one area between two editions, the newest year first, and what became of its budget."""

    before_id: str
    after_id: str
    years: tuple[YearChange, ...]
    remaining_from_t: float | None
    remaining_to_t: float | None
    used_up_from: date | None
    used_up_to: date | None
    world: WorldMove | None = None
    method: MethodMove | None = None

    @property
    def is_empty(self) -> bool:
        return not self.years and self.world is None and self.method is None


def changed(before: Edition, question: Question) -> Changed:
    """What changed since an edition for the area that is asked of, and what the same choices gave then and give now.

    In CO2, or else in all gases together.
    """
    after = question.edition
    years = years_of(of_area(before, after, question.area_id), after.gas_of(question.area))
    was, now = _standing(asked_of(before, question)), _standing(question)
    world, method = world_move(before, question), method_move(before, question)
    return Changed(before.id, after.id, years, was[0], now[0], was[1], now[1], world, method)


def years_of(figures: pl.DataFrame, gas: str) -> tuple[YearChange, ...]:
    """The years of one gas that differ, the newest first, from every figure of an area that does."""
    rows = figures.filter(pl.col("gas") == gas)
    totals = rows.filter(pl.col("sector") == "total").sort("year", descending=True)
    sectors = rows.filter((pl.col("sector") != "total") & (pl.col("subsector") == "total"))
    return tuple(
        YearChange(
            row["year"],
            row["kind"],
            row["from_t"],
            row["to_t"],
            row["change_percent"],
            _moved_most(sectors, row["year"]),
        )
        for row in totals.iter_rows(named=True)
    )


def because(changed: Changed) -> dict[str, float]:
    """What of the change of what is left, in tonnes, each reason makes: `world-budget`, `method`, and the rest `statistics`."""
    if changed.remaining_from_t is None or changed.remaining_to_t is None:
        return {}
    change = changed.remaining_to_t - changed.remaining_from_t
    parts = {"world-budget": changed.world, "method": changed.method}
    moved = {reason: part.remaining_t for reason, part in parts.items() if part is not None}
    rest = {"statistics": change - sum(moved.values())} if changed.years else {}
    return rest | moved


def years_by_area(figures: pl.DataFrame) -> dict[tuple[str, str], tuple[YearChange, ...]]:
    """The same for every area and gas at once, from the figures of all."""
    of_all_sectors = figures.filter(pl.col("subsector") == "total")
    most: dict[tuple[str, str, int], tuple[float, str]] = {}
    parts = of_all_sectors.filter((pl.col("sector") != "total") & (pl.col("kind") == "revised"))
    for area_id, gas, year, sector, change in parts.select(
        "area_id", "gas", "year", "sector", pl.col("change_t").abs()
    ).iter_rows():
        key = (area_id, gas, year)
        most[key] = max(most.get(key, (-1.0, "")), (change, sector), key=lambda one: one[0])
    changes: dict[tuple[str, str], list[YearChange]] = {}
    totals = of_all_sectors.filter(pl.col("sector") == "total").sort("year", descending=True)
    names = ("area_id", "gas", "year", "kind", "from_t", "to_t", "change_percent")
    for area_id, gas, year, kind, was, now, percent in totals.select(names).iter_rows():
        sector = most.get((area_id, gas, year), (0.0, ""))[1]
        changes.setdefault((area_id, gas), []).append(YearChange(year, kind, was, now, percent, sector))
    return {key: tuple(years) for key, years in changes.items()}


def _moved_most(sectors: pl.DataFrame, year: int) -> str:
    of_year = sectors.filter((pl.col("year") == year) & (pl.col("kind") == "revised"))
    return str(of_year.sort(pl.col("change_t").abs(), descending=True)["sector"][0]) if of_year.height else ""


def _standing(question: Question) -> tuple[float | None, date | None]:
    a = standing(question)
    return (a.remaining_t, a.used_up_on) if a else (None, None)


def sentences(changed: Changed, names: dict[str, str], language: Language) -> tuple[str, ...]:
    """What changed, the most important first; small revisions are counted, not listed."""
    new = [one for one in changed.years if one.kind == "new"]
    gone = [one for one in changed.years if one.kind == "gone"]
    revised = [one for one in changed.years if one.kind == "revised"]
    large = [one for one in revised if one.percent is None or abs(one.percent) >= LEAST_PERCENT]
    texts = [_new(one, language) for one in new[:MOST]]
    texts += [language.t("Figures for {year} are no longer there.", year=one.year) for one in gone[:MOST]]
    texts += [_revised(one, names, language) for one in large[:MOST]]
    small, more = len(revised) - len(large), len(large) - len(large[:MOST])
    if more:
        texts.append(language.n("{count} more year was revised.", "{count} more years were revised.", more))
    if small:
        one, many = "{count} year moved by less than one per cent.", "{count} years moved by less than one per cent."
        texts.append(language.n(one, many, small))
    return (*texts, *_budget(changed, language), *_world(changed, language), *_method(changed, language))


def _new(one: YearChange, language: Language) -> str:
    return language.t(
        "Statistics for {year} are new: {tonnes}.", year=one.year, tonnes=language.tonnes(one.to_t or 0.0)
    )


def _revised(one: YearChange, names: dict[str, str], language: Language) -> str:
    facts = {
        "year": one.year,
        "before": language.rounded(one.from_t or 0.0, 4),
        "after": language.t("{number} tonnes", number=language.rounded(one.to_t or 0.0, 4)),
        "change": language.change(-(one.percent or 0.0) / 100),
    }
    if one.sector in names:
        facts["sector"] = names[one.sector]
        return language.t("{year} was revised from {before} to {after} ({change}), most of all in {sector}.", **facts)
    return language.t("{year} was revised from {before} to {after} ({change}).", **facts)


def _budget(changed: Changed, language: Language) -> tuple[str, ...]:
    was, now = changed.remaining_from_t, changed.remaining_to_t
    if was is None or now is None or language.tonnes(was) == language.tonnes(now):
        return ()
    moved = language.t(
        "What is left of the budget went from {before} to {after}.",
        before=language.tonnes(was),
        after=language.tonnes(now),
    )
    if changed.used_up_from and changed.used_up_to and changed.used_up_from != changed.used_up_to:
        days = (changed.used_up_to - changed.used_up_from).days
        longer = language.n("It lasts {count} day longer.", "It lasts {count} days longer.", abs(days))
        shorter = language.n("It ends {count} day earlier.", "It ends {count} days earlier.", abs(days))
        return (f"{moved} {longer if days > 0 else shorter}",)
    return (moved,)


def _world(changed: Changed, language: Language) -> tuple[str, ...]:
    """That there is a new budget of the world, and what of the change it makes."""
    if changed.world is None:
        return ()
    world = changed.world
    # As many decimals as tell the two apart: 690 from 2025 was 690 from 2025 says nothing.
    digits = next((count for count in (0, 1, 2) if round(world.from_gt, count) != round(world.to_gt, count)), 0)
    facts = {
        "before": language.decimal(world.from_gt, digits),
        "after": language.decimal(world.to_gt, digits),
        "first": world.from_start,
        "second": world.to_start,
    }
    text = language.t(
        "There is a new budget for the world: {after} billion tonnes from {second}, where it was {before} from {first}.",
        **facts,
    )
    return (f"{text} {_alone(world.remaining_t, language)}".strip(),)


def _method(changed: Changed, language: Language) -> tuple[str, ...]:
    """That the method has new steps, and what of the change they make."""
    if changed.method is None:
        return ()
    name = _name_of(changed.method.method, language) or changed.method.method
    text = language.t("The method {name} has been changed.", name=name)
    return (f"{text} {_alone(changed.method.remaining_t, language)}".strip(),)


def _alone(tonnes: float, language: Language) -> str:
    """How much larger or smaller one reason makes a budget; empty where it makes no difference."""
    amount = language.tonnes(abs(tonnes))
    if amount == language.tonnes(0.0):
        return ""
    more = language.t("It alone makes the budget {amount} larger.", amount=amount)
    less = language.t("It alone makes the budget {amount} smaller.", amount=amount)
    return more if tonnes > 0 else less


def _name_of(method_id: str, language: Language) -> str:
    """What a method is called; empty for one that is no longer there, of which what was kept may still tell."""
    try:
        return str(find_method(method_id).name[language.code])
    except UnknownMethod:
        return ""


def which_budget(named: Mapping[str, str], language: Language) -> str:
    """Which budget a change is told of, by the names of choices; empty where that is not known any more."""
    method = _name_of(named.get("method", ""), language)
    if not (method and {"limit", "likelihood"} <= named.keys()):
        return ""
    limit, chance = float(named["limit"]), float(named["likelihood"])
    return language.t(
        "What is said of the budget is by the method {method}, for {limit} °C with a chance of {chance}.",
        method=method,
        limit=language.degrees(limit),
        chance=language.percent(chance / 100),
    )


def basis(difference: Changed, choices: Choices, language: Language) -> str:
    """Which budget the sentences are about, and the day it lasts to."""
    if difference.remaining_to_t is None:
        return ""
    facts = {"limit": language.degrees(choices.limit), "chance": language.percent(choices.likelihood / 100)}
    if difference.remaining_to_t <= 0:
        return language.t("The budget is for {limit} °C with a chance of {chance}, and is used up.", **facts)
    if difference.used_up_to is None:
        return language.t("The budget is for {limit} °C with a chance of {chance}.", **facts)
    until = language.day(difference.used_up_to)
    sentence = "The budget is for {limit} °C with a chance of {chance}; with emissions as today it lasts until {until}."
    return language.t(sentence, until=until, **facts)
