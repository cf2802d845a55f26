"""From assessments and editions to what the API answers."""

from __future__ import annotations

import math
from dataclasses import asdict
from datetime import date

import polars as pl
from django.conf import settings

from climate_visualizer import __version__
from climate_visualizer.budget.assess import Assessment
from climate_visualizer.budget.curves import Series
from climate_visualizer.budget.lasting import outlasts
from climate_visualizer.budget.milestones import milestones
from climate_visualizer.budget.ranges.trend_band import trend_band
from climate_visualizer.budget.ranges.uncertainty_ranges import Outlook
from climate_visualizer.editions.edition_summary import Outline
from climate_visualizer.editions.read import Area, Edition
from climate_visualizer.languages.language import Language, load_language
from climate_visualizer.methods.choices import allowed, is_shared_out
from climate_visualizer.methods.horizon import LAST_YEAR
from climate_visualizer.methods.question import Question
from climate_visualizer.methods.recipes import Method
from climate_visualizer.sources.countries import country_name
from climate_visualizer.sources.labels import qualities
from climate_visualizer.sources.successions import began, ended
from climate_visualizer.web.http.addresses import path_to
from climate_visualizer.words.counted import scope_said
from climate_visualizer.words.statistics_age import rests_on_estimates

PERCENT = 100.0
UNIT = "t CO2"  # a column of nothing but "t" is a truth value to a reader that guesses types
SAME = (
    "share",
    "budget_t",
    "budget_start",
    "emitted_published_t",
    "emitted_estimated_t",
    "remaining_t",
    "overdrawn_t",
    "overdrawn_since",
    "overdraft_per_day_t",
    "next_limit",
    "base_year",
    "base_emissions_t_per_year",
    "current_emissions_t_per_year",
    "current_sectors_t_per_year",
    "required_cut_from",
    "years_left",
    "used_up_on",
    "used_up_on_trend",
    "one_nth",
    "no_path",
    "persons",
    "per_head_t",
)


def area_out(area: Area, edition: Edition) -> dict[str, object]:
    change, end = began(area.id), ended(area.id)
    return {
        "id": area.id,
        "name": country_name(area.country, "en") if area.kind == "country" else area.name,
        "kind": area.kind,
        "parent": area.parent_id,
        "country": area.country,
        "page": path_to("area", "en", area),
        "valid_from": change.on if change else None,
        "valid_to": end.on if end else None,
        "successors": [successor.area for successor in end.into] if end else [],
        "disputed": edition.disputes_of(area.id).height > 0,
    }


def chosen(a: Assessment) -> dict[str, object]:
    """The choices that decide an area's figures; a country's budget is not shared out, so no sharing is stated."""
    return asdict(a.choices) | ({} if is_shared_out(a.area) else {"sharing": None})


def _english() -> Language:
    return load_language("en", settings.LOCALE_PATHS[0])


def _percent(fraction: float | None) -> float | None:
    return None if fraction is None else fraction * PERCENT


def _years(series: Series) -> list[dict[str, object]]:
    together = zip(series.years, series.tonnes, series.status, strict=True)
    return [{"year": year, "emissions_t": tonnes, "status": status} for year, tonnes, status in together]


def _trend(a: Assessment, edition: Edition) -> list[dict[str, object]]:
    """The trend with the range that the history's picture draws; none where the figures themselves have none."""
    choices = a.choices
    band = trend_band(edition, a.area.id, choices.method, choices.scope) if a.ranges else None
    ends = {} if band is None else dict(zip(band.years, zip(band.low, band.high, strict=True), strict=True))
    lows_and_highs = [ends.get(year, (None, None)) for year in a.trend.years]
    years = zip(_years(a.trend), lows_and_highs, strict=True)
    return [{**year_of_trend, "low_t": low, "high_t": high} for year_of_trend, (low, high) in years]


def _finite(inputs: dict[str, float]) -> dict[str, float]:
    return {name: float(value) for name, value in inputs.items() if math.isfinite(value)}


def budget_out(a: Assessment, edition: Edition) -> dict[str, object]:
    """An assessment with the API's names and units."""
    return {
        **{name: getattr(a, name) for name in SAME},
        "edition": a.edition_id,
        "version": __version__,
        "as_of": a.as_of,
        "area": area_out(a.area, edition),
        "choices": chosen(a),
        "scope": scope_said(a, _english()),
        "international_transport": "flights" in a.left_out,
        "left_out": [{"sector": sector, "year": year, "tonnes": tonnes} for sector, year, tonnes in a.left_out_years],
        "overdrawn_on_estimates": rests_on_estimates(a),
        "required_cut_percent": _percent(a.required_cut),
        "achieved_cut_percent": _percent(a.achieved_cut),
        "lasts_beyond": LAST_YEAR if outlasts(a) else None,
        "history": _years(a.history),
        "trend": _trend(a, edition),
        "pathway": None if a.pathway is None else _years(a.pathway),
        "ranges": _ranges(a),
        "delays": [{"year": d.year, "required_cut_percent": _percent(d.required_cut)} for d in a.delays],
        "derivation": [
            {
                "step": step.key,
                "tonnes": step.value,
                "formula": step.formula,
                "inputs": _finite(step.inputs),
                "source": step.source,
                "source_url": step.source_url,
            }
            for step in a.derivation
        ],
        "milestones": _milestones(a),
        "disputed": bool(a.disputes),
        "disputes": [asdict(dispute) for dispute in a.disputes],
    }


