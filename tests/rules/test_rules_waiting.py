"""No test fails because the machine is busy: there is one ceiling for whatever is waited for, and a port has one taker."""

import re
import subprocess
import sys

from conftest import ROOT
from ports import free_port

# A ceiling of one's own, a clock read to judge how fast something was, a server whose end nobody sees to.
HURRIED = re.compile(
    r"\btimeout=[\d.]|\.(?:wait|join)\([\d.]+\)|monotonic\(\) [-+<]|perf_counter\(|serve_forever|wait_for_timeout"
)
MAY = {
    "waiting.py",  # the ceiling itself
    "attended.py",
    "small.py",  # a server of its own, which ends by itself
    "ended.py",  # kills what does not end
    "test_rules_waiting.py",
    "test_stories_officer.py",  # waits for the half minute in which a code of a second factor changes
}


def test_tests_have_no_ceilings_of_their_own():
    lines = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in sorted((ROOT / "tests").rglob("*.py"))
        if path.name not in MAY
        for line in path.read_text(encoding="utf-8").splitlines()
        if HURRIED.search(line)
    ]
    assert lines == [], "use `until` and CEILING of tests/waiting.py, `attended` of tests/attended.py"


def test_no_two_processes_of_tests_are_given_one_port():
    ask = "from ports import free_port; print(*(free_port() for _ in range(100)))"
    own = {free_port() for _ in range(100)}
    with subprocess.Popen(
        [sys.executable, "-c", ask], cwd=ROOT / "tests", stdout=subprocess.PIPE, text=True
    ) as process:
        others = {int(port) for port in process.communicate()[0].split()}
    assert (len(own), len(others)) == (100, 100)
    assert own.isdisjoint(others)
