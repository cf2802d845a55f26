"""JSON that every reader of JSON reads."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from climate_visualizer.strict_json import finite, json_text

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(ANYTHING)
def test_what_is_written_is_strict_json_and_finite_values_come_back(value):
    assert json.loads(json_text(value), parse_constant=pytest.fail) == finite(value)


def test_only_what_is_not_finite_is_null():
    assert json_text({"a": [1.5, math.nan], "b": (math.inf, "å")}) == '{"a": [1.5, null], "b": [null, "å"]}'
