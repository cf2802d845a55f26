"""The write API for climate budgets, follow-ups and indicators: by the rules of their pages, and described."""

import pytest
from django.test import Client
from openapi_spec_validator import validate
from web.officers import organisation
from web.test_web_own_api import MEASURE, ROOT, System

from climate_visualizer.web.workspace.content import documents, kinds
from climate_visualizer.web.workspace.cycle import committee_list
from climate_visualizer.web.workspace.models import Audit, Committee, Document, SignOff
from climate_visualizer.web.workspace.models import Version as Versions

pytestmark = [pytest.mark.usefixtures("on_starter"), pytest.mark.django_db]
BUDGET = {"committees": ["Tekniska nämnden", "Barnnämnden"], "parts": {"Tekniska nämnden": {"transport": 20.5}}}
REPORT = {"saved_t": 55.5, "cost": None, "comment": "Fort"}


@pytest.fixture
def place():
    made = organisation()
    committee_list.ensure(made, ["Tekniska nämnden"], by=None)
    return made


@pytest.fixture
def system(place):
    return System(place)


def _begin(system, kind, content, status=201):
    answer = system.begin(content, kind=kind)
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


def test_a_system_divides_a_climate_budget_and_changes_it(place, system):
    out = _begin(system, "climate-budget", BUDGET)
    content = out["content"]
    assert (
        content["parts"] == {**BUDGET["parts"], "Barnnämnden": {}}
        and content["limit"] == "2.0"
        and content["count"] == 4
    )
    assert len(content["adopted"]["whole"]) == 4 and out["published_version"] is None
    assert list(Committee.objects.values_list("name", flat=True)) == ["Tekniska nämnden", "Barnnämnden"]
    assert _begin(system, "climate-budget", BUDGET, 409)["newest"]["id"] == out["id"]
    path = f"{ROOT}/{out['id']}"
    content["parts"]["Barnnämnden"] = {"heating": 30}
    saved = system.ask("put", path, {"based_on": 1, "content": content, "note": "nytt"})
    assert saved.status_code == 200 and saved.json()["version"] == 2, saved.content.decode()
    assert saved.json()["content"]["parts"]["Barnnämnden"] == {"heating": 30.0}
    assert Versions.objects.get(number=2).note == "Stratsys: nytt"
    late = system.ask("put", path, {"based_on": 1, "content": {**content, "count": 3}})
    assert late.status_code == 409 and late.json()["newest"]["version"] == 2
    assert [row.after["version"] for row in Audit.objects.filter(what="token.wrote").order_by("at")] == [1, 2]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"colour": "red"}, "no field 'colour'"),
        ({"committees": "Tekniska nämnden"}, "as a list of names"),
        ({"parts": {"Kultur": {"transport": 1}}}, "parts has a row 'Kultur'"),
        ({"parts": {"Barnnämnden": {"magic": 1}}}, "no sector 'magic'"),
        ({"parts": {"Barnnämnden": {"transport": "20"}}}, "send a number from 0 to 100"),
        ({"parts": {"Barnnämnden": {"transport": True}}}, "send a number from 0 to 100"),
        ({"parts": {"Barnnämnden": {"transport": 120}}}, "no per cent from 0 to 100"),
        ({"parts": {"Tekniska nämnden": {"heating": 60}, "Barnnämnden": {"heating": 60}}}, "120 per cent"),
        ({"parts": []}, None),
        ({"shares": {"middle": {"transport": 100}}}, "shares has a row 'middle'"),
        ({"count": 99}, "less than or equal to 10"),
        ({"limit": 1.5, "likelihood": 83}, "Select a valid choice"),
        ({"along": "hope"}, "Select a valid choice"),
    ],
)
def test_a_division_that_will_not_do_is_a_sentence(system, change, said):
    answer = system.begin({**BUDGET, **change}, kind="climate-budget")
    if said is None:
        assert answer.status_code == 201
        return
    assert answer.status_code == 422 and said in answer.json()["detail"]
    assert not Document.objects.exists()


