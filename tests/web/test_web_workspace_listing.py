"""What an organisation has made, as lists; kinds of which an area has one; two who begin the same at once."""

import re
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from web.markup import page
from web.officers import member, organisation, signed_in

from climate_visualizer.web.number_input import number
from climate_visualizer.web.pages.common.request_checks import LONGEST_ADDRESS
from climate_visualizer.web.published import SECTIONS
from climate_visualizer.web.workspace.content import documents, kinds
from climate_visualizer.web.workspace.models import Document, Version

pytestmark = pytest.mark.usefixtures("on_starter")
NOTE = {"title_sv": "Möte", "body_sv": "Text", "title_en": "", "body_en": ""}
ORDER = {"order": list(SECTIONS)}


@pytest.fixture
def place(db):
    return organisation()


@pytest.fixture
def editor(place):
    return member(place, "editor").user


@pytest.fixture
def own(place) -> str:
    return f"/sv/workspace/{place.pk}/"


def many(place, editor, count: int, versions: int = 3) -> None:
    made = [
        Document(organisation=place, area_id="SE-0480", kind="note", key=f"n{n}", latest=versions) for n in range(count)
    ]
    Document.objects.bulk_create(made)
    Version.objects.bulk_create(
        Version(document=one, number=at, content={**NOTE, "title_sv": f"{one.key} v{at}"}, author=editor)
        for one in made
        for at in range(1, versions + 1)
    )


def test_the_list_shows_the_newest_versions_of_the_latest_and_how_many_there_are(place, editor, own):
    many(place, editor, 130)
    documents.make(place, "SE-0480", "text", {"section": "dots", "body_sv": "Ord", "body_en": ""}, by=editor)
    client = signed_in(editor)
    found = page(client, f"{own}content/")
    assert found.text.count(" v3") == 5
    assert " v2" not in found.text
    assert "Alla 130 anteckningar" in found.text
    titles = []
    for at in (1, 2, 3):
        with CaptureQueriesContext(connection) as asked:
            one = page(client, f"{own}content/?kind=note&page={at}")
        assert len(asked) <= 12
        titles += re.findall(r"n\d+(?= v3)", one.text)
        assert "Ord" not in one.text
    assert sorted(titles) == sorted(f"n{n}" for n in range(130))
    hrefs = [a.get("href", "") for a in page(client, f"{own}content/?kind=note&page=2").all("a")]
    assert [href for href in hrefs if href.startswith("?kind")] == ["?kind=note&page=1", "?kind=note&page=3"]
    assert client.get(f"{own}content/?kind=nothing").status_code == 404


def test_the_overview_counts_without_reading_everything(place, editor, own):
    many(place, editor, 30)
    rows = list(Document.objects.all()[:3])
    for row in rows:
        documents.publish(row, 3, by=None)
    documents.save(rows[0], NOTE, based_on=3, by=editor)
    with CaptureQueriesContext(connection) as asked:
        found = page(signed_in(editor), own)
    assert "28 utkast väntar" in found.text
    plans, drafts = [one["sql"] for one in asked if '"workspace_version"."content"' in one["sql"]]
    assert "'goal', 'measure', 'climate-budget'" in plans, "plans are read, to say how the areas stand"
    assert "ROW_NUMBER" in drafts and len(re.findall(r"n\d+ v3", found.text)) <= 8, "of drafts the oldest few"


def test_an_area_has_one_of_such_a_kind_and_it_is_opened_instead_of_begun_anew(place, editor, own):
    client = signed_in(editor)
    new = f"{own}content/new/layout/SE-0480/"
    assert client.get(new).status_code == 200
    assert new in page(client, own).all("a").__repr__()
    places = {f"place_{at}": name for at, name in enumerate(SECTIONS, 1)}
    first = client.post(new, places)
    there = Document.objects.get(kind="layout")
    assert first["Location"] == f"{own}content/{there.pk}/"
    assert client.get(new)["Location"] == f"{own}content/{there.pk}/"
    for path in (own, f"{own}content/"):
        hrefs = [a["href"] for a in page(client, path).all("a") if "href" in a]
        assert new not in hrefs
        assert f"{own}content/{there.pk}/" in hrefs
    again = client.post(new, {**places, "place_1": SECTIONS[1], "place_2": SECTIONS[0]})
    assert again.status_code == 409, "who began it at the same time is told, and sees both"
    assert 'class="differences"' in again.content.decode()
    assert Document.objects.filter(kind="layout").count() == 1


