"""Figures of an area's page, its embeds and papers: its budget, those around it, by other limits, methods and scopes; ranks."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from page_reading.known import DOTS, Known, running

Ask = Callable[[str], Any]  # an answer of the API by its address; None where there is none
Json = Mapping[str, Any]
MEASURES = Path(__file__).resolve().parents[2] / "climate_visualizer" / "data" / "measures"
OPEN_PLANTS, MOST_PLANTS = 5, 25  # plants that stand open, and that have a row of their own at most
NAMED_SOURCES, OPEN_SOURCES = 8, 5  # sources of emissions that are named, and of those the ones that do not fold
DAYS_IN_MONTH = 30.436875
RANKED = ("remaining", "years", "required", "achieved")


def with_query(address: str, **query: object) -> str:
    return f"{address}?{urlencode(query)}" if query else address


def area_figures(ask: Ask, area_id: str, language: str) -> Known:
    """Whatever the page of an area may state in a language, in which the API says some of its sentences."""
    known, root = Known(), f"/api/v1/areas/{area_id}"
    budget = ask(f"{root}/budget")
    own_budget(known, budget)
    for parent in around(ask, budget["area"]):
        beside(known, ask(f"/api/v1/areas/{parent}/budget"), budget)
    method = next(candidate for candidate in ask("/api/v1/methods") if candidate["id"] == budget["choices"]["method"])
    method_texts(known, method)
    for limit in method["allowed"]["limit"]:
        other_budget(known, ask(with_query(f"{root}/budget", limit=limit)))
        known.say("degrees", float(limit))
    for scope in method["allowed"]["scope"]:
        other_budget(known, ask(with_query(f"{root}/budget", scope=scope)))
    for name in ("outlook", "vintages", "published-budgets", "changes"):
        known.take(ask(f"{root}/{name}") or {})
    changed(known, ask(f"{root}/changes") or {})
    for published_budget in (ask(f"{root}/published-budgets") or {"published_budgets": ()})["published_budgets"]:
        if published_budget["ours_per_published"] is not None:
            known.say("percent", abs(100 * (published_budget["ours_per_published"] - 1)))
    emitted(known, ask(f"{root}/emissions"), budget, set(budget["current_sectors_t_per_year"]))
    plants(known, ask(f"{root}/plants"), budget)
    verdicts(known, ask(f"{root}/goal-verdicts?lang={language}") or {}, budget)
    organisations(known, ask, root)
    ranks(known, ask, budget["area"])
    editions(known, ask)
    known.say("tonnes", *DOTS)
    known.years.update(range(int(budget["as_of"][:4]), 2051))
    return known


def method_texts(known: Known, method: Json) -> None:
    """A method's words: its name, what it counts, assumes and leaves out."""
    known.take({key: value for key, value in method.items() if key not in ("allowed", "cannot")})


def around(ask: Ask, area: Json) -> list[str]:
    parent_ids, parent = [], area["parent"]
    while parent:
        parent_ids.append(parent)
        parent = ask(f"/api/v1/areas/{parent}")["parent"]
    return parent_ids


def own_budget(known: Known, budget: Json) -> None:
    """An area's own budget: every figure, its years, and its running sums."""
    left_aside = ("history", "trend", "pathway", "left_out", "derivation", "current_sectors_t_per_year")
    known.take({key: value for key, value in budget.items() if key not in left_aside})
    for step in budget["derivation"]:
        known.say(
            "tonnes", step["tonnes"], *(step["inputs"].get(name) for name in ("overhead", "published", "estimated"))
        )
        known.take({key: value for key, value in step["inputs"].items() if key in ("limit", "likelihood")})
        known.years.update(int(value) for name, value in step["inputs"].items() if "year" in name or name == "start")
        share = step["inputs"].get("share")
        known.say("percent", *([100 * share] if share is not None else []))
    known.say("percent", 100 * budget["share"])
    known.change(budget["required_cut_percent"])
    known.change(budget["achieved_cut_percent"])
    for wait in budget["delays"]:
        if wait["required_cut_percent"] is not None:
            known.waits[wait["year"]] = -wait["required_cut_percent"]
    known.say("years", budget["years_left"], *([2050 - int(budget["as_of"][:4])] if budget["lasts_beyond"] else []))
    if budget["overdrawn_since"]:
        since = date.fromisoformat(budget["as_of"]) - date.fromisoformat(budget["overdrawn_since"])
        known.say("number", since.days / DAYS_IN_MONTH, since.days / (12 * DAYS_IN_MONTH))
    emitted = budget["emitted_published_t"], budget["emitted_estimated_t"]
    known.summands["tonnes"] += [
        *emitted,
        sum(emitted),
        budget["budget_t"],
        budget["remaining_t"],
        abs(budget["remaining_t"]),
    ]
    known.years.update(range(budget["base_year"] - 5, budget["base_year"] + 1))
    for figure_of_year in (*budget["history"], *budget["trend"], *(budget["pathway"] or [])[1:]):
        known.of_year(
            figure_of_year["year"],
            figure_of_year["emissions_t"],
            figure_of_year.get("low_t"),
            figure_of_year.get("high_t"),
        )
    if budget["base_year"]:
        known.say("tonnes", budget["history"][-1]["emissions_t"])
    _sums(known, budget)


