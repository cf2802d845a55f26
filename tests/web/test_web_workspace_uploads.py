"""What people send that is not what was asked for: files of another kind or larger than they say, and forms left half empty."""

import io
import signal
import struct
import zipfile
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from exports.test_exports_plan import GOOD, book
from sources.test_sources_aside import far
from web.officers import PASSWORD, member, organisation, signed_in

from climate_visualizer.exports.plan_workbook import plan_import
from climate_visualizer.sources.reading import workbooks
from climate_visualizer.web.workspace.content import kinds
from climate_visualizer.web.workspace.models import Document, User

pytestmark = [pytest.mark.usefixtures("on_starter"), pytest.mark.django_db]
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096)
PAGE = b"<!doctype html><script>alert(1)</script>"


def lying() -> bytes:
    """A workbook one of whose parts unpacks to far more than the archive says."""
    packed = bytearray(book(GOOD))
    with zipfile.ZipFile(io.BytesIO(bytes(packed))) as archive:
        part = archive.getinfo("xl/worksheets/sheet1.xml")
    start = packed.index(b"PK\x01\x02")
    while struct.unpack_from("<L", packed, start + 42)[0] != part.header_offset:
        start = packed.index(b"PK\x01\x02", start + 4)
    struct.pack_into("<L", packed, start + 24, 7)
    return bytes(packed)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.xls", OLD_WORKBOOK),
        ("plan.xlsx", PAGE),
        ("plan.xlsx", b"PK\x03\x04 cut short"),
        ("plan.csv", b"title;sector\nA;B\n"),
        ("plan.xlsx", bytes(plan_import.MOST_BYTES + 10)),
        ("plan.xlsx", lying),
        ("../../plan.xlsx", b""),
        ("plan.xlsx", far),
    ],
    ids=["old", "page", "cut", "text", "huge", "lying", "empty", "far cell"],
)
def test_what_is_no_workbook_is_answered_with_a_sentence_and_leaves_nothing(name, content):
    place = organisation()
    client = signed_in(member(place, "editor").user)
    content = content if isinstance(content, bytes) else content()
    answer = client.post(f"/en/workspace/{place.pk}/measures/import/", {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    said = answer.content.decode()
    assert any(
        words in said for words in ("no workbook", "more than 10 MB", "Choose a workbook", "empty", "at most 20000 can")
    )
    assert "<script>alert" not in said
    assert not Document.objects.exists()


def test_a_workbook_as_it_should_be_passes_the_same_door():
    assert len(plan_import.read(book(GOOD), {"transport": "Transport", "heating": "Heating"}, _tongue())) == 1
    with pytest.raises(workbooks.SourceError):
        workbooks.ensure_workbook(lying(), "the workbook")


def _tongue():
    from climate_visualizer.web.page_language import language

    return language("en")


def huge_picture() -> bytes:
    """A picture of a few bytes that claims a hundred thousand pixels a side."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + name + data + struct.pack(">L", zlib.crc32(name + data))

    head = struct.pack(">LLBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(99))) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "content",
    [PAGE, b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", OLD_WORKBOOK, huge_picture(), b"GIF89a"],
    ids=["page", "svg", "old workbook", "huge picture", "gif"],
)
def test_what_is_no_picture_becomes_no_logo(content):
    place = organisation()
    client = signed_in(member(place, "owner").user)
    sent = {"picture": SimpleUploadedFile("logo.png", content, content_type="image/png"), "logo_text": "Logo"}
    answer = client.post(f"/en/workspace/{place.pk}/settings/", sent)
    assert answer.status_code == 422
    place.refresh_from_db()
    assert not place.logo


@pytest.mark.parametrize(
    ("kind", "content", "sentence"),
    [
        ("text", {"section": "dots", "body_sv": "", "body_en": ""}, "Write a text in at least one language."),
        ("figure", {"sector": "total", "tonnes": "2022: 5", "source": "Eget"}, "Say in at least one language why"),
    ],
)
def test_own_words_and_figures_need_words(kind, content, sentence):
    form = kinds.find(kind).form(content)
    assert not form.is_valid()
    assert any(sentence in error for error in form.non_field_errors())
    assert kinds.find(kind).form({**content, "body_sv": "Vi räknar själva."}).is_valid()


def test_an_operator_is_made_found_and_called():
    made = User.objects.create_superuser(" Olle@Example.ORG ", PASSWORD)
    assert (made.is_staff, made.is_superuser) == (True, True)
    assert User.objects.get_by_natural_key("OLLE@example.org") == made
    made.full_clean()
    assert (made.get_full_name(), str(made)) == ("", made.email)


def test_a_backup_is_put_in_nobodys_place_unasked_and_only_if_it_is_one(tmp_path):
    User.objects.create_user("someone@example.org", PASSWORD)
    file = tmp_path / "backup.zip"
    file.write_bytes(b"no archive")
    with pytest.raises(CommandError, match="add --replace"):
        call_command("restore", str(file))
    with pytest.raises(CommandError):
        call_command("restore", str(file), "--replace")
    assert User.objects.count() == 1


def test_alerts_go_on_until_they_are_stopped():
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    out = io.StringIO()

    class Stopping(io.StringIO):
        def write(self, text: str) -> int:
            signal.raise_signal(signal.SIGTERM)
            return out.write(text)

    try:
        call_command("send_alerts", every=0.01, stdout=Stopping())
    finally:
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])
    assert "messages sent" in out.getvalue()
    with pytest.raises(CommandError, match="above zero"):
        call_command("send_alerts", every=0.0)
