"""What people add beside the official figures: through the workspace and through public pages, read before it is shown."""

import re

import pytest
from django.core.cache import cache
from web.markup import page
from web.officers import member, organisation, signed_in
from web.post_office import letters

from climate_visualizer.web import published
from climate_visualizer.web.workspace.content import documents, kinds
from climate_visualizer.web.workspace.contributions.contribution_fields import SeriesField
from climate_visualizer.web.workspace.models import Audit, Document

pytestmark = [pytest.mark.usefixtures("on_starter"), pytest.mark.django_db]
AREA = "/sv/se/nykoping/"
BUSINESS = {
    "name": "Bageriet <b>Bullen</b>",
    "website": "https://bullen.example",
    "sector": "industry",
    "tonnes": "2022: 450\n2023: 400,5",
    "goal_year": "2030",
    "goal_percent": "80",
    "body_sv": "Vi byter **ugnar**. <script>alert(1)</script>",
    "mail": "owner@bullen.example",
}


@pytest.fixture
def of():
    made = organisation()
    cache.clear()
    published.forget()
    return made


def put_up(of, kind: str, **content) -> Document:
    version = documents.make(of, "SE-0480", kind, content, by=None)
    documents.publish(version.document, version.number, by=None)
    published.forget()
    return version.document


def link(word: str) -> str:
    return re.search(rf"http://[^/]+(/sv/received/{word}/\S+)", letters()[-1].body).group(1)


def test_a_business_joins_is_let_in_and_changes_its_figures(client, of, django_capture_on_commit_callbacks):
    publisher = member(of, "publisher")
    assert "Var med i klimatarbetet i Nyköping" in page(client, f"{AREA}join/").text
    answer = client.post(f"{AREA}join/", BUSINESS)
    assert "Titta i din e-post" in answer.content.decode()
    assert Document.objects.count() == 0, "nothing is kept before the address has confirmed"
    where = link("confirm")
    assert "Var det du?" in page(client, where).text
    assert Document.objects.count() == 0
    received = client.post(where).content.decode()
    assert client.post(where).status_code == 200
    document = Document.objects.get()
    assert (document.kind, document.published_id, document.latest) == ("business", None, 1)
    told, link_to_change = letters()[-2:]
    assert (told.to, link_to_change.to) == ([publisher.user.email], ["owner@bullen.example"])
    assert "/sv/received/change/" in link_to_change.body
    assert "owner@bullen.example" not in str(list(Audit.objects.values())), "the address is not kept"
    assert "Bullen" not in client.get(AREA).content.decode()
    officer = signed_in(publisher.user)
    workspace = f"/sv/workspace/{of.pk}/content/{document.pk}/"
    with django_capture_on_commit_callbacks(execute=True):
        officer.post(f"{workspace}publish/", {"based_on": 1})
    shown = client.get(AREA).content.decode()
    assert "Bageriet &lt;b&gt;Bullen&lt;/b&gt;" in shown
    own = client.get(f"{AREA}businesses/{document.key}/").content.decode()
    assert "<strong>ugnar</strong>" in own
    assert "alert(1)</script>" not in own
    assert "Siffrorna har företaget rapporterat självt" in own
    badge = client.get(f"{AREA}businesses/{document.key}/badge.svg")
    assert badge["Content-Type"] == "image/svg+xml"
    assert "−80\u00a0%" in badge.content.decode()
    assert client.get(f"{AREA}businesses/nobody/").status_code == 404
    change = re.search(r"(/sv/received/change/[^<\s]+)", received).group(1)
    assert "450" in page(client, change).text or "450" in client.get(change).content.decode()
    changed = {**BUSINESS, "tonnes": "2022: 450\n2023: 400\n2024: 350"}
    assert client.post(change, changed).status_code == 200
    document.refresh_from_db()
    assert document.latest == 2
    assert document.published.number == 1, "a change waits for a publisher too"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("tonnes", "2022 mycket", "Rad 1 är ”2022 mycket”"),
        ("tonnes", "2022: 1\n2022: 2", "Rad 2: året står där två gånger"),
        ("tonnes", "2022: 99999999999", "fler ton än ett helt land"),
        ("goal_year", "2023", "Målåret ska ligga efter"),
        ("goal_percent", "120", "100"),
        ("website", "javascript:alert(1)", "website"),
        ("sector", "magic", "magic"),
        ("mail", "nobody", "mail"),
    ],
)
def test_what_is_wrong_in_a_public_form_is_a_sentence_and_keeps_what_was_written(client, of, field, value, sentence):
    answer = client.post(f"{AREA}join/", {**BUSINESS, field: value})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert 'class="wrong"' in text
    if " " in sentence:
        assert sentence in text
    assert "Vi byter **ugnar**" in text
    assert letters() == []


