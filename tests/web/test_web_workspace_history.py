"""The history of an organisation: added to and never changed, told in today's names and the reader's language."""

import re

import pytest
from conftest import DAY
from django.utils import translation
from web.markup import Page
from web.officers import member, signed_in
from web.planning import MEASURE
from web.written import NOTE, editor, note, place, publisher

from climate_visualizer.web.workspace.content import documents, field_labels, kinds
from climate_visualizer.web.workspace.cycle import together, year_steps
from climate_visualizer.web.workspace.interchange import tokens
from climate_visualizer.web.workspace.models import Audit, Document
from climate_visualizer.web.workspace.publication import endings

assert editor and note and place and publisher  # fixtures, found by their names
pytestmark = pytest.mark.usefixtures("on_starter")


def test_the_history_is_added_to_and_never_changed(note):
    from climate_visualizer.web.workspace.models.audit import Unchangeable

    row = Audit.objects.get()
    for change in (row.save, row.delete, Audit.objects.all().delete, lambda: Audit.objects.update(what="x")):
        with pytest.raises(Unchangeable):
            change()
    with pytest.raises(Unchangeable):
        Audit.objects.bulk_update([row], ["what"])


def test_the_history_names_our_own_titles_in_the_readers_language(place, editor):
    content = {"section": "sectors", "body_sv": "Vi bygger cykelvägar.", "body_en": ""}
    with translation.override("sv"):
        documents.make(place, "SE-0480", "text", content, by=editor)
    owner = signed_in(member(place, "owner").user)
    assert (
        "Egna ord: Härifrån kommer utsläppen"
        in Page(owner.get(f"/sv/workspace/{place.pk}/history/").content.decode()).text
    )
    assert (
        "Own words: Where emissions come from"
        in Page(owner.get(f"/en/workspace/{place.pk}/history/").content.decode()).text
    )


def test_every_change_is_in_the_history_with_todays_names(place, note, editor, publisher):
    documents.publish(note, 1, by=publisher)
    owner = signed_in(member(place, "owner").user)
    page = Page(owner.get(f"/sv/workspace/{place.pk}/history/").content.decode()).text
    for words in ("Editor", "började på", "Publisher", "publicerade", "Anteckning: Möte"):
        assert words in page
    for number in range(60):
        documents.save(note, {**NOTE, "title_sv": str(number)}, based_on=note.latest, by=editor)
    assert "1 / 2" in owner.get(f"/sv/workspace/{place.pk}/history/").content.decode()
    assert owner.get(f"/sv/workspace/{place.pk}/history/?page=2").status_code == 200
    assert owner.get(f"/sv/workspace/{place.pk}/history/?page=x").status_code == 200


def test_a_title_as_long_as_an_id_is_still_a_title(place, editor):
    title = "Nu tar vi fram en klimatbudget"
    assert len(f"note: {title}") == 36
    documents.make(place, "SE-0480", "note", {**NOTE, "title_sv": title}, by=editor)
    owner = signed_in(member(place, "owner").user)
    assert f"Anteckning: {title}" in Page(owner.get(f"/sv/workspace/{place.pk}/history/").content.decode()).text


def test_the_history_and_comparisons_speak_as_the_forms_do(place, editor):
    content = {
        "sector": "transport",
        "amount": 400.5,
        "status": "planned",
        "co_benefits": ["air"],
        "costs": {"2027": 5.0},
    }
    measure_of = {**MEASURE, "amount": 400.0, "costs": {"2027": 5.0}, "start": 2027, "end": 2050, "ramp": 2}
    measure_of |= {"certainty": 90.0, "rebound": 0.0}
    measure = documents.make(place, "SE-0480", "measure", content, by=editor).document
    documents.save(measure, {**content, "sector": "heating", "status": "decided", "costs": {}}, based_on=1, by=editor)
    budget = {"committees": ["Barnnämnden"], "along": "goals", "adopted": {"edition": "x"}, "first": 2027}
    made = documents.make(place, "SE-0480", "climate-budget", budget, by=editor).document
    documents.save(
        made, {**budget, "along": "budget", "committees": [], "adopted": {"edition": "y"}}, based_on=1, by=editor
    )
    owner = signed_in(member(place, "owner").user)
    own = f"/en/workspace/{place.pk}"
    history = Page(owner.get(f"{own}/history/").content.decode()).text
    versions = Page(owner.get(f"{own}/content/{measure.pk}/versions/").content.decode()).text
    for words in ("Which emissions it lowers", "Transport", "Status", "decided", "2027: 5"):
        assert words in history, words
        assert words in versions, words
    for words in ("Committees", "Barnnämnden", "Divide along", "adopted", "effect_kind", "co_benefits"):
        assert (words in history) == words[0].isupper(), words


