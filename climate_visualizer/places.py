"""Package data: the one place that knows where the files lie that come with the code, in a checkout and in an installation."""

from importlib.resources import files
from pathlib import Path
from typing import Any

PACKAGE = Path(str(files("climate_visualizer")))  # a folder: the wheel is unpacked where it is installed
DATA = PACKAGE / "data"
LOCALE = PACKAGE / "web" / "locale"
Toml = dict[str, Any]  # a file of `data` as parsed: what reads it knows its tables, and the suite reads every file
