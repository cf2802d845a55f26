"""A publisher's answer in JSON, changed at random: harmless changes leave its meaning as it is, harmful ones take some away."""

from __future__ import annotations

import codecs
import copy
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

JUNK: tuple[Any, ...] = ("abc", "1.2.3", "12,34,56", "n/a", True, [], {}, [1], "inf", "1 2", float("inf"))


@dataclass(frozen=True)
class Answer:
    """What JSON says, and where its figures are: the keys that lead to the lists or objects that hold them."""

    said: Any
    within: tuple[str, ...]
    blanks: bool = False  # null is a figure that there is none of

    def figures(self) -> list[tuple[str | int, ...]]:
        """The path of every figure."""
        return [path for path in _numbers(self.said, ()) if self.within[0] in path and path[0] != "objects"]

    def with_figure(self, path: tuple[str | int, ...], figure: Any) -> Answer:
        changed = copy.deepcopy(self.said)
        holder = changed
        for key in path[:-1]:
            holder = holder[key]
        holder[path[-1]] = figure
        return Answer(changed, self.within, self.blanks)


def _numbers(said: Any, path: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    pairs = said.items() if isinstance(said, dict) else enumerate(said) if isinstance(said, list) else ()
    for key, inside in pairs:
        if isinstance(inside, (int, float)) and not isinstance(inside, bool):
            yield (*path, key)
        else:
            yield from _numbers(inside, (*path, key))


def written(answer: Answer) -> bytes:
    """The answer as its publisher sends it."""
    return json.dumps(answer.said, ensure_ascii=False).encode()


Change = Callable[[Answer, random.Random], "Answer | bytes"]


def marked(answer: Answer, dice: random.Random) -> bytes:
    return codecs.BOM_UTF8 + written(answer)


def indented(answer: Answer, dice: random.Random) -> bytes:
    return (
        b"\n"
        + json.dumps(answer.said, indent=dice.choice([1, 2, 4]), ensure_ascii=dice.random() < 0.5).encode()
        + b"\r\n\n"
    )


def keys_in_another_order(answer: Answer, dice: random.Random) -> Answer:
    """Every object's keys in another order, which says nothing in JSON."""

    def moved(said: Any) -> Any:
        if isinstance(said, dict):
            return {key: moved(said[key]) for key in dice.sample(list(said), len(said))}
        return [moved(one) for one in said] if isinstance(said, list) else said

    return Answer(moved(answer.said), answer.within, answer.blanks)


def with_more(answer: Answer, dice: random.Random) -> Answer:
    """A key that was not there before."""
    if isinstance(answer.said, dict):
        return Answer({**answer.said, "remark": "2026"}, answer.within, answer.blanks)
    return answer


def as_decimals(answer: Answer, dice: random.Random) -> Answer:
    """A whole number as one with a decimal."""
    path = dice.choice(answer.figures())
    return answer.with_figure(path, float(_at(answer.said, path)))


def _at(said: Any, path: tuple[str | int, ...]) -> Any:
    for key in path:
        said = said[key]
    return said


HARMLESS: tuple[Change, ...] = (marked, indented, keys_in_another_order, with_more, as_decimals)


def junk(answer: Answer, dice: random.Random) -> Answer:
    return answer.with_figure(dice.choice(answer.figures()), dice.choice(JUNK))


def emptied(answer: Answer, dice: random.Random) -> Answer:
    return answer if answer.blanks else answer.with_figure(dice.choice(answer.figures()), None)


def lost(answer: Answer, dice: random.Random) -> Answer:
    """A figure that is not there at all."""
    path = dice.choice(answer.figures())
    changed = copy.deepcopy(answer.said)
    holder = _at(changed, path[:-1])
    del holder[path[-1]]
    return Answer(changed, answer.within, answer.blanks)


def without_a_key(answer: Answer, dice: random.Random) -> Answer:
    """One of the outermost keys gone, or an object in a list."""
    changed = copy.deepcopy(answer.said)
    place = dice.choice(list(changed)) if isinstance(changed, dict) else dice.randrange(len(changed))
    del changed[place]
    return Answer(changed, answer.within, answer.blanks)


def of_another_kind(answer: Answer, dice: random.Random) -> Answer:
    """One of the outermost things is something else."""
    changed = copy.deepcopy(answer.said)
    place = dice.choice(list(changed)) if isinstance(changed, dict) else dice.randrange(len(changed))
    changed[place] = dice.choice([None, 1, "x", [], {}, [None], {"a": 1}])
    return Answer(changed, answer.within, answer.blanks)


def misspelt(answer: Answer, dice: random.Random) -> bytes:
    """A key with a letter too many, wherever it stands first."""
    text = written(answer).decode()
    key = dice.choice(sorted(_keys(answer.said)))
    return text.replace(f'"{key}": ', f'"{key}q": ', 1).encode()


def _keys(said: Any) -> set[str]:
    inside = said.values() if isinstance(said, dict) else said if isinstance(said, list) else ()
    return {*(said if isinstance(said, dict) else ()), *(key for one in inside for key in _keys(one))}


def cut(answer: Answer, dice: random.Random) -> bytes:
    content = written(answer)
    return content[: dice.randrange(1, len(content) - 1)]


def utf_16(answer: Answer, dice: random.Random) -> bytes:
    return written(answer).decode().encode("utf-16")


HARMFUL: tuple[Change, ...] = (junk, junk, emptied, lost, without_a_key, of_another_kind, misspelt, cut, utf_16)
