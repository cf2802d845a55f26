"""A real browser before a real server."""

import os
import shutil
from collections.abc import Iterator

import pytest
from conftest import DAY
from playwright.sync_api import Browser, expect, sync_playwright
from stories.serving import served

expect.set_options(timeout=60_000)  # what a busy machine may take; what is there at once is seen at once


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Iterator[str]:
    """The site on the starter set, served as `make run` serves it."""
    var = tmp_path_factory.mktemp("site")
    with served(
        {**os.environ, "CLIMATE_VISUALIZER_VAR": str(var), "CLIMATE_VISUALIZER_AS_OF": DAY.isoformat()}
    ) as found:
        yield found


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, for one module: while it runs, its event loop keeps Django from the database."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        yield found
        found.close()
