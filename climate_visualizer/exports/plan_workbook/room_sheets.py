"""Sheets of a plan's rooms as data: their columns, those that stand once for every period, and what a cell may hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from climate_visualizer.languages.language import Language

YES, NO = "yes", "no"
YEAR = r"20\d\d"
PERIOD = r"20\d\d(?:-(?:Q[1-4]|0[1-9]|1[0-2]))?"


@dataclass(frozen=True)
class Field:
    """One column: its title, what kind of cell, whether it has to be filled in, and what it takes.

    `kind` is text, number, percent, flag (yes or no), word (one of `words`) or shown, which is there to be read and is not
    taken in. `titles` are by language code, for titles that are names and no messages.
    """

    name: str
    title: str
    kind: str
    help: str
    needed: bool = False
    width: int = 14
    words: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)

    def titled(self, language: Language) -> str:
        return self.titles.get(language.code) or language.t(self.title)

    def worded(self, language: Language) -> dict[str, str]:
        """The words that its cells may have, each with its name in the language."""
        names = {"1": YES, "": NO} if self.kind == "flag" else self.words
        return {key: language.t(name) for key, name in names.items()}


@dataclass(frozen=True)
class Dated:
    """A column for every period: `pattern` is its title with {when}, `when` what a period looks like."""

    name: str
    pattern: str
    when: str
    help: str

    def titled(self, language: Language, when: str) -> str:
        return language.t(self.pattern, when=when)

    def period_in(self, title: str, languages: tuple[Language, ...]) -> str:
        """The period that a title names; empty where it is no such title."""
        for written in (self.pattern, *(language.t(self.pattern, when="{when}") for language in languages)):
            before, _mark, after = written.partition("{when}")
            matched = re.fullmatch(
                rf"{re.escape(plain(before))}\s*({self.when})\s*{re.escape(plain(after))}", plain(title), re.IGNORECASE
            )
            if matched:
                return matched.group(1).upper()
        return ""


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, its columns, and the fields of which two rows can't have the same together."""

    title: str
    fields: tuple[Field, ...]
    once: tuple[str, ...]
    dated: tuple[Dated, ...] = ()
    about: str = ""


def plain(text: str) -> str:
    """A title or word without its case and its doubled spaces."""
    return " ".join(text.casefold().split())
