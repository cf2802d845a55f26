"""A reader finds Nyköping, reads the budget, changes the limit and the language; and everybody can."""

import re

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("script", [True, False])
def test_a_resident_finds_nykoping_and_reads_the_budget(site, chromium, script):
    context = chromium.new_context(locale="sv-SE", java_script_enabled=script)
    page = context.new_page()
    page.goto(site)
    expect(page).to_have_url(f"{site}/sv/")
    page.get_by_role("combobox").fill("Nyköping")
    page.get_by_role("button", name="Visa").click()
    expect(page).to_have_url(f"{site}/sv/se/nykoping/")
    headline = page.get_by_role("heading", level=1)
    expect(headline).to_have_text("Nyköpings tvågradersbudget räcker till september 2029.")
    expect(page.get_by_role("img", name=re.compile("Varje prick är")).first).to_be_visible()
    page.get_by_role("group", name="Gräns för uppvärmningen").get_by_role("link", name="1,5°").click()
    expect(headline).to_have_text("Nyköpings 1,5-gradersbudget tog slut i augusti 2025.")
    expect(page).to_have_url(re.compile("limit=1.5"))
    page.get_by_role("link", name="English").click()
    expect(headline).to_have_text("Nyköping’s 1.5-degree budget ran out in August 2025.")
    page.get_by_role("group", name="Sharing").get_by_role("link", name="number of people").click()
    expect(page).to_have_url(re.compile("sharing=per-head"))
    page.go_back()
    expect(page).not_to_have_url(re.compile("sharing"))
    expect(page.locator("article[aria-busy]")).to_have_count(
        0
    )  # the page before is there again, and nothing else comes
    page.get_by_text("More choices").click()
    page.get_by_role("group", name="Method").get_by_role("link", name="Equal per head", exact=True).click()
    expect(page).to_have_url(re.compile("method=world-per-head"))
    context.close()


@pytest.mark.parametrize(("path", "scripts"), [("", ["search"]), ("se/nykoping/", ["area", "share"]), ("method/", [])])
def test_a_page_that_is_read_loads_no_script_but_its_own(site, chromium, path, scripts):
    page, asked = chromium.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}/sv/{path}", wait_until="networkidle")
    assert [url.rpartition("/")[2].split(".")[0] for url in asked if url.endswith(".js")] == scripts
    page.close()
