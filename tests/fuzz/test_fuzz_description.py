"""The API keeps to its description: what that allows is never malformed, and what it rules out is never answered.

Every operation is asked with what its description allows and with what it rules out, a few of each; with
CLIMATE_VISUALIZER_FUZZ more, with CLIMATE_VISUALIZER_FUZZ_SEED others.
"""

from __future__ import annotations

import os

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from fuzz.test_fuzz_api import CHECKS, SEED, on_a_starter
from hypothesis import HealthCheck, Phase, assume, given, seed, settings
from schemathesis import GenerationMode, checks

assert on_a_starter  # a fixture, found by its name
FEW = max(6, int(os.environ.get("CLIMATE_VISUALIZER_FUZZ") or 0) // 400)
pytestmark = pytest.mark.django_db
PROMISES = (*CHECKS, checks.positive_data_acceptance, checks.negative_data_rejection)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["allowed", "ruled out"])
def test_an_answer_is_what_the_description_promises(on_a_starter, mode):
    print(f"CLIMATE_VISUALIZER_FUZZ_SEED={SEED}")
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    asked: list[int] = []
    for operation in (one.ok() for one in schema.get_all_operations()):
        if mode is GenerationMode.NEGATIVE and not (operation.path_parameters or operation.query):
            continue
        _ask(operation, mode, asked)
    assert len(asked) >= 60
    if mode is GenerationMode.NEGATIVE:
        assert sum(status >= 400 for status in asked) > 0.7 * len(asked)  # the check knows which of the rest are right
    else:
        assert set(asked) <= {200, 404, 409}


def _ask(operation, mode: GenerationMode, asked: list[int]) -> None:
    @seed(SEED)
    @settings(
        max_examples=FEW, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case) -> None:
        response = case.call(headers={"Accept-Encoding": "identity"})
        assume(response.status_code != 414)  # told of every question; the check knows no such refusal
        asked.append(response.status_code)
        case.validate_response(response, checks=PROMISES)

    ask()


def test_every_area_and_edition_there_is_fits_the_description(on_a_starter, client):
    import re

    from climate_visualizer.web import current
    from climate_visualizer.web.api.accepted_values import AREA_ID, EDITION

    assert all(re.fullmatch(AREA_ID, area.id) for area in current.edition().areas)
    assert all(re.fullmatch(EDITION, one) for one in current.published_ids())
