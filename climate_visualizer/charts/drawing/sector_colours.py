"""Sector colours: one fixed colour for a sector, in every place, country and figure."""

from __future__ import annotations

# The colours' names in `themes`; each sector that any publisher has stands once.
_SECTORS = {
    "transport": (
        "transport",
        "road",
        "international-transport",
        "aviation",
        "shipping",
        "domestic-shipping",
        "domestic-aviation",
    ),
    "industry": ("industry", "cement", "combustion"),
    "energy": ("electricity-heat", "energy", "coal"),
    "homes": ("heating", "domestic", "buildings", "gas"),
    "machinery": ("machinery", "oil"),
    "farming": ("agriculture",),
    "waste": ("waste", "flaring"),
    "products": ("product-use", "public", "fluorinated-gases"),
    "trade": ("commercial",),
    "other": ("other", "other-fossil", "land-use"),
}
COLOUR_OF = {sector: colour for colour, sectors in _SECTORS.items() for sector in sectors}
# Dark on a light page and light on a dark one: words on them are in the colour of the paper, on all others in ink.
STRONG = ("transport", "industry", "machinery", "trade", "s1", "s2")
SHADES = tuple(f"s{index}" for index in range(1, 7))  # parts of one sector, the largest first


def colour_of(sector: str) -> str:
    """The name of a sector's colour; a sector that no card knows has that of all others."""
    return COLOUR_OF.get(sector, "other")


def ink_on(colour: str) -> str:
    """The name of the colour of words on a colour."""
    return "paper" if colour in STRONG else "ink"
