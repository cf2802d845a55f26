"""What each choice means, in a sentence: beside every choice stands what choosing it does."""

from __future__ import annotations

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.languages.language import Language
from climate_visualizer.words.counted import scope_said

LIMITS = {
    1.5: "1.5 degrees is what the Paris Agreement strives for.",
    2.0: "2 degrees is what the Paris Agreement wants to stay well below.",
}
BETWEEN = "This limit lies between the 1.5 degrees that the Paris Agreement strives for and the 2 it wants to stay well below."
CHANCES = {
    17: "If this much is emitted, warming stays below the limit in one case out of six.",
    33: "If this much is emitted, warming stays below the limit in one case out of three.",
    50: "If this much is emitted, warming is as likely as not to stay below the limit.",
    67: "If this much is emitted, warming stays below the limit in two cases out of three.",
    83: "If this much is emitted, warming stays below the limit in five cases out of six.",
}
CHANCE = "If this much is emitted, warming stays below the limit in {chance} cases out of a hundred."
SHARINGS = {
    "grandfathering": "Those who emit much today may go on emitting more than others.",
    "per-head": "Everyone has the same share, wherever they live.",
    "blend": "Half follows today\u2019s emissions, half the number of people.",
    "equal-transition": "Every sector gets as long as its vehicles, boilers and plants have left.",
    "contraction-convergence": "The share moves from today\u2019s emissions to the same for everybody by 2050.",
    "equal-cumulative": "Those that have emitted much since 1990 have less left.",
}
PATHS = {
    "exponential": "Every year emissions fall by the same share of what they were.",
    "continuous": "Emissions fall by the same share at every moment, so the first year counts in full.",
    "linear": "Every year emissions fall by the same number of tonnes, down to zero.",
    "s-curve": "The cut starts slowly, is fastest in the middle and ends slowly.",
    "inertial": "Emissions go on as their trend does, turn bit by bit, and fall the fastest later on.",
}
NO_PATHS = {
    "overdrawn": "The budget is used up already, so no path keeps to it.",
    "spent": "The budget will be used up before {year}, so no path that begins then keeps to it.",
    "nothing": "Nothing is emitted by then, so there is nothing to cut.",
    "falling": "Here there is no such path: emissions fall so fast already that it would never use the budget up.",
}
OTHERS = {
    "vintage": "Which estimate of the world\u2019s budget everything starts from; newer ones take in more years of emissions.",
    "start": "Until then emissions follow their trend; the later the start, the steeper the cut.",
}


def meaning(a: Assessment, field: str, language: Language) -> str:
    """One sentence on what the chosen value of a field means; the method's own words for a method."""
    chosen = a.choices
    if field == "limit":
        return language.t(LIMITS.get(chosen.limit, BETWEEN))
    if field == "likelihood":
        return language.t(CHANCES.get(chosen.likelihood, CHANCE), chance=chosen.likelihood)
    if field == "sharing":
        return language.t(SHARINGS[chosen.sharing])
    if field == "pathway":
        return _path(a, language)
    if field == "method":
        return a.method.description[language.code]
    if field == "scope":
        return scope_said(a, language)
    return language.t(OTHERS[field])


def _path(a: Assessment, language: Language) -> str:
    """What the chosen path does, and why there is none where there is none."""
    sentence = language.t(PATHS[a.choices.pathway])
    return f"{sentence} {language.t(NO_PATHS[a.no_path], year=a.required_cut_from)}" if a.no_path else sentence
