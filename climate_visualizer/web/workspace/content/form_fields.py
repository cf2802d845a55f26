"""What the forms of every kind share: the language of the page, and numbers as people write them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language

from climate_visualizer.languages.language import Language
from climate_visualizer.web.number_input import amount
from climate_visualizer.web.page_language import CODES, language


def spoken_now() -> Language:
    """The language of the page that is being written."""
    code = get_language() or CODES[0]
    return language(code if code in CODES else CODES[0])


class NumberField(forms.FloatField):
    """A number read with comma or point and with spaces, and shown as the page's language writes it."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> float | None:
        try:
            plain = repr(amount(value)) if isinstance(value, str) and value.strip() else value
        except ValueError:
            plain = value
        found: float | None = super().to_python(plain)
        return found

    def prepare_value(self, value: Any) -> Any:
        return spoken_now().plain(value) if isinstance(value, int | float) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(super().has_changed(initial, data)) and self.prepare_value(initial) != data
