"""Rules about what checks the pages' scripts: pinned with its hash, from any registry, and needed by nobody who runs the site."""

import json
import re

from conftest import ROOT

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def test_every_tool_of_the_scripts_is_pinned_with_its_hash_and_without_an_address():
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    assert wanted["private"]
    assert "dependencies" not in wanted  # nothing of Node's is in what is served
    locked = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for name, version in wanted["devDependencies"].items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version), name
        assert locked[f"node_modules/{name}"]["version"] == version
    for name, package in locked.items():
        if name:
            assert package["integrity"].startswith("sha512-"), name
            assert "resolved" not in package, name


def test_only_who_checks_or_mends_the_code_needs_node():
    needing = re.findall(r"^([\w-]+):.*\$\(NODE\)", MAKEFILE, re.MULTILINE)
    assert sorted(needing) == ["check", "fix"]
    called = re.findall(r"^([\w-]+):[^=\n]*\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE)
    assert sorted(target for target, lines in called if "$(TOOLS)" in lines) == ["check", "fix"]
