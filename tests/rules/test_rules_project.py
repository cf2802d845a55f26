"""Rules about the project itself."""

import ast
import re
import subprocess
import tomllib

import pytest
from conftest import ROOT
from messages import in_template

from climate_visualizer.languages.catalogues import merged

PACKAGE = ROOT / "climate_visualizer"
MODULES = sorted(PACKAGE.rglob("*.py"))
ROOMS = {"science", "sources", "editions", "languages", "methods", "budget", "scenarios", "plans", "beside"} | {
    "charts",
    "exports",
}
LONGEST_MODULE, LONGEST_FUNCTION = 300, 45


def _tracked() -> list:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_is_short_and_says_what_it_is(path):
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    assert ast.get_docstring(tree), "a module has a docstring"
    assert source.count("\n") <= LONGEST_MODULE or path.parent.name == "migrations"  # written by Django
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno - node.lineno <= LONGEST_FUNCTION, node.name


def test_public_functions_of_science_and_assessment_have_docstrings():
    missing = []
    for path in MODULES:
        if path.relative_to(PACKAGE).parts[0] in ROOMS:
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                    missing += [] if ast.get_docstring(node) else [f"{path.name}: {node.name}"]
    assert missing == []


# Subjects that several rooms have, each in its own way, and the names that Django gives.
SUBJECTS = {"plan", "scenario", "sector", "greenhouse_gases"}
DJANGO = {"__init__", "apps", "forms", "models", "urls", "views"}


def test_a_file_name_has_one_meaning_and_a_folder_few_files():
    """Publishers' folder grows with the world: there, one file a publisher is the rule."""
    folders: dict[str, list[str]] = {}
    for path in MODULES:
        if path.parent.name not in ("migrations", "commands", "models"):  # named after what they change, run or keep
            folders.setdefault(str(path.parent.relative_to(PACKAGE)), []).append(path.stem)
    crowded = {folder: len(names) for folder, names in folders.items() if len(names) > 16}  # fifteen and __init__
    assert set(crowded) <= {"sources/publishers"}
    names = [name for found in folders.values() for name in found if name not in SUBJECTS | DJANGO]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_no_file_names_a_registry_or_leaves_work_for_later():
    words = ["TO" + "DO", "FIX" + "ME", "X" * 3]
    registries = ["pypi" + ".org", "files.python" + "hosted", "npmjs" + ".org"]
    for path in _tracked():
        if path.suffix in {".png", ".parquet", ".ttf"} or path.name == "LICENSE":
            continue
        text = path.read_text(encoding="utf-8")
        for word in words:
            assert not re.search(rf"\b{word}\b", text), f"{path.name} says {word}"
        for registry in registries:
            assert registry not in text, f"{path.name} names {registry}"


def test_every_requirement_is_pinned_with_its_hash():
    for name in ("run.txt", "dev.txt", "bench.txt"):
        text = (ROOT / "requirements" / name).read_text()
        requirements = re.split(r"^(?=[a-zA-Z0-9])", text, flags=re.MULTILINE)[1:]
        assert len(requirements) > 20
        for requirement in requirements:
            assert re.match(r"[\w.-]+(\[[\w,-]+\])?==\S+ \\\n    --hash=sha256:[0-9a-f]{64}", requirement), requirement[
                :80
            ]