def test_a_second_one_cannot_be_made_by_any_way(place, editor):
    for kind, content in (("layout", ORDER), ("climate-budget", {"first": 2027, "last": 2030})):
        first = documents.make(place, "SE-0480", kind, content, by=editor, key="one")
        with pytest.raises(documents.Collision) as collision:
            documents.make(place, "SE-0480", kind, content, by=editor, key="another")
        assert collision.value.theirs == first
    other = organisation("Gnesta kommun", ("SE-0461",))
    documents.make(other, "SE-0461", "layout", ORDER, by=None)
    documents.make(place, "SE-0480", "follow-up", {"year": 2026}, by=editor, key="2026")
    with pytest.raises(documents.Collision):
        documents.make(place, "SE-0480", "follow-up", {"year": 2026}, by=editor, key="2026")


@pytest.mark.parametrize("kind", [kind for kind in kinds.every() if kind.page], ids=lambda kind: kind.name)
def test_a_kind_with_a_page_of_its_own_is_neither_begun_nor_changed_on_the_usual_one(place, editor, own, kind):
    content = {"first": 2027, "last": 2030, "year": 2026}
    row = documents.make(place, "SE-0480", kind.name, content, by=editor).document
    client = signed_in(editor)
    assert client.get(f"{own}content/new/{kind.name}/SE-0480/").status_code == 404
    assert client.post(f"{own}content/new/{kind.name}/SE-0480/", {}).status_code == 404
    usual = f"{own}content/{row.pk}/"
    for answer in (client.get(usual), client.post(usual, {"based_on": "1"})):
        assert str(row.pk) in answer["Location"]
        assert answer["Location"] != usual
    row.refresh_from_db()
    assert documents.newest(row).content == content


@given(st.one_of(st.text(max_size=12), st.integers().map(str)))
def test_a_number_is_read_or_left(text):
    found = number(text)
    assert 0 <= found < 10**9
    assert found == 0 or int(text) == found


@pytest.mark.parametrize("based_on", ["²", "9" * 5000, "9" * 1900, "-1", "one", ""])
def test_a_number_that_is_none_saves_nothing_and_breaks_nothing(place, editor, own, based_on):
    row = documents.make(place, "SE-0480", "note", NOTE, by=editor).document
    client = signed_in(editor)
    path = f"{own}content/{row.pk}/"
    assert client.post(path, {**NOTE, "title_sv": "Nytt", "based_on": based_on}).status_code == 409
    fits = len(based_on) < LONGEST_ADDRESS  # an address that is longer is read by no page
    assert client.get(f"{path}versions/?before={based_on}&after={based_on}").status_code == (200 if fits else 414)
    assert client.get(f"{own}follow-up/?year={based_on}").status_code == (200 if fits else 414)
    address = "http%3A%2F%2Ftestserver%2Fsv%2Fse%2Fnykoping%2F"
    assert client.get(f"/oembed?url={address}&maxwidth={based_on or 0}").status_code == (422 if fits else 414)
    row.refresh_from_db()
    assert row.latest == 1


class Nested(HTMLParser):
    """What is opened is closed, in its order."""

    EMPTY = frozenset(["area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"])

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(markup)

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_starttag(self, tag, attrs):
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> in line {self.getpos()[0]}")


@pytest.mark.parametrize("role", ["reader", "owner"])
def test_pages_are_well_formed(place, editor, own, role):
    many(place, editor, 8)
    row = documents.make(place, "SE-0480", "layout", ORDER, by=editor).document
    client = signed_in(member(place, role).user)
    paths = ["", "content/", "content/?kind=note", f"content/{row.pk}/", f"content/{row.pk}/versions/", "people/"]
    paths += ["history/", "settings/", "settings/sign-in/"] if role == "owner" else []
    for path in paths:
        found = Nested(client.get(own + path).content.decode())
        assert (found.wrong, found.open) == ([], []), path
