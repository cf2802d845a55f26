"""One measure in sentences: how much of its stated effect counts and why not all of it, and what looks like a slip."""

from __future__ import annotations

from climate_visualizer.languages.language import Language
from climate_visualizer.plans.measure_account import NEARLY_T, Account, Slip


def counts(account: Account, sector: str, language: Language) -> str:
    """Of so many stated tonnes so many count, and why; `sector` is its sector's name, empty for all sectors."""
    stated, counted = language.tonnes(account.stated_t), language.tonnes(account.counted_t)
    reasons = _reasons(account, sector, language)
    if not reasons:
        if account.is_idea:
            return language.t("All of the {stated} stated until 2050 would count.", stated=stated)
        return language.t("All of the {stated} stated until 2050 count.", stated=stated)
    because = language.list(reasons)
    if account.is_idea:
        return language.t(
            "Of {stated} stated until 2050, {counted} would count: {reasons}.",
            stated=stated,
            counted=counted,
            reasons=because,
        )
    return language.t(
        "Of {stated} stated until 2050, {counted} count: {reasons}.", stated=stated, counted=counted, reasons=because
    )


def _reasons(account: Account, sector: str, language: Language) -> list[str]:
    reasons = []
    if account.uncertain_t >= NEARLY_T:
        reasons.append(language.t("{tonnes} are uncertain or rebound", tonnes=language.tonnes(account.uncertain_t)))
    if account.absent_t >= NEARLY_T:
        tonnes = language.tonnes(account.absent_t)
        reasons.append(
            language.t(
                "{tonnes} are more than the sector \u201c{sector}\u201d still emits on its own trend",
                tonnes=tonnes,
                sector=sector,
            )
            if sector
            else language.t("{tonnes} are more than the area still emits on its own trend", tonnes=tonnes)
        )
    if account.overlap_t >= NEARLY_T:
        reasons.append(
            language.t("{tonnes} are lowered by other measures too", tonnes=language.tonnes(account.overlap_t))
        )
    return reasons


def slipped(slip: Slip, sector: str, language: Language) -> str:
    """That an effect is more than its sector emits, and whether kilos may have been meant."""
    facts = {
        "stated": language.tonnes(slip.stated_t),
        "there": language.tonnes(slip.there_t),
        "year": slip.year,
        "sector": language.t("the sector \u201c{sector}\u201d", sector=sector) if sector else language.t("the area"),
    }
    sentence = language.t("The effect stated for {year}, {stated}, is more than {sector} emits then: {there}.", **facts)
    if slip.as_kilos_t is None:
        return sentence
    kilos = language.t("Were kilos meant? That would be {tonnes}.", tonnes=language.tonnes(slip.as_kilos_t))
    return f"{sentence} {kilos}"
