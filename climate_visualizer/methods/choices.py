"""What a reader may choose: method, limit, likelihood, sharing, vintage, scope, path and year of start.

A choice lives in the URL and nowhere else; what is not said takes the method's default. Which world budgets there are to
choose among depends on the edition; without one they are those that come with the project.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from climate_visualizer.caches import remembered
from climate_visualizer.editions.read import Area, Edition
from climate_visualizer.methods.basis import lacking
from climate_visualizer.methods.horizon import LAST_YEAR, ensure_within, within
from climate_visualizer.methods.parameters import (
    FIRST_START,
    LAST_START,
    LEAST_GT,
    MOST_GT,
    OWN,
    own_budget,
    own_vintage,
)
from climate_visualizer.methods.recipes import Method, find_method, load_methods
from climate_visualizer.methods.scopes import SCOPES, refused, scopes_for
from climate_visualizer.sources.labels import has_people, history_from

PATHWAYS = ("exponential", "continuous", "linear", "s-curve", "inertial")
# How emissions go on after the last published year: by the nowcast, at its level, on a line or on a curve through ten years.
TRENDS = ("nowcast", "level", "line", "growth")
# What "today's rate" is: the twelve months around today, the last published year, or the mean of the last five of them.
RATES = ("today", "last-published", "five-years")
LONGEST_SHOWN = 80  # characters of a wrong value that an answer repeats
EVERYWHERE = "*"
FROM_THE_START = ("equal-cumulative",)
BY_PEOPLE = ("per-head", "blend", "contraction-convergence", "equal-cumulative")


class WrongChoice(Exception):
    """A value that cannot be chosen here: which field, what was asked, what is allowed, and why if that is known."""

    def __init__(self, field: str, value: str, allowed: tuple[str, ...], why: str = "") -> None:
        shown = value if len(value) <= LONGEST_SHOWN else f"{value[:LONGEST_SHOWN]}…"
        self.field, self.value, self.allowed, self.why = field, shown, allowed, why
        instead = f"; choose one of: {', '.join(allowed)}" if allowed else ""
        sentence = f"'{shown}' is not a {field} that can be chosen here{instead}."
        super().__init__(f"{sentence} {why}".strip())


@dataclass(frozen=True)
class Choices:
    """One reader's choices, complete. `start` is the first year in which emissions follow the path.

    `scope` is what is counted, of `SCOPES`; `trend` is the rule by which emissions go on, of `TRENDS`, and `rate` what today's
    rate is, of `RATES`.
    """

    method: str
    limit: float
    likelihood: int
    sharing: str
    vintage: str
    scope: str
    pathway: str
    start: int
    trend: str = TRENDS[0]
    rate: str = RATES[0]


def text(value: float | str) -> str:
    """How a value is written in a URL: a limit with one decimal, a year and a likelihood with none."""
    return f"{value:.1f}" if isinstance(value, float) else str(value)


def _recipes(country: str, edition: Edition | None) -> list[Method]:
    return [method for method in load_methods(edition).values() if {country, EVERYWHERE} & set(method.countries)]


def _unusable(method: Method, country: str, edition: Edition | None) -> tuple[str, ...]:
    """The processes that a method leaves out, and that an edition's statistics of a country do not tell apart."""
    if edition is None or country not in edition.countries:
        return ()
    return lacking(edition, country, method.share_local.without)


def methods_for(country: str, edition: Edition | None = None) -> tuple[Method, ...]:
    """The methods that apply to a country's areas, its default first; with an edition, those its statistics are enough for."""
    return _for_country(country, None) if edition is None else _remembered_for(country, edition)


@remembered
def _remembered_for(country: str, edition: Edition) -> tuple[Method, ...]:
    return _for_country(country, edition)


def _for_country(country: str, edition: Edition | None) -> tuple[Method, ...]:
    usable = [method for method in _recipes(country, edition) if not _unusable(method, country, edition)]
    wanted = country if any(country in method.default_for for method in usable) else EVERYWHERE

    def order(method: Method) -> tuple[bool, str]:
        return wanted not in method.default_for, method.id

    return tuple(sorted(usable, key=order))


def sharings_for(method: Method, country: str) -> tuple[str, ...]:
    """The principles that a country's statistics are enough for: with people, and reaching back to the year that counts."""
    late, without = history_from(country) > method.share_local.since, not has_people(country)
    unusable = {*(FROM_THE_START if late else ()), *(BY_PEOPLE if without else ())}
    return tuple(name for name in method.share_local.sharings if name not in unusable)


def is_shared_out(area: Area) -> bool:
    """Whether a country's budget is shared out to an area by a principle; the country itself has all of it."""
    return area.kind != "country"


def _default_pair(pairs: tuple[tuple[float, int], ...]) -> tuple[float, int]:
    return (2.0, 83) if (2.0, 83) in pairs else pairs[0]


def default_choices(
    country: str,
    as_of: date,
    *,
    method: str | None = None,
    vintage: str | None = None,
    edition: Edition | None = None,
) -> Choices:
    """What a page shows before the reader has chosen: the method's first vintage and sharing, 2.0 degrees at 83 %."""
    ensure_within(as_of)
    return _default(country, as_of, method, vintage, edition)


@remembered
def _default(country: str, as_of: date, method: str | None, vintage: str | None, edition: Edition | None) -> Choices:
    """The same, kept: an address is shortened against it for every choice that a page offers, up to sixty times."""
    recipe = find_method(method, edition) if method else methods_for(country, edition)[0]
    vintage = vintage or recipe.vintages[0]
    limit, likelihood = _default_pair(recipe.pairs(vintage))
    return Choices(
        method=recipe.id,
        limit=limit,
        likelihood=likelihood,
        sharing=sharings_for(recipe, country)[0],
        vintage=vintage,
        scope=SCOPES[0],
        pathway=PATHWAYS[0],
        start=max(as_of.year + 1, recipe.start_year(vintage)),  # no path begins before its budget
    )


