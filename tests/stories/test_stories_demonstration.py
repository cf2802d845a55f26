"""The demonstration organisation, walked: what it publishes for its place, and every room of its workspace."""

import os
import re
import subprocess
import sys

import pytest
from conftest import DAY, ROOT
from playwright.sync_api import expect
from stories.serving import served
from stories.walking import BRIEFLY, DESK, IN_PIECES, SHIFT, fits, listen, nothing_for_axe, stands_still

AREA = "sv/se/nykoping/"
PAPER = "getComputedStyle(document.body).backgroundColor"
OPERATED = """
from django.conf import settings
from climate_visualizer.editions.importing import pipeline as intake
from climate_visualizer.editions.checks.gate import Concern
from climate_visualizer.editions.importing.starter import read_starter
from climate_visualizer.web.workspace.models import User

candidate = read_starter(settings.DATA / "starter")
candidate.manifest["id"] = "2030-01-01-0123456789"
concern = Concern("national-jump", True, "Sweden's total jumped by 40 per cent.")
intake.store(intake.with_concerns(candidate, (concern,)), settings.EDITIONS)
intake._note_held(settings.EDITIONS, {candidate.id: []})
User.objects.filter(email="owner@demo.example").update(is_staff=True, is_superuser=True)
"""


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory):
    """A site with the demonstration organisation, whose owner is an operator too: its address, what the owner signs in with."""
    var = tmp_path_factory.mktemp("demonstration")
    facts = {**os.environ, "CLIMATE_VISUALIZER_VAR": str(var), "CLIMATE_VISUALIZER_AS_OF": DAY.isoformat()}
    with served(facts) as address:
        command = [sys.executable, "manage.py", "demo"]
        done = subprocess.run(command, cwd=ROOT, env=facts, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        password, codes = re.search(r"owner@\S+\s+password (\S+)\s+second factor[^:]*: (.+)", done.stdout).groups()
        made = subprocess.run(
            [*command[:2], "shell", "-c", OPERATED], cwd=ROOT, env=facts, capture_output=True, text=True
        )
        assert made.returncode == 0, made.stderr
        yield address, password, codes.split()


@pytest.fixture(scope="module")
def window(chromium):
    context = chromium.new_context(viewport={"width": DESK, "height": 900}, locale="sv-SE")
    context.add_init_script(SHIFT)
    yield context
    context.close()


@pytest.mark.parametrize("path", ["", "join/", "remark/", "businesses", "plan/", "plan/measures/freight/"])
def test_what_an_organisation_publishes_is_for_everybody(demonstration, window, path):
    page = window.new_page()
    said = listen(page)
    page.goto(f"{demonstration[0]}/{AREA}{'' if path == 'businesses' else path}")
    if path == "businesses":
        page.goto(page.locator("a[href*='businesses/']").first.evaluate("one => one.href"))
    assert page.locator("h1").count() == 1
    page.wait_for_load_state("networkidle")
    assert stands_still(page)
    fits(page)
    nothing_for_axe(page)
    assert said == []
    assert page.evaluate(IN_PIECES) < 0.01
    page.close()


@pytest.mark.parametrize("path", ["plan/", "plan/measures/freight/"])
def test_the_plan_and_its_measures_are_for_everybody_in_english(demonstration, window, path):
    page = window.new_page()
    said = listen(page)
    page.goto(f"{demonstration[0]}/en/se/nykoping/{path}")
    assert page.locator("h1").count() == 1 and page.locator("html").get_attribute("lang") == "en"
    fits(page)
    nothing_for_axe(page, BRIEFLY)
    assert said == []
    page.close()


def test_a_page_with_all_that_is_published_is_printed_on_two_sheets_at_most(demonstration, window):
    page = window.new_page()
    page.goto(f"{demonstration[0]}/{AREA}")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) <= 2
    page.close()


