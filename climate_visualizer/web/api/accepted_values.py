"""Accepted values of the API's parameters: enums, patterns and bounds, for its description and for telling 422 from 409.

A value that the description rules out is 422, whatever else is asked. One that it allows, but that has no answer here (the
method is another country's, limit and likelihood don't go together, the statistics don't reach back), is 409 with what can be
chosen instead: no schema says which values go together in which place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings

from climate_visualizer.beside.area_kinds import KINDS
from climate_visualizer.budget.groups import MOST
from climate_visualizer.caches import remembered
from climate_visualizer.editions.read import Edition, NoEdition
from climate_visualizer.methods.choices import PATHWAYS, RATES, TRENDS, allowed
from climate_visualizer.methods.horizon import LAST_YEAR
from climate_visualizer.methods.parameters import FIRST_START, LAST_START
from climate_visualizer.methods.recipes import Method, load_methods
from climate_visualizer.methods.scopes import SCOPES
from climate_visualizer.scenarios.goals import NATION, OWN, ZERO_YEARS
from climate_visualizer.scenarios.measure_library import library
from climate_visualizer.scenarios.scenario_paths import WAYS, knots
from climate_visualizer.scenarios.scenario_query import MOST_CUT, MOST_TEXT
from climate_visualizer.web import current

AREA_ID = "^[A-Z]{2}(-[A-Za-z0-9]+)*$"
COUNTRY = "^[A-Za-z]{2}$"
EDITION = "^([0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9a-f]{10})?$"
FORMATS = ("json", "csv")
PICTURES = ("", "wide", "narrow")
# Every day of the calendar from 1990 to 2049, month by month, with the leap days of those years.
_YEAR = "(199[0-9]|20[0-4][0-9])"
_LEAP = "(199[26]|20[024][048]|20[13][26])"
DAY = (
    f"^({_YEAR}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])|{_YEAR}-(0[13-9]|1[0-2])-(29|30)|{_YEAR}-(0[13578]|1[02])-31|"
    f"{_LEAP}-02-29)?$"
)
WORLD_GT = r"^([1-9][0-9]{0,3}(\.[0-9]{1,2})?|10000)?$"
PER_MILLE, CUT_PER_MILLE = "(1000|[0-9]{1,3})", f"({MOST_CUT * 10:.0f}|[1-5]?[0-9]{{1,2}})"
CUT = rf"^({MOST_CUT:.0f}|[1-5]?[0-9]([.,][0-9]{{1,2}})?)?$"
LEVEL = "([0-3][0-9a-z]|4[0-6])"  # 0 to 150 in base 36, two characters
_MOST_PARTS = 6  # sectors or measures in a described text; longer ones are read too


def _years(first: int, last: int) -> str:
    """The pattern of years, decade by decade."""
    decades = range(first // 10, last // 10 + 1)
    patterns = (f"{ten}[{max(first - ten * 10, 0)}-{min(last - ten * 10, 9)}]" for ten in decades)
    return f"({'|'.join(patterns)})"


def _scenario_text(day: date) -> str:
    """The pattern of a scenario as a short text on a day, in the order in which the site writes its parts."""
    year = _years(day.year + 1, LAST_YEAR)
    codes = "(" + "|".join(measure.code for measure in library().values()) + ")"
    way_patterns = (
        f"c~{CUT_PER_MILLE}",
        f"s(~[a-z][a-z-]{{2,30}}~{CUT_PER_MILLE}){{1,{_MOST_PARTS}}}",
        f"g~{year}~{PER_MILLE}~(19[0-9]{{2}}|20[0-4][0-9])",
        f"d~{LEVEL}{{{len(knots(day))}}}",
    )
    way_pattern, measures = f"({'|'.join(way_patterns)})", f"m(~{codes}{year}?){{1,{_MOST_PARTS}}}"
    return rf"(y~{year}(\.{way_pattern})?(\.{measures})?|{way_pattern}(\.{measures})?|{measures})"


def _closed(edition: Edition | None, day: date) -> dict[str, tuple[str, ...]]:
    """The values of each parameter that takes no others; the empty one stands for what is left out."""
    methods = load_methods(edition).values()
    every = [
        allowed(method.id, vintage=vintage, as_of=day, edition=edition)
        for method in methods
        for vintage in method.vintages
    ]

    def union(field: str) -> tuple[str, ...]:
        return ("", *dict.fromkeys(value for accepted in every for value in accepted[field]))

    return {
        "method": ("", *(method.id for method in methods)),
        **{field: union(field) for field in ("limit", "likelihood", "sharing", "vintage", "start")},
        "pathway": ("", *PATHWAYS),
        "scope": ("", *SCOPES),
        "trend": ("", *TRENDS),
        "rate": ("", *RATES),
        "world_start": ("", *(str(year) for year in range(FIRST_START, LAST_START + 1))),
        "way": ("", *WAYS),
        "format": FORMATS,
        "picture": PICTURES,
        "goal": ("", OWN, NATION, *map(str, (*ZERO_YEARS, LAST_YEAR))),
        "lang": ("", *(code for code, _ in settings.LANGUAGES)),
        "listAreas kind": ("", "country", *KINDS),
        "gas": edition.gases() if edition else ("CO2",),
    }


def _of_nations(edition: Edition | None) -> dict[str, dict[str, object]]:
    """Limits and likelihoods of the methods that share the world's budget out to nations.

    Limits are text, as elsewhere: a client that is generated from the description has no enum of fractions.
    """
    methods: list[Method] = [
        candidate for candidate in load_methods(edition).values() if candidate.share_world is not None
    ]
    pairs = [pair for method in methods for vintage in method.vintages for pair in method.pairs(vintage)]
    return {
        "listFairShares since": {"enum": ["1850", "1950", "1990"]},
        "listFairShares limit": {
            "type": "string",
            "enum": sorted({f"{limit:.1f}" for limit, _ in pairs}),
            "default": "2.0",
            "example": "2.0",
        },
        "listFairShares likelihood": {"enum": sorted({likelihood for _, likelihood in pairs})},
    }


def _ids(most: int) -> str:
    """The pattern of several areas' ids with commas."""
    id_pattern = AREA_ID[1:-1]
    return f"^{id_pattern}(,{id_pattern}){{1,{most - 1}}}$"


