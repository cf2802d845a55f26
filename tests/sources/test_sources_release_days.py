"""A release is of a real day between 1990 and the end of next month; any other is a sentence."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from climate_visualizer.editions.importing import isolated_reader
from climate_visualizer.sources.table import SourceError, ensure_release_day

TODAY = date.today()
NEXT_MONTH_ENDS = (TODAY.replace(day=1) + timedelta(days=63)).replace(day=1) - timedelta(days=1)


@pytest.mark.parametrize("day", ["1990-01-01", "2024-02-29", TODAY.isoformat(), NEXT_MONTH_ENDS.isoformat()])
def test_a_real_day(day):
    ensure_release_day(day, "t.xlsx")


@pytest.mark.parametrize(
    "day",
    [
        "2024-13-45",
        "2023-02-29",
        "2026-99-99",
        "0000-00-00",
        "1024-04-18",
        "1989-12-31",
        "2999-01-01",
        (NEXT_MONTH_ENDS + timedelta(days=1)).isoformat(),
        "20240418",
        "2024-W16-4",
        "None",
        "",
    ],
)
def test_no_day_of_a_release(day):
    with pytest.raises(
        SourceError, match=r"t\.xlsx says that it was released on '.*', which is no day between 1990"
    ) as refused:
        ensure_release_day(day, "t.xlsx")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("day", ["2024-13-45", "2999-01-01", "1024-04-18"])
def test_a_file_with_such_a_day_is_not_taken_in(report, few_areas, day):
    from dataclasses import replace

    content = replace(report, date=f"Länsrapport, {day}").content()
    with pytest.raises(SourceError, match=f"released on '{day}'"):
        isolated_reader.read("se_smhi", content, file_name="smhi.xlsx", areas=few_areas)
