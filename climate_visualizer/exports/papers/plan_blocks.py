"""The plan on a paper: what is done, what it costs and how much of that is known, and who answers for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from climate_visualizer.exports.facts import Facts
from climate_visualizer.exports.papers import paper
from climate_visualizer.exports.papers.paper import Block
from climate_visualizer.exports.plan_workbook.plan_columns import STATUS_NAMES
from climate_visualizer.plans.climate_budget import reaches
from climate_visualizer.plans.plan import Effect
from climate_visualizer.plans.plan_content import Content
from climate_visualizer.words import plan_words
from climate_visualizer.words.measures.money import money

MOST_MEASURES, MOST_COMMITTEES, MOST_YEARS = 5, 6, 6  # two pages hold no more
NONE = "\u2013"


@dataclass(frozen=True)
class PaperPlan:
    """What an officer has of a plan: measures at work, which of them nobody has published, and the adopted climate budget."""

    effect: Effect
    drafts: frozenset[str]
    adopted: Content
    decision: str

    @property
    def counted(self) -> list[int]:
        """The measures that are decided or planned, what saves most first."""
        measures, totals = self.effect.measures, self.effect.credits.sum(axis=1)
        chosen = [at for at, measure in enumerate(measures) if measure.is_decided or measure.status == "planned"]
        return sorted(chosen, key=lambda at: (-totals[at], measures[at].id))


def plan_blocks(plan: PaperPlan, facts: Facts) -> list[Block]:
    """Measures, financing and committees; a sentence where there are none."""
    t = facts.language.t
    heading = paper.heading(t("Measures, financing and responsibility"))
    if not plan.counted:
        sentence = t("No measure is decided or planned yet, so nothing can be said of effect, cost or responsibility.")
        return [heading, paper.text(" ".join([sentence, *_committees(plan, facts)]))]
    return [
        heading,
        paper.text(_covered(plan, facts)),
        _table(plan, facts),
        paper.text(" ".join([*_financing(plan, facts), *_committees(plan, facts)])),
    ]


def _covered(plan: PaperPlan, facts: Facts) -> str:
    language, effect = facts.language, plan.effect
    last = reaches(effect)[2]
    sentence = language.t(
        "Decided measures save {decided} until 2050, and planned ones would save {planned} more. Overlaps are counted once.",
        decided=language.tonnes(float(effect.saved_decided.sum())),
        planned=language.tonnes(float(effect.saved_planned.sum())),
    )
    return f"{sentence} {plan_words.missing_of_budget(last.exceeds_t, last.days, facts.a.choices.limit, language)}"


def _table(plan: PaperPlan, facts: Facts) -> Block:
    t, language, country = facts.language.t, facts.language, facts.a.area.country
    rows = []
    for at in plan.counted[:MOST_MEASURES]:
        measure = plan.effect.measures[at]
        name = t("{title} (draft)", title=measure.name) if measure.id in plan.drafts else measure.name
        cost = money(measure.net_cost, country, language) if measure.costs or measure.incomes else NONE
        rows.append(
            [name, measure.owner or NONE, t(STATUS_NAMES[measure.status]), language.tonnes(plan.effect.total(at)), cost]
        )
    more = len(plan.counted) - len(rows)
    caption = t("What saves most until 2050")
    if more > 0:
        caption = f"{caption} ({language.n('and {count} more', 'and {count} more', more)})"
    columns = [t("Measure"), t("Committee"), t("Status"), t("Saves"), t("Net cost")]
    return paper.table(caption, columns, rows, first=2.2)


def _summed(measures: Sequence[object], field: str) -> dict[int, float]:
    by_year: dict[int, float] = {}
    for measure in measures:
        for year, value in getattr(measure, field):
            by_year[year] = by_year.get(year, 0.0) + value
    return dict(sorted(by_year.items()))


def _financing(plan: PaperPlan, facts: Facts) -> list[str]:
    """What is known of costs, by year, and of how many measures nothing is."""
    t, language, country = facts.language.t, facts.language, facts.a.area.country
    measures = [plan.effect.measures[at] for at in plan.counted]
    with_cost = [measure for measure in measures if measure.costs]
    if not with_cost:
        return [t("Financing: no cost has been entered for any measure, so what the plan costs is not known.")]
    costs, incomes = _summed(with_cost, "costs"), _summed(measures, "incomes")
    years = [f"{year}: {money(value, country, language)}" for year, value in list(costs.items())[:MOST_YEARS]]
    summary = t(
        "Financing: costs are entered for {some} of {all} measures, in all {costs}, with {incomes} in income or saved cost.",
        some=len(with_cost),
        all=len(measures),
        costs=money(sum(costs.values()), country, language),
        incomes=money(sum(incomes.values()), country, language),
    )
    later = t("Costs after {year} come besides.", year=list(costs)[MOST_YEARS - 1]) if len(costs) > MOST_YEARS else ""
    return [sentence for sentence in (summary, t("By year: {years}.", years="; ".join(years)), later) if sentence]


def _committees(plan: PaperPlan, facts: Facts) -> list[str]:
    """What each committee may emit in the first year of the climate budget that is adopted."""
    t, language = facts.language.t, facts.language
    rows = committee_rows(plan.adopted)
    if not rows:
        return [t("Responsibility: no climate budget is adopted, so no committee answers for a part yet.")]
    year = plan.adopted["years"][0]
    shares = [
        t("{name} {tonnes}", name=name or t("others in the area"), tonnes=language.tonnes(float(cells[0])))
        for name, cells in rows[:MOST_COMMITTEES]
    ]
    decided = f" ({plan.decision})" if plan.decision else ""
    return [
        t(
            "Responsibility: by the climate budget{decided}, these may emit in {year}: {parts}.",
            decided=decided,
            year=year,
            parts=language.list(shares),
        )
    ]


def committee_rows(adopted: Content) -> list[tuple[str, Sequence[float]]]:
    """Committees and what they may emit by year, as it was adopted; the rest of the area has an empty name and stands last."""
    allowed = adopted.get("allowed") or {}
    pairs = list(allowed.items()) if isinstance(allowed, Mapping) else [(str(name), cells) for name, cells in allowed]
    rows = [("" if name == "others" else name, cells) for name, cells in pairs if any(cells)]
    return sorted(rows, key=lambda row: row[0] == "")
