"""Workbooks for CDP-ICLEI Track, the Covenant of Mayors (SECAP) and GPC/CIRIS, in English, as those are filled in.

What is not known is left empty and said so on the first sheet. None of these can be uploaded as it is: each is copied, cell by
cell, into the form of whoever receives it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from climate_visualizer.exports.reporting.form_lines import Key, Line, laid_out, table, unplaced
from climate_visualizer.exports.tables.sheets import Cell, Sheet, workbook
from climate_visualizer.places import Toml

GASES = ("CO2 (t)", "CH4 (t CO2e)", "N2O (t CO2e)", "Other gases (t CO2e)")
NO_GAS: tuple[Cell, ...] = (None, None, None)
STATUSES = {
    "planned": "Pre-implementation",
    "decided": "Pre-implementation",
    "under-way": "Implementation",
    "done": "Operation",
}
SECAP_STATUSES = {"planned": "Not started", "decided": "Not started", "under-way": "Ongoing", "done": "Completed"}


@dataclass(frozen=True)
class Inventory:
    """Carbon dioxide of one year, tonnes by sector and by sub-sector where the statistics have them."""

    year: int
    sectors: Mapping[str, float]
    parts: Mapping[Key, float]

    @property
    def total(self) -> float:
        return sum(self.sectors.values())


@dataclass(frozen=True)
class FiledGoal:
    """An adopted goal for all emissions: base year and tonnes in it, None for a goal in tonnes; what is to remain and when."""

    words: str
    year: int
    percent: float | None
    base_year: int | None
    base_t: float | None
    remaining_t: float
    decision: str
    decided_on: str


@dataclass(frozen=True)
class FiledMeasure:
    """A published measure: yearly tonnes at full effect that count, all until 2050, money, years, who, what for."""

    name: str
    status: str
    sector: str
    owner: str
    start: int
    end: int
    yearly_t: float
    total_t: float
    cost: float | None
    benefits: str
    indicator: str
    link: str


@dataclass(frozen=True)
class Filing:
    """Everything that is filed of an area."""

    area: str
    country: str
    organisation: str
    population: float | None
    source: str
    edition: str
    day: str
    currency: str
    baseline: Inventory
    latest: Inventory
    names: Mapping[str, str]
    goals: Sequence[FiledGoal]
    measures: Sequence[FiledMeasure]


def _said(line: Line, names: Mapping[str, str]) -> str:
    """What a line holds, or where it is held, or that it is not known."""
    sources = "; ".join(
        names.get(sector, sector) + (f" / {subsector}" if subsector else "") for sector, subsector in line.holds
    )
    if line.tonnes is not None:
        return sources
    if line.included_in:
        return f"Included in {', '.join(line.included_in)}: the statistics do not tell them apart."
    return "Not in the official statistics of carbon dioxide; left empty."


def _about(filing: Filing, title: str, form: tuple[str, str, str], empty: Sequence[str]) -> Sheet:
    unplaced_sectors = [
        f"{filing.names.get(sector, sector)}: {tonnes:,.0f} t in {filing.latest.year} have no line here and are left out."
        for sector, tonnes in {**unplaced("gpc", filing.country, filing.latest.sectors)}.items()
        if tonnes
    ]
    rows: list[tuple[Cell, ...]] = [
        ("Area", filing.area),
        ("Country", filing.country),
        ("Filed by", filing.organisation),
        *zip(("Form", "Published at", "Checked"), form, strict=True),
        ("Statistics", filing.source),
        ("Edition", filing.edition),
        ("Worked out on", filing.day),
        *(("Left empty", sentence) for sentence in empty),
        *(("Not placed", sentence) for sentence in unplaced_sectors),
    ]
    return Sheet("About", ("What", "Which"), rows, title=title)


def _form(form: Toml) -> tuple[str, str, str]:
    """A form's edition, where it is published, and how far this was compared with it."""
    return form["source"], form["url"], form["checked"]


