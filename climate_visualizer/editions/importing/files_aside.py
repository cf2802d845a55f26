"""Files that were taken in and cannot be used: set aside by hand with a reason, left out, or used as they were read before.

What the operator sets aside stands in one small file, so that the same bytes do not come back with the next update. Which files
could not be used stands in another: so it is told when nothing new comes, and not looked for again by building without each.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from climate_visualizer.sources.snapshots import write_atomically
from climate_visualizer.sources.table import SourceError

SET_ASIDE = "set-aside.json"
LEFT_OUT = "left-out.json"
SHORTEST = 8  # letters of a checksum that name a file; twelve are shown


@dataclass(frozen=True)
class SetAside:
    """A file that the operator has set aside: what an import notes of it, the reason and the day."""

    source: str
    file_name: str
    sha256: str
    reason: str
    day: str

    @property
    def refusal(self) -> str:
        """Why the same bytes do not come in again, and how they can."""
        return (
            f"{self.file_name} was set aside on {self.day} ({self.reason.removesuffix('.')}); to use it again: "
            f"python manage.py sources take-back {self.sha256[:12]}"
        )


@dataclass(frozen=True)
class LeftOut:
    """A file that was taken in earlier and cannot be used now, and why: it counts again as soon as it can be.

    `goes_on` says that it is used all the same, as an earlier version of this program read it.
    """

    source: str
    file_name: str
    sha256: str
    why: str
    goes_on: str = ""  # what stands in for it meanwhile; nothing where its figures are missing

    @property
    def sentence(self) -> str:
        """What is wrong, and what the operator can do."""
        named = self.why if self.file_name in self.why else f"{self.file_name}: {self.why}"
        until = self.goes_on or "is left out until that is mended"
        return (
            f"{self.source} has a file from earlier that {until}. {named.removesuffix('.')}. "
            f"To go on without it: python manage.py sources set-aside {self.sha256[:12]} --reason '...'"
        )


def files_set_aside(var: Path) -> tuple[SetAside, ...]:
    """What the operator has set aside, in that order; raises `SourceError` where that cannot be read."""
    try:
        entries = json.loads((var / SET_ASIDE).read_text(encoding="utf-8"))
        return tuple(SetAside(**{str(key): str(text) for key, text in entry.items()}) for entry in entries)
    except FileNotFoundError:
        return ()
    except (ValueError, TypeError, AttributeError) as damage:
        raise SourceError(
            f"{var / SET_ASIDE} is damaged; delete it, and set files aside again where that is needed."
        ) from damage


def note_set_aside(entries: Iterable[SetAside], var: Path) -> None:
    """Write down what has been set aside."""
    content = json.dumps([asdict(entry) for entry in entries], ensure_ascii=False, indent=1)
    write_atomically(var / SET_ASIDE, content.encode())


def files_left_out(var: Path) -> tuple[LeftOut, ...]:
    """What the last import could not use of what was taken in earlier; nothing rests on it, so damage is nothing known."""
    try:
        entries = json.loads((var / LEFT_OUT).read_text(encoding="utf-8"))
        return tuple(LeftOut(**{str(key): str(text) for key, text in entry.items()}) for entry in entries)
    except (OSError, ValueError, TypeError, AttributeError):
        return ()


def note_left_out(entries: Iterable[LeftOut], var: Path) -> None:
    """Write down what could not be used, where that is something or was."""
    rows = [asdict(entry) for entry in entries]
    if rows or (var / LEFT_OUT).exists():
        write_atomically(var / LEFT_OUT, json.dumps(rows, ensure_ascii=False, indent=1).encode())
