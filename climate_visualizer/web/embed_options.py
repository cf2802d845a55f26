"""Embed options: the figures that can be embedded, the parameters of their addresses, and the snippets to copy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.html import escape

from climate_visualizer.methods.choices import WrongChoice
from climate_visualizer.web.http.addresses import path_to, url_to
from climate_visualizer.web.page_language import CODES

FIGURES = {
    "headline": "The answer in a sentence",
    "findings": "Four figures",
    "dots": "The budget in dots",
    "history": "Emissions, trend and budget",
    "cumulative": "The rising sum against the budget",
    "sectors": "Where emissions come from",
    "waiting": "Waiting has a price",
}
HEIGHTS = {
    "headline": 220,
    "findings": 340,
    "dots": 560,
    "history": 520,
    "cumulative": 520,
    "sectors": 520,
    "waiting": 440,
}
THEMES = {"auto": "As the reader’s device", "light": "Light", "dark": "Dark"}
FIELDS = {"figure": "What to show", "language": "Language", "theme": "Theme", "colour": "Colour"}
CHOICES = {
    "method": "Method",
    "limit": "Limit of warming",
    "likelihood": "Likelihood",
    "sharing": "Sharing",
    "vintage": "World budget",
    "scope": "Scope",
    "pathway": "How the cut is spread",
    "start": "Year when the cut begins",
}
OPTIONS = ("language", "theme", "colour")
_COLOUR = re.compile(r"#?([0-9a-fA-F]{6})")


@dataclass(frozen=True)
class Options:
    """How an embedded figure is to look: `colour` is six hexadecimal figures, or empty for the site's own."""

    language: str
    theme: str
    colour: str

    def query(self) -> dict[str, str]:
        """The options as they stand in an address; what is the default is left out."""
        options = {"language": self.language, "theme": self.theme, "colour": self.colour}
        return {name: value for name, value in options.items() if value and (name, value) != ("theme", "auto")}


def options(query: Mapping[str, str], *, language: str | None = None) -> Options:
    """The options in a query; raises `WrongChoice` for what cannot be had."""
    code = query.get("language") or language or CODES[0]
    if code not in CODES:
        raise WrongChoice("language", code, CODES)
    theme = query.get("theme") or "auto"
    if theme not in THEMES:
        raise WrongChoice("theme", theme, tuple(THEMES))
    asked = query.get("colour") or ""
    colour = _COLOUR.fullmatch(asked)
    if asked and not colour:
        raise WrongChoice("colour", asked, ("0d6a66",), "Write a colour as six hexadecimal figures.")
    return Options(code, theme, colour.group(1).lower() if colour else "")


def ensure_figure(name: str) -> str:
    """A figure's name as it is; raises `WrongChoice` for one there is not."""
    if name not in FIGURES:
        raise WrongChoice("figure", name, tuple(FIGURES))
    return name


def embed_path(figure: str, area_id: str, chosen: Options, choices: Mapping[str, str], *, name: str = "embed") -> str:
    """The path of an embedded figure: the page for a frame, or the fragment by the name `embed-fragment`."""
    query = urlencode({**chosen.query(), **choices})
    return path_to(name, figure=figure, area_id=area_id) + (f"?{query}" if query else "")


def iframe(url: str, title: str, height: int, *, width: str = "") -> str:
    """The frame, which stands on its own, and the script that lets it take the height it needs."""
    wide = f'width="{width}" ' if width else ""
    look = "border:0" if width else "border:0;width:100%"
    return (
        f'<iframe src="{escape(url)}" title="{escape(title)}" loading="lazy" {wide}height="{height}" '
        f'style="{look}"></iframe>\n{_script()}'
    )


def _script() -> str:
    return f'<script async src="{escape(url_to("embed-script"))}"></script>'


def element(figure: str, area_id: str, chosen: Options, choices: Mapping[str, str]) -> str:
    """The element that fetches the figure into the page itself."""
    named = {"area": area_id, "figure": figure, **chosen.query(), **choices}
    attributes = " ".join(f'{name}="{escape(value)}"' for name, value in named.items())
    return f"<climate-budget {attributes}></climate-budget>\n{_script()}"
