"""What a language asks of names, days, months and years: data of its `language.toml`, so that a language needs no code."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from climate_visualizer.places import Toml


class When(str):
    """A month or a year. A text may ask for it in a case that its language has: `{when:into}` is maaliskuuhun 2031."""

    __slots__ = ("forms",)
    forms: Mapping[str, str]

    def __new__(cls, usual: str, forms: Mapping[str, str]) -> Self:
        month_or_year = super().__new__(cls, usual)
        month_or_year.forms = forms
        return month_or_year

    def __format__(self, case: str) -> str:
        return self.forms.get(case, str(self))

    def between(self, before: str, after: str) -> When:
        """The same between two marks, in every case."""
        marked = {case: f"{before}{form}{after}" for case, form in self.forms.items()}
        return When(f"{before}{self}{after}", marked)


@dataclass(frozen=True, eq=False)
class Grammar:
    """How a language writes what a text can't: each part is a table of patterns in its `language.toml`.

    `genitive` is by the end of a name, the longest end that fits first; `articles` is what a name takes before it in a
    sentence, as in the United Kingdom's; `months` and `years` are by case; `last_letters`
    come after z, in their order; `day` is a pattern as Unicode has it (CLDR); `written_as` is a language whose numbers and
    dates it writes, for one that CLDR doesn't know;
    `also` are other codes that browsers ask for it by; `capital_nouns` keep their capital inside a sentence;
    `rest_in` is the language of the pages that this one has no words for.
    """

    written_as: str = ""
    also: tuple[str, ...] = ()
    capital_nouns: bool = False
    rest_in: str = ""
    day: str = "d MMMM y"
    last_letters: str = ""
    genitive: Mapping[str, str] = field(default_factory=lambda: {"": "{name}"})
    articles: Mapping[str, str] = field(default_factory=dict)
    months: Mapping[str, str] = field(default_factory=dict)
    years: Mapping[str, str] = field(default_factory=dict)

    def owner(self, name: str) -> str:
        """A name as that of an owner: Nyköpings, Borås."""
        ends = sorted(self.genitive, key=len, reverse=True)
        fitting = next((end for end in ends if name.casefold().endswith(end)), None)
        owned = name if fitting is None else self.genitive[fitting].format(name=name)
        return f"{self.articles[name]} {owned}" if name in self.articles else owned

    def month(self, usual: str, year: int) -> When:
        """A month of a year in every case; `usual` is the month's own name."""
        return When(
            f"{usual} {year}",
            {case: pattern.format(month=usual, year=year) for case, pattern in self.months.items()},
        )

    def year(self, year: int) -> When:
        """A year in every case."""
        return When(str(year), {case: pattern.format(year=year) for case, pattern in self.years.items()})


def read_grammar(facts: Path) -> Grammar:
    """A language's grammar from its `language.toml`; what that lacks is as in the language it falls back to."""
    facts_of_file = _facts(facts)
    names = (
        "written_as",
        "also",
        "capital_nouns",
        "rest_in",
        "day",
        "last_letters",
        "genitive",
        "articles",
        "months",
        "years",
    )
    return Grammar(**{name: facts_of_file[name] for name in names if name in facts_of_file})


def _facts(path: Path) -> Toml:
    if not path.exists():
        return {}
    own = tomllib.loads(path.read_text(encoding="utf-8"))
    behind = own.get("falls_back_to", "")
    return {**(_facts(path.parents[1] / behind / path.name) if behind else {}), **own}
