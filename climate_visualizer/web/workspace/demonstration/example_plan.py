"""The plan of the demonstration organisation: made-up goals, measures, a climate budget and a follow-up."""

from __future__ import annotations

from climate_visualizer.methods.horizon import LAST_YEAR
from climate_visualizer.plans.plan_content import Content
from climate_visualizer.web import current
from climate_visualizer.web.workspace.access import Actor
from climate_visualizer.web.workspace.cycle import committee_list
from climate_visualizer.web.workspace.demonstration import demo
from climate_visualizer.web.workspace.models import Membership, Role
from climate_visualizer.web.workspace.plans.budget_saving import KEY, snapshot
from climate_visualizer.web.workspace.plans.plan_work import Work

MADE_UP = "Påhittat exempel / made-up example"
SCHOOLS, STREETS, BOARD = "Barn- och utbildningsnämnden", "Tekniska nämnden", "Kommunstyrelsen"
GOALS: tuple[dict[str, object], ...] = (
    {
        "title": "Utsläppen ska vara 70 procent lägre 2030 än 2010",
        "title_en": "Emissions are to be 70 per cent lower in 2030 than in 2010",
        "year": 2030,
        "target_kind": "percent",
        "amount": 70.0,
        "base_year": 2010,
        "decision": "Kommunfullmäktige § 112 (exempel)",
    },
    {
        "title": "Inga nettoutsläpp av fossil koldioxid 2045",
        "title_en": "No fossil carbon dioxide in 2045",
        "year": 2045,
        "target_kind": "tonnes",
        "amount": 0.0,
        "base_year": None,
        "decision": "Kommunfullmäktige § 112 (exempel)",
    },
)


def _measure(title: str, title_en: str, sector: str, amount: float, **facts: object) -> dict[str, object]:
    return {
        "title": title,
        "title_en": title_en,
        "sector": sector,
        "effect_kind": "tonnes",
        "amount": amount,
        "start": 2027,
        "end": LAST_YEAR,
        "ramp": 1,
        "effects": {},
        "certainty": 90.0,
        "rebound": 0.0,
        "status": "planned",
        "owner": STREETS,
        "costs": {},
        "incomes": {},
        "co_benefits": [],
        "indicator": "",
        "unit": "",
        "indicator_planned": {},
        "source": MADE_UP,
        "link": "",
        "note": MADE_UP,
        **facts,
    }


