"""Pages that few see are for everybody too: a place without a budget, what may not be done, what went wrong, a wall's screen."""

import os
import re

import pytest
from conftest import DAY
from playwright.sync_api import expect
from stories.serving import served
from stories.walking import BRIEFLY, DESK, EVERY, fits, listen, nothing_for_axe

from climate_visualizer.editions.importing import pipeline


@pytest.fixture(scope="module")
def norway(real_data, tmp_path_factory):
    """A site whose only statistics are of all greenhouse gases together."""
    var = tmp_path_factory.mktemp("norway")
    for path in sorted((real_data / "no_miljodirektoratet").iterdir()):
        pipeline.bring_in("no_miljodirektoratet", [(path.name, path.read_bytes())], var, var / "editions")
    facts = {**os.environ, "CLIMATE_VISUALIZER_VAR": str(var), "CLIMATE_VISUALIZER_AS_OF": DAY.isoformat()}
    with served(facts, "--prepare") as at:
        yield at


@pytest.fixture(scope="module")
def broken() -> str:
    """What a reader gets when a page fails; made before there is a browser."""
    from django.test import RequestFactory

    from climate_visualizer.web.pages.common.errors import failed

    return failed(RequestFactory().get("/sv/broken/")).content.decode()


def _for_everybody(page, looks=EVERY) -> None:
    assert page.locator("h1").count() == 1
    fits(page)
    nothing_for_axe(page, looks)


@pytest.mark.parametrize("path", ["sv/no/norge/", "en/no/norge/"])
def test_a_place_without_a_budget_is_for_everybody_and_no_dead_end(norway, chromium, path):
    page = chromium.new_page(viewport={"width": DESK, "height": 900})
    said = listen(page)
    assert page.goto(f"{norway}/{path}").status == 200
    expect(page.get_by_role("heading", level=1)).to_contain_text("Norge" if path.startswith("sv") else "Norway")
    _for_everybody(page, EVERY if path.startswith("sv") else BRIEFLY)  # the same page in other words
    links = page.locator("main a").evaluate_all("all => all.map((one) => one.href)")
    for link in {link.partition("#")[0] for link in links if link.startswith(norway)}:
        assert page.request.get(link).status == 200, link
    assert said == []
    page.close()


def test_what_may_not_be_done_is_said(site, chromium):
    context = chromium.new_context(viewport={"width": DESK, "height": 900}, locale="sv-SE")
    page = context.new_page()
    page.goto(f"{site}/accounts/login/")
    context.clear_cookies()
    with page.expect_navigation() as refusal:
        page.locator("main form").first.evaluate("one => one.submit()")
    assert refusal.value.status == 403
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert "csrf" not in page.locator("main").inner_text().lower()
    _for_everybody(page)
    context.close()


def test_what_went_wrong_is_said(broken, site, chromium):
    page = chromium.new_page(viewport={"width": DESK, "height": 900})
    style = re.search(r"/static/site[^\"]*css", page.request.get(f"{site}/sv/").text()).group(0)
    body = re.sub(r"/static/site[^\"]*css", style, broken)  # the site has collected its files by itself
    page.route("**/sv/broken/", lambda route: route.fulfill(status=500, body=body, content_type="text/html"))
    assert page.goto(f"{site}/sv/broken/").status == 500
    expect(page.get_by_role("heading", level=1)).to_have_text("Något gick fel hos oss")
    _for_everybody(page)
    page.close()


@pytest.mark.parametrize("query", ["", "?limit=1.5"])
def test_a_screen_on_a_wall_can_be_read_on_a_phone(site, chromium, query):
    page = chromium.new_page(viewport={"width": DESK, "height": 900}, reduced_motion="reduce")
    page.goto(f"{site}/sv/se/nykoping/screen/{query}")
    nothing_for_axe(page, BRIEFLY)  # each slide by itself is looked at by the stories of the screen
    fits(page)
    page.close()
