"""What publishers and machines do to an update: each time the old edition is still served, and a later run succeeds."""

import contextlib
import gzip
import io
import logging
import os
import resource
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from attended import attended
from conftest import ROOT, SWEDEN
from waiting import CEILING

from climate_visualizer.editions.importing.ingest import known_imports
from climate_visualizer.editions.publishing.publish import faults, stored
from climate_visualizer.editions.read import current_edition, current_id
from climate_visualizer.sources.publishers import se_smhi
from climate_visualizer.sources.reading import download
from climate_visualizer.web.management.commands.update import check

pytestmark = pytest.mark.django_db  # housekeeping after an update asks the database

CO2 = SWEDEN["se_smhi"][0]


@dataclass
class Smhi:
    """What SMHI's address answers for carbon dioxide: a body, or an answer that misbehaves; other gases have none."""

    address: str = ""
    body: bytes = b""
    misbehave: list = field(default_factory=list)
    asked: int = 0


@pytest.fixture
def smhi(settings) -> Iterator[Smhi]:
    found = Smhi()

    class Serving(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked += 1
            wanted = parse_qs(urlsplit(self.path).query).get("sub", [""])[0] == "CO2"
            tag = f'"{hash(found.body)}"'
            if wanted and found.misbehave:
                found.misbehave[0](self)
                return
            same = wanted and self.headers.get("If-None-Match") == tag
            self.send_response(304 if same else 200 if wanted else 404)
            self.send_header("ETag", tag)
            self.send_header("Content-Length", str(len(found.body) if wanted and not same else 0))
            self.end_headers()
            if wanted and not same:
                self.wfile.write(found.body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Serving)
    found.address = f"http://127.0.0.1:{server.server_address[1]}"
    settings.SOURCES_AT = found.address
    with attended(server):
        yield found


@pytest.fixture
def var(settings, smhi, real_data, earlier_var) -> Path:
    """The earlier release published, and the later one at the publisher."""
    settings.VAR, settings.EDITIONS = earlier_var, earlier_var / "editions"
    smhi.body = (real_data / "se_smhi" / CO2).read_bytes()
    return earlier_var


def start(var: Path, smhi: Smhi, **options) -> subprocess.Popen:
    facts = {
        "CLIMATE_VISUALIZER_VAR": str(var),
        "CLIMATE_VISUALIZER_SOURCES": "se_smhi",
        "CLIMATE_VISUALIZER_SOURCES_AT": smhi.address,
    }
    command = [sys.executable, "manage.py", "update"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, **facts}, **pipes, **options)


def ensure_sound(var: Path) -> str:
    root = var / "editions"
    assert len(current_edition(root).areas) == 312
    assert [fault for edition_id in stored(root) for fault in faults(edition_id, root)] == []
    return str(current_id(root))


def refused(var: Path) -> str:
    """What a check says that leaves everything as it was."""
    before = current_id(var / "editions")
    imports = known_imports(var)
    found = check("se_smhi", se_smhi)
    assert ensure_sound(var) == before
    assert known_imports(var) == imports
    (said, *_) = [one for one in found.problems if "answered 404" not in one]
    assert "\n" not in said and said.endswith(".")
    return said


def files(var: Path) -> set[tuple[str, int]]:
    """Every file of a data folder with its size, beside what the last check said, which the next one writes anew."""
    kept = (path for path in var.rglob("*") if path.is_file() and path.name != "sources.json")
    return {(str(path.relative_to(var)), path.stat().st_size) for path in kept}


def ensure_only_bytes_came(var: Path, before: set[tuple[str, int]]) -> None:
    """All that was there is as it was, and what is new is what was sent, kept before anything read it."""
    after = files(var)
    assert before <= after
    assert [path for path, _ in after - before if not path.startswith("snapshots/")] == []
    assert sum(size for _, size in after) < 60 * 2**20


def succeeds(var: Path, smhi: Smhi) -> None:
    smhi.misbehave.clear()
    check("se_smhi", se_smhi)
    assert ensure_sound(var).startswith("2024-04-18")


def test_killed_at_any_moment_between_download_and_publishing(var, smhi):
    """SIGKILL while it downloads, when the bytes are kept, while the edition is written, when it is stored, published."""
    before, root = current_id(var / "editions"), var / "editions"
    kept, asked = len(list((var / "snapshots").rglob("*/*"))), smhi.asked
    moments = [
        lambda: smhi.asked > asked,
        lambda: len(list((var / "snapshots").rglob("*/*"))) > kept,
        lambda: any(root.glob(".building-*")),
        lambda: len(stored(root)) > 2,
        lambda: current_id(root) != before,
    ]
    for reached in moments:
        process = start(var, smhi)
        while not reached() and process.poll() is None:
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=CEILING)
        assert ensure_sound(var) in stored(root)
        assert len(known_imports(var)) >= 4
    succeeds(var, smhi)


def test_two_updates_at_once(var, smhi):
    both = [start(var, smhi) for _ in range(2)]
    for process in both:
        _, problem = process.communicate(timeout=CEILING)
        assert "Traceback" not in problem, problem
    assert ensure_sound(var).startswith("2024-04-18")
    digests = [entry.sha256 for entry in known_imports(var)]
    assert len(digests) == len(set(digests)) == 5
    succeeds(var, smhi)
    assert len(known_imports(var)) == 5


