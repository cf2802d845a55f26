"""The reader's choice as a sentence of links: each leads to the same page with one thing chosen otherwise."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.budget.groups import members_of
from climate_visualizer.budget.plants import is_ruled, plant_scopes
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.allocation import undecided
from climate_visualizer.methods.basis import basis
from climate_visualizer.methods.choices import (
    PATHWAYS,
    Choices,
    default_choices,
    is_shared_out,
    likelihoods_for,
    methods_for,
    sharings_for,
    text,
)
from climate_visualizer.methods.question import Question
from climate_visualizer.methods.recipes import find_method
from climate_visualizer.methods.scopes import OWN, counting, scopes_for
from climate_visualizer.web import current
from climate_visualizer.web.embed_options import CHOICES as FIELDS
from climate_visualizer.web.pages.common.choice_meanings import meaning
from climate_visualizer.words.counted import LABELS
from climate_visualizer.words.questions.plant_budgets import named

SHARINGS = {
    "grandfathering": "present emissions",
    "per-head": "number of people",
    "blend": "both, half and half",
    "equal-transition": "how long equipment lasts",
    "contraction-convergence": "emissions now, people by 2050",
    "equal-cumulative": "people, counted since 1990",
}
PATHS = {
    "exponential": "the same share every year",
    "continuous": "the same share at every moment",
    "linear": "the same tonnes every year",
    "s-curve": "slowly first, then faster",
    "inertial": "as it goes now, then turning",
}
STARTS = 5
COMMON = 4  # sharings in the sentence; the rest stand among more choices


@dataclass(frozen=True)
class Pill:
    """One thing that can be chosen: what it is called, where it leads, whether it is chosen."""

    label: str
    href: str
    chosen: bool


@dataclass(frozen=True)
class Group:
    """A field of the choice: its name for a screen reader, what can be chosen, and what the chosen value means.

    `before` and `after` are the words around it in the sentence.
    """

    field: str
    name: str
    pills: tuple[Pill, ...]
    meaning: str
    in_sentence: bool = False
    before: str = ""
    after: str = ""


def _asked(a: Assessment, choices: Choices) -> Question:
    """Other choices for an area's country, or a group's: an address of choices says nothing of the place."""
    return Question(current.edition(), a.area.country, choices, a.as_of)


def _href(a: Assessment, choices: Choices) -> str:
    return "?" + urlencode(_asked(a, choices).query)


def with_limit(choices: Choices, limit: float) -> Choices:
    """Another limit, with the same likelihood where it goes with that limit, else the nearest."""
    likelihoods = likelihoods_for(choices.method, limit, vintage=choices.vintage, edition=current.edition())
    likelihood = min(likelihoods, key=lambda value: abs(value - choices.likelihood))
    return replace(choices, limit=limit, likelihood=likelihood)


def with_method(a: Assessment, method: str, vintage: str | None = None) -> Choices:
    """Another method or vintage, with the same limit and sharing where it has them."""
    edition, choices = current.edition(), a.choices
    default = default_choices(a.area.country, a.as_of, method=method, vintage=vintage, edition=edition)
    limits = {limit for limit, _ in find_method(method, edition).pairs(default.vintage)}
    other = replace(default, pathway=choices.pathway, start=choices.start)
    return with_limit(other, choices.limit) if choices.limit in limits else other


Option = tuple[object, str, Choices]


def _sentence(a: Assessment, language: Language) -> dict[str, list[Option]]:
    """What the choice says as a sentence: limit, likelihood and sharing."""
    chosen = a.choices
    limits = sorted({limit for limit, _ in a.method.pairs(chosen.vintage)})
    chances = likelihoods_for(chosen.method, chosen.limit, vintage=chosen.vintage, edition=current.edition())
    sharing = {"sharing": _sharings(a, language)[:COMMON]} if is_shared_out(a.area) else {}
    return {
        "limit": [(value, f"{language.decimal(value, 1)}°", with_limit(chosen, value)) for value in limits],
        "likelihood": [(value, language.per_cent(value), replace(chosen, likelihood=value)) for value in chances],
        **sharing,
    }


def _sharings(a: Assessment, language: Language) -> list[Option]:
    names = [name for name in sharings_for(a.method, a.area.country) if not _refused(a, name)]
    return [(name, language.t(SHARINGS[name]), replace(a.choices, sharing=name)) for name in names]


def _refused(a: Assessment, sharing: str) -> bool:
    """Whether a principle has no answer for this area, or for one of this group, though it has for its country."""
    edition = current.edition()
    base = basis(edition, a.area.country, counting(a.method, a.choices.scope))
    refused = undecided(a.method, base, edition, a.area.country, sharing)
    return any(bool(refused[base.cube.area_ids.index(member_id)]) for member_id in members_of(a.area))


def _more(a: Assessment, language: Language) -> dict[str, list[Option]]:
    """What else can be chosen: rarer sharings, method, world budget, how the cut is spread and when it begins."""
    chosen, country, day = a.choices, a.area.country, a.as_of
    rare = {"sharing ": _sharings(a, language)[COMMON:]} if is_shared_out(a.area) else {}
    return {
        **rare,
        "method": [
            (method.id, method.name[language.code], with_method(a, method.id))
            for method in methods_for(country, current.edition())
        ],
        "vintage": [
            (value, vintage_label(value, language), with_method(a, chosen.method, value)) for value in a.method.vintages
        ],
        "scope": [
            (value, language.t(LABELS[value]), replace(chosen, scope=value))
            for value in scopes_for(a.method, country, current.edition())
        ],
        "pathway": [(value, language.t(PATHS[value]), replace(chosen, pathway=value)) for value in PATHWAYS],
        "start": [
            (value, text(value), replace(chosen, start=value)) for value in range(day.year + 1, day.year + 1 + STARTS)
        ],
    }


def scope_href(a: Assessment, scope: str) -> str:
    """The address of the same budget with something else counted."""
    return _href(a, replace(a.choices, scope=scope))


def _after(a: Assessment, field: str, language: Language) -> str:
    """The words that follow a field in the sentence."""
    if field == "likelihood":
        return language.t("chance, shared by") if is_shared_out(a.area) else language.t("chance")
    return language.t("with") if field == "limit" else ""


def _plants(a: Assessment, language: Language) -> tuple[Group, ...]:
    """With the large plants or without them, in the sentence where they decide the budget or where a reader chose so."""
    edition = current.edition()
    if a.choices.scope == OWN and not is_ruled(edition, a):
        return ()
    pills = [
        Pill(name, scope_href(a, scope), scope == a.choices.scope)
        for scope, name in named(plant_scopes(edition, a), language)
    ]
    group = Group("plants", language.t("Large plants"), tuple(pills), "", True, before=language.t("counted"))
    return (group,) if pills else ()


def groups(a: Assessment, language: Language) -> tuple[Group, ...]:
    """Everything that can be chosen for an area, in the order of the sentence."""
    return (*sentence_groups(a, language), *_groups(a, _more(a, language), language, in_sentence=False))


def sentence_groups(a: Assessment, language: Language) -> tuple[Group, ...]:
    """What the sentence itself offers, for pages that fold out nothing else."""
    return (*_groups(a, _sentence(a, language), language, in_sentence=True), *_plants(a, language))


def _groups(
    a: Assessment, fields: dict[str, list[Option]], language: Language, *, in_sentence: bool
) -> tuple[Group, ...]:
    groups = []
    for name, options in fields.items():
        field = name.strip()
        now = getattr(a.choices, field)
        pills = [Pill(label, _href(a, choices), value == now) for value, label, choices in options]
        meaning_of_choice = meaning(a, field, language)
        after = _after(a, field, language) if in_sentence else ""
        groups.append(
            Group(field, language.t(FIELDS[field]), tuple(pills), meaning_of_choice, in_sentence, after=after)
        )
    return tuple(groups)


def more_is_chosen(a: Assessment, groups: tuple[Group, ...]) -> bool:
    """Whether something is chosen that the sentence doesn't show: then what else can be chosen stands unfolded."""
    asked = _asked(a, a.choices).query
    shown_fields = {
        "scope" if group.field == "plants" else group.field
        for group in groups
        if group.in_sentence and _has_chosen(group)
    }
    return any(group.field in asked and group.field not in shown_fields for group in groups)


