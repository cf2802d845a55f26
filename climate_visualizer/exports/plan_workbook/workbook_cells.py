"""Cells of a workbook as people fill them in: texts, links, numbers, years; what can't be read is told in their words."""

from __future__ import annotations

import re

from climate_visualizer.languages.language import Language

FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_TEXT = 2000
# A thousand in English and a decimal in Swedish: the writer is asked. A cell that holds a number comes without a comma.
TWO_WAYS = re.compile(r"-?[1-9]\d{0,2},\d{3}")


class Bad(Exception):
    """A cell's own trouble, in the reader's words."""


class Cells:
    """Reads cells by their kind; raises `Bad`."""

    language: Language

    def t(self, message: str, **values: object) -> str:
        return self.language.t(message, **values)

    def _text(self, cell: str) -> str:
        if len(cell) > MOST_TEXT:
            raise Bad(self.t("The text has {count} characters; at most {most} fit.", count=len(cell), most=MOST_TEXT))
        return cell

    def _link(self, cell: str) -> str:
        if not re.fullmatch(r"https?://[^\s/]+\.[^\s]+", cell):
            complaint = self.t(
                "\u201c{value}\u201d is no address; write it in full, as https://www.example.se/plan.", value=cell[:80]
            )
            raise Bad(complaint)
        return self._text(cell)

    def _number(self, cell: str) -> float:
        plain = re.sub(r"[\s\u00a0\u202f]", "", cell).removesuffix("%").replace("\u2212", "-")
        if TWO_WAYS.fullmatch(plain):
            thousands, point = plain.replace(",", ""), plain.replace(",", ".")
            complaint = "\u201c{value}\u201d can be read in two ways; write {whole}, or {point} with a point."
            raise Bad(self.t(complaint, value=cell[:80], whole=thousands, point=point))
        try:
            return self.language.read(plain)
        except ValueError:
            sentence = "\u201c{value}\u201d is no number; write digits only, such as 1250 or 12.5."
            raise Bad(self.t(sentence, value=cell[:80])) from None

    def _percent(self, cell: str) -> float:
        value = self._number(cell)
        if not 0 <= value <= 100:
            raise Bad(self.t("{value} is no part of a whole; write 0 to 100 per cent.", value=cell[:80]))
        return value

    def _whole(self, cell: str) -> int:
        value = self._number(cell)
        if value != int(value) or not 1 <= value <= 100:
            raise Bad(self.t("{value} is no count of years; write a whole number from 1.", value=cell[:80]))
        return int(value)

    def _year(self, cell: str) -> int:
        value = self._number(cell)
        if value != int(value) or not FIRST_YEAR <= value <= LAST_YEAR:
            complaint = self.t(
                "{value} is no year from {first} to {last}.", value=cell[:80], first=FIRST_YEAR, last=LAST_YEAR
            )
            raise Bad(complaint)
        return int(value)
