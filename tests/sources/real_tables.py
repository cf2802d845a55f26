"""Publishers' real files as grids and answers that can be changed: whole where they are small, else a few areas with all rows.

What is taken out of a large file are other areas; every row, column, heading and note of what stays is the publisher's own.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from pathlib import Path
from types import ModuleType
from typing import Any

import fastexcel
import polars as pl
from sources import long_table
from sources.changed_answers import Answer
from sources.changed_tables import Grid, Row

from climate_visualizer.sources.publishers import (
    eu_edgar,
    eu_ets,
    gb_desnz,
    geo_sweden,
    geo_uk,
    no_miljodirektoratet,
    no_ssb,
    package,
    se_nation,
    se_scb,
    se_smhi,
    world_gcb,
    world_gdp,
    world_igcc,
    world_population,
)

IGCC = Path(__file__).parent / "igcc"
_MAIN = "magicc_True_fair_False_esf_7.1pm26.7_likeli_0.6827_nonCO2pc50.0_GtCO2_permaf_False_zecsd_0.0_asym_False_hdT_"
FEW_COUNTIES = ("SE-09", "SE-10")  # Gotland and Blekinge: one municipality, and five
FEW_COUNTRIES = ("SWE", "NOR", "DEU", "NAM", "CIV", "XIA", "XIT", "KSV", "PCZ", "PAN")
FEW_REGIONS = ("AT", "FI", "FR9", "FRY", "SE33")


@dataclass(frozen=True)
class Real:
    """A real file: which source reads it, under which name, and how it is made into what can be changed."""

    module: ModuleType
    name: str
    opened: Callable[[Path], Grid | Answer]
    areas: Callable[[Path], pl.DataFrame] | None = None
    wrapped: Callable[[bytes], bytes] = lambda content: content
    plain_numbers: bool = False  # refuses "1 234,5" by its own rule

    @property
    def id(self) -> str:
        return f"{self.module.SOURCE} {self.name[:40]}"


def text_rows(path: Path) -> list[Row]:
    return [list(row) for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))]


def sheet_rows(path: Path, title: str | int = 0) -> tuple[str, list[Row]]:
    page = fastexcel.read_excel(path).load_sheet(title, header_row=None, dtypes="string")
    return page.name, [list(row) for row in page.to_polars().iter_rows()]


def headed(rows: list[Row], first: str) -> int:
    """The row whose first cell that is filled is this one."""
    return next(at for at, row in enumerate(rows) if first in row)


@lru_cache(maxsize=2)
def swedish(real: Path) -> pl.DataFrame:
    found = se_scb.read((real / "se_scb" / "kommunlankod_2023.xls").read_bytes(), file_name="codes.xls", areas=None)
    assert found.areas is not None
    return found.areas


def few_swedish(real: Path) -> pl.DataFrame:
    kept = pl.col("area_id").is_in([*FEW_COUNTIES, "SE"]) | pl.col("parent_id").is_in(FEW_COUNTIES)
    return swedish(real).filter(kept)


def smhi(name: str) -> Callable[[Path], Grid]:
    def opened(real: Path) -> Grid:
        title, rows = sheet_rows(real / "se_smhi" / name)
        at = headed(rows, "Huvudsektor")
        names = dict(few_swedish(real).select("name", "area_id").iter_rows())
        counties = {name for name, area in names.items() if area in FEW_COUNTIES} | {"Alla"}
        kept = [row for row in rows[at + 1 :] if str(row[2]).strip() in counties]
        figures = tuple(c for c, cell in enumerate(rows[at]) if c > 3 and cell)
        across = len(set(rows[at - 1][4:])) == len(figures)
        return Grid(
            [*rows[: at + 1], *kept],
            at,
            figures,
            "xlsx",
            title,
            years_across=across,
            covered=True,
            columns_move=False,
            whole=True,
            remarks=False,
        )

    return opened


def smhi_extract(name: str) -> Callable[[Path], Answer]:
    def opened(real: Path) -> Answer:
        said = json.loads((real / "se_smhi_extracts" / name).read_text(encoding="utf-8"))
        names = set(few_swedish(real)["name"])
        return Answer([one for one in said if one["name"] in names], ("sectors",))

    return opened


def whole_extract(name: str) -> Callable[[Path], Answer]:
    def opened(real: Path) -> Answer:
        return Answer(json.loads((real / "se_smhi_extracts" / name).read_text(encoding="utf-8")), ("sectors",))

    return opened


def scb_yearly(name: str) -> Callable[[Path], Grid]:
    def opened(real: Path) -> Grid:
        title, rows = sheet_rows(real / "se_scb" / name)
        return Grid(rows, headed(rows, "Kommunnamn"), (2,), "xlsx", title, covered=True, whole=True, columns_move=False)

    return opened


def scb_monthly(real: Path) -> Grid:
    title, rows = sheet_rows(real / "se_scb" / "000007SF_20260416-131411.xlsx")
    return Grid(rows, headed(rows, "2025M12"), (3,), "xlsx", title, covered=True, whole=True, columns_move=False)


def scb_counties(real: Path) -> Grid:
    rows = text_rows(real / "se_scb" / "swedish_population_lan_1990-2023.csv")
    return Grid(
        rows, 0, tuple(range(1, len(rows[0]))), "csv", years_across=True, whole=True, columns_move=False, remarks=False
    )


def scb_database(real: Path) -> Answer:
    """The people of the real workbook as the database answers."""
    name = "be0101_tabhel2023.xlsx"
    people = se_scb.read((real / "se_scb" / name).read_bytes(), file_name=name, areas=swedish(real)).population
    assert people is not None
    rows = people.join(swedish(real), on="area_id").sort("area_id")
    codes = ["00" if area == "SE" else area.removeprefix("SE-") for area in rows["area_id"]]
    labels = dict(zip(codes, rows["name"], strict=True)) | {"00": "Riket"}
    return Answer(
        {
            "version": "2.0",
            "class": "dataset",
            "label": "Folkmängden efter region och år",
            "updated": "2024-02-22T07:00:00Z",
            "id": ["Region", "ContentsCode", "Tid"],
            "size": [len(codes), 1, 1],
            "dimension": {
                "Region": {"category": {"index": {code: at for at, code in enumerate(codes)}, "label": labels}},
                "ContentsCode": {"category": {"index": ["BE0101N1"], "label": {"BE0101N1": "Folkmängd"}}},
                "Tid": {"category": {"index": {"2023": 0}}},
            },
            "value": rows["persons"].to_list(),
        },
        ("value",),
    )


def norway(name: str) -> Callable[[Path], Grid]:
    def opened(real: Path) -> Grid:
        rows = text_rows(real / "no_miljodirektoratet" / name)
        kept = [row for row in rows[1:] if row[0] in ("Siljan", "Nissedal")]
        return Grid([rows[0], *kept], 0, (4,), "csv", least_repeated=10.1)

    return opened


def kingdom_wide(name: str) -> Callable[[Path], Grid]:
    def opened(real: Path) -> Grid:
        title, rows = sheet_rows(real / "gb_desnz" / name)
        at = headed(rows, "Local Authority Code")
        kept = [row for row in rows[at + 1 :] if row[4] == "2020"]
        people = next(c for c, cell in enumerate(rows[at]) if cell and cell.startswith("Population"))
        figures = tuple(range(5, people))
        return Grid(
            [*rows[: at + 1], *kept],
            at,
            figures,
            "xlsx",
            title,
            covered=True,
            columns_move=False,
            blanks=True,
            remarks=False,
        )

    return opened


def kingdom_long(real: Path) -> Grid:
    """The publisher's later layout, with the figures of its wide workbook."""
    name = "UK-local-authority-ghg-emissions-2020.xlsx"
    wide = gb_desnz.read((real / "gb_desnz" / name).read_bytes(), file_name=name, areas=None)
    assert wide.emissions is not None and wide.areas is not None and wide.population is not None
    local = wide.areas.filter(~pl.col("kind").is_in(["country", "nation", "region"]))
    local = local.unique("parent_id", keep="first", maintain_order=True)
    few = wide.emissions.filter(pl.col("area_id").is_in(local["area_id"].implode()) & (pl.col("year") > 2018))
    table = long_table.table(long_table.rows(few, wide.areas, wide.population)).decode()
    rows: list[Row] = [list(row) for row in csv.reader(io.StringIO(table, newline=""))]
    return Grid(rows, 0, (11,), "csv", blanks=True)


