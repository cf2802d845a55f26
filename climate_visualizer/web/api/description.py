"""OpenAPI 3.1 description: stable operation ids, examples where the standard has them, accepted values; and strict JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.renderers import JSONRenderer
from ninja.responses import NinjaJSONEncoder

from climate_visualizer.strict_json import json_text
from climate_visualizer.web.api.accepted_values import accepted_now
from climate_visualizer.web.site import rooted

PREFIX = "/api/v1/"
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
    "goal_verdicts": "listGoalVerdicts",
    "measures": "listMeasures",
}
TAGS = {
    "Areas": "Places, their emissions and their budgets.",
    "Plans": "What organisations have published for places.",
    "Method": "Methods, editions and what they stand on.",
}
Described = dict[str, Any]  # a part of an OpenAPI document
TAG_OF = {"listMethods": "Method", "listEditions": "Method", "listGoals": "Plans", "listMeasures": "Plans"}
TAG_OF |= {"listContributions": "Plans", "listFairShares": "Method"}


class StrictRenderer(JSONRenderer):
    """Ninja's renderer, without `NaN` and `Infinity`, which no browser can read."""

    def render(self, request: HttpRequest, data: object, *, response_status: int) -> str:
        return json_text(data, cls=NinjaJSONEncoder, ensure_ascii=True)


class Api(NinjaAPI):
    """The API with a description that any generator of clients reads."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        name = operation.view_func.__name__
        return OPERATIONS.get(name, "get" + "".join(word.capitalize() for word in name.split("_")))

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:  # ninja's own options
        described = super().get_openapi_schema(**{"path_prefix": PREFIX, **options})
        accepted = accepted_now()
        for operation in _operations(described):
            operation["tags"] = [TAG_OF.get(operation["operationId"], "Areas")]
            for parameter in operation.get("parameters", ()):
                _ensure_standard(parameter)
                _describe(parameter, operation["operationId"], accepted)
        described["tags"] = [{"name": name, "description": text} for name, text in TAGS.items()]
        described["servers"] = [{"url": rooted("") or "/"}]
        schemas = described["components"]["schemas"]
        for name in _unused(described, schemas):
            del schemas[name]
        return described


def _operations(described: Described) -> Iterator[Described]:
    for path in described["paths"].values():
        yield from (operation for operation in path.values() if isinstance(operation, dict))


def _ensure_standard(parameter: Described) -> None:
    """A list of examples belongs in the schema: beside a parameter the standard wants a map of Example Objects."""
    if isinstance(parameter.get("examples"), list):
        parameter["schema"]["examples"] = parameter.pop("examples")


def _describe(parameter: Described, operation: str, accepted: dict[str, Described]) -> None:
    """Say what a parameter accepts; one that may be left out is no null."""
    schema, name = parameter["schema"], parameter["name"]
    kinds = [kind for kind in schema.pop("anyOf", ()) if kind.get("type") != "null"]
    for kind in kinds[:1]:
        schema.update(kind)
    if "enum" not in schema:
        schema.update(accepted.get(f"{operation} {name}", accepted.get(name, {})))


def _unused(described: Described, schemas: Iterable[str]) -> list[str]:
    """Schemas that nothing in the description refers to."""
    text = json_text(described)
    return [name for name in schemas if f'"#/components/schemas/{name}"' not in text]
