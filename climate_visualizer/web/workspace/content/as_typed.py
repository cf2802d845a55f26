"""JSON values as a person would have typed them into a form, so that one set of rules checks both."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import QueryDict

from climate_visualizer.web.workspace.content import kinds


def as_typed(form: kinds.ContentForm, content: Mapping[str, object]) -> QueryDict:
    """Data for the form; lists as several values, what is not there left out."""
    data = QueryDict(mutable=True)
    for name, value in content.items():
        if isinstance(value, list):
            data.setlist(name, [str(item) for item in value])
        elif value is not None and value is not False:
            data[name] = str(form.fields[name].prepare_value(value))
    return data
