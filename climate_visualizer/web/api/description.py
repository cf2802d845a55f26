"""OpenAPI 3.1 description: stable operation ids, examples where the standard has them, closed choices as enums."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from climate_visualizer.editions.read import NoEdition
from climate_visualizer.methods.choices import PATHWAYS, SCOPES, allowed
from climate_visualizer.methods.recipes import load_methods
from climate_visualizer.scenarios.scenario_paths import WAYS
from climate_visualizer.strict_json import json_text
from climate_visualizer.web import current
from climate_visualizer.words.sentences import KINDS

# What a client generated from the description calls an operation; a moved or renamed function changes none of them.
OPERATIONS = {
    "areas": "listAreas",
    "area": "getArea",
    "emissions": "getEmissions",
    "budget": "getBudget",
    "outlook": "getOutlook",
    "vintages": "listVintages",
    "changes": "listChanges",
    "methods": "listMethods",
    "editions": "listEditions",
    "scenario": "getScenario",
    "score": "getScore",
    "area_score": "getAreaScore",
    "published_for": "listContributions",
    "goals": "listGoals",
    "measures": "listMeasures",
}
TAGS = {
    "Areas": "Places, their emissions and their budgets.",
    "Plans": "What organisations have published for places.",
    "Method": "Methods, editions and what they stand on.",
}
TAG_OF = {"listMethods": "Method", "listEditions": "Method", "listGoals": "Plans", "listMeasures": "Plans"}
TAG_OF |= {"listContributions": "Plans", "listFairShares": "Method"}
FORMATS = ("json", "csv")
PICTURES = ("", "wide", "narrow")


def closed_choices() -> dict[str, tuple[str, ...]]:
    """The values of each parameter that takes no others; the empty one stands for what is left out."""
    try:
        edition = current.edition()
    except NoEdition:
        edition = None
    methods = load_methods(edition).values()
    every = [allowed(method.id, vintage=vintage, edition=edition) for method in methods for vintage in method.vintages]

    def union(field: str) -> tuple[str, ...]:
        return ("", *dict.fromkeys(value for one in every for value in one[field]))

    return {
        "method": ("", *(method.id for method in methods)),
        **{field: union(field) for field in ("limit", "likelihood", "sharing", "vintage")},
        "pathway": ("", *PATHWAYS),
        "scope": ("", *SCOPES),
        "way": ("", *WAYS),
        "format": FORMATS,
        "picture": PICTURES,
        "lang": ("", *(code for code, _ in settings.LANGUAGES)),
        "listAreas kind": ("", "country", *KINDS),
    }


class Api(NinjaAPI):
    """The API with a description that any generator of clients reads."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        name = operation.view_func.__name__
        return OPERATIONS.get(name, "get" + "".join(word.capitalize() for word in name.split("_")))

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        described = super().get_openapi_schema(**options)
        closed = closed_choices()
        for operation in _operations(described):
            operation["tags"] = [TAG_OF.get(operation["operationId"], "Areas")]
            for parameter in operation.get("parameters", ()):
                _ensure_standard(parameter)
                _close(parameter, operation["operationId"], closed)
        described["tags"] = [{"name": name, "description": text} for name, text in TAGS.items()]
        described["servers"] = described.get("servers") or [{"url": "/"}]
        schemas = described["components"]["schemas"]
        for name in _unused(described, schemas):
            del schemas[name]
        return described


def _operations(described: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path in described["paths"].values():
        yield from (operation for operation in path.values() if isinstance(operation, dict))


def _ensure_standard(parameter: dict[str, Any]) -> None:
    """A list of examples belongs in the schema: beside a parameter the standard wants a map of Example Objects."""
    if isinstance(parameter.get("examples"), list):
        parameter["schema"]["examples"] = parameter.pop("examples")


def _close(parameter: dict[str, Any], operation: str, closed: dict[str, tuple[str, ...]]) -> None:
    name = parameter["name"]
    values = closed.get(f"{operation} {name}", closed.get(name))
    schema = parameter["schema"]
    if values and schema.get("type") == "string" and "enum" not in schema:
        schema["enum"] = list(values)


def _unused(described: dict[str, Any], schemas: Iterable[str]) -> list[str]:
    """Schemas that nothing in the description refers to."""
    text = json_text(described)
    return [name for name in schemas if f'"#/components/schemas/{name}"' not in text]
