"""What the amounts of a picture are told in: tonnes, thousand, million or billion tonnes, in words."""

from __future__ import annotations

from climate_visualizer.charts.drawing.plot import BILLION, KILO, MILLION
from climate_visualizer.languages.language import Language

YEARLY = {
    1.0: "Tonnes of carbon dioxide a year",
    KILO: "Thousand tonnes of carbon dioxide a year",
    MILLION: "Million tonnes of carbon dioxide a year",
    BILLION: "Billion tonnes of carbon dioxide a year",
}
EQUIVALENTS = {
    1.0: "Tonnes of carbon dioxide equivalents a year",
    KILO: "Thousand tonnes of carbon dioxide equivalents a year",
    MILLION: "Million tonnes of carbon dioxide equivalents a year",
    BILLION: "Billion tonnes of carbon dioxide equivalents a year",
}
SINCE = {
    1.0: "Tonnes of carbon dioxide since 1 January {year}",
    KILO: "Thousand tonnes of carbon dioxide since 1 January {year}",
    MILLION: "Million tonnes of carbon dioxide since 1 January {year}",
    BILLION: "Billion tonnes of carbon dioxide since 1 January {year}",
}


def unit_words(unit: float, language: Language, *, equivalents: bool = False) -> str:
    """What a year's amounts are told in."""
    return language.t((EQUIVALENTS if equivalents else YEARLY)[unit])


def unit_since(unit: float, year: int, language: Language) -> str:
    """What sums since a year are told in."""
    return language.t(SINCE[unit], year=year)
