"""Labels of a form's fields by their names, for a form that comes back while nothing can be asked of the database."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.forms import BaseForm

OURS = "climate_visualizer."


def _forms(kind: type[BaseForm] = BaseForm) -> Iterator[type[BaseForm]]:
    """Every class of forms of this project; those of all rooms have been read before the first reader comes."""
    for below in kind.__subclasses__():
        if below.__module__.startswith(OURS):
            yield below
        yield from _forms(below)


def labels(names: Collection[str]) -> dict[str, str]:
    """What fields are called, in the language that is spoken now, by the form that has most of them."""
    asked = set(names)
    fields = [dict(getattr(form, "base_fields", {})) for form in _forms()]
    largest = max(fields, key=lambda form_fields: len(asked & set(form_fields)), default={})
    plain = {name: name.replace("_", " ").replace("-", " ").capitalize() for name in asked}
    return plain | {name: str(field.label) for name, field in largest.items() if name in asked and field.label}
