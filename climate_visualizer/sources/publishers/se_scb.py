"""Statistics Sweden: the official code list, and population of the nation, counties and municipalities."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from climate_visualizer.sources.countries import ensure_ended, table_of_text
from climate_visualizer.sources.origin import facts, origin_of
from climate_visualizer.sources.reading import json_stat, pxweb
from climate_visualizer.sources.reading.download import Download
from climate_visualizer.sources.reading.numbers import composed, number_in
from climate_visualizer.sources.reading.workbooks import has_row, heading, sheet
from climate_visualizer.sources.slugs import plain, slugs
from climate_visualizer.sources.table import (
    AREAS,
    POPULATION,
    SourceError,
    SourceTables,
    ensure_areas_present,
    ensure_columns,
    ensure_known_areas,
    ensure_persons,
    ensure_years,
    listed,
)

SOURCE = "se_scb"
NATION = "Sverige"
_YEARLY = ("Kommun", "Kommunnamn", "Folkmängd")
_HEADER_WITHIN = 12
_CODES = r"^\d{2}(\d{2})?$"
_COUNTY = "Län"  # the first heading of the long county series, which is a table of text


@dataclass(frozen=True, eq=False)
class _Found:
    """What one population file says: for which day, under what title, how many people where."""

    day: str
    title: str
    population: pl.DataFrame


def area_id(code: str) -> str:
    """The area of an official code: '' or '00' is the nation, two digits a county, four a municipality."""
    return f"SE-{code}" if code not in ("", "00") else "SE"


def _parent(code: str) -> str:
    return area_id(code[:2]) if len(code) == 4 else "SE"


def _columns(cells: pl.DataFrame, count: int, name: str) -> Iterator[tuple[str, ...]]:
    """The rows of the first columns as stripped text, '' where there is none."""
    if cells.width < count:
        raise SourceError(f"{name} has {cells.width} columns where SCB's workbook has {count} or more; fetch it again.")
    return (
        tuple(composed(str(cell or "")).strip() for cell in row)
        for row in cells.select(cells.columns[:count]).iter_rows()
    )


def _ensure_codes(codes: list[str], names: list[str], name: str) -> None:
    counties = {code for code in codes if len(code) == 2}
    if len(counties) != 21:
        raise SourceError(f"{name} does not list Sweden's 21 counties; import SCB's code list 'Län och kommuner'.")
    twice = [code for code, count in Counter(codes).items() if count > 1]
    astray = [code for code in codes if code[:2] not in counties]
    nameless = [code for code, title in zip(codes, names, strict=True) if not title]
    for wrong, what in ((twice, "more than once"), (astray, "without its county"), (nameless, "without a name")):
        if wrong:
            raise SourceError(f"{name} lists the code {listed(wrong)} {what}; download it again from SCB.")


def _read_codes(cells: pl.DataFrame, name: str) -> pl.DataFrame:
    rows = list(_columns(cells, 2, name))
    first = next((at for at, (code, _) in enumerate(rows) if re.match(_CODES, code)), 0)
    strange = [f"{code} {title}".strip() for code, title in rows[first:] if title and not re.match(_CODES, code)]
    if strange:
        raise SourceError(f"{name} has '{listed(strange)}' without a code among the areas; download it again from SCB.")
    return _areas([(code, title) for code, title in rows if re.match(_CODES, code)], name)


def _areas(coded: list[tuple[str, str]], name: str) -> pl.DataFrame:
    """The nation and the areas of official codes."""
    codes, names = [code for code, _ in coded], [title for _, title in coded]
    _ensure_codes(codes, names, name)
    return pl.DataFrame(
        {
            "area_id": ["SE", *map(area_id, codes)],
            "name": [NATION, *names],
            "kind": ["country", *("county" if len(code) == 2 else "municipality" for code in codes)],
            "parent_id": [None, *map(_parent, codes)],
            "country": ["SE"] * (len(codes) + 1),
            "slug": [plain(NATION), *slugs(names, codes)],
        },
        schema=AREAS,
    ).sort("area_id")


def _number(cell: object) -> int | None:
    """A count of people; None for what is no whole number, which `ensure_persons` then says."""
    number = number_in(str(cell or ""))
    return int(number) if number is not None and number == int(number) else None


def _population(rows: list[tuple[str, int, int | None]], status: str) -> pl.DataFrame:
    columns = [(area_id(code), year, persons, status) for code, year, persons in rows]
    return pl.DataFrame(columns, schema=POPULATION, orient="row").sort("area_id", "year")


def _read_yearly(cells: pl.DataFrame, name: str) -> _Found:
    """The yearly or half-yearly workbook: codes, names and persons under their headings, the day in the title."""
    head = has_row(cells, _YEARLY, _HEADER_WITHIN)
    headings = [heading(cell) for cell in cells.row(head)] if head is not None else []
    if head is None or any(headings.count(one) > 1 for one in _YEARLY):
        raise SourceError(
            f"{name} has no row with the columns {listed(_YEARLY)} once; import SCB's population workbook."
        )
    title = next((str(cell) for cell in cells.row(0) if cell), "")
    cells = cells.select(cells.columns[headings.index(one)] for one in _YEARLY)
    day = re.search(r"(30 juni|31 december) (?:och .*)?(\d{4})", heading(title))
    if not day:
        raise SourceError(f"{name} does not say for which day it counts people; import SCB's population workbook.")
    year, half = int(day.group(2)), day.group(1) == "30 juni"
    rows = [
        (code, year, _number(persons))
        for code, who, persons in _columns(cells, 3, name)
        if re.match(_CODES, code) or who == "Riket"
    ]
    if half:
        note = facts(SOURCE)["half_year"]
        return _Found(f"{year}-06-30", f"Folkmängd {year}, {note['sv']}", _population(rows, note["status"]))
    return _at_year_end(rows, year)


def _read_monthly(cells: pl.DataFrame, name: str) -> _Found:
    """The monthly table of the database: '0114 Upplands Väsby' in column A, persons under the month."""
    months = {
        heading(cell): column
        for row in cells.head(5).iter_rows()
        for column, cell in enumerate(row)
        if re.fullmatch(r"\d{4}M\d{2}", heading(cell))
    }
    last = max(months, default="none")
    if not last.endswith("M12"):
        raise SourceError(f"{name} is not for the end of a year (its last month: {last}); fetch the month M12.")
    year = int(last[:4])
    regions = [row for row in cells.iter_rows() if re.match(r"^(\d{2}|\d{4}) \D", str(row[0]))]
    for choice in (
        cell for row in regions for cell in row[1 : min(months.values())] if not str(cell).startswith("totalt")
    ):
        raise SourceError(f"{name} counts '{choice}' apart; fetch the table with the totals of ages and sexes only.")
    return _at_year_end([(str(row[0]).split()[0], year, _number(row[months[last]])) for row in regions], year)


def _at_year_end(rows: list[tuple[str, int, int | None]], year: int) -> _Found:
    noise = facts(SOURCE)["noise"]
    if year >= noise["first_year"]:
        return _Found(f"{year}-12-31", f"Folkmängd {year}, {noise['sv']}", _population(rows, noise["status"]))
    return _Found(f"{year}-12-31", f"Folkmängd {year}", _population(rows, facts(SOURCE)["card"]["status"]))


def _is_series(content: bytes) -> bool:
    first = content[:200].decode("utf-8-sig", errors="replace")
    return heading(first.partition(",")[0]).strip('" ') == _COUNTY


def _read_counties(content: bytes, areas: pl.DataFrame, name: str) -> _Found:
    """The long county series as CSV: a county a row, a year a column; the nation is their sum."""
    ensure_ended(content, name)
    wide = table_of_text(content, (_COUNTY,), name)
    wide = wide.with_columns(pl.col(_COUNTY).fill_null("").str.strip_chars().str.normalize("NFC"))
    wide = wide.select(_COUNTY, *sorted(column for column in wide.columns if column != _COUNTY))
    counts = wide.select(pl.Series(one, list(map(_number, wide[one])), dtype=pl.Int64) for one in wide.columns[1:])
    codes = dict(areas.filter(pl.col("kind") == "county").select("name", "area_id").iter_rows())
    unlike = sorted(set(codes) ^ set(wide[_COUNTY]))
    if strange := [column for column in counts.columns if not re.fullmatch(r"\d{4}", column)]:
        raise SourceError(f"{name} has the column {listed(strange)} where only years stand; fetch it again from SCB.")
    years = [int(year) for year in counts.columns]
    if unlike or wide.height != len(codes):
        wrong = listed(unlike) or "one stands twice"
        raise SourceError(f"{name} does not hold each county once ({wrong}); fetch it again from SCB.")
    ensure_years(years, name)
    county_codes = [codes[county].removeprefix("SE-") for county in wide[_COUNTY]]
    rows = [(code, year, counts[str(year)][index]) for index, code in enumerate(county_codes) for year in years]
    if not any(persons is None for _, _, persons in rows):
        rows += [("", year, int(counts[str(year)].sum())) for year in years]
    population = _population(rows, facts(SOURCE)["card"]["status"])
    return _Found(f"{years[-1]}-12-31", f"Folkmängd efter län {years[0]}-{years[-1]}", population)


def _ensure_contract(population: pl.DataFrame, areas: pl.DataFrame, kinds: tuple[str, ...], name: str) -> None:
    ensure_columns(population, POPULATION, "population")
    ensure_persons(population, name)
    ensure_known_areas(population, areas, name)
    ensure_areas_present(population, areas.filter(pl.col("kind").is_in(kinds)), name)


def _head(cells: pl.DataFrame) -> str:
    """The text of the first rows, where a workbook says what it is."""
    return heading(" ".join(str(cell) for row in cells.head(5).iter_rows() for cell in row if cell is not None))


def _cells(content: bytes, name: str) -> pl.DataFrame:
    """The sheet with the codes or with all people: neither a cover before it nor that of men or women alone."""

    def fits(title: str, cells: pl.DataFrame) -> bool:
        return title not in ("Män", "Kvinnor") and ("Folkmängd" in _head(cells) or "Län och kommuner" in _head(cells))

    return sheet(content, name, fits=fits)[1]


def _swedish(areas: pl.DataFrame | None, name: str) -> pl.DataFrame:
    if areas is None:
        raise SourceError(
            f"{name} counts people in areas that are not known yet; import SCB's code list first: "
            "python manage.py import_statistics se_scb kommunlankod_2023.xls"
        )
    return areas.filter(pl.col("country") == "SE")


def _read_population(content: bytes, areas: pl.DataFrame | None, name: str) -> _Found:
    """The population in whichever of SCB's layouts it comes, with every area that layout has."""
    swedish = _swedish(areas, name)
    kinds: tuple[str, ...]
    if _is_series(content):
        counted, kinds = _read_counties(content, swedish, name), ("country", "county")
    else:
        cells = _cells(content, name)
        if "Folkmängden per månad" in _head(cells):
            counted, kinds = _read_monthly(cells, name), ("municipality",)
        else:
            counted, kinds = _read_yearly(cells, name), ("country", "county", "municipality")
    _ensure_contract(counted.population, swedish, kinds, name)
    return counted


