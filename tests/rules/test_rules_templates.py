"""Rules about templates: lines that can be read, and nothing in which the indentation that pages are sent without would count."""

import re

import pytest
from conftest import ROOT

TEMPLATES = ROOT / "climate_visualizer" / "web" / "templates"
PATHS = sorted(TEMPLATES.rglob("*.html"))
LONGEST = 200  # most are below 160; an address with its parameters has no place where it may be broken
BLOCK = re.compile(r"\{% blocktranslate\b((?:(?!%\}).)*)%\}(.*?)\{% endblocktranslate %\}", re.DOTALL)
KEEPING = re.compile(r"<(pre|textarea)\b[^>]*>(.*?)</\1>", re.DOTALL)


@pytest.fixture(scope="module")
def templates():
    return {str(path.relative_to(TEMPLATES)): path.read_text(encoding="utf-8") for path in PATHS}


def test_no_line_of_a_template_is_long(templates):
    long = [
        f"{name}:{number} has {len(line)} characters"
        for name, text in templates.items()
        for number, line in enumerate(text.splitlines(), 1)
        if len(line) > LONGEST
    ]
    assert long == [], (
        "begin a new line at a tag of a block, between attributes or at a space; a long text is a trimmed block"
    )


def test_a_text_of_several_lines_is_trimmed(templates):
    """Else its translation is looked for by a text with line breaks and indentation in it."""
    untrimmed = [
        f"{name}: {text.strip()[:40]}"
        for name, source in templates.items()
        for options, text in BLOCK.findall(source)
        if "\n" in text and "trimmed" not in options
    ]
    assert untrimmed == []


def test_nothing_in_which_white_space_counts_is_indented(templates):
    """The loader leaves indentation out (`templating.Loader`)."""
    indented = [name for name, text in templates.items() if any("\n " in inner for _, inner in KEEPING.findall(text))]
    assert indented == []
