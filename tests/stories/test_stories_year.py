"""A whole year of a climate officer in a real browser: decision, budget, reminder, report, sign-off, follow-up, next budget.

On PostgreSQL where there is one to try with; the clock is moved on by serving the site anew on a later day. In June a release of
statistics arrives, SMHI's own of 2025 where the publishers' files are, and estimates give way to it. A second municipality beside
it sees nothing.
"""

import io
import os
import re
from contextlib import contextmanager

import docx
import pytest
from playwright.sync_api import expect
from stories import statistics_arriving
from stories.serving import served
from stories.test_stories_officer import Office, checked, database, join, newcomer, set_up_app, strange
from stories.walking import enter

from climate_visualizer.web.page_language import language

__all__ = ["database"]
COMMITTEES = ("Tekniska nämnden", "Barnnämnden", "Kommunstyrelsen")
ORGANISATIONS = (
    ("Nyköpings kommun", "--area", "SE-0480", "--owner", "olga@example.org"),
    ("Oxelösunds kommun", "--area", "SE-0481", "--owner", "otto@example.org"),
)
DECEMBER, JUNE, MARCH = "2024-12-02", "2025-06-19", "2026-03-02"


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    """The site's folder, whose statistics are those of December 2024: up to 2022."""
    return statistics_arriving.begin(tmp_path_factory.mktemp("year"))


@pytest.fixture(scope="module")
def on(var, database):
    """The same site with the same people on another day: ``with on("2025-06-19") as office``."""
    facts = {**os.environ, "CLIMATE_VISUALIZER_VAR": str(var), "EMAIL_URL": f"file:{var}/mail"}
    facts |= {"DATABASE_URL": database} if database else {}

    @contextmanager
    def serve(day: str):
        own = {**facts, "CLIMATE_VISUALIZER_AS_OF": day}
        with served(own, *(["--prepare"] if day == DECEMBER else [])) as address:
            yield Office(address, own)

    return serve


def write_measure(page, title: str, owner: str, tonnes: str, start: str) -> None:
    enter(page, "Åtgärder")
    page.get_by_role("link", name="Ny åtgärd").click()
    page.locator("[name=title]").fill(title)
    page.locator("[name=status]").select_option("decided")
    page.locator("[name=owner]").select_option(owner)
    page.locator("[name=sector]").select_option("heating")
    page.locator("[name=amount]").fill(tonnes)
    page.locator("[name=start]").fill(start)
    page.get_by_role("button", name="Spara som utkast").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def decide(page) -> None:
    """Committees, a goal, two measures, and a climate budget that three committees share, published."""
    page.get_by_role("link", name="Skriv in nämnderna").click()
    page.get_by_label("Namn, ett per rad").fill("\n".join(COMMITTEES))
    page.get_by_role("button", name="Lägg till", exact=True).last.click()
    expect(page.get_by_role("heading", name="Barnnämnden")).to_be_visible()
    enter(page, "Mål")
    page.get_by_role("link", name="Nytt mål").click()
    page.locator("[name=title]").fill("85 procent lägre 2030 än 2010")
    page.locator("[name=year]").fill("2030")
    page.locator("[name=amount]").fill("85")
    page.locator("[name=base_year]").fill("2010")
    page.get_by_role("button", name="Spara som utkast").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("85 procent lägre 2030 än 2010")
    write_measure(page, "De sista oljepannorna byts ut", COMMITTEES[0], "400", "2025")
    write_measure(page, "Skolorna värms med fjärrvärme", COMMITTEES[1], "200", "2023")
    enter(page, "Klimatbudget")
    for index, part in enumerate(("20", "10", "5")):
        page.locator(f"[name=part-{index}-heating]").fill(part)
    page.get_by_role("button", name="Spara som utkast").click()
    page.get_by_role("button", name="Publicera version 1").click()
    expect(page.get_by_text("Det står på den offentliga sidan nu")).to_be_visible()


def seat(page, name: str) -> None:
    """Somebody reports for the first committee, as its head."""
    enter(page, "Nämnder")
    room = page.locator("section.report").filter(has=page.get_by_role("heading", name=COMMITTEES[0]))
    room.locator("summary").click()
    room.get_by_label("Vem som rapporterar").select_option(label=name)
    room.get_by_label("som ansvarig").check()
    room.get_by_role("button", name="Lägg till").click()
    expect(page.get_by_text(f"{name} rapporterar för {COMMITTEES[0]}")).to_be_visible()


