"""The description of the API is valid, and what a client generated from it would rely on stands still."""

import re

import pytest
from openapi_spec_validator import validate

pytestmark = pytest.mark.usefixtures("on_starter")
OPERATIONS = {
    "/api/v1/areas": "listAreas",
    "/api/v1/areas/{area_id}": "getArea",
    "/api/v1/areas/{area_id}/emissions": "getEmissions",
    "/api/v1/areas/{area_id}/budget": "getBudget",
    "/api/v1/areas/{area_id}/outlook": "getOutlook",
    "/api/v1/areas/{area_id}/vintages": "listVintages",
    "/api/v1/areas/{area_id}/changes": "listChanges",
    "/api/v1/areas/{area_id}/scenario": "getScenario",
    "/api/v1/areas/{area_id}/published": "listContributions",
    "/api/v1/areas/{area_id}/goals": "listGoals",
    "/api/v1/areas/{area_id}/measures": "listMeasures",
    "/api/v1/areas/{area_id}/published-budgets": "listPublishedBudgets",
    "/api/v1/countries/{country}/fair-shares": "listFairShares",
    "/api/v1/score": "getScore",
    "/api/v1/areas/{area_id}/score": "getAreaScore",
    "/api/v1/areas/{area_id}/plants": "getPlants",
    "/api/v1/groups": "getGroup",
    "/api/v1/methods": "listMethods",
    "/api/v1/editions": "listEditions",
}


@pytest.fixture
def described(client):
    return client.get("/api/v1/openapi.json").json()


def test_it_is_valid_openapi(described):
    validate(described)


def test_operation_ids_are_promised(described):
    found = {path: operations["get"]["operationId"] for path, operations in described["paths"].items()}
    assert OPERATIONS.items() <= found.items(), "a client calls operations by these: none of them changes"
    assert len(set(found.values())) == len(found)
    assert all(re.fullmatch(r"(get|list)[A-Z][A-Za-z]*", one) for one in found.values())


def test_every_operation_has_a_known_tag_and_every_schema_is_used(described):
    tags = {one["name"] for one in described["tags"]}
    for operations in described["paths"].values():
        assert set(operations["get"]["tags"]) <= tags
    referred = set(re.findall(r"#/components/schemas/(\w+)", str(described["paths"]) + str(described["components"])))
    assert set(described["components"]["schemas"]) == referred


def test_no_choice_is_a_fraction(described):
    """Generators of clients make enums of text and of whole numbers; an operation with another is left out of the client."""
    schemas = [
        parameter["schema"]
        for path in described["paths"].values()
        for operation in path.values()
        for parameter in operation.get("parameters", ())
    ]
    choices = [choice for schema in schemas for choice in schema.get("enum", ())]
    assert len(choices) > 50 and not [choice for choice in choices if isinstance(choice, float)]


def test_closed_choices_are_enums_whose_values_are_answered(client, described):
    parameters = described["paths"]["/api/v1/areas/{area_id}/budget"]["get"]["parameters"]
    enums = {one["name"]: one["schema"].get("enum") for one in parameters}
    assert enums["pathway"] and enums["sharing"] and enums["limit"] and enums["method"]
    for value in enums["pathway"]:
        assert client.get("/api/v1/areas/SE-0480/budget", {"pathway": value}).status_code == 200
    kinds = next(
        one["schema"]["enum"]
        for one in described["paths"]["/api/v1/areas"]["get"]["parameters"]
        if one["name"] == "kind"
    )
    for kind in kinds:
        assert client.get("/api/v1/areas", {"kind": kind}).status_code == 200
