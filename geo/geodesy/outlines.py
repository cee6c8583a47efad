"""How far points are from polygons, on the ellipsoid."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import PLANE, STORE, projected, transformer
from geo.geodesy import Floats, Geometries, distances_km


def distances_to_polygons_km(points: Floats, polygons: Geometries, of_polygon: NDArray[np.intp]) -> Floats:
    """Distance in km from each point to the polygon that ``of_polygon`` numbers, 0 inside it.

    Points are longitude and latitude, polygons are in EPSG:4326. The nearest place of the outline is found in
    INEGI's plane, in which an outline runs straight, and measured on the ellipsoid (GRS80, Karney 2013). The
    scale of the plane changes by under 0.3 % in 100 km, so that the place is the nearest up to that.

    >>> square = np.array([shapely.box(-99.6, 19, -99.4, 20)])
    >>> distances_to_polygons_km(np.array([[-99.5, 21.0], [-99.5, 19.5]]), square, np.array([0, 0])).round(1)
    array([110.7,   0. ])
    """
    if len(points) == 0:
        return np.zeros(0)
    plane = projected(polygons, STORE, PLANE)
    x, y = transformer(STORE, PLANE).transform(points[:, 0], points[:, 1])
    links = shapely.shortest_line(shapely.points(x, y), plane[of_polygon])
    ends = shapely.get_coordinates(links).reshape(-1, 2, 2)[:, 1]
    places = np.column_stack(transformer(PLANE, STORE).transform(ends[:, 0], ends[:, 1]))
    is_outside = np.hypot(ends[:, 0] - x, ends[:, 1] - y) > 0.0
    return np.where(is_outside, distances_km(points, places), 0.0)
