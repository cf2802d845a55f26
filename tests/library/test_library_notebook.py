"""The notebook of docs: from an edition to a figure in a paper, run as it stands."""

import json

import polars as pl
from conftest import ROOT

NOTEBOOK = ROOT / "docs" / "paper.ipynb"


def test_the_notebook_runs_and_leaves_a_figure_its_numbers_and_a_citation(tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    known = {"OUTPUT": tmp_path}
    for number, cell in enumerate(cells):
        if cell["cell_type"] == "code":
            assert cell["outputs"] == [], "a notebook is kept without what it once said"
            exec(compile("".join(cell["source"]), f"paper.ipynb, cell {number}", "exec"), known)
    assert (tmp_path / "principles.svg").read_text(encoding="utf-8").startswith("<svg")
    numbers = pl.read_csv(tmp_path / "principles.csv")
    assert numbers["area_id"].n_unique() == 290
    assert numbers["sharing"].n_unique() == 5
    said = (tmp_path / "citation.txt").read_text(encoding="utf-8")
    assert known["edition"].id in said
    assert "SMHI" in said