def carbon_flat(name: str) -> Callable[[Path], Grid]:
    def opened(real: Path) -> Grid:
        rows = text_rows(real / "world_gcb" / name)
        kept = [row for row in rows[1:] if row[1] in FEW_COUNTRIES]
        return Grid([rows[0], *kept], 0, (3, 4, 5, 6, 7, 8, 9), "csv", blanks=True)

    return opened


def carbon_book(real: Path) -> Grid:
    path = real / "world_gcb" / "Global_Carbon_Budget_2024_v1.0-1.xlsx"
    title, rows = sheet_rows(path, "Historical Budget")
    other, more = sheet_rows(path, "Fossil Emissions by Category")
    at = headed(rows, "Year")
    figures = (rows[at].index("land-use change emissions"),)
    return Grid(
        rows, at, figures, "xlsx", title, {other: more}, covered=True, columns_move=False, blanks=True, marks=("NaN",)
    )


def product(name: str) -> Callable[[Path], Grid]:
    def opened(real: Path) -> Grid:
        rows = text_rows(real / "world_gdp" / name)
        at = headed(rows, "Country Code")
        kept = [row for row in rows[at + 1 :] if row[1] in (*FEW_COUNTRIES, "WLD", "EUU")]
        figures = tuple(c for c, cell in enumerate(rows[at]) if cell and cell.isdecimal())
        return Grid([*rows[: at + 1], *kept], at, figures, "csv", years_across=True, blanks=True, columns_move=False)

    return opened


