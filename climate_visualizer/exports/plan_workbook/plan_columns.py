"""The columns of a plan's workbook: what each holds, how it is called, and the words that its cells may have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from climate_visualizer.languages.language import Language
from climate_visualizer.methods.horizon import LAST_YEAR
from climate_visualizer.plans import plan

KIND_NAMES = {"share": "share of the sector", "tonnes": "tonnes a year"}
STATUS_NAMES = {
    "idea": "idea",
    "planned": "planned",
    "decided": "decided",
    "under-way": "under way",
    "done": "done",
    "dropped": "dropped",
}
BENEFIT_NAMES = {
    "health": "health",
    "air": "cleaner air",
    "noise": "less noise",
    "safety": "safer traffic",
    "nature": "nature",
    "jobs": "jobs",
    "costs": "lower running costs",
    "equality": "equality",
    "resilience": "preparedness",
}
ALL_SECTORS = "all sectors"
YEARLY = {
    "effects": "Effect {year} (%)",
    "costs": "Cost {year}",
    "incomes": "Income {year}",
    "indicator_planned": "Indicator {year}",
}


@dataclass(frozen=True)
class Column:
    """One column: the field, its title, what kind of cell, whether it has to be filled in, and an example."""

    field: str
    title: str
    kind: str
    needed: bool
    help: str
    example: str | float
    former: tuple[str, ...] = ()  # titles that templates had before, in whatever language


COLUMNS = (
    Column("key", "Id", "text", False, "Leave empty for a new measure; keep it to change one that is there.", ""),
    Column("title", "Name", "text", True, "What is done, in a few words.", "Bytt värmepannorna i skolorna"),
    Column("title_en", "Name in English", "text", False, "For the English pages.", "New boilers in the schools"),
    Column("sector", "Sector", "sector", True, "One of the sectors of the statistics, or all sectors.", "heating"),
    Column(
        "effect_kind",
        "Kind of effect",
        "kind",
        True,
        "Share of the sector, or tonnes a year.",
        "tonnes",
        ("Slag av effekt",),
    ),
    Column("amount", "Full effect", "number", True, "Per cent of what is left of the sector, or tonnes a year.", 450.0),
    Column("start", "First year", "year", True, "The first year with an effect.", 2027.0),
    Column("end", "Last year", "year", True, "The last year with an effect.", float(LAST_YEAR)),
    Column("ramp", "Years to full effect", "whole", False, "1 for all at once; 3 for a third more each year.", 2.0),
    Column(
        "certainty",
        "Certainty (%)",
        "percent",
        False,
        "The part of the effect that can be counted on.",
        90.0,
        ("Säkerhet (%)",),
    ),
    Column(
        "rebound", "Rebound (%)", "percent", False, "The part that is eaten up again by other use.", 0.0, ("Rekyl (%)",)
    ),
    Column("status", "Status", "status", True, "Decided measures count; planned ones are shown beside.", "decided"),
    Column("owner", "Committee", "text", False, "The committee or department that answers for it.", "Tekniska nämnden"),
    Column("co_benefits", "Other benefits", "benefits", False, "Several with a comma between them.", "air, costs"),
    Column("indicator", "Indicator", "text", False, "What shows that it is done.", "Bytta pannor"),
    Column("unit", "Unit of the indicator", "text", False, "What the indicator is counted in.", "st"),
    Column("source", "Source of the effect", "text", False, "Where the figure comes from.", "Energikontoret 2025"),
    Column(
        "link", "Link", "link", False, "A page that says more; it is checked every week.", "https://www.example.se/"
    ),
    Column("note", "Note", "text", False, "Anything that a reader should know.", ""),
)
DEFAULTS = {"ramp": 1, "certainty": 100.0, "rebound": 0.0}


def words_of(kind: str, sectors: Mapping[str, str], language: Language) -> dict[str, str]:
    """The words that cells of a kind may have, each with its name in the language."""
    if kind == "sector":
        return {**sectors, plan.ALL: language.t(ALL_SECTORS)}
    tables = {"kind": KIND_NAMES, "status": STATUS_NAMES, "benefits": BENEFIT_NAMES}
    return {key: language.t(name) for key, name in tables[kind].items()}
