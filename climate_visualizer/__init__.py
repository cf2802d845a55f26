"""Local carbon budgets: from official statistics to what an area may still emit."""

import re
from importlib.metadata import version
from pathlib import Path


def _version() -> str:
    """The newest heading of CHANGELOG.md in a checkout, the package's own record where it is installed."""
    changelog = Path(__file__).resolve().parents[1] / "CHANGELOG.md"
    if changelog.is_file():
        heading = re.search(r"^## (\d+\.\d+\.\d+)", changelog.read_text(encoding="utf-8"), re.MULTILINE)
        if heading:
            return heading.group(1)
    return version("climate-visualizer")


__version__ = _version()