MEASURES: tuple[tuple[str, dict[str, object], bool], ...] = (
    (
        "boilers",
        _measure(
            "De sista oljepannorna i skolor och förskolor byts ut",
            "The last oil boilers in schools are replaced",
            "heating",
            320.0,
            start=2025,
            ramp=3,
            status="under-way",
            owner=SCHOOLS,
            co_benefits=["air", "costs"],
            costs={"2025": 2_400_000.0, "2026": 2_400_000.0, "2027": 1_800_000.0},
            incomes={"2027": 650_000.0},
            indicator="Bytta pannor",
            unit="st",
            indicator_planned={"2025": 4.0, "2026": 9.0, "2027": 14.0},
        ),
        True,
    ),
    (
        "own-cars",
        _measure(
            "Kommunens egna bilar går på el",
            "The municipality’s own cars run on electricity",
            "transport",
            540.0,
            start=2025,
            ramp=4,
            status="decided",
            co_benefits=["air", "noise"],
            costs={"2026": 1_100_000.0, "2027": 1_100_000.0},
            incomes={"2027": 400_000.0, "2028": 700_000.0},
            indicator="Elbilar av egna bilar",
            unit="%",
            indicator_planned={"2025": 30.0, "2028": 100.0},
        ),
        True,
    ),
    (
        "cycling",
        _measure(
            "Sammanhängande cykelvägar till stationen och skolorna",
            "Cycle paths all the way to station and schools",
            "transport",
            5.0,
            effect_kind="share",
            start=2027,
            ramp=5,
            certainty=70.0,
            rebound=10.0,
            status="decided",
            co_benefits=["health", "safety", "noise"],
            costs={"2027": 9_000_000.0, "2028": 9_000_000.0},
            indicator="Cykelväg",
            unit="km",
            indicator_planned={"2027": 6.0, "2030": 24.0},
        ),
        True,
    ),
    (
        "machines",
        _measure(
            "Krav på utsläppsfria arbetsmaskiner i egna entreprenader",
            "Machines without emissions in our own works",
            "machinery",
            30.0,
            effect_kind="share",
            start=2027,
            ramp=4,
            certainty=80.0,
            status="planned",
            co_benefits=["noise", "air"],
            costs={"2027": 1_500_000.0},
            owner=STREETS,
        ),
        True,
    ),
    (
        "freight",
        _measure(
            "Fossilfria lastbilar i alla upphandlade transporter",
            "Lorries without fossil fuel in all procured transport",
            "transport",
            14.0,
            effect_kind="share",
            start=2028,
            ramp=2,
            status="planned",
            owner=BOARD,
            co_benefits=["safety", "costs"],
            costs={"2028": 800_000.0},
        ),
        True,
    ),
    (
        "charging",
        _measure(
            "Laddplatser vid alla kommunala parkeringar",
            "Charging at every municipal car park",
            "transport",
            6.0,
            effect_kind="share",
            start=2028,
            ramp=8,
            certainty=60.0,
            status="idea",
            owner=STREETS,
        ),
        False,
    ),
)
SETUP: Content = {
    "along": "budget",
    "limit": "2.0",
    "likelihood": "83",
    "pathway": "exponential",
    "baseline": "trend",
    "count": 4,
    "decision": "Kommunfullmäktige § 140 (exempel)",
    "comment": MADE_UP,
    "committees": [STREETS, SCHOOLS, BOARD],
    "parts": {
        STREETS: {"transport": 20.0, "machinery": 25.0, "waste": 100.0},
        SCHOOLS: {"heating": 30.0, "transport": 2.0},
        BOARD: {"electricity-heat": 100.0, "heating": 20.0, "transport": 3.0},
    },
}
FOLLOWED: dict[str, object] = {
    "year": 2025,
    "comment": "Pannbytena gick fortare än väntat. Elbilarna blev försenade: leveranserna kom först i december. "
    f"({MADE_UP})",
    "reports": {
        "boilers": {"saved_t": 118.0, "indicator": 5.0, "cost": 2_150_000.0, "comment": "En panna mer än planerat."},
        "own-cars": {"saved_t": 62.0, "indicator": 17.0, "cost": 300_000.0, "comment": "Leveranserna är försenade."},
    },
}


@demo.step
def plan(stage: demo.Stage) -> None:
    """Goals, measures, a climate budget along the path of the budget, and the follow-up of a year."""
    committee_list.ensure(stage.organisation, (STREETS, SCHOOLS, BOARD), by=stage.people[Role.EDITOR])
    for number, goal in enumerate(GOALS, 1):
        content = {"scope": "", "decided_on": None, "link": "", **goal}
        stage.write("goal", content, key=f"goal-{number}", publish=True)
    sectors = Work(_actor(stage), current.edition().area(stage.area_id)).sectors
    for key, content, publish in MEASURES:
        if content["sector"] in sectors:
            stage.write("measure", content, key=key, publish=publish)
    shares_of_committees = {
        name: {key: share for key, share in row.items() if key in sectors} for name, row in SETUP["parts"].items()
    }
    setup = {**SETUP, "parts": shares_of_committees}
    work = Work(_actor(stage), current.edition().area(stage.area_id), tried=setup)
    if work.outset.budget_path is None:
        return
    budget = work.divided(setup)
    content = {**setup, "first": budget.years[0], "last": budget.years[-1], "adopted": snapshot(budget, work)}
    stage.write(KEY, content, key=KEY, publish=True)
    stage.write("follow-up", FOLLOWED, key="2025")


def _actor(stage: demo.Stage) -> Actor:
    """The organisation as its editor sees it, in Swedish."""
    from climate_visualizer.web.page_language import language

    editor = stage.people[Role.EDITOR]
    return Actor(stage.organisation, Membership(organisation=stage.organisation, user=editor), editor, language("sv"))
