"""Least-recently-used cache with one budget of bytes, shared by everything that is kept to be quick.

Results are kept by the names of editions, never by the editions themselves, so that no cache keeps an old edition's tables
alive. The limit is CLIMATE_VISUALIZER_CACHE_MB; editions in memory (two at most) come on top of it.
"""

from __future__ import annotations

import sys
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import wraps
from threading import Lock
from typing import Any, ParamSpec, Protocol, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T", covariant=True)
Key = tuple[Hashable, ...]
MEGABYTE = 2**20
DEFAULT_MEGABYTES = 32  # some 600 pages with what they were made from; a worker with three countries stays below 400 MB
ENTRY = 400  # bytes of a key, its place in the order and the bookkeeping, measured over 10 000 entries
_MISSING = object()


@dataclass(frozen=True)
class Use:
    """What the cache holds and has done since the process began."""

    entries: int
    bytes: int
    most: int
    hits: int
    misses: int
    dropped: int


class Cache:
    """Values by key, each with its weight in bytes; the sum stays within the limit."""

    def __init__(self, most: int) -> None:
        self._most, self._bytes, self._lock = most, 0, Lock()
        self._values: OrderedDict[Key, tuple[object, int]] = OrderedDict()
        self._hits = self._misses = self._dropped = 0

    def get(self, key: Key, default: object = None) -> Any:  # what a key was put with is its caller's to know
        with self._lock:
            entry = self._values.get(key)
            if entry is None:
                self._misses += 1
                return default
            self._values.move_to_end(key)
            self._hits += 1
            return entry[0]

    def put(self, key: Key, value: object, weight: int) -> None:
        """Keep a value; one that is heavier than a quarter of the limit is not worth what would go for it."""
        weight += ENTRY
        if weight * 4 > self._most:
            return
        with self._lock:
            self._take(key)
            self._values[key] = (value, weight)
            self._bytes += weight
            self._shrink()

    def limit(self, most: int) -> None:
        with self._lock:
            self._most = most
            self._shrink()

    def forget(self, name: str) -> None:
        """Drop what was worked out from an edition, or from one that is made of it."""
        with self._lock:
            for key in [key for key in self._values if any(_is_of(key_part, name) for key_part in key)]:
                self._take(key)

    def clear(self, function: str = "") -> None:
        """Drop everything, or what one function gave."""
        with self._lock:
            for key in [key for key in self._values if not function or key[0] == function]:
                self._take(key)

    def use(self) -> Use:
        with self._lock:
            return Use(len(self._values), self._bytes, self._most, self._hits, self._misses, self._dropped)

    def _take(self, key: Key) -> None:
        entry = self._values.pop(key, None)
        self._bytes -= entry[1] if entry else 0

    def _shrink(self) -> None:
        while self._bytes > self._most and self._values:
            _, (_, weight) = self._values.popitem(last=False)
            self._bytes -= weight
            self._dropped += 1


def _is_of(key_part: object, name: str) -> bool:
    if isinstance(key_part, tuple):
        return any(_is_of(inner_part, name) for inner_part in key_part)
    return isinstance(key_part, str) and (key_part == name or key_part.startswith(f"{name}+"))


PLAIN = frozenset((type(None), bool, int, float, str, bytes))
CACHE = Cache(DEFAULT_MEGABYTES * MEGABYTE)


class Remembered(Protocol[P, T]):
    """A function whose answers are kept."""

    def __call__(self, *args: P.args, **named: P.kwargs) -> T: ...

    def cache_clear(self) -> None: ...


def remembered(function: Callable[P, T]) -> Remembered[P, T]:
    """Keep what a function gives by its arguments; an argument with a `cache_key` (an edition, a language) is kept by that."""
    name = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def cached(*args: P.args, **named: P.kwargs) -> T:
        key = (
            name,
            *map(_identity, args),
            *(identity for pair in named.items() for identity in (pair[0], _identity(pair[1]))),
        )
        value = CACHE.get(key, _MISSING)
        if value is _MISSING:
            value = function(*args, **named)
            CACHE.put(key, value, weight(value))
        return cast(T, value)

    cached.cache_clear = lambda: CACHE.clear(name)  # type: ignore[attr-defined]
    return cast(Remembered[P, T], cached)


def _identity(argument: object) -> Hashable:
    return cast(Hashable, getattr(argument, "cache_key", argument))


def weight(value: object) -> int:
    """About how many bytes a value takes; what it shares with others (an edition, a method) isn't counted where it is a part."""
    return _weight(value, set(), own_memory=True)


def _weight(value: object, counted_ids: set[int], *, own_memory: bool = False) -> int:
    if type(value) in PLAIN:
        return sys.getsizeof(value)
    if id(value) in counted_ids:
        return 0
    counted_ids.add(id(value))
    if isinstance(value, (tuple, list)):
        return sys.getsizeof(value) + _weights(value, counted_ids)
    if isinstance(value, dict):
        return sys.getsizeof(value) + _weights([*value.keys(), *value.values()], counted_ids)
    if isinstance(value, (set, frozenset)):
        return sys.getsizeof(value) + _weights(list(value), counted_ids)
    if not own_memory and getattr(value, "shared_in_memory", False):
        return 0
    if hasattr(value, "nbytes"):  # numpy
        return int(value.nbytes) + 112
    if hasattr(value, "estimated_size"):  # polars
        return int(value.estimated_size()) + 112
    return sys.getsizeof(value) + _weights(_parts(value), counted_ids)


def _weights(values: Sequence[object], counted_ids: set[int]) -> int:
    """The weight of parts; many of one plain kind, as a curve's numbers are, weigh as much as the first of them each.

    So do many tuples of plain ones, as a history's years with their tonnes are.
    """
    if len(values) > 8 and type(values[0]) is type(values[-1]):
        if isinstance(values[0], (float, int)):
            return len(values) * sys.getsizeof(values[0])
        if isinstance(values[0], tuple) and all(type(item) in PLAIN for item in values[0]):
            return len(values) * (sys.getsizeof(values[0]) + sum(map(sys.getsizeof, values[0])))
    # A verdict has 160 parts, nearly all of them plain: weighing took a tenth of the page that it stands on before.
    return sum(sys.getsizeof(item) if type(item) in PLAIN else _weight(item, counted_ids) for item in values)


def _parts(value: object) -> list[object]:
    slots: Iterable[str] = getattr(type(value), "__slots__", ())
    own = [getattr(value, name, None) for name in ([slots] if isinstance(slots, str) else slots)]
    return [*own, *vars(value).values()] if hasattr(value, "__dict__") else own
