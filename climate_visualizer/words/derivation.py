"""Explanations under the figures of a page: derivation, disputes, and the cost of waiting, in words."""

from __future__ import annotations

from dataclasses import dataclass

from climate_visualizer.budget.assess import Assessment, Dispute
from climate_visualizer.budget.explain import Step
from climate_visualizer.languages.language import Language
from climate_visualizer.languages.printed_sums import tonnes_to
from climate_visualizer.words.balance import Balance, balance, balance_of
from climate_visualizer.words.sentences import area_name

NOTES = {
    "world": "{limit} °C with a likelihood of {likelihood}%, from {start}",
    "world-as": "{limit} °C with a likelihood of {likelihood}%, from {start}: counted as equal to {wanted} °C with {chance}%",
    "bunkers": "{share} are set aside for international flights and shipping, as in {first}\u2013{last}",
    "nation-published": "after countries with lower incomes have had their part, from {start}",
    "nation-derived": "worked back from one area\u2019s published budget, from {start}",
    "nation-per-head": "{share} of the world\u2019s people",
    "nation-grandfathering": "{share} of the world\u2019s emissions",
    "nation-blend": "{share}: halfway between its share of emissions and its share of people",
    "nation-contraction-convergence": "{share}, from its share of emissions now to that of people by 2050",
    "nation-equal-cumulative": "{share}, after what it has emitted since 1990",
    "nation-ability-to-pay": "{share}, after a cut that grows with income",
    "nation-responsibility-capability": "{share}, after a cut by past emissions and income",
    "pool": "{overhead} stay with the nation for its own transport abroad",
    "plants": "{share} of present emissions are those of large plants, which the nation keeps",
    "area-grandfathering": "{share} of the country\u2019s emissions in {first}\u2013{last}",
    "area-per-head": "{share} of the country\u2019s people in {population_year}",
    "area-blend": "{share}: halfway between its share of emissions and its share of people",
    "area-equal-transition": "{share}, by the time that each sector\u2019s present equipment lasts",
    "area-contraction-convergence": "{share}, from its share of emissions now to that of people by 2050",
    "area-equal-cumulative": "{share}, after what it has emitted since 1990",
    "remaining": "{emitted} emitted since 1 January {year}, of which {estimated} is estimated",
    "overdrawn": "{emitted} emitted since 1 January {year}, of which {estimated} is estimated",
    "estimated": "{emitted} emitted since 1 January {year}, all of it estimated",
}


@dataclass(frozen=True)
class Rung:
    """One step of the derivation as it is read: a title, tonnes, a note and the source."""

    key: str
    title: str
    tonnes: str
    note: str
    source: str
    source_url: str


@dataclass(frozen=True)
class _Sums:
    """What of a derivation stands together as a sum: the area's budget and what is left, the nation's and what it keeps.

    `last` is the step whose tonnes are the area's budget.
    """

    area: Balance
    nation: Balance | None
    last: str

    def tonnes(self, step: Step, language: Language) -> str:
        """A step's tonnes to the precision of the sum that it stands in."""
        if step.key == "remaining":
            return tonnes_to(abs(self.area.left), self.area.step, language)
        if step.key == self.last:
            return self.area.said("budget", language)
        if self.nation and step.key in ("nation", "pool"):
            return self.nation.said("budget" if step.key == "nation" else "left", language)
        return language.tonnes(step.value)


def _sums(a: Assessment) -> _Sums:
    """Both sums of a derivation; where the area is the nation itself they meet, and have one precision."""
    steps = {step.key: step for step in a.derivation}
    last = a.derivation[-2].key
    if "pool" not in steps:
        return _Sums(balance(a), None, last)
    nation, pool = steps["nation"].value, steps["pool"].value
    beside = (a.remaining_t,) if last == "pool" else ()
    pool_balance = balance_of(budget=nation, published=nation - pool, estimated=0.0, left=pool, beside=beside)
    return _Sums(balance(a, nation) if beside else balance(a), pool_balance, last)


def _title(step: Step, a: Assessment, country: str, language: Language) -> str:
    titles = {
        "world": language.t("The world"),
        "bunkers": language.t("To share among countries"),
        "nation": country,
        "pool": language.t("To share locally"),
        "plants": language.t("To share locally, without large plants"),
        "area": area_name(a.area, language),
        "remaining": language.t("Overdrawn today") if a.is_overdrawn else language.t("Left today"),
    }
    return titles[step.key]


def _share(fraction: float, language: Language) -> str:
    """A share with three figures, so that a small area's is not written as nothing."""
    percent = fraction * 100
    size = abs(percent)
    digits = 0 if size >= 99.95 else 1 if size >= 10 else 2 if size >= 0.1 else 4
    return language.per_cent(language.decimal(percent, digits))