def _sums(known: Known, budget: Json) -> None:
    """What has been emitted since the budget began by the start of each year: as statistics say, at today's rate, on the path."""
    yearly = {
        figure_of_year["year"]: figure_of_year["emissions_t"]
        for figure_of_year in (*budget["trend"], *budget["history"])
    }
    day, began = date.fromisoformat(budget["as_of"]), int(budget["budget_start"][:4])
    elapsed = (day - date(day.year, 1, 1)).days / (date(day.year + 1, 1, 1) - date(day.year, 1, 1)).days
    until = {**yearly, day.year: yearly.get(day.year, 0) * elapsed}  # of this year what has been emitted by today
    by_start = running(0.0, [yearly.get(year, 0) for year in range(began, day.year)])
    for year, value in enumerate(by_start, began):
        known.of_year(year, value, budget["budget_t"])
    now = budget["emitted_published_t"] + budget["emitted_estimated_t"]
    known.of_year(day.year, now, budget["remaining_t"], until[day.year])
    for year in range(day.year + 1, 2051):
        at_rate = now + budget["current_emissions_t_per_year"] * (year - day.year - elapsed)
        known.of_year(year, at_rate, budget["budget_t"])
    _overdrawn(known, budget, until)
    _on_the_path(known, budget, yearly, elapsed)


def _overdrawn(known: Known, budget: Json, until: Mapping[int, float]) -> None:
    """The year in which the budget was used up: what was emitted before that day and after it."""
    if budget["overdrawn_since"]:
        first, this_year = int(budget["overdrawn_since"][:4]), int(budget["as_of"][:4])
        over = budget["overdrawn_t"] - sum(until.get(year, 0) for year in range(first + 1, this_year + 1))
        known.of_year(first, over, until.get(first, 0) - over)


def _on_the_path(known: Known, budget: Json, yearly: Mapping[int, float], elapsed: float) -> None:
    """The budget's path: each of its years, what is left of this one, and what has come together before each."""
    path = {figure_of_year["year"]: figure_of_year["emissions_t"] for figure_of_year in budget["pathway"] or []}
    began, this_year = int(budget["budget_start"][:4]), int(budget["as_of"][:4])
    before = sum(yearly.get(year, 0) for year in range(began, min(path, default=began)))
    for (year, value), together in zip(
        sorted(path.items()), running(before, [path[year] for year in sorted(path)]), strict=False
    ):
        known.of_year(year, together, budget["budget_t"], value * (1 - elapsed) if year == this_year else value)


def beside(known: Known, other: Json | None, budget: Json) -> None:
    """The area around, as it stands beside each finding; and the own history if it had changed as there."""
    if other is None:
        return
    known.say("years", other["years_left"])
    known.change(other["required_cut_percent"])
    known.change(other["achieved_cut_percent"])
    known.say("tonnes", other["per_head_t"])
    theirs = {figure_of_year["year"]: figure_of_year["emissions_t"] for figure_of_year in other["history"]}
    own = {figure_of_year["year"]: figure_of_year["emissions_t"] for figure_of_year in budget["history"]}
    shared_years = [year for year in sorted(theirs) if theirs[year] > 0 and own.get(year, 0) > 0]
    for year in shared_years:
        known.of_year(year, theirs[year] / theirs[shared_years[0]] * own[shared_years[0]])


def other_budget(known: Known, other: Json | None) -> None:
    """The same area by another limit or scope."""
    if other is None:
        return
    names = (
        "remaining_t",
        "overdrawn_t",
        "overdraft_per_day_t",
        "overdrawn_since",
        "used_up_on",
        "used_up_on_trend",
        "next_limit",
    )
    known.take({name: other[name] for name in names})
    for left_out in other["left_out"]:
        known.say("tonnes", left_out["tonnes"], abs(left_out["tonnes"]))
    known.say("tonnes", other["per_head_t"])


