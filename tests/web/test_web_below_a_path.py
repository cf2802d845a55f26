"""A site below a path (`/klimat/`): every link of every kind of page, feed, mail and answer stays below it, and is there."""

from __future__ import annotations

import html
import http.client
import json
import os
import re
import subprocess
import sys
from collections import deque
from http.cookies import SimpleCookie
from urllib.parse import quote, urlencode, urljoin, urlsplit

import pytest
from conftest import DAY, ROOT
from django.core.exceptions import ImproperlyConfigured
from django.urls import Resolver404, resolve
from stories.mail_folder import MailFolder
from stories.serving import served
from waiting import CEILING

from climate_visualizer.config.startup import path_of

BELOW = "/klimat"
SIGNS = "/?&=%~:,.+-_'()*!@;#"
TWICE = 2  # addresses of one kind that are followed; the links of all that are fetched are read
BEGIN = (
    "/",
    "/sv/",
    "/sv/se/nykoping/?limit=1.5",
    "/fi/se/nykoping/explore/",
    "/sv/se/Nyköping/",
    "/sv/se/nykoping/embed/",
    "/sv/se/nykoping/screen/",
    "/sv/compare/?areas=SE-0480,SE-0488",
    "/embed/dots/SE-0480?language=sv",
    "/embed/headline/SE-0480/fragment",
    "/embed/embed.js",
    "/sv/no/such/page/",
    "/robots.txt",
    "/sitemap.xml",
    "/llms.txt",
    "/sv/changes.atom",
    "/sv/se/nykoping/changes.atom",
    "/api/v1/openapi.json",
    "/api/v1/areas/SE-0480",
    "/api/v1/areas/SE-0480/scenario?s=c~100&lang=sv&picture=wide",
    "/editions/listing.json",
    "/accounts/login/",
    "/accounts/password/reset/",
    "/sv/workspace/",
    "/admin/",
    "/favicon.ico",
)
WRITTEN = re.compile(r"""(?:href|src|action|content|poster|formaction|data-[\w-]+|urlset|loc)=["'](/[^"']*)["']""")
QUOTED = re.compile(r'"(/(?!/)[^"\s<>{}]*)"')  # in JSON
RULES = re.compile(r"^(?:Disallow|Allow): (/\S*)$", re.MULTILINE)
STYLED = re.compile(r"""url\(["']?(/[^)"']+)""")


class Reader:
    """A browser that keeps cookies, follows nothing by itself, and notes every address that an answer names."""

    def __init__(self, address: str) -> None:
        self.address, self.cookies = address, {}
        parts = urlsplit(address)
        self.host = f"{parts.scheme}://{parts.netloc}"
        self.line = http.client.HTTPConnection(parts.netloc, timeout=CEILING)
        self.absolute = re.compile(re.escape(self.host) + r"[^\s\"'<>\\)\]]*")
        self.outside: set[tuple[str, str]] = set()

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, dict[str, str], str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if form is not None:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": self.host,
                "Referer": self.host + path,
            }
        self.line.request(
            "GET" if form is None else "POST",
            quote(path, safe=SIGNS),
            urlencode(form) if form is not None else None,
            headers,
        )
        answer = self.line.getresponse()
        body = answer.read().decode("utf-8", "replace")
        for cookie in answer.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(cookie).items():
                assert morsel["path"] == f"{BELOW}/", f"{path} sets {cookie}"
                self.cookies[name] = morsel.value
        return answer.status, {name.title(): value for name, value in answer.headers.items()}, body

    def links(self, path: str, headers: dict[str, str], body: str) -> set[str]:
        """The paths on this site that an answer names; those that are not below its path are noted."""
        kind = headers.get("Content-Type", "")
        found = {urljoin(path, headers["Location"])} if "Location" in headers else set()
        if not kind.startswith(("image/png", "application/vnd", "application/pdf")):
            found |= set(self.absolute.findall(html.unescape(body)))
        if "html" in kind or "svg" in kind or "xml" in kind:
            found |= {html.unescape(one) for one in WRITTEN.findall(body)}
        if "json" in kind and "openapi" not in path:
            found |= set(QUOTED.findall(body))
        if "html" in kind:
            relative = re.findall(r'(?:href|action)="((?:[?.]|[a-z]+[./])[^":]*)"', body)
            found |= {urljoin(path, html.unescape(one)) for one in relative}
        found |= set(RULES.findall(body)) if path.endswith("robots.txt") else set()
        found |= set(STYLED.findall(body)) if "css" in kind else set()
        paths = {one.removeprefix(self.host) or "/" for one in found if one.startswith(("/", self.host))}
        self.outside |= {(path, one) for one in paths if not (one == BELOW or one.startswith(f"{BELOW}/"))}
        return {one.partition("#")[0] for one in paths if one.startswith(f"{BELOW}/") and "*" not in one}


def kind_of(path: str) -> str:
    """What kind of page an address is: its route, with choices or without."""
    parts = urlsplit(path.removeprefix(BELOW))
    named = "chosen" if parts.query else ""
    if parts.path.startswith("/static/"):
        return f"static {parts.path.rpartition('.')[2]}"
    try:
        found = resolve(parts.path)
    except Resolver404:
        return f"none {parts.path}"
    fixed = {name: value for name, value in found.kwargs.items() if name in ("name", "kind", "figure", "page")}
    return f"{found.route} {sorted(fixed.items())} {named}"


