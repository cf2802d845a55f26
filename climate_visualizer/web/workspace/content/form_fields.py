"""What the forms of every kind share: the language of the page, and numbers as people write them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict

from django import forms
from django.utils.translation import get_language

from climate_visualizer.languages.language import Language
from climate_visualizer.web.number_input import amount
from climate_visualizer.web.page_language import CODES, language

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words: TypeAlias = "str | _StrPromise"  # a text, or one that is translated where it is shown


def spoken_now() -> Language:
    """The language of the page that is being written."""
    code = get_language() or CODES[0]
    return language(code if code in CODES else CODES[0])


def offer(form: forms.BaseForm, name: str, choices: Iterable[tuple[object, object]]) -> None:
    """Have a form's field of choices offer those of an area, an organisation or a method."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)


def choices_of(field: forms.Field) -> dict[str, object]:
    """Labels of a field of choices by their values as text; none of any other field."""
    choices = field.choices if isinstance(field, forms.ChoiceField) else ()
    return {str(value): label for value, label in choices} if isinstance(choices, Iterable) else {}


class FieldOptions(TypedDict, total=False):
    """What a field of ours hands on to Django's, whatever else it decides itself."""

    label: Words
    help_text: Words
    initial: object


class OptionalField(FieldOptions, total=False):
    """The same of a field that may have to be filled in."""

    required: bool


class NumberField(forms.FloatField):
    """A number read with comma or point and with spaces, and shown as the page's language writes it."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: object) -> Any:  # an int as its parent is declared, a float as it is
        try:
            plain = repr(amount(value)) if isinstance(value, str) and value.strip() else value
        except ValueError:
            plain = value
        return super().to_python(plain)

    def prepare_value(self, value: object) -> object:
        return spoken_now().plain(value) if isinstance(value, int | float) else value

    def has_changed(self, initial: object, data: object) -> bool:
        return bool(super().has_changed(initial, data)) and self.prepare_value(initial) != data
