"""A whole year of a climate officer in a real browser: decision, budget, reminder, report, sign-off, follow-up, next budget.

On PostgreSQL where there is one to try with; the clock is moved on by serving the site anew on a later day. A second
municipality beside it sees nothing.
"""

import os
import re
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect
from stories.serving import served
from stories.test_stories_officer import Office, checked, database, join, newcomer, set_up_app, strange

__all__ = ["database"]
COMMITTEES = ("Tekniska nämnden", "Barnnämnden", "Kommunstyrelsen")
DECEMBER, MAY, MARCH = "2026-12-01", "2027-05-20", "2028-03-01"


@pytest.fixture(scope="module")
def on(tmp_path_factory, database):
    """The same site with the same people on another day: ``with on("2027-05-20") as office``."""
    var = tmp_path_factory.mktemp("year")
    facts = {**os.environ, "CLIMATE_VISUALIZER_VAR": str(var), "EMAIL_URL": f"file:{var}/mail"}
    facts |= {"DATABASE_URL": database} if database else {}

    @contextmanager
    def serve(day: str):
        own = {**facts, "CLIMATE_VISUALIZER_AS_OF": day}
        with served(own) as address:
            yield Office(address, own)

    return serve


def tab(page, name: str) -> None:
    page.locator(".tabs").get_by_role("link", name=name, exact=True).click()


def write_measure(page, title: str, owner: str, tonnes: str) -> None:
    tab(page, "Åtgärder")
    page.get_by_role("link", name="Ny åtgärd").click()
    page.locator("[name=title]").fill(title)
    page.locator("[name=status]").select_option("decided")
    page.locator("[name=owner]").select_option(owner)
    page.locator("[name=sector]").select_option("heating")
    page.locator("[name=amount]").fill(tonnes)
    page.locator("[name=start]").fill("2027")
    page.get_by_role("button", name="Spara som utkast").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def decide(page) -> None:
    """Committees, a goal, two measures, and a climate budget that three committees share, published."""
    page.get_by_role("link", name="Skriv in nämnderna").click()
    page.get_by_label("Namn, ett per rad").fill("\n".join(COMMITTEES))
    page.get_by_role("button", name="Lägg till", exact=True).last.click()
    expect(page.get_by_role("heading", name="Barnnämnden")).to_be_visible()
    tab(page, "Mål")
    page.get_by_role("link", name="Nytt mål").click()
    page.locator("[name=title]").fill("85 procent lägre 2030 än 2010")
    page.locator("[name=year]").fill("2030")
    page.locator("[name=amount]").fill("85")
    page.locator("[name=base_year]").fill("2010")
    page.get_by_role("button", name="Spara som utkast").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("85 procent lägre 2030 än 2010")
    write_measure(page, "De sista oljepannorna byts ut", COMMITTEES[0], "400")
    write_measure(page, "Skolorna värms med fjärrvärme", COMMITTEES[1], "200")
    tab(page, "Klimatbudget")
    for index, part in enumerate(("20", "10", "5")):
        page.locator(f"[name=part-{index}-heating]").fill(part)
    page.get_by_role("button", name="Spara som utkast").click()
    page.get_by_role("button", name="Publicera version 1").click()
    expect(page.get_by_text("Det står på den offentliga sidan nu")).to_be_visible()


def seat(page, name: str) -> None:
    """Somebody reports for the first committee, as its head."""
    tab(page, "Nämnder")
    room = page.locator("section.report").filter(has=page.get_by_role("heading", name=COMMITTEES[0]))
    room.locator("summary").click()
    room.get_by_label("Vem som rapporterar").select_option(label=name)
    room.get_by_label("som ansvarig").check()
    room.get_by_role("button", name="Lägg till").click()
    expect(page.get_by_text(f"{name} rapporterar för {COMMITTEES[0]}")).to_be_visible()


