"""Published measures one by one, as pages, files and feeds show them: effect, follow-up, history, remarks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from climate_visualizer.exports.plan_workbook.plan_columns import ALL_SECTORS, BENEFIT_NAMES, STATUS_NAMES
from climate_visualizer.languages.language import Language
from climate_visualizer.plans import measure_account
from climate_visualizer.plans.measure_account import Account
from climate_visualizer.plans.plan_content import Content
from climate_visualizer.sources.labels import sector_names
from climate_visualizer.web import published, published_plans
from climate_visualizer.web.published import Published, PublishedVersion
from climate_visualizer.web.published_plans import PublicPlan
from climate_visualizer.words.measures import measure_words


@dataclass(frozen=True, eq=False)
class PublicMeasure:
    """One published measure in its plan, with what it comes to."""

    plan: PublicPlan
    document: Published
    account: Account

    @property
    def content(self) -> Content:
        return self.document.content


def find(plans: tuple[PublicPlan, ...], key: str) -> PublicMeasure | None:
    """A published measure by its key; None where there is none."""
    for plan in plans:
        for index, measure in enumerate(plan.measures):
            if measure.key == key:
                return PublicMeasure(plan, measure, measure_account.account(plan.effect, index))
    return None


def facts(public_measure: PublicMeasure, country: str, language: Language) -> dict[str, object]:
    """A measure in the words of a page."""
    content, names = public_measure.content, sector_names(country, language.code)
    sector = names.get(content["sector"], "")
    return {
        "title": published_plans.named(content, language),
        "title_lang": published_plans.name_in(content, country, language),
        "own": published_plans.own_language(country, language),
        "status": language.t(STATUS_NAMES[content["status"]]),
        "sector": sector or language.t(ALL_SECTORS),
        "said": measure_words.counts(public_measure.account, sector, language),
        "benefits": [language.t(BENEFIT_NAMES[benefit]) for benefit in content.get("co_benefits") or ()],
        "history": history(public_measure.document, language),
        "reports": reports(public_measure, language),
        "remarks": remarks(public_measure.document),
        "about": f"{published.ABOUT_MEASURE}{public_measure.document.key}",
    }


def history(measure: Published, language: Language) -> list[tuple[PublishedVersion, str]]:
    """Each version that readers have seen with its status in words, the latest first; only where the status or words changed."""
    versions = published.versions_of(measure)
    return [(version, language.t(STATUS_NAMES[version.content["status"]])) for version in reversed(versions)]


def remarks(measure: Published) -> tuple[Published, ...]:
    """Readers' remarks on a measure, with answers."""
    return tuple(
        remark
        for remark in published.of(measure.area_id, "remark")
        if remark.content.get("about") == f"{published.ABOUT_MEASURE}{measure.key}"
    )


class Report(TypedDict):
    """What was reported of a measure in one year, in the words of a page."""

    year: int
    saved: str
    indicator: str
    comment: str
    published_at: datetime


def reports(measure: PublicMeasure, language: Language) -> list[Report]:
    """What was reported of a measure in the follow-ups that its organisation has published, the latest year first."""
    rows = []
    for follow_up in published.of(measure.document.area_id, "follow-up"):
        own = (follow_up.content.get("reports") or {}).get(measure.document.key)
        if own and follow_up.organisation.id == measure.document.organisation.id:
            rows.append(_report(follow_up, own, measure.content, language))
    return sorted(rows, key=lambda row: -row["year"])


def _report(follow_up: Published, own: Content, content: Content, language: Language) -> Report:
    def written(name: str, unit: str = "") -> str:
        value = own.get(name)
        return "" if value is None else f"{language.rounded(float(value))} {unit}".strip()

    return {
        "year": int(follow_up.content["year"]),
        "saved": written("saved_t", "t"),
        "indicator": written("indicator", content.get("unit") or ""),
        "comment": own.get("comment") or "",
        "published_at": follow_up.published_at,
    }