def product_mirror(real: Path) -> Grid:
    rows = text_rows(real / "world_gdp" / "gdp.csv")
    return Grid(
        [rows[0], *(row for row in rows[1:] if row[1] in FEW_COUNTRIES)], 0, (3,), "csv", blanks=True, ends=False
    )


def people_of_nations(real: Path) -> Grid:
    rows = text_rows(real / "world_population" / "Population.csv")
    return Grid(
        [rows[0], *(row for row in rows[1:] if row[0] in ("SE", "NO", "CI", "DE"))], 0, (2,), "csv", blanks=True
    )


def people_of_revision(real: Path) -> Grid:
    title, rows = sheet_rows(real / "world_population" / "UN_PPP2024_Output_PopTot.xlsx", "Median")
    at = headed(rows, "ISO2 Alpha-code")
    names = ("World", "Sweden", "Namibia", "Côte d'Ivoire", "Europe", "Holy See")
    kept = [row for row in rows[at + 1 :] if row[2] in names]
    return Grid(
        [*rows[: at + 1], *kept],
        at,
        (rows[at].index("2024"),),
        "xlsx",
        title,
        covered=True,
        blanks=True,
        columns_move=False,
    )


def budgets(path: Path) -> Callable[[Path], Grid]:
    def opened(real: Path) -> Grid:
        rows = text_rows(path if path.is_absolute() else real / path)
        limits = [row for row in rows[1:] if 1.45 < float(str(row[1])) < 2.05]
        return Grid([rows[0], *limits], 0, (2, 3, 4, 5, 6, 7, 8), "csv", whole=True, remarks=False)

    return opened


