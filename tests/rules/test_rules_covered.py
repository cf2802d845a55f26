"""The gate of coverage: it opens for enough and closes for too little, and for nothing at all."""

import json

import covered
import pytest


def _file(executed: int, missing: int, branches: int = 0) -> dict:
    lines = list(range(1, executed + missing + 1))
    return {
        "executed_lines": lines[:executed],
        "missing_lines": lines[executed:],
        "executed_branches": [],
        "missing_branches": [[1, at] for at in range(branches)],
    }


ALL, SCIENCE = "climate_visualizer", "climate_visualizer/science"


@pytest.mark.parametrize(
    ("measured", "science", "rest", "status"),
    [
        (ALL, _file(10, 0), _file(95, 5), 0),
        (ALL, _file(10, 0), _file(90, 10), 0),
        (ALL, _file(10, 0), _file(89, 11), 2),
        (ALL, _file(999, 1), _file(100, 0), 2),
        (ALL, _file(10, 0, branches=1), _file(100, 0), 2),
        (ALL, None, _file(100, 0), 2),
        (ALL, _file(10, 0), None, 2),
        (SCIENCE, _file(10, 0), None, 0),
        (SCIENCE, _file(999, 1), None, 2),
        (SCIENCE, _file(10, 0, branches=1), None, 2),
        (SCIENCE, None, None, 2),
    ],
)
def test_science_is_run_whole_and_the_rest_nearly(tmp_path, capsys, measured, science, rest, status):
    files = {"climate_visualizer/science/units.py": science, "climate_visualizer/web/current.py": rest}
    report = tmp_path / "coverage.json"
    report.write_text(json.dumps({"files": {name: one for name, one in files.items() if one}}))
    assert covered.main(report, measured) == status
    said = capsys.readouterr().out
    assert ("science/units.py" in said) is bool(science and (science["missing_lines"] or science["missing_branches"]))
