"""Names that no card has: read under provisional keys, so that one new name of a publisher does not stop a country.

What becomes of a name is decided where an edition is built: it is one that was called otherwise before, it is other emissions of
a sector that is known, or it is a sector of its own under its publisher's own name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from climate_visualizer.sources.slugs import plain
from climate_visualizer.sources.table import SourceError, listed

NEW = "~"
TOTAL = "total"


# A sector (its sub-sector is `total`) or a sub-sector by its provisional key, and how the publisher spells it.
NewName = tuple[str, str, str]


@dataclass(frozen=True)
class Named:
    """Our keys for each pair of names that a file has, and the names that no card has."""

    keys: dict[tuple[str, str], tuple[str, str]]
    new: tuple[NewName, ...]


def provisional(name: str) -> str:
    """The key of a name until an edition is built."""
    return f"{NEW}{plain(name) or 'unnamed'}"


def is_new(key: str) -> bool:
    """Whether a key is a provisional one."""
    return key.startswith(NEW)


def named(
    pairs: Iterable[tuple[str | None, str | None]],
    sectors: Mapping[str, str],
    parts: Mapping[tuple[str, str], str],
    what: str,
) -> Named:
    """Keys of (sector, sub-sector) as a file spells them; `parts` leads from a sector's key and a spelling to a key.

    A row without a name cannot be counted anywhere and is a sentence.
    """
    keys: dict[tuple[str, str], tuple[str, str]] = {}
    new: dict[NewName, None] = {}
    for sector_said, part_said in sorted((sector or "", part or "") for sector, part in pairs):
        if not (sector_said and part_said):
            spelt = listed([f"'{sector_said} / {part_said}'"])
            raise SourceError(f"{what} has a row without a sector or sub-sector ({spelt}); download it again.")
        sector = sectors.get(sector_said) or provisional(sector_said)
        part = parts.get((sector, part_said)) or provisional(part_said)
        if is_new(sector):
            new[sector, TOTAL, sector_said] = None
        if is_new(part):
            new[sector, part, part_said] = None
        keys[sector_said, part_said] = (sector, part)
    return Named(keys, tuple(new))
