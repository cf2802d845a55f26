"""Files that are not what their names say: each is refused with one sentence that says what it is."""

from __future__ import annotations

import io
import random
import struct
import zipfile

import pytest

from climate_visualizer.sources.publishers import se_smhi
from climate_visualizer.sources.reading import workbooks
from climate_visualizer.sources.table import SourceError

OLE2 = workbooks.OLE2


def refused(content: bytes, **options: bool) -> str:
    with pytest.raises(SourceError) as error:
        workbooks.sheet(content, "file.xlsx", **options)
    text = str(error.value)
    assert text.startswith("file.xlsx ") and text.endswith(".") and "\n" not in text
    return text


def zipped(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_a_sheet_is_read_as_text_without_a_header(workbook):
    title, cells = workbooks.sheet(workbook([["a", 1.5], [None, "b"]], "Blad ett"), "file.xlsx")
    assert title == "Blad ett"
    assert cells.rows() == [("a", "1.5"), (None, "b")]


def test_an_empty_file():
    assert "is empty; download it again" in refused(b"")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_workbook(report, share):
    content = report.content()
    assert "is cut short or damaged" in refused(content[: int(len(content) * share)])


@pytest.mark.parametrize(
    "page",
    [
        b"<!DOCTYPE html><title>Moved</title>",
        b"\xef\xbb\xbf\r\n <html><body>404</body></html>",
        b"<?xml version='1.0'?><html/>",
    ],
)
def test_a_web_page_under_a_workbooks_name(page):
    assert "is a web page, not a workbook: the publisher may have moved the file" in refused(page)


@pytest.mark.parametrize("content", [b"a;b\n1;2\n", b"PK", b"%PDF-1.7", b"\0" * 100])
def test_another_kind_of_file(content):
    assert "is not an Excel workbook" in refused(content)


def test_a_workbook_with_a_password():
    package = OLE2 + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 512
    assert "is protected by a password; save it without one" in refused(package)


def test_an_old_workbook_that_is_damaged():
    assert "cannot be opened as a workbook" in refused(OLE2 + b"\0" * 2000)


def test_an_old_workbook_where_none_is_issued():
    assert "old .xls kind" in refused(OLE2 + b"\0" * 2000, legacy=False)


def test_a_zip_archive_that_is_no_workbook():
    assert "is a zip archive but not an Excel workbook" in refused(zipped(readme=b"hello"))


def test_a_workbook_in_name_only():
    assert "cannot be opened as a workbook" in refused(zipped(**{"xl/workbook.xml": b"<not-a-workbook/>"}))


def test_a_workbook_without_a_sheet(report):
    with zipfile.ZipFile(io.BytesIO(report.content())) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    entries["xl/workbook.xml"] = entries["xl/workbook.xml"].replace(b"<sheet ", b"<other ")
    assert "has no sheet" in refused(zipped(**entries))


def test_a_workbook_without_cells(workbook):
    assert "has no cells in its first sheet, 'Tomt'" in refused(workbook([], "Tomt"))


def declared(content: bytes, size: int) -> bytes:
    """A zip archive whose directory declares that its only entry unpacks to `size` bytes."""
    start = content.index(b"PK\x01\x02")
    return content[: start + 24] + struct.pack("<I", size) + content[start + 28 :]


def test_a_zip_bomb_is_not_unpacked():
    bomb = declared(zipped(**{"xl/workbook.xml": b"0"}), 0xF0000000)
    assert "would unpack to 3.8 GB, which no release does" in refused(bomb)


def test_a_zip_bomb_that_hides_its_size_is_not_unpacked():
    bomb = declared(zipped(**{"xl/workbook.xml": b"\0" * 5_000_000}), 10)
    assert "is cut short or damaged" in refused(bomb)


def test_a_file_larger_than_any_release_is_not_read(tmp_path):
    path = tmp_path / "large.xlsx"
    with path.open("wb") as file:
        file.truncate(workbooks.LARGEST_TABLE + 1)
    with pytest.raises(SourceError, match=r"large.xlsx is 250 MB, more than any release"):
        workbooks.contents(path)


def test_a_file_on_disk(tmp_path):
    path = tmp_path / "one.xlsx"
    path.write_bytes(b"bytes")
    assert workbooks.contents(path) == b"bytes"
    with pytest.raises(SourceError, match="There is no file .*two.xlsx; check the path."):
        workbooks.contents(tmp_path / "two.xlsx")


def test_a_damaged_file_is_never_more_than_a_sentence(report, few_areas):
    """A few hundred workbooks with random bytes overwritten: read, or refused with a sentence; nothing else."""
    content, chance = report.content(), random.Random(20240418)
    for _ in range(300):
        damaged = bytearray(content)
        for _ in range(chance.randint(1, 8)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            se_smhi.read(bytes(damaged), file_name="damaged.xlsx", areas=few_areas)
        except SourceError as error:
            assert str(error).startswith("damaged.xlsx ")
