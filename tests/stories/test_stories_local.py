"""A business joins and is let in; a resident follows, gets one letter for one change and leaves with one click.

From an empty database, on PostgreSQL where there is one to try with, else on SQLite.
"""

import re
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from stories.test_stories_officer import checked, database, join, newcomer, office, set_up_app, strange
from stories.walking import enter

__all__ = ["database", "office"]


def link_in(letter: EmailMessage, word: str) -> str:
    found = re.search(rf"https?://\S+/{word}/\S+", letter.get_content())
    assert found, letter.get_content()
    return found.group(0)


def here(office, link: str) -> str:
    """A link of a letter that a command sent, which knows no other address than the set one, on this story's site."""
    return office.address + urlsplit(link).path


@pytest.fixture(scope="module")
def publisher(office, chromium):
    """The owner of Trosa's organisation, signed in with a second factor."""
    office.manage("organisation", "Trosa kommun", "--area", "SE-0488", "--owner", "tove@example.org")
    context, page = newcomer(chromium)
    join(page, office.link_for("tove@example.org"), "Tove Ros")
    set_up_app(page)
    yield page
    context.close()


def fill_in(page, name: str) -> None:
    page.locator("[name=name]").fill(name)
    page.locator("[name=sector]").select_option("industry")
    page.locator("[name=tonnes]").fill("2022: 1 200\n2023: 1 150,5")
    page.locator("[name=goal_year]").fill("2035")
    page.locator("[name=goal_percent]").fill("80")
    page.locator("[name=body_sv]").fill("Vi byter **gasolen** mot fjärrvärme.")
    page.locator("[name=mail]").fill("anna@plat.example")


def test_a_business_joins_and_is_let_in(office, chromium, publisher):
    context, page = newcomer(chromium)
    complaints = strange(page)
    place = f"{office.address}/sv/se/trosa/"
    page.goto(place)
    page.locator("a[href$='join/']").first.click()
    checked(page)
    page.get_by_role("button", name="Skicka").click()
    expect(page.locator(".wrong").first).to_be_visible()
    fill_in(page, "Trosa Plåt")
    page.get_by_role("button", name="Skicka").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Titta i din e-post.")
    (question,) = office.mail.waited("anna@plat.example")
    page.goto(link_in(question, "confirm"))
    checked(page)
    page.get_by_role("main").get_by_role("button").click()
    expect(page.locator("pre code")).to_contain_text("/received/change/")
    own = page.locator("pre code").inner_text()
    page.goto(place)
    expect(page.get_by_text("Trosa Plåt")).to_have_count(0)

    publisher.goto(f"{office.address}/sv/workspace/")
    enter(publisher, "Innehåll")
    publisher.get_by_role("link", name="Trosa Plåt").click()
    checked(publisher)
    publisher.get_by_role("button", name=re.compile("Publicera")).click()
    expect(publisher.get_by_text("Det står på den offentliga sidan nu")).to_be_visible()

    page.goto(place)
    joined = page.get_by_role("link", name="Trosa Plåt")
    expect(joined).to_be_visible()
    expect(page.get_by_text(re.compile("rapportera")).locator("visible=true").first).to_be_visible()
    checked(page)
    joined.click()
    expect(page.get_by_text("Siffrorna har företaget rapporterat självt")).to_be_visible()
    expect(page.locator(".lead")).to_contain_text("om året")
    expect(page.locator("strong", has_text="gasolen")).to_be_visible()
    checked(page)
    badge = context.request.get(f"{page.url.rstrip('/')}/badge.svg")
    assert badge.ok and "Trosa Plåt" in badge.text() and "2035" in badge.text()

    page.goto(own)
    page.locator("[name=goal_percent]").fill("90")
    page.get_by_role("button", name="Skicka").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tack, det har kommit fram.")
    assert "80" in context.request.get(badge.url).text(), "a change waits for a publisher too"
    assert [text for text in complaints if "422" not in text and "[DOM]" not in text] == []
    context.close()


def decide(publisher, office, title: str, year: str, amount: str) -> None:
    """A goal, written and published."""
    publisher.goto(f"{office.address}/sv/workspace/")
    enter(publisher, "Mål")
    publisher.get_by_role("link", name="Nytt mål").click()
    publisher.locator("[name=title]").fill(title)
    publisher.locator("[name=year]").fill(year)
    publisher.locator("[name=amount]").fill(amount)
    publisher.locator("[name=base_year]").fill("2010")
    publisher.get_by_role("button", name="Spara som utkast").click()
    publisher.get_by_role("button", name=re.compile("Publicera")).first.click()
    expect(publisher.get_by_text("offentliga sidan nu").first).to_be_visible()


def test_a_resident_follows_gets_one_letter_for_one_change_and_leaves(office, chromium, publisher):
    context, page = newcomer(chromium)
    complaints = strange(page)
    office.manage("send_alerts")
    page.goto(f"{office.address}/sv/se/trosa/")
    page.locator("a[href$='follow/']:visible").first.click()
    checked(page)
    page.locator("[name=mail]").fill("inga@boende.example")
    page.get_by_role("button", name="Följ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Titta i din e-post.")
    (question,) = office.mail.waited("inga@boende.example")
    page.goto(link_in(question, "alerts/confirm"))
    checked(page)
    page.get_by_role("main").get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nu följer du Trosa.")

    decide(publisher, office, "Utsläppen ska vara 75 procent lägre 2035 än 2010", "2035", "75")
    for _ in range(3):
        office.manage("send_alerts")
    _, told = office.mail.waited("inga@boende.example", 2)
    assert "Utsläppen ska vara 75 procent lägre 2035 än 2010" in told.get_content()
    page.goto(here(office, re.search(r"https?://\S+/sv/se/trosa/\S*", told.get_content()).group(0)))
    expect(page.get_by_text("Utsläppen ska vara 75 procent lägre 2035 än 2010").first).to_be_visible()

    assert told["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    one_click = here(office, re.search(r"<(https?://[^>]+)>", told["List-Unsubscribe"]).group(1))
    left = context.request.post(one_click, form={"List-Unsubscribe": "One-Click"})
    assert left.ok and "Du får inga fler" in left.text()
    page.goto(one_click)
    expect(page.get_by_role("heading", level=1)).to_have_text("Du får inga fler besked.")
    decide(publisher, office, "Utsläppen ska vara 90 procent lägre 2040 än 2010", "2040", "90")
    office.manage("send_alerts")
    assert len(office.mail.to("inga@boende.example")) == 2, "who has left is told nothing more"
    assert page.context.cookies() == []
    assert [text for text in complaints if "404" not in text and "[DOM]" not in text] == []
    context.close()