def test_foreign_posts_forged_links_and_places_nobody_speaks_for_lead_nowhere(client, of):
    assert client.post(f"{AREA}join/", BUSINESS, headers={"origin": "https://evil.example"}).status_code == 403
    for word in ("confirm", "change"):
        assert client.get(f"/sv/received/{word}/rubbish/").status_code == 404
        assert client.post(f"/sv/received/{word}/rubbish/").status_code == 404
    assert client.get("/sv/se/trosa/join/").status_code == 404
    assert client.get("/sv/se/nowhere/remark/").status_code == 404
    client.post(f"{AREA}join/", BUSINESS)
    confirm = link("confirm").split("/")[-2]
    assert client.get(f"/sv/received/change/{confirm}/").status_code == 404, "one kind of link is not the other"


def test_no_address_is_flooded(client, of):
    for _ in range(5):
        client.post(f"{AREA}join/", BUSINESS)
    assert len(letters()) == 3


def test_a_remark_is_shown_with_its_answer(client, of, django_capture_on_commit_callbacks):
    editor, publisher = member(of, "editor"), member(of, "publisher")
    said = {"about": "transport", "year": "2022", "by": "Rut", "remark": "Varför så högt?", "mail": "rut@example.org"}
    client.post(f"{AREA}remark/", said)
    client.post(link("confirm"))
    document = Document.objects.get(kind="remark")
    workspace = f"/sv/workspace/{of.pk}/content/{document.pk}/"
    officer = signed_in(editor.user)
    content = {"about": "transport", "year": "2022", "by": "Rut", "remark": "Varför så högt?", "based_on": 1}
    assert officer.post(workspace, content).status_code == 422, "a remark is answered before it is saved for showing"
    assert officer.post(workspace, {**content, "answer_sv": "För att E4 går här."}).status_code == 302
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(publisher.user).post(f"{workspace}publish/", {"based_on": 2})
    shown = client.get(AREA).content.decode()
    assert "Varför så högt?" in shown
    assert "För att E4 går här." in shown


def test_own_figures_stand_beside_the_official_ones(client, of):
    put_up(
        of, "figure", sector="industry", tonnes={"2022": 4000.0, "2031": 1.0}, source="Egen inventering",
        link="https://example.org/report", body_sv="Vi räknar annorlunda.", body_en="",
    )  # fmt: skip
    text = page(client, AREA).text
    assert "Egna siffror, bredvid de officiella" in text
    assert re.search(r"2022\s*4\u202f000\s*4\u202f\d{3}\s*−\d{3}", text)
    assert re.search(r"2031\s*1\s*–\s*–", text)
    before = client.get("/api/v1/areas/SE-0480/budget").json()["base_emissions_t_per_year"]
    assert before == pytest.approx(195_000, rel=0.01), "the budget stays the official one"


def test_own_words_and_other_ways_to_count_are_shown_in_each_language(client, of):
    put_up(of, "text", section="dots", body_sv="Så här **ser** det ut.", body_en="This is how it looks.")
    put_up(
        of, "perspective", way="operations", tonnes={"2022": 5150.0}, source="Bokslut", link="", body_sv="", body_en=""
    )
    assert "Så här <strong>ser</strong> det ut." in client.get(AREA).content.decode()
    english = client.get("/en/se/nykoping/").content.decode()
    assert "This is how it looks." in english
    assert "Own operations, as employer and owner" in english
    assert "5,150" in english


