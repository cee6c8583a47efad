"""Measures on the ellipsoid, told again by plain loops over PROJ's geodesics."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.crs import ELLIPSOID, PLANE, STORE, plane_lengths_km, projected, transformer
from geo.geodesy import (
    areas_km2,
    distance_matrix_km,
    distances_km,
    distances_to_line_km,
    lengths_km,
)

DEGREE_CELL_KM2 = 12_308.8  # one degree by one degree at the equator


def test_holes_are_taken_out_and_parts_added() -> None:
    ring, hole = shapely.box(0, 0, 1, 1), shapely.box(0.25, 0.25, 0.75, 0.75)
    with_hole = shapely.difference(ring, hole)
    twice = shapely.MultiPolygon([ring, shapely.box(5, 0, 6, 1)])
    areas = areas_km2(np.array([ring, hole, with_hole, twice, shapely.Polygon()]))
    assert areas[0] == pytest.approx(DEGREE_CELL_KM2, abs=0.1)
    assert areas[2] == pytest.approx(areas[0] - areas[1])
    assert areas[3] == pytest.approx(2 * areas[0])
    assert areas[4] == 0


def test_area_does_not_depend_on_direction_of_rings() -> None:
    clockwise, counter = shapely.box(-100, 20, -99, 21, ccw=False), shapely.box(-100, 20, -99, 21)
    assert areas_km2(np.array([clockwise]))[0] == pytest.approx(areas_km2(np.array([counter]))[0])


def test_length_of_several_parts_leaves_out_the_jump_between_them() -> None:
    lines = shapely.MultiLineString([[(-100, 0), (-100, 1)], [(-90, 0), (-90, 1)]])
    assert lengths_km(np.array([lines]))[0] == pytest.approx(2 * 110.5744, abs=0.001)


def test_matrix_equals_a_loop_whatever_its_blocks() -> None:
    random = np.random.default_rng(7)
    origins = np.column_stack((random.uniform(-117, -87, 11), random.uniform(15, 32, 11)))
    targets = np.column_stack((random.uniform(-117, -87, 5), random.uniform(15, 32, 5)))
    loop = [[ELLIPSOID.inv(*a, *b)[2] / 1000 for b in targets] for a in origins]
    for block in (1, 4, 100):
        assert np.allclose(distance_matrix_km(origins, targets, block=block), loop)
    assert distance_matrix_km(origins, targets[:0]).shape == (11, 0)


@pytest.mark.parametrize("latitude", [14.5, 17.5, 23.5, 29.5, 32.7])
@pytest.mark.parametrize("azimuth", [0.0, 37.0, 90.0])
def test_plane_lengths_agree_with_geodesics(latitude: float, azimuth: float) -> None:
    longitude, metres = -109.0, 20_000.0
    east, north, _ = ELLIPSOID.fwd(longitude, latitude, azimuth, metres)
    ends = [
        np.column_stack(transformer(STORE, PLANE).transform(np.array([x]), np.array([y])))
        for x, y in ((longitude, latitude), (east, north))
    ]
    assert plane_lengths_km(*ends)[0] == pytest.approx(20.0, rel=1e-6)


def test_a_line_inside_or_on_the_outline_is_at_exactly_zero() -> None:
    area = shapely.box(-100, 20, -99, 21)
    inside = shapely.LineString([(-99.6, 20.4), (-99.5, 20.5)])
    on_corner = shapely.LineString([(-99, 21), (-98, 22)])
    for line in (inside, on_corner):
        assert distances_to_line_km(np.array([area]), line).tolist() == [0.0]


def test_half_a_metre_apart_is_zero_and_two_metres_are_not() -> None:
    area = shapely.box(-100, 20, -99, 21)
    metre = 1 / 104_000  # of longitude at this latitude
    for metres, expected in ((0.5, 0.0), (2.0, 0.002)):
        x = -99 + metres * metre
        found = distances_to_line_km(np.array([area]), shapely.LineString([(x, 20.4), (x, 20.6)]))
        assert found[0] == pytest.approx(expected, abs=0.0001)


def _sampled(outline: shapely.Geometry, step_m: float) -> np.ndarray:
    plane = projected(np.array([outline]), STORE, PLANE)
    xy = shapely.get_coordinates(shapely.segmentize(plane, step_m))
    return np.column_stack(transformer(PLANE, STORE).transform(xy[:, 0], xy[:, 1]))


longitudes = st.floats(-116, -88)
latitudes = st.floats(15, 32)


@settings(max_examples=60, deadline=None)
@given(
    west=longitudes,
    south=latitudes,
    width=st.floats(0.01, 0.4),
    height=st.floats(0.01, 0.4),
    line_west=longitudes,
    line_south=latitudes,
    reach=st.tuples(st.floats(-0.5, 0.5), st.floats(-0.5, 0.5)).filter(
        lambda v: abs(v[0]) + abs(v[1]) > 0.01
    ),
)
def test_distance_to_a_line_equals_the_least_of_all_pairs_of_points(
    west: float,
    south: float,
    width: float,
    height: float,
    line_west: float,
    line_south: float,
    reach: tuple[float, float],
) -> None:
    area = shapely.box(west, south, west + width, south + height)
    line = shapely.LineString([(line_west, line_south), (line_west + reach[0], line_south + reach[1])])
    step_m = 400.0
    points, others = _sampled(area.boundary, step_m), _sampled(line, step_m)
    least = distance_matrix_km(points, others).min()
    found = distances_to_line_km(np.array([area]), line)[0]
    assert found <= least + 0.003, "no pair of points may be nearer than the answer"
    if found > 0:
        assert found >= least - step_m / 1000, "the answer is the distance of two real places"


def test_distances_row_by_row() -> None:
    points = np.array([[-117.02, 32.53], [-92.23, 14.53]])
    assert distances_km(points, points).tolist() == [0.0, 0.0]
    assert distances_km(points[:0], points[:0]).tolist() == []