def emitted(known: Known, answer: Json, budget: Json, counted: set[str]) -> None:
    """Each sector and part of one in the last year with statistics, and its share; every published year of a sector."""
    base = budget["base_year"]
    left_out = {figure["sector"]: figure["tonnes"] for figure in budget["left_out"] if figure["year"] == base}
    of_base = [figure for figure in answer["figures"] if figure["year"] == base and figure["tonnes"] is not None]
    of_base = [
        {**figure, "tonnes": figure["tonnes"] - left_out.get(figure["sector"], 0)} for figure in of_base
    ] + of_base
    of_all = budget["base_emissions_t_per_year"]
    last = budget["history"][-1]["emissions_t"]
    for figure in of_base:
        known.say("tonnes", figure["tonnes"])
        known.together("percent", *(100 * figure["tonnes"] / total for total in (of_all, last) if total))
    of_base = [figure for figure in of_base if figure["sector"] in counted]
    _other_sources(known, of_base)
    for figure in answer["figures"]:
        known.of_year(figure["year"], figure["tonnes"])
    if budget["persons"]:
        known.say("tonnes", of_all / budget["persons"], last / budget["persons"])
    known.take(answer["disputes"])
    whole_sectors = {
        figure["sector"]: figure for figure in reversed(of_base) if figure["subsector"] == "total"
    }.values()
    sums: dict[str, float] = defaultdict(float)
    for figure in whole_sectors:
        sums[figure["status"]] += max(figure["tonnes"], 0)
    known.together("percent", *(100 * value / sum(sums.values()) for value in sums.values() if sum(sums.values())))


def _other_sources(known: Known, of_base: list[Json]) -> None:
    """What comes after the largest sources, together: parts of sectors, and sectors that have none."""
    split = {figure["sector"] for figure in of_base if figure["subsector"] != "total"}
    fine = {(figure["sector"], figure["subsector"]): figure["tonnes"] for figure in reversed(of_base)}
    sources = sorted(
        (
            tonnes
            for (sector, part), tonnes in fine.items()
            if tonnes > 0 and sector != "total" and (part != "total" or sector not in split)
        ),
        reverse=True,
    )
    others, total = sum(sources[NAMED_SOURCES:]), sum(sources)
    known.say("tonnes", others)
    known.say("number", len(sources) - OPEN_SOURCES)
    if total:
        known.together("percent", *(100 * tonnes / total for tonnes in (others, *sources)))


def plants(known: Known, answer: Json | None, budget: Json) -> None:
    """Large plants, and the area with and without them."""
    if not answer:
        return
    known.take({key: value for key, value in answer.items() if key != "plants"})
    counted = sum(plant["year"] == answer["year"] for plant in answer["plants"])
    for plant_count in (counted, len(answer["plants"])):
        known.say("number", plant_count, plant_count - MOST_PLANTS, min(plant_count, MOST_PLANTS) - OPEN_PLANTS)
    for plant in answer["plants"]:
        known.take({key: value for key, value in plant.items() if key != "figures"})
        for figure in plant["figures"]:
            known.of_year(figure["year"], figure["tonnes"])
    for name in ("with_t", "without_t", "together_t"):
        if budget["persons"] and answer.get(name):
            known.say("tonnes", answer[name] / budget["persons"])


def verdicts(known: Known, answer: Json, budget: Json) -> None:
    """Goals held against the budget: tonnes, and how many years before the goal's own the budget is used up."""
    known.take(answer)
    for goal in answer.get("goals", ()):
        for step in goal["years"]:
            known.of_year(step["year"], step["tonnes"])
            if goal["used_up_on"]:
                known.say(
                    "years", step["year"] - int(goal["used_up_on"][:4]), step["year"] + 1 - int(goal["used_up_on"][:4])
                )
        known.say(
            "tonnes",
            goal.get("until_t", 0) + goal.get("after_t", 0),
            abs(goal["exceeds_t"]) if goal.get("exceeds_t") else None,
        )


