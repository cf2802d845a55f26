"""Number parsing: numbers as they stand in addresses, and as people write them in forms."""

import math

MOST_DIGITS = 9  # below what a database's integer holds


def number(text: str, otherwise: int = 0) -> int:
    """The whole number that a text is; `otherwise` for anything else, superscripts and endless digits among it."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else otherwise


def amount(text: str) -> float:
    """A number as people write it: comma or point, spaces between thousands, a true minus. Raises `ValueError`."""
    value = float("".join(text.split()).replace("\u2212", "-").replace(",", "."))
    if not math.isfinite(value):
        raise ValueError(f"{text!r} is no finite number.")
    return value
