"""Where things lie, from the environment only."""

from pathlib import Path

from climate_visualizer.config import environment
from climate_visualizer.places import PACKAGE

ROOT = PACKAGE.parent
VAR = Path(environment.text("CLIMATE_VISUALIZER_VAR", str(ROOT / "var"))).resolve()
EDITIONS = VAR / "editions"
