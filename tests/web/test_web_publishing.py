"""What becomes public is chosen, followers are told once, and every kind can be deleted, archived, replaced and merged."""

import re

import pytest
from web.officers import member, organisation, signed_in
from web.planning import GOAL, MEASURE, Pages, text

from climate_visualizer.exports.plan_workbook.plan_import import Row
from climate_visualizer.web import published
from climate_visualizer.web.alerts.events import notice
from climate_visualizer.web.alerts.models import Event
from climate_visualizer.web.workspace import policies
from climate_visualizer.web.workspace.content import documents, kinds
from climate_visualizer.web.workspace.cycle import committee_list
from climate_visualizer.web.workspace.models import Audit, Document, State
from climate_visualizer.web.workspace.plans import plan_documents
from climate_visualizer.web.workspace.publication import endings

pytestmark = [pytest.mark.usefixtures("on_starter"), pytest.mark.django_db]
NOTE = {"title_sv": "Möte", "body_sv": "Kom.", "title_en": "", "body_en": ""}
REMARK = {"about": "transport", "year": 2022, "by": "Rut", "remark": "Varför?"}
CONTENT = {
    "note": NOTE,
    "text": {"section": "dots", "body_sv": "Ord.", "body_en": ""},
    "figure": {"sector": "transport", "tonnes": {"2022": 5.0}, "source": "Egen", "link": "", "body_sv": "Så.", "body_en": ""},
    "perspective": {"way": "operations", "tonnes": {"2022": 5.0}, "source": "Bokslut", "link": "", "body_sv": "", "body_en": ""},
    "business": {
        "name": "Bullen", "website": "", "sector": "industry", "tonnes": {"2022": 450.0}, "goal_year": 2030,
        "goal_percent": 80.0, "body_sv": "", "body_en": "",
    },
    "remark": {**REMARK, "answer_sv": "För att.", "answer_en": ""},
    "layout": {"order": list(published.SECTIONS)},
}  # fmt: skip


@pytest.fixture
def officer():
    place = organisation()
    committee_list.ensure(place, ["Tekniska nämnden", "Barnnämnden", "Kommunstyrelsen"], by=None)
    return Pages(place, signed_in(member(place, "publisher").user))


def _content(kind: str) -> dict:
    if kind == "goal":
        return {"title": "M", "year": 2030, "target_kind": "percent", "amount": 85.0, "base_year": 2010, "scope": ""}
    if kind == "measure":
        return {**_measure("Åtgärd")}
    return CONTENT.get(kind, {"year": 2025} if kind == "follow-up" else {"first": 2027, "last": 2030})


def _measure(title: str, **facts) -> dict:
    return {
        "title": title, "sector": "heating", "effect_kind": "tonnes", "amount": 10.0, "start": 2027, "end": 2050,
        "ramp": 1, "certainty": 100.0, "rebound": 0.0, "status": "decided", **facts,
    }  # fmt: skip


def _made(officer, kind: str, content: dict | None = None, **options) -> Document:
    content = _content(kind) if content is None else content
    return documents.make(officer.place, "SE-0480", kind, content, by=None, **options).document


