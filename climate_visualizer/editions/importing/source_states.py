"""How each source fares: when it was last checked and last well, what came and what is wrong, in one small file."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from climate_visualizer.editions.importing.ingest import one_at_a_time
from climate_visualizer.sources.snapshots import write_atomically

FILE = "sources.json"


@dataclass(frozen=True)
class SourceState:
    """One source's last check (`checked`) and its last without a problem (`good`), ISO times in UTC; empty for never."""

    checked: str = ""
    good: str = ""
    came: str = ""
    wrong: str = ""


def states(var: Path) -> dict[str, SourceState]:
    """Every source that has been checked; a file that can't be read says nothing."""
    try:
        rows = json.loads((var / FILE).read_text(encoding="utf-8"))
        return {str(name): SourceState(**{key: str(text) for key, text in one.items()}) for name, one in rows.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def note_state(name: str, var: Path, *, came: str, wrong: str) -> None:
    """Write down how a check ended; what came last stays until something newer comes."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    with one_at_a_time(var):
        known = states(var)
        before = known.get(name, SourceState())
        state = replace(before, checked=now, good=before.good if wrong else now, came=came or before.came, wrong=wrong)
        every = {key: asdict(one) for key, one in {**known, name: state}.items()}
        write_atomically(var / FILE, json.dumps(every, ensure_ascii=False, indent=1, sort_keys=True).encode())


def as_table(names: list[str], var: Path) -> list[str]:
    """Lines for a terminal: each source, the day it was last well, what came last, what is wrong."""
    known, width = states(var), max(map(len, [*names, "source"]))
    lines = [f"{'source':{width}}  last good   what came; what is wrong"]
    for name in names:
        state = known.get(name, SourceState())
        remarks = [state.came or "nothing yet", *([f"WRONG: {state.wrong}"] if state.wrong else [])]
        lines.append(f"{name:{width}}  {state.good[:10] or 'never':10}  {'; '.join(remarks)}")
    return lines
