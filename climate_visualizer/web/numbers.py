"""Whole numbers as they stand in addresses and forms."""

MOST_DIGITS = 9  # below what a database's integer holds


def number(text: str, otherwise: int = 0) -> int:
    """The number that a text is; `otherwise` for anything else, superscripts and endless digits among it."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else otherwise
