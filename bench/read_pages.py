"""Pages read against the API: all areas of Sweden, the United Kingdom and Norway, thirty countries, twenty regions; 0 false.

What is not among the API's figures is printed with its page, and counted by kind of page. `python bench/read_pages.py` makes
a site of its own; a data folder as an argument is read as it is, and `2/3` after it takes the second of three parts of it.
"""

from __future__ import annotations

import io
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from shared import DAY, REAL, say, set_up, site  # makes the tests' folder known, where `page_reading` is

from every_area import FILES  # isort: skip

NEAR = ("SE", "GB", "NO")
COUNTRIES, REGIONS = 30, 20
LANGUAGES = {"SE": "sv", "NO": "nb", "DE": "de", "AT": "de", "FI": "fi"}  # of the others English
SHOWN = 100
TOLD_EVERY = 25  # areas


def chosen(areas: Iterable) -> list:
    """Every area of the three countries, thirty other countries and twenty of their regions, evenly from the list of each."""
    areas = list(areas)
    near = [area for area in areas if area.country in NEAR]
    countries = [area for area in areas if area.country not in NEAR and area.kind == "country"]
    regions = [area for area in areas if area.country not in NEAR and area.kind == "region"]
    return (
        near
        + countries[:: max(len(countries) // COUNTRIES, 1)][:COUNTRIES]
        + regions[:: max(len(regions) // REGIONS, 1)][:REGIONS]
    )


class Tally:
    """How many pages of each kind were read, their numbers, and those that the API does not found."""

    def __init__(self) -> None:
        self.pages, self.numbers, self.false = Counter(), Counter(), Counter()

    def read(self, some: Iterable) -> None:
        """Count pages, and print what is false as far as a screen takes it."""
        for page in some:
            for number, passage in page.unfounded[: max(SHOWN - self.false.total(), 0)]:
                say(f"not in the API: {number}", f"{page.address}: {passage[:160]}")
            self.pages[page.kind] += 1
            self.numbers[page.kind] += page.numbers
            self.false[page.kind] += len(page.unfounded)

    def told(self) -> None:
        for kind in sorted(self.pages):
            counted = f"{kind}: {self.pages[kind]} pages, {self.numbers[kind]} numbers, dates and ranks"
            say(counted, f"{self.false[kind]} not in the API")
        counted = f"all, as of {DAY}: {self.pages.total()} pages, {self.numbers.total()} numbers, dates and ranks"
        say(counted, f"{self.false.total()} not in the API")


def prepare() -> None:
    """The texts of every language, without which all pages are English, and the database that organisations publish in."""
    from django.core.management import call_command

    call_command("prepare", stdout=io.StringIO())


def read_all(tally: Tally, part: int = 1, parts: int = 1) -> None:
    """Every kind of page, of each area in a language of its own; of several parts the areas of one, and the rest in the first."""
    from django.test import Client
    from page_reading.reader import Reader

    from climate_visualizer.web import current

    readers = {code: Reader(Client(), code) for code in sorted({*LANGUAGES.values(), "en"})}
    mine = chosen(current.edition().areas)[part - 1 :: parts]
    for at, area in enumerate(mine):
        reader = readers[LANGUAGES.get(area.country, "en")]
        if not at % TOLD_EVERY:
            say(f"areas read of {len(mine)}, pages", f"{at}, {tally.pages.total()}")
        if reader.ask(f"/api/v1/areas/{area.id}/budget") is None:
            tally.read([reader.equivalents(area.id)])
            continue
        tally.read(reader.area(area.id))
        tally.read(reader.beside_it(area.id))
        tally.read([reader.poster(area.id)])
    say("areas read", f"{len(mine)}")
    if part == 1:
        read_others(tally, readers)


def read_others(tally: Tally, readers: dict) -> None:
    """The pages that are of no single area."""
    for country in ("SE", "GB"):
        tally.read(readers[LANGUAGES.get(country, "en")].standing(country))
    tally.read(reader.first_page("SE") for reader in readers.values())
    tally.read(readers["sv"].together(["SE-0480", "SE-0481", "SE-0980"]))
    tally.read(readers["en"].together(["GB-E09000001", "GB-E08000035"]))


def main() -> int:
    part, parts = map(int, (sys.argv[2] if sys.argv[2:] else "1/1").split("/"))
    tally, began = Tally(), time.process_time()
    if sys.argv[1:]:
        set_up(Path(sys.argv[1]))
        prepare()
        read_all(tally, part, parts)
    elif REAL.is_dir():
        with site() as var:
            from climate_visualizer.editions.importing.pipeline import bring_in

            for source, pattern in FILES:
                files = [(path.name, path.read_bytes()) for path in sorted(REAL.glob(pattern))]
                bring_in(source, files, var, var / "editions")
            prepare()
            read_all(tally)
    else:
        say("the publishers' files are not here", "not read")
        return 0
    tally.told()
    say("processor time", f"{time.process_time() - began:.0f} s")
    return 1 if tally.false.total() else 0


if __name__ == "__main__":
    sys.exit(main())