def world_gases(real: Path) -> Grid:
    return Grid(
        text_rows(real / "world_igcc" / "greehouse_gas_emissions_co2eq.csv"), 0, (3, 4, 5, 6, 7), "csv", blanks=True
    )


def regions(real: Path) -> Grid:
    path = next((real / "eu_edgar").glob("EDGAR*.xlsx"))
    title, rows = sheet_rows(path, "Fossil CO2 AR5")
    at = headed(rows, "NUTS 2")
    kept = [row for row in rows[at + 1 :] if str(row[3]).startswith(FEW_REGIONS)]
    figures = tuple(c for c, cell in enumerate(rows[at]) if str(cell).startswith("Y_"))
    info, about = sheet_rows(path, "info")
    return Grid(
        [*rows[: at + 1], *kept],
        at,
        figures,
        "xlsx",
        title,
        {info: about},
        years_across=True,
        covered=True,
        blanks=True,
        columns_move=False,
    )


def database(axes: dict[str, list[str]], label: str) -> Answer:
    """A statistical database's answer by these axes, with figures that are made up: none as issued is at hand."""
    sizes = [len(codes) for codes in axes.values()]
    return Answer(
        {
            "version": "2.0",
            "class": "dataset",
            "label": label,
            "updated": "2026-02-24T07:00:00Z",
            "id": list(axes),
            "size": sizes,
            "dimension": {
                name: {"label": name, "category": {"index": {code: at for at, code in enumerate(codes)}}}
                for name, codes in axes.items()
            },
            "value": [10_000 + 7 * at for at in range(prod(sizes))],
        },
        ("value",),
        blanks=True,
    )


def norwegians(real: Path) -> Answer:
    codes = ["K-0301", "K-4001", "K-4010", "K-4012", "K-5501"]
    axes = {"Region": codes, "ContentsCode": ["Personer1"], "Tid": ["2024", "2025"]}
    return database(axes, "Folkemengde 1. januar")


def regions_people(real: Path) -> Answer:
    """Eurostat's answer in its published shape, for regions of the real workbook and codes of 2024; figures are made up."""
    geo = ["PT", "AT", "PT11", "PT19", "PT1A", "PT1B", "PT1C", "PT1D", "AT11", "AT12", "TR10"]
    axes = {"freq": ["A"], "unit": ["NR"], "sex": ["T"], "age": ["TOTAL"], "geo": geo, "time": ["2022", "2023"]}
    return database(axes, "Population on 1 January by age, sex and NUTS 2 region")


def plants(real: Path) -> Grid:
    rows = text_rows(real / "eu_ets" / "installations-SE.csv")
    figures = tuple(c for c, cell in enumerate(rows[0]) if str(cell).startswith("VerifiedEmissions_"))
    return Grid(rows[:120], 0, figures, "csv", blanks=True, marks=("n/a",))


