"""An organisation hands in its own Word template, and its papers have it."""

import io

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from exports.test_exports_template import template
from web.officers import member, organisation, signed_in
from web.planning import GOAL, Pages, text

from climate_visualizer.web.workspace.models import Audit, WordTemplate

pytestmark = [pytest.mark.usefixtures("on_starter"), pytest.mark.django_db]


def test_papers_have_the_organisations_template_until_it_is_taken_away():
    place = organisation()
    owner = Pages(place, signed_in(member(place, "owner").user))
    owner.make("goal", {**GOAL, "amount": "30"})
    owner.publish("goal")
    ordinary = docx.Document(io.BytesIO(owner.get("council/target-sv.docx").content))
    assert "Nyköpings kommun ·" not in ordinary.sections[0].header.paragraphs[0].text
    wrong = owner.post("settings/template/", {"file": SimpleUploadedFile("x.docx", b"rubbish")}, 422)
    assert "no Word file" in text(wrong)
    owner.post("settings/template/", {"file": SimpleUploadedFile("Mall <b>.docx", template())})
    assert "Mall &lt;b&gt;.docx" in owner.get("settings/template/").content.decode()
    made = docx.Document(io.BytesIO(owner.get("council/target-sv.docx").content))
    assert made.sections[0].header.paragraphs[0].text.startswith("Nyköpings kommun ·")
    assert made.paragraphs[0].text.startswith("De antagna målen")
    assert any(GOAL["title"] in one.text for one in made.paragraphs), "the goal's own words"
    yearly = docx.Document(io.BytesIO(owner.get("follow-up/report.docx").content))
    assert yearly.sections[0].header.paragraphs[0].text.startswith("Nyköpings kommun ·")
    assert yearly.paragraphs[0].text.startswith("Climate report 20")
    assert owner.get("settings/template.docx").content == bytes(WordTemplate.objects.get().content)
    owner.post("settings/template/", {"remove": "1"})
    owner.get("settings/template.docx", 404)
    assert {row.what for row in Audit.objects.all()} >= {"template.changed", "template.removed"}
