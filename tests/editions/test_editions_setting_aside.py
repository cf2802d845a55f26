"""A file that reads well and leaves no edition: it is set aside with a sentence, and every other source goes on."""

import pytest

from climate_visualizer.editions.importing.ingest import known_imports
from climate_visualizer.editions.importing.pipeline import bring_in, tried
from climate_visualizer.editions.importing.starter import ensure_edition
from climate_visualizer.editions.read import current_id
from climate_visualizer.sources.table import SourceError

WHOLE, NEWER = "GCB2022v27_MtCO2_flat.csv", "GCB2023v36_MtCO2_flat.csv"


def test_a_table_of_one_nation_stops_neither_its_source_nor_another(tmp_path, settings, real_data):
    root = tmp_path / "editions"
    ensure_edition(root, settings.DATA / "starter")
    folder = real_data / "world_gcb"
    bring_in("world_gcb", [(WHOLE, (folder / WHOLE).read_bytes())], tmp_path, root)
    before, imports = current_id(root), known_imports(tmp_path)
    newer = (folder / NEWER).read_bytes()
    head, *lines = newer.splitlines(keepends=True)
    few = [line for line in lines if line.startswith((b'"Sweden"', b'"International '))]
    short = head + b"".join(line for line in few if int(line.split(b",")[2]) >= 2010)
    for bringing in (tried, bring_in):
        with pytest.raises(
            SourceError, match=f"{NEWER} leaves no edition, so it does not count as imported: .*unknown area"
        ):
            bringing("world_gcb", [(NEWER, short)], tmp_path, root)
        assert (current_id(root), known_imports(tmp_path)) == (before, imports)
    igcc = next((real_data / "world_igcc").glob("2025-05-02__*.csv"))
    budgets = bring_in("world_igcc", [(igcc.name, igcc.read_bytes())], tmp_path, root)
    assert budgets.edition_id == current_id(root) != before
    assert [entry.file_name for entry in known_imports(tmp_path)] == [WHOLE, igcc.name]
