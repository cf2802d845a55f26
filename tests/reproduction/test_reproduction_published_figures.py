"""Published figures by the API: docs/method.md says of each what the API answers, those that do not fit among them."""

import published_figures
import pytest
from conftest import ROOT
from django.test import Client


@pytest.fixture
def asking(settings):
    """A function that asks the API of a site on a folder of editions."""

    def on(var):
        def ask(path):
            settings.VAR, settings.EDITIONS = var, var / "editions"
            answer = Client().get(f"/api/v1/{path}")
            assert answer.status_code == 200, (path, answer.content)
            return answer.json()

        return ask

    return on


def test_the_table_says_what_the_api_answers(asking, on_own_starter, settings, kingdom_var):
    page = (ROOT / "docs" / "method.md").read_text(encoding="utf-8")
    written = page.split(published_figures.BEGIN)[1].split(published_figures.END)[0].strip()
    found = published_figures.table(asking(settings.VAR), asking(kingdom_var))
    assert written.splitlines() == found.splitlines(), "run: python bench/published.py --write"
    assert "see its page" not in page


def test_what_comes_near_does(asking, on_own_starter, settings):
    """In the nearest scope every local budget lies within an eighth, and every cut within a point and a half."""
    ask = asking(settings.VAR)
    for case in published_figures.swedish():
        if published_figures.UPPSALA in case.path:
            ours = case.read(ask(case.path))
            near = abs(ours / case.published - 1) < 0.125 if case.unit == "t" else abs(ours - case.published) < 1.5
            assert near, (case.what, ours)