def _ranges(a: Assessment) -> dict[str, object] | None:
    if a.ranges is None:
        return None
    facts = asdict(a.ranges)
    cut = facts.pop("required_cut")
    return {**facts, "required_cut_percent": {end: PERCENT * value for end, value in cut.items()}}


def _milestones(a: Assessment) -> dict[str, object] | None:
    milestones_of_budget = milestones(a)
    if milestones_of_budget is None:
        return None
    facts = asdict(milestones_of_budget)
    return {**facts, "required_cut_percent": _percent(facts.pop("required_cut"))}


def outlook_out(outlook: Outlook, question: Question) -> dict[str, object]:
    cuts = tuple(100 * cut for cut in outlook.required_cut)
    columns = (outlook.percents, outlook.budget_t, outlook.remaining_t, cuts, outlook.used_up_on)
    names = ("percent", "budget_t", "remaining_t", "required_cut_percent", "used_up_on")
    return {
        "edition": question.edition.id,
        "area": question.area_id,
        "as_of": question.as_of,
        "limit": outlook.limit,
        "chance_within_percent": 100 * outlook.chance_within,
        "quantiles": [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)],
        "implied_limit": outlook.implied_limit and list(outlook.implied_limit),
        "implied_above": outlook.implied_above,
        "revised_likelihood_percent": outlook.revised.percent if outlook.revised else None,
        "fitted_within_gt": outlook.fitted_within_gt,
    }


def figures(edition: Edition, area_id: str, gas: str) -> pl.DataFrame:
    """Every figure of an area and gas, each with whether it is disputed, and how it is known, as the area's page says it."""
    key = ["sector", "subsector", "year"]
    disputed = edition.disputes_of(area_id).filter(pl.col("gas") == gas).select(key).unique()
    marked = edition.emissions_of(area_id, gas).join(
        disputed.with_columns(disputed=pl.lit(True)), on=key, how="left", maintain_order="left"
    )
    return marked.with_columns(pl.col("disputed").fill_null(False), status=_known(edition.area(area_id).country))


def _known(country: str) -> pl.Expr:
    """The quality class of a figure's sector in place of its release's own; a sum of classes is as the release says."""
    of_sector = pl.col("sector").replace_strict(qualities(country), default=None, return_dtype=pl.String)
    classed = pl.col("status").is_in(["measured", "modelled", "summed"]) & of_sector.is_not_null()
    return pl.when(classed).then(of_sector).otherwise(pl.col("status"))


def emissions_out(edition: Edition, area_id: str, gas: str) -> dict[str, object]:
    names = ("gas", "sector", "subsector", "year", "total_t", "parts_t", "gap_t")
    disputes = edition.disputes_of(area_id).filter(pl.col("gas") == gas).select(names)
    columns = ("sector", "subsector", "year", "tonnes", "status", "disputed")
    return {
        "edition": edition.id,
        "area": area_id,
        "gas": gas,
        "unit": "t",
        "disputes": disputes.to_dicts(),
        "figures": figures(edition, area_id, gas).select(columns).to_dicts(),
    }


def _credit(edition: Edition, area_id: str, gas: str) -> str:
    """The publisher of an area's figures and the licence, as whoever reuses them has to name them."""
    card = edition.origin(edition.area(area_id).country, gas)
    return f"{card['publisher']} ({card['licence']})" if card else ""


def emissions_csv(edition: Edition, area_id: str, gas: str) -> str:
    """The same figures as a table, each row with its edition."""
    return (
        figures(edition, area_id, gas)
        .with_columns(unit=pl.lit(UNIT), source=pl.lit(_credit(edition, area_id, gas)), edition=pl.lit(edition.id))
        .write_csv()
    )


def method_out(method: Method, day: date, edition: Edition) -> dict[str, object]:
    return {
        "id": method.id,
        "name": method.name,
        "description": method.description,
        "leaves_out": method.leaves_out,
        "scope": method.scope_words,
        "assumptions": method.assumptions,
        "countries": list(method.countries),
        "published": method.published,
        "source": method.source,
        "source_url": method.source_url,
        "cannot": method.share_local.cannot,
        "allowed": {field: list(values) for field, values in allowed(method.id, as_of=day, edition=edition).items()},
    }


def edition_out(edition: Outline, *, current: bool) -> dict[str, object]:
    return {
        "id": edition.id,
        "current": current,
        "starter": edition.is_starter,
        "code_version": edition.code_version,
        "areas": edition.areas,
        "gases": list(edition.gases),
        "years": list(edition.years),
        "disputes": edition.disputes,
        "origins": list(edition.origins),
    }
