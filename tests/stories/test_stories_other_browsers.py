"""The site in Firefox and WebKit beside Chromium: a budget is chosen, and a path is drawn by upright sliders."""

import os

import pytest
from stories.other_browsers import FIREFOX, WEBKIT, firefox, there, webkit

BROWSERS = {"firefox": (firefox, FIREFOX), "webkit": (webkit, WEBKIT)}
BOXES = "[...document.querySelectorAll('.upright')].map((one) => one.getBoundingClientRect()).map((b) => [b.width, b.height])"
UP = "\ue013"  # the arrow key of the WebDriver standard


@pytest.fixture(params=BROWSERS)
def browser(request):
    start, programs = BROWSERS[request.param]
    if not there(programs) and not os.environ.get("CI"):
        pytest.skip(f"{' and '.join(programs)} are not on the PATH; .ci/run installs them on Debian.")
    with start() as found:
        yield found


def test_a_budget_is_chosen_and_a_path_is_drawn(site, browser):
    browser.open(f"{site}/sv/se/nykoping/")
    assert "tvågradersbudget" in browser.asked("document.querySelector('h1').textContent")
    assert browser.asked("document.documentElement.scrollWidth <= innerWidth")
    browser.click(".choice a[href*='limit=1.5']")
    browser.until("document.querySelector('h1').textContent.includes('1,5-gradersbudget')")
    assert "limit=1.5" in browser.asked("location.search")

    browser.open(f"{site}/sv/se/nykoping/explore/?s=d~2p281z1p1f160w0p0n")
    boxes = browser.until(f"({BOXES}).every(([width, height]) => height > 0) && {BOXES}")
    assert len(boxes) == 9
    assert all(height > 2 * width for width, height in boxes), "the sliders of a drawn path stand upright"
    before = browser.asked("location.search")
    browser.type(".upright", UP)
    browser.until(f"location.search !== {before!r} && location.search.startsWith('?s=d~')")
    browser.until("/budget/.test(document.querySelector('h1').textContent)")
