"""An organisation's own look: its logo, colour and website, each refused with a sentence where it can't be."""

import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from web.officers import member, organisation, signed_in

from climate_visualizer.web.workspace.accounts import branding
from climate_visualizer.web.workspace.models import Audit

pytestmark = pytest.mark.usefixtures("on_starter")


@pytest.fixture
def place():
    return organisation()


def _png(width=20, height=10, text=b"", body=None) -> bytes:
    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    rows = b"".join(b"\0" + b"\x0d\x6a\x66" * width for _ in range(height)) if body is None else body
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    note = chunk(b"tEXt", text) if text else b""
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + note + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    )


def _upload(client, place, content, name="logo.png", kind="image/png"):
    file = SimpleUploadedFile(name, content, kind)
    return client.post(f"/sv/workspace/{place.pk}/settings/", {"picture": file, "logo_text": "Kommunen"})


def test_a_logo_is_drawn_anew_and_nothing_else_of_the_file_is_kept(place):
    owner = signed_in(member(place, "owner").user)
    content = _png(900, 300, b"Comment\0<script>alert(1)</script> 59.3293 N")
    assert _upload(owner, place, content).status_code == 302
    response = owner.get(f"/sv/workspace/{place.pk}/logo.png")
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert b"script" not in response.content
    assert struct.unpack(">II", response.content[16:24]) == (480, 160)
    assert 'alt="Kommunen"' in owner.get(f"/sv/workspace/{place.pk}/").content.decode()
    assert [row.what for row in Audit.objects.filter(what__startswith="logo")] == ["logo.changed"]
    owner.post(f"/sv/workspace/{place.pk}/settings/", {"without_logo": "on"})
    assert owner.get(f"/sv/workspace/{place.pk}/logo.png").status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "logo.svg", "SVG"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "logo.png", "SVG"),
        (b"<html><script>alert(1)</script></html>", "logo.png", "PNG"),
        (b"GIF89a" + b"\0" * 50, "logo.gif", "PNG"),
        (b"MZ" + b"\0" * 50, "logo.exe", "PNG"),
        (_png()[:20], "logo.png", "skadad"),
        (b"\xff\xd8\xff\xe0\x00\x04\x00\x00", "logo.jpg", "skadad"),
        (_png(body=b"\0"), "logo.png", "skadad"),
        (_png(5000, 1), "logo.png", "4\u202f000"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 600_000, "logo.png", "500\u00a0kB"),
    ],
    ids=[
        "svg",
        "svg called png",
        "html",
        "gif",
        "program",
        "cut off",
        "jpeg cut off",
        "no points",
        "too wide",
        "too large",
    ],
)
def test_whatever_is_no_picture_is_refused_with_a_sentence(place, content, name, says):
    owner = signed_in(member(place, "owner").user)
    response = _upload(owner, place, content, name)
    assert response.status_code == 422
    assert says in response.content.decode()
    place.refresh_from_db()
    assert place.logo is None


@pytest.mark.parametrize(
    ("colour", "status"),
    [("#0d6a66", 422), ("#2a8f8a", 302), ("", 302), ("#ffffff", 422), ("#000000", 422), ("red", 422), ("#12345", 422)],
)
def test_a_colour_must_be_readable_on_both_grounds(place, colour, status):
    owner = signed_in(member(place, "owner").user)
    response = owner.post(f"/sv/workspace/{place.pk}/settings/", {"colour": colour})
    assert response.status_code == status, response.content.decode()[:0]
    if status == 302 and colour:
        assert Audit.objects.get(what="organisation.changed").after["colour"] == colour


def test_contrast_is_that_of_the_guidelines():
    assert branding.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert branding.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("website", ["javascript:alert(1)", "ftp://example.org", "nykoping"])
def test_a_website_is_an_address_of_the_web(place, website):
    owner = signed_in(member(place, "owner").user)
    assert owner.post(f"/sv/workspace/{place.pk}/settings/", {"website": website}).status_code == 422