def allowed(
    method_id: str, *, vintage: str | None = None, as_of: date | None = None, edition: Edition | None = None
) -> dict[str, tuple[str, ...]]:
    """Every value that each field may take with one method, as written in a URL."""
    method = find_method(method_id, edition)
    pairs = method.pairs(vintage or method.vintages[0])
    first = within(as_of or date.today()).year + 1
    return {
        "limit": tuple(text(limit) for limit in sorted({limit for limit, _ in pairs})),
        "likelihood": tuple(text(likelihood) for likelihood in sorted({likelihood for _, likelihood in pairs})),
        "sharing": method.share_local.sharings,
        "vintage": method.vintages,
        "scope": SCOPES,
        "pathway": PATHWAYS,
        "trend": TRENDS,
        "rate": RATES,
        "start": tuple(text(year) for year in range(first, LAST_YEAR + 1)),
    }


def likelihoods_for(method_id: str, limit: float, *, vintage: str, edition: Edition | None = None) -> tuple[int, ...]:
    """The likelihoods, in per cent, that go with one limit in a vintage: the two belong together."""
    pairs = find_method(method_id, edition).pairs(vintage)
    return tuple(sorted(likelihood for other, likelihood in pairs if other == limit))


def _pick(query: Mapping[str, str], field: str, values: tuple[str, ...], default: str) -> str:
    value = query.get(field) or default
    if value not in values:
        raise WrongChoice(field, value, values)
    return value


def _limit(query: Mapping[str, str], values: tuple[str, ...], default: float) -> float:
    value = query.get("limit") or text(default)
    try:
        written = text(float(value))
    except ValueError:
        written = value
    if written not in values:
        raise WrongChoice("limit", value, values)
    return float(written)


def _likelihood(query: Mapping[str, str], likelihoods: tuple[int, ...], default: int) -> int:
    fallback = default if default in likelihoods else likelihoods[-1]
    return int(_pick(query, "likelihood", tuple(text(value) for value in likelihoods), text(fallback)))


def _method(query: Mapping[str, str], country: str, edition: Edition | None) -> str:
    ids = tuple(method.id for method in methods_for(country, edition))
    for method in _recipes(country, edition):
        if method.id == query.get("method") and (unknown := _unusable(method, country, edition)):
            why = f"It leaves out process emissions from {', '.join(unknown)}, which the statistics here do not tell apart."
            raise WrongChoice("method", method.id, ids, why)
    return _pick(query, "method", ids, ids[0])


def _sharing(query: Mapping[str, str], method: Method, default: str, country: str) -> str:
    """A principle for areas; one that lacks statistics here says so, and never falls back to another."""
    sharing, allowed_here = query.get("sharing") or default, sharings_for(method, country)
    if sharing not in allowed_here:
        cannot = method.share_local.cannot
        why = cannot[sharing]["en"] if sharing in cannot else ""
        raise WrongChoice("sharing", sharing, allowed_here, why)
    return sharing


def parse(query: Mapping[str, str], *, country: str, as_of: date, edition: Edition | None = None) -> Choices:
    """Choices from a query; empty or missing takes the default; raises `WrongChoice` for what cannot be chosen."""
    method = _method(query, country, edition)
    vintages = find_method(method, edition).vintages
    vintage = _own(query, find_method(method, edition)) or _pick(query, "vintage", vintages, vintages[0])
    default = default_choices(country, as_of, method=method, vintage=vintage, edition=edition)
    values = allowed(method, vintage=vintage, as_of=as_of, edition=edition)
    limit = _limit(query, values["limit"], default.limit)
    return Choices(
        method=method,
        limit=limit,
        likelihood=_likelihood(
            query, likelihoods_for(method, limit, vintage=vintage, edition=edition), default.likelihood
        ),
        sharing=_sharing(query, find_method(method, edition), default.sharing, country),
        vintage=vintage,
        scope=_scope(query, find_method(method, edition), country, edition),
        pathway=_pick(query, "pathway", values["pathway"], default.pathway),
        start=int(_pick(query, "start", values["start"], text(default.start))),
        trend=_pick(query, "trend", TRENDS, default.trend),
        rate=_pick(query, "rate", RATES, default.rate),
    )


def _scope(query: Mapping[str, str], method: Method, country: str, edition: Edition | None) -> str:
    """What is counted; a scope that has no meaning here says why."""
    scope, allowed_here = query.get("scope") or SCOPES[0], scopes_for(method, country, edition)
    if scope not in allowed_here:
        raise WrongChoice("scope", scope, allowed_here, refused(scope))
    return scope


def _own(query: Mapping[str, str], method: Method) -> str:
    """The vintage that a reader's own world budget is; empty where none is asked for."""
    typed, named = query.get("world_gt") or "", query.get("vintage") or ""
    if not typed and not named.startswith(OWN):
        return ""
    if method.national:
        why = (
            "A published national budget was made from one of the world's; choose a method that shares the world's out."
        )
        raise WrongChoice("world_gt", typed or named, ("none",), why)
    try:
        vintage = (
            own_vintage(float(typed), int(query.get("world_start") or method.start_year(method.vintages[0])))
            if typed
            else named
        )
    except ValueError:
        vintage = ""
    if own_budget(vintage, ((1.5, 50),)) is None:
        allowed_here = (f"{LEAST_GT:g} to {MOST_GT:g} Gt from a year of {FIRST_START} to {LAST_START}",)
        raise WrongChoice("world_gt", f"{typed or named} {query.get('world_start') or ''}".strip(), allowed_here)
    return vintage
