"""The box that a page shows first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from geo.maps.reading import Contents

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""

_FEW = 0.5
"""Degrees kept around what is shown, so that one municipality is seen with its surroundings."""


def extent(contents: Contents) -> Box:
    """The box of the areas; where there are none, of points and lines; where there are none, of the states.

    Partners may lie all over the world, while a reader asks of Mexico.
    """
    geometries = (
        [each.geometry for each in contents.areas]
        or [each.geometry for each in (*contents.points, *contents.lines)]
        or list(contents.ground)
    )
    places = [place for geometry in geometries for place in _places(geometry["coordinates"])]
    lons, lats = [place[0] for place in places], [place[1] for place in places]
    return min(lons) - _FEW, min(lats) - _FEW, max(lons) + _FEW, max(lats) + _FEW


def _places(coordinates: list[Any]) -> Iterator[list[float]]:
    """Every position of nested coordinates.

    >>> list(_places([[[0, 1], [2, 3]], [[4, 5]]]))
    [[0, 1], [2, 3], [4, 5]]
    """
    if coordinates and not isinstance(coordinates[0], list):
        yield coordinates
        return
    for each in coordinates:
        yield from _places(each)
