"""The history of an organisation: added to and never changed, told in today's names and the reader's language."""

import pytest
from django.utils import translation
from web.markup import Page
from web.officers import member, signed_in
from web.written import NOTE, editor, note, place, publisher

from climate_visualizer.web.workspace.content import documents, field_labels, kinds
from climate_visualizer.web.workspace.models import Audit

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
