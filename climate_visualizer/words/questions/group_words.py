"""A group of areas in words: what it is called, who is in it, and why some areas make none."""

from __future__ import annotations

from dataclasses import replace

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.budget.groups import FEWEST, MOST, NoGroup
from climate_visualizer.languages.language import Language
from climate_visualizer.words.sentences import area_name


def called(a: Assessment, language: Language) -> Assessment:
    """A group's assessment with its name in the reader's language, for whatever tells of it."""
    return replace(a, area=replace(a.area, name=language.t("The group")))


def problem(wrong: NoGroup, language: Language) -> str:
    """Why areas make no group, in a sentence that says what would."""
    names = [area_name(area, language) for area in wrong.areas]
    if wrong.reason == "few":
        return language.t("A group has at least {fewest} places. Add another.", fewest=FEWEST)
    if wrong.reason == "many":
        return language.t("A group has at most {most} places.", most=MOST)
    if wrong.reason == "within":
        return language.t(
            "{area} lies within {around}, and would be counted twice. Remove one of them.",
            area=names[0],
            around=names[1],
        )
    return language.t("A group\u2019s places are all in one country, since they share one country\u2019s budget.")
