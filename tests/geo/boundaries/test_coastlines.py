"""Shores that a person can measure: what is sea, what is land border, what is a lake."""

import numpy as np
import shapely

from geo.boundaries.coastlines import coast_km

# Three towns of 10 km side by side; the one in the middle has a lake of 2 km on the line to the third.
LAKE = shapely.box(19_000, 4_000, 21_000, 6_000)
TOWNS = np.array(
    [
        shapely.box(0, 0, 10_000, 10_000),
        shapely.box(10_000, 0, 20_000, 10_000).difference(LAKE),
        shapely.box(20_000, 0, 30_000, 10_000).difference(LAKE),
    ],
    dtype=object,
)


def test_without_a_border_every_side_that_nobody_shares_is_shore() -> None:
    assert coast_km(TOWNS, []).tolist() == [30.0, 20.0, 30.0]


def test_a_land_border_is_no_shore() -> None:
    north = shapely.LineString([(0, 10_000), (10_000, 10_000), (20_000, 10_000), (30_000, 10_000)])
    assert coast_km(TOWNS, [north]).tolist() == [20.0, 10.0, 20.0]


def test_a_border_whose_vertices_do_not_match_is_the_same_border() -> None:
    north = shapely.LineString([(0, 10_050), (15_000, 9_960), (30_000, 10_040)])
    assert coast_km(TOWNS, [north]).tolist() == [20.0, 10.0, 20.0]


def test_an_island_is_all_shore_and_a_lake_is_none() -> None:
    island = shapely.box(50_000, 0, 51_000, 1_000)
    land = shapely.MultiPolygon([TOWNS[0], island])
    found = coast_km(np.array([land, TOWNS[1], TOWNS[2]], dtype=object), [])
    assert found.tolist() == [34.0, 20.0, 30.0]


def test_ground_without_sea_has_none() -> None:
    cells = np.array([shapely.box(x, y, x + 1, y + 1) for y in range(3) for x in range(3)], dtype=object)
    around = shapely.LineString([(0, 0), (3, 0), (3, 3), (0, 3), (0, 0)])
    assert coast_km(cells, [around]).tolist() == [0.0] * 9
