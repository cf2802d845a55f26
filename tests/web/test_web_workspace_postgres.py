"""The workspace, the alerts and the outbox on PostgreSQL: the same tests once more, where a database of its own kind decides."""

import os
import subprocess
import sys

import pytest
from conftest import ROOT
from waiting import CEILING

POSTGRES = "CLIMATE_VISUALIZER_TEST_POSTGRES"
ON = "CLIMATE_VISUALIZER_TESTS_ON"
TRIED = (
    "outbox alerts alerts_sender workspace_documents workspace_history workspace_listing workspace_look own committees reporting "
    "people_and_reminders plans plan_workbooks climate_budget"
)
# Of plans what is kept and read back; what the site and the sender do in processes of their own ends in the same questions, and
# they are served on PostgreSQL by tests/web/test_web_databases.py and two stories.
CHOSEN = (
    "(not test_web_plans or workbook or climate_budget or publish or nul) "
    "and not (site_alone_sends or goes_on_after_trouble or cannot_do_without)"
)


def test_it_holds_on_postgresql_too():
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
        *(f"tests/web/test_web_{file}.py" for file in TRIED.split()),
        "-k",
        CHOSEN,
    ]
    # Where DJANGO_SETTINGS_MODULE is set, pytest-django reads the settings before conftest.py names the database.
    facts = {
        key: value for key, value in os.environ.items() if not key.startswith(("PYTEST_", "SLIPCOVER_", "DJANGO_"))
    }
    patience = CEILING * len(TRIED.split())  # that of one test for each file
    done = subprocess.run(
        command, cwd=ROOT, env={**facts, ON: own}, capture_output=True, text=True, check=False, timeout=patience
    )
    assert done.returncode == 0, done.stdout[-5000:]