def plants_book(real: Path) -> Grid:
    """Accounts of the extract in the layout of the Commission's workbook, as programs that read it name its columns."""
    with (real / "eu_ets" / "installations-SE.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))[:120]
    years = range(2008, 2023)
    head: Row = [
        "REGISTRY_CODE",
        "IDENTIFIER_IN_REG",
        "INSTALLATION_NAME",
        "INSTALLATION_IDENTIFIER",
        "PERMIT_IDENTIFIER",
    ]
    head += ["MAIN_ACTIVITY_TYPE_CODE", *(f"VERIFIED_EMISSIONS_{year}" for year in years), "ACCOUNT_CLOSURE"]
    names = ("Country", "AccountHolderName", "InstallationNameOrAircraftOperatorCode", "id", "PermitOrPlanID")
    cells: list[Row] = []
    for row in rows:
        said = [row[name].removeprefix("SE-") if name == "id" else row[name] for name in names]
        verified = [
            "n/a" if row[f"VerifiedEmissions_{year}"] == "NA" else row[f"VerifiedEmissions_{year}"] for year in years
        ]
        cells.append([*said, row["MainActivityTypeCode"], *verified, row["AccountStatus"]])
    figures = tuple(c for c, cell in enumerate(head) if str(cell).startswith("VERIFIED"))
    notes: list[Row] = [["Verified emissions"], []]
    return Grid([*notes, head, *cells], 2, figures, "xlsx", "data", covered=True, blanks=True, marks=("n/a",))


DESCRIPTOR = {
    "name": "vesterland",
    "title": "Emissions of Vesterland",
    "created": "2025-03-01",
    "licenses": [{"name": "CC-BY-4.0"}],
    "sources": [{"title": "Statistics of Vesterland", "path": "https://example.org"}],
    "resources": [{"name": name, "path": f"{name}.csv"} for name in ("areas", "sectors", "emissions")],
}


def own_table(real: Path) -> Grid:
    """The emissions of a made-up package: there is no real one yet."""
    head: Row = ["area_id", "year", "gas", "sector", "subsector", "tonnes", "status"]
    rows: list[Row] = [
        [area, str(year), "CO2", sector, part, f"{(1234.5 * at + year) * 1000}", "modelled"]
        for at, area in enumerate(("DK-101", "DK-102"), 1)
        for year in range(2015, 2024)
        for sector, part in (("transport", "cars"), ("transport", "vans"), ("power", ""))
    ]
    return Grid([head, *rows], 0, (5,), "csv")


def packed(content: bytes) -> bytes:
    out = io.BytesIO()
    tables = {
        "datapackage.json": json.dumps(DESCRIPTOR).encode(),
        "areas.csv": "id,name,kind,parent\nDK-101,Åby,municipality,\nDK-102,Store Bæk,municipality,\n".encode(),
        "sectors.csv": b"id,name_en,quality,capital,part_of\ntransport,Transport,modelled,road-transport,\n"
        b"cars,Cars,modelled,road-transport,transport\nvans,Vans,modelled,road-transport,transport\n"
        b"power,Power,measured,power-heat,\n",
        "emissions.csv": content,
    }
    with zipfile.ZipFile(out, "w") as archive:
        for name, table in tables.items():
            archive.writestr(name, table)
    return out.getvalue()


def outlines(path: str) -> Callable[[Path], Answer]:
    def opened(real: Path) -> Answer:
        said = json.loads((real / path).read_text(encoding="utf-8"))
        if said["type"] == "FeatureCollection":
            return Answer({**said, "features": said["features"][:3]}, ("coordinates",))
        return Answer(_few_shapes(said), ("arcs",))

    return opened


def _few_shapes(said: dict[str, Any]) -> dict[str, Any]:
    """A topology of five shapes, with the arcs that they are made of under their new numbers."""
    ((title, collection),) = said["objects"].items()
    shapes = json.loads(json.dumps(collection["geometries"][:5]))
    used: dict[int, int] = {}

    def renumbered(arcs: Any) -> Any:
        if isinstance(arcs, list):
            return [renumbered(one) for one in arcs]
        at = used.setdefault(arcs if arcs >= 0 else ~arcs, len(used))
        return at if arcs >= 0 else ~at

    for shape in shapes:
        shape["arcs"] = renumbered(shape["arcs"])
    return {
        **said,
        "arcs": [said["arcs"][at] for at in used],
        "objects": {title: {**collection, "geometries": shapes}},
    }


_CO2_2023 = "smhi_lansrapport_2023-06_sub-CO2_county-0_municipality-0.xlsx"
_IGCC_2024 = f"2025-05-02__budget_normal_{_MAIN}1.24NonlinNonCO2_all_None_recEm204.csv"
_RERUN = f"2023-04-29__WG1-budget_normal_{_MAIN}1.07NonlinNonCO2_all_None_recEm209.csv"
_KINGDOM = "UK-local-authority-ghg-emissions-2020.xlsx"
_MUNICIPALITIES = "swedish_municipalities.geojson"
_ALL_GASES = "Final Dataset - UK GHG (table 1_1 all GHG).xlsx"
FILES = (
    Real(se_smhi, _CO2_2023, smhi(_CO2_2023), few_swedish),
    *(
        Real(se_smhi, name, smhi(name), few_swedish)
        for name in (
            _CO2_2023.replace("2023-06", "2024-04-18"),
            _CO2_2023.replace("sub-CO2", "sub-GGT"),
            _CO2_2023.replace("sub-CO2", "sub-CH4"),
        )
    ),
    *(
        Real(se_smhi, name, smhi_extract(name), few_swedish)
        for name in ("2025-06-18_co2_municipality_sectors.json", "2026-06-25_ghg_municipality_sectors.json")
    ),
    *(
        Real(se_nation, name, whole_extract(name))
        for name in ("2026-06-25_ghg_nation_sectors.json", "2026-06-25_ghg_county_sectors.json")
    ),
    *(
        Real(se_scb, name, scb_yearly(name), swedish)
        for name in ("be0101_tabhel2023.xlsx", "be0101_tabhel2024.xlsx", "befolkning_kommuner_2018.xlsx")
    ),
    Real(se_scb, "000007SF_20260416-131411.xlsx", scb_monthly, swedish),
    Real(se_scb, "swedish_population_lan_1990-2023.csv", scb_counties, swedish),
    Real(se_scb, "scb_TAB638.json", scb_database),
    *(
        Real(no_miljodirektoratet, name, norway(name))
        for name in (f"2026-{day}_klimagassutslipp_telemark.csv" for day in ("02-02", "02-03", "04-02", "04-24"))
    ),
    Real(gb_desnz, _KINGDOM, kingdom_wide(_KINGDOM)),
    Real(gb_desnz, _ALL_GASES, kingdom_wide(_ALL_GASES)),
    Real(gb_desnz, "2005-24-local-authority-ghg-emissions-csv-dataset.csv", kingdom_long),
    *(Real(world_gcb, name, carbon_flat(name)) for name in ("GCB2022v27_MtCO2_flat.csv", "GCB2023v36_MtCO2_flat.csv")),
    Real(world_gcb, "Global_Carbon_Budget_2024_v1.0-1.xlsx", carbon_book),
    *(
        Real(world_gdp, name, product(name))
        for name in (
            "API_NY.GDP.MKTP.CD_DS2_en_csv_v2_5607117.csv",
            "API_NY.GDP.MKTP.PP.CD_DS2_en_csv_v2_1090665.csv",
        )
    ),
    Real(world_gdp, "gdp.csv", product_mirror),
    Real(world_population, "Population.csv", people_of_nations),
    Real(world_population, "UN_PPP2024_Output_PopTot.xlsx", people_of_revision),
    Real(world_igcc, _IGCC_2024, budgets(Path("world_igcc") / _IGCC_2024)),
    Real(world_igcc, _RERUN, budgets(Path("world_igcc") / _RERUN)),
    *(Real(world_igcc, path.name, budgets(path)) for path in sorted(IGCC.glob("202*.csv"))),
    Real(world_igcc, "greehouse_gas_emissions_co2eq.csv", world_gases),
    Real(eu_edgar, "EDGARv8.0_GHG_by substance_GWP100_AR5_NUTS2_1990_2022.xlsx", regions),
    Real(eu_edgar, "demo_r_d2jan.json", regions_people),
    Real(no_ssb, "ssb_07459.json", norwegians),
    Real(eu_ets, "installations-SE.csv", plants),
    Real(eu_ets, "verified_emissions_2022_en.xlsx", plants_book),
    Real(package, "vesterland.zip", own_table, wrapped=packed, plain_numbers=True),
    *(Real(geo_sweden, name, outlines(f"geo_sweden/{name}")) for name in ("swedish_regions.geojson", _MUNICIPALITIES)),
    *(Real(geo_uk, name, outlines(f"geo_uk/{name}")) for name in ("geogUKregion.json", "geogLA2021UK.json")),
)
