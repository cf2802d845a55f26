"""Figures of the pages beside an area's own: sector, comparison, ranking, scenario, goal, published budgets, group."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from page_reading.area_figures import (
    Ask,
    Json,
    area_figures,
    around,
    editions,
    emitted,
    method_texts,
    own_budget,
)
from page_reading.known import Known

LOOSE = 0.05
SPAN = 5  # years that a change is told over


def sector_figures(ask: Ask, area_id: str, sector: str) -> Known:
    """What the page of one sector may state: of the area and of those around it, and its rank."""
    known, budget = Known(), ask(f"/api/v1/areas/{area_id}/budget")
    own = _sector(ask, area_id, sector)
    base = budget["base_year"]
    editions(known, ask)
    known.years.update((base, base - SPAN))
    known.say("percent", 1.0, 99.0)  # less than 1, more than 99 per cent: what is too small or large is told so
    for of in (area_id, *around(ask, budget["area"])):
        theirs = ask(f"/api/v1/areas/{of}/budget")
        if theirs is None:
            continue
        _one_sector(known, _sector(ask, of, sector), theirs)
        ours, other = _per_head(own, budget), _per_head(_sector(ask, of, sector), theirs)
        if ours and other:
            known.say("number", ours / other)
            known.say("percent", 100 * abs(ours / other - 1))
    _filled(known, ask, budget["area"])
    parts = [figure for figure in ask(f"/api/v1/areas/{area_id}/emissions")["figures"] if figure["sector"] == sector]
    _parts(known, parts, own, base)
    rate = budget["current_sectors_t_per_year"][sector]
    if rate > 0 and budget["remaining_t"] > 0:
        known.say("number", 1, round(budget["remaining_t"] / rate), int(budget["remaining_t"] / rate))
    _sector_rank(known, ask, budget, sector)
    return known


def _sector(ask: Ask, area_id: str, sector: str) -> dict[int, float]:
    """A sector's published tonnes by year, without what the budget's scope leaves out of it."""
    left_out = {
        figure["year"]: figure["tonnes"]
        for figure in ask(f"/api/v1/areas/{area_id}/budget")["left_out"]
        if figure["sector"] == sector
    }
    figures = ask(f"/api/v1/areas/{area_id}/emissions")["figures"]
    return {
        figure["year"]: figure["tonnes"] - left_out.get(figure["year"], 0.0)
        for figure in figures
        if figure["sector"] == sector and figure["subsector"] == "total" and figure["tonnes"] is not None
    }


def _per_head(tonnes: dict[int, float], budget: Json) -> float | None:
    return 1000 * tonnes.get(budget["base_year"], 0.0) / budget["persons"] if budget["persons"] else None


def _one_sector(known: Known, tonnes: dict[int, float], budget: Json) -> None:
    base = budget["base_year"]
    known.say("tonnes", tonnes.get(base, 0.0))
    known.say("kilograms", _per_head(tonnes, budget))
    known.say("number", _per_head(tonnes, budget))
    if budget["base_emissions_t_per_year"]:
        known.say("percent", 100 * tonnes.get(base, 0.0) / budget["base_emissions_t_per_year"])
    first = tonnes.get(base - SPAN)
    if first and tonnes.get(base):
        known.change(100 * (1 - (tonnes[base] / first) ** (1 / SPAN)))
    for year, value in tonnes.items():
        known.of_year(year, value)
    for before, after in pairwise(sorted(tonnes)):
        low, high = sorted((tonnes[before], tonnes[after]))
        slack = LOOSE * high  # a sum of filled places may leave the range of its own ends a little
        for year in range(before + 1, after):
            known.years.add(year)
            known.between[year].append((low - slack, high + slack))


def _filled(known: Known, ask: Ask, area: Json) -> None:
    """Sectors in the years between statistics, which the area's file of all figures has."""
    topics = {topic["key"]: topic for topic in ask(area["page"] + "figures.json")["topics"]}
    for year, *tonnes in topics["emissions"]["rows"]:
        known.of_year(year, *(value for value in tonnes if isinstance(value, float)))


def _parts(known: Known, figures: Sequence[Json], own: dict[int, float], base: int) -> None:
    parts = [figure for figure in figures if figure["subsector"] != "total" and figure["tonnes"] is not None]
    for figure in parts:
        known.of_year(figure["year"], figure["tonnes"])
        known.between[figure["year"]].append((0.0, max(own.values(), default=0.0)))
    last = [figure["tonnes"] for figure in parts if figure["year"] == base and figure["tonnes"] > 0]
    known.say("tonnes", *last)
    known.say("number", len(last))
    for total in {sum(last), own.get(base, 0.0)}:
        known.together("percent", *(100 * tonnes / total for tonnes in last if total))


