"""What people make: drafts, versions, two editors, previews, publishing, and what the public then sees."""

import hashlib
import threading

import pytest
from django.core import signing
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from side_by_side import end_connection
from web.markup import Page
from web.officers import member, organisation, signed_in
from web.written import NOTE, editor, note, place, publisher

from climate_visualizer.web import published
from climate_visualizer.web.markdown import markdown
from climate_visualizer.web.workspace import policies
from climate_visualizer.web.workspace.content import documents, kinds
from climate_visualizer.web.workspace.models import Audit, Document, State, Version

assert editor and note and place and publisher  # fixtures, found by their names
pytestmark = pytest.mark.usefixtures("on_starter")

EVIL = (
    '<script>alert(1)</script><img src=x onerror="alert(2)">[a](javascript:alert(3)) '
    '<a href="https://e.example" onclick="x()">b</a>'
)


def path_of(document, step=""):
    return f"/sv/workspace/{document.organisation_id}/content/{document.pk}/{step}"


def test_a_draft_is_seen_by_nobody_outside(client, note):
    assert "Möte" not in client.get("/sv/se/nykoping/").content.decode()
    assert published.of("SE-0480") == ()
    assert published.version("SE-0480").endswith(":0 ")


def test_publishing_shows_it_at_once_and_withdrawing_takes_it_away(
    client, note, publisher, django_capture_on_commit_callbacks
):
    before = client.get("/sv/se/nykoping/")
    elsewhere = client.get("/sv/se/oxelosund/")
    strong = signed_in(publisher)
    with django_capture_on_commit_callbacks(execute=True):
        assert strong.post(path_of(note, "publish/"), {"based_on": "1"}).status_code == 302
    shown = client.get("/sv/se/nykoping/", headers={"if-none-match": before["ETag"]})
    assert shown.status_code == 200
    assert "<strong>tisdag</strong>" in shown.content.decode()
    assert shown["Cache-Control"] == "public, max-age=0, s-maxage=60"
    assert shown["ETag"] != before["ETag"]
    assert client.get("/sv/se/oxelosund/")["ETag"] == elsewhere["ETag"], "other areas keep what they have"
    assert client.get("/sv/se/nykoping/", headers={"if-none-match": shown["ETag"]}).status_code == 304
    assert client.get("/api/v1/areas/SE-0480")["Cache-Control"] == "public, max-age=0, s-maxage=60"
    with django_capture_on_commit_callbacks(execute=True):
        assert strong.post(path_of(note, "withdraw/")).status_code == 302
    gone = client.get("/sv/se/nykoping/", headers={"if-none-match": shown["ETag"]})
    assert gone.status_code == 200
    assert "tisdag" not in gone.content.decode()
    assert [version.state for version in note.versions.all()] == [State.WITHDRAWN]


def test_what_is_published_is_handed_out_with_who_and_when(note, publisher, place):
    documents.publish(note, 1, by=publisher)
    published.forget()
    (one,) = published.of("SE-0480", "note")
    assert (one.content, one.number, one.organisation.name) == (NOTE, 1, place.name)
    assert one.published_at is not None
    assert published.of("SE-0480", "goal") == ()
    assert published.versions() == f"SE-0480={place.pk}:1 "


def test_pages_show_what_was_known_last_while_the_database_is_away(client, note, publisher, monkeypatch):
    documents.publish(note, 1, by=publisher)
    published.forget()
    known = published.of("SE-0480")
    with monkeypatch.context() as patch:
        patch.setattr(published, "_read_counts", _away)
        published.forget()
        assert "<strong>tisdag</strong>" in client.get("/sv/se/nykoping/").content.decode()
        assert published.of("SE-0480") == known
    published.forget()
    assert published.of("SE-0480") == known
    assert len(known) == 1


