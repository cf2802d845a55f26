"""Sums of money in the currency of an area's country, as a document of the house writes them."""

from __future__ import annotations

from climate_visualizer.languages.language import Language

NORDIC_CROWN = "kr"
# ISO 4217 where a sign would stand on the other side of the figure in one language or another.
CURRENCIES = {
    "SE": NORDIC_CROWN,
    "NO": NORDIC_CROWN,
    "DK": NORDIC_CROWN,
    "FI": "EUR",
    "DE": "EUR",
    "FR": "EUR",
    "NL": "EUR",
    "GB": "GBP",
    "US": "USD",
    "IN": "INR",
}
EXACT_BELOW = 10_000


def money(amount: float, country: str, language: Language) -> str:
    """An amount rounded as tonnes are, with its currency; a country whose currency is not known here has none."""
    size = language.whole(round(amount)) if abs(amount) < EXACT_BELOW else language.rounded(amount)
    return f"{size}\u00a0{CURRENCIES.get(country, '')}".rstrip("\u00a0")


def a_tonne(amount: float, country: str, language: Language) -> str:
    """A cost a tonne of carbon dioxide."""
    return language.t("{amount} a tonne", amount=money(amount, country, language))
