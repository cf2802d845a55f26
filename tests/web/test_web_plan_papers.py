"""Follow-up, the yearly report and papers for the council."""

import io
import re
import zipfile

import docx
import polars as pl
import pytest
from web.planning import GOAL, MEASURE, SETUP, text

from climate_visualizer.exports.papers import paper
from climate_visualizer.web import current
from climate_visualizer.web.workspace.content import documents
from climate_visualizer.web.workspace.models import Document
from climate_visualizer.web.workspace.plans import follow_up_page, plan_documents

pytestmark = pytest.mark.usefixtures("on_starter")


def _is_read_on_paper(word: bytes) -> None:
    """A4; a table's head is dark on white, stands on each page, and the words of its first column have room."""
    made = docx.Document(io.BytesIO(word))
    page = made.sections[0]
    assert (round(page.page_width.cm, 1), round(page.page_height.cm, 1)) == (21.0, 29.7)
    tables = [one for one in made.tables if one.style.name == "Table Grid"]  # others' grounds may hide our ink
    assert len(tables) == len(made.tables) - 1, "large figures beside each other have no lines"
    for table in tables:
        assert "w:shd" not in table._tbl.xml
        assert "w:tblHeader" in table.rows[0]._tr.xml
        assert all(run.bold for cell in table.rows[0].cells for run in cell.paragraphs[0].runs)
        widths = [cell.width.cm for cell in table.rows[0].cells]
        assert widths[0] > 3 and sum(widths) <= page.page_width.cm - page.left_margin.cm - page.right_margin.cm + 0.1


def test_a_year_is_followed_up_and_reported(officer):
    officer.make(
        "measure", {**MEASURE, "start": "2025", "indicator": "Pannor", "unit": "st", "indicator_planned": "2025: 4"}
    )
    key = Document.objects.get(kind="measure").key
    assert "Planned: 180" in officer.page("follow-up/?year=2025")
    wrong = text(officer.post("follow-up/?year=2025", {f"saved_t:{key}": "lots", "based_on": "0"}, 422))
    assert "“lots” is no number" in wrong
    sent = {f"saved_t:{key}": "1 80,5", f"indicator:{key}": "2", f"comment:{key}": "Late.", "comment": "A good year."}
    officer.post("follow-up/?year=2025", {**sent, "based_on": "0"})
    content = plan_documents.newest(officer.place, "SE-0480", "follow-up")[0].content
    assert content["reports"][key] == {"saved_t": 180.5, "indicator": 2.0, "cost": None, "comment": "Late."}
    page = officer.page("follow-up/?year=2025")
    assert "on track" in page and "A good year." in page
    officer.post("follow-up/?year=2025", {**sent, "comment": "Better.", "based_on": "1"})
    assert "Somebody else saved" in text(officer.post("follow-up/?year=2025", {**sent, "based_on": "1"}, 409))
    document = Document.objects.get(kind="follow-up")
    assert officer.get(f"follow-up/{document.pk}/", 302)["Location"].endswith("?area=SE-0480&year=2025")
    word = officer.get("follow-up/report.docx?year=2025").content
    inside = zipfile.ZipFile(io.BytesIO(word)).read("word/document.xml").decode()
    assert "Better." in inside and "Late." in inside and "Climate report 2025" in inside
    _is_read_on_paper(word)
    assert officer.get("follow-up/report.pdf?year=2025").content.startswith(b"%PDF-")


def test_the_adopted_budget_is_held_against_statistics_when_they_come(officer):
    officer.post("climate-budget/", SETUP)
    kept = plan_documents.newest(officer.place, "SE-0480", "climate-budget")[0]
    whole = (
        current.edition().emissions_of("SE-0480").filter(pl.col("sector") == "total", pl.col("subsector") == "total")
    )
    (before, _), (newest, _) = happened = whole.sort("year").select("year", "tonnes").rows()[-2:]
    for number, (off, said) in enumerate(
        [((8000, 2000), "10,000 tonnes less"), ((2000, -8000), "6,000 tonnes more")], 2
    ):
        adopted = {
            "years": [before, newest],
            "whole": [tonnes + more for (_year, tonnes), more in zip(happened, off, strict=True)],
            "allowed": {"Tekniska nämnden": [100, 90], "others": [10, 9]},
            "sectors": {"transport": [100, 90]},
            "path": {str(before): 4711},
        }
        content = {**kept.content, "first": before, "last": newest, "adopted": {**kept.content["adopted"], **adopted}}
        documents.save(kept.document, content, based_on=number - 1, by=None)
        assert said not in officer.page("follow-up/"), "a draft is not adopted"
        documents.publish(kept.document, number, by=None)
        page = officer.page("follow-up/")
        sentence = (
            rf"Up to {newest}, {said} were emitted than the adopted climate budget allows, as much as in \d+ days"
        )
        assert re.search(sentence, page), page
        assert newest == before + 1 and re.search(r" 4\D?710 ", page)
    assert officer.get("follow-up/report.pdf").content.startswith(b"%PDF-")


