"""An officer plans in a real browser: a goal, five measures, a climate budget, published, and the council's paper."""

import re
from pathlib import Path

from playwright.sync_api import expect
from stories.test_stories_officer import checked, database, join, newcomer, office, set_up_app, strange
from stories.walking import PHONE, enter, sideways

__all__ = ["database", "office"]
MEASURES = (
    ("De sista oljepannorna byts ut", "heating", "400", "Barnnämnden"),
    ("Egna bilar går på el", "transport", "540", "Tekniska nämnden"),
    ("Cykelväg till stationen", "transport", "900", "Tekniska nämnden"),
    ("Utsläppsfria arbetsmaskiner", "machinery", "1200", "Tekniska nämnden"),
    ("Samlade varuleveranser", "transport", "300", "Kommunstyrelsen"),
)
COMMITTEES = (("Tekniska nämnden", "20"), ("Barnnämnden", "5"), ("Kommunstyrelsen", "3"))


def _goal(page) -> None:
    page.get_by_role("link", name="Nytt mål").click()
    page.locator("[name=title]").fill("Utsläppen ska vara 70 procent lägre 2030 än 2010")
    page.locator("[name=year]").fill("2030")
    page.locator("[name=amount]").fill("70")
    page.locator("[name=base_year]").fill("2010")
    page.get_by_role("button", name="Spara som utkast").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Utsläppen ska vara 70 procent lägre 2030 än 2010")


def _measure(page, title: str, sector: str, tonnes: str, owner: str) -> None:
    page.get_by_role("link", name="Ny åtgärd").click()
    page.locator("[name=title]").fill(title)
    page.locator("[name=status]").select_option("decided")
    page.locator("[name=sector]").select_option(sector)
    page.locator("[name=amount]").fill(tonnes)
    page.locator("[name=start]").fill("2027")
    page.locator("[name=owner]").select_option(owner)
    page.get_by_role("button", name="Spara som utkast").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def _papers_are_shown(room: str, signed_in, windowed) -> None:
    """The council's papers in the window of the whole browser, which the build without one takes as downloads; and back."""
    context = windowed.new_context(storage_state=signed_in.storage_state(), viewport={"width": 1280, "height": 900})
    page = context.new_page()
    complaints = strange(page)
    page.goto(room)
    for question, code in (("target", "sv"), ("budget", "en")):
        with page.expect_event("frameattached"):  # what Chromium shows a PDF in: without it one could not go back
            page.locator(f"a[href*='council/{question}-{code}.pdf']").click()
        expect(page).to_have_url(re.compile(f"council/{question}-{code}.pdf"))
        made = context.request.get(page.url).body()
        assert made.startswith(b"%PDF-")
        assert len(re.findall(rb"/Type\s*/Page\b", made)) == 2
        page.go_back()
    assert complaints == []
    context.close()


def test_an_officer_plans_by_the_budget(office, chromium, windowed):
    facts = ("--area", "SE-0488", "--owner", "paula@example.org")
    office.manage("organisation", "Trosa kommun", *facts)
    context, page = newcomer(chromium)
    join(page, office.link_for("paula@example.org"), "Paula Alm")
    set_up_app(page)
    complaints = strange(page)
    page.goto(f"{office.address}/sv/workspace/")

    enter(page, "Nämnder")
    page.get_by_label("Namn, ett per rad").fill("\n".join(name for name, _part in COMMITTEES))
    page.get_by_role("button", name="Lägg till", exact=True).last.click()
    expect(page.get_by_role("heading", name="Barnnämnden")).to_be_visible()
    enter(page, "Mål")
    _goal(page)
    enter(page, "Mål")
    expect(page.get_by_text("Inget mål räknas än")).to_be_visible()
    page.get_by_role("link", name="Pröva").click()
    expect(page.get_by_text("Målen ryms inte i budgeten")).to_be_visible()
    checked(page)

    for measure in MEASURES:
        enter(page, "Åtgärder")
        _measure(page, *measure)
    enter(page, "Åtgärder")
    expect(page.get_by_text("5 av 5 åtgärder")).to_be_visible()
    checked(page)

    enter(page, "Klimatbudget")
    for index, (name, part) in enumerate(COMMITTEES):
        expect(page.locator(f"[name=committee-{index}]")).to_have_value(name)
        page.locator(f"[name=part-{index}-transport]").fill(part)
    page.get_by_role("button", name="Spara som utkast").click()
    expect(page.get_by_text("täcks ännu inte av någon åtgärd")).to_be_visible()
    checked(page)

    address = f"{office.address}/sv/se/trosa/"
    outside, foreign = newcomer(chromium)
    foreign.goto(f"{office.address}/embed/history/SE-0488?lang=sv")
    expect(foreign.locator("svg").first).to_be_visible()
    expect(foreign.get_by_text("beslutat mål")).to_have_count(0)
    page.get_by_role("button", name="Publicera version 1").click()
    expect(page.get_by_text("Det står på den offentliga sidan nu")).to_be_visible()
    for room, count in (("Mål", 1), ("Åtgärder", 5)):
        enter(page, room)
        page.get_by_role("link", name=re.compile("utkast att publicera")).click()
        checked(page)
        page.get_by_role("button", name="Publicera det ikryssade").click()
        expect(page.get_by_text(f"Publicerat: {count}")).to_be_visible()
    foreign.reload()
    expect(foreign.get_by_text("beslutat mål").first).to_be_visible()
    outside.close()
    page.goto(address)
    expect(page.get_by_role("heading", name="Vad Trosa kommun har beslutat")).to_be_visible()
    expect(page.get_by_text("Cykelväg till stationen")).to_be_visible()

    page.go_back()
    enter(page, "Fullmäktige")
    checked(page)
    _papers_are_shown(page.url, context, windowed)
    with page.expect_download() as taken:
        page.locator("a[href*='council/target-sv.docx']").click()
    assert taken.value.suggested_filename == "target-trosa-sv.docx"
    assert Path(taken.value.path()).read_bytes().startswith(b"PK")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 1  # the room itself, printed
    room = page.url
    page.set_viewport_size({"width": PHONE, "height": 844})
    for path in (
        f"{address}plan/",
        *(room.replace("council", one) for one in ("goals", "measures", "measures/ranking")),
    ):
        page.goto(path)
        assert sideways(page) == [], path
    assert complaints == []
    context.close()
