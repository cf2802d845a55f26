"""Remaining budgets of the world and greenhouse gases by year, from the Indicators of Global Climate Change."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from sources.fetching import in_spite

from climate_visualizer.sources.publishers import world_igcc
from climate_visualizer.sources.table import WORLD_BUDGETS, WORLD_EMISSIONS, SourceError

MAIN = "budget_normal_magicc_True_fair_False_esf_7.1pm26.7_likeli_0.6827_nonCO2pc50.0_GtCO2_permaf_False_zecsd_0.0_asym_False_"

IGCC_2024 = f"2025-05-02__{MAIN}hdT_1.24NonlinNonCO2_all_None_recEm204.csv"

RERUN = f"2023-04-29__WG1-{MAIN}hdT_1.07NonlinNonCO2_all_None_recEm209.csv"

SERIES = "greehouse_gas_emissions_co2eq.csv"

BUDGETS, GASES = "/world_igcc/contents/data/carbon_budget", "/world_igcc/contents/data/greenhouse_gas_emissions"


def headers(found):
    return {one.url: one.headers for one in found}


def folder(served, path, names):
    listing = [{"name": name, "type": "file", "download_url": f"{served.base}/raw/{name}"} for name in names]
    served.files[path] = json.dumps(listing).encode()


def newer(content: bytes) -> bytes:
    """A year's newer table: the likelihood called 0.67, and 40 Gt less everywhere."""
    rows = [line.split(",") for line in content.decode().splitlines()]
    head = ["0.67" if cell == "0.66" else cell for cell in rows[0]]
    body = [[*row[:2], *(str(float(cell) - 40) for cell in row[2:])] for row in rows[1:]]
    return ("\n".join(",".join(row) for row in [head, *body]) + "\n").encode()


@pytest.fixture
def igcc(served, real_data):
    """The repository as it is: dated and undated names, and variants beside the main files."""
    real = real_data / "world_igcc"
    variants = [
        f"{MAIN}hdT_1.31NonlinNonCO2_all_None_recEm0.csv",
        f"{MAIN.replace('fair_False', 'fair_True')}hdT_1.24NonlinNonCO2_all_None_recEm204.csv",
        f"{MAIN.replace('zecsd_0.0', 'zecsd_0.19')}hdT_1.24NonlinNonCO2_all_None_recEm204.csv",
        "WG1-budget.csv",
    ]
    undated = f"{MAIN}hdT_1.26NonlinNonCO2_all_None_recEm213.csv"
    folder(served, BUDGETS, [IGCC_2024, RERUN, *variants, undated])
    folder(served, GASES, [SERIES, "greenhouse_gas_emissions.csv"])
    for name in (IGCC_2024, RERUN, SERIES):
        served.files[f"/raw/{name}"] = (real / name).read_bytes()
    served.files[f"/raw/{undated}"] = newer((real / IGCC_2024).read_bytes())
    days = [{"commit": {"committer": {"date": day}}} for day in ("2027-01-03T09:00:00Z", "2026-06-02T09:00:00Z")]
    path = f"data/carbon_budget/{undated}"
    served.files[f"/world_igcc/commits?per_page=100&path={path}"] = json.dumps(days).encode()
    return served


def test_the_main_tables_are_found_among_their_variants_and_a_newer_one_comes_in_by_itself(igcc):
    found = list(world_igcc.fetch(known={}, base=igcc.base))
    names = [one.file_name for one in found]
    assert (
        names[:2] == [RERUN, IGCC_2024]
        and names[2].startswith("2026-06-02__2027-01-03__budget_normal")
        and names[3] == SERIES
    )
    tables = [world_igcc.read(one.content, file_name=one.file_name, areas=None) for one in found]
    budgets = pl.concat([one.world_budgets for one in tables if one.world_budgets is not None])
    assert budgets.schema == pl.Schema(WORLD_BUDGETS)
    assert dict(budgets.select("vintage", "start").unique().iter_rows()) == {
        "ar6-2021-rerun": 2020,
        "igcc-2024": 2025,
        "igcc-2025": 2026,
    }
    assert {"vintage": "igcc-2025", "warming_to_date": 1.26, "emitted_since": 213.0}.items() <= budgets.filter(
        pl.col("vintage") == "igcc-2025"
    ).row(0, named=True).items()
    cells = {row[:3]: row[3] for row in budgets.select("vintage", "limit", "likelihood", "gigatonnes").iter_rows()}
    assert cells["igcc-2024", 1.5, 67] == pytest.approx(79.03474101232803)
    assert cells["igcc-2024", 1.5, 50] == pytest.approx(126.99628032189327)
    assert cells["igcc-2025", 1.5, 67] == pytest.approx(39.03474101232803)
    assert {likelihood for _, _, likelihood in cells} == {10, 17, 33, 50, 67, 83, 90}
    assert {limit for _, limit, _ in cells} == {1.5, 1.6, 1.7, 1.8, 1.9, 2.0}
    assert tables[2].origin.release_date == "2027-01-03", "it came again, and counts from 2026 all the same"
    known = headers(found)
    igcc.asked.clear()
    assert list(world_igcc.fetch(known=known, base=igcc.base)) == []
    assert len(igcc.asked) == 6


