"""Error answers of embeds, in the language that the frame around was asked for in."""

from __future__ import annotations

from climate_visualizer.editions.read import MovedArea, UnknownArea
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.basis import NoBudget
from climate_visualizer.methods.choices import WrongChoice
from climate_visualizer.web import current, embed_options
from climate_visualizer.words.refusals import why_said
from climate_visualizer.words.sentences import area_name

Problem = NoBudget | UnknownArea | WrongChoice


def status(problem: Problem) -> int:
    """What cannot be chosen is 422; what is not there is 404."""
    return 422 if isinstance(problem, WrongChoice) else 404


def sentence(problem: Problem, area_id: str, language: Language) -> str:
    """One or two sentences for who looks at the page around, and for who wrote its address."""
    if isinstance(problem, WrongChoice):
        return _wrong(problem, language)
    if isinstance(problem, NoBudget):
        name = area_name(current.edition().area(area_id), language)
        return language.t("There is no carbon budget for {name} here yet.", name=name)
    if isinstance(problem, MovedArea):
        return language.t("{name} is no place of its own any more.", name=problem.gone.name)
    return language.t("There is no place with the id “{id}”. An id looks like this: SE-0480.", id=area_id)


def _wrong(wrong: WrongChoice, language: Language) -> str:
    name = {**embed_options.CHOICES, **embed_options.FIELDS}.get(wrong.field, wrong.field)
    sentence = language.t(
        "“{value}” is not one of the choices. {field}: {allowed}.",
        value=wrong.value,
        field=language.t(name),
        allowed=", ".join(wrong.allowed),
    )
    return f"{sentence} {why_said(wrong, language)}".strip()