def test_the_list_ticks_what_is_new_and_changed_and_nothing_that_was_taken_back_dropped_or_sent_in(officer):
    author = member(officer.place, "editor").user
    made = {
        name: documents.make(officer.place, "SE-0480", "measure", _measure(name, **facts), by=author).document
        for name, facts in {
            "Ny": {}, "Ändrad": {}, "Tillbaka": {}, "Idé": {"status": "idea"}, "Struken": {"status": "dropped"},
        }.items()
    }  # fmt: skip
    for name in ("Ändrad", "Tillbaka"):
        documents.publish(made[name], 1, by=author)
    documents.withdraw(made["Tillbaka"], by=author)
    documents.save(made["Ändrad"], _measure("Ändrad", amount=12.0), based_on=1, by=author)
    _made(officer, "remark", REMARK, key="sent-in")
    page = officer.page("publish/")
    for said in (
        "New to readers",
        "Changed since readers saw it",
        "Withdrawn; ticked",
        "An idea, which stays",
        "Dropped, so it",
    ):
        assert said in page
    assert "Answer in at least one language" in page
    ticked = {pick.partition(":")[0] for pick in officer.ticks()}
    assert ticked == {str(made[name].pk) for name in ("Ny", "Ändrad")}
    there = {pick.partition(":")[0] for pick in officer.ticks(checked=False)}
    assert there == ticked | {str(made["Tillbaka"].pk)}
    changes = re.search(r"Word by word(.*?)Now", page).group(1)
    assert "10" in changes and "12" in changes
    officer.publish()
    assert {one.content["title"] for one in published.of("SE-0480", "measure")} == {"Ny", "Ändrad"}
    officer.post("publish/", {"pick": officer.ticks(checked=False)})
    published.forget()
    assert "Tillbaka" in {one.content["title"] for one in published.of("SE-0480", "measure")}


@pytest.mark.parametrize("status", ["idea", "dropped"])
def test_no_forged_tick_publishes_what_stays_inside_and_nothing_goes_with_it(officer, status):
    good, bad = _made(officer, "measure"), _made(officer, "measure", _measure("Inne", status=status))
    refused = officer.post("publish/", {"pick": [f"{good.pk}:1", f"{bad.pk}:1"]}, 409)
    assert "stay in the workspace" in text(refused)
    assert not Document.objects.exclude(published=None).exists()


def test_a_tick_is_for_the_version_that_was_read(officer):
    measure = _made(officer, "measure")
    picks = officer.ticks()
    documents.save(measure, _measure("Annat"), based_on=1, by=None)
    assert "newer version" in text(officer.post("publish/", {"pick": picks}, 409))
    for rubbish in ("x:1", f"{measure.pk}", f"{measure.pk}:9", "00000000-0000-0000-0000-000000000000:1"):
        officer.post("publish/", {"pick": rubbish}, 409)
    assert "Nothing was ticked" in text(officer.client.post(f"{officer.own}/publish/", follow=True))


def test_readers_verdict_is_shown_before_and_after(officer):
    officer.make("goal", {**GOAL, "amount": "30"})
    page = officer.page("publish/?kind=goal")
    assert "With the ticked goals they are told The goals do not fit the budget" in page
    assert "as much as the last goal leaves" in page


def test_two_thousand_measures_are_chosen_from_page_by_page(officer, django_assert_max_num_queries):
    rows = [Row(index, "", _measure(f"M {index}")) for index in range(2000)]
    plan_documents.take_in(officer.place, "SE-0480", rows, by=member(officer.place, "editor").user)
    with django_assert_max_num_queries(12):
        page = officer.page("publish/")
    assert "1 / 20" in page and page.count("New to readers") == 100


def test_mail_goes_out_once_for_what_is_new_and_for_a_change_only_if_the_publisher_says_so(officer):
    notice()
    measure = _made(officer, "measure")
    officer.publish()
    notice()
    assert Event.objects.count() == 1
    documents.withdraw(measure, by=None)
    officer.post("publish/", {"pick": officer.ticks(checked=False)})
    documents.save(measure, _measure("Rättad"), based_on=1, by=None)
    officer.publish()
    notice()
    assert Event.objects.count() == 1, "neither shown again nor a small change is news"
    measure.refresh_from_db()
    documents.save(measure, _measure("Helt ny"), based_on=2, by=None)
    officer.post("publish/", {"pick": officer.ticks(), "tells": "1"})
    notice()
    assert Event.objects.count() == 2


