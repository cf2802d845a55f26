"""Pages read against the API: all areas of Sweden, the United Kingdom and Norway, thirty countries, twenty regions; 0 false.

What is not among the API's figures is printed with its page, and counted by kind of page. It takes an hour of a processor.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterable

from shared import DAY, REAL, say, site  # makes the tests' folder known, where `page_reading` is

from every_area import FILES  # isort: skip

NEAR = ("SE", "GB", "NO")
COUNTRIES, REGIONS = 30, 20
LANGUAGES = {"SE": "sv", "NO": "nb", "DE": "de", "AT": "de", "FI": "fi"}  # of the others English
SHOWN = 40


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


def read_all(tally: Tally) -> None:
    """Every kind of page, of each area in a language of its own."""
    from django.test import Client
    from page_reading.reader import Reader

    from climate_visualizer.web import current

    readers = {code: Reader(Client(), code) for code in sorted({*LANGUAGES.values(), "en"})}
    for area in chosen(current.edition().areas):
        reader = readers[LANGUAGES.get(area.country, "en")]
        if reader.ask(f"/api/v1/areas/{area.id}/budget") is None:
            tally.read([reader.equivalents(area.id)])
            continue
        tally.read(reader.area(area.id))
        tally.read(reader.beside_it(area.id))
        tally.read([reader.poster(area.id)])
    for country in ("SE", "GB"):
        tally.read(readers[LANGUAGES.get(country, "en")].standing(country))
    tally.read(reader.first_page("SE") for reader in readers.values())
    tally.read(readers["sv"].together(["SE-0480", "SE-0481", "SE-0980"]))
    tally.read(readers["en"].together(["GB-E09000001", "GB-E08000035"]))


def main() -> int:
    if not REAL.is_dir():
        say("the publishers' files are not here", "not read")
        return 0
    tally, began = Tally(), time.process_time()
    with site() as var:
        from climate_visualizer.editions.importing.pipeline import bring_in

        for source, pattern in FILES:
            files = [(path.name, path.read_bytes()) for path in sorted(REAL.glob(pattern))]
            bring_in(source, files, var, var / "editions")
        read_all(tally)
    tally.told()
    say("processor time", f"{time.process_time() - began:.0f} s")
    return 1 if tally.false.total() else 0


if __name__ == "__main__":
    sys.exit(main())