# GPC 1.1, chapters 4 and 6: territorial totals have it, BASIC and BASIC+ don't, which have scope 2 for the same electricity.
GRID = "I.4.4, what plants supply to others, is part of territorial totals and of neither BASIC nor BASIC+."
EMPTY = (
    "Methane, nitrous oxide and other gases: the budget is of fossil carbon dioxide alone.",
    "Scope 3, and scope 2 where the statistics count electricity at the plant that makes it.",
    "Activity data (MWh, kilometres, tonnes of waste) and emission factors: the statistics are of emissions.",
    "Data quality marks, names of people and contact details.",
)


def gpc_rows(filing: Filing, inventory: Inventory) -> list[tuple[Cell, ...]]:
    """Every GPC reference number with its tonnes, or a notation key: IE, included elsewhere."""
    numbers = table("gpc")["numbers"]
    lines = laid_out("gpc", filing.country, inventory.sectors, inventory.parts)
    rows: list[tuple[Cell, ...]] = []
    for code, line in lines.items():
        sector, subsector, scope = numbers[code]
        notation = "IE" if line.tonnes is None and line.included_in else None
        tonnes = None if line.tonnes is None else round(line.tonnes)
        rows.append((code, sector, subsector, f"Scope {scope}", notation, tonnes, *NO_GAS, _said(line, filing.names)))
    return rows


GPC_HEAD = ("GPC ref No.", "Sector", "Sub-sector", "Scope", "Notation key", *GASES, "Explanation")


def ciris(filing: Filing) -> bytes:
    """The inventory of the first and the latest year by GPC reference number, as CIRIS and eCRF have it."""
    form = table("gpc")
    sheets = [_about(filing, "GPC inventory (CIRIS/eCRF)", _form(form), EMPTY)]
    for inventory in {filed.year: filed for filed in (filing.latest, filing.baseline)}.values():
        notes = (
            "Fossil carbon dioxide within the area, tonnes. Global warming potentials are not used: one gas alone.",
            GRID,
        )
        rows = gpc_rows(filing, inventory)
        sheets.append(
            Sheet(f"eCRF {inventory.year}", GPC_HEAD, rows, title=f"Inventory year {inventory.year}", notes=notes)
        )
    return workbook(sheets)


CDP_SOURCE = "CDP-ICLEI Track, questionnaire of 2023 for local governments (question numbers move from year to year)"
CDP_URL = "https://guidance.cdp.net"
CDP_CHECKED = (
    "The questionnaire was not at hand: numbers of questions (2.1, 5.1, 9.1) and choices in its lists may be others, "
    "so look for each by its name"
)


def cdp(filing: Filing) -> bytes:
    """Inventory, targets and actions by the questions of CDP-ICLEI Track."""
    latest = filing.latest
    inventory: list[tuple[Cell, ...]] = [
        ("Accounting year", latest.year),
        ("Population in that year", None if filing.population is None else round(filing.population)),
        ("Overall emissions, scope 1 (t CO2)", round(latest.total)),
        ("Gases included", "CO2"),
        ("Primary protocol", "GPC, as far as official statistics go; see the sheet of it"),
        ("Boundary", "Administrative boundary of the local government"),
    ]
    return workbook(
        [
            _about(filing, "CDP-ICLEI Track", (CDP_SOURCE, CDP_URL, CDP_CHECKED), EMPTY),
            Sheet("2.1 Inventory", ("Question", "Answer"), inventory),
            Sheet("2.1 CRF by GPC", GPC_HEAD, gpc_rows(filing, latest), notes=(GRID,)),
            Sheet("5.1 Targets", TARGET_HEAD, [_cdp_target(goal, filing) for goal in filing.goals]),
            Sheet("9.1 Actions", ACTION_HEAD, [_cdp_action(measure, filing) for measure in filing.measures]),
        ]
    )


TARGET_HEAD = (
    "Target in words", "Target type", "Boundary", "Emissions sources covered", "Base year", "Base year emissions (t CO2)",
    "Target year", "Target year emissions (t CO2)", "Reduction from base year (%)", "Latest inventory (t CO2)",
    "Decision", "Year target was set",
)  # fmt: skip