def test_pages_are_shown_without_notes_where_nothing_was_known_before(client, note, publisher, monkeypatch):
    documents.publish(note, 1, by=publisher)
    monkeypatch.setattr(published, "_counts", published._Counts())
    monkeypatch.setattr(published, "_last", {})
    with monkeypatch.context() as patch:
        patch.setattr(published, "_read_counts", _away)
        shown = client.get("/sv/se/nykoping/")
        assert (shown.status_code, "tisdag" in shown.content.decode()) == (200, False)
        assert published.of("SE-0480") == ()
        with pytest.raises(published.Away):
            published.ensure_known("SE-0480")
    published.forget()
    assert len(published.of("SE-0480")) == 1


def _away():
    raise OperationalError("connection refused")


def test_saving_keeps_every_version_and_says_who_did_what(note, editor):
    client = signed_in(editor)
    form = {**NOTE, "title_sv": "Nytt möte", "based_on": "1", "note": "bättre titel"}
    assert client.post(path_of(note), form).status_code == 302
    assert client.post(path_of(note), {**form, "based_on": "2"}).status_code == 302, "the same again"
    assert [(version.number, version.note) for version in note.versions.all()] == [(2, "bättre titel"), (1, "")]
    row = Audit.objects.get(what="document.saved")
    assert (row.actor, row.before, row.after) == (editor.pk, {"title_sv": "Möte"}, {"title_sv": "Nytt möte"})
    page = client.get(path_of(note, "versions/")).content.decode()
    assert "<ins>Nytt möte</ins>" in page
    assert "<del>Möte</del>" in page


def test_an_earlier_version_comes_back_on_top(note, editor):
    documents.save(note, {**NOTE, "title_sv": "Fel"}, based_on=1, by=editor)
    client = signed_in(editor)
    assert client.post(path_of(note, "restore/"), {"based_on": "1"}).status_code == 302
    note.refresh_from_db()
    assert note.latest == 3
    assert documents.newest(note).content == NOTE
    assert client.post(path_of(note, "restore/"), {"based_on": "99"}).status_code == 404


def test_the_second_editor_is_told_and_nothing_is_overwritten(note, editor, publisher):
    first, second = signed_in(editor), signed_in(publisher)
    assert first.post(path_of(note), {**NOTE, "title_sv": "Ediths", "based_on": "1"}).status_code == 302
    told = second.post(path_of(note), {**NOTE, "title_sv": "Pelles", "based_on": "1"})
    assert told.status_code == 409
    page = told.content.decode()
    assert "Någon sparade medan du skrev" in page
    assert "Ediths" in page
    assert 'value="Pelles"' in page
    note.refresh_from_db()
    assert documents.newest(note).content["title_sv"] == "Ediths"
    based_on = next(field for field in Page(page).all("input") if field.get("name") == "based_on")["value"]
    assert second.post(path_of(note), {**NOTE, "title_sv": "Bådas", "based_on": based_on}).status_code == 302
    assert [version.content["title_sv"] for version in note.versions.all()] == ["Bådas", "Ediths", "Möte"]