def test_the_greenhouse_gases_by_year(real_data):
    found = world_igcc.read((real_data / "world_igcc" / SERIES).read_bytes(), file_name=SERIES, areas=None)
    rows = found.world_emissions
    assert rows.schema == pl.Schema(WORLD_EMISSIONS)
    last = dict(rows.filter(pl.col("year") == 2023).select("part", "gigatonnes").iter_rows())
    assert last["CO2-FFI"] == 37.79156871 and set(last) == {"CO2-FFI", "CO2-LULUCF", "CH4", "N2O", "F-gases"}
    assert rows.filter(pl.col("part") == "CO2-FFI")["year"].min() > 1750
    assert found.origin.release_date == "2023-12-31"


@pytest.mark.parametrize(
    ("path", "body", "sentence"),
    [
        (BUDGETS, b"<html>", "did not answer with JSON"),
        (BUDGETS, b'{"message": "rate limit"}', "does not list data/carbon_budget"),
        (BUDGETS, b"[]", "no file named as"),
        (None, b"{}", "does not say when"),
    ],
)
def test_a_repository_that_has_moved_is_a_sentence(igcc, path, body, sentence):
    igcc.files[path or next(name for name in igcc.files if "commits" in name)] = body
    with pytest.raises(SourceError, match=sentence):
        list(world_igcc.fetch(known={}, base=igcc.base))


@pytest.mark.parametrize(
    ("name", "edit", "sentence"),
    [
        ("remaining.csv", lambda text: text, "keep the publisher's own name"),
        (IGCC_2024, lambda text: text.replace("1.5000000000000004", "1.45"), "lacks some of the limits"),
        (IGCC_2024, lambda text: text.replace("126.99628032189327", "12.699628032189327"), "leaves less"),
        (IGCC_2024, lambda text: text.replace("126.99628032189327", "1269.9628032189327"), "leaves less"),
        (
            IGCC_2024,
            lambda text: text.replace("0.1,0.17,0.33,0.5,0.66,0.83,0.9", "a,b,c,d,e,f,g"),
            "which is no likelihood",
        ),
        (SERIES, lambda text: "<html></html>\n", "no column"),
    ],
)
def test_a_table_of_budgets_that_cannot_be(real_data, name, edit, sentence):
    text = (real_data / "world_igcc" / IGCC_2024).read_text()
    with pytest.raises(SourceError, match=sentence):
        world_igcc.read(edit(text).encode(), file_name=name, areas=None)


ISSUED = Path(__file__).parent / "igcc"

APRIL, MAY, OF_2022, OF_2025 = (
    next(path for path in ISSUED.glob("*.csv") if path.name.startswith(start))
    for start in ("2024-04-25", "2024-05-29", "updateMAGICC", "budget")
)


@pytest.mark.parametrize(
    ("path", "name", "vintage", "start", "day", "gigatonnes"),
    [
        (OF_2022, OF_2022.name, "igcc-2022", 2023, "2023-06-08", 231.43),
        (APRIL, APRIL.name, "igcc-2023", 2024, "2024-04-25", 156.65),
        (MAY, MAY.name, "igcc-2023", 2024, "2024-05-29", 196.06),
        (MAY, MAY.name.partition("__")[2], "igcc-2023", 2024, "2024-05-29", 196.06),
        (MAY, f"2024-04-25__{MAY.name}", "igcc-2023", 2024, "2024-05-29", 196.06),
        (OF_2025, f"2026-06-02__{OF_2025.name}", "igcc-2025", 2026, "2026-06-02", 97.57),
    ],
)
def test_every_issued_table_by_its_own_name(path, name, vintage, start, day, gigatonnes):
    """The tables of 2022 to 2025 as they were issued; April's of 2024 was replaced in May."""
    found = world_igcc.read(path.read_bytes(), file_name=name, areas=None)
    rows = found.world_budgets
    assert set(rows["vintage"]) == {vintage} and set(rows["start"]) == {start} and found.origin.release_date == day
    half = rows.filter((pl.col("limit") == 1.5) & (pl.col("likelihood") == 50))["gigatonnes"].item()
    assert half == pytest.approx(gigatonnes, abs=0.01)


def test_a_table_that_is_issued_again_comes_under_its_first_and_last_day(served):
    name = MAY.name.partition("__")[2]
    folder(served, BUDGETS, [name])
    folder(served, GASES, [SERIES])
    days = [{"commit": {"committer": {"date": day}}} for day in ("2024-05-29T09:00:00Z", "2024-04-25T09:00:00Z")]
    served.files[f"/world_igcc/commits?per_page=100&path=data/carbon_budget/{name}"] = json.dumps(days).encode()
    served.files[f"/raw/{name}"] = MAY.read_bytes()
    came, said = in_spite(world_igcc.fetch(known={}, base=served.base))
    assert came == [f"2024-04-25__2024-05-29__{name}"] and f"{SERIES} answered 404" in said


def test_a_table_without_a_day_that_nobody_knows_is_a_sentence():
    with pytest.raises(SourceError, match="with the day it was made in front"):
        world_igcc.read(OF_2025.read_bytes(), file_name=OF_2025.name, areas=None)
