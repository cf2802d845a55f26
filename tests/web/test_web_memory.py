"""Memory is flat: under a search engine, over eight editions, and within one budget for all that is kept."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import weakref
from pathlib import Path

import pytest
from conftest import ROOT
from django.template import engines
from django.test import RequestFactory

from climate_visualizer.caches import Cache, remembered, weight
from climate_visualizer.editions.memory import varied


def test_a_search_engine_leaves_memory_as_it_found_it(tmp_path):
    """In a process of its own, so that nothing else that the tests have in memory counts."""
    script = Path(__file__).with_name("crawling.py")
    done = subprocess.run(
        [sys.executable, str(script), str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["failed"] == []
    assert found["histories"] < 30, "a history is kept, however long: it was worked out for each of 355 answers"
    assert found["pages"] >= 120
    assert found["alive"] == 1, "no page, feed or answer reads an older edition"
    assert found["alive_with_old_ones_asked_for"] <= 2
    assert found["dropped"] > 0, "the crawl asks for more than may be kept"
    assert found["bytes"] <= found["most"]
    assert found["ended"] - found["settled"] < 12, found  # megabytes over eighty pages; it was 50 a page


def test_a_rendered_page_leaves_its_facts_to_nobody(on_starter):
    """Without the collector of cycles: what a page was made of goes with it."""
    fact = Cache(1)
    kept, request = weakref.ref(fact), RequestFactory().get("/sv/")
    gc.disable()
    try:
        assert engines["django"].from_string("{{ fact.use.most }}").render({"fact": fact}, request) == "1"
        del fact
        assert kept() is None
    finally:
        gc.enable()


def test_what_was_asked_for_longest_ago_goes_and_what_is_too_large_is_never_kept():
    cache = Cache(10_000)
    for name in ("a", "b", "c"):
        cache.put((name,), name, 2_000)
    assert cache.get(("a",)) == "a"
    cache.put(("d",), "d", 2_000)
    cache.put(("e",), "e", 2_000)
    assert [cache.get((name,)) for name in "abcde"] == ["a", None, "c", "d", "e"]
    cache.put(("large",), "large", 9_000)
    assert cache.get(("large",)) is None
    assert (cache.use().entries, cache.use().dropped) == (4, 1)
    cache.limit(5_000)
    assert cache.use().bytes <= 5_000


def test_what_comes_of_an_edition_goes_with_it():
    cache = Cache(100_000)
    for key in (
        ("f", "root/one"),
        ("f", "root/one+the world of two"),
        ("f", ("root/one", "SE-0480")),
        ("f", "root/one-and-more"),
    ):
        cache.put(key, key, 1)
    cache.forget("root/one")
    assert cache.get(("f", "root/one-and-more")) is not None
    assert cache.use().entries == 1


def test_results_are_kept_by_the_names_of_editions(starter):
    asked = []

    @remembered
    def years(edition, country):
        asked.append(edition.cache_key)
        return edition.cube(country).years.tolist()

    changed = varied(starter, "other people", population=starter.population.head(1))
    assert years(starter, "SE") == years(starter, "SE") == years(changed, "SE")
    assert asked == [starter.cache_key, f"{starter.cache_key}+other people"]
    years.cache_clear()
    years(starter, "SE")
    assert len(asked) == 3


@pytest.mark.parametrize("name", ["emissions", "population"])
def test_a_table_weighs_what_it_takes_and_what_is_shared_nothing(starter, name):
    table = getattr(starter, name)
    assert weight(table) >= table.estimated_size()
    assert weight((table, starter)) < 2 * weight(table)
    assert weight([1.5] * 1000) > 8_000
