"""What a source's fetch gives in spite of what is away."""

from __future__ import annotations

from collections.abc import Iterable

from climate_visualizer.sources.reading.download import Download
from climate_visualizer.sources.table import Troubles


def in_spite(downloads: Iterable[Download]) -> tuple[list[str], str]:
    """The names of the files that came, and the sentences on those that can't be had; none is no trouble."""
    names: list[str] = []
    try:
        for download in downloads:
            names.append(download.file_name)  # noqa: PERF401  # those before the trouble count
    except Troubles as away:
        assert all(sentence and "\n" not in sentence for sentence in away.sentences)
        return names, str(away)
    return names, ""
