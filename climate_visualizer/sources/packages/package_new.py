"""An empty data package with comments: what each column is, one example a table, which the comment sign keeps out.

Examples have the country's own letters and languages, and are called what they are: no other country's places.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from babel.languages import get_official_languages

from climate_visualizer.sources.countries import country_name
from climate_visualizer.sources.origin import facts
from climate_visualizer.sources.packages.package_bundle import DESCRIPTOR
from climate_visualizer.sources.packages.package_whole import of_nation
from climate_visualizer.sources.snapshots import write_atomically
from climate_visualizer.sources.table import SourceError

TYPES = {"year": "year", "tonnes": "number", "persons": "integer", "counted": "boolean"}
ABOUT = {
    "areas": (
        "# One row an area: its id (the country's letters and the official code), its name, what it is, and the area around it.",
        "# kind: {kind}. The nation needs no row.",
        "# All of the country: who has one region only writes one area more for the rest of it, since shares are of the sum.",
        "# {country}-REST,The rest of the country,region,,",
        "# {country}-01,Name of a region,region,,",
        "# {country}-0101,Name of a municipality,municipality,{country}-01,",
    ),
    "sectors": (
        "# One row a sector: its id, its name in English{languages}, quality measured or modelled,",
        "# capital: whose life its equipment has (road-transport, buildings, power-heat, manufacturing, agriculture, waste ...),",
        "# counted: false for what no budget for fossil carbon dioxide has (land use); part_of: the sector of a sub-sector.",
        "# transport,Transport,modelled,road-transport,true,",
        "# cars,Cars,modelled,road-transport,true,transport",
    ),
    "emissions": (
        "# One row a figure in tonnes (of CO2, or of all gases as CO2 equivalents with gas GHG). No totals: they are worked out.",
        "# A sector without a row in an area and year has nothing there. status: {status}.",
        "# {country}-0101,{year},CO2,transport,12345.6,,measured",
        "# {country}-REST,{year},CO2,transport,{tonnes},,modelled",
    ),
    "population": (
        "# One row an area and year.",
        "# {country}-0101,{year},12345",
        "# {country}-REST,{year},{persons}",
    ),
}


def write_new(folder: Path, country: str) -> list[str]:
    """Write an empty package for a country; returns the names of its files. A folder that has one already is left alone."""
    if (folder / DESCRIPTOR).exists():
        raise SourceError(f"{folder} has a {DESCRIPTOR} already; choose another folder with --into.")
    words, resources = facts("package")["words"], facts("package")["resources"]
    words_for = {"kind": ", ".join(words["kind"]), "status": ", ".join(words["status"]), "country": country}
    words_for |= {"languages": _languages(country), **_of_the_rest(country)}
    for name, columns in resources.items():
        lines = [",".join([*columns["must"], *columns["may"]]), *(line.format(**words_for) for line in ABOUT[name])]
        _write(folder / f"{name}.csv", "\n".join(lines))
    _write(folder / DESCRIPTOR, json.dumps(_descriptor(country), ensure_ascii=False, indent=2))
    return [DESCRIPTOR, *(f"{name}.csv" for name in resources)]


def _write(path: Path, text: str) -> None:
    """A file that others may read: a package is there to be published."""
    write_atomically(path, f"{text}\n".encode())
    path.chmod(0o644)


def _of_the_rest(country: str) -> dict[str, str]:
    """A year, and the nation's own tonnes and people as the starter set has them, for the example of the rest of the country."""
    tonnes, persons = of_nation(country, "emissions"), of_nation(country, "population")
    year = max({*tonnes} & {*persons}, default=2021)
    return {"year": str(year), "tonnes": f"{tonnes.get(year, 9e6):.0f}", "persons": f"{persons.get(year, 1e6):.0f}"}


def _languages(country: str) -> str:
    """The columns of names in a country's own languages, for a sentence; nothing where English is the only one."""
    own = [code for code in get_official_languages(country) if code != "en"][:3]
    return f" (and in {', '.join(f'name_{code}' for code in own)}, as you like)" if own else ""


def _descriptor(country: str) -> dict[str, object]:
    resources = facts("package")["resources"]
    return {
        "profile": "tabular-data-package",
        "name": f"{country.lower()}-emissions",
        "title": f"Emissions of {country_name(country, 'en')} by area and sector",
        "created": date.today().isoformat(),
        "homepage": "https://example.org",
        "licenses": [{"name": "CC-BY-4.0"}],
        "sources": [{"title": "The statistical office that the figures are from", "path": "https://example.org"}],
        "resources": [
            {
                "name": name,
                "path": f"{name}.csv",
                "profile": "tabular-data-resource",
                "encoding": "utf-8",
                "dialect": {"commentChar": "#"},
                "schema": {
                    "fields": [
                        {"name": column, "type": TYPES.get(column, "string")}
                        for column in (*columns["must"], *columns["may"])
                    ]
                },
            }
            for name, columns in resources.items()
        ],
    }
