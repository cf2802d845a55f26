"""A data package cell by cell: every fault with its table, row and column, what stands there, and what to write."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from climate_visualizer.sources.origin import Card, facts
from climate_visualizer.sources.table import listed

Row = dict[str, str]
COMMENT = "#"
_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?")
_AREA = re.compile(r"[A-Z]{2}(-[0-9A-Za-z]+)*")
_KEY = re.compile(r"[a-z][a-z0-9-]*")
MOST_OF_ONE_KIND = 20


@dataclass
class Tables:
    """The rows of each table with the line that each stands on, and every fault found."""

    rows: dict[str, list[tuple[int, Row]]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def _facts() -> Card:
    return facts("package")


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with their line numbers, without comments and blank lines, separated by commas or by semicolons."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    for cells in reader:
        if cells and any(cell.strip() for cell in cells) and not cells[0].lstrip().startswith(COMMENT):
            yield reader.line_num, [cell.strip() for cell in cells]


def _delimiter(text: str) -> str:
    """What separates cells: a spreadsheet of a country that writes 1234,5 saves semicolons."""
    first = next((line for line in text.splitlines() if line.strip() and not line.lstrip().startswith(COMMENT)), "")
    return ";" if ";" in first and "," not in first else ","


def read_tables(tables: Mapping[str, bytes]) -> Tables:
    """The tables as rows of text, with every fault of every cell."""
    tables_read = Tables()
    for name, content in tables.items():
        try:
            text = content.decode("utf-8-sig")
            rows = list(_lines(text))
        except UnicodeDecodeError as problem:
            line = content[: problem.start].count(b"\n") + 1
            tables_read.faults.append(
                f"{name}, line {line}: has letters that are not in UTF-8; save the table as CSV UTF-8."
            )
            continue
        except csv.Error as problem:
            tables_read.faults.append(f"{name}: cannot be read as CSV ({problem}); save it so.")
            continue
        if _delimiter(text) == ";":
            rows = [(line, [_with_point(cell) for cell in cells]) for line, cells in rows]
        tables_read.rows[name] = list(_rows(name, rows, tables_read.faults))
    _check_keys(tables_read)
    return tables_read


def _with_point(cell: str) -> str:
    """A number with a decimal comma, which says nothing else where semicolons separate cells, with a point."""
    return cell.replace(",", ".") if re.fullmatch(r"-?\d+,\d+", cell) else cell


def _rows(name: str, rows: list[tuple[int, list[str]]], faults: list[str]) -> Iterator[tuple[int, Row]]:
    wanted = _facts()["resources"][name]
    head = rows[0][1] if rows else []
    missing = [column for column in wanted["must"] if column not in head]
    twice = sorted({column for column in head if head.count(column) > 1})
    if missing or twice:
        wrong = f"has no column {listed(missing)}" if missing else f"has the column {listed(twice)} more than once"
        faults.append(f"{name}: {wrong}; its first row needs {listed(wanted['must'], 9)}.")
        return
    for line, cells in rows[1:]:
        if len(cells) != len(head):
            faults.append(f"{name}, line {line}: has {len(cells)} cells where the first row has {len(head)}.")
            continue
        row = dict(zip(head, cells, strict=True))
        for column, fault in _faults(name, row):
            faults.append(f"{name}, line {line}, {column}: {fault}")
        yield line, row


def _faults(name: str, row: Row) -> Iterator[tuple[str, str]]:
    """The faults of one row's cells by column."""
    for column, cell in row.items():
        rule = RULES.get((name, column)) or RULES.get(("", column))
        fault = rule(cell) if rule else ""
        if fault:
            yield column, f"'{cell}' {fault}"


def _number(cell: str) -> str:
    if not cell:
        return "is empty; write the tonnes, 0 where there are none, or leave the line out."
    return "" if _NUMBER.fullmatch(cell) else "is no number; write it as 1234.5, without spaces or commas."


def _persons(cell: str) -> str:
    return "" if re.fullmatch(r"[1-9]\d*(\.0+)?", cell) else "is no number of people; write a whole number above zero."


def _year(cell: str) -> str:
    now = date.today().year
    fine = cell.isdigit() and 1750 <= int(cell) <= now
    return "" if fine else f"is no year between 1750 and {now}."


def _area(cell: str) -> str:
    return (
        ""
        if _AREA.fullmatch(cell)
        else "is no id of an area; write the country's two letters and the official code of A to Z and digits: DK, DK-081."
    )


def _key(cell: str) -> str:
    return (
        ""
        if _KEY.fullmatch(cell) and cell != "total"
        else "is no id; write small letters, digits and hyphens: power-heat."
    )


def _named(cell: str) -> str:
    return "" if cell else "is empty; write a name."


def _one_of(column: str, *, or_nothing: bool = False) -> Callable[[str], str]:
    def rule(cell: str) -> str:
        allowed = _facts()["words"][column]
        return "" if cell in allowed or (or_nothing and not cell) else f"is none of {listed(allowed, 9)}."

    return rule


