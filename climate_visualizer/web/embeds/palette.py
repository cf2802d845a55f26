"""The colours of an embedded figure: the site's own, or all that means emissions in one colour of the page around it.

Whatever colour is asked for, words in it can be read: it is mixed with the ink until the contrast is enough.
"""

from __future__ import annotations

from climate_visualizer.charts.drawing.themes import DARK, LIGHT

SURFACES = {"light": {"card": "#ffffff", "hot": "#c53430"}, "dark": {"card": "#201b1e", "hot": "#ff7a70"}}
READABLE, VISIBLE = 4.5, 3.0
STEPS = 40
# How much paper is mixed into the page's own colour, and into the sectors that bear words in paper how much ink.
_RAMP = {"s1": 0.0, "s2": 0.0, "s3": 0.22, "s4": 0.42, "s5": 0.6, "s6": 0.74, "est": 0.38, "left": 0.68}
_PALE = {"energy": 0.45, "homes": 0.3, "farming": 0.6, "waste": 0.72, "products": 0.52, "other": 0.82}
_STRONG = {"transport": 0.05, "industry": 0.5, "machinery": 0.3, "trade": 0.65}

RGB = tuple[int, int, int]


def _rgb(colour: str) -> RGB:
    digits = colour.removeprefix("#")
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def mixed(colour: str, other: str, share: float) -> str:
    """A colour with so much of another in it."""
    pairs = zip(_rgb(colour), _rgb(other), strict=True)
    return "#" + "".join(f"{round(own + (added - own) * share):02x}" for own, added in pairs)


def _luminance(colour: str) -> float:
    def linear(channel: int) -> float:
        share = channel / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(channel) for channel in _rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(colour: str, other: str) -> float:
    """The contrast of two colours as WCAG has it, from 1 to 21."""
    low, high = sorted((_luminance(colour), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def legible(colour: str, *, paper: str, ink: str, least: float) -> str:
    """The colour, with as little ink in it as gives the contrast."""
    for step in range(STEPS + 1):
        candidate = mixed(colour, ink, step / STEPS)
        if contrast(candidate, paper) >= least:
            return candidate
    return ink


def palette(theme: str, colour: str = "") -> dict[str, str]:
    """Every colour by its meaning, for one theme."""
    own = {**(DARK if theme == "dark" else LIGHT), **SURFACES[theme]}
    own["soft"] = "#b9abac" if theme == "dark" else "#665a5e"
    if not colour:
        return own
    paper, ink = own["paper"], own["ink"]
    visible = legible(f"#{colour}", paper=paper, ink=ink, least=VISIBLE)
    ramp = {name: mixed(visible, paper, paper_share) for name, paper_share in _RAMP.items()}
    ramp["s1"] = mixed(visible, ink, 0.25)
    ramp |= {name: mixed(visible, paper, paper_share) for name, paper_share in _PALE.items()}
    ramp |= {name: mixed(visible, ink, paper_share) for name, paper_share in _STRONG.items()}
    hot = legible(f"#{colour}", paper=paper, ink=ink, least=READABLE)
    return {**own, **ramp, "past": visible, "hot": hot}
