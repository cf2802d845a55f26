"""Record of source checks: of each publisher when it was last checked well, and the last fault with its day."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from django.conf import settings

from climate_visualizer.sources.snapshots import write_atomically

FILE = "sources-state.json"


@dataclass(frozen=True)
class Checked:
    """One source: times in ISO form, UTC; empty where there was none yet. `fault` is empty once a later check was good."""

    good: str = ""
    fault: str = ""
    fault_at: str = ""


def checks() -> dict[str, Checked]:
    """What is known of each source that has been checked, by its name."""
    try:
        found = json.loads((settings.VAR / FILE).read_text(encoding="utf-8"))
        return {name: Checked(**facts) for name, facts in found.items()}
    except (OSError, ValueError, TypeError):
        return {}


def remember_check(source: str, problems: Sequence[str]) -> None:
    """Write down how a check of a source went."""
    now, known = datetime.now(UTC).isoformat(timespec="seconds"), checks()
    before = known.get(source, Checked())
    known[source] = Checked(before.good, " ".join(problems), now) if problems else Checked(good=now)
    facts = {name: asdict(one) for name, one in sorted(known.items())}
    write_atomically(settings.VAR / FILE, json.dumps(facts, ensure_ascii=False, indent=1).encode())
