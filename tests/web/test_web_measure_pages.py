"""The list of measures page by page, with its filters kept, and the collector that workers settle with."""

import subprocess
import sys

import pytest
from web.planning import MEASURE

from climate_visualizer.web.workspace.content import documents
from climate_visualizer.web.workspace.plans import measures_page, plan_documents
from climate_visualizer.web.workspace.plans.measures_page import A_PAGE

pytestmark = pytest.mark.usefixtures("on_starter")
CONTENT = {
    **{name: MEASURE[name] for name in ("status", "sector", "effect_kind", "owner")},
    "amount": 4.0,
    "start": 2027,
    "end": 2050,
    "ramp": 2,
    "certainty": 90.0,
    "rebound": 0.0,
}


@pytest.fixture
def many(officer, monkeypatch):
    monkeypatch.setattr(measures_page, "A_PAGE", 3)
    for index in range(7):
        status = "idea" if index == 6 else "decided"
        documents.make(
            officer.place, "SE-0480", "measure", {**CONTENT, "title": f"M{index}", "status": status}, by=None
        )
    return officer


def _names(page: str) -> list[str]:
    return [f"M{index}" for index in range(7) if f">M{index}</a>" in page]


def test_a_page_has_its_measures_and_leads_to_the_next_with_the_filter(many):
    first = many.get("measures/?owner=Tekniska+n%C3%A4mnden&status=decided").content.decode()
    assert _names(first) == ["M0", "M1", "M2"] and "6 of 7 measures" in first and "1 / 2" in first
    following = "?area=SE-0480&amp;status=decided&amp;owner=Tekniska+n%C3%A4mnden&amp;page=2"
    assert f'href="{following}"' in first
    second = many.get(f"measures/{following.replace('&amp;', '&')}").content.decode()
    assert _names(second) == ["M3", "M4", "M5"] and "2 / 2" in second
    assert _names(many.get("measures/?page=3").content.decode()) == ["M6"]
    assert _names(many.get("measures/?page=hundred").content.decode()) == ["M0", "M1", "M2"]
    assert "1 of 7 measures" in many.get("measures/?text=m6").content.decode()


def test_few_measures_have_no_pages(officer):
    documents.make(officer.place, "SE-0480", "measure", {**CONTENT, "title": "M0"}, by=None)
    page = officer.get("measures/").content.decode()
    assert _names(page) == ["M0"] and 'class="pages"' not in page and A_PAGE == 100


def test_what_a_plan_reads_costs_no_further_question(many, django_assert_num_queries):
    with django_assert_num_queries(1):
        kept = plan_documents.newest(many.place, "SE-0480", "measure")
        read = [(one.key, one.is_draft, one.waits, one.version.at, one.version.author_id) for one in kept]
        rows = [(one.document.latest, one.document.organisation_id, one.document.replaced_by_id) for one in kept]
    assert len(read) == len(rows) == 7


def test_a_worker_sets_aside_what_is_there_and_looks_less_often():
    code = (
        "import gc; from climate_visualizer.config.collecting import settle; before = gc.get_threshold()[0]; settle(); "
    )
    code += "print(gc.get_freeze_count() > 0, gc.get_threshold()[0], before)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    is_frozen, after, before = done.stdout.split()
    assert (is_frozen, after) == ("True", "50000") and int(before) < 50_000
