"""Fields that several kinds have: a sector of the area's country, a year, words in each language, a series of years."""

from __future__ import annotations

import re
from typing import Unpack

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from climate_visualizer.editions.read import Area
from climate_visualizer.sources.labels import sector_names
from climate_visualizer.web import current
from climate_visualizer.web.number_input import amount
from climate_visualizer.web.workspace.content.form_fields import (
    FieldOptions,
    NumberField,
    OptionalField,
    Words,
    spoken_now,
)

FIRST_YEAR, LAST_YEAR = 1990, 2100
LARGEST_T = 1e9


def sectors(area: Area | None) -> list[tuple[str, str]]:
    """The sectors that the area's own statistics have, the whole first; those of Sweden before an area is known."""
    country = area.country if area else "SE"
    names = sector_names(country, get_language() or "en")
    sectors_of_statistics = current.edition().cube(country).sectors
    own = [(key, name) for key, name in names.items() if key in sectors_of_statistics]
    return [("total", names["total"]), *sorted(own, key=lambda pair: pair[1])]


def year(**options: Unpack[OptionalField]) -> forms.IntegerField:
    return forms.IntegerField(min_value=FIRST_YEAR, max_value=LAST_YEAR, **options)


def tonnes(**options: Unpack[OptionalField]) -> NumberField:
    return NumberField(min_value=0, max_value=LARGEST_T, **options)


def words(label: Words, rows: int = 4, help_text: Words = "") -> forms.CharField:
    """Markdown in one language."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def link(**options: Unpack[FieldOptions]) -> forms.CharField:
    """An address that leads out: https or http, nothing that runs."""
    return forms.CharField(max_length=300, required=False, validators=[URLValidator(["https", "http"])], **options)


class SeriesField(forms.CharField):
    """Tonnes by year, a line a year as "2022: 5400"; kept as {"2022": 5400.0}. A wrong line gets its number and a sentence."""

    widget = forms.Textarea(attrs={"rows": 5, "placeholder": "2022: 5400\n2023: 5150", "spellcheck": "false"})
    default_help = gettext_lazy("A line a year: the year, a colon, tonnes.")

    def __init__(self, **options: Unpack[FieldOptions]) -> None:
        options.setdefault("help_text", self.default_help)
        super().__init__(max_length=3000, **options)

    def clean(self, value: object) -> dict[str, float]:
        text = super().clean(value)
        series: dict[str, float] = {}
        for number, line in enumerate(text.splitlines(), 1):
            if line.strip():
                year, tonnes = self._line(number, line.strip())
                if year in series:
                    raise forms.ValidationError(_("Line %(n)s: the year stands there twice.") % {"n": number})
                series[year] = tonnes
        return dict(sorted(series.items()))

    def _line(self, number: int, line: str) -> tuple[str, float]:
        match = re.fullmatch(
            r"(\d{4})\s*[:;\t ]\s*(\d[\d\s\u00a0\u202f]*(?:,\d{3})*(?:[.,]\d+)?)\s*(?:t|ton|tonnes)?", line
        )
        if not match or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
            raise forms.ValidationError(
                _("Line %(n)s is “%(line)s”; write it as 2022: 5400.") % {"n": number, "line": line[:40]}
            )
        tonnes = amount(match[2])
        if tonnes > LARGEST_T:
            raise forms.ValidationError(_("Line %(n)s has more tonnes than a nation emits.") % {"n": number})
        return match[1], tonnes

    def prepare_value(self, value: object) -> object:
        if isinstance(value, dict):
            return "\n".join(f"{year}: {spoken_now().plain(tonnes)}" for year, tonnes in value.items())
        return value
