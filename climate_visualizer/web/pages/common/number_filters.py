"""Template filters for numbers in the reader's language: ``{{ value|kilotonnes:language }}``."""

import re
from collections.abc import Mapping, Sequence

from django import template
from django.http import QueryDict
from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from climate_visualizer.charts.drawing import read_out
from climate_visualizer.charts.drawing.bundle import Bundle
from climate_visualizer.languages.language import Language
from climate_visualizer.plans import adopted_budget
from climate_visualizer.strict_json import json_text
from climate_visualizer.web.http.spreadsheets import asking
from climate_visualizer.words.glossary import explained

register = template.Library()
LINE = 70  # characters of a source beside the step that stands on it


@register.filter
def kilotonnes(value: float, language: Language) -> str:
    return language.kilotonnes(value)


@register.filter
def whole(value: object, language: Language) -> object:
    """A number with thin spaces; a year and a word as they are."""
    return language.whole(value) if isinstance(value, int | float) else value


@register.filter
def beside(heads: Sequence[object], cells: Sequence[object]) -> list[tuple[object, object]]:
    """Each cell of a row with the head of its column."""
    return list(zip(heads, cells, strict=True))


@register.filter
def percent(value: float, language: Language) -> str:
    return language.percent(value)


@register.filter
def per_cent(value: object, language: Language) -> str:
    """A number that is per cent already, as a form holds it."""
    text = str(value)
    return language.per_cent(language.plain(float(text)) if text.replace(".", "", 1).isdecimal() else text)


@register.filter
def day(value: object, language: Language) -> str:
    return language.day(value)  # type: ignore[arg-type]  # templates pass dates only


@register.filter
def shortened(title: str) -> str:
    """A long title up to its last whole part of a sentence, or its last whole word, that fits a line."""
    if len(title) <= LINE:
        return title
    fitting = title[:LINE]
    at = max(fitting.rfind(mark) for mark in (",", ":", ";"))
    return (fitting[:at] if at > LINE // 3 else fitting.rpartition(" ")[0]) + "\u2009…"


@register.filter
def bound(text: str) -> str:
    """A heading in which no line ends between a number and its word."""
    return re.sub(r"(?<=\d) (?=\w)", "\u00a0", text)


@register.filter
def unbroken(text: str) -> SafeString:
    """A headline in which no line ends at the hyphen of 2-degree; a long word, as 1,5-gradersbudget, may have to break."""
    return mark_safe(re.sub(r"(\d[\d.]*-\w{1,6})\b", r'<span class="unbroken">\1</span>', conditional_escape(text)))


@register.filter
def query(values: dict[str, str]) -> str:
    """Choices as they stand in an address."""
    encoded = QueryDict(mutable=True)
    encoded.update(values)
    return f"?{encoded.urlencode()}" if values else ""


@register.filter
def glossary(language: Language) -> tuple[tuple[str, str], ...]:
    """The words that a page takes for granted, explained."""
    return explained(language)


@register.filter
def spreadsheet(values: dict[str, str], code: str) -> str:
    """Choices, if any, as they stand in an address that asks for a table as a spreadsheet in a language opens it."""
    return query(asking(values or {}, code))


@register.filter
def by_committee(content: Mapping[str, object]) -> list[tuple[str, Sequence[int]]]:
    """A climate budget's rows in the order of its committees."""
    return adopted_budget.by_committee(content)


@register.filter
def body(bundle: Bundle, language: Language) -> SafeString:
    """The rows of a figure's table, the first cell of each as its head: a page has a thousand cells, too many for a template."""
    written = []
    for first, *others in bundle.table.rows:
        cells = "".join(f"<td>{_cell(cell, language)}</td>" for cell in others)
        written.append(f'<tr><th scope="row">{conditional_escape(localize(first))}</th>{cells}</tr>')
    return mark_safe("".join(written))


def _cell(value: object, language: Language) -> str:
    """A cell as the table has it: a table that keeps a tenth is not rounded twice (50.53, 50.5, 50)."""
    if isinstance(value, float):
        return language.decimal(value)
    return language.whole(value) if isinstance(value, int) else conditional_escape(str(value))


@register.filter
def readings(bundle: Bundle, language: Language) -> str:
    """What is read out of a figure at each year, as JSON for an attribute."""
    return json_text(read_out.readings(bundle.table, language, bundle.amount))
