"""Where things lie, from the environment only."""

from pathlib import Path

from climate_visualizer.config import environment

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
VAR = Path(environment.text("CLIMATE_VISUALIZER_VAR", str(ROOT / "var"))).resolve()
EDITIONS = VAR / "editions"
