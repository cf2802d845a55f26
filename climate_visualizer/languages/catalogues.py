"""Message catalogues (gettext): every language's .po files merged and compiled into one .mo in the data folder.

Nothing is written beside the code, so that an installation may be read-only. A digest stands beside each compiled file: it says
what it was made of, since the times of files in a package say nothing.
"""

from __future__ import annotations

import hashlib
import io
import tomllib
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from climate_visualizer.sources.snapshots import write_atomically

COMPILED, DIGEST, FACTS = "django.mo", "django.sha256", "language.toml"
WAY = b"own first"  # how texts are merged: what was compiled in another way is compiled anew


def compile_texts(source: Path, target: Path) -> int:
    """Compile what changed of each language in `source` into `target`; returns how many catalogues were written."""
    compiled_count = 0
    for facts in sorted(source.glob(f"*/{FACTS}")):
        compiled_folder = target / facts.parent.name
        write_if_other(compiled_folder / FACTS, facts.read_bytes())
        texts = texts_of(facts.parent)
        if not texts:
            continue
        digest, folder = _digest(texts), compiled_folder / "LC_MESSAGES"
        if _kept(folder / DIGEST) != digest or not (folder / COMPILED).is_file():
            write_atomically(folder / COMPILED, _compiled(texts))
            write_atomically(folder / DIGEST, digest)
            compiled_count += 1
    return compiled_count


def write_if_other(path: Path, content: bytes) -> None:
    """Write a small file unless it has that content already."""
    if _kept(path) != content:
        write_atomically(path, content)


def translations(home: Path) -> NullTranslations:
    """A language's texts from its folder: compiled, or from the .po files where it is a folder of sources; none in English."""
    folder = home / "LC_MESSAGES"
    if _kept(folder / DIGEST):
        return GNUTranslations(io.BytesIO((folder / COMPILED).read_bytes()))
    texts = texts_of(home)
    return GNUTranslations(io.BytesIO(_compiled(texts))) if texts else NullTranslations()


def texts_of(folder: Path) -> list[Path]:
    """The files with a language's texts; those of the language it falls back to come first, so that its own win."""
    facts = folder / FACTS
    behind = tomllib.loads(facts.read_text(encoding="utf-8")).get("falls_back_to", "") if facts.exists() else ""
    first = texts_of(folder.parent / behind) if behind else []
    return [*first, *sorted(folder.glob("LC_MESSAGES/*.po"))]


def merged(texts: list[Path]) -> Catalog:
    """The texts of several files as one catalogue: a language's own before those it falls back to, which fill in.

    The last `django.po` is the language's own and has the head. A message that is there keeps its first text.
    """
    catalogue = _catalogue([path for path in texts if path.stem == "django"][-1])
    own = texts[-1].parent
    for path in sorted(texts, key=lambda path: path.parent != own):
        for message in _catalogue(path):
            if message.id:
                catalogue[message.id] = message
    return catalogue


def _catalogue(path: Path) -> Catalog:
    with path.open("rb") as source:
        return read_po(source)


def _compiled(texts: list[Path]) -> bytes:
    buffer = io.BytesIO()
    write_mo(buffer, merged(texts))
    return buffer.getvalue()


def _digest(texts: list[Path]) -> bytes:
    digested_files = (path.parent.parent.name.encode() + path.name.encode() + path.read_bytes() for path in texts)
    return (
        hashlib.sha256(WAY + b"".join(hashlib.sha256(digested_file).digest() for digested_file in digested_files))
        .hexdigest()
        .encode()
    )


def _kept(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
