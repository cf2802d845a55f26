"""The yearly climate budget: what may be emitted in each coming year, by committee and sector, in whole tonnes.

It is made and adopted in the same cycle as the money budget. Every row adds up exactly: whole tonnes are given to cells
by the largest remainder, so that the cells of a year sum to that year's whole, and all other sums are sums of cells.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from climate_visualizer.budget.calendar import day_of
from climate_visualizer.methods.basis import Array
from climate_visualizer.plans.baseline import Outset
from climate_visualizer.plans.plan import Effect
from climate_visualizer.plans.targets import used_up_at
from climate_visualizer.plans.unfit import Unfit
from climate_visualizer.science.findings import days_bought
from climate_visualizer.science.units import floats, quotient

Whole = NDArray[np.int64]
NOBODY = ""
_NEARLY = 1e-9


class WrongDivision(Unfit):
    """A budget that can't be divided as asked; the sentence names the figure and the remedy."""


@dataclass(frozen=True, eq=False)
class Division:
    """Who answers for how much: `parts` [committee, sector] sum to one for each sector, `sectors` [sector] in all.

    The last committee is `NOBODY`: what no committee answers for, such as other people's traffic. `sectors` and `parts` are
    those of the first year, `later` and `later_parts` those of the last; in between they move in a straight line, so that
    they always sum to one.
    """

    committees: tuple[str, ...]
    parts: Array
    sectors: Array
    later: Array
    later_parts: Array

    def parts_of(self, count: int) -> Array:
        """Each committee's part of each sector in each of `count` years, [committee, sector, year]."""
        along = _along(count)
        return self.parts[:, :, None] * (1.0 - along) + self.later_parts[:, :, None] * along

    def shares(self, count: int) -> Array:
        """Each sector's share of each of `count` years, [sector, year]."""
        along = _along(count)
        return self.sectors[:, None] * (1.0 - along) + self.later[:, None] * along


def _along(count: int) -> Array:
    return np.linspace(0.0, 1.0, count) if count > 1 else np.zeros(1)


def division(
    outset: Outset,
    committees: Sequence[str],
    parts: Mapping[tuple[str, str], float],
    sector_shares: Mapping[str, float] | None = None,
    later_shares: Mapping[str, float] | None = None,
    later_parts: Mapping[tuple[str, str], float] | None = None,
) -> Division:
    """A division from what people say: `parts` (committee, sector) as fractions, and each sector's share of the whole.

    What is left of a sector stays with `NOBODY`. Without `sector_shares` each sector has the share it emits in the year
    ahead of the first; `later_shares` and `later_parts` are those of the last year, and what they don't name stays as it
    begins.
    Raises `WrongDivision` for parts above the whole, unknown names and shares that miss it.
    """
    if len(set(committees)) < len(committees) or NOBODY in committees:
        raise WrongDivision("Each committee needs a name of its own; one of them is empty or stands twice.")
    begin = _parts(outset, committees, parts)
    end = _parts(outset, committees, {**parts, **later_parts}) if later_parts else begin
    first = _shares(outset, sector_shares)
    later = _shares(outset, later_shares) if later_shares else first
    return Division((*committees, NOBODY), begin, first, later, end)


def _parts(outset: Outset, committees: Sequence[str], parts: Mapping[tuple[str, str], float]) -> Array:
    """Parts as people say them, with what is left for `NOBODY`, [committee, sector]."""
    fractions = np.zeros((len(committees) + 1, len(outset.sectors)))
    for (committee, sector), part in parts.items():
        if committee not in committees or sector not in outset.sectors:
            sentence = "'{committee}' can't answer for '{sector}': there is no such committee or sector."
            raise WrongDivision(sentence, committee=committee, sector=sector)
        if not 0 <= part <= 1:
            sentence = "'{committee}' can't answer for {percent} per cent of '{sector}'; give 0 to 100."
            raise WrongDivision(sentence, committee=committee, percent=f"{part * 100:g}", sector=sector)
        fractions[committees.index(committee), outset.sectors.index(sector)] = part
    over = np.flatnonzero(fractions.sum(axis=0) > 1 + _NEARLY)
    if over.size:
        sentence = "The committees answer for {percent} per cent of '{sector}'; at most 100."
        percent = f"{fractions[:, over[0]].sum() * 100:g}"
        raise WrongDivision(sentence, percent=percent, sector=outset.sectors[over[0]])
    fractions[-1] = np.maximum(1.0 - fractions.sum(axis=0), 0.0)
    return fractions


def _shares(outset: Outset, wanted: Mapping[str, float] | None) -> Array:
    if not wanted:
        return np.nan_to_num(quotient(outset.before, outset.before.sum()))
    for sector, share in wanted.items():
        if sector not in outset.sectors:
            raise WrongDivision("'{sector}' can't have a share: there is no such sector.", sector=sector)
        if not share >= 0:
            sentence = "'{sector}' can't have a share of {percent} per cent; give 0 to 100."
            raise WrongDivision(sentence, percent=f"{share * 100:g}", sector=sector)
    shares = np.array([wanted.get(sector, 0.0) for sector in outset.sectors])
    if abs(shares.sum() - 1.0) > 1e-6:
        percent = f"{shares.sum() * 100:g}"
        raise WrongDivision("The sectors' shares make {percent} per cent; they must make 100.", percent=percent)
    return shares


