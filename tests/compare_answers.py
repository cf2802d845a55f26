"""Compare two checkouts by what they answer: status, headers and body of every kind of address, where behaviour must not change.

    .venv/bin/python tests/compare_answers.py ../before [--areas 60] [--keep folder]

One site is made by this checkout (of the publishers' files where they are here, else of the starter set, with a demonstration
organisation), and a copy of it is read by the code of both: the sitemap's pages of some areas in every language, then every kind
of address that their answers name (files, feeds, embeds, the API, forms), then the workspace as each role sees it; and the same,
with few areas, of a site below a path. An address in an answer is compared by where it leads, relative or not.
Exit status 1 where anything differs.
"""

from __future__ import annotations

import argparse
import difflib
import hashlib
import html
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter, deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from whole_site import FILES

ROOT = Path(__file__).resolve().parents[1]
REAL = Path(os.environ.get("CLIMATE_VISUALIZER_REAL_DATA") or ROOT.parent / "shared" / "data")
BELOW = "/klimat"
EACH = 2  # addresses of one kind, language and set of parameters that are asked for: with four it takes a quarter of an hour
SIGNED_IN = 300  # addresses that are asked for in each role; the workspace has some hundred
# What an answer says of the code or the clock, not of the page.
UNCOMPARED = {"Date", "ETag", "Last-Modified", "Content-Length", "Expires"}
PASSING = (
    (re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*'), r"\1"),
    (re.compile(r"(/static/[\w/-]+)\.[0-9a-f]{12}\."), r"\1."),
    (re.compile(r"\b\d\d[:.]\d\d(:\d\d)?\b"), "clock"),
)
LINK = re.compile(r"""(?<![\w-])(href|src|action|data-[\w-]+|content)=(["'])(.*?)\2""")
LEADING = ("href", "src", "action")
LOCATED = re.compile(r"<loc>([^<]+)</loc>|\]\((https?://[^)]+)\)")
QUOTED = re.compile(r'"((?:https?://[^"/\s]+)?/(?!/)[^"\s<>{}]*)"')
LEFT_ALONE = re.compile(r"/(logout|static)/|/metrics|/health")


# --- the site that both read


def make_site(var: Path) -> None:
    """Everything that the publishers' files hold, and a demonstration organisation with what it has published."""
    _begin(var, ROOT, "")
    from django.conf import settings
    from django.core.management import call_command

    from climate_visualizer.editions.importing.pipeline import bring_in
    from climate_visualizer.editions.importing.starter import ensure_edition
    from climate_visualizer.languages.catalogues import compile_texts
    from climate_visualizer.web.workspace.demonstration import demo

    compile_texts(settings.LANGUAGE_FOLDER, settings.LOCALE_PATHS[0])
    call_command("migrate", verbosity=0, interactive=False)
    for source, names in FILES if REAL.is_dir() else ():
        bring_in(source, [(name, (REAL / source / name).read_bytes()) for name in names], var, var / "editions")
    ensure_edition(var / "editions", ROOT / "climate_visualizer" / "data" / "starter")
    demo.set_up()


def _begin(var: Path, checkout: Path, below: str) -> None:
    os.environ.update(
        CLIMATE_VISUALIZER_VAR=str(var),
        CLIMATE_VISUALIZER_AS_OF="2026-11-23",
        DJANGO_SETTINGS_MODULE="climate_visualizer.config.settings",
        ALLOWED_HOSTS="testserver",
        SITE_ADDRESS=f"http://testserver{below}",
        EMAIL_URL="console:",
    )
    sys.path[:0] = [str(checkout), str(checkout / "tests")]
    import logging

    import django

    django.setup()
    logging.disable(logging.CRITICAL)
    (var / "static").mkdir(parents=True, exist_ok=True)


# --- reading it, in a process of each checkout


class Reader:
    """Asks for addresses of each kind, as far as `EACH` allows, and writes a line of JSON for every answer."""

    def __init__(self, client: Any, below: str, out: Any, role: str = "") -> None:
        self.client, self.below, self.out, self.role = client, below, out, role
        self.asked: set[str] = set()
        self.kinds: Counter[str] = Counter()
        self.waiting: deque[str] = deque()

    def ask(self, path: str) -> str:
        """The answer's text, kept for the comparison."""
        self.asked.add(path)
        response = self.client.get(path.removeprefix(self.below) or "/")
        body = b"".join(response.streaming_content) if response.streaming else response.content
        headers = {name: value for name, value in sorted(response.headers.items()) if name not in UNCOMPARED}
        is_text = re.search(r"^text|json|[/+]xml|javascript", headers.get("Content-Type", ""))
        text = _settled(body.decode(), path) if is_text else _summed(body)
        line = {"path": f"{self.role}{path}", "status": response.status_code, "headers": headers, "body": text}
        self.out.write(json.dumps(line) + "\n")
        for address in (*_named(body.decode(), path), response.headers.get("Location", "")) if is_text else ():
            self.meet(address)
        return text

    def meet(self, address: str) -> None:
        """Wait with an address of the site, unless enough of its kind are known."""
        url = urlsplit(address)
        path = url.path + (f"?{url.query}" if url.query else "")
        is_here = url.netloc in ("", "testserver") and url.path.startswith(f"{self.below}/")
        if not is_here or path in self.asked or LEFT_ALONE.search(path):
            return
        kind = self.kind_of(url.path, url.query)
        if self.kinds[kind] < EACH:
            self.kinds[kind] += 1
            self.asked.add(path)
            self.waiting.append(path)

    def kind_of(self, path: str, query: str) -> str:
        """The route, the language and the names of the parameters; an address without a route is a kind of its own."""
        from django.urls import Resolver404, resolve

        names = sorted(name for name, _ in parse_qsl(query))
        try:
            match = resolve(path.removeprefix(self.below) or "/")
        except Resolver404:
            return path
        arguments = {
            name: value for name, value in match.kwargs.items() if name in ("lang", "name", "kind", "figure", "step")
        }
        asked = (
            f"with {names if arguments.get('lang', 'sv') == 'sv' else 'any'}"
            if names
            else match.kwargs.get("country", "")
        )
        return f"{match.route} {arguments} {asked}"

    def follow(self, most: int = 10**6) -> None:
        while self.waiting and most > 0:
            most -= 1
            self.ask(self.waiting.popleft())


def _named(text: str, path: str) -> Iterator[str]:
    """Every address that an answer names."""
    for name, _, value in LINK.findall(text):
        leads = name in LEADING or value.startswith(("/", "http"))
        if leads and re.match(r"[^\s{}<>]*$", value) and not re.match(r"(mailto|data|javascript):|#", value):
            yield urljoin(path, html.unescape(value))
    for first, second in LOCATED.findall(text):
        yield html.unescape(first or second)
    if text.startswith(("{", "[")):
        yield from QUOTED.findall(text)


def _summed(body: bytes) -> str:
    """What a file holds as a sum; of a workbook or a document without the moment when it was written."""
    if not body.startswith(b"PK"):
        return f"{len(body)} bytes, {hashlib.sha256(body).hexdigest()}"
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        named = [(name, hashlib.sha256(archive.read(name)).hexdigest()) for name in sorted(archive.namelist())]
    return "\n".join(f"{name} {summed}" for name, summed in named if name != "docProps/core.xml")


def _settled(text: str, path: str) -> str:
    """A text with its addresses written in full, without what differs between any two answers."""
    for pattern, instead in PASSING:
        text = pattern.sub(instead, text)
    base = path.partition("?")[0]

    def whole(match: re.Match[str]) -> str:
        name, quote, value = match.groups()
        leads = name in LEADING and value and not re.match(r"[a-z]+:|#|\?", value)
        return f"{name}={quote}{urljoin(base, value) if leads else value}{quote}"

    return LINK.sub(whole, text)


def _sample(paths: list[str], areas: int) -> list[str]:
    """Every page of no area, and the pages of some areas of every country, evenly through the sitemap."""
    within = {path: (path.count("/") > 4 or bool(re.match(r"^/[\w-]+/[a-z]{2}/", path))) for path in paths}
    chosen = sorted({"/".join(path.split("/")[2:4]) for path in paths if within[path]})
    some = set(chosen[:: max(len(chosen) // areas, 1)])
    return [path for path in paths if not within[path] or "/".join(path.split("/")[2:4]) in some]


def read(var: Path, checkout: Path, below: str, out: Path, areas: int) -> None:
    """Ask the site in this process for everything, and write the answers."""
    _begin(var, checkout, below)
    from django.conf import settings
    from django.test import Client
    from web.officers import signed_in

    from climate_visualizer.languages.catalogues import compile_texts
    from climate_visualizer.web.page_language import CODES
    from climate_visualizer.web.workspace.models import User

    compile_texts(settings.LANGUAGE_FOLDER, settings.LOCALE_PATHS[0])
    with out.open("w", encoding="utf-8") as file:
        reader = Reader(Client(raise_request_exception=False), below, file)
        for code in CODES:
            listing = reader.ask(f"{below}/sitemap-{code}.xml")
            paths = [urlsplit(address).path.removeprefix(below) for address in re.findall(r"<loc>([^<]+)", listing)]
            for path in _sample(paths, areas if code in ("sv", "en") else max(areas // 6, 4)):
                if below + path not in reader.asked or reader.role == "":
                    reader.ask(below + path)
        for path in (
            "/",
            "/robots.txt",
            "/sitemap.xml",
            "/llms.txt",
            "/api/v1/openapi.json",
            "/editions/listing.json",
            "/no-such/",
        ):
            reader.ask(below + path)
        reader.follow()
        for user in User.objects.order_by("email"):
            inside = Reader(signed_in(user, raise_request_exception=False), below, file, f"{user.email} ")
            for start in ("/sv/workspace/", "/en/workspace/", "/admin/"):
                inside.ask(below + start)
            inside.asked |= reader.asked
            inside.follow(SIGNED_IN)


# --- the comparison


def answers(path: Path) -> dict[str, dict[str, Any]]:
    lines = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return {line["path"]: line for line in lines}


def difference(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """What of an answer is another, as lines to read; none where nothing is."""
    lines = [f"status {before['status']} -> {after['status']}"] if before["status"] != after["status"] else []
    for name in sorted(before["headers"].keys() | after["headers"].keys()):
        was, now = before["headers"].get(name), after["headers"].get(name)
        lines += [f"{name}: {was} -> {now}"] if was != now else []
    if before["body"] != after["body"]:
        bodies = [re.sub(r"(?<=>)(?=<)", "\n", answer["body"]).splitlines() for answer in (before, after)]
        changed = [
            line for line in difflib.unified_diff(*bodies, lineterm="", n=0) if line[:2] not in ("--", "++", "@@")
        ]
        lines += [line[:300] for line in changed[:6]] or ["white space"]
    return lines


def compare(before: Path, after: Path, most: int = 30) -> int:
    """Print what differs between two files of answers; how many addresses do."""
    old, new = answers(before), answers(after)
    lost, come = sorted(old.keys() - new.keys()), sorted(new.keys() - old.keys())
    differing = {path: lines for path in sorted(old.keys() & new.keys()) if (lines := difference(old[path], new[path]))}
    for title, paths in (("is named no longer", lost), ("is named for the first time", come)):
        for path in paths[:most]:
            print(f"{path} {title}")
    for path in list(differing)[:most]:
        print(path, *differing[path], sep="\n    ")
    print(f"{len(old)} answers before, {len(new)} after: {len(lost)} lost, {len(come)} new, {len(differing)} differ.")
    return len(lost) + len(come) + len(differing)


def _run(step: str, *arguments: object, cwd: Path = ROOT) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, str(Path(__file__).resolve()), step, *map(str, arguments)], cwd=cwd)


def _finish(process: subprocess.Popen[bytes]) -> None:
    if process.wait():
        sys.exit(process.returncode)


def main(before: Path, areas: int, keep: Path | None) -> int:
    with tempfile.TemporaryDirectory() as folder:
        work = keep or Path(folder)
        work.mkdir(parents=True, exist_ok=True)
        if not (work / "site").exists():
            _finish(_run("--make", work / "site"))
        differing = 0
        for name, below, count in (("root", "", areas), ("below", BELOW, 6)):
            for side, checkout in (("before", before.resolve()), ("after", ROOT)):
                out = work / f"{name}-{side}.jsonl"
                if side == "before" and out.exists():
                    continue
                var = work / f"var-{name}-{side}"
                shutil.rmtree(var, ignore_errors=True)
                shutil.copytree(work / "site", var)
                _finish(_run("--read", var, checkout, below or "/", out, count, cwd=checkout))
            print(f"-- {'below ' + below if below else 'at the root of its host'}", flush=True)
            differing += compare(work / f"{name}-before.jsonl", work / f"{name}-after.jsonl")
    return int(differing > 0)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--make"]:
        make_site(Path(sys.argv[2]))
    elif sys.argv[1:2] == ["--read"]:
        var, checkout, below, out, areas = sys.argv[2:]
        read(Path(var), Path(checkout), below.rstrip("/"), Path(out), int(areas))
    else:
        parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
        parser.add_argument("before", type=Path, help="the other checkout, as it was before")
        parser.add_argument("--areas", type=int, default=60, help="areas whose pages are read in Swedish and English")
        parser.add_argument(
            "--keep", type=Path, help="a folder for the site and the answers; what is there is used again"
        )
        given = parser.parse_args()
        sys.exit(main(given.before, given.areas, given.keep))
