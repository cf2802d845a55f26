"""The report of an area as PDF: what a council reads before it decides, from the same facts as the page."""

from __future__ import annotations

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.budget.figures import SPAN
from climate_visualizer.budget.lasting import cell
from climate_visualizer.charts import dot_columns
from climate_visualizer.charts.drawing.bundle import Bundle
from climate_visualizer.charts.drawing.sector_colours import colour_of
from climate_visualizer.charts.drawing.sizes import PAPER
from climate_visualizer.exports.facts import Facts
from climate_visualizer.exports.papers import typeset
from climate_visualizer.exports.papers.report_ranges import ranges
from climate_visualizer.exports.papers.report_words import labels
from climate_visualizer.exports.provenance import licences
from climate_visualizer.exports.qr_codes import qr_svg
from climate_visualizer.languages.language import Language
from climate_visualizer.languages.printed_sums import added_up, common_step, tonnes_to
from climate_visualizer.words.balance import balance
from climate_visualizer.words.sentences import Finding, area_name, parts, per_head, plain

MOST_PLANTS = 6  # so that the report stays a dozen pages; workbooks have them all
MOST_PARTS, MOST_YEARS, MOST_WAITS, MOST_SECTORS = 18, 14, 7, 5
MISSING = "\u2013"
TABLED = 100.0  # tonnes: a decimal of the thousands that a table is in
Sheet = dict[str, object]


def report(facts: Facts, address: str) -> bytes:
    """The report as PDF/UA-1; `address` is the page that it was made from."""
    return typeset.pdf("report", content(facts, address), day=facts.a.as_of)


def content(facts: Facts, address: str) -> dict[str, object]:
    """Everything that the layout sets: texts and numbers as they are read."""
    return {**_cover(facts), **_figures(facts), **_basis(facts, address)}


def _cover(facts: Facts) -> dict[str, object]:
    a, language = facts.a, facts.language
    t, title = language.t, language.t("Carbon budget for {area}", area=facts.name)
    headline = parts(facts.headline)
    stress = "bad" if a.is_overdrawn else "past"
    return {
        "lang": language.base,
        "title": title,
        "author": "Climate Visualizer",
        "description": plain(facts.headline),
        "keywords": [facts.name, t("Carbon budget"), facts.edition.id],
        "footer": f"{title} · {language.day(a.as_of)} · {facts.edition.id}",
        "kind": t("Carbon budget"),
        "name": facts.name,
        "headline": [{"text": text, "strong": strong, "colour": stress} for text, strong in headline],
        "lead": facts.lead,
        "findings": [_finding(finding, index) for index, finding in enumerate(facts.findings)],
        "dated": f"{t('As of {day}. {budget}', day=language.day(a.as_of), budget=facts.budget_words)} {facts.age}",
        "source": facts.source,
        "short": _short(facts),
    }


def _finding(finding: Finding, index: int) -> dict[str, str]:
    colour = "bad" if finding.key in ("overdrawn", "since") else "past" if index < 2 else "act"
    return {"value": finding.value, "unit": finding.unit, "meaning": finding.meaning, "colour": colour}


def _short(facts: Facts) -> list[str]:
    """The report in sentences: what it comes down to, what it takes, what it costs to wait, how sure it is."""
    t, a, language = facts.language.t, facts.a, facts.language
    sentences = [plain(facts.headline), facts.lead]
    if a.required_cut is not None and a.achieved_cut is not None:
        sentences.append(
            t(
                "Emissions must fall by {required} a year from {year}. In {first}\u2013{last} they changed by {achieved} a year.",
                required=language.percent(a.required_cut, 0 if a.required_cut >= 0.1 else 1),
                year=a.required_cut_from,
                achieved=language.change(a.achieved_cut),
                first=a.base_year - SPAN,
                last=a.base_year,
            )
        )
    sentences += [facts.majority, plain(facts.plants.lead), facts.waiting, *facts.certainty[:1], *facts.disputes[:1]]
    return [sentence for sentence in sentences if sentence]


def _figures(facts: Facts) -> dict[str, object]:
    language = facts.language
    dot_tonnes = language.tonnes(dot_columns.dot_size(facts.a, dot_columns.SHAPES[PAPER.name]))
    return {
        "beside": _beside(facts),
        "per_head": per_head(facts.a, language),
        "dots": {
            **_picture(facts.figure("dots", size=PAPER)),
            "dot": language.t("Each dot is {tonnes} of carbon dioxide", tonnes=dot_tonnes),
        },
        "history": _history(facts),
        "cumulative": _sum(facts),
        "years": _years(facts),
        "majority": facts.majority,
        "parts": _parts(facts),
        "plants": _plants(facts),
        "plant_budgets": _plant_budgets(facts),
        "plants_said": [sentence for sentence in (facts.plants.sentence, facts.plants.left_out) if sentence],
        "waiting": facts.waiting,
        "waits": _waits(facts),
        "path": _path(facts),
    }