@lru_cache(maxsize=1)
def _capitals() -> tuple[str, ...]:
    import tomllib

    from climate_visualizer.places import DATA

    return tuple(tomllib.loads((DATA / "parameters" / "capital_lives.toml").read_text(encoding="utf-8"))["years"])


def _capital(cell: str) -> str:
    return "" if cell in _capitals() else f"is none of {listed(_capitals(), 20)}."


RULES: dict[tuple[str, str], Callable[[str], str]] = {
    ("areas", "id"): _area,
    ("areas", "name"): _named,
    ("areas", "kind"): _one_of("kind"),
    ("areas", "parent"): lambda cell: _area(cell) if cell else "",
    ("sectors", "id"): _key,
    ("sectors", "name_en"): _named,
    ("sectors", "quality"): _one_of("quality"),
    ("sectors", "capital"): _capital,
    ("sectors", "counted"): _one_of("counted", or_nothing=True),
    ("sectors", "part_of"): lambda cell: _key(cell) if cell else "",
    ("", "area_id"): _area,
    ("", "year"): _year,
    ("emissions", "gas"): _one_of("gas"),
    ("emissions", "tonnes"): _number,
    ("emissions", "status"): _one_of("status", or_nothing=True),
    ("population", "persons"): _persons,
}
KEYS = {
    "areas": ("id",),
    "sectors": ("id", "part_of"),
    "emissions": ("area_id", "year", "gas", "sector", "subsector"),
    "population": ("area_id", "year"),
}


_ROWS_OF = {"areas": "area", "sectors": "sector", "emissions": "figure"}


def _country_of(area_id: str) -> str:
    return area_id.partition("-")[0]


def _check_keys(tables_read: Tables) -> None:
    """Nothing twice, and every area and sector that is named is there."""
    for name, rows in tables_read.rows.items():
        seen: dict[tuple[str, ...], int] = {}
        for line, row in rows:
            key = tuple(row.get(column, "") for column in KEYS[name])
            if key in seen:
                tables_read.faults.append(
                    f"{name}, line {line}: says the same as line {seen[key]} once more ({listed(key)})."
                )
            seen.setdefault(key, line)
    for name, rows in tables_read.rows.items():
        if not rows and name != "population" and not any(fault.startswith(f"{name}:") for fault in tables_read.faults):
            tables_read.faults.append(f"{name}: has no rows; write one for each {_ROWS_OF[name]}.")
    for line, row in tables_read.rows.get("areas", []):
        if row.get("country") and row["country"] != _country_of(row["id"]):
            tables_read.faults.append(
                f"areas, line {line}, country: '{row['country']}' is not the country of {row['id']}."
            )
    _check_named(tables_read, "areas", "id", (("areas", "parent"), ("emissions", "area_id"), ("population", "area_id")))
    if "sectors" in tables_read.rows:
        _check_sectors(tables_read)


def _check_named(tables_read: Tables, table: str, column: str, uses: tuple[tuple[str, str], ...]) -> None:
    if table not in tables_read.rows:
        return
    ids = {row.get(column, "") for _, row in tables_read.rows[table]}
    known = ids | {_country_of(one) for one in ids} | {""}  # the nation needs no row
    for name, using in uses:
        unknown: dict[str, list[int]] = {}
        for line, row in tables_read.rows.get(name, []):
            if row.get(using, "") not in known:
                unknown.setdefault(row[using], []).append(line)
        for missing_id, (line, *others) in unknown.items():
            more = f" ({len(others)} more lines have it)" if others else ""
            tables_read.faults.append(
                f"{name}, line {line}, {using}: '{missing_id}' is not in the table {table}{more}."
            )


def _check_sectors(tables_read: Tables) -> None:
    pairs = {
        (row.get("part_of", "") or row["id"], row["id"] if row.get("part_of") else "")
        for _, row in tables_read.rows["sectors"]
    }
    main = {sector for sector, part in pairs if not part}
    for line, row in tables_read.rows["sectors"]:
        if row.get("part_of") and row["part_of"] not in main:
            tables_read.faults.append(f"sectors, line {line}, part_of: '{row['part_of']}' is no sector.")
    unknown: dict[str, list[int]] = {}
    for line, row in tables_read.rows.get("emissions", []):
        if (row["sector"], row.get("subsector", "")) not in pairs:
            name_of_sector = " / ".join(filter(None, (row["sector"], row.get("subsector", ""))))
            unknown.setdefault(name_of_sector, []).append(line)
    for name_of_sector, (line, *others) in unknown.items():
        more = f" ({len(others)} more lines have it)" if others else ""
        why = "; totals are worked out, leave their lines out" if name_of_sector == "total" else ""
        tables_read.faults.append(
            f"emissions, line {line}, sector: '{name_of_sector}' is not in the table sectors{more}{why}."
        )