def _sector_rank(known: Known, ask: Ask, budget: Json, sector: str) -> None:
    """The area's place by what each inhabitant emits in the sector, counted from the country's files.

    The files have what was published; where there is a cement works the budget's scope may leave some of that out.
    """
    area = budget["area"]
    heads, places = _heads(ask, area["country"], area["kind"], sector, str(budget["base_year"]))
    if area["id"] not in heads:
        return
    known.say("number", len(heads), places)
    known.say("number", 1 + sum(head < heads[area["id"]] for head in heads.values()))


@lru_cache(maxsize=64)  # the same for each place of a kind, of which a country has hundreds
def _heads(ask: Ask, country: str, kind: str, sector: str, base: str) -> tuple[dict[str, float], int]:
    """What each inhabitant emits in a sector by place, and how many places there are."""
    alike = [row for row in ask(f"/files/{country}/findings.json")["rows"] if row["kind"] == kind]
    persons = {row["area_id"]: row["persons"] for row in alike}
    heads = {
        row["area_id"]: row[base] / persons[row["area_id"]]
        for row in ask(f"/files/{country}/emissions.json")["rows"]
        if (row["gas"], row["sector"], row["subsector"]) == ("CO2", sector, "total")
        and persons.get(row["area_id"])
        and row.get(base) is not None
    }
    large = (ask(f"/api/v1/areas/{country}/plants") or {"plants": ()})["plants"]
    works = {plant["area_id"] for plant in large if plant["activity"] == "cement"}
    works |= {parent for area_id in works for parent in around(ask, ask(f"/api/v1/areas/{area_id}"))}
    for area_id in works & set(heads):
        heads[area_id] = _per_head(_sector(ask, area_id, sector), ask(f"/api/v1/areas/{area_id}/budget")) / 1000
    return heads, len(persons)


def budgets_figures(ask: Ask, area_id: str) -> Known:
    """What the page of all published budgets may state."""
    known = Known()
    answer = ask(f"/api/v1/areas/{area_id}/vintages")
    known.take(answer)
    for vintage in answer["vintages"]:
        known.summands["tonnes"] += [
            vintage["budget_t"],
            vintage["remaining_t"],
            abs(vintage["remaining_t"]),
            vintage["budget_t"] - vintage["remaining_t"],
        ]
        known.years.add(int(vintage["budget_start"][:4]))
    for method in ask("/api/v1/methods"):
        method_texts(known, method)
    editions(known, ask)
    known.years.add(2050)
    return known


def goal_figures(own: Known, ask: Ask, area_id: str, language: str) -> Known:
    """What the page of a goal may state: the area's own figures, the verdicts, and its way year by year."""
    known = own.with_more()
    budget = ask(f"/api/v1/areas/{area_id}/budget")
    answer = ask(f"/api/v1/areas/{area_id}/goal-verdicts?lang={language}")
    this_year = int(budget["as_of"][:4])
    begin = next(figure["emissions_t"] for figure in budget["trend"] if figure["year"] == this_year)
    for goal in answer["goals"]:
        steps = [(this_year, begin), *((step["year"], step["tonnes"]) for step in goal["years"])]
        for (first, low), (last, high) in pairwise(steps):
            for year in range(first, last + 1):
                known.of_year(year, low + (high - low) * (year - first) / (last - first))
        for year in range(steps[-1][0], 2051):
            known.of_year(year, steps[-1][1])
        known.say("tonnes", *(tonnes for _, tonnes in steps))
    return known


def explore_figures(ask: Ask, area_id: str, scenario: str = "") -> Known:
    """What the page of a scenario may state."""
    known, budget = Known(), ask(f"/api/v1/areas/{area_id}/budget")
    answer = ask(f"/api/v1/areas/{area_id}/scenario?s={scenario}")
    own_budget(known, budget)
    editions(known, ask)
    known.take(
        {
            key: value
            for key, value in answer.items()
            if key not in ("path_t", "trend_t", "sectors_t", "budget_path_t", "fields", "years")
        }
    )
    known.say("tonnes", abs(answer["left_t"]))
    for at, year in enumerate(answer["years"]):
        sectors = [of[at] for of in answer["sectors_t"].values()]
        known.of_year(year, answer["path_t"][at], answer["trend_t"][at], *sectors)
        if answer["budget_path_t"]:
            known.of_year(year, answer["budget_path_t"][at])
    emitted(known, ask(f"/api/v1/areas/{area_id}/emissions"), budget, set(answer["sectors_t"]))
    method = next(one for one in ask("/api/v1/methods") if one["id"] == budget["choices"]["method"])
    method_texts(known, method)
    return known


