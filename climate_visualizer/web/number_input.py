"""Number parsing: numbers as they stand in addresses, and as people write them in forms."""

from django.utils.translation import get_language

from climate_visualizer.web.page_language import CODES, language

MOST_DIGITS = 9  # below what a database's integer holds


def number(text: str, otherwise: int = 0) -> int:
    """The whole number that a text is; `otherwise` for anything else, superscripts and endless digits among it."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else otherwise


def amount(text: str) -> float:
    """A number as people write it in the page's language. Raises `ValueError`."""
    code = get_language() or CODES[0]
    return language(code if code in CODES else CODES[0]).read(text)
