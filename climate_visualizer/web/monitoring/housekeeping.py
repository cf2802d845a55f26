"""Housekeeping: everything that is thrown away by a stated rule, in one place that `watch` and `update` call.

Whoever keeps something that grows registers how it is pruned: ``throws_away("sessions", prune)``; the function returns how much
went. docs/run-your-own.md states the rules.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError

from climate_visualizer.editions.importing.ingest import one_at_a_time
from climate_visualizer.editions.importing.pipeline import prune
from climate_visualizer.editions.publishing.retention import forget_unneeded

log = logging.getLogger("climate_visualizer.housekeeping")
_rules: dict[str, Callable[[], int]] = {}


def throws_away(name: str, rule: Callable[[], int]) -> None:
    """Register a rule by what it throws away."""
    _rules[name] = rule


def keep_house() -> dict[str, int]:
    """Carry out every rule; how much went of each. What cannot be done now is logged, and done next time."""
    removed = {}
    for name, rule in _rules.items():
        try:
            removed[name] = rule()
        except (OSError, DatabaseError) as problem:
            log.error("housekeeping failed", extra={"fields": {"what": name, "reason": str(problem).strip()}})
    if any(removed.values()):
        log.info("thrown away", extra={"fields": {name: count for name, count in removed.items() if count}})
    return removed


def prune_editions() -> int:
    """Delete the oldest editions beyond what is kept, never one that something published refers to."""
    with one_at_a_time(settings.VAR):
        return len(prune(settings.EDITIONS, settings.KEEP_EDITIONS, spared=referred_to()))


def referred_to() -> set[str]:
    """The editions that what people have made names: an adopted climate budget stands on the figures of its day."""
    versions = apps.get_model("workspace", "Version").objects.filter(content__has_key="edition")
    return {str(edition_id) for edition_id in versions.values_list("content__edition", flat=True).distinct()}


def prune_files() -> int:
    """Delete kept files and tables of changes that no kept edition and no import needs."""
    with one_at_a_time(settings.VAR):
        files, steps = forget_unneeded(settings.VAR, settings.EDITIONS)
    return len(files) + len(steps)


def prune_sessions() -> int:
    """Delete the sessions that have ended."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    sessions = apps.get_model("sessions", "Session").objects
    before: int = sessions.count()
    store.clear_expired()
    return before - int(sessions.count())


throws_away("editions", prune_editions)
throws_away("files", prune_files)
throws_away("sessions", prune_sessions)
