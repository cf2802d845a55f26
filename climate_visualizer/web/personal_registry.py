"""Registry of personal data (GDPR): who keeps something about people, how it is exported and how it is erased.

A room that keeps such data registers it when its application is ready: ``holds("history", export=..., erase=...)``, both of
which get the account; erasing is only needed where the database does not cascade. What is kept by mail address, also of
people without an account, is registered with `holds_address`; both get the address.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

Export = Callable[[Any], object]  # of a user of the workspace, which this file knows nothing of
Erase = Callable[[Any], None]  # a user of the workspace, which this file knows nothing of
HOLDERS: dict[str, tuple[Export, Erase | None]] = {}
BY_ADDRESS: dict[str, tuple[Callable[[str], Iterable[object]], Callable[[str], object]]] = {}


def holds(name: str, *, export: Export, erase: Erase | None = None) -> None:
    """Register something that is kept about people."""
    HOLDERS[name] = (export, erase)


def holds_address(name: str, *, export: Callable[[str], Iterable[object]], erase: Callable[[str], object]) -> None:
    """Register something that is kept by mail address, whether its owner has an account or not."""
    BY_ADDRESS[name] = (export, erase)
