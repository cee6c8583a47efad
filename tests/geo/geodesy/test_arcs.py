"""Arcs: where they begin and end, how long they are, and the cut at the antimeridian."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.crs import ELLIPSOID
from geo.geodesy.arcs import STEP_KM, arc

places = st.tuples(st.floats(-179.9, 179.9), st.floats(-80, 80))


def lines(geometry: dict[str, Any]) -> list[list[list[float]]]:
    is_one = geometry["type"] == "LineString"
    return [geometry["coordinates"]] if is_one else list(geometry["coordinates"])


@given(places, places)
def test_an_arc_is_as_long_as_the_way_and_cut_where_the_map_ends(
    start: tuple[float, float], end: tuple[float, float]
) -> None:
    drawn = lines(arc(start, end))
    assert drawn[0][0] == pytest.approx(start, abs=1e-5)
    assert drawn[-1][-1] == pytest.approx(end, abs=1e-5)
    km = 0.0
    for line in drawn:
        for one, other in pairwise(line):
            assert abs(one[0] - other[0]) <= 180
            km += ELLIPSOID.inv(*one, *other)[2] / 1000
    for one, other in pairwise(drawn):
        assert (abs(one[-1][0]), one[-1][1]) == (180.0, other[0][1])
        assert one[-1][0] == -other[0][0]
    direct = ELLIPSOID.inv(*start, *end)[2] / 1000
    # The cut is put on the chord between two points at most 250 km apart.
    assert km == pytest.approx(direct, abs=0.5 + 0.02 * STEP_KM * (len(drawn) - 1))


def test_from_tijuana_to_busan_over_the_pacific() -> None:
    west, east = lines(arc((-117.0, 32.5), (129.0, 35.1)))
    assert west[-1][0] == -180.0
    assert east[0][0] == 180.0
    assert west[-1][1] == east[0][1] > 45
