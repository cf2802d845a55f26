"""Series in consecutive years from the publishers' files, as the tests of estimates and their bench take them."""

import json

import numpy as np

from climate_visualizer.science.nowcasting import backtest, error_spread

SECTORS = {  # SMHI's names, by the keys of its card
    "agriculture": "Jordbruk",
    "electricity-heat": "El och fjärrvärme",
    "heating": "Egen uppvärmning av bostäder och lokaler",
    "industry": "Industri (energi + processer)",
    "international-transport": "Utrikes transporter",
    "machinery": "Arbetsmaskiner",
    "product-use": "Produktanvändning (inkl. lösningsmedel)",
    "transport": "Transporter",
    "waste": "Avfall (inkl.avlopp)",
}
NEARLY_CO2 = ("transport", "industry", "machinery", "electricity-heat", "heating")


def extract(real, name):
    """One of SMHI's extracts: names of areas, years and tonnes [area, sector, year] in the order of `SECTORS`."""
    areas = json.loads((real / "se_smhi_extracts" / name).read_text(encoding="utf-8"))
    years = sorted({int(year) for area in areas for year in area["sectors"]})
    tonnes = np.array(
        [[[area["sectors"][str(year)][sector] for year in years] for sector in SECTORS.values()] for area in areas]
    )
    return [area["name"] for area in areas], years, tonnes


def sweden(real):
    """Sectors, first year and tonnes of the 290 municipalities, 2015 to 2023, in the release of 2025."""
    _, years, tonnes = extract(real, "2025-06-18_co2_municipality_sectors.json")
    return tuple(SECTORS), 2015, tonnes[:, :, years.index(2015) :]


def consecutive(edition, country, gas="CO2"):
    """The same of an edition's smallest areas: sectors, the first of the last unbroken years, tonnes."""
    cube = edition.cube(country, gas)
    parents = {area.parent_id for area in edition.areas}
    leaves = [area_id not in parents for area_id in cube.area_ids]
    breaks = np.flatnonzero(np.diff(cube.years) != 1)
    begin = int(breaks[-1]) + 1 if breaks.size else 0
    return cube.sectors, int(cube.years[begin]), np.maximum(np.nan_to_num(cube.tonnes[leaves][:, :, begin:]), 0.0)


def sweden_from_2022(real, edition):
    """What was published to 2022, the nation's ratios to 2023 and 2024, and what came in both years, for municipalities.

    CO2 of 2024 by municipality is that of 2023 with the change of the sectors that are nearly all CO2, since the release of
    2026 is of all gases (tried on 2022 to 2023: right within 0.1 % in the median).
    """
    sectors, _, before = consecutive(edition, "SE")
    cube = edition.cube("SE")
    parents = {area.parent_id for area in edition.areas}
    names = [edition.area(area_id).name for area_id in cube.area_ids if area_id not in parents]
    names_25, _, in_25 = extract(real, "2025-06-18_co2_municipality_sectors.json")
    names_26, _, in_26 = extract(real, "2026-06-25_ghg_municipality_sectors.json")
    _, years, nation = extract(real, "2026-06-25_ghg_nation_sectors.json")
    near = np.array([sector in NEARLY_CO2 for sector in sectors])
    in_25, in_26 = in_25[[names_25.index(name) for name in names]], in_26[[names_26.index(name) for name in names]]
    came_2023 = in_25[:, :, -1].sum(axis=1)
    came_2024 = came_2023 + (in_26[:, near, -1] - in_26[:, near, -2]).sum(axis=1)
    ahead = nation[0][:, years.index(2022) :]
    ratios = np.where(near[:, None], ahead[:, 1:] / np.where(ahead[:, :1] > 0, ahead[:, :1], np.nan), 1.0)
    return before, np.nan_to_num(ratios, nan=1.0), came_2023, came_2024


def coverage(series, damping, known, origins, first):
    """Shares of years and of sums of years that came within both ranges, by ranges made from earlier origins alone."""
    nation, horizons = series.sum(axis=0), 4
    within = {(likelihood, kind): [] for likelihood in (200 / 3, 90.0) for kind in ("years", "sums")}
    for origin in origins:
        then = series[:, :, : origin + 1]
        errors = backtest.rolling_errors(
            emissions=then,
            nation=nation[:, : origin + 1],
            damping=damping,
            known=known,
            horizons=horizons,
            span=5,
            first=first,
        )
        width = error_spread.spread_of(errors=errors, size=then[:, :, -1].sum(axis=1), known=known)
        years = min(horizons, series.shape[2] - 1 - origin)
        guess = backtest.estimate_from(
            emissions=series, nation=nation, origin=origin, years=years, known=known, damping=damping, span=5
        ).sum(axis=1)
        came = series[:, :, origin + 1 : origin + 1 + years].sum(axis=1)
        ahead = np.arange(1.0, years + 1.0)
        common, own = error_spread.draw_errors(spread=width, horizon=ahead, size=200, seed=1)
        drawn = guess[:, None] * np.exp(common + width.scale[:, None, None] * own)
        for likelihood in (200 / 3, 90.0):
            half = error_spread.half_width(spread=width, horizon=ahead, likelihood=likelihood)
            inside = np.abs(np.log(came / guess)) <= half
            edges = np.quantile(drawn.cumsum(axis=2), [0.5 - likelihood / 200, 0.5 + likelihood / 200], axis=1)
            summed = (came.cumsum(axis=1) >= edges[0]) & (came.cumsum(axis=1) <= edges[1])
            within[likelihood, "years"] += inside.mean(axis=0).tolist()
            within[likelihood, "sums"] += summed.mean(axis=0).tolist()
    return {key: float(np.mean(values)) for key, values in within.items()}
