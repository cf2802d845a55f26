"""Papers in an organisation's own Word template: named placeholders filled in, everything else of the template left as it is.

    {{title}} {{kicker}} {{date}} {{footer}} {{body}}

stand anywhere in the text, in tables, heads and feet; `{{body}}` is a paragraph of its own, where the paper goes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator

import docx
from docx.blkcntnr import BlockItemContainer
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.text.paragraph import Paragraph

from climate_visualizer.exports.papers.paper import Paper, write

MOST_BYTES, MOST_UNPACKED, MOST_PARTS = 5 * 2**20, 40 * 2**20, 500
BODY = "{{body}}"
PLACEHOLDERS = ("{{title}}", "{{kicker}}", "{{date}}", "{{footer}}", BODY)
STYLES = {
    "Heading 2": WD_STYLE_TYPE.PARAGRAPH,
    "List Bullet": WD_STYLE_TYPE.PARAGRAPH,
    "Caption": WD_STYLE_TYPE.PARAGRAPH,
    "Table Grid": WD_STYLE_TYPE.TABLE,
}
_EXTERNAL = re.compile(rb'<Relationship\b(?=[^>]*TargetMode="External")[^>]*>')


class WrongTemplate(Exception):
    """A file that can't be a template; the sentence is a message to translate, `values` what stands in it."""

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence.format(**values))
        self.sentence, self.values = sentence, values


def check(content: bytes) -> None:
    """Raise `WrongTemplate` for what is no Word file, is too large, runs or fetches something, or has no place for the paper."""
    if len(content) > MOST_BYTES:
        raise WrongTemplate("The file is too large; at most {most} MB fit.", most=MOST_BYTES >> 20)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            _check_parts(packed)
        document = docx.Document(io.BytesIO(content))
        body_count = sum(paragraph.text.strip() == BODY for paragraph in document.paragraphs)
    except WrongTemplate:
        raise
    except Exception as problem:  # whatever a library stumbles over in a broken file
        raise WrongTemplate("This is no Word file that can be read; save it as .docx and try again.") from problem
    if body_count != 1:
        raise WrongTemplate(
            "The template needs {body} once, in a paragraph of its own: there the paper goes. It stands {count} times.",
            body=BODY,
            count=body_count,
        )


def _check_parts(packed: zipfile.ZipFile) -> None:
    """No bomb, no macro, no entity, nothing that is fetched from elsewhere when somebody opens the paper."""
    members = packed.infolist()
    if len(members) > MOST_PARTS or sum(member.file_size for member in members) > MOST_UNPACKED:
        raise WrongTemplate("The file unpacks to more than a template needs; take large pictures out of it.")
    if any(member.filename.lower().endswith(("vbaproject.bin", ".exe", ".dll", ".js")) for member in members):
        raise WrongTemplate("The template has macros; save it as .docx without them.")
    for member in members:
        if member.filename.endswith((".xml", ".rels")):
            text = packed.read(member)
            if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                raise WrongTemplate("This is no Word file that can be read; save it as .docx and try again.")
            if any(b"/hyperlink" not in relationship for relationship in _EXTERNAL.findall(text)):
                raise WrongTemplate("The template fetches something from elsewhere; put pictures and styles into it.")


def word(paper: Paper, template: bytes) -> bytes:
    """The paper in the template."""
    document = docx.Document(io.BytesIO(template))
    facts = document.core_properties
    facts.title, facts.language = paper.title, paper.lang
    for name, kind in STYLES.items():
        if name not in document.styles:
            document.styles.add_style(name, kind)
    _put_body(document, paper)
    values = {"{{title}}": paper.title, "{{kicker}}": paper.kicker, "{{date}}": paper.dated, "{{footer}}": paper.footer}
    for paragraph in _paragraphs(document):
        _fill(paragraph, values)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _put_body(document: Document, paper: Paper) -> None:
    """The paper's blocks, written at the end and then moved to where the template wants them."""
    body_paragraph = next(paragraph for paragraph in document.paragraphs if paragraph.text.strip() == BODY)
    before = len(document.element.body)
    write(document, paper.blocks)
    written = list(document.element.body)[before - _ends(document) :]
    for element in written[: len(written) - _ends(document)]:
        body_paragraph._p.addprevious(element)
    body_paragraph._p.getparent().remove(body_paragraph._p)


def _ends(document: Document) -> int:
    """How many elements stand after the last paragraph: the page's own properties, where the body has them."""
    body = document.element.body
    return int(len(body) > 0 and body[-1].tag.endswith("}sectPr"))


def _paragraphs(document: Document) -> Iterator[Paragraph]:
    """Every paragraph of the text, its tables, heads and feet."""
    yield from _within(document)
    for section in document.sections:
        for header_or_footer in (
            section.header,
            section.first_page_header,
            section.even_page_header,
            section.footer,
            section.first_page_footer,
            section.even_page_footer,
        ):
            if not header_or_footer.is_linked_to_previous:
                yield from _within(header_or_footer)


def _within(holder: BlockItemContainer | Document) -> Iterable[Paragraph]:
    yield from holder.paragraphs
    for table in holder.tables:
        for row in table.rows:
            for cell in row.cells:
                yield from _within(cell)


def _fill(paragraph: Paragraph, values: dict[str, str]) -> None:
    """Placeholders in one paragraph; Word may have cut one into several runs, so the text stands in the first of them."""
    text = paragraph.text
    if not any(name in text for name in values) or not paragraph.runs:
        return
    for name, value in values.items():
        text = text.replace(name, value)
    paragraph.runs[0].text = text
    for run in paragraph.runs[1:]:
        run.text = ""