def test_values_are_said_in_words_and_codes_without_a_name_are_still_readable():
    with translation.override("sv"):
        said = field_labels.labelled(
            {"role": "editor", "has_second_factor": True, "kind": "openid_connect", "x": None, "areas": []}
        )
        assert said[0] == ("Roll", "Redaktör")
        assert said[1] == ("Has second factor", "ja")
        assert [value for _, value in said[3:]] == ["–", "–"]
        assert field_labels.labelled(None) == field_labels.labelled("text") == []
        assert field_labels.labelled({"amount": 400.5}, kinds.find("measure"))[0][1] == "400,5"
        assert field_labels.kind_of("Nyköpings kommun") is None


def test_no_page_of_a_document_says_a_key_of_what_people_chose(place):
    owner = member(place, "owner")
    measure_of = {**MEASURE, "amount": 400.0, "costs": {"2027": 5.0}, "start": 2027, "end": 2050, "ramp": 2}
    measure_of |= {"certainty": 90.0, "rebound": 0.0}
    measure = documents.make(place, "SE-0480", "measure", measure_of, by=owner.user, key="m-boilers")
    goal = {"title": "Mål", "year": 2030, "target_kind": "percent", "amount": 70, "base_year": 2010, "status": "idea"}
    one = documents.make(place, "SE-0480", "goal", goal, by=owner.user, key="g-one").document
    other = documents.make(place, "SE-0480", "goal", {**goal, "status": "dropped"}, by=owner.user).document
    shows = {"title": "Pannor", "unit": "st", "values": {"2026": 3.0}, "measures": ["m-boilers"]}
    indicator = documents.make(place, "SE-0480", "indicator", shows, by=owner.user).document
    documents.save(indicator, {**shows, "measures": []}, based_on=1, by=owner.user)
    endings.replace(one, other, by=owner.user)
    client, own = signed_in(owner.user), f"/sv/workspace/{place.pk}"
    paths = [f"content/{row.pk}/versions/" for row in (measure.document, one, other, indicator)]
    for path in (*paths, f"content/{other.pk}/", "content/new/goal/SE-0480/", "goals/", "history/"):
        words = Page(client.get(f"{own}/{path}").content.decode()).text.split()
        for key in ("m-boilers", "decided", "idea", "dropped", "percent", "goal:"):
            assert key not in words, (path, key)
    history = Page(client.get(f"{own}/history/").content.decode()).text
    assert "I dess ställe" in history
    assert f"Åtgärder som den visar: {MEASURE['title']}" in " ".join(history.split())


def test_the_history_names_people_measures_steps_and_what_was_reported(place, publisher):
    owner = member(place, "owner", "olga@example.org")
    measure = documents.make(
        place, "SE-0480", "measure", {**MEASURE, "status": "decided"}, by=publisher, key="m-boilers"
    ).document
    together.set_people(measure, [publisher], by=owner.user)
    together.make_task(measure, by=owner.user, title="Upphandla", due=None, assignee=publisher, status="doing")
    together.comment(measure, f"@{publisher.email} se hit", by=owner.user)
    year_steps.begin(place, 2026, on=DAY, by=owner.user)
    step = next(one for one in year_steps.steps(place, 2026) if one.name == "proposal")
    year_steps.change(step, based_on=1, by=owner.user, person=publisher)
    tokens.make(place, "Stratsys", can_write=True, days=30, by=owner.user)
    report = {"saved_t": 12.5, "indicator": None, "cost": None, "comment": "Klart"}
    documents.make(
        place,
        "SE-0480",
        "follow-up",
        {"year": 2026, "period": "autumn", "reports": {}},
        by=publisher,
        key="2026-autumn",
    )
    kept = Document.objects.get(kind="follow-up")
    documents.save(kept, {"year": 2026, "period": "year", "reports": {"m-boilers": report}}, based_on=1, by=publisher)
    shown = " ".join(
        Page(signed_in(owner.user).get(f"/sv/workspace/{place.pk}/history/").content.decode()).text.split()
    )
    for words in (
        f"Ansvariga: {publisher}", f"Vem som gör det: {publisher}", "Status: Pågår", f"Nämnda: {publisher}",
        "Förslag till nästa års klimatbudget (2026)", f"Vem som ansvarar: {publisher}", "Får skriva utkast: ja", "Dagar: 30",
        "Period: Höst", f"Rapporterat: {MEASURE['title']}: kommentar: Klart; sparat, ton: 12,5",
    ):  # fmt: skip
        assert words in shown, words
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}|m-boilers|saved_t|can_write|\bdoing\b|autumn", shown)
