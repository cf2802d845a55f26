"""Foreign bytes in a process of their own: whatever a parser does ends as one sentence, and the next file is read."""

from __future__ import annotations

import io
import os
import signal
import time
import zipfile
from functools import cache

import pytest
import xlsxwriter

from climate_visualizer.sources.reading import limited_process, uploads, workbooks, zip_bounds
from climate_visualizer.sources.table import SourceError

SMALL = limited_process.Limits(memory=256 * 2**20, seconds=20)


def echo(facts: limited_process.Facts, blobs: list[bytes]) -> limited_process.Answer:
    return {**facts, "process": os.getpid()}, blobs


def misbehave(facts: limited_process.Facts, blobs: list[bytes]) -> limited_process.Answer:
    """What a parser may do to the process that it runs in."""
    match facts["how"]:
        case "raises":
            raise KeyError("a column")
        case "refuses":
            raise SourceError("The file is of another year.")
        case "recursion":
            return misbehave(facts, blobs)
        case "exits":
            os._exit(3)
        case "crashes":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "prints":
            os.write(1, b"what a library says")
            return {}, []
        case "memory":
            held = bytearray(2**30)
        case "slow":
            while True:
                held = bytearray(1)
        case "asleep":
            time.sleep(60)
    return {"size": len(held)}, []


def ask(how: str, limits: limited_process.Limits = SMALL) -> str:
    with pytest.raises(SourceError) as problem:
        limited_process.call(f"{__name__}:misbehave", {"how": how}, [], limits=limits, what="odd.xlsx")
    assert "\n" not in str(problem.value)
    return str(problem.value)


def ensure_answers() -> int:
    facts, blobs = limited_process.call(
        f"{__name__}:echo", {"a": [1, None]}, [b"", b"\0" * 3_000_000], limits=SMALL, what="x"
    )
    assert (facts["a"], blobs) == ([1, None], [b"", b"\0" * 3_000_000])
    return int(facts["process"])


def test_a_process_is_kept_for_the_next_file_and_is_not_this_one():
    """One that has grown by a file before is let go first, so that not each call meets the same."""
    answered = [ensure_answers() for _ in range(4)]
    assert len(set(answered)) < 4
    assert os.getpid() not in answered


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("raises", "something in it that is not understood (KeyError: 'a column')"),
        ("refuses", "The file is of another year."),
        ("recursion", "something in it that is not understood (RecursionError"),
        ("exits", "the reader ended with 3"),
        ("crashes", "the reader ended with -11"),
        ("memory", "needs more than 256 MB to be read"),
    ],
)
def test_whatever_a_parser_does_is_a_sentence_and_the_next_file_is_read(how, said):
    ensure_answers()
    assert said in ask(how)
    ensure_answers()


def test_a_parser_without_end_is_stopped_by_its_processor_time_or_by_the_clock():
    brief = limited_process.Limits(memory=256 * 2**20, seconds=1)
    assert "takes longer than 1 s to read" in ask("slow", brief)
    assert "takes longer than 1 s to read" in ask("asleep", brief)
    ensure_answers()


def test_what_a_library_prints_is_no_answer():
    assert limited_process.call(f"{__name__}:misbehave", {"how": "prints"}, [], limits=SMALL, what="x") == ({}, [])


def test_a_process_that_went_meanwhile_is_replaced():
    first = ensure_answers()
    process = limited_process._pool.take()
    assert process is not None
    limited_process._pool.give_back(process)
    process._child.kill()
    process._child.wait()
    assert ensure_answers() != first


def sheet_with(*cells: tuple[int, int]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("Blad")
        for row, column in cells:
            page.write(row, column, 1)
    return out.getvalue()


def respelt(content: bytes, old: bytes, new: bytes) -> bytes:
    """A workbook whose first sheet is written in another way."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.infolist():
            text = before.read(part)
            after.writestr(part.filename, text.replace(old, new) if "sheet1" in part.filename else text)
    return out.getvalue()


@cache
def far() -> bytes:
    """A workbook with a cell in the farthest corner; made when it is asked for, as every process reads this file."""
    return sheet_with((0, 0), (1_048_575, 16_383))


@pytest.mark.parametrize(
    "made",
    [
        far,
        lambda: sheet_with((0, 0), (99_999, 16_383)),
        lambda: respelt(far(), b'r="XFD1048576"', b"r = 'XFD1048576'"),
        lambda: respelt(far(), b'r="XFD1048576"', b'r="xfd1048576"'),
        lambda: respelt(far(), b'r="XFD1048576"', b'\nr="XFD1048576"'),
    ],
    ids=["corner", "forty gigabytes", "quotes", "small letters", "line"],
)
def test_a_cell_far_out_is_refused_before_anything_is_laid_out(made):
    content = made()
    with pytest.raises(SourceError, match=r"has a sheet of \d+ rows and 16384 columns, more than the 20000000 cells"):
        workbooks.sheet(content, "far.xlsx")
    with pytest.raises(uploads.Oversized) as problem:
        uploads.first_sheet(content, "plan.xlsx", rows=20_000, columns=1_000, unpacked=2**27)
    assert problem.value.columns == 16_384


@pytest.mark.parametrize("cells", [((0, 0),), ((3, 25), (4, 26)), ((701, 701), (2, 702)), ((0, 16_383),)])
def test_the_extent_of_a_sheet_is_that_of_its_farthest_cells(cells):
    with zipfile.ZipFile(io.BytesIO(sheet_with(*cells))) as archive:
        found = zip_bounds.extent(archive)
    assert (found.rows, found.columns) == (max(r for r, _ in cells) + 1, max(c for _, c in cells) + 1)
    assert found.cells == len(cells)


def test_an_empty_row_far_down_is_no_cell():
    """The Global Carbon Project's workbook of 2022 has formatted rows down to the last."""
    content = respelt(sheet_with((0, 0)), b"</sheetData>", b'<row r="1048576" spans="1:3"/></sheetData>')
    assert workbooks.sheet(content, "rows.xlsx")[1].height == 1


def test_an_archive_of_thousands_of_parts_is_no_workbook():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(2_001):
            archive.writestr(f"xl/{number}", b"")
    with pytest.raises(SourceError, match="is an archive of 2001 parts; a workbook has at most 2000"):
        workbooks.ensure_workbook(out.getvalue(), "parts.xlsx")


def test_nested_without_end():
    """A hundred thousand elements within each other: read, or refused with a sentence."""
    deep = b"<x>" * 100_000 + b"</x>" * 100_000
    content = respelt(sheet_with((0, 0)), b"<sheetData>", deep + b"<sheetData>")
    assert uploads.first_sheet(content, "deep.xlsx", rows=10, columns=10, unpacked=2**27)[1] == [("1",)]
