"""What a test starts ends with it."""

import subprocess
import sys

import pytest
from ended import ended

ENDLESS = [sys.executable, "-c", "import signal; signal.pause()"]


def test_a_process_ends_with_the_test_that_failed():
    started = []

    def test() -> None:
        with ended():
            started.append(subprocess.Popen(ENDLESS, stdout=subprocess.PIPE))
            raise AssertionError("as it should")

    with pytest.raises(AssertionError, match="as it should"):
        test()
    (process,) = started
    assert process.returncode is not None
    assert process.stdout.closed


def test_what_was_there_before_stays():
    with subprocess.Popen(ENDLESS) as process:
        with ended():
            pass
        assert process.poll() is None
        process.kill()
