"""A made-up Danish region as a data package: its tables, written into a folder, with whatever a test changes of them."""

from __future__ import annotations

import json
from pathlib import Path

SECTORS = """id,name_en,name_sv,quality,capital,counted,part_of
transport,Transport,Transporter,modelled,road-transport,true,
cars,Cars,Personbilar,modelled,road-transport,true,transport
vans,Vans,Lätta lastbilar,modelled,road-transport,true,transport
power,Power and heat,El och värme,measured,power-heat,true,
land,Land use,Markanvändning,modelled,agriculture,false,
"""
AREAS = """id,name,kind,parent
# a made-up region, and the rest of the country
DK-X0,Resten af landet,region,
DK-X1,Vesterland,region,
DK-101,Åby,municipality,DK-X1
DK-102,Store Bæk,municipality,DK-X1
"""


REST = 15_000_000.0  # tonnes of each of its two sectors in 2010


def emissions(years=range(2010, 2024)) -> str:
    lines = ["area_id,year,gas,sector,subsector,tonnes,status"]
    for year in years:
        for at, area in enumerate(("DK-101", "DK-102"), 1):
            fall = 1 - 0.02 * (year - 2010)
            lines += [
                f"{area},{year},CO2,transport,cars,{60000.0 * at * fall:.1f},modelled",
                f"{area},{year},CO2,transport,vans,{20000.0 * at * fall:.1f},modelled",
                f"{area},{year},CO2,land,,{-5000.0 * at:.1f},estimated",
            ]
        lines += [
            f"DK-X0,{year},CO2,transport,cars,{REST * fall:.1f},modelled",
            f"DK-X0,{year},CO2,power,,{REST * fall:.1f},measured",
            f"DK-102,{year},CO2,power,,{90000.0 * fall:.1f},measured",
        ]
    return "\n".join(lines) + "\n"


def people() -> str:
    rows = [
        f"{area},{year},{persons}"
        for area, persons in (("DK-101", 20000), ("DK-102", 41000), ("DK-X0", 5_700_000))
        for year in range(2010, 2024)
    ]
    return "\n".join(["area_id,year,persons", *rows]) + "\n"


def written(folder: Path, **changes: object) -> Path:
    """The made-up region as a package in a folder; `changes` are of tables by name, and of the descriptor."""
    tables = {"areas": AREAS, "sectors": SECTORS, "emissions": emissions(), "population": people()}
    tables |= {name: str(text) for name, text in changes.items() if name in tables}
    tables = {name: text for name, text in tables.items() if text}
    descriptor = {
        "name": "vesterland",
        "title": "Emissions of Vesterland",
        "created": "2025-03-01",
        "licenses": [{"name": "CC-BY-4.0"}],
        "sources": [{"title": "Statistics of Vesterland", "path": "https://example.org"}],
        "resources": [{"name": name, "path": f"{name}.csv"} for name in tables],
        **{key: value for key, value in changes.items() if key not in ("areas", "sectors", "emissions", "population")},
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    path = folder / "datapackage.json"
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    return path


def _but_the_rest(table: str) -> str:
    return "\n".join(line for line in table.splitlines() if "DK-X0" not in line) + "\n"


OF_ONE_REGION = {"emissions": _but_the_rest(emissions()), "population": _but_the_rest(people())}
