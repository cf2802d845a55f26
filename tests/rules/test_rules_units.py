"""The units of deploy/: one environment file in all, nothing set beside it, and nothing that systemd complains of."""

import re
import shutil
import subprocess

import pytest
from conftest import ROOT

UNITS = sorted((ROOT / "deploy").glob("*.service"))


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_reads_the_one_environment_file(unit):
    text = unit.read_text(encoding="utf-8")
    assert re.findall(r"^EnvironmentFile=(.*)$", text, re.MULTILINE) == ["/etc/climate-visualizer.env"]
    assert not re.search(r"^Environment=", text, re.MULTILINE)
    assert "StateDirectory=climate-visualizer" in text
    assert "NoNewPrivileges=yes" in text


def test_the_environment_file_names_settings_that_there_are():
    documented = (ROOT / "docs" / "run-your-own.md").read_text(encoding="utf-8")
    example = (ROOT / "deploy" / "climate-visualizer.env.example").read_text(encoding="utf-8")
    names = re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE)
    assert {"CLIMATE_VISUALIZER_VAR", "DATABASE_URL", "EMAIL_URL", "SITE_ADDRESS", "ALLOWED_HOSTS"} <= set(names)
    assert [name for name in names if f"| `{name}` |" not in documented] == []
    # systemd takes quotes off; `--env-file` of a container, which compose.yaml uses, hands them on.
    assert not re.findall(r"^#?[A-Z_]+=[\"'].*$", example, re.MULTILINE)


def test_systemd_has_nothing_to_say(tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd is not here; on Debian: apt-get install systemd")
    for unit in (ROOT / "deploy").glob("climate-visualizer*.*"):
        if unit.suffix in (".service", ".socket", ".timer"):
            text = unit.read_text(encoding="utf-8").replace("/opt/climate-visualizer/.venv/bin/python", "/bin/sh")
            (tmp_path / unit.name).write_text(text, encoding="utf-8")
    command = ["systemd-analyze", "verify", "--man=no", *map(str, tmp_path.iterdir())]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