def _history(facts: Facts) -> dict[str, str]:
    """What was emitted and where the trend leads."""
    bundle = facts.figure("history", size=PAPER)
    return {**_picture(bundle), "unit": bundle.unit}


def _sum(facts: Facts) -> dict[str, str]:
    """The rising sum against the budget."""
    bundle = facts.figure("cumulative", size=PAPER)
    return {**_picture(bundle), "unit": bundle.unit}


def _picture(bundle: Bundle) -> dict[str, str]:
    return {"picture": typeset.printed(bundle.scene), "alt": bundle.alt}


def _beside(facts: Facts) -> Sheet:
    """The figures of the area, its county and its nation in one table."""
    t, language = facts.language.t, facts.language
    columns = [t("Figure"), *(area_name(assessment.area, language) for assessment in (facts.a, *facts.beside))]
    columns_of_cells = [_told(assessment, language) for assessment in (facts.a, *facts.beside)]
    rows = [[name, *(cells[name] for cells in columns_of_cells)] for name in columns_of_cells[0]]
    return {"caption": facts.budget_words, "columns": columns, "rows": rows}


def _told(a: Assessment, language: Language) -> dict[str, str]:
    """An area's figures as they are read, by their names."""
    t, sums = language.t, balance(a)

    def percent(fraction: float | None) -> str:
        return MISSING if fraction is None else language.change(fraction)

    return {
        t("Budget from {year}", year=a.budget_start.year): sums.said("budget", language),
        t("Emitted since then"): sums.said("emitted", language),
        t("Left today"): sums.said("left", language),
        t("Used up at today’s rate"): cell(a, language),
        t("Change a year that is required"): percent(a.required_cut),
        t("Change a year in {first}–{last}", first=a.base_year - SPAN, last=a.base_year): percent(a.achieved_cut),
        t("Emissions in {year}", year=a.base_year): language.tonnes(a.base_emissions_t_per_year),
        t("Inhabitants"): MISSING if a.persons is None else language.whole(a.persons),
        t("Emissions per inhabitant"): MISSING
        if a.per_head_t is None
        else t("{number} tonnes", number=language.decimal(a.per_head_t, 1)),
    }


def _years(facts: Facts) -> Sheet:
    """The published years with their largest sectors, in thousand tonnes."""
    t, a, language = facts.language.t, facts.a, facts.language
    order = sorted(a.sectors, key=lambda key: -(a.sectors[key].tonnes[-1] if a.sectors[key].tonnes else 0.0))
    named_sectors = [
        (facts.names[key], dict(zip(a.sectors[key].years, a.sectors[key].tonnes, strict=True))) for key in order
    ]
    emitting = [pair for pair in named_sectors if any(pair[1].values())]
    named_sectors, all_shown = emitting[:MOST_SECTORS], len(emitting) <= MOST_SECTORS
    years = list(zip(a.history.years, a.history.tonnes, a.history.status, strict=True))
    published = [(year, tonnes) for year, tonnes, status in years if status == "published"][-MOST_YEARS:]
    rows = []
    for year, tonnes in published:
        sectors = [by_year.get(year, 0.0) for _, by_year in named_sectors]
        printed_tonnes = added_up(sectors, tonnes, TABLED) if all_shown else sectors
        rows.append([str(year), *(language.decimal(amount / 1000, 1) for amount in (*printed_tonnes, tonnes))])
    columns = [t("Year"), *(name for name, _ in named_sectors), t("All emissions")]
    return {
        "caption": t("Thousand tonnes in the years with statistics, largest sectors"),
        "columns": columns,
        "rows": rows,
    }


def _parts(facts: Facts) -> Sheet:
    t, language, persons = facts.language.t, facts.language, facts.a.persons
    largest_parts = facts.printed_parts[:MOST_PARTS]
    largest = max((part.tonnes for part, _ in largest_parts), default=1.0)
    rows = [
        {
            "name": part.name,
            "length": 100 * part.tonnes / largest,
            "colour": colour_of(part.sector),
            "tonnes": language.kilotonnes(part.tonnes),
            "share": share,
            "head": language.whole(1000 * part.tonnes / persons) + "\u00a0kg" if persons else MISSING,
        }
        for part, share in largest_parts
    ]
    columns = [t("Source of emissions"), "", t("Tonnes"), t("Share"), t("Per inhabitant")]
    caption = t("Carbon dioxide in {year}, the largest sources", year=facts.a.base_year)
    return {"caption": caption, "columns": columns, "rows": rows}


