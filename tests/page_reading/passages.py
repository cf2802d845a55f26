"""Passages of a page's text: sentences and rows of tables, without navigation, forms, pictures and words explained."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import html

UNREAD = {
    "script",
    "style",
    "svg",
    "nav",
    "header",
    "footer",
    "form",
    "select",
    "template",
    "noscript",
    "button",
    "code",
}
APART = {
    "p",
    "li",
    "caption",
    "h1",
    "h2",
    "h3",
    "h4",
    "summary",
    "dt",
    "dd",
    "div",
    "section",
    "figcaption",
    "td",
    "th",
}
UNREAD_CLASSES = {"dots-size", "choice", "toc", "near", "share"}
PICTURE = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
YEAR = re.compile(r"(?:\d{1,2}\.?\s\w+\s)?(1[89]\d\d|20\d\d)")


@dataclass(frozen=True)
class Passage:
    """A sentence or heading, or one row of a table: its cells, and the year that the row is of."""

    text: str
    cells: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()

    @property
    def year(self) -> int | None:
        """The year in the first cell of a row."""
        found = YEAR.fullmatch(self.cells[0]) if self.cells else None
        return int(found.group(1)) if found else None


def passages(markup: str) -> list[Passage]:
    """All that a reader reads of a page, piece by piece."""
    body = html.document_fromstring(PICTURE.sub("", markup)).body
    return [passage for passage in _read(body) if passage.text]


def _read(element) -> Iterable[Passage]:
    if _unread(element):
        return
    if element.tag == "table":
        yield from _rows(element)
        return
    if element.tag in APART and not any(
        child.tag in APART | {"table", "ul", "ol"} for child in element.iter() if child is not element
    ):
        yield Passage(_text(element))
        return
    own = " ".join(part for part in (element.text, *(child.tail for child in element)) if part and part.strip())
    if own:
        yield Passage(_clean(own))
    for child in element:
        yield from _read(child)


def _unread(element) -> bool:
    if not isinstance(element.tag, str) or element.tag in UNREAD:
        return True
    classes = set((element.get("class") or "").split())
    return bool(UNREAD_CLASSES & classes) or (element.tag == "section" and "words" in classes)


def _rows(table) -> Iterable[Passage]:
    heads = tuple(_text(cell) for cell in table.iter() if cell.tag == "th" and cell.get("scope") == "col")
    for caption in table.iter("caption"):
        yield Passage(_text(caption))
    for row in table.iter("tr"):
        cells = tuple(_text(cell) for cell in row if cell.tag in ("td", "th"))
        if not all(
            cell.tag == "th" and cell.get("scope") == "col" for cell in row if cell.tag in ("td", "th") and _text(cell)
        ):
            yield Passage(" | ".join(cells), cells, heads)
    for head in heads:
        yield Passage(head)


def _text(element) -> str:
    return _clean("".join(_pieces(element)))


def _pieces(element) -> Iterable[str]:
    if _unread(element):
        yield " "
        return
    apart = " " if element.tag in {"b", "small", "span", "br", "p", "li"} else ""
    yield apart + (element.text or "")
    for child in element:
        yield from _pieces(child)
        yield child.tail or ""
    yield apart


def _clean(text: str) -> str:
    return re.sub(r"[ \t\n\r]+", " ", text).strip()
