"""Land borders cut from an outer boundary, with coasts at their ends."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.boundaries.borderlines import NoBorder, borderline

KM = 1000.0
CELLS = np.array(
    [shapely.box(x * KM, y * KM, (x + 25) * KM, (y + 25) * KM) for x in (0, 25, 50) for y in (0, 25)],
    dtype=object,
)
"""A country of 75 by 50 km; its northern side is the land border, west, south and east are coast."""


def _guide(*points: tuple[float, float]) -> shapely.LineString:
    return shapely.LineString([(x * KM, y * KM) for x, y in points])


def test_the_border_is_the_country_s_own_boundary_between_the_coasts() -> None:
    drawn_elsewhere = _guide((1.5, 51), (25, 49), (50, 52), (74, 50.5))
    border = borderline(CELLS, drawn_elsewhere)
    assert border.equals(shapely.LineString([(0, 50 * KM), (75 * KM, 50 * KM)]))


def test_a_guide_that_ends_on_the_coast_does_not_make_the_coast_a_border() -> None:
    # Off by two kilometres on either coast, as world maps are at the mouth of the Suchiate.
    border = borderline(CELLS, _guide((-0.5, 48), (25, 50), (75.5, 47.8)))
    assert border.bounds == (0.0, 50 * KM, 75 * KM, 50 * KM)


def test_a_border_that_ends_on_another_border_ends_where_the_guide_does() -> None:
    # The boundary runs straight on, as at the mouth of the Río Hondo: no corner tells where the border ends.
    dense = np.array([shapely.segmentize(cell, 500.0) for cell in CELLS], dtype=object)
    border = borderline(dense, _guide((0.3, 50.4), (25, 49.9), (40.1, 50.2)))
    assert border.bounds == (0.0, 50 * KM, 40 * KM, 50 * KM)


def test_two_borders_that_meet_in_a_corner_are_two() -> None:
    north = borderline(CELLS, _guide((0.5, 50.5), (75.9, 50.4)))
    east = borderline(CELLS, _guide((75.9, 50.4), (75.5, 0.3)))
    assert shapely.intersection(north, east).equals(shapely.Point(75 * KM, 50 * KM))
    assert east.length == 50 * KM


def test_direction_is_that_of_the_guide() -> None:
    forth = borderline(CELLS, _guide((0, 50), (75, 50)))
    back = borderline(CELLS, _guide((75, 50), (0, 50)))
    assert shapely.get_coordinates(forth).tolist() == shapely.get_coordinates(back)[::-1].tolist()


def test_an_islet_in_the_border_river_is_no_border() -> None:
    islet = shapely.box(30 * KM, 50.2 * KM, 31 * KM, 50.6 * KM)
    border = borderline(np.append(CELLS, islet), _guide((0, 50), (75, 50)))
    assert shapely.get_coordinates(border)[:, 1].max() == 50 * KM


def test_a_guide_elsewhere_is_refused() -> None:
    with pytest.raises(NoBorder):
        borderline(CELLS, _guide((0, 80), (75, 80)))
    with pytest.raises(NoBorder):
        borderline(CELLS, _guide((0, 50), (200, 50)))
    with pytest.raises(NoBorder, match="strays"):
        # Both ends are on the northern side, but the guide cuts through the country.
        borderline(CELLS, _guide((0.2, 50), (1, 25), (74, 25), (74.8, 50)))


@settings(max_examples=50, deadline=None)
@given(
    offsets=st.lists(st.floats(-3, 3), min_size=6, max_size=6),
    ends=st.tuples(st.floats(-1, 1), st.floats(-1, 1)),
)
def test_however_the_guide_wavers_the_border_is_the_same(
    offsets: list[float], ends: tuple[float, float]
) -> None:
    inner = [(x, 50 + dy) for x, dy in zip(np.linspace(8, 67, 6), offsets, strict=True)]
    guide = _guide((ends[0], 50 + ends[1]), *inner, (75 - ends[1], 50 - ends[0]))
    assert borderline(CELLS, guide).bounds == (0.0, 50 * KM, 75 * KM, 50 * KM)
