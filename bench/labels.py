"""Labels that lie on each other or leave their picture, in every figure of every area at every width: the goal is none."""

from __future__ import annotations

import sys
import time

from shared import DAY, ROOT, say, site, starter

LANGUAGES = ("sv", "en", "fi", "sv-x-lattlast")
FIGURES = ("history", "dots", "cumulative", "sectors", "waiting", "sector-transport")


def count(query: dict[str, str], code: str) -> tuple[int, list[str]]:
    """How many pictures were laid out, and the labels that collide in them."""
    from collided import collisions  # in the tests' folder, which `shared` makes known

    from climate_visualizer.budget.assess import assess
    from climate_visualizer.charts import catalogue
    from climate_visualizer.charts.drawing.scene import Box, texts_of
    from climate_visualizer.charts.drawing.sizes import SIZES
    from climate_visualizer.languages.language import load_language
    from climate_visualizer.methods.question import ask
    from climate_visualizer.web import current

    edition, pictures, found = current.edition(), 0, []
    language = load_language(code, ROOT / "climate_visualizer" / "web" / "locale")
    for area in (area for area in edition.areas if edition.has(area.id)):
        a = assess(ask(edition, area.id, query, as_of=DAY))
        for name in FIGURES:
            for size in SIZES.values():
                scene = catalogue.figure(name, edition, a, language, size=size).scene
                if scene is not None:
                    pictures += 1
                    met = collisions(texts_of(scene), Box(0, 0, scene.width, scene.height))
                    found += [f"{area.id} {name} {size.name} {code} {query}: {one}" for one in met]
    return pictures, found


def main() -> int:
    with site() as var:
        starter(var)
        pictures, found, began = 0, [], time.perf_counter()
        for code in LANGUAGES:
            for query in ({}, {"limit": "1.5"}) if code == "sv" else ({},):
                laid_out, met = count(query, code)
                pictures, found = pictures + laid_out, found + met
        for one in found[:20]:
            say("labels that collide", one)
        say("labels that collide", f"{len(found)} in {pictures} pictures, {time.perf_counter() - began:.0f} s")
        return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
