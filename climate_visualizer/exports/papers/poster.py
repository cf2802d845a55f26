"""What is seen from afar: an A3 poster for the wall of a town hall, and the picture that is shown when a page is shared."""

from __future__ import annotations

from climate_visualizer.charts.dot_columns import Shape
from climate_visualizer.charts.drawing.themes import LIGHT
from climate_visualizer.exports.facts import Facts
from climate_visualizer.exports.papers import typeset
from climate_visualizer.exports.papers.large_dots import dotted, each_dot
from climate_visualizer.exports.qr_codes import qr_svg
from climate_visualizer.words.sentences import parts

WALL = Shape(columns=2, rows=36, letters=0)
SHARED = Shape(columns=1, rows=22, letters=0)
PAPER_COLOURS = dict(LIGHT)
UNBROKEN = "\u2011"  # 1,5-gradersbudget stays in one piece


def poster(facts: Facts, address: str) -> bytes:
    """An A3 page as PDF/UA-1, all of it vectors."""
    language, t = facts.language, facts.language.t
    content = {
        **_said(facts),
        "age": facts.dated,
        "title": t("Carbon budget for {area}", area=facts.name),
        "author": "Climate Visualizer",
        "dots": typeset.printed(dotted(facts.a, WALL, language), PAPER_COLOURS),
        "dots_alt": facts.figure("dots").alt,
        "each": each_dot(facts.a, WALL, language) + ".",
        "follow": t("Follow the budget, make other choices, see where emissions come from:"),
        "address": address,
        "qr": qr_svg(address),
        "qr_alt": t("A QR code that leads to the page of {area}", area=facts.name),
        "source": facts.source,
        "dated": t("As of {day}. {budget}", day=language.day(facts.a.as_of), budget=facts.budget_words),
    }
    return typeset.pdf("poster", content, day=facts.a.as_of)


def shared(facts: Facts, address: str) -> bytes:
    """1200 x 630 points as PNG, readable at the size of a thumb; `address` shows only its host."""
    content = {
        **_said(facts),
        "dots": typeset.printed(dotted(facts.a, SHARED), PAPER_COLOURS),
        "host": address.partition("://")[2].partition("/")[0],
        "source": facts.source,
    }
    return typeset.png("shared", content)


def _said(facts: Facts) -> dict[str, object]:
    stress = "bad" if facts.a.is_overdrawn else "hot"
    stressed_texts = [(text.replace("-", UNBROKEN), strong) for text, strong in parts(facts.headline)]
    return {
        "colours": {**PAPER_COLOURS, "hot": "#c53430"},
        "lang": facts.language.base,
        "kind": facts.language.t("Carbon budget"),
        "name": facts.name,
        "place": facts.place,
        "headline": [{"text": text, "strong": strong, "colour": stress} for text, strong in stressed_texts],
        "lead": facts.lead,
        "age": facts.age,
        "findings": [
            {
                "value": finding.value,
                "unit": finding.unit,
                "meaning": finding.meaning,
                "bad": finding.key == "overdrawn",
            }
            for finding in facts.findings
        ],
    }
