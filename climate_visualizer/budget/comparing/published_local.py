"""Published local carbon budgets: what others have issued for an area under a method's name, beside ours.

Uppsala publishes national budgets and, for municipalities that ordered one, local ones. Ours share its national budget out by
our own rule, so a reader may find another number under the same name: both stand together, with what they count.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.places import DATA


@dataclass(frozen=True)
class PublishedBudget:
    """One published local budget: tonnes from 1 January of `start`, the yearly cut as a fraction, and where it stands.

    `counts` names what it counts beside fossil carbon dioxide emitted within the area, `without` what it leaves out of that.
    """

    area: str
    by: str
    published: int
    start: int
    tonnes: float
    cut: float
    source: str
    url: str
    emissions: float | None = None
    counts: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """A published budget and ours from the same day; `ratio` is ours over theirs, None where ours has another start."""

    published: PublishedBudget
    ours_t: float | None
    ratio: float | None


@lru_cache(maxsize=1)
def published_budgets() -> tuple[PublishedBudget, ...]:
    """Every published local budget that is kept, as ``data/published/local_budgets.toml`` has them."""
    raw = tomllib.loads((DATA / "published" / "local_budgets.toml").read_text(encoding="utf-8"))["budget"]
    lists = ("counts", "without")
    return tuple(PublishedBudget(**{**one, **{name: tuple(one[name]) for name in lists}}) for one in raw)


def comparisons(a: Assessment) -> tuple[Comparison, ...]:
    """The published budgets of an assessed area, the newest first, with ours where it counts from the same day."""
    own = [one for one in published_budgets() if one.area == a.area.id]
    return tuple(_against(a, one) for one in sorted(own, key=lambda one: -one.published))


def _against(a: Assessment, one: PublishedBudget) -> Comparison:
    same = a.budget_start.year == one.start and isfinite(a.budget_t)
    return Comparison(one, a.budget_t if same else None, a.budget_t / one.tonnes if same else None)