def _accepted(edition: Edition | None, day: date) -> dict[str, dict[str, object]]:
    text, measure = _scenario_text(day), "(" + "|".join(library()) + ")"
    return {
        **{name: {"enum": list(values)} for name, values in _closed(edition, day).items()},
        **_of_nations(edition),
        "area_id": {"pattern": AREA_ID},
        "listFairShares country": {"pattern": COUNTRY},
        "getGroup areas": {"pattern": _ids(MOST), "maxLength": MOST * 12},
        "listChanges since": {"pattern": EDITION},
        "parent": {"pattern": f"^({AREA_ID[1:-1]})?$"},
        "as_of": {"pattern": DAY},
        "world_gt": {"pattern": WORLD_GT},
        "cut": {"pattern": CUT},
        "measures": {"pattern": f"^({measure}(,{measure}){{0,{_MOST_PARTS}}})?$"},
        "s": {"pattern": f"^{text}?$", "maxLength": MOST_TEXT},
        "t": {"pattern": f"^(-|{text})?$", "maxLength": MOST_TEXT},
    }


@remembered
def _remembered(edition: Edition, day: date) -> dict[str, dict[str, object]]:
    return _accepted(edition, day)


def accepted_now() -> dict[str, dict[str, object]]:
    """Keywords of JSON schema by parameter, with its operation before it where others of that name accept something else."""
    try:
        return _remembered(current.edition(), current.as_of())
    except NoEdition:
        return _accepted(None, current.as_of())


def _fits(value: str, schema: Mapping[str, Any]) -> bool:  # keywords of JSON schema
    if "enum" in schema:
        allowed = [str(choice) for choice in schema["enum"]]
        return value in allowed or (_number(value) is not None and _number(value) in map(_number, allowed))
    return len(value) <= schema.get("maxLength", MOST_TEXT) and bool(re.fullmatch(schema["pattern"], value))


def _number(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


def refusal(query: Mapping[str, str]) -> int:
    """The status of a question that has no answer: 409 where each value is one that the description allows, else 422."""
    schemas: dict[str, list[dict[str, object]]] = {}
    for key, schema in accepted_now().items():
        schemas.setdefault(key.rpartition(" ")[2], []).append(schema)
    values_and_schemas = [(value, schemas[name]) for name, value in query.items() if name in schemas]
    return 409 if all(any(_fits(value, schema) for schema in some) for value, some in values_and_schemas) else 422
