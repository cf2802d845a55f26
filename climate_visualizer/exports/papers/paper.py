"""A paper made of blocks (headings, texts, figures, tables, pictures), as PDF and as a Word document."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from climate_visualizer.charts.drawing.bundle import Bundle
from climate_visualizer.charts.drawing.themes import LIGHT
from climate_visualizer.exports.papers import typeset

Block = dict[str, Any]  # `kind` says which of the functions below made it, and so which keys it has
LONGEST_FIGURE = 24  # characters: "−1 234,5 miljoner ton" fits, a sentence does not
A4, _MARGIN, PAGE_CM = (Cm(21.0), Cm(29.7)), Cm(2.0), 17.0
_PAGE = re.compile(rb"/Type\s*/Page\b")
PICTURE_HIGH = Cm(6.6)  # so that a pack's first page holds its question, picture and draft decision
# Characters of a column that a table's widths are shared by: longer cells take a second line, "beslutad" fits the shortest.
_NARROWEST, _WIDEST = 12, 34


@dataclass(frozen=True)
class Paper:
    """What stands on a paper, written out in its language; `kicker` and `dated` stand over the title."""

    lang: str
    title: str
    kicker: str
    dated: str
    footer: str
    day: date
    blocks: tuple[Block, ...]


def heading(text: str) -> Block:
    """A heading inside the paper."""
    return {"kind": "heading", "text": text}


def text(paragraph: str) -> Block:
    """A paragraph."""
    return {"kind": "text", "text": paragraph}


def lead(paragraph: str) -> Block:
    """A paragraph in larger, softer letters."""
    return {"kind": "lead", "text": paragraph}


def small(paragraph: str) -> Block:
    """A paragraph in small letters: sources, remarks."""
    return {"kind": "small", "text": paragraph}


def page() -> Block:
    """What follows begins on a new page."""
    return {"kind": "page"}


def points(items: list[str]) -> Block:
    """A list."""
    return {"kind": "list", "items": items}


def figures(items: list[tuple[str, str, str, str]]) -> Block:
    """Large numbers beside each other: value, unit, meaning, colour."""
    names = ("value", "unit", "meaning", "colour")
    return {"kind": "figures", "items": [dict(zip(names, item, strict=True)) for item in items]}


def table(caption: str, columns: list[str], rows: list[list[str]], *, first: float = 2.0) -> Block:
    """A table of written cells; its first column is `first` times as wide as the others."""
    return {"kind": "table", "caption": caption, "columns": columns, "rows": rows, "first": first}


def picture(bundle: Bundle) -> Block:
    """A figure with its alternative text and its source."""
    drawn = typeset.printed(bundle.scene)
    caption = f"{bundle.unit}. {bundle.source}" if bundle.unit else bundle.source
    return {"kind": "picture", "svg": drawn, "alt": bundle.alt, "caption": caption, "bundle": bundle}


def box(title: str, intro: str, items: list[str]) -> Block:
    """A draft decision: a title, who decides, and the points."""
    return {"kind": "box", "title": title, "intro": intro, "items": items}


def optional(blocks: list[Block], rank: int) -> list[Block]:
    """Blocks that a paper can do without where it is to have few pages; the highest rank goes first."""
    return [{**block, "optional": rank} for block in blocks]


def fitted(paper: Paper, pages: int) -> Paper:
    """The paper with as few of its optional blocks left out as it takes to have at most so many pages."""
    while len(_PAGE.findall(pdf(paper))) > pages:
        ranks = {block["optional"] for block in paper.blocks if "optional" in block}
        if not ranks:
            break
        paper = replace(
            paper, blocks=tuple(kept_block for kept_block in paper.blocks if kept_block.get("optional") != max(ranks))
        )
    return paper


def pdf(paper: Paper) -> bytes:
    """The paper as PDF/UA-1."""
    blocks = [{name: value for name, value in block.items() if name != "bundle"} for block in paper.blocks]
    content: dict[str, object] = {
        "lang": paper.lang,
        "title": paper.title,
        "author": "Climate Visualizer",
        "kicker": paper.kicker,
        "dated": paper.dated,
        "footer": paper.footer,
        "blocks": blocks,
    }
    return typeset.pdf("paper", content, day=paper.day)


def word(paper: Paper) -> bytes:
    """The paper as a Word document that can be written on."""
    document = docx.Document()
    stamp = datetime.combine(paper.day, time(), tzinfo=UTC)
    facts = document.core_properties
    facts.title, facts.author, facts.language = paper.title, "Climate Visualizer", paper.lang
    facts.created = facts.modified = stamp
    _styles(document, paper.lang)
    page = document.sections[0]
    page.page_width, page.page_height = A4
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = _MARGIN
    _soft(document.add_paragraph(f"{paper.kicker}    {paper.dated}"))
    document.add_heading(paper.title, level=1)
    write(document, paper.blocks)
    document.sections[0].footer.paragraphs[0].text = paper.footer
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def write(document: Document, blocks: Sequence[Block]) -> None:
    """The blocks at the end of a Word document; what follows a `page` begins on a new one."""
    breaks = False
    for block in blocks:
        before = len(document.paragraphs)
        if block["kind"] != "page":
            WRITERS[block["kind"]](document, block)
        if breaks and len(document.paragraphs) > before:
            document.paragraphs[before].paragraph_format.page_break_before = True
        breaks = block["kind"] == "page"


def _styles(document: Document, lang: str) -> None:
    """One typeface throughout, in ink, as close as in the PDF; the language, so that a program spells and reads it rightly."""
    ink = RGBColor.from_string(LIGHT["ink"].removeprefix("#"))
    for name in ("Normal", "Heading 1", "Heading 2", "List Bullet", "Caption"):
        style = document.styles[name]
        style.font.name, style.font.color.rgb = "Calibri", ink
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(kind), None)
    for name, (size, above, below) in _SET.items():
        style = document.styles[name]
        style.font.size = Pt(size)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(above), Pt(below)
        style.paragraph_format.line_spacing = 1.0
    run_properties = document.styles["Normal"].element.get_or_add_rPr()
    mark = OxmlElement("w:lang")
    mark.set(qn("w:val"), {"sv": "sv-SE", "en": "en-GB"}.get(lang, lang))
    run_properties.append(mark)


# Points: letters, the room above and the room below.
_SET = {
    "Normal": (10, 0, 4),
    "Heading 1": (17, 0, 4),
    "Heading 2": (12, 8, 2),
    "List Bullet": (10, 0, 1),
    "Caption": (8.5, 2, 2),
}


def _soft(paragraph: Paragraph) -> None:
    for run in paragraph.runs:
        run.font.size, run.font.color.rgb = Pt(9), RGBColor.from_string(LIGHT["soft"].removeprefix("#"))


def _text(document: Document, block: Block) -> None:
    document.add_paragraph(block["text"])


def _heading(document: Document, block: Block) -> None:
    document.add_heading(block["text"], level=2)


def _small(document: Document, block: Block) -> None:
    _soft(document.add_paragraph(block["text"]))


def _list(document: Document, block: Block) -> None:
    for item in block["items"]:
        document.add_paragraph(item, style="List Bullet")


def _figures(document: Document, block: Block) -> None:
    """Large numbers beside each other, as the PDF has them."""
    table = document.add_table(rows=1, cols=len(block["items"]))
    for item, cell in zip(block["items"], table.rows[0].cells, strict=True):
        number = cell.paragraphs[0].add_run(f"{item['value']} {item['unit']}")
        number.bold, number.font.size = True, Pt(13)
        cell.add_paragraph().add_run(item["meaning"]).font.size = Pt(9)


def _picture(document: Document, block: Block) -> None:
    drawn = document.add_picture(io.BytesIO(block["bundle"].png(scale=2.0)), width=Cm(PAGE_CM))
    if drawn.height > PICTURE_HIGH:
        drawn.width, drawn.height = int(drawn.width * PICTURE_HIGH / drawn.height), PICTURE_HIGH
    described = drawn._inline.docPr
    described.set("descr", block["alt"])
    document.add_paragraph(block["caption"], style="Caption")


def _box(document: Document, block: Block) -> None:
    document.add_heading(block["title"], level=2)
    document.add_paragraph(block["intro"])
    _list(document, block)


def _table(document: Document, block: Block) -> None:
    """Lines and bold letters on white; a column is as wide as what stands in it asks for; the head stands on each page."""
    document.add_paragraph(block["caption"], style="Caption").paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=len(block["columns"]), style="Table Grid")
    rows = [block["columns"], *block["rows"]]
    widths = _widths(rows)
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    figures = [_is_figures([row[at] for row in block["rows"]]) for at in range(len(block["columns"]))]
    for number, row in enumerate(rows):
        cells = table.rows[0].cells if number == 0 else table.add_row().cells
        for at, (cell, written, width) in enumerate(zip(cells, row, widths, strict=True)):
            cell.width = width
            paragraph = cell.paragraphs[0]
            run = paragraph.add_run(written)
            run.bold, run.font.size = number == 0, Pt(9)
            paragraph.paragraph_format.space_after = Pt(0)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if at and figures[at] else WD_ALIGN_PARAGRAPH.LEFT
    head = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(head)
    after = document.add_paragraph().paragraph_format
    after.space_after, after.line_spacing = Pt(0), Pt(6)


def _widths(rows: Sequence[Sequence[str]]) -> list[object]:
    """The page shared among columns by their longest cells."""
    letter_counts = [min(max(_NARROWEST, *map(len, column)), _WIDEST) for column in zip(*rows, strict=True)]
    return [Cm(PAGE_CM * letters / sum(letter_counts)) for letters in letter_counts]


def _is_figures(cells: Sequence[str]) -> bool:
    """Whether a column is of figures, which stand flush right, and not of prose: each short, and with a digit at its head."""
    return all(
        len(cell) <= LONGEST_FIGURE and re.match(r"[<+\u2212–-]?\s*\d", cell) for cell in cells if cell.strip("–")
    )


WRITERS = {
    "heading": _heading,
    "text": _text,
    "lead": _text,
    "small": _small,
    "list": _list,
    "figures": _figures,
    "table": _table,
    "picture": _picture,
    "box": _box,
}
