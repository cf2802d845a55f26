"""One file of a source that can't be had stops none of its others, and is a sentence."""

from __future__ import annotations

import json

import pytest
from sources.fetching import in_spite

from climate_visualizer.sources.origin import facts
from climate_visualizer.sources.publishers import eu_edgar, geo_sweden, geo_uk, package


@pytest.mark.parametrize("module", [geo_sweden, geo_uk])
def test_one_map_of_two(module, served):
    first, second = facts(module.SOURCE)["card"]["files"]
    served.files[f"/{module.SOURCE}/{second}"] = b"{}"
    found, said = in_spite(module.fetch(known={}, base=served.base))
    assert found == [second]
    assert said == f"{served.base}/{module.SOURCE}/{first} answered 404; check the address in the source's card."


def test_people_without_the_regions_workbook(served):
    _, _, path = facts("eu_edgar")["card"]["people"].partition("https://ec.europa.eu")
    served.files[path] = b"{}"
    found, said = in_spite(eu_edgar.fetch(known={}, base=served.base))
    assert found == ["demo_r_d2jan.json"] and "dataset_ghg80_nuts2 answered 404" in said


def test_one_package_of_two(served, monkeypatch, tmp_path):
    monkeypatch.setattr(package, "FOLDERS", [tmp_path])
    for name in ("one", "two"):
        (tmp_path / f"{name}.toml").write_text(f'address = "https://example.org/{name}/datapackage.json"\n')
    descriptor = {"name": "two", "resources": [{"name": "emissions", "path": "emissions.csv"}]}
    served.files["/two/datapackage.json"] = json.dumps(descriptor).encode()
    served.files["/two/emissions.csv"] = b"area_id,year,gas,sector,tonnes\n"
    found, said = in_spite(package.fetch(known={}, base=served.base))
    assert found == ["two.zip"] and said.startswith("one: ")
