"""What a command refuses is one sentence and exit code 1, without a traceback; who wants to see where asks for it."""

import os
import subprocess
import sys

import pytest
from conftest import ROOT

GOOD = "k" * 20 + "0123456789abcdefghijklmnopqrstuvwxyz"


def run(var, *command: str, **facts: str) -> subprocess.CompletedProcess:
    known = {name: value for name, value in os.environ.items() if name not in facts}
    env = {**known, "CLIMATE_VISUALIZER_VAR": str(var), "SECRET_KEY": GOOD, **facts}
    asked = [sys.executable, "-W", "ignore", "manage.py", *command]
    return subprocess.run(asked, cwd=ROOT, env=env, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("facts", "command", "says"),
    [
        ({"SECRET_KEY": "x"}, "check", "SECRET_KEY has 1"),
        ({"DATABASE_URL": "nonsense"}, "serve", "DATABASE_URL begins with"),
        ({}, "check_links", "The database does not answer"),
    ],
)
def test_a_refusal_is_a_sentence(tmp_path, facts, command, says):
    done = run(tmp_path, command, **facts)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith(says)
    assert "Traceback" not in done.stderr


def test_a_traceback_is_there_for_who_asks(tmp_path):
    done = run(tmp_path, "check_links", "--traceback")
    assert done.returncode == 1
    assert "Traceback" in done.stderr
