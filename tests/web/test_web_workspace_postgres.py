"""The workspace, the alerts and the outbox on PostgreSQL: the same tests once more, where a database of its own kind decides."""

import os
import subprocess
import sys

import pytest
from conftest import ROOT

POSTGRES = "CLIMATE_VISUALIZER_TEST_POSTGRES"
ON = "CLIMATE_VISUALIZER_TESTS_ON"
TRIED = {
    "test_web_workspace_documents.py": "",
    "test_web_workspace_listing.py": "",
    "test_web_workspace_look.py": "",
    "test_web_alerts.py": "",
    "test_web_outbox.py": "",
    "test_web_own.py": "",
    "test_web_plans.py test_web_plan_workbooks.py test_web_climate_budget.py": "workbook or climate_budget or publish or nul",
    "test_web_committees.py test_web_reporting.py test_web_people_and_reminders.py": "",
}


@pytest.mark.parametrize("name", TRIED)
def test_it_holds_on_postgresql_too(name):
    address = os.environ.get(POSTGRES)
    if not address and not os.environ.get("CI"):
        pytest.skip(f"There is no PostgreSQL to try with; set {POSTGRES} to its address.")
    assert address, f"CI sets {POSTGRES}."
    own = f"{address.rpartition('/')[0]}/inside_{os.getpid()}"
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-x",
        "-p",
        "no:cacheprovider",
        *(f"tests/web/{file}" for file in name.split()),
        "-k",
        TRIED[name],
    ]
    facts = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST_", "SLIPCOVER_"))}
    done = subprocess.run(
        command, cwd=ROOT, env={**facts, ON: own}, capture_output=True, text=True, check=False, timeout=400
    )
    assert done.returncode == 0, done.stdout[-5000:]
