"""A real browser before a real server."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from conftest import DAY
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from stories.serving import served

PATIENCE = 120_000  # milliseconds that a busy machine may take; what is there at once is seen at once
expect.set_options(timeout=PATIENCE)
# Of Debian's two builds of one engine the one without a window of its own, where it is there: opening a page takes it a quarter
# of the processor time. A story that needs the other asks for `windowed`.
WHOLE = shutil.which("chromium")
BROWSER = shutil.which("chromium-headless-shell") or WHOLE
# Without a card, what that would draw is drawn in the browser's own process: a fifth of a page.
FLAGS = ["--no-sandbox", "--disable-gpu", "--in-process-gpu"]


class Patient:
    """A browser whose pages give every act and every wait the time that a busy machine takes."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    @property
    def contexts(self) -> list[BrowserContext]:
        return self._browser.contexts

    def new_context(self, **options: Any) -> BrowserContext:
        context = self._browser.new_context(**options)
        context.set_default_timeout(PATIENCE)
        return context

    def new_page(self, **options: Any) -> Page:
        page = self._browser.new_page(**options)
        page.context.set_default_timeout(PATIENCE)
        return page


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Iterator[str]:
    """The site on the starter set, served."""
    var = tmp_path_factory.mktemp("site")
    with served(
        {**os.environ, "CLIMATE_VISUALIZER_VAR": str(var), "CLIMATE_VISUALIZER_AS_OF": DAY.isoformat()}
    ) as address:
        yield address


class Engines:
    """The browsers of one run of stories: each program is started once, and all end before a test that is no story.

    While they run, their event loop keeps Django from the database.
    """

    def __init__(self) -> None:
        self._stack, self._driver = ExitStack(), None
        self._browsers: dict[str | None, Browser] = {}

    def browser(self, program: str | None) -> Browser:
        if self._driver is None:
            self._driver = self._stack.enter_context(sync_playwright())
        if program not in self._browsers:
            browser = self._driver.chromium.launch(executable_path=program, args=FLAGS, timeout=PATIENCE)
            self._stack.callback(browser.close)
            self._browsers[program] = browser
        return self._browsers[program]

    def end(self) -> None:
        self._stack.close()
        self._driver, self._browsers = None, {}


ENGINES = Engines()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    yield
    if nextitem is None or nextitem.path.parent != item.path.parent:
        ENGINES.end()


@pytest.fixture(scope="module")
def chromium() -> Patient:
    """Debian's Chromium; each test has contexts or pages of its own in it."""
    return Patient(ENGINES.browser(BROWSER))


@pytest.fixture(scope="module")
def windowed() -> Patient:
    """The whole of it, for what the build without a window has not; who asks for it ends what it opens."""
    return Patient(ENGINES.browser(WHOLE))


@pytest.fixture(autouse=True)
def pages_end(request: pytest.FixtureRequest) -> Iterator[None]:
    """Pages that a test opened end with it, also where it failed: none goes on asking the server beside the next test."""
    browser = request.getfixturevalue("chromium") if "chromium" in request.fixturenames else None
    before = [opened for context in browser.contexts for opened in (context, *context.pages)] if browser else []
    yield
    for context in browser.contexts if browser else []:
        for opened in [context] if context not in before else context.pages:
            if opened not in before:
                opened.close()
