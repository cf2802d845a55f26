"""Slugs: names as they stand in addresses."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

# Letters that carry no accent and would vanish with the others.
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "đ": "d", "ß": "ss"})


def plain(name: str) -> str:
    """A name in lower-case letters of a to z with hyphens."""
    letters = unicodedata.normalize("NFKD", name.lower().translate(_LETTERS)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


def slugs(names: list[str], codes: list[str]) -> list[str]:
    """Addresses; of two names that become the same (Habo, Håbo) the one spelt plainly keeps it."""
    plain_names = [plain(name) for name in names]
    counts = Counter(plain_names)
    return [
        slug if counts[slug] == 1 or name.isascii() else f"{slug}-{code.lower()}"
        for slug, name, code in zip(plain_names, names, codes, strict=True)
    ]