def test_council_packs_are_two_pages_in_each_language(officer):
    officer.make("goal", {**GOAL, "amount": "30"})
    officer.make("goal", {**GOAL, "title": "Noll", "year": "2045", "target_kind": "tonnes", "amount": "0"})
    officer.get("council/target-sv.pdf", 409)
    officer.publish("goal")
    for question in ("budget", "target", "delay"):
        for code in ("sv", "en"):
            made = officer.get(f"council/{question}-{code}.pdf")
            assert made["Content-Type"] == "application/pdf"
            assert len(re.findall(rb"/Type\s*/Page\b", made.content)) == 2
    word = officer.get("council/target-sv.docx").content
    _is_read_on_paper(word)
    inside = zipfile.ZipFile(io.BytesIO(word)).read("word/document.xml").decode()
    assert inside.count("<w:pageBreakBefore/>") == 1 and 'w:type="page"' not in inside, "two pages in Word, none empty"
    assert (
        "Kommunstyrelsen föreslår kommunfullmäktige besluta" in inside
        and "att notera att de antagna målen överskrider" in inside
    )


def test_what_stands_in_a_word_paper_is_as_wide_as_the_page_and_as_high_as_its_place():
    """A pack has two pages in Word too: counted with LibreOffice for every question; this holds what makes it so."""
    columns = ["Åtgärd", "Nämnd", "Status", "Minskar", "Nettokostnad"]
    rows = [
        ["Fossilfria lastbilar i alla upphandlade transporter", "Kommunstyrelsen", "planerad", "540 000 ton", "–"]
    ] * 3
    widths = [width.cm for width in paper._widths([columns, *rows])]
    assert sum(widths) == pytest.approx(paper.PAGE_CM, abs=0.01)
    assert widths[0] == max(widths) and min(widths) > 1.8, "the shortest column holds its longest word"
    made = docx.Document()
    paper.write(
        made, [paper.heading("Först"), paper.page(), paper.heading("Sedan"), paper.table("Tabell", columns, rows)]
    )
    breaks = [one.text for one in made.paragraphs if one.paragraph_format.page_break_before]
    assert breaks == ["Sedan"]


def test_a_follow_up_of_many_measures_is_written_page_by_page(officer, monkeypatch):
    """A form of two thousand measures was 8 000 fields, more than is taken; a page keeps what the others say."""
    monkeypatch.setattr(follow_up_page, "A_PAGE", 2)
    for name in ("Ett", "Två", "Tre"):
        officer.make("measure", {**MEASURE, "title": name, "start": "2025"})
    keys = list(Document.objects.filter(kind="measure").order_by("made_at").values_list("key", flat=True))
    asked = "follow-up/?year=2025&period=year"
    for page, key, tonnes in (("1", keys[0], "11"), ("2", keys[2], "33"), ("1", keys[0], "12")):
        shown = officer.get(f"{asked}&page={page}").content.decode()
        assert f'name="saved_t:{key}"' in shown and shown.count('name="saved_t:') == (2 if page == "1" else 1)
        based_on = re.search(r'name="based_on" value="(\d+)"', shown).group(1)
        officer.post(f"{asked}&page={page}", {"based_on": based_on, f"saved_t:{key}": tonnes, "comment": "Året"})
    kept = documents.newest(Document.objects.get(kind="follow-up")).content
    assert {key: one["saved_t"] for key, one in kept["reports"].items()} == {keys[0]: 12.0, keys[2]: 33.0}