@pytest.mark.parametrize("kind", [kind.name for kind in kinds.every()])
def test_every_kind_can_be_deleted_archived_and_taken_out_again(officer, kind):
    draft = _made(officer, kind)
    officer.get(f"content/{draft.pk}/end/delete/")
    officer.post(f"content/{draft.pk}/end/delete/", {"based_on": "1"})
    assert not Document.objects.filter(pk=draft.pk).exists()
    gone = Audit.objects.get(what="document.deleted")
    assert (gone.before is None) == (kind in endings.SENT_IN)
    kept = _made(officer, kind, key="2025" if kind == "follow-up" else "")
    is_public = kind not in published.KINDS_INSIDE
    if is_public:
        documents.publish(kept, 1, by=None)
        assert "has been on the public page" in officer.page(f"content/{kept.pk}/end/delete/", 409)
    officer.post(f"content/{kept.pk}/end/archive/")
    published.forget()
    assert published.of("SE-0480", kind) == ()
    assert "In the archive since" in text(officer.client.get(f"{officer.own}/content/{kept.pk}/", follow=True))
    assert officer.page("archive/").count("What replaced it") == 0
    with pytest.raises(policies.NotNow):
        documents.save(kept, {**_content(kind), "x": 1}, based_on=1, by=None)
    another = _made(officer, kind, key="2025" if kind == "follow-up" else "")
    if kinds.find(kind).one_an_area:
        officer.post(f"content/{kept.pk}/end/revive/", status=409)
        endings.delete(another, 1, by=None)
    officer.post(f"content/{kept.pk}/end/revive/")
    kept.refresh_from_db()
    assert kept.archived_at is None and kept.published_id is None
    assert documents.newest(kept).state == (State.WITHDRAWN if is_public else State.DRAFT)


def test_what_is_archived_counts_nowhere_and_is_in_no_list(officer, client):
    officer.make("measure", MEASURE)
    officer.make("goal", {**GOAL, "amount": "30"})
    officer.publish()
    for document in Document.objects.all():
        endings.archive(document, by=None)
    published.forget()
    assert "No goal yet." in officer.page("goals/") and "No measure yet." in officer.page("measures/")
    assert "Byt pannor" not in officer.page("content/") and "Byt pannor" not in officer.page("")
    for path in ("goals", "measures", "published"):
        assert MEASURE["title"] not in client.get(f"/api/v1/areas/SE-0480/{path}").content.decode()
    assert "Byt pannor" in officer.page("archive/")


def test_one_replaces_another_and_leads_to_it_and_two_of_the_same_become_one(officer):
    old, new = _made(officer, "measure", _measure("Gammal")), _made(officer, "measure", _measure("Ny"))
    twin = _made(officer, "measure", _measure("Ny", owner="Tekniska nämnden", amount=99.0, costs={"2027": 5.0}))
    assert "Gammal" in officer.page(f"content/{new.pk}/end/replace/")
    officer.post(f"content/{old.pk}/end/replace/", {"other": str(new.pk), "how": "replace"})
    old.refresh_from_db()
    assert old.replaced_by_id == new.pk and documents.newest(new).number == 1
    officer.post(f"content/{twin.pk}/end/replace/", {"other": str(new.pk), "how": "merge"})
    merged = documents.newest(Document.objects.get(pk=new.pk)).content
    assert (merged["owner"], merged["costs"], merged["amount"]) == ("Tekniska nämnden", {"2027": 5.0}, 10.0)
    assert officer.page("archive/").count("What replaced it") == 2
    assert {row.what for row in Audit.objects.all()} >= {"document.replaced", "document.merged"}
    goal = _made(officer, "goal")
    for wrong, status in ((old.pk, 409), (goal.pk, 409), (new.pk, 409), ("rubbish", 404)):
        officer.post(f"content/{new.pk}/end/replace/", {"other": str(wrong)}, status)


def test_merging_fills_what_is_empty_and_overwrites_nothing():
    assert endings.merged({"a": 1, "b": "x", "c": ""}, {"a": 0, "b": "", "d": 2}) == {"a": 0, "b": "x", "d": 2}
