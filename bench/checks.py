"""A check of every source: the first, which brings everything, with the largest import's memory; one when nothing has changed;
and making an edition current and going back. The publishers' own files are served on loopback, with their ETags.

The United Kingdom's long table is made from its wide workbook, Statistics Sweden's answer from its workbooks. Norway's workbook
of all municipalities is not among the files; its address answers 404.
"""

from __future__ import annotations

import io
import json
import resource
import time
import zipfile
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

from shared import CO2, PEOPLE, REAL, Publisher, publisher, say, site

FLAT = "GCB2022v27_MtCO2_flat.csv"
BUDGETS, GASES = "contents/data/carbon_budget", "contents/data/greenhouse_gas_emissions"
RELEASE = "/government/statistics/uk-local-authority-and-regional-greenhouse-gas-emissions-statistics-2005-to-2024"
TABLE = "/media/6a3bacc9d52550a19950f2f5/2005-24-local-authority-ghg-emissions-csv-dataset.csv"


def _world(publisher: Publisher) -> dict[str, bytes]:
    """The world's files and the lists that name them."""
    from climate_visualizer.sources.origin import facts

    files = {f"/world_gcb/files/{FLAT}": (REAL / "world_gcb" / FLAT).read_bytes()}
    record = {"files": [{"key": FLAT, "links": {"self": f"{publisher.base}/world_gcb/files/{FLAT}"}}]}
    files["/world_gcb/record"] = json.dumps(record).encode()
    for indicator in facts("world_gdp")["indicator"]:
        table = next((REAL / "world_gdp").glob(f"API_{indicator}_*.csv"))
        files[f"/v2/en/indicator/{indicator}"] = _archived(table)
    card = facts("world_population")["card"]
    people = card["address"].rsplit("/", 1)[-1].format(revision=card["revision"])
    files[f"/world_population/{people}"] = (REAL / "world_population" / "UN_PPP2024_Output_PopTot.xlsx").read_bytes()
    for listed, pattern in ((BUDGETS, "*recEm*.csv"), (GASES, "gree*.csv")):
        paths = sorted((REAL / "world_igcc").glob(pattern))
        entries = [{"name": one.name, "download_url": f"{publisher.base}/raw/{quote(one.name)}"} for one in paths]
        files[f"/world_igcc/{listed}"] = json.dumps(entries).encode()
        files |= {f"/raw/{quote(one.name)}": one.read_bytes() for one in paths}
    for source in ("geo_sweden", "geo_uk"):
        files |= {f"/{source}/{name}": (REAL / source / name).read_bytes() for name in facts(source)["card"]["files"]}
    return files


def _archived(table: Path) -> bytes:
    """A table of the World Bank's in the archive that it comes in."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(table, table.name)
    return out.getvalue()


def _europe(publisher: Publisher) -> dict[str, bytes]:
    """EDGAR's workbook and the page that leads to it."""
    from climate_visualizer.sources.origin import facts

    book = next((REAL / "eu_edgar").glob("EDGAR*.xlsx"))
    page = urlsplit(facts("eu_edgar")["card"]["address"]).path
    return {page: b'<a href="/EDGAR_NUTS2.xlsx">x</a>', "/EDGAR_NUTS2.xlsx": book.read_bytes()}


def _sweden() -> dict[str, bytes]:
    """SMHI's workbooks, and Statistics Sweden's figures as its database answers."""
    smhi, scb = REAL / "se_smhi", REAL / "se_scb"
    files = {"CO2": (smhi / CO2).read_bytes()}
    for substance in ("GGT", "CH4"):
        files[substance] = (
            smhi / f"smhi_lansrapport_2023-06_sub-{substance}_county-0_municipality-0.xlsx"
        ).read_bytes()
    files["/api/v2/tables/TAB638/data"] = _json_stat(scb)
    return files


