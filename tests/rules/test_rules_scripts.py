"""Rules about what checks the pages' scripts: pinned with its hash, from any registry, and needed by nobody who runs the site."""

import gzip
import json
import re

import pytest
from conftest import ROOT
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

from climate_visualizer.web.http.static_files import Storage, without_comments

STATIC = ROOT / "climate_visualizer" / "web" / "static"
SCRIPTS = sorted((ROOT / "climate_visualizer").rglob("*.js"))
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
    assert sorted(needing) == ["check", "check-style", "fix"]
    called = re.findall(r"^([\w-]+):[^=\n]*\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE)
    assert sorted(target for target, lines in called if "$(TOOLS)" in lines) == ["check-style", "fix"]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_every_script_is_checked_and_its_comments_can_be_taken_out(path):
    """Comments are found by their marks alone, so none of these may stand within a text; what is left is shorter, not other."""
    text = path.read_text(encoding="utf-8")
    assert "@ts-" not in text, "nothing is excused from its types"
    assert not re.search(r"@(?:type|param|returns|typedef) \{any\}", text)
    for before, mark, _ in (line.partition("/**") for line in text.splitlines()):
        assert not mark or all(before.count(quote) % 2 == 0 for quote in "\"'`"), before
    served = without_comments(text)
    assert "/*" not in served
    assert not re.search(r"^\s*//", served, re.MULTILINE)
    code = [line for line in text.splitlines() if "/*" not in line and not line.lstrip().startswith(("//", "*"))]
    assert [line for line in served.splitlines() if line in code] == code


def test_a_script_is_served_without_its_comments_and_with_its_addresses(tmp_path):
    kept = Storage(location=tmp_path)
    script = (
        "// What it is\n/**\n * @param {string} a  with * and /\n */\nexport const at = (/** @type {number} */ x) => x; // why\n"
        '  // beside\nconst here = "https://example.org/"; /** @type {A} */ (here).go();\n'
    )
    source = ContentFile(script.encode())
    source.read()  # as it is left when its hash was made
    kept.save("one.js", source)
    assert (tmp_path / "one.js").read_text(encoding="utf-8") == (
        'export const at = (x) => x; // why\nconst here = "https://example.org/"; (here).go();\n'
    )
    style = b"/** kept */ a { color: red }\n"
    kept.save("one.css", ContentFile(style))
    assert (tmp_path / "one.css").read_bytes() == style


def test_collected_scripts_have_names_of_what_is_served(tmp_path):
    source, kept = FileSystemStorage(location=STATIC), Storage(location=tmp_path)
    names = [path.name for path in sorted(STATIC.glob("*.js"))]
    for name in names:
        with source.open(name) as script:
            kept.save(name, script)
    answers = list(kept.post_process({name: (source, name) for name in names}))
    assert not [name for name, _, done in answers if isinstance(done, Exception)]
    for name in names:
        hashed = kept.stored_name(name)
        served = (tmp_path / hashed).read_bytes()
        assert served.decode() == without_comments((STATIC / name).read_text(encoding="utf-8"))
        assert gzip.decompress((tmp_path / f"{hashed}.gz").read_bytes()) == served
        assert hashed == kept.hashed_name(name, ContentFile(served))


def test_what_scripts_reckon_is_tried_by_node():
    tried = {path.name.removesuffix(".test.js") for path in (ROOT / "tests" / "scripts").glob("*.test.js")}
    exporting = {
        path.stem for path in SCRIPTS if re.search(r"^export ", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert exporting - tried == set()
    assert "tests/scripts/*.test.js" in MAKEFILE
