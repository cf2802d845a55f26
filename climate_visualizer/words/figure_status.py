"""How a year's figure is known, in words: measured, filled in or estimated, the same for one figure in every view of it.

The status itself is `budget.curves.Series.status`; pictures, tables, files and what is read aloud take their words here.
"""

from __future__ import annotations

from climate_visualizer.budget.curves import Series

KNOWN = {
    "published": "published",
    "interpolated": "interpolated",
    "estimated": "estimated",
    "projected": "trend",
}
EMITTED = {
    "published": "emitted, published",
    "interpolated": "emitted, filled in between published years",
    "estimated": "emitted, estimated",
}


def by_year(series: Series) -> dict[int, str]:
    """The status of each year of a series."""
    return dict(zip(series.years, series.status, strict=True))


def has_filled(series: Series) -> bool:
    """Whether some of its years are filled in between published ones."""
    return "interpolated" in series.status