def test_the_version_is_one():
    from climate_visualizer import __version__

    newest = re.search(r"^## (\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE).group(1)
    cited = re.search(r"^version: (\S+)", (ROOT / "CITATION.cff").read_text(), re.MULTILINE).group(1)
    assert __version__ == newest == cited


@pytest.mark.parametrize(
    "path", sorted((ROOT / "climate_visualizer" / "data" / "methods").glob("*.toml")), ids=lambda path: path.stem
)
def test_a_method_has_its_words_in_both_languages_and_its_source(path):
    method = tomllib.loads(path.read_text(encoding="utf-8"))
    assert method["id"] == path.stem
    for name in ("name", "description", "leaves_out", "scope", "assumptions"):
        assert {"sv", "en"} <= {language for language, text in method[name].items() if text.strip()}
    assert method["source"]["title"]
    assert method["source"]["url"].startswith("https://")


@pytest.mark.parametrize(
    "path", sorted((ROOT / "climate_visualizer" / "data" / "parameters").glob("*.toml")), ids=lambda path: path.stem
)
def test_a_parameter_has_a_source_and_an_address(path):
    text = path.read_text(encoding="utf-8")
    assert re.search(r"^\w*source = ", text, re.MULTILINE)
    assert re.search(r'^\w*url = "https://', text, re.MULTILINE)


def _name(function: ast.expr) -> str:
    """What is called: `language.t` and a `t` of its own are both t."""
    return getattr(function, "attr", getattr(function, "id", ""))


def _said() -> set[str]:
    """Every text that the code and the templates ask for."""
    found: set[str] = set()
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in SAYING:
                found |= {
                    arg.value for arg in node.args[:2] if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
                }
    for path in PACKAGE.rglob("*.html"):
        found |= in_template(path.read_text(encoding="utf-8"))
    return found | _named()


SAYING = ("t", "n", "_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "Unfit")


def test_every_kind_of_text_in_a_template_is_found():
    source = (
        '{% translate "One" as one %}{% translate "Two" %}{% blocktranslate with a=b %}Three {{ a }}{% endblocktranslate %}'
        "{% blocktranslate trimmed count n=x %}\n {{ n }} day\n{% plural %}\n {{ n }} days, 5 %\n{% endblocktranslate %}"
    )
    assert in_template(source) == {"One", "Two", "Three %(a)s", "%(n)s day", "%(n)s days, 5 %%"}


def _named() -> set[str]:
    """Texts that stand in tables and are asked for by name."""
    from climate_visualizer.beside import area_kinds
    from climate_visualizer.web import embed_options
    from climate_visualizer.web.pages.common import choice_links
    from climate_visualizer.web.pages.common.contents import HEADINGS
    from climate_visualizer.web.workspace.content.audit import WHAT
    from climate_visualizer.web.workspace.views.members_page import ROLE_HELP
    from climate_visualizer.words import certainty, derivation, figure_status
    from climate_visualizer.words import sentences as words

    words_here = (words.FRACTIONS, area_kinds.KINDS, area_kinds.KINDS_ALONE, WHAT, ROLE_HELP)
    embedded = (embed_options.FIGURES, embed_options.THEMES, embed_options.FIELDS)
    tables = (
        figure_status.KNOWN,
        figure_status.EMITTED,
        derivation.NOTES,
        *words_here,
        *embedded,
        choice_links.SHARINGS,
        choice_links.PATHS,
        choice_links.FIELDS,
        certainty.WHY,
        {name: title for name, (_, title, _) in HEADINGS.items()},
    )
    return {text for table in tables for text in table.values()}


def test_every_text_is_there_in_swedish():
    catalog = merged(sorted((PACKAGE / "web" / "locale" / "sv" / "LC_MESSAGES").glob("*.po")))
    known = {
        text
        for message in catalog
        if message.id
        for text in (message.id if isinstance(message.id, tuple) else (message.id,))
    }
    assert _said() - known == set()
    for message in catalog:
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(strings), message.id
        if message.id:
            wanted = message.id[-1] if isinstance(message.id, tuple) else message.id
            assert set(re.findall(r"\{\w+\}|%\(\w+\)s", wanted)) == set(re.findall(r"\{\w+\}|%\(\w+\)s", strings[-1]))


def test_every_source_has_a_card():
    from climate_visualizer.sources.origin import facts
    from climate_visualizer.sources.registry import sources

    assert set(sources()) == {path.stem for path in (ROOT / "climate_visualizer" / "data" / "sources").glob("*.toml")}
    for name in sources():
        card = facts(name)["card"]
        assert {"publisher", "title", "licence", "url"} <= set(card)


def test_every_setting_is_described():
    settings = "".join(path.read_text(encoding="utf-8") for path in sorted((PACKAGE / "config").glob("*.py")))
    described = (ROOT / "docs" / "run-your-own.md").read_text(encoding="utf-8")
    names = re.findall(r'environment\.\w+\("(\w+)"', settings)
    assert len(names) > 5
    assert [name for name in names if f"`{name}`" not in described] == []


@pytest.mark.parametrize(
    "page", sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]), ids=lambda page: page.name
)
def test_every_link_of_the_documents_leads_somewhere(page):
    for link in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        assert link.startswith("https://") or (page.parent / link).exists(), link


def test_every_target_of_make_is_listed_by_make():
    made = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in (
        "run",
        "demo",
        "quick",
        "test",
        "coverage",
        "check",
        "fix",
        "messages",
        "bench",
        "mutate",
        "update",
        "lock",
    ):
        assert f'@echo "make {target} ' in made
        assert re.search(rf"^{target}:", made, re.MULTILINE)


def test_tests_are_never_switched_off():
    for path in (ROOT / "tests").rglob("*.py"):
        assert not re.search(
            r"mark\.(skip|xfail)|\bxfail\(", path.read_text().replace("mark\\.(skip|xfail)|\\bxfail\\(", "")
        ), path.name


def test_what_leaves_as_json_is_written_strictly():
    rooms = ("charts", "exports", "web/pages", "web/api", "web/embeds", "web/alerts")
    paths = [path for room in rooms for path in (PACKAGE / room).rglob("*.py")]
    assert [path.name for path in paths if "json.dumps(" in path.read_text(encoding="utf-8")] == []


def test_no_test_begins_the_senders_of_a_web_process():
    """`config.wsgi` starts threads when it is imported: in a process of tests they send, and others are blamed for their ends."""
    begun = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "tests").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "climate_visualizer.config.wsgi"
    ]
    assert begun == []


def test_a_per_cent_sign_is_set_by_the_language():
    """20 % in Swedish, 20% in English: a sign that a template or a function writes by itself is wrong in one of them."""
    by_itself = re.compile(r"\}(\s|\\u00a0|\\u202f|&nbsp;)%(?!\})")
    told = [path for path in PACKAGE.rglob("*.*") if path.suffix in (".html", ".py") and "locale" not in path.parts]
    assert [path.name for path in told if by_itself.search(path.read_text(encoding="utf-8"))] == []
