"""One node follows another: editions come over whole, checked and in one step, and what is wrong changes nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import pytest
from attended import attended
from conftest import ROOT
from django.core.wsgi import get_wsgi_application

from climate_visualizer.editions.following.follow import PARTS, Follower, NotFollowed
from climate_visualizer.editions.following.offer import STEPS, WrongListing, as_facts, checked, offered
from climate_visualizer.editions.publishing import kept_estimates
from climate_visualizer.editions.publishing.previous import published_before
from climate_visualizer.editions.publishing.publish import faults, roll_back
from climate_visualizer.editions.read import current_edition, current_id


class Node:
    """This process's site over HTTP, with what it was asked."""

    def __init__(self, server: WSGIServer) -> None:
        self.asked: list[tuple[str, str, int]] = []
        self.address = f"http://127.0.0.1:{server.server_port}"

    def statuses(self) -> list[int]:
        return [status for _, _, status in self.asked]


@pytest.fixture
def node(settings, releases, tmp_path: Path, db) -> Iterator[Node]:
    """A node with two releases of Sweden's statistics, the newer one current."""
    var = tmp_path / "leader"
    shutil.copytree(releases[0] / "editions", var / "editions")
    settings.VAR, settings.EDITIONS = var, var / "editions"
    application = get_wsgi_application()

    def noting(environ, start):
        def begun(status, headers, *more):
            found.asked.append((environ["PATH_INFO"], environ.get("HTTP_RANGE", ""), int(status[:3])))
            return start(status, headers, *more)

        return application(environ, begun)

    class Quiet(WSGIRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    server = WSGIServer(("127.0.0.1", 0), Quiet)
    server.set_app(noting)
    found = Node(server)
    with attended(server):
        yield found


def _same(leader: Path, root: Path) -> None:
    """Every file of editions, steps and estimates."""
    for path in leader.rglob("*"):
        if path.is_file() and path.suffix in (".json", ".parquet") and path.parent != leader:
            assert (root / path.relative_to(leader)).read_bytes() == path.read_bytes(), path.name


def test_an_empty_node_fills_itself_and_then_asks_for_nothing(node, settings, tmp_path):
    root, leader = tmp_path / "here", settings.EDITIONS
    root.mkdir()
    follower = Follower(node.address, root)
    assert follower.look() == current_id(leader)
    assert (current_id(root), published_before(root)) == (current_id(leader), published_before(leader))
    assert current_edition(root).id == current_id(leader)
    assert not any(faults(one, root) for one in (current_id(root), *published_before(root)))
    assert sorted(path.name for path in (root / STEPS).glob("*")) == sorted(
        path.name for path in (leader / STEPS).glob("*")
    )
    _same(leader, root)
    assert [path.name for path in root.rglob("*") if path.stat().st_mode & 0o077] == [], "its owner's alone"
    node.asked.clear()
    assert follower.look() is None
    assert node.statuses() == [304]


def test_estimates_come_with_the_editions_they_were_shown_with_and_are_never_changed(node, settings, tmp_path):
    root, leader = tmp_path / "here", settings.EDITIONS
    root.mkdir()
    there = sorted(path.name for path in (leader / "estimates").glob("*.parquet"))
    assert there, "the leader keeps what its editions were shown with"
    (root / "estimates").mkdir()
    (root / "estimates" / there[0]).write_bytes(b"own")
    Follower(node.address, root).look()
    assert sorted(path.name for path in (root / "estimates").glob("*.parquet")) == there
    assert (root / "estimates" / there[0]).read_bytes() == b"own"
    shutil.rmtree(root / "estimates")
    Follower(node.address, root).look()
    ids, edition = (*published_before(root), current_id(root)), current_edition(root)
    assert kept_estimates.scores(ids, edition, root) == kept_estimates.scores(ids, edition, leader)
    assert kept_estimates.scores(ids, edition, root)


def test_a_node_of_an_earlier_version_offers_no_estimates(settings, releases):
    facts = as_facts(offered(releases[0] / "editions"))
    del facts["estimates"]
    assert checked(facts).estimates == ()


def test_watch_on_a_follower_takes_editions_and_estimates(node, settings, tmp_path):
    var = tmp_path / "two"
    known = {**os.environ, "CLIMATE_VISUALIZER_VAR": str(var), "CLIMATE_VISUALIZER_FOLLOW": node.address}
    command = [sys.executable, "manage.py", "watch", "--checks", "2", "--every", "0.01"]
    done = subprocess.run(command, cwd=ROOT, env=known, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert current_id(var / "editions") == current_id(settings.EDITIONS)
    _same(settings.EDITIONS, var / "editions")
    assert f"{current_id(settings.EDITIONS)} is current." in done.stderr
    assert node.statuses()[-1] == 304


def test_going_back_is_followed_too(node, settings, tmp_path):
    root = tmp_path / "here"
    root.mkdir()
    follower = Follower(node.address, root)
    follower.look()
    earlier = roll_back(settings.EDITIONS)
    assert follower.look() == earlier == current_id(root)
    assert published_before(root) == published_before(settings.EDITIONS)


def test_what_broke_off_is_fetched_from_there(node, settings, tmp_path):
    root, now = tmp_path / "here", current_id(settings.EDITIONS)
    content = (settings.EDITIONS / now / "emissions.parquet").read_bytes()
    parts = root / PARTS / now
    parts.mkdir(parents=True)
    (parts / "emissions.parquet").write_bytes(content[:1000])
    (parts / "areas.parquet").write_bytes(bytes(2**22))  # more than there is
    assert Follower(node.address, root).look() == now
    assert ("bytes=1000-", 206) in [(asked, status) for _, asked, status in node.asked]
    assert not faults(now, root)


def test_a_file_that_is_not_what_was_listed_changes_nothing(node, settings, tmp_path):
    root, now = tmp_path / "here", current_id(settings.EDITIONS)
    root.mkdir()
    as_facts(offered(settings.EDITIONS))
    path = next((settings.EDITIONS / STEPS).glob("*/figures.parquet"))
    before, content = path.stat(), path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    follower = Follower(node.address, root)
    with pytest.raises(NotFollowed, match="figures.parquet is not what the listing says"):
        follower.look()
    assert current_id(root) is None
    assert not list((root / STEPS).glob("*"))
    path.write_bytes(content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert follower.look() == now


def test_a_node_that_does_not_answer_is_one_sentence(tmp_path):
    with pytest.raises(NotFollowed, match="does not answer"):
        Follower("http://127.0.0.1:9", tmp_path).look()


ID = "2024-04-18-99a8ed8219"
GOOD = {"folder": ID, "name": "areas.parquet", "sha256": "0" * 64, "bytes": 1}


@pytest.mark.parametrize(
    "facts",
    [
        [],
        {},
        {"current": ID, "before": [], "files": []},
        {"current": "../../etc", "before": [], "files": [GOOD]},
        {"current": ID, "before": ["x"], "files": [GOOD]},
        {"current": ID, "before": "none", "files": [GOOD]},
        {"current": ID, "before": [], "files": [None]},
        *(
            {"current": ID, "before": [], "files": [GOOD, {**GOOD, key: value}]}
            for key, value in (
                ("folder", "../x"),
                ("folder", f"changes/{ID}"),
                ("name", "../passwd.json"),
                ("name", "a.py"),
                ("sha256", "0"),
                ("bytes", -1),
                ("bytes", 2**40),
                ("bytes", True),
                ("bytes", "1"),
            )
        ),
        {"current": ID, "before": [], "files": [GOOD], "estimates": None},
        {"current": ID, "before": [], "files": [GOOD], "estimates": [GOOD]},
        {"current": ID, "before": [], "files": [GOOD, {**GOOD, "folder": "estimates"}]},
        {"current": ID, "before": [], "files": [{**GOOD, "name": f"{'a' * at}.json"} for at in range(1, 25)]},
    ],
)
def test_a_listing_that_is_none_is_refused(facts):
    with pytest.raises(WrongListing):
        checked(facts)


def test_a_listing_is_read_as_it_was_written(node, settings):
    listing = offered(settings.EDITIONS)
    assert checked(as_facts(listing)) == listing
    assert listing.folders()[0] == listing.current


@pytest.mark.parametrize("name", ["held.json", "current", "previous", "manifest.json/../../current"])
def test_nothing_else_is_offered(node, client, settings, name):
    assert client.get(f"/editions/files/{current_id(settings.EDITIONS)}/{name}").status_code == 404
