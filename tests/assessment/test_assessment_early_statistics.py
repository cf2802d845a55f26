"""A nation's early statistics: what a source makes of a year in the next, measured before preliminary, in any order."""

from dataclasses import replace
from itertools import permutations

import numpy as np
import polars as pl
import pytest

from climate_visualizer.methods.basis import basis
from climate_visualizer.sources.table import NATIONAL

LAST = 2023  # of the starter set


def rows(source, status, *tonnes):
    """A source's whole of carbon dioxide from the last published year on."""
    return [("SE", "total", "CO2", LAST + at, each, status, source) for at, each in enumerate(tonnes)]


def ratios(starter, *tables):
    """By how much the nation's whole moves from year to year by such statistics."""
    nationals = pl.DataFrame([row for table in tables for row in table], schema=NATIONAL, orient="row")
    edition = replace(starter, nationals=nationals, manifest={**starter.manifest, "id": f"early {hash(str(tables))}"})
    base = basis(edition, "SE", ())
    course = base.course
    row = base.cube.area_ids.index("SE")
    whole = course.totals[row, LAST - course.first :]
    return whole[1:] / whole[:-1]


MEASURED = ("measured", 100.0, 90.0)
PRELIMINARY = ("preliminary", 100.0, 50.0, 40.0)


@pytest.mark.parametrize("names", list(permutations(("a", "z"))), ids=" then ".join)
@pytest.mark.parametrize("turned", [False, True])
def test_a_measured_step_goes_before_a_preliminary_one_whatever_the_sources_are_called(starter, names, turned):
    tables = [rows(names[0], *MEASURED), rows(names[1], *PRELIMINARY)]
    found = ratios(starter, *(tables[::-1] if turned else tables))
    np.testing.assert_allclose(found[:2], [0.9, 0.8], rtol=1e-6)
