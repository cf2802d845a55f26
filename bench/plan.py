"""The plan, measured: workspace pages with 2 000 measures, a climate budget of 2 000 x 25, a workbook of 5 000 rows.

In processor time, so that it says the same beside other work; the collector of cycles is set as workers set it.
"""

from __future__ import annotations

import io
import os
import resource
import statistics
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
FOLDER = tempfile.mkdtemp()
os.environ["CLIMATE_VISUALIZER_VAR"] = FOLDER
os.environ["CLIMATE_VISUALIZER_AS_OF"] = "2026-11-23"
os.environ["DATABASE_URL"] = ""
os.environ["ALLOWED_HOSTS"] = "testserver,127.0.0.1,localhost"
os.environ["DJANGO_SETTINGS_MODULE"] = "climate_visualizer.config.settings"

MEASURES, ROWS = 2000, 5000
COMMITTEES, HISTORY = 30, 5
PAGE_MS, PAGE_QUERIES, BUDGET_MS, IMPORT_S = 200, 12, 50, 5


def say(what: str, figure: str, kept: bool) -> None:
    print(f"{what:<72} {figure}{'' if kept else '   MISSED'}", flush=True)


def processor() -> float:
    """Seconds of processor that this process and those that it has waited for have used."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in spent)


def median(work: Callable[[], object], times: int) -> float:
    """Milliseconds."""
    taken = []
    for _ in range(times):
        began = processor()
        work()
        taken.append((processor() - began) * 1000)
    return statistics.median(taken)


def content(index: int, sectors: tuple[str, ...]) -> dict:
    share = index % 2
    return {
        "title": f"Measure {index}",
        "title_en": "",
        "sector": sectors[index % len(sectors)],
        "effect_kind": "share" if share else "tonnes",
        "amount": 1.0 if share else 60.0,
        "start": 2027 + index % 5,
        "end": 2051,
        "ramp": 1 + index % 6,
        "certainty": 80.0,
        "rebound": 5.0,
        "status": ("decided", "planned", "idea")[index % 3],
        "owner": f"Committee {index % COMMITTEES}",
        "co_benefits": ["air"],
        "indicator": "Pieces",
        "unit": "st",
        "source": "",
        "link": "",
        "note": "",
        "effects": {},
        "costs": {"2027": 1000.0 * index},
        "incomes": {},
        "indicator_planned": {"2028": 12.0},
    }


def history(place: Any, editor: Any, names: list[str]) -> None:
    """Adopted budgets and follow-ups of five years, a begun calendar, and tasks."""
    from climate_visualizer.web.page_language import language
    from climate_visualizer.web.workspace.access import Actor
    from climate_visualizer.web.workspace.content import documents
    from climate_visualizer.web.workspace.cycle import together, year_steps
    from climate_visualizer.web.workspace.models import Document, Membership
    from climate_visualizer.web.workspace.plans.budget_saving import KEY, snapshot
    from climate_visualizer.web.workspace.plans.plan_work import Work

    actor = Actor(place, Membership.objects.get(user=editor), editor, language("en"))
    setup = {"along": "budget", "limit": "2.0", "likelihood": "83", "pathway": "exponential", "count": 4}
    setup |= {"committees": names, "parts": {name: {"transport": 3.0} for name in names}, "baseline": "trend"}
    work = Work(actor, actor.areas[0], tried=setup)
    made = work.divided(setup)
    adopted, document = snapshot(made, work), None
    for number in range(1, HISTORY + 1):
        years = [year - HISTORY + number for year in adopted["years"]]
        content = {**setup, "first": years[0], "last": years[-1], "adopted": {**adopted, "years": years}}
        if document is None:
            document = documents.make(place, "SE-0480", KEY, content, by=editor, key=KEY).document
        else:
            documents.save(document, content, based_on=number - 1, by=editor)
        documents.publish(document, number, by=editor)
    measures = list(Document.objects.filter(organisation=place, kind="measure"))
    reports = {one.key: {"saved_t": 1.0, "indicator": None, "cost": None, "comment": ""} for one in measures}
    for year in range(2027 - HISTORY, 2027):
        content = {"year": year, "period": "year", "comment": "", "reports": reports}
        documents.make(place, "SE-0480", "follow-up", content, by=editor, key=str(year))
    year_steps.begin(place, 2026, on=date(2026, 1, 7), by=editor)
    for one in measures[:200]:
        together.make_task(one, by=editor, title="Task", due=date(2026, 11, 1), assignee=editor)


def main() -> None:
    import django

    django.setup()
    import logging

    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from web.officers import member, organisation, signed_in

    from climate_visualizer.config.collecting import settle
    from climate_visualizer.exports.plan_workbook import plan_import, plan_xlsx
    from climate_visualizer.methods.question import ask
    from climate_visualizer.plans.baseline import outset
    from climate_visualizer.plans.climate_budget import climate_budget, division
    from climate_visualizer.plans.plan import effect
    from climate_visualizer.plans.plan_content import measure_of
    from climate_visualizer.sources.labels import sector_names
    from climate_visualizer.web import current
    from climate_visualizer.web.page_language import language
    from climate_visualizer.web.workspace.plans import plan_documents

    logging.disable(logging.CRITICAL)
    call_command("prepare", stdout=io.StringIO())
    edition, day = current.edition(), date(2025, 11, 23)  # 2026 to 2050 are 25 years
    o = outset(ask(edition, "SE-0480", as_of=day))
    contents = [content(index, o.sectors) for index in range(MEASURES)]
    measures = [measure_of(str(index), one) for index, one in enumerate(contents)]
    names = [f"Committee {index}" for index in range(COMMITTEES)]
    divided = division(o, names, {(name, "transport"): 0.03 for name in names})

    def again() -> object:
        return climate_budget(effect(measures, o), divided, path=o.budget_path, count=len(o.years))

    taken = median(again, 30)
    say(f"climate budget of {MEASURES} measures over {len(o.years)} years, anew", f"{taken:.1f} ms", taken <= BUDGET_MS)

    place = organisation()
    editor = member(place, "editor").user
    sectors = {key: name for key, name in sector_names("SE", "en").items() if key in o.sectors}
    spoken = language("en")
    rows = [("", content(index, o.sectors)) for index in range(ROWS)]
    made = plan_xlsx.workbook(rows, sectors, spoken, first=2027)
    other = organisation("Another")
    began = processor()
    plan_documents.take_in(other, "SE-0480", plan_import.read(made, sectors, spoken), by=editor)
    seconds = processor() - began
    say(f"import of a workbook of {ROWS} measures, read, checked and kept", f"{seconds:.2f} s", seconds <= IMPORT_S)

    kept = [plan_import.Row(index, "", one) for index, one in enumerate(contents)]
    plan_documents.take_in(place, "SE-0480", kept, by=editor)
    history(place, editor, names)
    settle()
    client, own = signed_in(editor), f"/en/workspace/{place.pk}/"
    for name in (
        "",
        "measures/",
        "measures/ranking/",
        "goals/",
        "climate-budget/",
        "follow-up/",
        "mine/",
        "committees/",
        "year/",
        "content/",
    ):
        assert client.get(own + name).status_code == 200
        with CaptureQueriesContext(connection) as asked:
            client.get(own + name)
            queries = len(asked)
        taken = median(lambda path=own + name: client.get(path), 9)
        what = f"{name or 'first page'} with {MEASURES} measures, {COMMITTEES} committees, {HISTORY} years"
        say(what, f"{taken:.0f} ms, {queries} queries", taken <= PAGE_MS and queries <= PAGE_QUERIES)
    assert Path(FOLDER).resolve() == settings.VAR


if __name__ == "__main__":
    main()