def _json_stat(scb: Path) -> bytes:
    from climate_visualizer.sources.publishers import se_scb

    codes = se_scb.read((scb / PEOPLE[0]).read_bytes(), file_name=PEOPLE[0], areas=None).areas
    people = se_scb.read((scb / PEOPLE[1]).read_bytes(), file_name=PEOPLE[1], areas=codes).population
    rows = people.join(codes, on="area_id").sort("area_id")
    regions = ["00" if area == "SE" else area.removeprefix("SE-") for area in rows["area_id"]]
    names = dict(zip(regions, rows["name"], strict=True)) | {"00": "Riket"}
    answer = {
        "version": "2.0",
        "class": "dataset",
        "label": "Folkmängden efter region och år",
        "updated": "2024-02-22T07:00:00Z",
        "id": ["Region", "ContentsCode", "Tid"],
        "size": [len(regions), 1, 1],
        "dimension": {
            "Region": {"category": {"index": {code: at for at, code in enumerate(regions)}, "label": names}},
            "ContentsCode": {"category": {"index": ["BE0101N1"], "label": {"BE0101N1": "Folkmängd"}}},
            "Tid": {"category": {"index": {"2023": 0}}},
        },
        "value": rows["persons"].to_list(),
    }
    return json.dumps(answer).encode()


def _kingdom(publisher: Publisher) -> dict[str, bytes]:
    """The long table in the publisher's layout, from its wide workbook, and the pages that lead to it."""
    from sources.long_table import rows, table

    from climate_visualizer.sources.origin import facts
    from climate_visualizer.sources.publishers import gb_desnz

    name = "UK-local-authority-ghg-emissions-2020.xlsx"
    wide = gb_desnz.read((REAL / "gb_desnz" / name).read_bytes(), file_name=name, areas=None)
    link = '<a class="govuk-link" href="{}">x</a>'
    return {
        facts("gb_desnz")["card"]["collection"]: link.format(RELEASE).encode(),
        RELEASE: link.format(publisher.base + TABLE).encode(),
        TABLE: table(rows(wide.emissions, wide.areas, wide.population)),
    }


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(publisher: Publisher, editions: Path) -> None:
    """Every source for the first time and again; then back and forth between two editions."""
    from climate_visualizer.editions.publishing.publish import point_at, roll_back, stored
    from climate_visualizer.editions.read import current_edition, current_id
    from climate_visualizer.web.management.commands.update import check, fetching

    for name, module in fetching().items():
        began = time.perf_counter()
        check(name, module)
        say(f"first check of {name}", f"{time.perf_counter() - began:.1f} s, peak so far {peak_mb():.0f} MB")
    publisher.requests = publisher.sent = 0
    began, said = time.perf_counter(), []
    for name, module in fetching().items():
        said += check(name, module).lines
    taken = time.perf_counter() - began
    unchanged = sum("nothing new" in line for line in said)
    figure = f"{publisher.requests} requests, {publisher.sent} bytes, {taken:.2f} s; {unchanged} had nothing new"
    say(f"a check of all {len(fetching())} sources again", figure)
    now = current_id(editions)
    assert now is not None
    began = time.perf_counter()
    roll_back(editions)
    before = current_edition(editions)
    say("going back to the edition before, and reading it", f"{(time.perf_counter() - began) * 1000:.0f} ms")
    began = time.perf_counter()
    point_at(now, editions)
    edition = current_edition(editions)
    taken = (time.perf_counter() - began) * 1000
    assert edition.id != before.id and len(stored(editions)) > 2
    say(
        f"making one of {len(edition.areas)} areas and {edition.emissions.height} figures current again",
        f"{taken:.0f} ms",
    )


def _name(path: str) -> str:
    """SMHI's files by substance, all others by their path."""
    asked = urlsplit(path)
    return parse_qs(asked.query).get("sub", [asked.path])[0]


def main() -> None:
    if not REAL.is_dir():
        say("the publishers' files are not here", "checks of all sources are not measured")
        return
    with publisher(_name) as all_of_them, site(CLIMATE_VISUALIZER_SOURCES_AT=all_of_them.base) as var:
        all_of_them.files = {**_sweden(), **_world(all_of_them), **_kingdom(all_of_them), **_europe(all_of_them)}
        measure(all_of_them, var / "editions")


if __name__ == "__main__":
    main()