def _values(step: Step, a: Assessment, sums: _Sums, language: Language) -> dict[str, object]:
    inputs = step.inputs
    return {
        "limit": language.degrees(inputs.get("limit", 0.0)),
        "likelihood": language.whole(inputs.get("likelihood", 0.0)),
        "wanted": language.degrees(a.choices.limit),
        "chance": language.whole(a.choices.likelihood),
        "start": int(inputs.get("start", 0)),
        "share": _share(inputs.get("share", 0.0), language),
        "overhead": sums.nation.said("emitted", language) if sums.nation else "",
        "first": int(inputs.get("first_base_year", inputs.get("first_year", 0))),
        "last": int(inputs.get("last_base_year", inputs.get("last_year", 0))),
        "population_year": int(inputs.get("population_year", 0)),
        "emitted": sums.area.said("emitted", language),
        "estimated": sums.area.said("estimated", language),
        "year": a.budget_start.year,
    }


def _note(step: Step, a: Assessment) -> str:
    """The note of a step; a world budget that a method takes for another limit and likelihood says so."""
    if step.key == "world" and "limit" in step.inputs:
        taken, chosen = (step.inputs["limit"], step.inputs["likelihood"]), (a.choices.limit, a.choices.likelihood)
        return step.note_key if taken == chosen else "world-as"
    return "estimated" if step.key == "remaining" and a.emitted_published_t == 0 else step.note_key


def ladder(a: Assessment, country: str, language: Language) -> tuple[Rung, ...]:
    """The derivation from the world to what is left here, in words; what stands together as a sum adds up as printed."""
    sums = _sums(a)
    return tuple(
        Rung(
            key=step.key,
            title=_title(step, a, country, language),
            tonnes=sums.tonnes(step, language),
            note=language.t(NOTES[_note(step, a)], **_values(step, a, sums, language)),
            source=step.source,
            source_url=step.source_url,
        )
        for step in a.derivation
    )


def _years(years: list[int]) -> str:
    """Years in runs: 2005, 2018–2021."""
    runs: list[list[int]] = []
    for year in sorted(set(years)):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}\u2013{run[-1]}" for run in runs)


def disputes(a: Assessment, names: dict[str, str], language: Language) -> tuple[str, ...]:
    """A sentence for each sector in which the release contradicts itself, with the largest gap."""
    by_sector: dict[tuple[str, str], list[Dispute]] = {}
    for dispute in a.disputes:
        if dispute.gas == "CO2":
            by_sector.setdefault((dispute.sector, dispute.kept_from), []).append(dispute)
    return tuple(
        _dispute(sector_disputes, names[sector], language) for (sector, _), sector_disputes in by_sector.items()
    )


def _dispute(disputes: list[Dispute], name: str, language: Language) -> str:
    resolved = [dispute for dispute in disputes if dispute.kept_from]
    if len(resolved) == len(disputes):
        return language.t(
            "{sector} in {years}: the newest release contradicts itself by up to {gap}, so the figures of the release of "
            "{release} are kept.",
            sector=name,
            years=_years([dispute.year for dispute in resolved]),
            gap=language.tonnes(max(abs(dispute.gap_t) for dispute in resolved)),
            release=resolved[0].kept_from,
        )
    worst = max(disputes, key=lambda dispute: abs(dispute.gap_t))
    more = "larger" if worst.gap_t > 0 else "smaller"
    sentences = {
        "larger": "{sector} in {years}: the parts are up to {gap} larger than the total that the publisher gives.",
        "smaller": "{sector} in {years}: the parts are up to {gap} smaller than the total that the publisher gives.",
    }
    years = _years([dispute.year for dispute in disputes])
    return language.t(sentences[more], sector=name, years=years, gap=language.tonnes(abs(worst.gap_t)))


def waiting(a: Assessment, language: Language) -> str:
    """What a year's delay costs, or after which year no path is left."""
    paths = [delay for delay in a.delays if delay.required_cut is not None]
    if len(paths) < 2:
        return ""
    first, second = paths[0].required_cut or 0.0, paths[1].required_cut or 0.0
    digits = 0 if first >= 0.1 else 1
    sentence = language.t(
        "If the cut begins in {later} instead of {now}, it must be {second} a year instead of {first}.",
        later=paths[1].year,
        now=paths[0].year,
        first=language.percent(first, digits),
        second=language.percent(second, digits),
    )
    if len(paths) < len(a.delays):
        sentence += " " + language.t("After {year} there is no path left.", year=paths[-1].year)
    return sentence
