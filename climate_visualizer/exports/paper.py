"""A paper made of blocks (headings, texts, figures, tables, pictures), as PDF and as a Word document."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from climate_visualizer.charts.bundle import LIGHT, Bundle
from climate_visualizer.exports import typeset

Block = dict[str, Any]
PAGE_INCHES = 6.3


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


def text(said: str) -> Block:
    """A paragraph."""
    return {"kind": "text", "text": said}


def lead(said: str) -> Block:
    """A paragraph in larger, softer letters."""
    return {"kind": "lead", "text": said}


def small(said: str) -> Block:
    """A paragraph in small letters: sources, remarks."""
    return {"kind": "small", "text": said}


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
    drawn = typeset.printed(bundle.picture)
    caption = f"{bundle.unit}. {bundle.source}" if bundle.unit else bundle.source
    return {"kind": "picture", "svg": drawn, "alt": bundle.alt, "caption": caption, "bundle": bundle}


def box(title: str, intro: str, items: list[str]) -> Block:
    """A draft decision: a title, who decides, and the points."""
    return {"kind": "box", "title": title, "intro": intro, "items": items}


def pdf(paper: Paper) -> bytes:
    """The paper as PDF/UA-1."""
    blocks = [{name: value for name, value in block.items() if name != "bundle"} for block in paper.blocks]
    content = {
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
    _soft(document.add_paragraph(f"{paper.kicker}    {paper.dated}"))
    document.add_heading(paper.title, level=1)
    for block in paper.blocks:
        _WORDS[block["kind"]](document, block)
    document.sections[0].footer.paragraphs[0].text = paper.footer
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def _styles(document: Any, lang: str) -> None:
    """One typeface throughout, in ink; the language, so that a program spells and reads aloud rightly."""
    ink = RGBColor.from_string(LIGHT["ink"].removeprefix("#"))
    for name in ("Normal", "Heading 1", "Heading 2", "List Bullet", "Caption"):
        style = document.styles[name]
        style.font.name, style.font.color.rgb = "Calibri", ink
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(kind), None)
    document.styles["Normal"].font.size = Pt(11)
    said = document.styles["Normal"].element.get_or_add_rPr()
    mark = OxmlElement("w:lang")
    mark.set(qn("w:val"), {"sv": "sv-SE", "en": "en-GB"}.get(lang, lang))
    said.append(mark)


def _soft(paragraph: Any) -> None:
    for run in paragraph.runs:
        run.font.size, run.font.color.rgb = Pt(9), RGBColor.from_string(LIGHT["soft"].removeprefix("#"))


def _text(document: Any, block: Block) -> None:
    document.add_paragraph(block["text"])


def _heading(document: Any, block: Block) -> None:
    document.add_heading(block["text"], level=2)


def _small(document: Any, block: Block) -> None:
    _soft(document.add_paragraph(block["text"]))


def _list(document: Any, block: Block) -> None:
    for item in block["items"]:
        document.add_paragraph(item, style="List Bullet")


def _figures(document: Any, block: Block) -> None:
    for item in block["items"]:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{item['value']} {item['unit']} ").bold = True
        paragraph.add_run(item["meaning"])


def _picture(document: Any, block: Block) -> None:
    from docx.shared import Inches

    drawn = document.add_picture(io.BytesIO(block["bundle"].png(scale=2.0)), width=Inches(PAGE_INCHES))
    described = drawn._inline.docPr
    described.set("descr", block["alt"])
    document.add_paragraph(block["caption"], style="Caption")


def _page(document: Any, block: Block) -> None:
    document.add_page_break()


def _box(document: Any, block: Block) -> None:
    document.add_heading(block["title"], level=2)
    document.add_paragraph(block["intro"])
    _list(document, block)


def _table(document: Any, block: Block) -> None:
    document.add_paragraph(block["caption"], style="Caption")
    made = document.add_table(rows=1, cols=len(block["columns"]), style="Light List")
    for cell, name in zip(made.rows[0].cells, block["columns"], strict=True):
        cell.text = name
    for row in block["rows"]:
        for at, (cell, written) in enumerate(zip(made.add_row().cells, row, strict=True)):
            cell.text = written
            if at:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph()


_WORDS = {
    "heading": _heading,
    "text": _text,
    "lead": _text,
    "small": _small,
    "list": _list,
    "figures": _figures,
    "table": _table,
    "picture": _picture,
    "box": _box,
    "page": _page,
}
