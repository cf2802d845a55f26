"""Every published figure that has been tried, beside ours by the API: the rows of docs/method.md, for its test and its script."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Ask = Callable[[str], dict[str, Any]]
BEGIN, END = "<!-- published figures -->", "<!-- end of published figures -->"
UPPSALA = "without-plants-with-flights"
ABROAD = "counts transport abroad by a key that is not published; its base years neither"


@dataclass(frozen=True)
class Case:
    """A figure as published, where ours is asked for, how it is read from the answer, its unit, and why they differ."""

    what: str
    published: float
    path: str
    read: Callable[[dict[str, Any]], float | None]
    unit: str
    why: str

    def row(self, ask: Ask) -> str:
        """One line of the table."""
        ours = self.read(ask(self.path)) if self.path else None
        query = f"`{self.path}`" if self.path else "–"
        apart = "–" if ours is None else self._apart(ours)
        written = "–" if ours is None else self._written(ours)
        return f"| {self.what} | {self._written(self.published)} | {written} | {apart} | {self.why} | {query} |"

    def _written(self, value: float) -> str:
        if self.unit == "t":
            return f"{round(value, -3):,.0f} t".replace(",", " ")
        return f"{value:.{_digits(self.unit)}f}{self.unit}"

    def _apart(self, ours: float) -> str:
        if self.unit == "t":
            return f"{round(100 * (ours / self.published - 1)) + 0.0:+.0f} %"
        points = f"{round(ours - self.published, _digits(self.unit)) + 0.0:+.{_digits(self.unit)}f}"
        return points if not self.unit else f"{points} points"


def _digits(unit: str) -> int:
    return 1 if unit else 0


def _budget(answer: dict[str, Any]) -> float:
    return float(answer["budget_t"])


def _left(answer: dict[str, Any]) -> float:
    return float(answer["remaining_t"])


def _cut(answer: dict[str, Any]) -> float:
    return float(answer["required_cut_percent"])


def _cut_a_year_later(answer: dict[str, Any]) -> float:
    return float(answer["delays"][1]["required_cut_percent"])


def _near_zero(answer: dict[str, Any]) -> float:
    return float(answer["milestones"]["near_zero_year"])


def _local(name: str, area: str, published: float, cut: float, day: str, more: str) -> list[Case]:
    """A local budget of Uppsala's: as the default counts, as nearly as the scopes get, and the cut."""
    own = f"areas/{area}/budget?as_of={day}{more}"
    scoped = f"{own}&scope={UPPSALA}"
    read = _left if day.endswith("-01-01") else _budget
    return [
        Case(f"{name}, our scope", published, own, read, "t", "counts no transport abroad"),
        Case(f"{name}, without plants, with flights", published, scoped, read, "t", ABROAD),
        Case(f"{name}, yearly cut in that scope", cut, scoped, _cut, " %", "follows from budget and rate"),
    ]


def swedish() -> list[Case]:
    """What has been published for Sweden and its areas by Uppsala University and the Tyndall Centre."""
    none = "no national budget from 2020 is at hand, so there is none of ours"
    nation = "areas/SE/budget?as_of=2021-12-31&method=se-uppsala-2022"
    after = "areas/SE/budget?as_of=2023-12-31"
    scope = "published for all of the national budget; ours is what is shared out, against emissions within Sweden"
    return [
        *_local("Nykvarn from 2024", "SE-0140", 288_284, 13.3, "2023-12-31", ""),
        *_local("Strängnäs from 2024", "SE-0486", 737_173, 14.0, "2023-12-31", ""),
        *_local("Nyköping from 2023", "SE-0480", 1_746_398, 13.3, "2023-01-01", "&method=se-uppsala-2022"),
        Case("Nyköping from 2020", 1_406_308, "", _budget, "t", none),
        Case("Kalmar county from 2020", 7_560_000, "", _budget, "t", none),
        Case("Kalmar county from 2020, a cement plant booked nationally", 6_420_000, "", _budget, "t", none),
        Case(
            "Sweden from 2022, 1.7 degrees at 50 %, cut", 12.0, f"{nation}&limit=1.7&likelihood=50", _cut, " %", scope
        ),
        Case("the same a year later", 15.0, f"{nation}&limit=1.7&likelihood=50", _cut_a_year_later, " %", scope),
        Case("Sweden from 2022, 1.5 degrees at 50 %, cut", 21.0, f"{nation}&limit=1.5", _cut, " %", scope),
        Case("the same a year later", 38.0, f"{nation}&limit=1.5", _cut_a_year_later, " %", "does not fit: see below"),
        Case("Sweden from 2024, 2.0 degrees at 83 %, cut", 13.5, after, _cut, " %", scope),
        Case("Sweden from 2024, 1.5 degrees at 50 %, cut (just over)", 35.0, f"{after}&limit=1.5", _cut, " %", scope),
    ]


def british() -> list[Case]:
    """What the Tyndall Centre gives Trafford; on an edition that has the United Kingdom."""
    path = "areas/GB-E08000009/budget?as_of=2020-12-31"
    back = "the nation's budget is reckoned back from this one"
    return [
        Case("Trafford from 2020", 9_500_000, path, _budget, "t", back),
        Case(
            "Trafford, yearly cut", 13.4, path, _cut, " %", "from 2021 by today's statistics; theirs from those of 2017"
        ),
        Case("Trafford, year of near zero", 2041, path, _near_zero, "", "follows from the cut"),
    ]


def table(sweden: Ask, kingdom: Ask) -> str:
    """The whole table as it stands in docs/method.md."""
    head = ["| what | published | by the API | apart | why | asked for by `/api/v1/...` |", "|---|---|---|---|---|---|"]
    rows = [case.row(sweden) for case in swedish()] + [case.row(kingdom) for case in british()]
    return "\n".join([*head, *rows])
