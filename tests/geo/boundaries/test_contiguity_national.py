"""The neighbours of the real country beside libpysal's, every difference explained."""

import geopandas
import numpy as np
import pytest
import shapely
from libpysal.graph import Graph

from geo.boundaries.contiguity import Contiguity, contiguity
from tests import national

pytestmark = pytest.mark.slow

Pairs = set[tuple[str, str]]

HAIR_APART = {
    ("13008", "29034"),
    ("15063", "15088"),
    ("21001", "29013"),
    ("21041", "29027"),
    ("21041", "29044"),
    ("29015", "29023"),
}
"""Neighbours whose published outlines are up to 0.1 mm apart."""

WITHOUT_COMMON_VERTEX = {
    ("13008", "29045"),
    ("15063", "17007"),
    ("15093", "21180"),
    ("15099", "29006"),
    ("21034", "29042"),
    ("21132", "29023"),
}
"""Neighbours whose outlines cross or touch, but nowhere in a vertex that both have."""


@pytest.fixture(scope="module")
def codes() -> np.ndarray:
    return national.boundaries().municipalities["cvegeo"]


@pytest.fixture(scope="module")
def polygons() -> np.ndarray:
    return national.boundaries().municipalities["geom"]


@pytest.fixture(scope="module")
def found(polygons: np.ndarray) -> Contiguity:
    return contiguity(polygons)


@pytest.fixture(scope="module")
def ours(found: Contiguity, codes: np.ndarray) -> Pairs:
    return set(zip(codes[found.first], codes[found.second], strict=True))


def _pairs(graph: Graph, codes: np.ndarray) -> Pairs:
    ends = (graph.adjacency.index.get_level_values(level).to_numpy() for level in ("focal", "neighbor"))
    return {(codes[a], codes[b]) for a, b in zip(*ends, strict=True) if a < b}


def test_queen_by_common_vertices_misses_twelve(ours: Pairs, polygons: np.ndarray, codes: np.ndarray) -> None:
    exact = _pairs(Graph.build_contiguity(geopandas.GeoSeries(polygons), rook=False), codes)
    assert exact < ours
    assert ours - exact == HAIR_APART | WITHOUT_COMMON_VERTEX


def test_queen_by_touching_misses_overlaps_and_makes_islands(
    ours: Pairs, polygons: np.ndarray, codes: np.ndarray
) -> None:
    index = {code: number for number, code in enumerate(codes)}
    first, second = np.array([(index[a], index[b]) for a, b in sorted(ours)]).T
    touching = shapely.touches(polygons[first], polygons[second])
    missed = set(zip(codes[first[~touching]], codes[second[~touching]], strict=True))
    assert len(missed) == 485
    with_neighbours = {code for pair in ours - missed for code in pair}
    assert set(codes) - with_neighbours == {"09004", "17015", "17027", "20446", "21181", "29023"}


def test_a_buffer_of_the_tolerance_finds_the_same(
    ours: Pairs, polygons: np.ndarray, codes: np.ndarray
) -> None:
    fuzzy = Graph.build_fuzzy_contiguity(geopandas.GeoSeries(polygons), buffer=1.0)
    assert _pairs(fuzzy, codes) == ours


def test_any_tolerance_from_a_millimetre_to_ten_metres_finds_the_same(
    ours: Pairs, polygons: np.ndarray, codes: np.ndarray
) -> None:
    for tolerance_m in (0.001, 9.9):
        found = contiguity(polygons, tolerance_m=tolerance_m)
        assert set(zip(codes[found.first], codes[found.second], strict=True)) == ours


def test_no_municipality_that_touches_another_is_an_island(found: Contiguity, polygons: np.ndarray) -> None:
    tree = shapely.STRtree(polygons)
    one, other = tree.query(polygons, predicate="intersects")
    with_neighbours = np.unique(one[one != other])
    assert set(found.islands).isdisjoint(with_neighbours)
    assert found.islands.tolist() == []


def test_shared_lengths_equal_those_of_the_outlines_drawn_together(
    found: Contiguity, polygons: np.ndarray
) -> None:
    """The plane's own overlay, whose scale is within 2 % of the ellipsoid's."""
    chosen = np.random.default_rng(11).choice(len(found.first), 40, replace=False)
    for a, b, km in zip(found.first[chosen], found.second[chosen], found.shared_km[chosen], strict=True):
        beside = shapely.buffer(shapely.boundary(polygons[b]), 1.0, cap_style="flat")
        drawn = shapely.length(shapely.intersection(shapely.boundary(polygons[a]), beside)) / 1000
        assert km == pytest.approx(drawn, rel=0.02, abs=0.01)
