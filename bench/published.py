"""Published figures beside ours by the API, on the starter set and the UK's file; `--write` puts them into docs/method.md."""

from __future__ import annotations

import logging
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from shared import REAL, ROOT  # makes the tests' folder known, where `published_figures` is

import published_figures  # isort: skip

KINGDOM = ("Final Dataset - UK GHG (table 1_1 all GHG).xlsx", "UK-local-authority-ghg-emissions-2020.xlsx")


def asking(editions: Path) -> Callable[[str], dict[str, Any]]:
    """A function that asks the API of a site on a folder of editions."""
    from django.conf import settings
    from django.test import Client

    def ask(path: str) -> dict[str, Any]:
        settings.VAR, settings.EDITIONS = editions.parent, editions
        answer = Client().get(f"/api/v1/{path}")
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answers {answer.status_code}: {answer.content[:300]!r}")
        return dict(answer.json())

    return ask


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        os.environ |= {
            "CLIMATE_VISUALIZER_VAR": str(home / "sweden"),
            "DJANGO_SETTINGS_MODULE": "climate_visualizer.config.settings",
            "DEBUG": "1",
            "ALLOWED_HOSTS": "testserver",
        }
        import django

        django.setup()
        logging.disable(logging.WARNING)
        from climate_visualizer.editions.importing.pipeline import bring_in
        from climate_visualizer.editions.importing.starter import ensure_edition

        (home / "sweden").mkdir(exist_ok=True)
        (home / "kingdom").mkdir()
        ensure_edition(home / "sweden" / "editions", ROOT / "climate_visualizer" / "data" / "starter")
        files = [(name, (REAL / "gb_desnz" / name).read_bytes()) for name in KINGDOM]
        bring_in("gb_desnz", files, home / "kingdom", home / "kingdom" / "editions")
        found = published_figures.table(asking(home / "sweden" / "editions"), asking(home / "kingdom" / "editions"))
    print(found)
    if "--write" in sys.argv:
        page = ROOT / "docs" / "method.md"
        before, _, rest = page.read_text(encoding="utf-8").partition(published_figures.BEGIN)
        after = rest.partition(published_figures.END)[2]
        page.write_text(
            f"{before}{published_figures.BEGIN}\n\n{found}\n\n{published_figures.END}{after}", encoding="utf-8"
        )


if __name__ == "__main__":
    main()