PACE = 1.0  # seconds between two bytes


def test_a_publisher_that_sends_a_byte_a_second(var, smhi, monkeypatch):
    """The time that a whole download may take runs out; what came so far is not kept."""
    done = threading.Event()

    def trickle(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(smhi.body)))
        handler.end_headers()
        for index in range(len(smhi.body)):
            try:
                handler.wfile.write(smhi.body[index : index + 1])
            except OSError:
                return
            if done.wait(PACE):
                return

    smhi.misbehave.append(trickle)
    hurried = partial(download.download, limits=download.Limits(seconds=1.5, silence=CEILING, attempts=1))
    monkeypatch.setattr(se_smhi, "download", hurried)
    assert "took longer than" in refused(var)
    done.set()
    monkeypatch.undo()
    succeeds(var, smhi)


def test_a_hundred_megabytes_of_junk_under_a_workbooks_name(var, smhi):
    """Whether it looks like a workbook at its beginning or not; the later run is one, since each leaves all that was there."""
    block = os.urandom(2**20)

    def junk(head: bytes, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Disposition", 'attachment; filename="statistics.xlsx"')
        handler.send_header("Connection", "close")
        handler.end_headers()
        try:
            handler.wfile.write(head)
            for _ in range(100):
                handler.wfile.write(block)
        except OSError:
            return

    for head in (b"PK\x03\x04", b"", b"<html>"):
        smhi.misbehave[:] = [partial(junk, head)]
        before = files(var)
        assert refused(var), head
        ensure_only_bytes_came(var, before)
    succeeds(var, smhi)


def answering(status: int = 200, body: bytes | Callable[[], bytes] = b"", **headers: str):
    """An answer as it is told to be, whatever is right; what takes long to make is made when it is asked for."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        sent = body if isinstance(body, bytes) else body()
        handler.send_response(status)
        for name, value in {"Content-Length": str(len(sent)), "Connection": "close", **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        with contextlib.suppress(OSError):
            handler.wfile.write(sent)

    return answer


@cache
def packed_zeros() -> bytes:
    return gzip.compress(bytes(2**27))


@cache
def bombed() -> bytes:
    """A workbook of 300 kB whose one sheet would unpack to 300 MB."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        with book.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(300):
                sheet.write(bytes(2**20))
    return buffer.getvalue()


FAULTS = {
    "down": (answering(500), "answered 500"),
    "asks for more patience than there is": (answering(429, Retry_After="9999"), "429"),
    "redirects to itself": (answering(302, Location="/again?sub=CO2"), "redirect"),
    "redirects to another host": (answering(302, Location="https://example.org/x.xlsx"), "example.org"),
    "redirects into a private network": (answering(302, Location="https://10.0.0.7/x.xlsx"), "10.0.0.7"),
    "redirects to another port of this machine": (answering(302, Location="http://127.0.0.1:9/x.xlsx"), "127.0.0.1"),
    "sends a page under a workbook's name": (
        answering(body=b"<!doctype html><p>Try later", Content_Type="text/html"),
        "",
    ),
    "says more than it sends": (answering(body=b"PK\x03\x04" + bytes(9000), Content_Length="20000"), ""),
    "sends nothing": (answering(), ""),
    "sends a gzip bomb": (answering(body=packed_zeros, Content_Encoding="gzip"), ""),
    "sends a workbook that is a zip bomb": (answering(body=bombed), ""),
}


def test_publishers_that_misbehave(var, smhi, monkeypatch, caplog):
    """Each fault of the list ends with the old edition served and one clear line in the log, and leaves all that was there.

    So one later run that succeeds stands for one after each.
    """
    hurried = partial(download.download, limits=download.Limits(seconds=5, silence=2, attempts=2, pause=0.01))
    monkeypatch.setattr(se_smhi, "download", hurried)
    bombs = packed_zeros(), bombed()  # made beforehand: a publisher that is silent for two seconds is given up
    assert max(map(len, bombs)) < 2**20
    for what, (misbehave, said) in FAULTS.items():
        smhi.misbehave[:] = [misbehave]
        before = files(var)
        with caplog.at_level(logging.WARNING):
            assert said in refused(var), what
        ensure_only_bytes_came(var, before)
    monkeypatch.undo()
    succeeds(var, smhi)


def test_a_body_cut_in_the_middle_of_the_workbook(var, smhi):
    cut = smhi.body[: len(smhi.body) // 2]
    smhi.misbehave.append(answering(body=cut))
    assert "damaged" in refused(var) or "cut short" in refused(var)
    succeeds(var, smhi)


def test_a_disk_that_takes_no_more_while_an_update_writes(var, smhi):
    """A limit on what a file may hold, below what was sent."""
    before, imports = current_id(var / "editions"), known_imports(var)
    process = start(var, smhi, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000)))
    _, problem = process.communicate(timeout=CEILING)
    assert process.returncode == 1 and "Traceback" not in problem, problem
    assert "could not be written" in problem
    assert ensure_sound(var) == before and known_imports(var) == imports
    succeeds(var, smhi)
