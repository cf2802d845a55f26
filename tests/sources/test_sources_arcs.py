"""Borders made simpler once for both sides: nothing gapes and nothing overlaps."""

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest

from climate_visualizer.sources.publishers import geo_sweden, geo_uk
from climate_visualizer.sources.reading.geometry import shapes, simplified
from climate_visualizer.sources.reading.shared_borders import alike


def extent(ring):
    return sum(x * b - a * y for (x, y), (a, b) in pairwise(ring.tolist())) / 2


def countries(columns, rows, points, seed):
    """A sheet of areas with crooked borders and straight outer edges, each a ring."""
    random = np.random.default_rng(seed)

    def line(start, end, straight):
        along = np.linspace(start, end, points)
        along[1:-1] += 0 if straight else random.uniform(-0.1, 0.1, (points - 2, 2))
        return along

    across = {(x, y): line((x, y), (x + 1, y), y in (0, rows)) for x in range(columns) for y in range(rows + 1)}
    up = {(x, y): line((x, y), (x, y + 1), x in (0, columns)) for x in range(columns + 1) for y in range(rows)}
    for x in range(columns):
        for y in range(rows):
            pieces = (across[x, y], up[x + 1, y], across[x, y + 1][::-1], up[x, y][::-1])
            turn = int(random.integers(4 * (points - 1)))
            ring = np.concatenate([piece[:-1] for piece in pieces])
            ring = np.concatenate([ring[turn:], ring[:turn]])
            ring = ring[::-1] if random.random() < 0.5 else ring
            yield np.concatenate([ring, ring[:1]])


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("tolerance", [0.0, 0.05, 0.3])
def test_the_whole_sheet_stays_covered_once(seed, tolerance):
    rings = list(countries(4, 3, 9, seed))
    few = alike(rings, lambda line: simplified(line, tolerance))
    assert sum(abs(extent(ring)) for ring in few) == pytest.approx(12.0, abs=1e-3)
    assert all((ring[0] == ring[-1]).all() for ring in few)
    if tolerance:
        assert sum(map(len, few)) < 0.8 * sum(map(len, rings))


def test_an_island_in_a_lake_is_the_lakes_shore():
    turn = np.linspace(0, 2 * np.pi, 101)
    shore = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    other = np.concatenate([shore[40:-1], shore[:41]])[::-1]
    one, two = alike([shore, other], lambda line: simplified(line, 0.05))
    assert len(one) < 40
    assert set(map(tuple, one.tolist())) == set(map(tuple, two.tolist()))


@pytest.mark.parametrize(
    ("module", "name"),
    [
        (geo_sweden, "swedish_municipalities.geojson"),
        (geo_sweden, "swedish_regions.geojson"),
        (geo_uk, "geogLA2021UK.json"),
    ],
)
def test_neighbours_have_the_same_border_in_the_publishers_maps(real_data, module, name):
    content = (real_data / module.SOURCE / name).read_bytes()
    table = module.read(content, file_name=name, areas=None).boundaries
    before = [rings for _, polygons in shapes(content, name) for part in polygons for rings in part]

    def shared(rings):
        """How much of the whole length of all rings is a border that two of them have."""
        seen = Counter(frozenset(edge) for ring in rings for edge in pairwise(map(tuple, ring)) if edge[0] != edge[1])
        length = {edge: float(np.hypot(*np.subtract(*edge))) for edge in seen}
        return sum(length[edge] for edge, count in seen.items() if count == 2) / sum(length.values())

    after = [
        list(zip(ring["longitude"], ring["latitude"], strict=True))
        for _, ring in table.group_by("area_id", "ring", maintain_order=True)
    ]
    assert shared(after) > shared(np.round(ring, 5).tolist() for ring in before) - 0.01
