"""Early national statistics of Sweden: emissions of the whole country by sector and gas, from Statistics Sweden's database.

They come months to a year before municipal figures, and estimates of the years between start from them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import polars as pl

from climate_visualizer.places import Toml
from climate_visualizer.sources.origin import Origin, facts, origin_of
from climate_visualizer.sources.publishers import smhi_extract
from climate_visualizer.sources.reading import json_stat, pxweb
from climate_visualizer.sources.reading.download import Download, authority, download
from climate_visualizer.sources.reading.totals import DIGITS
from climate_visualizer.sources.table import NATIONAL, SourceError, SourceTables, listed

SOURCE = "se_nation"
COUNTRY = "SE"
GAS = ("Vaxthusgaser", "Vaxthusgas")
_KILOTONNES = re.compile(r"\(kt\b|\bkt\b")
_PRELIMINARY = re.compile(r"preliminär|\dp$", re.IGNORECASE)


def _table(root: str) -> str:
    """The number of the newest table of total emissions, by the database's own search."""
    wanted = facts(SOURCE)["table"]
    address = f"{root}/tables?lang=sv&pageSize=100&query={quote(wanted['query'])}"
    try:
        answer = download(address, allowed_hosts={authority(address)})
        tables = json.loads(answer.content)["tables"] if answer else []
        chosen = [one for one in tables if _is_wanted(one, wanted)]
        return str(max(chosen, key=lambda one: str(one.get("updated", "")))["id"]) if chosen else str(wanted["id"])
    except (SourceError, ValueError, KeyError, TypeError):
        return str(wanted["id"])


# Any: JSON of a search; what is wrong in it is caught where it is asked
def _is_wanted(table: Mapping[str, Any], wanted: Toml) -> bool:
    label = str(table["label"]).casefold()
    variables = {str(name).casefold() for name in table.get("variableNames", wanted["variables"])}
    return all(word in label for word in wanted["words"]) and set(wanted["variables"]) <= variables


def fetch(*, known: Mapping[str, Mapping[str, str]], base: str | None = None) -> Iterator[Download]:
    """The table, if it has changed; `base` stands in for Statistics Sweden's own host."""
    root = pxweb.root(SOURCE, base)
    number = _table(root)
    choice = facts(SOURCE)["table"]["choice"].format(gas=GAS[0], gases=",".join(facts(SOURCE)["gases"]))
    yield from pxweb.changed({number: f"{root}/tables/{number}/data?{choice}"}, SOURCE, known=known)


def _dimension(answer: json_stat.Dataset, names: tuple[str, ...], file_name: str) -> str:
    chosen = [name for name in answer["id"] if name in names]
    if not chosen:
        raise SourceError(
            f"{file_name} is not a table of emissions by {names[0]}; fetch {facts(SOURCE)['card']['title_sv']} from SCB."
        )
    return str(chosen[0])


def _key(label: str) -> str:
    """What a sector is called, as the card spells it."""
    return re.sub(r",? totalt?$", "", " ".join(label.casefold().split()))


def _sectors(answer: json_stat.Dataset, file_name: str) -> dict[str, str]:
    """The sector of each code that the card knows; sub-sectors have other names and are passed over."""
    known = facts(SOURCE)["sectors"]
    sectors = {
        code: known[_key(label)] for code, label in json_stat.labels(answer, "Sektor").items() if _key(label) in known
    }
    missing = sorted(set(known.values()) - set(sectors.values()))
    if missing:
        raise SourceError(
            f"{file_name} has no sector that is {listed(missing)} here; add what SCB calls it now to the card of {SOURCE}."
        )
    if len(set(sectors.values())) < len(sectors):
        raise SourceError(f"{file_name} has two sectors that are one here; take one name off the card of {SOURCE}.")
    return sectors


def _gases(answer: json_stat.Dataset, dimension: str, file_name: str) -> dict[str, str]:
    """The gas of each code that is read; all are given in kilotonnes."""
    known, labels = facts(SOURCE)["gases"], json_stat.labels(answer, dimension)
    gases = {code: known[code] for code in json_stat.codes(answer, dimension) if code in known}
    other = [
        labels[code] for code in gases if not _KILOTONNES.search(labels.get(code, "")) and not _in_kilotonnes(answer)
    ]
    if not gases or other:
        raise SourceError(
            f"{file_name} does not give {listed(other or known)} in kilotonnes (kt); check the table and the card of {SOURCE}."
        )
    return gases


def _in_kilotonnes(answer: json_stat.Dataset) -> bool:
    units = answer["dimension"].get("ContentsCode", {}).get("category", {}).get("unit", {})
    return any(_KILOTONNES.search(str(unit.get("base", ""))) for unit in units.values() if isinstance(unit, dict))