def group_figures(ask: Ask, area_ids: Sequence[str]) -> Known:
    """What the page of a group may state."""
    known = Known()
    answer = ask(f"/api/v1/groups?areas={','.join(area_ids)}")
    own_budget(known, answer)
    known.take(answer["members"])
    known.say("percent", 100)
    for member in answer["members"]:
        known.say("percent", *([100 * member["part_of_group"]] if member["part_of_group"] is not None else []))
    editions(known, ask)
    method_texts(known, next(one for one in ask("/api/v1/methods") if one["id"] == answer["choices"]["method"]))
    return known


def compare_figures(ask: Ask, area_ids: Sequence[str]) -> Known:
    """What a comparison within one country may state: each place's figures, and emissions beside those of its first year."""
    known = Known()
    editions(known, ask)
    budgets = [ask(f"/api/v1/areas/{area_id}/budget") for area_id in area_ids]
    for method in ask("/api/v1/methods"):
        method_texts(known, method)
    histories = [{one["year"]: one["emissions_t"] for one in budget["history"]} for budget in budgets]
    begin = min(set.intersection(*(set(history) for history in histories)))
    for area_id, budget, history in zip(area_ids, budgets, histories, strict=True):
        own_budget(known, budget)
        emitted(
            known,
            ask(f"/api/v1/areas/{area_id}/emissions"),
            budget,
            set(budget["current_sectors_t_per_year"]),
        )
        for one in (*budget["history"], *budget["trend"], *(budget["pathway"] or [])):
            known.of_year(one["year"], 100 * one["emissions_t"] / history[begin])
    known.say("number", 100)
    method = next(one for one in ask("/api/v1/methods") if one["id"] == budgets[0]["choices"]["method"])
    known.say("degrees", *map(float, method["allowed"]["limit"]))
    known.say("percent", *map(float, method["allowed"]["likelihood"]))
    return known


def standing_figures(ask: Ask, country: str, language: str) -> Known:
    """What the first page and a ranking may state of a country's places: each row is of one place, and none mixes two."""
    whole = area_figures(ask, country, language)
    rows = ask(f"/files/{country}/findings.json")["rows"]
    kinds = {kind: [row for row in rows if row["kind"] == kind] for kind in {row["kind"] for row in rows}}
    for kind in kinds.values():
        whole.say("number", len(kind))
    whole.say(
        "number", len(rows) - 1, sum(row["overdrawn_since"] is not None for row in rows if row["area_id"] != country)
    )
    for row in rows:
        whole.rows.append(_row(row, kinds[row["kind"]]))
    return whole


def _row(row: Json, alike: Sequence[Json]) -> Known:
    known = Known()
    known.take({key: value for key, value in row.items() if key not in ("edition", "area_id", "name")})
    known.say("number", row["years_left"], row["per_head_t"])
    known.change(row["required_cut_percent"])
    known.change(row["achieved_cut_percent"])
    if row["remaining_t"] is not None and row["persons"]:
        known.say("tonnes", row["remaining_t"] / row["persons"])
    known.say("number", *range(1, len(alike) + 1))
    known.years.add(2050)
    return known


def equivalents_figures(ask: Ask, area_id: str) -> Known:
    """What the page of an area without a carbon dioxide series may state: all greenhouse gases together, by sector."""
    known = Known()
    figures = ask(f"/api/v1/areas/{area_id}/emissions?gas=GHG")["figures"]
    editions(known, ask)
    sums = {one["year"]: one["tonnes"] for one in figures if one["sector"] == "total" and one["subsector"] == "total"}
    last = max(sums, default=0)
    for one in figures:
        known.of_year(one["year"], one["tonnes"])
        if one["year"] == last and one["tonnes"] is not None:
            known.say("tonnes", one["tonnes"])
            known.together("percent", *([100 * one["tonnes"] / sums[last]] if sums[last] else []))
    known.take(ask(f"/api/v1/areas/{area_id}/changes") or {})
    return known
