"""One translation file a language (`make messages`): texts of every .po file merged, held against what the code says.

A text that nothing says any more is dropped, and an entry that was in two files keeps the text that readers have seen, the one
that `merged` takes. So a topic may be translated in a file of its own, which this takes in. Run it again after a merge: the
same texts give the same files. A rule of the suite finds a text that has no Swedish; in other languages it falls back.
"""

from __future__ import annotations

import ast
import io
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from django.utils.translation import trim_whitespace

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from climate_visualizer.languages.catalogues import merged  # noqa: E402  # found once the folder is on the path

PACKAGE = ROOT / "climate_visualizer"
LOCALE = PACKAGE / "web" / "locale"
NAMES = "place"  # the context of names that places have, which stand in data
# Nations and regions as the British statistics name them: a page says them by `language.t` too.
REGIONS = {
    "England",
    "Northern Ireland",
    "Scotland",
    "Wales",
    "East Midlands",
    "East of England",
    "London",
    "North East",
} | {
    "North West",
    "South East",
    "South West",
    "West Midlands",
    "Yorkshire and the Humber",
}
WIDTH = 0  # a text stands on one line, where a search finds it whole
SPOKEN = re.compile(r'(?:\{% translate |[=:]_\()"([^"]+)"')
BLOCK = re.compile(r"\{% blocktranslate\b(.*?)%\}(.*?)\{% endblocktranslate %\}", re.DOTALL)


def in_template(source: str) -> set[str]:
    """What a template asks for: short texts, and blocks, trimmed or not, in the singular and the plural."""
    asked = set(SPOKEN.findall(source))
    for options, body in BLOCK.findall(source):
        for text in re.split(r"\{% plural %\}", body):
            message = trim_whitespace(text) if "trimmed" in options else text
            asked.add(re.sub(r"\{\{ ?(\w+) ?\}\}", r"%(\1)s", message.replace("%", "%%")))
    return asked


def texts() -> set[str]:
    """Every text of code, templates and data, whether it is shown or not: what is said by a variable is among them."""
    messages = set(REGIONS)
    for path in PACKAGE.rglob("*.py"):
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        messages |= {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    for path in (path for kind in ("html", "txt") for path in PACKAGE.rglob(f"templates/**/*.{kind}")):
        messages |= in_template(path.read_text(encoding="utf-8"))
    for path in (PACKAGE / "data").rglob("*.toml"):
        messages |= set(_strings(tomllib.loads(path.read_text(encoding="utf-8"))))
    return messages


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _strings(inner)


def of_libraries() -> set[str]:
    """The texts of Django and of allauth, which a language may say in its own words."""
    import allauth
    import django

    messages: set[str] = set()
    for library in (django, allauth):
        for path in Path(library.__path__[0]).rglob("locale/sv/LC_MESSAGES/django.po"):
            messages |= {text for message in read_po(io.BytesIO(path.read_bytes())) for text in said_by(message.id)}
    return messages


def said_by(message_id: str | tuple[str, ...]) -> tuple[str, ...]:
    """A message's text, or its singular and plural."""
    return message_id if isinstance(message_id, tuple) else (message_id,)


def files(language: str) -> list[Path]:
    return sorted((LOCALE / language / "LC_MESSAGES").glob("*.po"))


def languages() -> list[str]:
    return sorted(path.parent.name for path in LOCALE.glob("*/LC_MESSAGES"))


def obsolete(catalog: Catalog, said: set[str]) -> list[str | tuple[str, ...]]:
    """The messages that nothing says any more."""
    return [
        message.id
        for message in catalog
        if message.id and message.context != NAMES and not said & set(said_by(message.id))
    ]


def written(catalog: Catalog) -> bytes:
    """A catalogue as a file: in the order of its texts, so that two people who add to it seldom meet; its head without dates."""
    head = [
        *(f"# {line}".rstrip() for line in catalog.header_comment.strip().removeprefix("#").strip().splitlines()[:1]),
        'msgid ""',
        'msgstr ""',
        f'"Language: {str(catalog.locale).replace("_", "-")}\\n"',
        '"MIME-Version: 1.0\\n"',
        '"Content-Type: text/plain; charset=UTF-8\\n"',
        '"Content-Transfer-Encoding: 8bit\\n"',
        f'"Plural-Forms: {catalog.plural_forms};\\n"'.replace(";;", ";"),
        "",
        "",
    ]
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=WIDTH, sort_output=True, omit_header=True)
    return "\n".join(head).encode() + buffer.getvalue()


def main() -> None:
    said = texts() | of_libraries()
    for language in languages():
        paths = files(language)
        catalog = merged(paths)
        for message_id in obsolete(catalog, said):
            for context in {message.context for message in catalog if message.id == message_id}:
                catalog.delete(message_id, context)
        (LOCALE / language / "LC_MESSAGES" / "django.po").write_bytes(written(catalog))
        for path in paths:
            if path.name != "django.po":
                path.unlink()
        print(f"{language}: {len(catalog)} texts from {len(paths)} files")


if __name__ == "__main__":
    main()
