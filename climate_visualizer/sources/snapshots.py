"""The untouched bytes of every file that was read, kept by their hash, with a small record of where each came from."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path


def write_atomically(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Write a file so that it is there in full or not at all, also when the power goes; for its owner alone unless told."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def digest_of(content: bytes) -> str:
    """What bytes are kept under."""
    return hashlib.sha256(content).hexdigest()


def keep(content: bytes, root: Path) -> str:
    """Keep bytes under their SHA-256, which is returned; bytes that are kept already, and undamaged, are left alone."""
    digest = digest_of(content)
    path = root / digest[:2] / digest
    if not path.exists() or path.read_bytes() != content:
        write_atomically(path, content)
    return digest


def damaged(root: Path) -> list[str]:
    """The hashes under which other bytes are kept than belong there."""
    paths = [path for path in root.glob("??/*") if path.suffix != ".json" and not path.name.startswith(".")]
    return sorted(path.name for path in paths if hashlib.sha256(path.read_bytes()).hexdigest() != path.name)


def load(digest: str, root: Path) -> bytes:
    """The bytes kept under a hash; raises `FileNotFoundError` if they are not there."""
    return (root / digest[:2] / digest).read_bytes()


def note(digest: str, root: Path, facts: Mapping[str, object]) -> None:
    """Write down what is known of kept bytes in a record beside them; what was noted before stays as it is."""
    before = noted(digest, root)
    merged = {**facts, **before}
    if merged != before:
        content = json.dumps(merged, ensure_ascii=False, indent=1, sort_keys=True).encode()
        write_atomically(root / digest[:2] / f"{digest}.json", content)


def noted(digest: str, root: Path) -> dict[str, object]:
    """The record of kept bytes: address, time, headers, file name, publisher, licence, release date; empty without one."""
    try:
        facts_noted: dict[str, object] = json.loads((root / digest[:2] / f"{digest}.json").read_text(encoding="utf-8"))
        return facts_noted
    except (FileNotFoundError, ValueError):
        return {}
