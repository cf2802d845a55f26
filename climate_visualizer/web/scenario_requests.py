"""Scenarios between an address and an answer: what pages and the API have in common."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from climate_visualizer.methods.choices import Choices, WrongChoice, to_query
from climate_visualizer.scenarios.scenario import Answer, answer
from climate_visualizer.scenarios.scenario_paths import Ground, ground_of
from climate_visualizer.scenarios.scenario_query import parse_scenario, read_text, to_text
from climate_visualizer.web import current


def ground(area_id: str, choices: Choices) -> Ground:
    """What every scenario of an area begins with today."""
    return ground_of(current.edition(), area_id, choices, current.as_of())


def answered(query: Mapping[str, str], area_id: str, choices: Choices) -> Answer:
    """The answer to the scenario in a query; `WrongChoice` for one that cannot be."""
    scenario = parse_scenario(query, ground(area_id, choices))
    return answer(current.edition(), area_id, choices, scenario, as_of=current.as_of())


def kept(query: Mapping[str, str], area_id: str, choices: Choices) -> Answer | None:
    """The second scenario, `t`, that is kept to compare with; ``t=-`` is the one in which nothing changes."""
    text = query.get("t", "").strip()
    if not text:
        return None
    try:
        scenario = (
            parse_scenario({}, ground(area_id, choices)) if text == "-" else read_text(text, ground(area_id, choices))
        )
    except WrongChoice as wrong:
        raise WrongChoice("t", wrong.value, wrong.allowed) from wrong
    return answer(current.edition(), area_id, choices, scenario, as_of=current.as_of())


def address(found: Answer, other: Answer | None = None) -> str:
    """The shortest query that gives the answer again, with the budget that is chosen."""
    day = current.as_of()
    query = to_query(found.choices, country=found.area.country, as_of=day)
    text = to_text(found.scenario, day)
    if text:
        query["s"] = text
    if other:
        query["t"] = to_text(other.scenario, day) or "-"
    return f"?{urlencode(query, safe='~')}"
