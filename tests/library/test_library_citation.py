"""How the software and its figures are cited: one version and one licence in each file that says it."""

import json
import re

from conftest import ROOT

from climate_visualizer import __version__


def _cff(name):
    return re.search(rf"(?m)^{name}: (.+)$", (ROOT / "CITATION.cff").read_text(encoding="utf-8"))[1]


def test_citation_and_deposit_agree():
    deposit = json.loads((ROOT / ".zenodo.json").read_text(encoding="utf-8"))
    assert deposit["version"] == _cff("version") == __version__
    assert deposit["license"] == _cff("license")
    assert deposit["title"].startswith(_cff("title"))
    assert all(one["identifier"].startswith("10.") for one in deposit["related_identifiers"])
