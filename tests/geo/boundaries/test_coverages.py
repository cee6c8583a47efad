"""Coverages with the faults of published ones, small enough to count."""

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.boundaries import coverages
from geo.boundaries.coverages import BANDS, dissolved, gaps, matched, overlaps, simplified, united
from geo.boundaries.polygons import drawn, mended, polygonal, rounded
from geo.crs import STORE_DECIMALS

AT = np.array([2_500_000.0, 1_000_000.0])


def _map(*polygons: shapely.Geometry) -> np.ndarray:
    return shapely.transform(np.array(polygons, dtype=object), lambda xy: xy + AT)


def _wavy_grid(columns: int, rows: int, seed: int, side: float = 10_000.0) -> np.ndarray:
    """Cells whose sides waver, each side drawn once and shared: a coverage without faults."""
    random = np.random.default_rng(seed)
    corner = random.uniform(-0.1, 0.1, (columns + 1, rows + 1, 2)) * side
    corner += (
        np.stack(np.meshgrid(np.arange(columns + 1), np.arange(rows + 1), indexing="ij"), axis=-1) * side
    )
    sides: dict[tuple[int, int, int, int], np.ndarray] = {}

    def between(a: tuple[int, int], b: tuple[int, int]) -> np.ndarray:
        if (key := (*min(a, b), *max(a, b))) not in sides:
            start, end = corner[min(a, b)], corner[max(a, b)]
            along = np.linspace(0, 1, 40)[1:-1, None]
            wave = (
                random.uniform(-0.008, 0.008, (38, 2)) * side
            )  # less than half a step: no side crosses itself
            sides[key] = np.concatenate(([start], start + along * (end - start) + wave, [end]))
        return sides[key] if a < b else sides[key][::-1]

    cells = []
    for x in range(columns):
        for y in range(rows):
            around = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)]
            walk = [between(a, b)[:-1] for a, b in pairwise(around)]
            cells.append(shapely.Polygon(np.concatenate(walk)))
    return mended(np.array(cells, dtype=object))[0]


def _shared_edges(polygons: np.ndarray) -> int:
    """Edges that two polygons draw between the same two vertices."""
    rings = shapely.get_coordinates(shapely.get_rings(shapely.get_parts(polygons)), return_index=True)
    xy, ring = rings
    inside = ring[1:] == ring[:-1]
    ends = np.concatenate((xy[:-1][inside], xy[1:][inside]), axis=1)
    ends = np.array([min(tuple(edge), (*edge[2:], *edge[:2])) for edge in ends.tolist()])
    _, count = np.unique(ends, axis=0, return_counts=True)
    return int((count == 2).sum())


def test_a_vertex_on_one_side_only_is_matched_on_the_other() -> None:
    left = shapely.box(0, 0, 1000, 1000)
    right = shapely.Polygon([(1000, 0), (2000, 0), (2000, 1000), (1000, 1000), (999.9, 500)])
    polygons = _map(left, right)
    assert not shapely.coverage_is_valid(polygons)
    found = matched(polygons)
    assert found.is_whole
    assert shapely.coverage_is_valid(found.polygons)
    assert (found.before_km > 0).all()
    assert np.allclose(shapely.area(found.polygons), shapely.area(polygons), rtol=1e-3)


def test_a_coverage_without_faults_is_left_as_it_is() -> None:
    grid = _wavy_grid(3, 3, seed=1)
    found = matched(grid)
    assert found.before_km.sum() == 0
    assert all(a is b for a, b in zip(found.polygons, grid, strict=True))


def test_a_match_that_would_take_ground_away_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    left, right = shapely.box(0, 0, 1000, 1000), shapely.box(900, 0, 2000, 1000)
    faulty, sound = _map(left, right), _map(shapely.box(5000, 0, 6000, 1000))
    polygons = np.concatenate((faulty, sound))
    found = matched(polygons)
    assert not found.is_whole, "an overlap of a tenth is for a person to judge"
    assert np.array_equal(shapely.area(found.polygons), shapely.area(polygons))
    monkeypatch.setattr(coverages, "LARGEST_CHANGE", 0.2)
    assert matched(polygons).is_whole


def test_gaps_and_overlaps_have_their_area_and_their_polygons() -> None:
    ring = shapely.difference(shapely.box(0, 0, 3000, 1000), shapely.box(1000, 400, 1200, 600))
    beside = shapely.box(2990, 0, 4000, 1000)
    polygons = _map(ring, beside)
    (overlap,) = overlaps(polygons, np.array([0]), np.array([1]))
    assert (overlap.first, overlap.second) == (0, 1)
    assert overlap.area_m2 == pytest.approx(10 * 1000)
    (gap,) = gaps(polygons)
    assert gap.touching == (0,)
    assert gap.area_m2 == pytest.approx(200 * 200)
    assert shapely.covers(shapely.transform(shapely.box(1000, 400, 1200, 600), lambda xy: xy + AT), gap.place)


