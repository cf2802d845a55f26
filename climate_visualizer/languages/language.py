"""One language: its texts from a catalogue, and its way of writing numbers, tonnes and dates."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from gettext import NullTranslations
from pathlib import Path

from babel.core import Locale
from babel.dates import format_date
from babel.numbers import get_decimal_symbol, get_group_symbol

from climate_visualizer.languages.catalogues import translations
from climate_visualizer.languages.grammar import Grammar, When, read_grammar

THIN = "\u202f"
MINUS = "\u2212"
MILLION, MILLIARD = 1e6, 1e9


@dataclass(frozen=True)
class Language:
    """Writes what people read. `code` is an ISO language; texts that the catalogue lacks stay English."""

    code: str
    texts: NullTranslations
    grammar: Grammar = field(default_factory=Grammar)

    @property
    def base(self) -> str:
        """The language that a variant is of: sv for sv-x-lattlast."""
        return self.code.partition("-")[0]

    @cached_property
    def locale(self) -> str:
        """The language whose numbers, days and names of countries it writes: its own, unless `language.toml` says another."""
        return self.grammar.written_as or self.base

    @property
    def point(self) -> str:
        """What stands before the decimals."""
        return _marks(self.locale)[ord(".")]

    def t(self, message: str, **values: object) -> str:
        """A text in this language, with its values put in."""
        text = self.texts.gettext(message)
        return text.format(**values) if values else text

    def n(self, singular: str, plural: str, count: int, **values: object) -> str:
        """A text in the singular or the plural; `{count}` stands for the written count."""
        return self.texts.ngettext(singular, plural, count).format(count=self.whole(count), **values)

    def decimal(self, value: float, digits: int = 1) -> str:
        """A number with so many decimals, thousands apart as the language has them, and a true minus sign."""
        written = f"{round(value, digits) + 0.0:,.{digits}f}"
        return written.translate(_marks(self.locale))

    def whole(self, value: float) -> str:
        """A whole number."""
        return self.decimal(value, 0)

    def plain(self, value: float) -> str:
        """A number as it is typed into a form: no spaces, no idle decimals."""
        return f"{value:.10f}".rstrip("0").rstrip(".").translate(_marks(self.locale)).replace(MINUS, "-")

    def read(self, text: str) -> float:
        """A number as people write it: comma or point, thousands apart, a true minus. Raises `ValueError`.

        1,234 is a thousand where the language writes it so, and 1.234 elsewhere; 1,234,567 is a million everywhere.
        """
        typed = "".join(text.split()).replace(MINUS, "-")
        for mark, point in (",.", ".,"):
            often = "+" if _marks(self.locale)[ord(",")] == mark else "{2,}"
            many = rf"-?[1-9]\d{{0,2}}(?:\{mark}\d{{3}})"
            if re.fullmatch(rf"{many}{often}|{many}+\{point}\d+", typed):
                typed = typed.replace(mark, "")
                break
        value = float(typed.replace(",", "."))
        if not math.isfinite(value):
            raise ValueError(f"{text!r} is no finite number.")
        return value

    @property
    def thousands(self) -> str:
        """What stands between thousands."""
        return str(_marks(self.locale)[ord(",")])

    def degrees(self, limit: float) -> str:
        """A limit: 2 or 1,5."""
        return self.decimal(limit, 0 if limit == int(limit) else 1)

    def percent(self, fraction: float, digits: int = 0) -> str:
        """A fraction as per cent: 20 %, or 20% in English."""
        return self.per_cent(self.decimal(fraction * 100, digits))

    def per_cent(self, written: str | float) -> str:
        """A number that is per cent already, with its sign as the language sets it."""
        return f"{written}{_before_sign(self.locale)}%"

    def change(self, cut: float, digits: int = 1) -> str:
        """A cut as a signed change: a cut of 0.19 is −19,0 %."""
        written = self.percent(-cut, digits)
        return written if cut > 0 or round(cut, digits + 2) == 0 else f"+{written}"

    def tonnes(self, value: float) -> str:
        """Tonnes as one says them: rounded to three figures or a thousand, in millions and billions where large."""
        size = abs(value)
        if size >= MILLIARD:
            return self.t("{number} billion tonnes", number=self._three(value / MILLIARD))
        if size >= 10 * MILLION:
            return self.t("{number} million tonnes", number=self._three(value / MILLION))
        return self.t("{number} tonnes", number=self.rounded(value))

    def _three(self, value: float) -> str:
        """Three figures, without a decimal that says nothing."""
        tenths = round(value, 1)
        return self.decimal(value, 0 if abs(value) >= 100 or tenths == int(tenths) else 1)

    def rounded(self, value: float, figures: int = 3) -> str:
        """A whole number rounded to so many figures, or to a thousand above a million."""
        if value == 0 or not math.isfinite(value):
            return self.whole(0)
        step = max(10.0 ** (math.floor(math.log10(abs(value))) - figures + 1), 1.0)
        step = min(step, 1000.0) if abs(value) >= MILLION else step
        return self.whole(round(value / step) * step)

    def kilotonnes(self, value: float) -> str:
        """Short, for tables and bars: 99,4 kt; below a hundred tonnes as t, from a million as Mt; what is emitted is never 0."""
        if 0 < value < 0.5:
            return "<\u00a01\u00a0t"
        if abs(value) >= MILLION:
            return f"{self.decimal(value / MILLION, 1)}\u00a0Mt"
        return f"{self.whole(value)}\u00a0t" if abs(value) < 100 else f"{self.decimal(value / 1000, 1)}\u00a0kt"

    def day(self, day: date) -> str:
        """23 november 2026."""
        return str(format_date(day, self.grammar.day, locale=self.locale))

    def month(self, day: date) -> When:
        """Januari 2031, with a small letter where the language has it, and in the cases that the language has."""
        return self.grammar.month(str(format_date(day, "LLLL", locale=self.locale)), day.year)

    def year(self, year: int) -> When:
        """2065, in the cases that the language has."""
        return self.grammar.year(year)

    def list(self, names: list[str]) -> str:
        """One, two and three."""
        if len(names) < 2:
            return "".join(names)
        return self.t("{first} and {last}", first=", ".join(names[:-1]), last=names[-1])

    def alphabetical(self, name: str) -> str:
        """A key to sort names by: å, ä and ö last in Swedish, as a and o in English."""
        after_z = {ord(letter): chr(ord("{") + index) for index, letter in enumerate(self.grammar.last_letters)}
        return plain(name.casefold().translate(after_z))

    def genitive(self, name: str) -> str:
        """Nyköpings, Borås; Nyköping’s, the United Kingdom’s."""
        return self.grammar.owner(name)

    def place(self, name: str) -> str:
        """A place as it is called in this language, where that is another name (`msgctxt "place"`): Haaparanta."""
        return self.texts.pgettext("place", name)

    def inside(self, name: str) -> str:
        """A thing's name inside a sentence: with a small letter, but for nouns in German, A roads and LPG."""
        keeps = self.grammar.capital_nouns or not name[1:2].islower()
        return name if keeps else name[:1].lower() + name[1:]

    def opened(self, sentence: str) -> str:
        """A sentence or title with a capital at its beginning, which a name's article lacks."""
        return sentence[:1].upper() + sentence[1:]


