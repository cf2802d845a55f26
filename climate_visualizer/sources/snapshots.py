"""The untouched bytes of every file that was read, kept by their hash."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that it is either there in full or not at all, also when the power goes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def keep(content: bytes, root: Path) -> str:
    """Keep bytes under their SHA-256, which is returned; bytes that are kept already are left alone."""
    digest = hashlib.sha256(content).hexdigest()
    path = root / digest[:2] / digest
    if not path.exists():
        write_atomically(path, content)
    return digest


def load(digest: str, root: Path) -> bytes:
    """The bytes kept under a hash; raises `FileNotFoundError` if they are not there."""
    return (root / digest[:2] / digest).read_bytes()