def _cdp_target(goal: FiledGoal, filing: Filing) -> tuple[Cell, ...]:
    kind = "Base year emissions (absolute) target" if goal.percent is not None else "Fixed-level target"
    base = None if goal.base_t is None else round(goal.base_t)
    decided = int(goal.decided_on[:4]) if goal.decided_on[:4].isdigit() else None
    return (
        goal.words, kind, "Same as jurisdiction boundary", "Fossil CO2 within the area", goal.base_year, base, goal.year,
        round(goal.remaining_t), goal.percent, round(filing.latest.total), goal.decision, decided,
    )  # fmt: skip


ACTION_HEAD = (
    "Action title", "Sector of the statistics", "Status", "Start year", "End year",
    "Estimated reduction a year at full effect (t CO2)", "Estimated reduction until 2050 (t CO2)", "Total cost", "Currency",
    "Co-benefits realised", "Responsible", "Web link",
)  # fmt: skip


def _cdp_action(measure: FiledMeasure, filing: Filing) -> tuple[Cell, ...]:
    return (
        measure.name, filing.names.get(measure.sector, "All sectors"), STATUSES[measure.status], measure.start, measure.end,
        round(measure.yearly_t), round(measure.total_t), measure.cost, filing.currency if measure.cost is not None else None,
        measure.benefits, measure.owner, measure.link,
    )  # fmt: skip


def secap(filing: Filing) -> bytes:
    """Strategy, baseline and monitoring inventory, and mitigation actions, as the SECAP template has them."""
    form = table("secap")
    targets: list[tuple[Cell, ...]] = [
        (
            goal.year,
            goal.percent,
            goal.base_year,
            None if goal.base_t is None else round(goal.base_t),
            "absolute",
            goal.decision,
        )
        for goal in filing.goals
    ]
    head = (
        "Target year",
        "CO2 reduction (%)",
        "Base year",
        "Base year emissions (t CO2)",
        "Reduction type",
        "Decision",
    )
    sheets = [
        _about(filing, "Sustainable Energy and Climate Action Plan (SECAP)", _form(form), EMPTY),
        Sheet("Strategy", head, targets, title="Overall CO2 emission reduction targets"),
    ]
    for name, inventory in (("BEI", filing.baseline), ("MEI", filing.latest)):
        sheets.append(_emissions(name, inventory, filing))
    sheets.append(
        Sheet("Mitigation Actions", SECAP_HEAD, [_secap_action(measure, filing) for measure in filing.measures])
    )
    return workbook(sheets)


def _emissions(name: str, inventory: Inventory, filing: Filing) -> Sheet:
    lines = laid_out("secap", filing.country, inventory.sectors, inventory.parts)
    rows: list[tuple[Cell, ...]] = [
        (line, None, None if form_line.tonnes is None else round(form_line.tonnes), _said(form_line, filing.names))
        for line, form_line in lines.items()
    ]
    placed_tonnes = [form_line.tonnes for form_line in lines.values() if form_line.tonnes is not None]
    rows.append(("Total", None, round(sum(placed_tonnes)) if placed_tonnes else None, ""))
    head = ("Sector", "Final energy consumption (MWh)", "CO2 emissions (t)", "Remark")
    notes = (
        "Emission factors: the official statistics' own. Emission reporting unit: tonnes CO2.",
        "The total has the plants that make electricity and heat in it; the template has what is used of both instead.",
    )
    return Sheet(f"{name} {inventory.year}", head, rows, title=f"{name}, inventory year {inventory.year}", notes=notes)


SECAP_HEAD = (
    "Name of the action", "Sector of the statistics", "Area of intervention", "Policy instrument", "Origin of the action",
    "Responsible body", "Start", "End", "Status of implementation", "Total implementation costs", "Currency",
    "Energy savings (MWh/a)", "Renewable energy production (MWh/a)", "CO2 reduction (t CO2/a)",
)  # fmt: skip


def _secap_action(measure: FiledMeasure, filing: Filing) -> tuple[Cell, ...]:
    return (
        measure.name, filing.names.get(measure.sector, "All sectors"), None, None, "Local authority", measure.owner,
        measure.start, measure.end, SECAP_STATUSES[measure.status], measure.cost,
        filing.currency if measure.cost is not None else None, None, None, round(measure.yearly_t),
    )  # fmt: skip


FORMS = {"gpc": ciris, "cdp": cdp, "secap": secap}