def _has_chosen(group: Group) -> bool:
    return any(pill.chosen for pill in group.pills)


def vintage_label(vintage: str, language: Language) -> str:
    """A short name for a published world budget."""
    series, _, year = vintage.rpartition("-")
    if vintage == "igcc-2024-inventories":
        return language.t("IGCC 2024, land use as nations count it")
    issuers = {"ar6": "IPCC", "igcc": "IGCC", "gcb": "GCB"}
    return f"{issuers[series]} {year}" if series in issuers else language.t("as published")


def other_limit(a: Assessment) -> Choices | None:
    """The choice that the lead compares with: 1.5 degrees, or the widest limit when 1.5 is chosen or used up."""
    limits = sorted({limit for limit, _ in a.method.pairs(a.choices.vintage)})
    wanted = limits[-1] if a.is_overdrawn else limits[0]
    return with_limit(a.choices, wanted) if wanted != a.choices.limit else None


@dataclass(frozen=True)
class Still:
    """What is left to keep to once a budget is overdrawn: a sentence, and a way to the lowest limit there is."""

    sentence: str
    label: str
    href: str


def still(a: Assessment, language: Language) -> Still:
    """The lowest limit that this sharing leaves open, or that none is."""
    if a.next_limit is None:
        sentence = (
            "By this method and this way of sharing, no limit can be kept here any more. Every tonne less still counts."
        )
        return Still(language.t(sentence), "", "")
    limit = language.degrees(a.next_limit)
    sentence = "The lowest limit that can still be kept here by this method and this way of sharing is {limit} degrees."
    href = _href(a, with_limit(a.choices, a.next_limit))
    return Still(
        language.t(sentence, limit=limit), language.t("Show the budget for {limit} degrees", limit=limit), href
    )