@lru_cache(maxsize=64)
def _marks(locale: str) -> dict[int, str]:
    """What a locale (CLDR) writes for the comma, point and minus of Python's numbers.

    Kept, since pages of a country write thousands of numbers. A space between thousands is a thin one that does not break.
    """
    apart = str(get_group_symbol(locale))
    return {ord(","): THIN if apart.isspace() else apart, ord("."): str(get_decimal_symbol(locale)), ord("-"): MINUS}


@lru_cache(maxsize=64)
def _before_sign(locale: str) -> str:
    """What stands between a number and its per cent sign: a space that does not break, or nothing as in English."""
    return "" if "0%" in str(Locale.parse(locale).percent_formats[None].pattern) else "\u00a0"


def plain(text: str) -> str:
    """A name as people type it: lower case, without accents."""
    return unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()


@lru_cache(maxsize=16)
def load_language(code: str, folder: Path) -> Language:
    """A language by its code, with its texts from a folder, compiled or not; English needs none."""
    home = folder / locale_folder(code)
    return Language(code, translations(home), read_grammar(home / "language.toml"))


def locale_folder(code: str) -> str:
    """The name of a language's folder, as gettext and Django have it: sv_X-lattlast for sv-x-lattlast."""
    language, _, subtags = code.partition("-")
    region, _, tail = subtags.partition("-")
    region = region.upper() if len(region) <= 2 else region.title()
    return "_".join(subtag for subtag in (language, "-".join(subtag for subtag in (region, tail) if subtag)) if subtag)
