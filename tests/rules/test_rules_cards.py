"""Tables that are cards on a phone: each figure names its column, whose head is out of sight there; buttons keep a distance."""

import re

from conftest import ROOT

TEMPLATES = ROOT / "climate_visualizer" / "web" / "templates"
TABLE = re.compile(r'<table class="([^"]*)">(.*?)</table>', re.DOTALL)
CELL = re.compile(r'<td((?:"[^"]*"|[^">])*)>')
PLANS = ("workspace/plans", "workspace/cycle", "pages/plan.html", "pages/public_plan.html", "pages/kept_plan.html")


def test_every_figure_of_a_card_names_its_column():
    tables = [
        (path.name, body)
        for path in sorted(TEMPLATES.rglob("*.html"))
        for names, body in TABLE.findall(path.read_text())
        if "carded" in names.split()
    ]
    assert len(tables) > 10
    nameless = [(name, cell) for name, body in tables for cell in CELL.findall(body) if "data-head" not in cell]
    assert [row for row in nameless if 'class="long"' not in row[1]] == []


def test_every_table_of_a_plan_is_cards_on_a_phone():
    paths = [
        path
        for name in PLANS
        for path in ([TEMPLATES / name] if name.endswith("html") else (TEMPLATES / name).glob("*.html"))
    ]
    wide = [
        path.name
        for path in paths
        for names, body in TABLE.findall(path.read_text())
        if not {"carded", "stacked"} & set(names.split())
    ]
    assert wide == []


def test_buttons_beside_each_other_keep_a_distance_also_below_each_other():
    """A bare paragraph has none between its lines: where buttons wrap on a phone, they touch."""
    button = re.compile(r'<button|class="button')
    touching = [
        (path.name, match[0])
        for path in sorted(TEMPLATES.rglob("*.html"))
        for match in re.finditer(r"<p>(.*?)</p>", path.read_text(), re.DOTALL)
        if len(button.findall(match[1].replace('<button class="button', "<button"))) > 1
    ]
    assert touching == []


def test_a_key_or_a_link_that_is_shown_once_is_seen_to_its_end():
    shown = [
        (path.name, match[1])
        for path in sorted(TEMPLATES.rglob("*.html"))
        for match in re.finditer(r"<pre([^>]*)><code>{{ (?:link|secret) }}</code></pre>", path.read_text())
    ]
    assert len(shown) == 3 and {attributes for _, attributes in shown} == {' class="whole"'}
    rule = re.search(r"^pre\.whole {([^}]*)}", (TEMPLATES.parent / "static" / "site.css").read_text(), re.MULTILINE)
    assert rule and "white-space: pre-wrap" in rule[1] and "overflow-wrap: anywhere" in rule[1]
