"""Package data: the one place that knows where the files lie that come with the code, in a checkout and in an installation."""

from importlib.resources import files
from pathlib import Path

PACKAGE = Path(str(files("climate_visualizer")))  # a folder: the wheel is unpacked where it is installed
DATA = PACKAGE / "data"
LOCALE = PACKAGE / "web" / "locale"