def test_the_api_has_what_is_published_with_licence(client, of):
    put_up(of, "text", section="dots", body_sv="Ord.", body_en="")
    found = client.get("/api/v1/areas/SE-0480/published").json()["published"]
    assert [(one["kind"], one["licence"], one["example"]) for one in found] == [("text", "CC BY 4.0", False)]
    assert client.get("/api/v1/areas/SE-0480/published?kind=figure").json()["published"] == []
    assert client.get("/api/v1/areas/SE-9999/published").status_code == 404


@pytest.mark.parametrize(
    ("kind", "content", "lacks", "sentence"),
    [
        ("text", {"section": "dots"}, "body_sv", "Skriv en text på minst ett språk"),
        (
            "figure",
            {"sector": "transport", "tonnes": "2023: 5", "source": "Verket"},
            "body_sv",
            "Berätta på minst ett språk",
        ),
    ],
)
def test_own_words_and_figures_need_words_in_one_language_and_either_will_do(of, kind, content, lacks, sentence):
    client = signed_in(member(of, "editor").user)
    path = f"/sv/workspace/{of.pk}/content/new/{kind}/SE-0480/"
    refused = client.post(path, content)
    assert (refused.status_code, Document.objects.count()) == (422, 0)
    assert sentence in refused.content.decode()
    assert "Verket" in refused.content.decode() or kind == "text", "what was written stays in the form"
    for number, body in enumerate(({"body_sv": "För att"}, {"body_en": "Because"}), 1):
        saved = client.post(path, {**content, **body, "section": ("dots", "history")[number - 1]})
        assert saved.status_code == 302, saved.content.decode()
        assert Document.objects.count() == number


@pytest.mark.parametrize("kind", ["text", "figure", "perspective", "business", "remark"])
def test_every_kind_has_a_form_in_the_workspace(of, kind):
    officer = signed_in(member(of, "editor").user)
    answer = officer.get(f"/sv/workspace/{of.pk}/content/new/{kind}/SE-0480/")
    assert answer.status_code == 200
    assert str(kinds.find(kind).title)


def test_a_series_is_read_in_every_way_people_write_it():
    field = SeriesField()
    assert field.clean("2022: 5 400\n 2021;1\u202f000,5 t\n\n2020\t3") == {"2020": 3.0, "2021": 1000.5, "2022": 5400.0}
    assert field.prepare_value({"2022": 5400.0}) == "2022: 5400"


def test_the_order_of_sections_and_the_look_are_the_organisation_s_own(client, of):
    officer = signed_in(member(of, "editor").user)
    new = f"/sv/workspace/{of.pk}/content/new/layout/SE-0480/"
    order = [*reversed(published.SECTIONS)]
    places = {f"place_{number}": name for number, name in enumerate(order, 1)}
    twice = officer.post(new, {**places, "place_1": order[1]})
    assert twice.status_code == 422
    assert "Varje avsnitt ska stå en gång" in twice.content.decode()
    assert officer.post(new, places).status_code == 302
    document = Document.objects.get(kind="layout")
    assert "selected" in officer.get(f"/sv/workspace/{of.pk}/content/{document.pk}/").content.decode()
    of.colour, of.logo, of.logo_text = "#0d6a66", b"\x89PNG", "Kommunens vapen"
    of.save()
    documents.publish(document, 1, by=None)
    published.forget()
    shown = client.get(AREA).content.decode()
    assert shown.index('aria-labelledby="ladder"') < shown.index('aria-labelledby="history"')
    assert shown.index('aria-labelledby="history"') < shown.index('aria-labelledby="dots"')
    assert 'alt="Kommunens vapen"' in shown
    assert client.get(f"{AREA}look.css").content == b".area { --act: #0d6a66; }\n"
    assert client.get(f"{AREA}logo.png")["Content-Type"] == "image/png"
    assert client.get("/sv/se/trosa/look.css").status_code == 404
    assert client.get("/sv/se/trosa/logo.png").status_code == 404
    assert client.get("/sv/se/nowhere/logo.png").status_code == 404