def test_a_bay_is_no_gap() -> None:
    west, south, east = shapely.box(0, 0, 10, 100), shapely.box(10, 0, 90, 10), shapely.box(90, 0, 100, 100)
    assert gaps(_map(west, south, east)) == []


def test_union_of_what_does_not_match_is_right_all_the_same() -> None:
    crossing = _map(shapely.box(0, 0, 100, 100), shapely.box(90, 50, 200, 150))
    assert united(crossing).area == pytest.approx(100 * 100 + 110 * 100 - 10 * 50)


def test_dissolving_keeps_lakes_and_drops_slivers() -> None:
    lake, sliver = shapely.box(10, 10, 20, 20), shapely.box(50, 50, 50.5, 50.5)
    land = shapely.difference(shapely.box(0, 0, 100, 100), shapely.union(lake, sliver))
    (whole,) = dissolved(_map(land), np.array(["01"], dtype=object))
    assert whole.area == pytest.approx(100 * 100 - 10 * 10)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), tolerance_m=st.sampled_from([50.0, 300.0, 1200.0, 4000.0]))
def test_simplifying_keeps_borders_shared_and_loses_no_polygon(seed: int, tolerance_m: float) -> None:
    grid = _wavy_grid(4, 3, seed)
    assert shapely.coverage_is_valid(grid)
    fewer = simplified(grid, tolerance_m)
    assert shapely.coverage_is_valid(fewer)
    assert shapely.is_valid(fewer).all()
    assert not shapely.is_empty(fewer).any()
    assert shapely.get_num_coordinates(fewer).sum() < shapely.get_num_coordinates(grid).sum()
    # four columns of three rows have nine inner sides one way and eight the other
    assert _shared_edges(fewer) >= 17
    outline = shapely.get_num_coordinates(shapely.boundary(shapely.coverage_union_all(fewer)))
    assert shapely.area(shapely.union_all(fewer)) == pytest.approx(shapely.area(fewer).sum())
    assert outline > 0


def test_bands_cover_every_zoom_once_from_fine_to_coarse() -> None:
    zooms = sorted(zoom for band in BANDS for zoom in range(band.zoom_min, band.zoom_max + 1))
    assert zooms == list(range(23))
    tolerances = [band.tolerance_m or 0.0 for band in BANDS]
    assert tolerances == sorted(tolerances)


def test_rounding_keeps_shared_vertices_shared_and_shapes_valid() -> None:
    grid = shapely.transform(_wavy_grid(3, 3, seed=4), lambda xy: xy / 111_000 + (-100, 20))
    stored = rounded(grid)
    xy = shapely.get_coordinates(stored)
    assert np.array_equal(xy, xy.round(STORE_DECIMALS))
    assert shapely.is_valid(stored).all()
    assert _shared_edges(stored) == _shared_edges(grid)


def test_a_shape_that_rounding_folds_over_is_mended_on_the_grid() -> None:
    # Two spikes a tenth of a grid step apart fall onto each other.
    step = 10.0**-STORE_DECIMALS
    spike = shapely.Polygon(
        [(0, 0), (1, 0), (1, 0.5), (0.3, 0.5 + 0.1 * step), (1, 0.5 + 0.2 * step), (1, 1), (0, 1)]
    )
    assert spike.is_valid
    naive = shapely.transform(spike, lambda xy: np.round(xy, STORE_DECIMALS))
    assert not naive.is_valid
    (stored,) = rounded(np.array([spike], dtype=object))
    assert stored.is_valid
    assert stored.area == pytest.approx(1.0)


def test_mending_leaves_polygons_only() -> None:
    bow_tie = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    with_tail = shapely.Polygon([(0, 0), (2, 0), (2, 2), (0, 2), (0, 0), (-3, 0), (0, 0)])
    shapes, faulty = mended(np.array([shapely.box(0, 0, 1, 1), bow_tie, with_tail], dtype=object))
    assert faulty.tolist() == [1, 2]
    assert set(shapely.get_type_id(shapes)) == {6}
    assert shapely.area(shapes).tolist() == [1.0, 2.0, 4.0]
    lines = shapely.GeometryCollection([shapely.LineString([(0, 0), (1, 1)])])
    assert shapely.is_empty(polygonal(np.array([lines], dtype=object))).all()


def test_drawn_shapes_are_valid_at_whole_centimetres() -> None:
    shapes = drawn(_map(shapely.box(0, 0, 1234.567, 1000)))
    xy = shapely.get_coordinates(shapes)
    assert np.array_equal(xy, xy.round(2))
    assert shapely.is_valid(shapes).all()
