"""What sectors are called and how well they are known, country by country, from the cards of the sources."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache

from climate_visualizer.places import DATA
from climate_visualizer.sources.origin import CARDS, Card, brought, facts, learn_cards

EVERYWHERE = "*"
OTHER = "other"
_learnt: dict[str, dict[str, str]] = {}


@lru_cache(maxsize=1)
def _stand_in() -> dict[str, Card]:
    return tomllib.loads((DATA / "gate" / "new_names.toml").read_text(encoding="utf-8"))


def learn(names: Mapping[str, Mapping[str, str]]) -> None:
    """Take note of sectors by country that no card has, under their publisher's own name, as an edition keeps them."""
    for country, sectors in names.items():
        if not sectors.items() <= _learnt.get(country, {}).items():
            _learnt[country] = {**_learnt.get(country, {}), **sectors}
            labels.cache_clear()


def learn_brought(cards: Mapping[str, Card]) -> None:
    """Take note of the cards of an edition's data packages."""
    if learn_cards(cards):
        sources_of.cache_clear()
        labels.cache_clear()


@lru_cache(maxsize=512)
def sources_of(country: str) -> tuple[str, ...]:
    """The sources that a country's statistics may come from, its own first, then those that have every country."""
    shipped = {path.stem: facts(path.stem) for path in sorted(CARDS.glob("*.toml"))}
    cards = {**dict(sorted(brought().items())), **shipped}  # a country's own package knows it best
    listed = {name: card["card"]["countries"] for name, card in cards.items() if "sector" in card}
    own = [name for name, countries in listed.items() if country in countries]
    return (*own, *(name for name, countries in listed.items() if EVERYWHERE in countries))


def source_of(country: str) -> str:
    """The source whose statistics of a country are the most detailed; `KeyError` where there is none."""
    names = sources_of(country)
    if not names:
        raise KeyError(country)
    return names[0]


def card_of(country: str) -> Card:
    """The card of a country's most detailed statistics; `KeyError` for a country without any."""
    return facts(source_of(country))


def _sectors(country: str) -> dict[str, Card]:
    """Every sector that a country's figures may be given by: an edition may lack the more detailed source."""
    cards = [facts(name) for name in sources_of(country)] or [card_of(country)]
    own = {sector["key"]: sector for card in reversed(cards) for sector in card["sector"]}
    new = {key: {"key": key, "en": name, **_stand_in()["sector"]} for key, name in _learnt.get(country, {}).items()}
    return {**new, **own}


@lru_cache(maxsize=128)
def labels(country: str, language: str) -> dict[tuple[str, str], str]:
    """The name of each (sector, sub-sector) in a language, English where it has none; (total, total) is the whole."""
    labels_of = {("total", "total"): said(card_of(country)["total"], language)}
    for sector in _sectors(country).values():
        labels_of[(sector["key"], "total")] = said(sector, language)
        labels_of[(sector["key"], OTHER)] = said(_stand_in()["other"], language)
        labels_of |= {(sector["key"], part["key"]): said(part, language) for part in sector.get("subsectors", ())}
    return labels_of


def said(words: Mapping[str, object], language: str) -> str:
    """Words in a language, in the language that it is a variant of, or in English."""
    return str(words.get(language) or words.get(language.partition("-")[0]) or words["en"])


def sector_names(country: str, language: str) -> dict[str, str]:
    """Each main sector's name in a language, with the whole's under `total`."""
    return {sector: name for (sector, part), name in labels(country, language).items() if part == "total"}


def qualities(country: str) -> dict[str, str]:
    """The quality class of each sector: measured at its plants, or modelled from national totals."""
    return {key: sector["quality"] for key, sector in _sectors(country).items()}


def uncounted(country: str) -> tuple[str, ...]:
    """Sectors that are no part of a budget for fossil emissions, such as land use; none for a country without a card."""
    try:
        return tuple(sector["key"] for sector in card_of(country)["sector"] if not sector.get("counted", True))
    except KeyError:
        return ()


def holding(country: str, process: str) -> dict[str, bool]:
    """The sectors that a process's emissions are counted in, and whether a sector is nothing but that process."""
    holds = {key: sector.get("process") == process for key, sector in _sectors(country).items()}
    return {
        key: is_whole
        for key, is_whole in holds.items()
        if is_whole or process in _sectors(country)[key].get("processes", ())
    }


def capital(country: str) -> dict[str, str]:
    """The kind of capital that each sector's emissions come from, as in ``data/parameters/capital_lives.toml``."""
    return {key: sector["capital"] for key, sector in _sectors(country).items()}


def title(source: str, language: str) -> str:
    """What a source's statistics are called."""
    card = facts(source)["card"]
    return str(card.get(f"title_{language}", card["title"]))


def publisher(origin: Mapping[str, str], language: str) -> str:
    """What the publisher of a file is called in a language, or in the one that it is a variant of; its own name elsewhere."""
    card = facts(origin["source"])["card"]
    return str(card.get(f"publisher_{language.partition('-')[0]}") or origin["publisher"])


def titles_in(source: str) -> str:
    """The language that a source's files have their own titles in."""
    return str(facts(source)["card"].get("titles_in", "en"))


def history_from(country: str) -> int:
    """The first year of a country's statistics, where a card says that they begin late; 0 where it doesn't."""
    try:
        return int(card_of(country)["card"].get("history_from", 0))
    except KeyError:
        return 0


def has_people(country: str) -> bool:
    """Whether statistics of a country's people are read beside its emissions."""
    try:
        return bool(population_from(source_of(country)))
    except KeyError:
        return False


def population_from(source: str) -> str:
    """What to import for the people of a source's country; empty where no statistics of people are read."""
    return str(facts(source)["card"].get("population_from", ""))


def quality_sentence(country: str, quality: str, language: str) -> str:
    """What a quality class means, in a sentence."""
    return said(card_of(country)["quality"][quality], language)
