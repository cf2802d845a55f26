"""Reports by committees: own rows, sign-off by the head, several times a year."""

import re

import pytest
from web.officers import organisation
from web.planning import text
from web.town_hall import SCHOOLS, TECHNICAL

from climate_visualizer.web.workspace.cycle import committee_list
from climate_visualizer.web.workspace.models import (
    Document,
    SignOff,
)

pytestmark = pytest.mark.usefixtures("on_starter")


def test_a_reporter_sees_and_fills_in_its_own_rows_only(office):
    own, other = (one.key for one in office.measures)
    page = office.theirs.page("report/?year=2026")
    assert "Byt pannor" in page and "Cykla till skolan" not in page
    sent = {f"saved_t:{own}": "120", f"comment:{own}": "I tid.", f"saved_t:{other}": "999", "based_on": "0"}
    office.theirs.post("report/?year=2026", sent)
    assert office.content("follow-up")["reports"] == {
        own: {"saved_t": 120.0, "indicator": None, "cost": None, "comment": "I tid."}
    }
    officers = {f"saved_t:{own}": "120", f"comment:{own}": "I tid.", f"saved_t:{other}": "7", "based_on": "1"}
    office.pages.post("follow-up/?year=2026", officers)
    late = {f"saved_t:{own}": "125", "based_on": "1"}
    office.theirs.post("report/?year=2026", late), "others' rows have changed, one's own have not"
    kept = office.content("follow-up")["reports"]
    assert (kept[own]["saved_t"], kept[other]["saved_t"]) == (125.0, 7.0)
    stale = text(office.theirs.post("report/?year=2026", {f"saved_t:{own}": "1", "based_on": "1"}, 409))
    assert "Somebody else saved meanwhile" in stale
    assert office.content("follow-up")["reports"][own]["saved_t"] == 125.0
    office.theirs.get(f"work/{office.measures[1].pk}/", 404)
    office.theirs.get(f"work/{office.measures[0].pk}/")
    other_place = organisation("Oxelösund", ("SE-0481",))
    office.theirs.get("report/?area=SE-0481", 404)
    assert not other_place.documents.exists()


def test_a_head_signs_off_what_is_complete_and_a_change_undoes_it(office):
    own = office.measures[0].key
    sign = f"report/{office.technical.pk}/?year=2026"
    office.theirs.post("report/?year=2026", {f"saved_t:{own}": "120", "based_on": "0"})
    office.theirs.post(sign, {"based_on": "1"}, 403)
    committee_list.seat(office.technical, office.reporter, is_head=True, by=office.officer)
    office.theirs.post(f"report/{office.schools.pk}/?year=2026", {"based_on": "1"}, 404)
    assert "meanwhile" in text(office.theirs.post(sign, {"based_on": "0"}, 409))
    office.theirs.post(sign, {"based_on": "1"})
    page = office.pages.page("follow-up/?year=2026")
    assert re.search(rf"{TECHNICAL} 1 of 1 \d{{4}}-\d\d-\d\d Rut", page), page
    assert re.search(rf"{SCHOOLS} 0 of 1 not yet", page)
    office.theirs.post("report/?year=2026", {f"saved_t:{own}": "130", "based_on": "1"})
    assert not SignOff.objects.exists()
    assert [one for one in office.done() if one.startswith("sign-off")] == ["sign-off.made", "sign-off.undone"]
    office.theirs.post("report/?year=2026", {"based_on": "2"})
    assert "first" in text(office.theirs.post(sign, {"based_on": "3"}, 409))


def test_follow_up_is_written_several_times_a_year(office):
    own = office.measures[0].key
    office.pages.post("follow-up/?year=2026&period=spring", {f"saved_t:{own}": "3", "based_on": "0"})
    office.pages.post("follow-up/?year=2026", {f"saved_t:{own}": "300", "based_on": "0"})
    keys = set(Document.objects.filter(kind="follow-up").values_list("key", flat=True))
    assert keys == {"2026", "2026-spring"}
    spring = office.pages.page("follow-up/?year=2026&period=spring")
    assert "behind" not in spring.partition("Measure by measure")[2], "a year that is not over is not behind"
    document = Document.objects.get(key="2026-spring")
    assert office.pages.get(f"follow-up/{document.pk}/", 302)["Location"].endswith("&year=2026&period=spring")
