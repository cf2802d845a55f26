"""Themes: the colour of every meaning on a light page, on a dark one and on paper, and the fixed colour of each sector."""

from __future__ import annotations

from collections.abc import Mapping

# One name a meaning; the page sets the names as CSS variables, a downloaded picture carries the colours of its theme.
LIGHT = {
    "paper": "#faf6f2",
    "ink": "#1f1a1c",
    "soft": "#6d6165",
    "line": "#e6dcd6",
    "past": "#d9443f",
    "est": "#ea8b84",
    "left": "#dcbdb5",
    "bad": "#8c1d2f",
    "act": "#0d6a66",
    "s1": "#a8282d",
    "s2": "#cd3b37",
    "s3": "#e3756b",
    "s4": "#eb9c90",
    "s5": "#f0bdb2",
    "s6": "#e8d3ca",
    "transport": "#b32d2d",
    "industry": "#5c3a5e",
    "energy": "#e9b44c",
    "homes": "#e88c6a",
    "machinery": "#7a5230",
    "farming": "#b3bd6a",
    "waste": "#b9b0aa",
    "products": "#d8a9c9",
    "trade": "#4d6a8f",
    "other": "#e3d3ca",
}
DARK = {
    **LIGHT,
    "paper": "#171315",
    "ink": "#f4ece9",
    "soft": "#b3a5a6",
    "line": "#3a3135",
    "past": "#ff6b61",
    "est": "#c4625c",
    "left": "#5d4a4b",
    "bad": "#ff9aa5",
    "act": "#5fd0c5",
    "s1": "#ff8a7d",
    "s2": "#ff6b61",
    "s3": "#b34640",
    "s4": "#99403c",
    "s5": "#7f3838",
    "s6": "#5d3a3b",
    "transport": "#ff7f74",
    "industry": "#c9a0cc",
    "energy": "#7a5710",
    "homes": "#94492c",
    "machinery": "#cf9f72",
    "farming": "#59611f",
    "waste": "#5b534f",
    "products": "#73446a",
    "trade": "#8fb0da",
    "other": "#463a39",
}
THEMES: dict[str, Mapping[str, str]] = {"light": LIGHT, "dark": DARK}
PRINT = {**LIGHT, "paper": "#ffffff"}
PAGE = {name: f"var(--{name})" for name in LIGHT}  # a page has the names as CSS variables, for light and dark alike
FONT = "ui-sans-serif, system-ui, sans-serif"
