"""What the workbooks of the plan's rooms have in common: the asked period, the other languages, and how a book is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from climate_visualizer.languages.language import Language
from climate_visualizer.web.page_language import CODES, language, stand_in
from climate_visualizer.web.workspace.content.form_fields import Words
from climate_visualizer.web.workspace.plans.plan_work import Work


@dataclass(frozen=True)
class Book:
    """A room's workbook: where it belongs, what it is called, how it goes out, and how it comes in.

    `read` takes what was sent in and says so in a sentence; it raises `WrongWorkbook`, and `documents.Collision`.
    """

    room: str
    title: Words
    lead: Words
    steps: Words
    write: Callable[[HttpRequest, Work], bytes]
    read: Callable[[HttpRequest, Work, bytes], str]


def others(plan: Work) -> list[Language]:
    """The site's other languages, for a template that was fetched in one of them."""
    return [language(code) for code in CODES if code != plan.language.code and not stand_in(code)]
