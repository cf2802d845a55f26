"""Published measures one by one, as pages, files and feeds show them: effect, follow-up, history, remarks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from climate_visualizer.exports.plan_workbook.plan_columns import ALL_SECTORS, BENEFIT_NAMES, STATUS_NAMES
from climate_visualizer.languages.language import Language
from climate_visualizer.plans import measure_account
from climate_visualizer.plans.measure_account import Account
from climate_visualizer.plans.plan_content import Content
from climate_visualizer.sources.labels import sector_names
from climate_visualizer.web import published
from climate_visualizer.web.published import Published, Shown
from climate_visualizer.web.published_plans import PublicPlan
from climate_visualizer.words.measures import measure_words


@dataclass(frozen=True, eq=False)
class PublicMeasure:
    """One published measure in its plan, with what it comes to."""

    plan: PublicPlan
    one: Published
    account: Account

    @property
    def content(self) -> Content:
        return self.one.content


def find(plans: tuple[PublicPlan, ...], key: str) -> PublicMeasure | None:
    """A published measure by its key; None where there is none."""
    for plan in plans:
        for index, one in enumerate(plan.measures):
            if one.key == key:
                return PublicMeasure(plan, one, measure_account.account(plan.effect, index))
    return None


def title_of(content: Mapping[str, object], language: Language) -> str:
    """What it is called, in English where that is asked for and there."""
    return str((content.get("title_en") if language.base != "sv" else "") or content["title"])


def facts(found: PublicMeasure, country: str, language: Language) -> dict[str, object]:
    """A measure in the words of a page."""
    content, names = found.content, sector_names(country, language.code)
    sector = names.get(content["sector"], "")
    return {
        "title": title_of(content, language),
        "status": language.t(STATUS_NAMES[content["status"]]),
        "sector": sector or language.t(ALL_SECTORS),
        "said": measure_words.counts(found.account, sector, language),
        "benefits": [language.t(BENEFIT_NAMES[one]) for one in content.get("co_benefits") or ()],
        "history": history(found.one, language),
        "reports": reports(found, language),
        "remarks": remarks(found.one),
        "about": f"{published.ABOUT_MEASURE}{found.one.key}",
    }


def history(one: Published, language: Language) -> list[tuple[Shown, str]]:
    """Each version that readers have seen with its status in words, the latest first; only where the status or words changed."""
    shown = published.versions_of(one)
    return [(each, language.t(STATUS_NAMES[each.content["status"]])) for each in reversed(shown)]


def remarks(one: Published) -> tuple[Published, ...]:
    """Readers' remarks on a measure, with answers."""
    return tuple(
        each
        for each in published.of(one.area_id, "remark")
        if each.content.get("about") == f"{published.ABOUT_MEASURE}{one.key}"
    )


class Report(TypedDict):
    """What was reported of a measure in one year, in the words of a page."""

    year: int
    saved: str
    indicator: str
    comment: str
    published_at: datetime


def reports(found: PublicMeasure, language: Language) -> list[Report]:
    """What was reported of a measure in the follow-ups that its organisation has published, the latest year first."""
    rows = []
    for one in published.of(found.one.area_id, "follow-up"):
        own = (one.content.get("reports") or {}).get(found.one.key)
        if own and one.organisation.id == found.one.organisation.id:
            rows.append(_report(one, own, found.content, language))
    return sorted(rows, key=lambda row: -row["year"])


def _report(one: Published, own: Content, content: Content, language: Language) -> Report:
    def written(name: str, unit: str = "") -> str:
        value = own.get(name)
        return "" if value is None else f"{language.rounded(float(value))} {unit}".strip()

    return {
        "year": int(one.content["year"]),
        "saved": written("saved_t", "t"),
        "indicator": written("indicator", content.get("unit") or ""),
        "comment": own.get("comment") or "",
        "published_at": one.published_at,
    }