def _preliminary(answer: json_stat.Dataset) -> set[str]:
    """The years that are marked as preliminary: by their label, or by a note of theirs."""
    category = answer["dimension"]["Tid"]["category"]
    words_of = {code: [str(label)] for code, label in category.get("label", {}).items()}
    for code, notes in category.get("note", {}).items():
        words_of[code] = [*words_of.get(code, []), *map(str, notes)]
    return {code for code, texts in words_of.items() if any(_PRELIMINARY.search(text) for text in (code, *texts))}


def _figures(answer: json_stat.Dataset, file_name: str) -> pl.DataFrame:
    gas = _dimension(answer, GAS, file_name)
    for needed in ("Sektor", "Tid"):
        _dimension(answer, (needed,), file_name)
    sectors, gases, early = _sectors(answer, file_name), _gases(answer, gas, file_name), sorted(_preliminary(answer))
    rows = json_stat.table(answer, file_name).filter(
        pl.col("Sektor").is_in(list(sectors)), pl.col(gas).is_in(list(gases)), pl.col("value").is_not_null()
    )
    return rows.select(
        country=pl.lit(COUNTRY),
        sector=pl.col("Sektor").replace_strict(sectors),
        gas=pl.col(gas).replace_strict(gases),
        year=pl.col("Tid").str.head(4).cast(pl.Int32, strict=False),
        tonnes=pl.col("value") * 1000.0,
        status=pl.when(pl.col("Tid").is_in(early)).then(pl.lit("preliminary")).otherwise(pl.lit("measured")),
        source=pl.lit(SOURCE),
    )


def _ensure_contract(national: pl.DataFrame, file_name: str) -> pl.DataFrame:
    """Each sector, gas and year once, years plausible, figures numbers."""
    wrong = national.filter(
        pl.col("year").is_null() | ~pl.col("year").is_between(1750, 2100) | ~pl.col("tonnes").is_finite()
    )
    twice = national.filter(national.select("sector", "gas", "year").is_duplicated())
    for rows, what in ((wrong, "has no plausible year or number"), (twice, "stands more than once")):
        if rows.height:
            row = rows.row(0, named=True)
            raise SourceError(f"{file_name}: {row['sector']}, {row['gas']}, {row['year']} {what}; fetch it again.")
    if national.is_empty():
        raise SourceError(f"{file_name} has no figure at all; fetch it again from the publisher.")
    return national.select([pl.col(name).cast(kind) for name, kind in NATIONAL.items()]).sort("gas", "sector", "year")


def _of_extract(content: bytes, file_name: str) -> SourceTables:
    """The nation of an extract, as the sum of its areas."""
    extract = smhi_extract.parsed(content, file_name)
    count, totals = extract.figures["name"].n_unique(), facts(SOURCE)["extract"]["areas"][extract.kind]
    if count != totals:
        raise SourceError(f"{file_name} has {count} areas instead of the {totals} that Sweden is; fetch it again.")
    every = smhi_extract.with_totals(extract.figures)
    summed = every.group_by("sector", "year").agg(pl.col("tonnes").sum().round(DIGITS))
    source = str(facts(SOURCE)["extract"]["source"])
    national = summed.with_columns(
        country=pl.lit(COUNTRY), gas=pl.lit(extract.gas), status=pl.lit("measured"), source=pl.lit(source)
    )
    of = "riket" if extract.kind == "nation" else "riket som summa av kommunerna"
    title = f"{facts(source)['card']['title_sv']}: {smhi_extract.HEADS[extract.gas]}, {of}"
    origin = origin_of(source, content=content, file_name=file_name, title=title, release_date=extract.day)
    return SourceTables(_as_own(origin), national=_ensure_contract(national, file_name))


def _as_own(origin: Origin) -> Origin:
    """SMHI's publisher and licence under this source's name: the file is none of SMHI's local statistics."""
    return replace(origin, source=SOURCE)


def read(content: bytes, *, file_name: str, areas: pl.DataFrame | None) -> SourceTables:
    """Read the database's answer, or an extract of SMHI's release; raises `SourceError` for what cannot be used."""
    if smhi_extract.is_extract(content):
        return _of_extract(content, file_name)
    answer = json_stat.parsed(content, file_name)
    national = _ensure_contract(_figures(answer, file_name), file_name)
    if not {"label", "updated"} <= set(answer):
        raise SourceError(f"{file_name} does not say what it is and of when; fetch it again from SCB.")
    day, title = str(answer["updated"])[:10], f"{answer['label']} ({', '.join(sorted(set(national['gas'])))})"
    origin = origin_of(SOURCE, content=content, file_name=file_name, title=title, release_date=day)
    return SourceTables(origin, national=national)
