"""Rules about addresses: each is made from its name, by `path_to` and `url_to`, and none is written out as text."""

import ast
import re

import pytest
from conftest import ROOT
from django.urls import NoReverseMatch, reverse

from climate_visualizer.editions.read import Area
from climate_visualizer.web.http.addresses import in_language, path_to, url_to

WEB = ROOT / "climate_visualizer" / "web"
# `addresses` makes them; `urls.py` says what they are.
CODE = [path for path in sorted(WEB.rglob("*.py")) if not path.name.endswith("urls.py") and path.name != "addresses.py"]
LEADING = re.compile(r"""(?<![\w-])(href|src|action|formaction|poster|data-[\w-]+|content)=["']([^"']*)""")
MAKING = {
    "rooted",
    "address",
    "build_absolute_uri",
    "HttpResponseRedirect",
    "HttpResponsePermanentRedirect",
    "redirect",
}


def _written_out(name: str, value: str) -> bool:
    """A path of the site as text: `/sv/...` and `/{{ lang }}/...`, or from this page: `../goal/`, `{{ year }}/`."""
    leads = name in ("href", "src", "action", "formaction", "poster")
    absolute = re.match(r"(\{\{ origin \}\})?/(?!/)", value)
    relative = re.match(r"\.|[\w-]+[./](?!/)|\{\{[^}]*\}\}[\w.-]*/", value) and not value.startswith("mailto:")
    return bool(absolute or (leads and relative))


def test_no_template_writes_out_an_address():
    found = [
        (path.name, value)
        for path in sorted(WEB.rglob("templates/**/*.html"))
        for name, value in LEADING.findall(path.read_text(encoding="utf-8"))
        if _written_out(name, value)
    ]
    assert found == [], "write {% path_to 'name' %} in its place"


@pytest.mark.parametrize(
    "value",
    ["/sv/", "/{{ lang }}/", "{{ origin }}/x", "explore/{{ q }}", "../", "goal.csv{{ q }}", "{{ year }}/", "./"],
)
def test_an_address_written_out_is_seen(value):
    assert _written_out("href", value)


@pytest.mark.parametrize(
    "value",
    ["{% path_to 'home' %}#a", "?x=1", "#x", "{{ one.href }}", "https://x.example/a", "mailto:{{ contact }}", "//x"],
)
def test_what_is_no_address_of_the_site_is_left_alone(value):
    assert not _written_out("href", value)


def _begins(node: ast.AST) -> str:
    """The text that a string or an f-string begins with."""
    first = node.values[0] if isinstance(node, ast.JoinedStr) and node.values else node
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""


def _named(function: ast.expr) -> str:
    return getattr(function, "attr", getattr(function, "id", ""))


def _written(source: str) -> list[str]:
    """Paths of the site as text: f-strings (`/proc` is the machine's own), and what is given to who makes addresses."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr):
            found += [_begins(node)] if re.match(r"/(?!proc/)", _begins(node)) else []
        if isinstance(node, ast.Call) and _named(node.func) in MAKING:
            found += [_begins(given) for given in node.args if re.match("/.", _begins(given))]
    return found


def test_no_code_writes_out_an_address():
    found = [(path.name, text) for path in CODE for text in _written(path.read_text(encoding="utf-8"))]
    assert found == [], "write path_to('name') or url_to('name') in its place"


def test_code_that_writes_out_an_address_is_seen():
    assert _written('f"/{code}/{country}/"') == ["/"]
    assert _written('rooted("/sv/")') == ["/sv/"]
    assert _written('open(f"/proc/{pid}/statm"); rooted("/"); path_to("home", "sv")') == []


def test_an_address_is_made_from_its_name():
    area = Area("SE-0480", "Nyköping", "municipality", "SE-04", "SE", "nykoping")
    assert path_to("area", "sv", area) == "/sv/se/nykoping/"
    assert path_to("sector", "en", area, sector="coal") == "/en/se/nykoping/sectors/coal/"
    assert path_to("area-file", "sv", area, name="report.pdf") == "/sv/se/nykoping/report.pdf"
    assert path_to("api:budget", area_id="SE-0480") == "/api/v1/areas/SE-0480/budget"
    assert path_to("workspace:preview", "sv", token="å/b") == "/sv/workspace/preview/%C3%A5/b/"
    assert url_to("home", "sv") == "http://testserver/sv/"


def test_an_address_is_the_one_that_django_makes():
    named = [("home", {}), ("ranking", {}), ("workspace:home", {}), ("alerts:leave", {"token": "a:b~c"})]
    for name, keys in named:
        assert path_to(name, "sv", **keys) == reverse(name, kwargs={"lang": "sv", **keys})
    assert path_to("account_login") == reverse("account_login")


def test_a_site_below_a_path_has_it_before_every_address(settings):
    settings.BELOW, settings.SITE_ADDRESS = "/klimat", "https://example.org/klimat"
    assert path_to("home", "sv") == "/klimat/sv/"
    assert url_to("home", "sv") == "https://example.org/klimat/sv/"
    assert in_language("/klimat/sv/se/nykoping/?limit=2", "fi") == "/klimat/fi/se/nykoping/?limit=2"


@pytest.mark.parametrize(
    ("name", "keys", "said"),
    [
        ("no-such", {}, "no address: it is not in urls.py"),
        ("nowhere:home", {}, "no address: it is not in urls.py"),
        ("area", {"country": "se"}, r"given \['country'\]; it takes \['country', 'lang', 'slug'\]"),
    ],
)
def test_a_name_that_is_none_is_told_with_what_it_takes(name, keys, said):
    with pytest.raises(NoReverseMatch, match=said):
        path_to(name, **keys)
