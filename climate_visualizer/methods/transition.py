"""Equal transition opportunity: each sector's share by the life of its capital, industry's by the plants that are there.

Statistics here have one sector for industry, and steel (31 years), refineries (29) and cement (40) hide in it among what lasts
15. So industry is split by the plants of the emissions trading system; what is left of it has the sector's own life. Where that
rest is most of an area's emissions its life alone would decide the answer, and no answer is given.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from climate_visualizer.caches import remembered
from climate_visualizer.editions.read import Edition
from climate_visualizer.methods.basis import Array, Basis
from climate_visualizer.methods.parameters import capital_lives, load, years_of_capital
from climate_visualizer.methods.plants_and_flights import PLANTS, never_more, plants_of_country
from climate_visualizer.sources.labels import capital

INDUSTRY = "manufacturing"  # the capital of a sector that may hide others
DECIDES = 0.5  # a rest of unsplit industry beyond this part of an area's emissions is most of its answer


@dataclass(frozen=True, eq=False)
class Split:
    """Tonnes of some years by kind of capital, [area, kind], the life of each [kind], and how much is unsplit industry [area]."""

    tonnes: Array
    lives: Array
    unsplit: Array

    @cached_property
    def undecided(self) -> NDArray[np.bool_]:
        """Areas in which unsplit industry is most of what is emitted."""
        totals = np.nan_to_num(self.tonnes.sum(axis=1))
        most: NDArray[np.bool_] = (self.unsplit > DECIDES * totals) & (totals > 0)
        return most


@remembered
def split(base: Basis, edition: Edition, country: str, years: tuple[int, ...]) -> Split:
    """Emissions of some years by the capital that they come from; industry by its plants as far as they are known."""
    places = base.years_of(years)
    tonnes = base.sectors[:, :, places].sum(axis=-1)
    own, kinds = capital(country), years_of_capital()
    lives = [capital_lives(country)[sector] for sector in base.cube.sectors]
    hiding = [at for at, sector in enumerate(base.cube.sectors) if own[sector] == INDUSTRY]
    if len(hiding) != 1 or PLANTS in base.counting:
        return Split(
            tonnes, np.array(lives), np.zeros(len(tonnes)) if PLANTS in base.counting else _rest(tonnes, hiding)
        )
    at = hiding[0]
    plants = _by_kind(base, edition, country, places, at)
    tonnes = tonnes.copy()
    for kind, part in plants.items():
        tonnes[:, at] -= part
        tonnes = np.concatenate([tonnes, part[:, None]], axis=1)
        lives.append(kinds[kind])
    tonnes[:, at] = np.where(tonnes[:, at] < 0, 0.0, tonnes[:, at])
    return Split(tonnes, np.array(lives), _rest(tonnes, hiding))


def _rest(tonnes: Array, hiding: list[int]) -> Array:
    rest: Array = np.nan_to_num(tonnes[:, hiding].sum(axis=1))
    return rest


def _by_kind(base: Basis, edition: Edition, country: str, places: NDArray[np.intp], at: int) -> dict[str, Array]:
    """Tonnes of industry's plants by kind of capital, [area] each: together never more than the area's industry."""
    facts = load("capital_lives")
    rows = {area_id: row for row, area_id in enumerate(base.cube.area_ids)}
    table, years = plants_of_country(edition, country), base.cube.years[places].tolist()
    newest = table["year"].max() if table.height else None
    by_kind: dict[str, Array] = {}
    for (plant_id, activity, area_id), part in table.group_by("plant_id", "activity", "area_id", maintain_order=True):
        kind = facts["plants"].get(plant_id) or facts["activities"].get(activity)
        if kind is None or area_id not in rows:
            continue
        by_year = dict(part.select("year", "tonnes").iter_rows())
        known = (by_year.get(min(year, newest)) for year in years)
        by_kind.setdefault(kind, np.zeros(len(rows)))[rows[str(area_id)]] += sum(tonnes or 0.0 for tonnes in known)
    process = np.nan_to_num(base.left_out[:, at][:, places].sum(axis=-1))
    if "cement" in by_kind:  # what is left out of the scope is not there to be shared
        by_kind["cement"] = np.maximum(by_kind["cement"] - process, 0.0)
    industry = np.nan_to_num(base.sectors[:, at][:, places].sum(axis=-1))
    together = sum(by_kind.values(), np.zeros(len(rows)))
    scale = np.where(
        together > industry, np.divide(industry, together, out=np.ones_like(industry), where=together > 0), 1.0
    )
    return {kind: never_more(edition, base.cube.area_ids, part * scale, industry) for kind, part in by_kind.items()}