@pytest.mark.parametrize("based_on", ["", "0", "-1", "7", "x", "9" * 30])
def test_a_wrong_base_is_a_collision_not_a_loss(note, editor, based_on):
    response = signed_in(editor).post(path_of(note), {**NOTE, "title_sv": "Annat", "based_on": based_on})
    assert response.status_code == 409
    assert note.versions.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_who_save_at_once_one_does(place_for_many):
    note, people = place_for_many
    outcomes = []

    def save(person):
        try:
            documents.save(note, {**NOTE, "title_sv": person.email}, based_on=1, by=person)
            outcomes.append("saved")
        except (documents.Collision, Exception) as problem:
            outcomes.append(type(problem).__name__)
        finally:
            end_connection()

    threads = [threading.Thread(target=save, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("saved") == 1, outcomes
    assert note.versions.count() == 2


@pytest.fixture
def place_for_many(on_starter):
    place = organisation()
    people = [member(place, "editor", f"editor{number}@example.org").user for number in range(4)]
    return documents.make(place, "SE-0480", "note", NOTE, by=people[0]).document, people


def test_what_has_changed_since_it_was_read_is_not_published(note, editor, publisher):
    documents.save(note, {**NOTE, "title_sv": "Annat"}, based_on=1, by=editor)
    response = signed_in(publisher).post(path_of(note, "publish/"), {"based_on": "1"})
    assert response.status_code == 409
    assert "nyare version" in response.content.decode()
    documents.publish(note, 2, by=publisher)
    with pytest.raises(policies.NotNow):
        documents.publish(note, 2, by=publisher)
    assert signed_in(publisher).post(path_of(note, "publish/"), {"based_on": "77"}).status_code == 404
    documents.withdraw(note, by=publisher)
    with pytest.raises(policies.NotNow):
        documents.withdraw(note, by=publisher)


def test_a_preview_shows_one_version_for_a_week(note, editor, monkeypatch):
    made = signed_in(editor).post(path_of(note, "preview/")).content.decode()
    link = next(attrs["value"] for attrs in Page(made).all("input") if attrs.get("id") == "link")
    path = link.removeprefix("http://testserver")
    documents.save(note, {**NOTE, "title_sv": "Senare"}, based_on=1, by=editor)
    seen = Client().get(path)
    assert "<strong>tisdag</strong>" in seen.content.decode()
    assert "Senare" not in seen.content.decode()
    assert "noindex" in seen["X-Robots-Tag"]
    assert Client().get(path[:-3] + "AA/").status_code == 404
    elsewhere = signing.dumps(str(documents.newest(note).pk), salt="another")
    assert Client().get(f"/sv/workspace/preview/{elsewhere}/").status_code == 404
    monkeypatch.setattr(documents, "PREVIEWED_FOR", -1)
    expired = Client().get(path)
    assert (expired.status_code, "har gått ut" in expired.content.decode()) == (410, True)
    Version.objects.all().delete()
    assert Client().get(path).status_code in (404, 410)


def test_links_are_withdrawn_only_where_one_was_made_and_shows_something(note, editor):
    def offered() -> bool:
        return "withdraw-previews" in signed_in(editor).get(path_of(note)).content.decode()

    assert not offered()
    signed_in(editor).post(path_of(note, "preview/"))
    assert offered()
    signed_in(editor).post(path_of(note, "withdraw-previews/"))
    assert not offered()
    signed_in(editor).post(path_of(note, "preview/"))
    Document.objects.update(previewed_until=timezone.now())  # a week later
    assert not offered()


def test_what_people_write_is_cleaned_wherever_it_is_shown(client, place, editor, publisher):
    evil = {"title_sv": EVIL, "body_sv": EVIL, "title_en": "", "body_en": ""}
    note = documents.make(place, "SE-0480", "note", {**evil, "title_sv": EVIL[:110]}, by=editor).document
    place.name = "<b onmouseover=alert(4)>Kommun</b>"
    place.save()
    strong = signed_in(publisher)
    token = documents.preview_token(documents.newest(note), by=editor)
    documents.publish(note, 1, by=publisher)
    published.forget()
    pages = [
        client.get("/sv/se/nykoping/"),
        client.get(f"/sv/workspace/preview/{token}/"),
        strong.get(path_of(note)),
        strong.get(path_of(note, "versions/")),
        strong.get(f"/sv/workspace/{place.pk}/content/"),
        strong.get(f"/sv/workspace/{place.pk}/"),
        signed_in(member(place, "owner").user).get(f"/sv/workspace/{place.pk}/history/"),
        signed_in(member(place, "reader").user).get(path_of(note)),
    ]
    for response in pages:
        assert response.status_code == 200
        page = Page(response.content.decode())
        running = [script for script in page.all("script") if script.get("type") != "application/ld+json"]
        assert all(script.get("src", "").startswith("/static/") for script in running)
        assert not [attrs for _, attrs in page.tags if any(name.startswith("on") for name in attrs) or "style" in attrs]
        assert not [link for link in page.all("a") if link.get("href", "").startswith("javascript")]
        assert not [image for image in page.all("img") if image.get("src") == "x"]
        assert page.all("b") == [] or "onmouseover" not in response.content.decode().replace("&lt;b onmouseover", "")


def test_markdown_is_a_few_plain_elements():
    assert markdown("# A\n\n- b\n\n[c](https://c.example)") == (
        '<h3>A</h3>\n<ul>\n<li>b</li>\n</ul>\n<p><a href="https://c.example" rel="nofollow noopener noreferrer">c</a></p>\n'
    )
    assert "<script" not in markdown(EVIL)
    assert markdown(None) == ""


@pytest.mark.parametrize("reflected", ["'\"><script>alert(1)</script>", "javascript:alert(1)"])
def test_what_is_asked_for_is_not_thrown_back_raw(note, editor, reflected):
    client = signed_in(editor)
    for path, name in [(path_of(note, "versions/"), "before"), ("/accounts/login/", "next"), (path_of(note), "q")]:
        assert reflected not in client.get(path, {name: reflected}, follow=True).content.decode()
    wrong = client.post(path_of(note), {"title_sv": reflected, "based_on": "1"})
    assert wrong.status_code == 422
    assert Page(wrong.content.decode()).all("script") == []


def test_an_empty_note_is_refused_with_a_sentence(place, editor):
    client = signed_in(editor)
    response = client.post(f"/sv/workspace/{place.pk}/content/new/note/SE-0480/", {"title_sv": "Bara rubrik"})
    assert response.status_code == 422
    assert "minst ett språk" in response.content.decode()
    assert 'value="Bara rubrik"' in response.content.decode(), "nothing that was written is lost"
    assert not Document.objects.exists()
    for kind, area in (("note", "SE-0481"), ("nothing", "SE-0480")):
        assert client.get(f"/sv/workspace/{place.pk}/content/new/{kind}/{area}/").status_code == 404


def test_a_kind_is_registered_once():
    assert kinds.register(kinds.find("note")) is kinds.find("note")
    other = kinds.Kind("note", title="Other", several="Others", help="", form=kinds.ContentForm)
    with pytest.raises(ValueError, match="another name"):
        kinds.register(other)
    with pytest.raises(kinds.UnknownKind, match="note"):
        kinds.find("nothing")


@pytest.mark.parametrize("many", [1, 40])
def test_a_page_takes_twelve_queries_at_most_however_much_there_is(place, many):
    owner = member(place, "owner").user
    for number in range(many):
        made = documents.make(place, "SE-0480", "note", {**NOTE, "title_sv": str(number)}, by=owner)
        member(place, "reader", f"reader{number}@example.org")
    client = signed_in(owner)
    for path in (
        "",
        "people/",
        "history/",
        "settings/",
        "content/",
        f"content/{made.document_id}/",
        "settings/sign-in/",
    ):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(f"/sv/workspace/{place.pk}/{path}").status_code == 200
        assert len(queries) <= 12, (path, [query["sql"][:90] for query in queries])


def test_ids_cannot_be_counted_up(note):
    assert len({hashlib.sha256(note.pk.bytes).digest(), note.organisation.pk.bytes}) == 2
    assert note.pk.version == note.organisation.pk.version == 4


@pytest.mark.parametrize("kind", [kind.name for kind in kinds.every()])
def test_what_no_database_keeps_is_left_out_of_every_kind(place, editor, kind):
    content = {
        "title_sv": "A\0B",
        "comm\0ittees": ["N\0ämnd"],
        "parts": {"N\0ämnd": {"transport": "2\0"}},
        "none": None,
    }
    document = documents.make(place, "SE-0480", kind, content, by=editor, key="a\0").document
    assert documents.newest(document).content == {
        "title_sv": "AB", "committees": ["Nämnd"], "parts": {"Nämnd": {"transport": "2"}}, "none": None
    }  # fmt: skip
    kept = documents.save(document, {"title_sv": "C\0"}, based_on=1, by=editor, note="\0")
    assert (kept.content, kept.note) == ({"title_sv": "C"}, "")
    assert documents.save(document, {"title_sv": "C\0"}, based_on=2, by=editor).number == 2