def crawl(reader: Reader, begin: list[str], *, most: int = 600) -> dict[str, int]:
    """Every kind of page that can be reached, and how each that was followed answered."""
    waiting, seen, kinds, answers = deque(begin), set(begin), {}, {}
    while waiting:
        path = waiting.popleft()
        kind = kind_of(path)
        kinds[kind] = kinds.get(kind, 0) + 1
        if kinds[kind] > TWICE or "logout" in path:
            continue
        status, headers, body = reader.ask(path)
        answers[path] = status
        assert len(answers) <= most, sorted(kinds)
        for link in sorted(reader.links(path, headers, body) - seen):
            seen.add(link)
            waiting.append(link)
    return answers


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The site below a path, with the demonstration organisation: a reader of it, its folder, what its owner signs in with."""
    var = tmp_path_factory.mktemp("below")
    mail = var / "mail"
    facts = {**os.environ, "CLIMATE_VISUALIZER_VAR": str(var), "CLIMATE_VISUALIZER_AS_OF": DAY.isoformat()}
    facts |= {"EMAIL_URL": f"file:{mail}", "CLIMATE_VISUALIZER_SOURCES_AT": "http://127.0.0.1:1"}
    with served(facts, below=BELOW) as address:
        command = [sys.executable, "manage.py", "demo"]
        done = subprocess.run(command, cwd=ROOT, env=facts, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        password, codes = re.search(r"owner@\S+\s+password (\S+)\s+second factor[^:]*: (.+)", done.stdout).groups()
        reader = Reader(address)
        yield reader, mail, password, codes.split()
        reader.line.close()


def bad(answers: dict[str, int]) -> dict[str, int]:
    """What was linked to and is not there; other refusals say why."""
    return {
        path: status
        for path, status in answers.items()
        if status >= 500 or (status == 404 and "/no/such/" not in path) or status == 400
    }


def test_every_link_that_a_reader_meets_is_below_it_and_there(site):
    reader = site[0]
    answers = crawl(reader, [BELOW + path for path in BEGIN])
    assert reader.outside == set()
    assert bad(answers) == {}
    assert len(answers) > 100
    routes = {kind_of(path).partition(" ")[0] for path in answers}
    assert {"health", "oembed", "badge/<str:area_id>.svg", "sitemap.xml"} - routes <= {"health"}
    assert any(path.startswith(f"{BELOW}/static/") for path in answers)


def test_the_description_of_the_api_begins_below_it(site):
    _, _, body = site[0].ask(f"{BELOW}/api/v1/openapi.json")
    described = json.loads(body)
    server = described["servers"][0]["url"]
    assert server == BELOW
    for path in ("/api/v1/areas", "/api/v1/methods", "/api/v1/score"):
        assert path in described["paths"]
        assert site[0].ask(server + path)[0] == 200
    area = json.loads(site[0].ask(f"{BELOW}/api/v1/areas/SE-0480")[2])
    assert site[0].ask(area["page"])[0] == 200


def test_a_proxy_may_take_the_path_off_or_pass_it_on(site):
    reader = site[0]
    _, _, passed = reader.ask(f"{BELOW}/sv/se/nykoping/")
    _, _, off = reader.ask("/sv/se/nykoping/")
    assert passed == off
    assert reader.ask("/health")[0] == reader.ask(f"{BELOW}/health")[0] == 200
    status, headers, _ = reader.ask(BELOW)
    assert status == 302
    assert headers["Location"].startswith(f"{BELOW}/")


def test_a_figure_finds_its_site_from_another_page(site):
    reader = site[0]
    asked = urlencode({"url": f"{reader.address}/sv/se/nykoping/"})
    answer = json.loads(reader.ask(f"{BELOW}/oembed?{asked}")[2])
    frame = re.search(r'src="([^"]+)"', answer["html"]).group(1)
    assert frame.startswith(f"{reader.address}/embed/dots/SE-0480")
    assert answer["thumbnail_url"].startswith(f"{reader.address}/sv/se/nykoping/shared.png")


def test_mail_leads_below_it(site):
    reader, mail, *_ = site
    status, _, _ = reader.ask(f"{BELOW}/sv/se/nykoping/follow/", {"mail": "reader@example.org", "pace": "at-once"})
    assert status == 200
    text = MailFolder(mail).newest("reader@example.org", "/confirm/")  # the sender looks by itself
    links = reader.absolute.findall(text)
    assert links
    assert all(link.startswith(f"{reader.address}/") for link in links), links
    confirm = next(link for link in links if "/confirm/" in link)
    assert reader.ask(confirm.removeprefix(reader.host))[0] == 200


def test_every_room_of_the_workspace_is_below_it(site):
    reader, _, password, codes = site
    path = f"{BELOW}/sv/workspace/"
    for form in ({"login": "owner@demo.example", "password": password}, {"code": codes[0]}):
        status, headers, body = reader.ask(path)
        while status in (301, 302):
            path = urljoin(path, headers["Location"])
            status, headers, body = reader.ask(path)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', body).group(1)
        status, headers, _ = reader.ask(path, {**form, "csrfmiddlewaretoken": token})
        assert status == 302, form.keys()
        path = urljoin(path, headers["Location"])
    answers = crawl(reader, [f"{BELOW}/sv/workspace/", path])
    assert reader.outside == set()
    assert bad(answers) == {}
    assert sum("/workspace/" in one for one in answers) > 20


@pytest.mark.parametrize(
    ("site_address", "path"),
    [("https://example.org", ""), ("https://example.org/", ""), ("https://example.org/klimat/", "/klimat")],
)
def test_the_path_is_that_of_the_sites_address(site_address, path):
    assert path_of(site_address) == path


@pytest.mark.parametrize("path", ["/kli mat", "/../x", "//x", "/klimat/å"])
def test_a_path_that_no_proxy_passes_on_is_refused(path):
    with pytest.raises(ImproperlyConfigured, match="SITE_ADDRESS"):
        path_of(f"https://example.org{path}")
