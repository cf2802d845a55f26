"""OpenAPI 3.1 description of the write API: one content schema a kind, made from the rules that check it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from climate_visualizer import __version__
from climate_visualizer.web.site import rooted
from climate_visualizer.web.workspace.content import kinds
from climate_visualizer.web.workspace.cycle import periods
from climate_visualizer.web.workspace.interchange.own_writers import RECKONED, TABLES, WRITERS
from climate_visualizer.web.workspace.plans.division import SetupForm
from climate_visualizer.web.workspace.plans.follow_up_page import PARTS

Schema = dict[str, Any]  # a part of an OpenAPI document
NUMBER: Schema = {"type": "number"}
BY_NAME: Schema = {"type": "object", "additionalProperties": NUMBER}
ROWS: Schema = {"type": "object", "additionalProperties": BY_NAME}
REFUSALS = {
    "401": "No token that works.",
    "403": "The token reads only.",
    "409": "There is one already, or somebody saved meanwhile (then with newest), or it is in the archive.",
    "422": "Something in it will not do; detail says what, and errors which field.",
    "429": "More than 120 requests in a minute, or 1500 in an hour.",
}


def written() -> list[str]:
    """The kinds that a system may write."""
    return [kind.name for kind in kinds.every() if not kind.page or kind.name in WRITERS]


def _field(field: forms.Field) -> Schema:
    """A form's field as JSON has it."""
    schema: Schema = {"type": "string"}
    if getattr(field, "holds_numbers_by_name", False):
        schema = dict(BY_NAME)
    elif isinstance(field, forms.BooleanField):
        schema = {"type": "boolean"}
    elif isinstance(field, forms.MultipleChoiceField):
        schema = {"type": "array", "items": _chosen(field)}
    elif isinstance(field, forms.ChoiceField):
        schema = _chosen(field)
    elif isinstance(field, forms.FloatField | forms.DecimalField):
        schema = dict(NUMBER)
    elif isinstance(field, forms.IntegerField):
        schema = {"type": "integer"}
    elif longest := getattr(field, "max_length", None):
        schema["maxLength"] = longest
    return {
        **schema,
        "description": " ".join(str(text_part) for text_part in (field.label, field.help_text) if text_part),
    }


def _chosen(field: Any) -> Schema:  # a form's field with choices, of several classes
    """A choice; one whose choices are the area's or the organisation's is any text here."""
    choices = [str(key) for key, _name in field.choices]
    return {"type": "string", "enum": choices} if any(choices) else {"type": "string"}


def content_of(kind: kinds.Kind) -> Schema:
    """What the content of a kind looks like."""
    if kind.name == "climate-budget":
        return _climate_budget()
    if kind.name == "follow-up":
        return _follow_up()
    fields = kind.form.base_fields
    return {
        "type": "object",
        "properties": {name: _field(field) for name, field in fields.items()},
        "required": [name for name, field in fields.items() if field.required],
        "additionalProperties": False,
    }


def _climate_budget() -> Schema:
    fields = {name: _field(field) for name, field in SetupForm.base_fields.items() if name != "pair"}
    pair = {"limit": {"type": ["string", "number"]}, "likelihood": {"type": ["string", "integer"]}}
    tables = {name: {**ROWS, "description": "Per cent of each sector, by committee."} for name in TABLES}
    shares = {**ROWS, "description": "Per cent of the whole by sector, in the rows first and last."}
    committees = {"type": "array", "items": {"type": "string", "maxLength": 120}}
    reckoned = {name: {"description": "Follows from the rest; what is sent is not read."} for name in RECKONED}
    properties = {**fields, **pair, "committees": committees, **tables, "shares": shares, **reckoned}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _follow_up() -> Schema:
    number = {"type": ["number", "null"]}
    comment = {"type": "string", "maxLength": 1000}
    report = {"type": "object", "properties": {**dict.fromkeys(PARTS, number), "comment": comment}}
    properties = {
        "year": {"type": "integer"},
        "period": {"type": "string", "enum": list(periods.PERIODS)},
        "comment": {"type": "string", "maxLength": 10_000},
        "reports": {
            "type": "object",
            "description": "By the key of a measure that is at work in the year.",
            "additionalProperties": {**report, "additionalProperties": False},
        },
    }
    return {"type": "object", "properties": properties, "required": ["year"], "additionalProperties": False}


def described() -> Schema:
    """The whole description."""
    with translation.override("en"):
        names = written()
        schemas = {name: content_of(kinds.find(name)) for name in names}
    document = {"$ref": "#/components/schemas/document"}
    begun = {**_object(area={"type": "string"}, kind={"enum": names}, content=_any(names), key={"type": "string"})}
    changed = _object(based_on={"type": "integer"}, content=_any(names), note={"type": "string"})
    schemas["document"] = _object(
        id={"type": "string", "format": "uuid"},
        area={"type": "string"},
        kind={"enum": sorted(kind.name for kind in kinds.every())},
        key={"type": "string"},
        version={"type": "integer"},
        published_version={"type": ["integer", "null"]},
        state={"type": "string"},
        saved_at={"type": "string", "format": "date-time"},
        content={"type": "object"},
    )
    listed = _object(organisation={"type": "string"}, documents={"type": "array", "items": document})
    by_id = {"name": "document", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
    asked = [{"name": name, "in": "query", "schema": {"type": "string"}} for name in ("area", "kind")]
    return {
        "openapi": "3.1.0",
        "info": {"title": "Climate Visualizer: an organisation’s own documents", "version": __version__},
        "servers": [{"url": rooted("") or "/"}],
        "security": [{"token": []}],
        "paths": {
            "/api/own/v1/documents": {
                "get": {**_operation("listDocuments", listed, "200"), "parameters": asked},
                "post": _operation("beginDocument", document, "201", begun),
            },
            "/api/own/v1/documents/{document}": {
                "parameters": [by_id],
                "get": _operation("getDocument", document, "200"),
                "put": _operation("saveDocument", document, "200", changed),
            },
        },
        "components": {
            "schemas": {**schemas, "refusal": _object(detail={"type": "string"})},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties}


def _any(names: list[str]) -> Schema:
    return {"anyOf": [{"$ref": f"#/components/schemas/{name}"} for name in names]}


def _operation(name: str, answer: Schema, status: str, body: Schema | None = None) -> Schema:
    refusal = {"application/json": {"schema": {"$ref": "#/components/schemas/refusal"}}}
    answers: Schema = {status: {"description": "As asked.", "content": {"application/json": {"schema": answer}}}}
    answers |= {code: {"description": description, "content": refusal} for code, description in REFUSALS.items()}
    sent: Schema = (
        {"requestBody": {"required": True, "content": {"application/json": {"schema": body}}}} if body else {}
    )
    return {"operationId": name, **sent, "responses": answers}


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """The description; it is for everybody, and says nothing of any organisation."""
    return JsonResponse(described())
