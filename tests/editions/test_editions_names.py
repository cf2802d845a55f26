"""Names that no card has: recognised by their figures, counted as other emissions, or a sector of their own; always told."""

from __future__ import annotations

import polars as pl
import pytest

from climate_visualizer.editions.checks.gate import examine
from climate_visualizer.editions.importing.build import build
from climate_visualizer.sources import labels as names_of_sectors
from climate_visualizer.sources.labels import labels, qualities, sector_names
from climate_visualizer.sources.publishers import no_miljodirektoratet, world_gcb
from climate_visualizer.sources.table import SourceTables

FOLDER = "no_miljodirektoratet"
FLAT = "GCB2022v27_MtCO2_flat.csv"


def text_of(folder) -> str:
    return (folder / FOLDER / "2026-02-03_klimagassutslipp_telemark.csv").read_text(encoding="utf-8")


def norway(text: str, day: str) -> SourceTables:
    return no_miljodirektoratet.read(text.encode(), file_name=f"{day}_telemark.csv", areas=None)


@pytest.fixture(autouse=True)
def names_of_its_own(monkeypatch):
    """Names are learnt from editions for as long as a process lives: what these tests make up is nothing to others."""
    monkeypatch.setattr(names_of_sectors, "_learnt", {})
    labels.cache_clear()
    yield
    labels.cache_clear()


@pytest.fixture(scope="module")
def world(real_data) -> SourceTables:
    return world_gcb.read((real_data / "world_gcb" / FLAT).read_bytes(), file_name=FLAT, areas=None)


@pytest.fixture(scope="module")
def first(real_data) -> SourceTables:
    return norway(text_of(real_data), "2026-02-03")


def figures(edition, *columns: str) -> pl.DataFrame:
    rows = edition.figures("NO", "GHG").with_columns(pl.col("sector", "subsector").cast(pl.String))
    return rows.group_by("area_id", "year", *columns).agg(pl.col("tonnes").sum().round(3)).sort(pl.all())


def test_a_release_with_other_names_for_the_same_figures_is_the_same_edition(real_data, world, first):
    renamed = text_of(real_data).replace("Veitrafikk", "Vegtrafikk").replace("Personbiler", "Biler")
    before = build([world, first]).as_edition()
    candidate = build([world, first, norway(renamed, "2026-05-01")])
    after = candidate.as_edition()
    assert figures(after, "sector", "subsector").equals(figures(before, "sector", "subsector"))
    told = [one.sentence for one in examine(after, before) if one.rule == "new-names"]
    assert any("calls 'Vegtrafikk' what was road before" in sentence for sentence in told)
    assert any("calls 'Biler' what was road / cars before" in sentence for sentence in told)
    assert candidate.manifest["names"] == {}


def test_a_new_part_is_other_emissions_of_its_sector_and_its_total_is_as_it_was(real_data, world, first):
    renamed = text_of(real_data).replace(",Busser,", ",Trikker,").replace(",Varebiler,", ",Mopeder,")
    after = build([world, norway(renamed, "2026-05-01")]).as_edition()
    before = build([world, first]).as_edition()
    totals = pl.col("subsector") == "total"
    assert (
        figures(after, "sector", "subsector")
        .filter(totals)
        .equals(figures(before, "sector", "subsector").filter(totals))
    )
    road = figures(after, "sector", "subsector").filter(pl.col("sector") == "road", pl.col("subsector") == "other")
    parts = figures(before, "sector", "subsector").filter(pl.col("subsector").is_in(["buses", "vans"]))
    assert road["tonnes"].sum() == pytest.approx(parts["tonnes"].sum())
    assert labels("NO", "sv")["road", "other"] == "Övrigt"
    assert sum("counts as other emissions of road" in one.sentence for one in examine(after, None)) == 2


def test_a_new_sector_counts_under_its_publishers_own_name(real_data, world, first):
    renamed = text_of(real_data).replace("Veitrafikk", "Romfart på vei")
    candidate = build([world, norway(renamed, "2026-05-01")])
    after, before = candidate.as_edition(), build([world, first]).as_edition()
    whole = pl.col("sector") == "total"
    assert figures(after, "sector").filter(whole).equals(figures(before, "sector").filter(whole))
    assert candidate.manifest["names"] == {"NO": {"romfart-pa-vei": "Romfart på vei"}}
    assert sector_names("NO", "en")["romfart-pa-vei"] == "Romfart på vei"
    assert qualities("NO")["romfart-pa-vei"] == "modelled"
    assert any("new sector 'Romfart på vei'; it counts" in one.sentence for one in examine(after, None))


def test_names_that_changed_with_their_figures_are_not_taken_for_one_another(real_data, world, first):
    """Cars of twice the tonnes under another name are no cars: what went away is told too."""
    header, *rows = text_of(real_data).splitlines()
    doubled = [header]
    for row in rows:
        *cells, tonnes = row.split(",")
        doubled.append(row if "Personbiler" not in row else ",".join([*cells[:3], "Biler", str(2 * float(tonnes))]))
    after = build([world, first, norway("\n".join(doubled) + "\n", "2026-05-01")]).as_edition()
    keys = set(figures(after, "sector", "subsector").select("sector", "subsector").unique().rows())
    assert ("road", "other") in keys


def test_the_release_of_april_2026_is_read_with_its_renamed_sector(real_data, world, first):
    name = "2026-04-24_klimagassutslipp_telemark.csv"
    newer = no_miljodirektoratet.read((real_data / FOLDER / name).read_bytes(), file_name=name, areas=None)
    assert newer.new_names == ()
    before, after = (build(read).as_edition() for read in ([world, first], [world, first, newer]))
    assert not [one for one in examine(after, before) if one.holds]