def _plants(facts: Facts) -> Sheet:
    """The large plants, those that emit most first."""
    t, largest_plants = facts.language.t, facts.plants.rows[:MOST_PLANTS]
    columns = [t("Plant"), t("Activity"), t("Year"), t("Emissions"), t("Share")]
    rows = [[plant.name, plant.activity, plant.year, plant.tonnes, plant.share] for plant in largest_plants]
    return {"caption": facts.plants.source, "columns": columns, "rows": rows}


def _plant_budgets(facts: Facts) -> Sheet:
    """The budget with its large plants and without them."""
    t = facts.language.t
    rows = [
        [plant_budget.name[:1].upper() + plant_budget.name[1:], plant_budget.left, plant_budget.until]
        for plant_budget in facts.plant_budgets
    ]
    caption = t("The budget with its large plants and without them")
    return {"caption": caption, "columns": ["", t("Left today"), t("Lasts until")], "rows": rows}


def _waits(facts: Facts) -> Sheet:
    """The yearly cut for each year of start, up to and with the first for which no path is left."""
    t, language = facts.language.t, facts.language
    rows: list[dict[str, object]] = []
    for delay in facts.a.delays[:MOST_WAITS]:
        cut = delay.required_cut
        cut_words = t("no path left") if cut is None else language.change(cut, 0 if cut >= 0.1 else 1)
        rows.append(
            {"year": str(delay.year), "possible": cut is not None, "length": 100 * (cut or 0.0), "cut": cut_words}
        )
        if cut is None:
            break
    rows = rows if rows and rows[0]["possible"] else []
    caption = t("What is needed each year, by the year in which the cut begins")
    return {"caption": caption, "columns": [t("The cut begins"), "", t("Change a year")], "rows": rows}


def _path(facts: Facts) -> Sheet:
    """What each coming year may emit, beside where the trend leads."""
    t, a, language = facts.language.t, facts.a, facts.language
    trend = dict(zip(a.trend.years, a.trend.tonnes, strict=True))
    path = list(zip(a.pathway.years[1:], a.pathway.tonnes[1:], strict=True))[:10] if a.pathway else []
    rows = [[str(year), *_of_year(tonnes, trend[year], language)] for year, tonnes in path if year in trend]
    columns = [t("Year"), t("The budget allows"), t("The trend gives"), t("Left to find")]
    return {"caption": t("Carbon dioxide a year"), "columns": columns, "rows": rows}


def _of_year(allowed: float, trend: float, language: Language) -> tuple[str, str, str]:
    """What a year may emit, where the trend leads and what is left to find between them, so that they add up as printed."""
    step = common_step((allowed, trend))
    left = max(round(trend / step) - round(allowed / step), 0) * step
    return (tonnes_to(allowed, step, language), tonnes_to(trend, step, language), tonnes_to(left, step, language))


def _basis(facts: Facts, address: str) -> dict[str, object]:
    """What the figures stand on: derivation, certainty, statistics, sources."""
    t, a = facts.language.t, facts.a
    return {
        "t": labels(facts),
        "ladder": [rung.__dict__ for rung in facts.ladder],
        "certainty": list(facts.certainty)
        or [t("The inputs of this budget are not published, so no range can be given.")],
        "ranges": ranges(facts),
        "others": _others(facts),
        "quality": [{"share": share, "meaning": meaning} for share, meaning in facts.quality],
        "disputes": list(facts.disputes),
        "changes": list(facts.changes),
        "scope": facts.scope,
        "leaves_out": facts.left_out,
        "assumptions": facts.method("assumptions"),
        "method": {
            "name": facts.method("name"),
            "description": facts.method("description"),
            "source": t(a.method.source),
            "url": a.method.source_url,
        },
        "sources": {
            "caption": t("The files of edition {edition} that these figures stand on", edition=facts.edition.id),
            "columns": [t("Publisher"), t("Title"), t("Released"), t("Licence")],
            "rows": [
                [origin[key] for key in ("publisher", "title", "release_date", "licence")] for origin in facts.origins
            ],
        },
        "licence": t("Figures may be reused if the source is named: {names}.", names=licences(facts)),
        "address": address,
        "qr": qr_svg(address),
    }


def _others(facts: Facts) -> Sheet:
    t = facts.language.t
    rows = [
        [f"{other.name} ({t('from')} {other.start}, {facts.language.per_cent(other.chance)})", other.left, other.until]
        for other in facts.others
    ]
    limit = facts.language.degrees(facts.a.choices.limit)
    caption = t("Budgets for {limit} degrees by the methods there are", limit=limit)
    return {"caption": caption, "columns": [t("Method"), t("Left today"), t("Lasts")], "rows": rows}
