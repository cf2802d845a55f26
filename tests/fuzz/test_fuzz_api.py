"""The whole API asked at random: valid and invalid questions, and never an answer that breaks its own description.

`CLIMATE_VISUALIZER_FUZZ` is how many questions are asked in all; CI asks 2 500, the same for all commits of a version, so that no
commit turns red by chance. `CLIMATE_VISUALIZER_FUZZ_SEED` begins elsewhere, before a release with many more.
"""

from __future__ import annotations

import logging
import os
from itertools import count
from zlib import crc32

import pytest
import schemathesis
from conftest import ROOT
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import checks

from climate_visualizer import __version__

QUESTIONS = int(os.environ.get("CLIMATE_VISUALIZER_FUZZ") or 600)


SEED = int(os.environ.get("CLIMATE_VISUALIZER_FUZZ_SEED") or crc32(__version__.encode()))
KNOWN = {
    "area_id": ("SE", "SE-04", "SE-0480", "SE-0428"),
    "method": ("se-uppsala-2023", "world-per-head", "world-cumulative"),
    "limit": ("1.5", "1.7", "2.0"),
    "likelihood": ("50", "67", "83"),
    "sharing": ("grandfathering", "per-head", "equal-transition"),
    "pathway": ("exponential", "linear", "s-curve", "inertial"),
    "start": ("2027", "2031", "2050"),
    "gas": ("CO2", "GHG"),
    "format": ("json", "csv"),
}
pytestmark = pytest.mark.django_db
CHECKS = (
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
)


@pytest.fixture
def on_a_starter(tmp_path_factory, settings):
    from climate_visualizer.editions.importing.starter import ensure_edition

    logging.disable(logging.CRITICAL)
    settings.VAR = tmp_path_factory.mktemp("fuzz")
    settings.EDITIONS = settings.VAR / "editions"
    ensure_edition(settings.EDITIONS, ROOT / "climate_visualizer" / "data" / "starter")
    yield
    logging.disable(logging.NOTSET)


def _operations(schema) -> list:
    return [found.ok() for found in schema.get_all_operations()]


def _parameters(operation) -> int:
    """How many an operation has: those with none have one question, and leave theirs to those with many."""
    return len(operation.path_parameters) + len(operation.query)


def _sensible(data: st.DataObject, case) -> bool:
    """Give some of what has known values one of these, so that not every question ends at the first wrong word."""
    known = [
        (asked, name) for asked in (case.path_parameters, case.query) for name in sorted(set(asked or {}) & set(KNOWN))
    ]
    if known:
        for asked, name in data.draw(st.lists(st.sampled_from(known), min_size=1, unique_by=lambda one: one[1])):
            asked[name] = data.draw(st.sampled_from(KNOWN[name]))
    return bool(known)


def test_no_question_breaks_the_api(on_a_starter):
    print(f"CLIMATE_VISUALIZER_FUZZ_SEED={SEED}")  # shown where the test fails
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    operations = [one for one in _operations(schema) if one.method.upper() == "GET"]
    assert len(operations) >= 9
    asked = []
    for done, operation in enumerate(sorted(operations, key=_parameters)):
        _ask(operation, -(-(QUESTIONS - len(asked)) // (len(operations) - done)), asked)
    assert len(asked) >= QUESTIONS
    assert {200, 404, 422} <= set(asked)
    assert max(asked) < 500


def _ask(operation, questions: int, asked: list[int]) -> None:
    """As many questions as wanted, or some more: each as it was drawn, and then a sensible one made of it."""
    until = len(asked) + questions

    def put(case) -> None:
        response = case.call(headers={"Accept-Encoding": "identity"})
        asked.append(response.status_code)
        case.validate_response(response, checks=CHECKS)

    @settings(
        max_examples=-(-questions // 2),
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), data=st.data())
    def ask(case, data) -> None:
        put(case)
        if _sensible(data, case):
            put(case)

    for once_more in count(SEED):
        if len(asked) >= until:
            return
        seed(once_more)(ask)()