def _codes_year(content: bytes, name: str) -> tuple[pl.DataFrame, str] | None:
    """The cells of a code list and the year its codes hold for; None for any other file."""
    if _is_series(content):
        return None
    cells = _cells(content, name)
    heading_year = re.search(r"Län och kommuner (\d{4})", _head(cells))
    return (cells, heading_year.group(1)) if heading_year else None


def fetch(*, known: Mapping[str, Mapping[str, str]], base: str | None = None) -> Iterator[Download]:
    """Each table that has changed, as json-stat2; `base` stands in for Statistics Sweden's own host."""
    return pxweb.changed_tables(SOURCE, known=known, base=base)


def _people(answer: json_stat.Dataset, name: str) -> pl.DataFrame:
    """People by area and year; years from which the figures carry noise are marked."""
    noise, usual = facts(SOURCE)["noise"], facts(SOURCE)["card"]["status"]
    json_stat.ensure_years(answer, "Tid", name)
    year = pl.col("Tid").cast(pl.Int32)
    status = pl.when(year >= noise["first_year"]).then(pl.lit(noise["status"])).otherwise(pl.lit(usual))
    rows = json_stat.table(answer, name).filter(pl.col("Region").str.contains(_CODES), pl.col("value").is_not_null())
    ids = {code: area_id(code) for code in json_stat.codes(answer, "Region")}
    persons = pl.col("value").cast(pl.Int64)
    people = rows.select(area_id=pl.col("Region").replace_strict(ids), year=year, persons=persons, status=status)
    return people.sort("area_id", "year")


