"""Papers in an organisation's own Word template: placeholders are filled in, and no file that does anything is taken."""

import io
import zipfile
from datetime import date

import docx
import pytest

from climate_visualizer.exports.papers import house_template, paper
from climate_visualizer.exports.papers.house_template import WrongTemplate

BLOCKS = (
    paper.lead("Kort om saken."),
    paper.heading("Åtgärder"),
    paper.points(["Ett", "Två"]),
    paper.table("Tabell", ["Åtgärd", "Ton"], [["Pannor", "450"]]),
    paper.page(),
    paper.box("Förslag till beslut", "Kommunstyrelsen föreslår", ["att anta målet"]),
)
PAPER = paper.Paper("sv", "Målen & budgeten", "Kommunen", "28 november 2026", "Fot", date(2026, 11, 28), BLOCKS)


def template(*, body: int = 1, split: bool = False) -> bytes:
    """A house's template: a head and a foot, a table, a title of which Word has cut the placeholder."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Nyköpings kommun · {{date}}"
    document.sections[0].footer.paragraphs[0].text = "{{footer}}"
    title = document.add_paragraph()
    for part in ("{{ti", "tle}}") if split else ("{{title}}",):
        title.add_run(part)
    document.add_table(rows=1, cols=1).rows[0].cells[0].text = "{{kicker}}"
    for _ in range(body):
        document.add_paragraph("{{body}}")
    document.add_paragraph("Diarienummer: ")
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


@pytest.mark.parametrize("split", [False, True])
def test_every_placeholder_is_filled_in_and_the_paper_stands_where_the_template_wants_it(split):
    made = docx.Document(io.BytesIO(house_template.word(PAPER, template(split=split))))
    texts = [paragraph.text for paragraph in made.paragraphs]
    assert texts[0] == "Målen & budgeten" and texts[-1] == "Diarienummer: "
    assert texts.index("Kort om saken.") < texts.index("Åtgärder") < texts.index("att anta målet") < len(texts) - 1
    assert [table.rows[0].cells[0].text for table in made.tables] == ["Kommunen", "Åtgärd"]
    assert made.sections[0].header.paragraphs[0].text == "Nyköpings kommun · 28 november 2026"
    assert made.sections[0].footer.paragraphs[0].text == "Fot"
    assert not any("{{" in text for text in texts)
    assert made.core_properties.title == "Målen & budgeten"


def test_a_template_without_the_usual_styles_gets_them():
    document = docx.Document(io.BytesIO(template()))
    for name in ("Caption", "List Bullet", "Table Grid"):
        document.styles[name].delete()
    held = io.BytesIO()
    document.save(held)
    house_template.check(held.getvalue())
    made = docx.Document(io.BytesIO(house_template.word(PAPER, held.getvalue())))
    assert "att anta målet" in [paragraph.text for paragraph in made.paragraphs]


def _with(name: str, content: bytes) -> bytes:
    held = io.BytesIO(template())
    with zipfile.ZipFile(held, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return held.getvalue()


REMOTE = (
    b'<Relationships><Relationship Id="r1" Type="http://x/attachedTemplate" Target="http://evil/" TargetMode="External"/>'
    b"</Relationships>"
)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no Word file"),
        (b"PK\x03\x04rubbish", "no Word file"),
        (b"x" * (house_template.MOST_BYTES + 1), "too large"),
        (template(body=0), "It stands 0 times"),
        (template(body=2), "It stands 2 times"),
        (_with("word/vbaProject.bin", b"x"), "macros"),
        (_with("word/_rels/settings.xml.rels", REMOTE), "from elsewhere"),
        (_with("word/evil.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'), "no Word file"),
        (_with("word/media/large.bin", b"0" * (house_template.MOST_UNPACKED + 1)), "unpacks to more"),
    ],
    ids=["empty", "rubbish", "large", "no-body", "two-bodies", "macro", "remote", "entity", "bomb"],
)
def test_what_can_be_no_template_is_refused_with_a_sentence(content, said):
    with pytest.raises(WrongTemplate, match=said):
        house_template.check(content)


def test_a_template_is_taken():
    house_template.check(template())
    house_template.check(template(split=True))