def whole_tonnes(cells: Array) -> Whole:
    """Cells [..., year] in whole tonnes whose sum over all but the year is the rounded sum: the largest remainder."""
    flat = floats(cells).reshape(-1, cells.shape[-1])
    low = np.floor(flat)
    missing = np.rint(flat.sum(axis=0)) - low.sum(axis=0)
    order = np.argsort(-(flat - low), axis=0, kind="stable")
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.arange(len(flat))[:, None].repeat(flat.shape[1], axis=1), axis=0)
    rounded: Whole = (low + (rank < missing)).astype(np.int64).reshape(cells.shape)
    return rounded


@dataclass(frozen=True, eq=False)
class ClimateBudget:
    """Whole tonnes, [committee, sector, year]; committees end with `NOBODY`.

    `allowed` is what may be emitted, `baseline` what would be if nothing more is done, `decided` and `planned` what the
    measures of each committee save of it. Below zero, `missing` is room. `expected` is what is emitted with all of them at
    work, each committee's part of its sectors: what statistics will be held against.
    """

    committees: tuple[str, ...]
    sectors: tuple[str, ...]
    years: tuple[int, ...]
    allowed: Whole
    baseline: Whole
    decided: Whole
    planned: Whole
    expected: Whole
    rate: float

    @property
    def needed(self) -> Whole:
        """What has to go: the baseline less what is allowed."""
        return self.baseline - self.allowed

    @property
    def missing(self) -> Whole:
        """What no measure covers yet, decided or planned."""
        return self.needed - self.decided - self.planned

    def by_committee(self, cells: Whole) -> Whole:
        """Summed over sectors, [committee, year]."""
        summed: Whole = cells.sum(axis=1)
        return summed

    def by_sector(self, cells: Whole) -> Whole:
        """Summed over committees, [sector, year]."""
        summed: Whole = cells.sum(axis=0)
        return summed

    def in_all(self, cells: Whole) -> Whole:
        """Summed over committees and sectors, [year]."""
        summed: Whole = cells.sum(axis=(0, 1))
        return summed

    def days(self, tonnes: Whole) -> Array:
        """Tonnes in days of emissions at today's rate."""
        return days_bought(tonnes=tonnes, emissions=self.rate)


def _cells_of(effect: Effect, chosen: NDArray[np.bool_], committees: tuple[str, ...], count: int) -> Array:
    """What the chosen measures save by who owns them, [committee, sector, year]; unknown owners are `NOBODY`."""
    places = {name: index for index, name in enumerate(committees)}
    owners = np.array([places.get(one.owner, len(committees) - 1) for one in effect.measures], dtype=np.int64)
    cells = np.zeros((len(committees), len(effect.outset.sectors), count))
    np.add.at(cells, owners[chosen], effect.credits_by_sector[chosen][:, :, :count])
    return cells


def climate_budget(effect: Effect, divided: Division, *, path: Array | None, count: int) -> ClimateBudget:
    """The first `count` coming years divided along `path` [year]; raises `WrongDivision` where there is nothing to divide.

    `path` is the budget path, or another that was adopted; each sector gets its share of every year.
    """
    outset = effect.outset
    if path is None and outset.left_t > 0:
        raise WrongDivision(
            "Emissions fall so fast already that a path that turns slowly would never use the budget up. "
            "Choose another way to spread the cut."
        )
    if path is None:
        raise WrongDivision(
            "Nothing is left to divide from {year}: the budget is used up. "
            "Choose another limit or likelihood, or divide along an adopted target.",
            year=outset.first,
        )
    if not 1 <= count <= len(outset.years):
        raise WrongDivision("A budget is for 1 to {most} years; {count} is not.", most=len(outset.years), count=count)
    decided = np.array([one.is_decided for one in effect.measures], dtype=bool)
    parts = divided.parts_of(count)
    return ClimateBudget(
        committees=divided.committees,
        sectors=outset.sectors,
        years=tuple(int(year) for year in outset.years[:count]),
        allowed=whole_tonnes(parts * divided.shares(count) * path[:count]),
        baseline=whole_tonnes(parts * outset.baseline[:, :count]),
        decided=whole_tonnes(_cells_of(effect, decided, divided.committees, count)),
        planned=whole_tonnes(_cells_of(effect, ~decided, divided.committees, count)),
        expected=whole_tonnes(parts * effect.planned[:, :count]),
        rate=outset.rate,
    )


@dataclass(frozen=True)
class Reach:
    """One way the coming years may go, until 2050: what it emits, and what becomes of the budget.

    `exceeds_t` above zero is more than is left when it begins; `used_up_on` is None where it lasts beyond 2050.
    """

    key: str
    emitted_t: float
    exceeds_t: float
    days: float
    used_up_on: date | None


def reaches(effect: Effect) -> tuple[Reach, Reach, Reach]:
    """The three ways: nothing more is done, decided measures alone, planned ones too."""
    outset = effect.outset
    paths = (("baseline", outset.baseline), ("decided", effect.decided), ("planned", effect.planned))
    reached = []
    for key, path in paths:
        yearly = path.sum(axis=0)
        over = float(yearly.sum()) - outset.left_t
        moment = used_up_at(yearly, outset.left_t, outset.first)
        reached.append(Reach(key, float(yearly.sum()), over, effect.days(over), day_of(moment)))
    return reached[0], reached[1], reached[2]
