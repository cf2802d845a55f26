"""The horizon: on its last days and after it every page answers, no default choice is refused, and what is said is true."""

import ast
import re
from datetime import date

import pytest
from conftest import ROOT
from web.officers import signed_in

from climate_visualizer.budget.assess import assess
from climate_visualizer.languages.catalogues import merged
from climate_visualizer.methods import choices
from climate_visualizer.methods.horizon import LAST_DAY, LAST_YEAR, BeyondHorizon
from climate_visualizer.methods.question import Question
from climate_visualizer.web.workspace.demonstration import demo

pytestmark = pytest.mark.usefixtures("on_starter")
DAYS = [date(2049, 12, 31), date(2050, 1, 1), date(2050, 12, 31), date(2051, 6, 1)]
AREA, API = "/sv/se/nykoping/", "/api/v1/areas/SE-0480/"
ADDRESSES = (
    "/sv/",
    "/sv/ranking/",
    "/sv/compare/?areas=SE-0480,SE-0488",
    "/sv/compare/SE-0480.svg?areas=SE-0480,SE-0488",
    "/sv/method/",
    "/sv/data/",
    "/sv/about/",
    "/sv/changes.atom",
    "/sv/map.svg",
    "/sv/places.json",
    "/llms.txt",
    "/metrics",
    AREA,
    f"{AREA}?limit=1.5",
    f"{AREA}?pathway=inertial&method=world-per-head",
    "/fi/se/nykoping/",
    "/sv/se/sverige/",
    f"{AREA}explore/",
    f"{AREA}explore/?s=c~60",
    f"{AREA}explore/?way=drawn",
    f"{AREA}explore/scenario.svg",
    f"{AREA}explore/scenario.csv",
    f"{AREA}footprint/",
    f"{AREA}screen/",
    f"{AREA}embed/",
    f"{AREA}follow/",
    f"{AREA}sectors/transport/",
    *(f"{AREA}{name}.{kind}" for name in ("dots", "history", "cumulative", "sectors") for kind in ("svg", "json")),
    f"{AREA}figures.json",
    f"{AREA}report.pdf",
    *(f"/embed/{figure}/SE-0480" for figure in ("dots", "history", "cumulative", "headline", "waiting", "findings")),
    "/badge/SE-0480.svg",
    "/files/SE/findings.csv",
    "/files/SE/estimates.csv",
    *(f"{API}{name}" for name in ("budget", "outlook", "vintages", "changes", "scenario?s=c~60", "emissions")),
    "/api/v1/countries/SE/fair-shares",
    "/api/v1/score",
    "/api/v1/methods",
)
ROOMS = (
    "",
    "goals/",
    "measures/",
    "measures/library/",
    "measures/workbook.xlsx",
    "climate-budget/",
    "follow-up/",
    "follow-up/report.pdf",
    "council/",
    "council/budget-sv.pdf",
    "council/delay-sv.docx",
    "council/target-sv.pdf",
)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_kind_of_page_and_answer_is_there(client, settings, day):
    settings.AS_OF = day
    answers = {path: client.get(path, follow=True).status_code for path in ADDRESSES}
    assert {path: status for path, status in answers.items() if status != 200} == {}


@pytest.mark.parametrize("day", [DAYS[0], DAYS[-1]], ids=str)
def test_every_room_of_a_plan_is_there(settings, day):
    settings.AS_OF = day
    demo.set_up()
    place = demo.Organisation.objects.get()
    owner = signed_in(demo.User.objects.get(email="owner@demo.example"))
    answers = {room: owner.get(f"/sv/workspace/{place.pk}/{room}").status_code for room in ROOMS}
    packs = {
        room for room, status in answers.items() if status == 409
    }  # a budget that is used up has nothing to decide
    assert packs <= {"council/budget-sv.pdf", "council/delay-sv.docx", "council/target-sv.pdf"}
    assert {room: status for room, status in answers.items() if status != 200 and room not in packs} == {}
    assert "2049" in owner.get(f"/sv/workspace/{place.pk}/goals/").text


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_figures_are_of_a_day_that_they_say(client, settings, day):
    settings.AS_OF = day
    budget = client.get(f"{API}budget").json()
    assert budget["as_of"] == LAST_DAY.isoformat()
    assert budget["required_cut_from"] == LAST_YEAR
    for moment in (budget["used_up_on"], budget["overdrawn_since"]):
        assert moment is None or date.fromisoformat(moment) <= date(LAST_YEAR, 12, 31)
    said = "Figures are of 31 December 2049: none can be worked out for later days"
    for page in ("/en/", "/en/se/nykoping/", "/en/ranking/", "/embed/headline/SE-0480?language=en"):
        assert said in client.get(page).text, page
    assert "31 december 2049" in client.get(AREA).text


def test_nothing_is_said_of_it_before(client):
    assert "2049" not in client.get("/en/about/").text


def test_what_lasts_is_said_to_last_longer_than_to_the_horizon(client, settings):
    settings.AS_OF = DAYS[-1]
    rows = client.get("/files/SE/findings.json").json()["rows"]
    assert {row["as_of"] for row in rows} == {LAST_DAY.isoformat()}
    for row in rows:
        lasts = row["remaining_t"] >= 0 and row["used_up_on"] is None
        assert (row["lasts_beyond"] == LAST_YEAR) == lasts, row["name"]


@pytest.mark.parametrize("day", [date(2030, 5, 1), date(2036, 1, 1), date(2045, 7, 1), *DAYS], ids=str)
def test_explore_offers_no_year_that_it_refuses(client, settings, day):
    settings.AS_OF = day
    page = client.get(f"{AREA}explore/").text
    begins = re.search(r'<select[^>]*name="from".*?</select>', page, re.DOTALL).group()
    offered = [int(year) for year in re.findall(r"<option[^>]*>(\d{4})", begins)]
    assert offered
    for year in (offered[0], offered[-1]):
        assert client.get(f"{AREA}explore/?way=cut&cut=5&from={year}", follow=True).status_code == 200


def test_the_library_refuses_a_later_day_in_a_sentence(starter):
    asked = choices.default_choices("SE", LAST_DAY, edition=starter)
    assert assess(Question(starter, "SE-0480", asked, LAST_DAY)).as_of == LAST_DAY
    for later in DAYS[1:]:
        with pytest.raises(BeyondHorizon, match=f"{later}.*{LAST_DAY}"):
            assess(Question(starter, "SE-0480", asked, later))
        with pytest.raises(BeyondHorizon):
            choices.default_choices("SE", later, edition=starter)


def test_the_last_year_has_one_definition(settings):
    """No number in code repeats it, but for a principle's own horizons; and words name no other year."""
    repeated = []
    for path in (ROOT / "climate_visualizer").rglob("*.py"):
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        constants = (node.value for node in nodes if isinstance(node, ast.Constant))
        repeated += [path.stem for value in constants if value in (LAST_YEAR, LAST_YEAR + 1)]
    assert sorted(repeated) == ["fair_share_answers", "fair_shares", "horizon"]
    for folder in settings.LANGUAGE_FOLDER.glob("*/LC_MESSAGES"):
        for message in merged(sorted(folder.glob("*.po"))):
            for year in re.findall(r"\b(?:by|to|until|in|of) (20[4-9]\d)\b", str(message.id)):
                assert year == str(LAST_YEAR), message.id
