"""What an event tells, worked out once when it is noticed: figures for machines, and sentences in each language for people."""

from __future__ import annotations

from datetime import date

from django.conf import settings

from climate_visualizer.beside import area_changes
from climate_visualizer.beside.change_log import Step
from climate_visualizer.charts.catalogue import source_line
from climate_visualizer.languages.language import load_language
from climate_visualizer.methods.choices import Choices
from climate_visualizer.methods.question import Question
from climate_visualizer.sources.labels import sector_names
from climate_visualizer.strict_json import finite
from climate_visualizer.web.page_language import CODES, stand_in


def of_step(step: Step, question: Question) -> dict[str, object] | None:
    """The facts of what a step between two editions changed for an area, as its page says them; None where it says nothing."""
    edition, area, choices = question.edition, question.area, question.choices
    difference = step.changed(area.id)
    languages = [load_language(code, settings.LOCALE_PATHS[0]) for code in CODES if not stand_in(code)]
    sentences = {
        language.code: list(area_changes.sentences(difference, sector_names(area.country, language.code), language))
        for language in languages
    }
    if difference.is_empty or not any(sentences.values()):
        return None
    facts = {
        "before": step.about.before,
        "after": step.about.after,
        "figures": finite(_figures(difference, choices)),
        "sentences": sentences,
    }
    if step.about.after != edition.id:  # an edition that another has followed at once; the last one names them
        return facts
    gas = edition.gas_of(area)
    return facts | {
        "basis": {language.code: area_changes.basis(difference, choices, language) for language in languages},
        "source": {language.code: source_line(edition, area.country, language, gas) for language in languages},
    }


def _figures(difference: area_changes.Changed, choices: Choices) -> dict[str, object]:
    """The same for a machine: tonnes, and days as 2031-03-04."""
    years = [
        {"year": year.year, "kind": year.kind, "from_t": year.from_t, "to_t": year.to_t, "sector": year.sector}
        for year in difference.years
    ]
    return {
        "method": choices.method,
        "limit": choices.limit,
        "likelihood": choices.likelihood,
        "sharing": choices.sharing,
        "years": years,
        "remaining_from_t": difference.remaining_from_t,
        "remaining_to_t": difference.remaining_to_t,
        "used_up_from": _day(difference.used_up_from),
        "used_up_to": _day(difference.used_up_to),
        "because_t": area_changes.because(difference),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