def changed(known: Known, answer: Json) -> None:
    """What the newest statistics changed: how many years by little or not named, and what each reason makes of the budget."""
    known.say("tonnes", *(abs(tonnes) for tonnes in answer.get("because", {}).values()))
    known.say(
        "number", *(gigatonnes for name, gigatonnes in (answer.get("world") or {}).items() if name.endswith("_gt"))
    )
    if answer.get("used_up_from") and answer.get("used_up_to"):
        moved = date.fromisoformat(answer["used_up_to"]) - date.fromisoformat(answer["used_up_from"])
        known.say("number", abs(moved.days))
    revised: dict[str, list[float | None]] = defaultdict(list)
    for figure in answer.get("figures", ()):
        if figure["sector"] == figure["subsector"] == "total" and figure["kind"] == "revised":
            revised[figure["gas"]].append(figure["change_percent"])
    for percents in revised.values():
        large = sum(percent is None or abs(percent) >= 1 for percent in percents)
        known.say("number", len(percents) - large, *range(large + 1))


def organisations(known: Known, ask: Ask, root: str) -> None:
    """What organisations have published for an area: goals and the path through them, measures, and figures of their own."""
    goals, measures = (ask(f"{root}/{name}") or {} for name in ("goals", "measures"))
    known.take([goals, measures])
    for goal in goals.get("goals", ()):
        known.change(goal["amount"] if goal["kind"] == "percent" else None)
    for path in goals.get("paths", ()):
        for year, tonnes in zip(path["years"], path["tonnes"], strict=True):
            known.of_year(year, tonnes)
        if path["used_up_on"]:
            over = date(path["until_year"] + 1, 1, 1) - date.fromisoformat(path["used_up_on"])
            known.say("years", over.days / 365.2425)
    for planned in (False, True):
        saved = (one["saves_t"] for one in measures.get("measures", ()) if (one["status"] == "planned") is planned)
        known.say("tonnes", sum(saved))
    official = ask(f"{root}/emissions")["figures"]
    for one in (ask(f"{root}/published") or {"published": ()})["published"]:
        known.take({"title": one["title"], "content": one["content"]})
        known.change(one["content"].get("goal_percent"))
        own = one["content"].get("tonnes")
        for year, tonnes in own.items() if isinstance(own, dict) else ():
            known.of_year(int(year), tonnes)
            known.say("tonnes", tonnes)
            for theirs in official:
                if str(theirs["year"]) == year and theirs["sector"] == one["content"].get("sector"):
                    known.of_year(int(year), tonnes - (theirs["tonnes"] or 0.0))
        _adopted(known, one["content"].get("adopted") or {})


def _adopted(known: Known, adopted: Json) -> None:
    """A climate budget that was adopted: each committee's part, in the columns of its years."""
    known.years.update(adopted.get("years", ()))
    for part in (*adopted.get("allowed", {}).values(), adopted.get("whole", ())):
        known.say("tonnes", *part)


def editions(known: Known, ask: Ask) -> None:
    """The edition and the days of the releases in it."""
    known.take(ask("/api/v1/editions")[0])


def measures(known: Known, ask: Ask, area_id: str, text: str, language: str) -> None:
    """What each measure that a text names would save by itself, asked of the API one by one."""
    for measure in _measures():
        names = measure["name"]
        if names.get(language, names.get(language.partition("-")[0], names["en"])) in text:
            answer = ask(f"/api/v1/areas/{area_id}/scenario?s=m~{measure['code']}")
            known.say("tonnes", answer["saved_t"], *answer["saved_by_measure_t"].values())


@cache
def _measures() -> list[Json]:
    """Every measure of the library, as its file has it."""
    return [
        measure
        for path in sorted(MEASURES.glob("*.toml"))
        for measure in tomllib.loads(path.read_text(encoding="utf-8"))["measure"]
    ]


def ranks(known: Known, ask: Ask, area: Json) -> None:
    """The area's place among those of its kind by each finding, counted from the whole country's file."""
    rows = [row for row in ask(f"/files/{area['country']}/findings.json")["rows"] if row["kind"] == area["kind"]]
    if len(rows) < 5:
        return
    known.say("number", len(rows))
    own = next(row for row in rows if row["area_id"] == area["id"])
    for name in RANKED:
        mine, others = _ranked(own, name), [_ranked(row, name) for row in rows]
        if mine is not None:
            better = sum(other > mine for other in others if other is not None)
            alike = sum(other == mine for other in others)  # of the same day, in whose hours they differ
            known.say("number", *range(better + 1, better + alike + 1))


def _ranked(row: Json, name: str) -> float | str | None:
    """What is ranked, the best the largest."""
    if name == "remaining":
        return row["remaining_t"] / row["persons"] if row["persons"] else None
    if name == "years":
        return row["overdrawn_since"] or row["used_up_on"] or "2050-12-31"
    cut = row["required_cut_percent" if name == "required" else "achieved_cut_percent"]
    return None if cut is None else -cut if name == "required" else cut
