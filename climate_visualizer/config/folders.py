"""Data folder: the one place that is written to, by default beside a checkout or where the system keeps a user's data."""

import os
from pathlib import Path

from climate_visualizer.config import environment
from climate_visualizer.places import PACKAGE

ROOT = PACKAGE.parent


def _default() -> Path:
    """``var`` of a checkout; of an installation, whose own folder may be read-only, what the XDG directories say."""
    if (ROOT / "pyproject.toml").is_file():
        return ROOT / "var"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "climate-visualizer"


VAR = Path(environment.text("CLIMATE_VISUALIZER_VAR") or _default()).resolve()
EDITIONS = VAR / "editions"
