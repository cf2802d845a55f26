"""A large table read as a stream: the rows of one laid out at once, the right row in sentences, a body that comes whole."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, HTTPServer

import polars as pl
import pytest
from attended import attended
from hypothesis import given, settings
from hypothesis import strategies as st
from sources.long_table import HEADER

from climate_visualizer.sources.publishers import gb_desnz
from climate_visualizer.sources.reading.csv_files import collected, scan, streamed
from climate_visualizer.sources.reading.download import authority, download
from climate_visualizer.sources.reading.totals import all_gases, with_areas_around, with_totals
from climate_visualizer.sources.table import SourceError

cells = st.text(st.sampled_from('ab,"\n é'), max_size=6)


def written(rows: list[tuple[str, str]]) -> bytes:
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    return "\n".join(["first,second", *quoted, ""]).encode()


@given(st.lists(st.tuples(cells, cells), max_size=12), st.integers(1, 40))
@settings(max_examples=40, deadline=None)
def test_a_table_in_pieces_is_the_table_laid_out_at_once(rows, size):
    content, columns = written(rows), ("second", "first")
    whole = collected(scan(content, columns, "table.csv"), "table.csv")
    begins: list[int] = []

    def kept(piece: pl.DataFrame, before: int) -> pl.DataFrame:
        begins.append(before)
        return piece

    found = streamed(content, columns, "table.csv", kept, size)
    assert found.equals(whole)
    assert begins[0] == 0
    assert begins == sorted(begins)


def test_what_is_wrong_in_a_later_piece_is_said_with_its_row():
    line = "England,E92000001,North East,E12000001,x,Darlington,E06000005,{},Industry,Industry Gas,CO2,{},0,100.2,12.5"
    lines = [line.format(1000 + number, "1.5") for number in range(200_000)]
    lines[180_000] = line.format(2020, "abc")
    content = "\n".join([HEADER, *lines, ""]).encode()
    assert len(content) > 2**24, "the line is in the second piece"
    with pytest.raises(SourceError, match=r"has 'abc' in Territorial emissions \(kt CO2e\), row 180002,"):
        gb_desnz.read(content, file_name="2005-24-x.csv", areas=None)


def test_totals_of_names_in_a_dictionary_are_those_of_names_as_text():
    parts = pl.DataFrame(
        [(area, gas, sector, part, year, tonnes * 1.25)
         for tonnes, (area, gas, sector, part, year) in enumerate(
             (area, gas, sector, part, year)
             for area in ("X-1", "X-2") for gas in ("CO2", "CH4") for sector in ("s", "t")
             for part in ("p", "q") for year in (2019, 2020))],
        ["area_id", "gas", "sector", "subsector", "year", "tonnes"], orient="row",
    )  # fmt: skip
    parents = {"X-1": "X", "X-2": "X", "X": None}

    def every(table: pl.DataFrame) -> pl.DataFrame:
        found = with_areas_around(with_totals(pl.concat([table, all_gases(table)])), parents, "tonnes")
        return found.cast({pl.Categorical: pl.String}).sort(parts.columns)

    assert every(parts.cast({pl.String: pl.Categorical})).equals(every(parts))


def test_a_body_of_many_megabytes_comes_whole_by_way_of_a_file():
    body = bytes(range(256)) * (20 * 2**12)

    class Serving(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Serving)
    with attended(server):
        address = f"http://127.0.0.1:{server.server_address[1]}/table.csv"
        found = download(address, allowed_hosts={authority(address)})
    assert found is not None
    assert found.content == body
