"""What the tests of the sources share: the publishers' real files, where they are at hand."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from attended import attended

from climate_visualizer.sources.origin import facts
from climate_visualizer.sources.publishers import se_scb
from climate_visualizer.sources.table import AREAS

NAME = "CLIMATE_VISUALIZER_REAL_DATA"
REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of publishers' real files; a clone without it skips, a run that was promised it fails."""
    promised = os.environ.get(NAME)
    folder = Path(promised) if promised else REPOSITORY.parent / "shared" / "data"
    if folder.is_dir():
        return folder
    if promised:
        pytest.fail(f"{NAME} names {folder}, which is not a folder.")
    pytest.skip(f"The publishers' real files are not at hand; set {NAME} to their folder to run this test.")


Cells = list[list[object]]
PLACES = (("Alla", "Alla", 3), ("Testa län", "Alla", 3), ("Testa län", "Lilla", 1), ("Testa län", "Åby", 2))


def written(cells: Cells, title: str = "Blad") -> bytes:
    """Rows of cells as the bytes of a workbook; None is a cell that is not there."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet(title)
        for number, row in enumerate(cells):
            for column, cell in enumerate(row):
                if cell is not None:
                    page.write(number, column, cell)
    return out.getvalue()


@dataclass(frozen=True)
class Report:
    """One of SMHI's county reports in small: every sector, one county, two municipalities, figures that add up."""

    title: str = "Koldioxid (CO2)"
    date: str = "Länsrapport, 2024-04-18"
    unit: str = "Enhet: ton/år"
    notes: tuple[str, ...] = ()
    years: tuple[str, ...] = ("1990", "2021")
    headings: tuple[str, ...] = ("CO2",)

    def figures(self, share: float) -> list[object]:
        """A row's figures: each year 1 t more; a column of the gas itself holds 1/28 of its CO2 equivalents."""
        weights = [1.0] if len(self.headings) == 1 else [1 / 28, 1.0]
        return [share * (1000 + year) * weight for year in range(len(self.years)) for weight in weights]

    def rows(self) -> Cells:
        """Every sector and sub-sector for every place, the total of each level before its parts."""
        sectors = facts("se_smhi")["sector"]
        parts = {
            entry["spellings"][0]: [part["spellings"][0] for part in entry.get("subsectors", ())] for entry in sectors
        }
        shares = {("Alla", "Alla"): sum(len(names) or 1 for names in parts.values())}
        for sector, names in parts.items():
            shares[(sector, "Alla")] = len(names) or 1
            shares |= {(sector, name): 1 for name in names}
        return [
            [*pair, county, municipality, *self.figures(parts * people)]
            for pair, parts in shares.items()
            for county, municipality, people in PLACES
        ]

    def cells(self) -> Cells:
        """The whole sheet: four rows about the report, notes, the years, the header and the rows."""
        years = [year for year in self.years for _ in self.headings]
        about: Cells = [["Rapportnamn:", self.date], [f"Emissioner av {self.title}"], [self.unit]]
        header = ["Huvudsektor", "Undersektor", "Län", "Kommun", *(list(self.headings) * len(self.years))]
        return [*about, *[[note] for note in self.notes], [], ["", "", "", "", *years], header, *self.rows()]

    def content(self, edit: Callable[[Cells], object] = lambda cells: None) -> bytes:
        """The workbook's bytes, after a test has edited its cells."""
        cells = self.cells()
        edit(cells)
        return written(cells, self.title)


@pytest.fixture(scope="session")
def report() -> Report:
    """A sound county report; `dataclasses.replace` and `content(edit=...)` make others of it."""
    return Report()


@pytest.fixture(scope="session")
def workbook() -> Callable[..., bytes]:
    """Writes rows of cells as a workbook."""
    return written


@pytest.fixture(scope="session")
def few_areas() -> pl.DataFrame:
    """The areas of `report`, and one of another country, which no Swedish file needs to have."""
    rows = [
        ("SE", "Sverige", "country", None, "SE", "sverige"),
        ("SE-01", "Testa län", "county", "SE", "SE", "testa-lan"),
        ("SE-0101", "Lilla", "municipality", "SE-01", "SE", "lilla"),
        ("SE-0102", "Åby", "municipality", "SE-01", "SE", "aby"),
        ("NO", "Norge", "country", None, "NO", "norge"),
    ]
    return pl.DataFrame(rows, schema=AREAS, orient="row")


@pytest.fixture(scope="session")
def areas(real_data: Path) -> pl.DataFrame:
    """Sweden's areas as Statistics Sweden's code list gives them."""
    tables = se_scb.read((real_data / "se_scb" / "kommunlankod_2023.xls").read_bytes(), file_name="codes", areas=None)
    assert tables.areas is not None
    return tables.areas


@dataclass
class Served:
    """A publisher on loopback: bytes or another path (a redirect) by path, with ETags, and the paths it was asked for."""

    base: str
    files: dict[str, bytes | str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        path = handler.path
        self.asked.append(path)
        body = self.files.get(path)
        if isinstance(body, str):
            handler.send_response(301)
            handler.send_header("Location", body)
            body = b""
        else:
            tag = f'"{sha256(body or b"").hexdigest()}"'
            same = body is not None and handler.headers.get("If-None-Match") == tag
            handler.send_response(404 if body is None else 304 if same else 200)
            handler.send_header("ETag", tag)
            body = b"" if same or body is None else body
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)


@pytest.fixture
def served() -> Iterator[Served]:
    """A publisher that serves what a test puts into `files`."""

    class Serving(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            publisher.answer(self)

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Serving)
    publisher = Served(f"http://127.0.0.1:{server.server_port}")
    with attended(server):
        yield publisher
