"""Numbers in the workspace's forms: read as people write them, and shown as the page's language writes them."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from climate_visualizer.web.number_input import amount
from climate_visualizer.web.workspace.content.form_fields import NumberField, spoken_now
from climate_visualizer.web.workspace.contributions.contribution_fields import SeriesField


@pytest.mark.parametrize(
    ("text", "value"),
    [("70", 70.0), ("12,5", 12.5), ("12.5", 12.5), ("1 200 000", 1.2e6), ("1\u202f200,5", 1200.5), ("\u22123", -3.0)],
)
def test_a_number_is_read_as_people_write_it(text, value):
    assert amount(text) == value
    assert NumberField().clean(text) == value


@pytest.mark.parametrize("text", ["", "elva", "1,2,3", "inf", "nan", "12\0"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError):
        amount(text)
    field = NumberField()
    with translation.override("sv"), pytest.raises(Exception) as refused:
        field.clean(text)
    assert refused.value.messages


@pytest.mark.parametrize(("language", "shown"), [("sv", "12,5"), ("en", "12.5"), ("fi", "12,5")])
def test_a_form_shows_a_number_as_its_language_writes_it(language, shown):
    with translation.override(language):
        assert NumberField().prepare_value(12.5) == shown
        assert NumberField().prepare_value(70.0) == "70"
        assert NumberField().prepare_value("sju") == "sju", "what was typed wrongly stays"
        assert not NumberField().has_changed(12.5, shown)
        assert NumberField().has_changed(12.5, "13")


@given(st.floats(0, 1e9).map(lambda value: round(value, 6)))
def test_what_a_form_shows_is_read_back_as_it_was(value):
    with translation.override("sv"):
        assert amount(spoken_now().plain(value)) == pytest.approx(value, rel=1e-12, abs=1e-9)


def test_large_figures_of_a_series_keep_every_digit():
    with translation.override("sv"):
        field = SeriesField()
        written = field.prepare_value({"2022": 1234567.0, "2023": 0.25})
        assert written == "2022: 1234567\n2023: 0,25"
        assert field.clean(written) == {"2022": 1234567.0, "2023": 0.25}