def _read_database(content: bytes, name: str) -> SourceTables:
    """The database's answer: codes, names and people of every year, all in one."""
    answer = json_stat.parsed(content, name)
    pxweb.ensure_by_region(answer, name, "SCB", listed(pxweb.addresses(SOURCE)))
    names = json_stat.labels(answer, "Region").items()
    coded = [(code, composed(title).strip()) for code, title in names if re.match(_CODES, code) and code != "00"]
    areas, population = _areas(coded, name), _people(answer, name)
    _ensure_contract(population, areas, ("country", "county", "municipality"), name)
    day, title = str(answer["updated"])[:10], str(answer["label"])
    origin = origin_of(SOURCE, content=content, file_name=name, title=title, release_date=day)
    return SourceTables(origin, population=population, areas=areas)


def read(content: bytes, *, file_name: str, areas: pl.DataFrame | None) -> SourceTables:
    """Read the code list, or population in any of SCB's layouts; raises `SourceError` for what cannot be used.

    Population in a workbook needs the areas of a code list read before; the database's answer brings its own.
    """
    if json_stat.is_object(content):
        return _read_database(content, file_name)
    if codes := _codes_year(content, file_name):
        cells, year = codes
        title, day = f"Län och kommuner {year}", f"{year}-01-01"
        origin = origin_of(SOURCE, content=content, file_name=file_name, title=title, release_date=day)
        return SourceTables(origin, areas=_read_codes(cells, file_name))
    codes_sheet = _read_population(content, areas, file_name)
    origin = origin_of(
        SOURCE, content=content, file_name=file_name, title=codes_sheet.title, release_date=codes_sheet.day
    )
    return SourceTables(origin, population=codes_sheet.population)
