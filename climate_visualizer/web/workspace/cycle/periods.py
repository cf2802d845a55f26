"""Periods of follow-up: several times a year, with the economic reports, and once for the whole year."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

WHOLE = "year"
PERIODS: dict[str, object] = {
    "spring": _("Spring"),
    "summer": _("Summer"),
    "autumn": _("Autumn"),
    WHOLE: _("The whole year"),
}


def key_of(year: int, period: str) -> str:
    """The key of a follow-up's document: those of whole years have the year alone."""
    return str(year) if period == WHOLE else f"{year}-{period}"


def period_of(key: str) -> tuple[int, str]:
    """Year and period of a follow-up's key."""
    year, _dash, period = key.partition("-")
    return int(year), period or WHOLE


def asked(text: str) -> str:
    """The period that an address names; the whole year for anything else."""
    return text if text in PERIODS else WHOLE