def test_a_system_reports_what_was_reached(place, system):
    key = _begin(system, "measure", {**MEASURE, "start": 2025})["key"]
    out = _begin(system, "follow-up", {"year": 2025, "reports": {key: REPORT}})
    assert (out["key"], out["content"]["period"]) == ("2025", "year")
    assert out["content"]["reports"] == {key: {**REPORT, "indicator": None}}
    _begin(system, "follow-up", {"year": 2025, "reports": {}}, 409)
    assert _begin(system, "follow-up", {"year": 2025, "period": "spring"})["key"] == "2025-spring"
    document = Document.objects.get(kind="follow-up", key="2025")
    committee = Committee.objects.get()
    SignOff.objects.create(document=document, committee=committee, by=system.token.made_by)
    path = f"{ROOT}/{out['id']}"
    changed = {"year": 2025, "reports": {key: {**REPORT, "saved_t": 60}}}
    assert system.ask("put", path, {"based_on": 1, "content": changed}).json()["version"] == 2
    assert not SignOff.objects.exists()
    assert documents.newest(document).author is None
    elsewhere = system.ask("put", path, {"based_on": 2, "content": {**changed, "period": "autumn"}})
    assert elsewhere.status_code == 422 and "is the follow-up of 2025" in elsewhere.json()["detail"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({}, "nothing to follow up in None"),
        ({"year": 1990}, "nothing to follow up in 1990"),
        ({"year": 2025, "period": "week"}, "no period 'week'"),
        ({"year": 2025, "reports": {"x": {}}}, "key 'x' is at work in 2025"),
        ({"year": 2025, "reports": {"KEY": {"saved_t": "much"}}}, "saved_t is 'much'; send a number, or null"),
        ({"year": 2025, "reports": {"KEY": {"colour": 1}}}, "no field 'colour'"),
        ({"year": 2025, "reports": {"KEY": {"comment": 3}}}, "comment is a text"),
        ({"year": 2025, "reports": []}, None),
        ({"year": 2025, "note": "x"}, "no field 'note'"),
    ],
)
def test_a_report_that_will_not_do_is_a_sentence(system, content, said):
    key = _begin(system, "measure", {**MEASURE, "start": 2025})["key"]
    reports = content.get("reports")
    if isinstance(reports, dict):
        content = {**content, "reports": {key if name == "KEY" else name: row for name, row in reports.items()}}
    answer = system.begin(content or {"reports": {}}, kind="follow-up")
    if said is None:
        assert answer.status_code == 201
        return
    assert answer.status_code == 422 and said in answer.json()["detail"]
    assert not Document.objects.filter(kind="follow-up").exists()


def test_a_system_writes_an_indicator(system):
    key = _begin(system, "measure", MEASURE)["key"]
    content = {"title": "Petrol", "values": {"2027-Q1": 31.5, "2027-02": 9}, "less_is_better": True, "measures": [key]}
    out = _begin(system, "indicator", content)["content"]
    assert out["values"] == content["values"] and out["measures"] == [key] and out["less_is_better"] is True


def test_the_description_is_valid_and_names_every_kind_that_can_be_written():
    answer = Client().get("/api/own/v1/openapi.json")
    assert answer.status_code == 200 and not answer.cookies
    described = answer.json()
    validate(described)
    begun = described["paths"]["/api/own/v1/documents"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    writable = set(begun["properties"]["kind"]["enum"])
    assert {one.name for one in kinds.every()} - writable == {"kept-plan"}
    schemas = described["components"]["schemas"]
    for name in writable - {"climate-budget", "follow-up"}:
        assert list(schemas[name]["properties"]) == list(kinds.find(name).form.base_fields)
    assert schemas["measure"]["properties"]["costs"]["additionalProperties"] == {"type": "number"}
    assert schemas["measure"]["properties"]["status"]["enum"][:2] == ["idea", "planned"]
    assert set(BUDGET) <= set(schemas["climate-budget"]["properties"])
