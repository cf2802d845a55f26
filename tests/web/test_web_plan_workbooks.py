"""Measures by workbook: it comes in whole or not at all, and goes out the same."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from exports.test_exports_plan import GOOD, book, sectors, tongue
from web.planning import text
from xlsxwriter.utility import xl_rowcol_to_cell

from climate_visualizer.exports.plan_workbook import plan_columns, plan_import, plan_xlsx
from climate_visualizer.web.workspace.models import Audit, Document
from climate_visualizer.web.workspace.plans import plan_documents

pytestmark = pytest.mark.usefixtures("on_starter")


def _sent(content: bytes) -> dict:
    return {"file": SimpleUploadedFile("plan.xlsx", content)}


def test_a_workbook_comes_in_whole_and_goes_out_the_same(officer):
    officer.post("measures/import/", _sent(book({**GOOD}, {**GOOD, "title": "B"})))
    assert Document.objects.filter(kind="measure").count() == 2
    assert Audit.objects.get(what="measures.imported").after == {"new": 2, "changed": 0}
    out = officer.get("measures/workbook.xlsx")
    assert out["Content-Disposition"] == 'attachment; filename="measures-nykoping.xlsx"'
    rows = plan_import.read(out.content, sectors("en"), tongue("en"))
    kept = plan_documents.newest(officer.place, "SE-0480", "measure")
    assert [(row.key, row.content) for row in rows] == [(one.key, one.content) for one in kept]
    changed = [(one.key, {**one.content, "amount": 7.0} if index else one.content) for index, one in enumerate(kept)]
    again = plan_xlsx.workbook(changed, sectors("en"), tongue("en"), first=2027)
    officer.post("measures/import/", _sent(again))
    assert [one.version.number for one in plan_documents.newest(officer.place, "SE-0480", "measure")] == [1, 2]
    template = officer.get("measures/workbook.xlsx?template").content
    assert plan_import.read(template, sectors("en"), tongue("en")) == []


def test_nothing_of_a_wrong_workbook_comes_in(officer):
    page = text(officer.post("measures/import/", _sent(book(GOOD, {**GOOD, "amount": "much"})), 422))
    assert "Measures!F3" in page and "“much” is no number" in page
    page = text(officer.post("measures/import/", _sent(book(GOOD, {**GOOD, "key": "unknown"})), 422))
    assert "Measures!A3" in page and "no measure with the id “unknown”" in page
    title = next(column.title for column in plan_columns.COLUMNS if column.field == "key")
    moved = book(GOOD, {**GOOD, title: "unknown"}, drop="key", extra=(title,))
    last = xl_rowcol_to_cell(2, len(plan_columns.COLUMNS) - 1)
    assert f"Measures!{last} There is no measure" in text(officer.post("measures/import/", _sent(moved), 422))
    assert "no workbook" in text(officer.post("measures/import/", _sent(b"%PDF-1.7"), 422))
    assert "Choose a workbook first." in text(officer.post("measures/import/", {}, 422))
    assert not Document.objects.exists()
