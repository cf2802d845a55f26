"""A public screen turns by itself, is paused by keyboard, stays still for who wants no motion, and needs no script."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect
from stories.walking import axe_in

NOW = ".slide.now"


def _standing(page) -> None:
    """The page's clock goes on only when it is told to, however long the machine takes for what lies between."""
    page.clock.install(time=datetime(2026, 11, 23, 8, tzinfo=UTC))
    page.clock.pause_at(datetime(2026, 11, 23, 9, tzinfo=UTC))


def test_the_slides_turn_by_themselves_and_are_paused_by_keyboard(site, chromium):
    page = chromium.new_page(viewport={"width": 1280, "height": 720})
    _standing(page)
    page.goto(f"{site}/sv/se/nykoping/screen/")
    expect(page.locator(NOW).get_by_role("heading", name="Nyköpings tvågradersbudget")).to_be_visible()
    page.clock.run_for(14_100)
    expect(page.locator(NOW).get_by_role("heading", name="Nyköpings budget i prickar")).to_be_visible()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Fortsätt")).to_be_visible()
    page.clock.run_for(60_000)
    expect(page.locator("body")).to_have_attribute("data-slide", "1")
    page.keyboard.press("ArrowRight")
    expect(page.locator("body")).to_have_attribute("data-slide", "2")
    expect(page.locator(NOW)).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollHeight") <= 720
    page.get_by_role("button", name="Fortsätt").click()
    page.clock.run_for(14_100)
    expect(page.locator("body")).to_have_attribute("data-slide", "3")
    page.goto(f"{site}/sv/se/nykoping/screen/?hold=3")
    page.clock.run_for(3_100)
    expect(page.locator("body")).to_have_attribute("data-slide", "1")
    page.close()


def test_the_first_slide_stands_alone_from_the_beginning(site, chromium):
    page = chromium.new_page(viewport={"width": 1280, "height": 720})
    _standing(page)
    page.goto(f"{site}/sv/se/nykoping/screen/")
    expect(page.locator("body")).to_have_attribute("data-slide", "0")
    seen = "[...document.querySelectorAll('.slide')].map((one) => getComputedStyle(one).opacity)"
    assert page.evaluate(seen) == ["1", *["0"] * (page.locator(".slide").count() - 1)]
    assert page.evaluate("document.getAnimations().length") == 0
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.getAnimations().length") > 0  # from then on one fades into the next
    page.close()


def test_who_wants_no_motion_turns_it_alone(site, chromium):
    context = chromium.new_context(reduced_motion="reduce")
    page = context.new_page()
    _standing(page)
    page.goto(f"{site}/en/se/nykoping/screen/")
    expect(page.get_by_role("button", name="Go on")).to_be_visible()
    page.clock.run_for(60_000)
    expect(page.locator("body")).to_have_attribute("data-slide", "0")
    page.get_by_role("button", name="Next").click()
    expect(page.locator("body")).to_have_attribute("data-slide", "1")
    context.close()


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1280, 720), (390, 844)])
def test_every_slide_can_be_read_by_everybody(site, chromium, width, height):
    context = chromium.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{site}/sv/se/nykoping/screen/")
    for _ in range(6):
        if width < 1900:  # axe finds on a larger screen what it finds on a desk's
            found = axe_in(page).run(page)
            assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if width > 700:  # on a screen a slide fits whole; on a phone one may scroll
            box = page.locator(NOW).bounding_box()
            assert page.evaluate("document.querySelector('.slide.now').scrollHeight") <= box["height"] + 1
        page.keyboard.press("ArrowRight")
    context.close()


def test_without_script_it_is_one_page(site, chromium):
    context = chromium.new_context(java_script_enabled=False, color_scheme="dark")
    page = context.new_page()
    page.goto(f"{site}/sv/se/nykoping/screen/")
    for heading in page.get_by_role("heading").all():
        expect(heading).to_be_visible()
    expect(page.get_by_role("button", name="Pausa")).to_be_hidden()
    context.close()