def test_a_year(on, chromium):
    with on(DECEMBER) as office:
        for place, area, owner in (("Nyköpings kommun", "SE-0480", "olga"), ("Oxelösunds kommun", "SE-0481", "otto")):
            office.manage("organisation", place, "--area", area, "--owner", f"{owner}@example.org")
        olgas, page = newcomer(chromium)
        complaints = strange(page)
        join(page, office.link_for("olga@example.org"), "Olga Ek")
        set_up_app(page)
        expect(page.get_by_role("link", name="Vidare till arbetsytan")).to_be_visible()
        page.get_by_role("link", name="Vidare till arbetsytan").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Nyköpings kommun")
        tab(page, "Personer")
        page.get_by_label("E-postadress").fill("rut@example.org")
        page.locator("#id_role").select_option(label="Rapportör")
        page.get_by_role("button", name="Skicka inbjudan").click()
        ruts, reporter = newcomer(chromium)
        join(reporter, office.link_for("rut@example.org"), "Rut Berg")
        expect(reporter.get_by_role("heading", level=1)).to_have_text("Mitt arbete")
        ottos, other = newcomer(chromium)
        join(other, office.link_for("otto@example.org"), "Otto Ros")
        set_up_app(other)
        tab(page, "Översikt")
        decide(page)
        seat(page, "Rut Berg")
        checked(page)
        page.goto(f"{page.url.partition('/committees/')[0]}/year/?year=2027")
        page.get_by_role("button", name="Börja 2027").click()
        expect(page.get_by_role("heading", name="Uppföljning på våren")).to_be_visible()
        checked(page)
        home = page.url.partition("/workspace/")[2].partition("/year/")[0]

    with on(MAY) as office:
        said = office.mail.newest("rut@example.org", "våren 2027")
        assert "report/" in said
        reporter.goto(f"{office.address}/sv/workspace/")
        expect(reporter.get_by_role("link", name=re.compile("Tekniska nämnden"))).to_be_visible()
        checked(reporter)
        reporter.get_by_role("link", name=re.compile("Tekniska nämnden")).click()
        expect(reporter.get_by_text("Skolorna värms med fjärrvärme")).to_have_count(0)
        reporter.get_by_label("Sparat, ton").fill("55")
        reporter.get_by_role("button", name="Spara", exact=True).click()
        expect(reporter.get_by_text("Sparat. Tack!")).to_be_visible()
        checked(reporter)
        reporter.get_by_role("button", name="Godkänn för Tekniska nämnden").click()
        expect(reporter.get_by_text(re.compile("Godkänt .* av Rut Berg"))).to_be_visible()
        assert reporter.goto(f"{office.address}/sv/workspace/{home}/measures/").status == 403
        page.goto(f"{office.address}/sv/workspace/{home}/")
        expect(page.get_by_text("1 av 2 nämnder har inte godkänt: Barnnämnden")).to_be_visible()
        checked(page)

    with on(MARCH) as office:
        page.goto(f"{office.address}/sv/workspace/{home}/follow-up/?year=2027")
        held = page.get_by_role("region", name="Tabell: År för år")
        expect(held.get_by_role("row", name=re.compile(r"^2027 .*uppskattning"))).to_be_visible()
        checked(page)
        report = olgas.request.get(f"{office.address}/sv/workspace/{home}/follow-up/report.pdf?year=2027")
        assert report.body().startswith(b"%PDF-")
        tab(page, "Klimatbudget")
        expect(page.get_by_role("heading", name="Förslaget bredvid det antagna")).to_be_visible()
        checked(page)
        for room in ("", "mine/", "committees/", "year/", "follow-up/"):
            assert other.goto(f"{office.address}/sv/workspace/{home}/{room}").status == 404
        other.goto(f"{office.address}/sv/workspace/")
        expect(other.get_by_role("heading", level=1)).to_have_text("Oxelösunds kommun")
        expect(other.get_by_text("Tekniska nämnden")).to_have_count(0)
    assert [text for text in complaints if "[DOM]" not in text] == []
    for one in (olgas, ruts, ottos):
        one.close()
