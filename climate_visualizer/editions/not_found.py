"""Lookup errors of an edition: unknown areas, merged areas, no edition, each as a sentence."""

from __future__ import annotations

from pathlib import Path

from climate_visualizer.sources.successions import Gone


class UnknownArea(Exception):
    """The edition has no such area."""


class MovedArea(UnknownArea):
    """The edition has the areas that came instead."""

    def __init__(self, gone: Gone) -> None:
        self.gone = gone
        super().__init__(
            f"{gone.name} ({gone.area_id}) gave way to {', '.join(gone.successors)} on {gone.valid_to}; ask for those."
        )


class NoEdition(Exception):
    """Nothing is published yet, or what is published cannot be read; the sentence says what to do."""


def unreadable(folder: Path, problem: Exception) -> NoEdition:
    """That a stored edition cannot be read, and what to do."""
    return NoEdition(
        f"Edition {folder.name} cannot be read ({problem}); "
        "run 'python manage.py editions verify' and go back to a sound one with 'python manage.py editions rollback'."
    )