def _signed_in(demonstration, page) -> None:
    address, password, codes = demonstration
    page.goto(f"{address}/sv/workspace/")
    page.locator("[name=login]").fill("owner@demo.example")
    page.locator("[name=password]").fill(password)
    page.keyboard.press("Enter")
    page.locator("[name=code]").fill(codes.pop())
    page.keyboard.press("Enter")
    expect(page.locator(".tabs")).to_be_visible()
    page.wait_for_load_state()


def test_every_room_of_the_workspace_is_for_everybody(demonstration, window):
    page = window.new_page()
    said = listen(page)
    _signed_in(demonstration, page)
    addresses = "all => all.map((one) => one.href)"
    rooms = []
    for group in page.locator(".groups a").evaluate_all(addresses):
        page.goto(group)
        rooms += page.locator(".rooms a").evaluate_all(addresses) or [group]
        for bar in page.locator(".groups, .rooms").all():
            lines = bar.locator("a").evaluate_all("all => new Set(all.map((one) => one.offsetTop)).size")
            assert lines == 1, f"{group}: one line on a desk"
    assert len(rooms) == 13
    for room in [*rooms, f"{rooms[0]}measures/library/"]:
        page.goto(room)
        assert page.locator("h1").count() == 1, room
        assert stands_still(page), room
        assert page.evaluate("scrollY") == 0, f"{room} begins at its beginning"
        fits(page)
        nothing_for_axe(page)
    assert [text for text in said if "[DOM]" not in text] == []
    for room in rooms:
        page.goto(room)
        assert page.evaluate(IN_PIECES) < 0.01, room
    page.close()


OPERATORS = (
    "",
    "editions/",
    "workspace/organisation/",
    "workspace/organisation/add/",
    "workspace/audit/",
    "workspace/user/",
)


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_operators_pages_look_as_the_site_and_are_for_everybody(demonstration, chromium, lang):
    address = demonstration[0]
    context = chromium.new_context(viewport={"width": DESK, "height": 900}, locale="sv-SE")
    page = context.new_page()
    _signed_in(demonstration, page)
    page.goto(f"{address}/admin/?lang={lang}")
    expect(page.get_by_role("banner").get_by_role("link", name="Climate Visualizer")).to_have_attribute(
        "href", f"/{lang}/"
    )
    expect(
        page.get_by_role("link", name={"sv": "1 utgåva hålls inne", "en": "1 edition is held"}[lang])
    ).to_be_visible()
    paths = [f"/admin/{path}" for path in OPERATORS]
    for rows in ("organisation", "audit", "user"):
        page.goto(f"{address}/admin/workspace/{rows}/")
        paths.append(page.locator("#result_list tbody a").first.get_attribute("href"))
    said = listen(page)
    for path in paths:
        page.goto(address + path)
        assert page.locator("html").get_attribute("lang") == lang, path
        assert page.locator("h1").count() == 1, path
        assert page.evaluate(PAPER) == "rgb(250, 246, 242)", path
        assert page.locator("main").inner_text().count("User:") == 0, path
        assert said == []  # before axe, which makes styles of its own
        fits(page)
        if lang == "sv":  # the same page in other words
            nothing_for_axe(page)
        said.clear()
    context.close()


def test_an_operator_takes_away_a_lost_second_factor(demonstration, chromium):
    address = demonstration[0]
    context = chromium.new_context(viewport={"width": DESK, "height": 900}, locale="sv-SE")
    page = context.new_page()
    _signed_in(demonstration, page)
    page.goto(f"{address}/admin/workspace/user/")
    page.locator("tr", has_text="publisher@demo.example").get_by_role("checkbox").check()
    page.locator("[name=action]").select_option(label="Ta bort den andra faktorn, för den som har blivit av med sin")
    page.get_by_role("button", name="Utför").click()
    expect(page.get_by_text("2 inloggningsfaktorer är borttagna.")).to_be_visible()  # an app, and its spare codes
    page.goto(f"{address}/admin/workspace/audit/")
    expect(page.locator("#result_list tbody tr").first).to_contain_text("tog bort en andra faktor")
    expect(page.locator("#result_list tbody tr").first).to_contain_text("Olga Ek")
    context.close()
