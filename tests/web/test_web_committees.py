"""Committees are a list: chosen, merged, renamed and put in order, with their parts of the climate budget."""

import re
from importlib import import_module

import pytest
from django.apps import apps
from web.planning import SETUP, text
from web.town_hall import KEPT, SCHOOLS, TECHNICAL

from climate_visualizer.web.workspace.content import documents
from climate_visualizer.web.workspace.models import (
    Committee,
    Document,
)
from climate_visualizer.web.workspace.models.committees import known

pytestmark = pytest.mark.usefixtures("on_starter")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Tekniska nämnden", "  tekniska   NÄMNDEN ", True),
        ("Barn- och utbildningsnämnden", "Barn– och utbildningsnämnden.", True),
        ("Tekniska nämnden", "Tekniska nämden", False),
    ],
)
def test_names_that_differ_by_case_space_or_dash_are_one_committee(one, other, same):
    assert (known(one) == known(other)) is same


def test_names_typed_before_become_the_list_when_the_database_is_migrated(office):
    budget = {"committees": ["Ö-nämnden", TECHNICAL, "Ö-nämnden"], "first": 2027, "last": 2027}
    documents.make(office.organisation, "SE-0480", "climate-budget", budget, by=None)
    for at, owner in enumerate(["tekniska  NÄMNDEN", "", "Tekniska nämden", SCHOOLS]):
        facts = {"title": f"M{at}", "owner": owner}
        documents.make(office.organisation, "SE-0480", "measure", facts, by=None)
    office.measures[0].delete()
    Committee.objects.all().delete()
    import_module("climate_visualizer.web.workspace.migrations.0006_committees_and_tasks").list_names(apps, None)
    listed = [one.name for one in Committee.objects.all()]
    assert listed == ["Ö-nämnden", TECHNICAL, SCHOOLS, "Tekniska nämden"], (
        "the budget's order first, then the measures'"
    )


def test_a_committee_is_chosen_and_never_typed_twice(office):
    office.pages.make("measure", {**KEPT, "title": "Rätt", "owner": " tekniska NÄMNDEN"})
    wrong = text(office.pages.post("content/new/measure/SE-0480/", {**KEPT, "owner": "Tekniska nämden"}, 422))
    assert "“Tekniska nämden” is not in the list of committees" in wrong
    newest = documents.newest(Document.objects.filter(kind="measure").latest("made_at"))
    assert newest.content["owner"] == TECHNICAL
    assert f'<option value="{TECHNICAL}"' in office.pages.get("content/new/measure/SE-0480/").content.decode()


def test_two_spellings_are_merged_with_their_measures_and_their_part_of_the_budget(office):
    office.pages.post("climate-budget/", {**SETUP, "committee-0": TECHNICAL, "committee-1": "Tekniska nämden"})
    slip = Committee.objects.get(name="Tekniska nämden")
    office.pages.post(f"committees/{slip.pk}/", {"step": "merge", "into": str(office.technical.pk)})
    assert not Committee.objects.filter(pk=slip.pk).exists()
    assert "is one with" in office.pages.page("committees/")
    assert "Tekniska nämden" not in office.pages.page("climate-budget/")
    form = office.pages.get("climate-budget/").content.decode()
    assert re.search(r'name="part-0-heating" value="30.5"', form), "the parts of both are one committee's now"
    assert 'name="part-0-transport" value="20"' in form
    assert "committee.merged" in office.done()


def test_a_renamed_committee_keeps_its_measures_and_a_stale_form_changes_nothing(office):
    path = f"committees/{office.technical.pk}/"
    office.pages.post(path, {"step": "rename", "name": "Samhällsbyggnadsnämnden", "based_on": "1"})
    assert "Samhällsbyggnadsnämnden" in office.pages.page("measures/")
    stale = text(office.pages.post(path, {"step": "rename", "name": "Annat", "based_on": "1"}, 409))
    assert "Somebody else has changed" in stale
    taken = text(office.pages.post(path, {"step": "rename", "name": "barnnämnden", "based_on": "2"}, 422))
    assert "is in the list already" in taken
    assert office.theirs.get("report/?year=2026").status_code == 200
    assert "Byt pannor" in office.theirs.page("report/?year=2026")


def test_the_order_of_committees_is_the_lists_and_the_public_pages(office, client):
    names = ["Ö-nämnden", "A", "Kommunstyrelsen med ett mycket långt namn"]
    office.pages.post("committees/", {"names": "\n".join(names)})
    office.pages.post(f"committees/{office.schools.pk}/", {"step": "up"})
    listed = [one.name for one in Committee.objects.filter(organisation=office.organisation)]
    assert listed == [SCHOOLS, TECHNICAL, *names]
    parts = {f"committee-{at}": name for at, name in enumerate(listed)}
    parts |= {f"part-{at}-transport": "5" for at in range(len(listed))}
    office.pages.post("climate-budget/", {**{key: value for key, value in SETUP.items() if "-" not in key}, **parts})
    document = Document.objects.get(kind="climate-budget")
    office.pages.post(f"content/{document.pk}/publish/", {"based_on": "1"})
    page = text(client.get("/sv/se/nykoping/"))
    places = [page.index(name) for name in (*listed[:2], names[0], names[2], "Övriga i området")]
    assert places == sorted(places)


def test_parts_may_move_from_the_first_year_to_the_last(office):
    setup = {**SETUP, "part-0-heating": "10", "last-0-heating": "40", "last-0-transport": "0"}
    office.pages.post("climate-budget/", setup)
    content = office.content("climate-budget")
    assert content["parts_last"] == {TECHNICAL: {"heating": 40.0, "transport": 0.0}}
    over = text(office.pages.post("climate-budget/", {**setup, "last-1-heating": "70", "based_on": "1"}, 422))
    assert "The committees answer for 110 per cent of 'Heating of own homes and premises'" in over or re.search(
        r"The committees answer for 110 per cent of .(?!heating)", over
    )
    assert "heating'" not in over, "sectors by their names, never by a code"
