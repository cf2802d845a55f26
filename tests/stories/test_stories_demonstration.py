"""The demonstration organisation, walked: what it publishes for its place, and every room of its workspace."""

import os
import re
import subprocess
import sys

import pytest
from conftest import DAY, ROOT
from playwright.sync_api import expect
from stories.serving import served
from stories.walking import DESK, SHIFT, fits, listen, nothing_for_axe

AREA = "sv/se/nykoping/"


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory):
    """A site with the demonstration organisation: its address, and what its owner signs in with."""
    var = tmp_path_factory.mktemp("demonstration")
    facts = {**os.environ, "CLIMATE_VISUALIZER_VAR": str(var), "CLIMATE_VISUALIZER_AS_OF": DAY.isoformat()}
    with served(facts) as address:
        command = [sys.executable, "manage.py", "demo"]
        done = subprocess.run(command, cwd=ROOT, env=facts, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        password, code = re.search(r"owner@\S+\s+password (\S+)\s+second factor[^:]*: (\S+)", done.stdout).groups()
        yield address, password, code


@pytest.fixture(scope="module")
def window(chromium):
    context = chromium.new_context(viewport={"width": DESK, "height": 900}, locale="sv-SE")
    context.add_init_script(SHIFT)
    yield context
    context.close()


@pytest.mark.parametrize("path", ["", "join/", "remark/", "businesses"])
def test_what_an_organisation_publishes_is_for_everybody(demonstration, window, path):
    page = window.new_page()
    said = listen(page)
    page.goto(f"{demonstration[0]}/{AREA}{'' if path == 'businesses' else path}")
    if path == "businesses":
        page.goto(page.locator("a[href*='businesses/']").first.evaluate("one => one.href"))
    assert page.locator("h1").count() == 1
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.shift") == 0
    fits(page)
    nothing_for_axe(page)
    assert said == []
    page.close()


def test_a_page_with_all_that_is_published_is_printed_on_two_sheets_at_most(demonstration, window):
    page = window.new_page()
    page.goto(f"{demonstration[0]}/{AREA}")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) <= 2
    page.close()


def test_every_room_of_the_workspace_is_for_everybody(demonstration, window):
    address, password, code = demonstration
    page = window.new_page()
    said = listen(page)
    page.goto(f"{address}/sv/workspace/")
    page.locator("[name=login]").fill("owner@demo.example")
    page.locator("[name=password]").fill(password)
    page.keyboard.press("Enter")
    page.locator("[name=code]").fill(code)
    page.keyboard.press("Enter")
    expect(page.locator(".tabs")).to_be_visible()
    rooms = page.locator(".tabs a").evaluate_all("all => all.map((one) => one.href)")
    assert len(rooms) >= 10
    for room in [*rooms, f"{rooms[0]}measures/library/"]:
        page.goto(room)
        assert page.locator("h1").count() == 1, room
        assert page.evaluate("window.shift") == 0, room
        fits(page)
        nothing_for_axe(page)
    assert [text for text in said if "[DOM]" not in text] == []
    page.close()
