"""Where a file came from: who published it, when, under what licence and with what checksum."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache

from climate_visualizer.places import DATA, Toml

CARDS = DATA / "sources"


@dataclass(frozen=True)
class Origin:
    """One file's origin card; it follows the figures into the edition, the pages and every answer."""

    source: str
    publisher: str
    title: str
    release_date: str
    licence: str
    url: str
    sha256: str
    file_name: str

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


# A TOML file of `data/sources` as it stands: `card` is the same for all; a source reads the other tables of its own card.
Card = Toml

# Cards that came with figures, in a data package: an edition has them in its manifest, and they are learnt with it.
_brought: dict[str, Card] = {}


def learn_cards(cards: Mapping[str, Card]) -> bool:
    """Take note of cards by their source; returns whether any is new or another than before."""
    news = {source: card for source, card in cards.items() if _brought.get(source) != card}
    _brought.update(news)
    return bool(news)


def brought() -> Mapping[str, Card]:
    """The cards that came with figures, by their source."""
    return _brought


def facts(source: str) -> Card:
    """What is known about a source: its card in ``data/sources``, or the one that its figures brought."""
    return _brought[source] if source in _brought else _kept(source)


@lru_cache(maxsize=64)
def _kept(source: str) -> Card:
    return tomllib.loads((CARDS / f"{source}.toml").read_text(encoding="utf-8"))


def origin_of(source: str, *, content: bytes, file_name: str, title: str, release_date: str) -> Origin:
    """The origin of a file from its source's card and its own bytes."""
    card = facts(source)["card"]
    return Origin(
        source=source,
        publisher=card["publisher"],
        title=title,
        release_date=release_date,
        licence=card["licence"],
        url=card["url"],
        sha256=hashlib.sha256(content).hexdigest(),
        file_name=file_name,
    )
