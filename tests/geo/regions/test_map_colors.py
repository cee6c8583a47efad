"""Colours of areas on drawn maps."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from geo.regions.map_colors import PALETTE, color_numbers


@given(st.integers(9, 40), st.data())
def test_areas_that_touch_differ_where_few_touch_each(count: int, data: st.DataObject) -> None:
    # Each area touches at most three of lower number, so that four colours are enough.
    touching = [
        (area, other)
        for area in range(count)
        for other in data.draw(st.sets(st.integers(0, max(0, area - 1)), max_size=min(3, area)))
    ]
    found = color_numbers(count, touching, 4)
    assert all(found[one] != found[other] for one, other in touching)
    assert set(found) <= set(range(4))


def test_colours_repeat_where_all_touch_all() -> None:
    found = color_numbers(10, itertools.combinations(range(10), 2), 8)
    assert set(found) == set(range(8))


def test_the_palette_has_no_colour_twice() -> None:
    assert len(set(PALETTE)) == len(PALETTE) == 8