def adopted_for(page, year: str) -> str:
    """What the follow-up says was adopted for a year."""
    return of_year(page, year).nth(0).inner_text()


def happened(page, year: str) -> str:
    """What the follow-up says was emitted in a year."""
    return of_year(page, year).nth(2).inner_text()


def of_year(page, year: str):
    """The cells of a year: what was adopted, what was expected, what happened, the difference."""
    table = page.get_by_role("region", name="Tabell: År för år")
    return table.get_by_role("row", name=re.compile(f"^{year} ")).locator("td")


def yearly_report(context, home: str, year: int) -> str:
    """The words of the yearly report."""
    made = context.request.get(f"{home}/follow-up/report.docx?year={year}").body()
    paper = docx.Document(io.BytesIO(made))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(part.text for part in paper.paragraphs), *cells])


def test_a_year(on, var, chromium):
    with on(DECEMBER) as office:
        for facts in ORGANISATIONS:
            office.manage("organisation", *facts)
        olgas, page = newcomer(chromium)
        complaints = strange(page)
        join(page, office.link_for("olga@example.org"), "Olga Ek")
        set_up_app(page)
        expect(page.get_by_role("link", name="Vidare till arbetsytan")).to_be_visible()
        page.get_by_role("link", name="Vidare till arbetsytan").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Nyköpings kommun")
        enter(page, "Personer")
        page.get_by_label("E-postadress").fill("rut@example.org")
        page.locator("#id_role").select_option(label="Rapportör")
        page.get_by_role("button", name="Skicka inbjudan").click()
        ruts, reporter = newcomer(chromium)
        join(reporter, office.link_for("rut@example.org"), "Rut Berg")
        expect(reporter.get_by_role("heading", level=1)).to_have_text("Mitt arbete")
        ottos, other = newcomer(chromium)
        join(other, office.link_for("otto@example.org"), "Otto Ros")
        set_up_app(other)
        enter(page, "Översikt")
        decide(page)
        seat(page, "Rut Berg")
        page.goto(f"{page.url.partition('/committees/')[0]}/year/?year=2025")
        page.get_by_role("button", name="Börja 2025").click()
        expect(page.get_by_role("heading", name="Uppföljning på våren")).to_be_visible()
        home = page.url.partition("/workspace/")[2].partition("/year/")[0]

    with on(JUNE) as office:
        room = f"{office.address}/sv/workspace/{home}"
        said = office.mail.newest("rut@example.org", "våren 2025")
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
        assert reporter.goto(f"{room}/measures/").status == 403
        page.goto(f"{room}/")
        expect(page.get_by_text("1 av 2 nämnder har inte godkänt: Barnnämnden")).to_be_visible()
        checked(page)
        statistics_arrive(office, var, page, room)

    with on(MARCH) as office:
        room = f"{office.address}/sv/workspace/{home}"
        page.goto(f"{room}/follow-up/?year=2025")
        assert happened(page, "2025").endswith("(uppskattning)")
        report = olgas.request.get(f"{room}/follow-up/report.pdf?year=2025")
        assert report.body().startswith(b"%PDF-")
        enter(page, "Klimatbudget")
        expect(page.get_by_role("heading", name="Förslaget bredvid det antagna")).to_be_visible()
        checked(page)
        for name in ("", "mine/", "committees/", "year/", "follow-up/"):
            assert other.goto(f"{room}/{name}").status == 404
        other.goto(f"{office.address}/sv/workspace/")
        expect(other.get_by_role("heading", level=1)).to_have_text("Oxelösunds kommun")
        expect(other.get_by_text("Tekniska nämnden")).to_have_count(0)
    assert [text for text in complaints if "[DOM]" not in text] == []
    for one in (olgas, ruts, ottos):
        one.close()


def statistics_arrive(office, var, page, room) -> None:
    """A release comes: its year is no estimate any more, the report says so, and what was adopted stands."""
    page.goto(f"{room}/follow-up/?year=2023")
    assert happened(page, "2023").endswith("(uppskattning)")
    adopted, drafted = adopted_for(page, "2025"), yearly_report(page.context, room, 2025)
    told = statistics_arriving.bring_in(var, office.manage)
    (edition,) = re.findall(r"Edition (\S+) is current", told)
    page.reload()
    assert happened(page, "2023") == language("sv").rounded(statistics_arriving.emitted("Nyköping", "SE-0480"))
    assert happened(page, "2025").endswith("(uppskattning)")
    assert adopted_for(page, "2025") == adopted
    assert edition not in drafted and edition in yearly_report(page.context, room, 2025)
