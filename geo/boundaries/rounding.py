"""Geometry without the vertices that rounding has made equal."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

_RING = 4  # positions of a ring at least, the last as the first (RFC 7946, 3.1.6)


def without_repeats(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """The geometries with each run of equal vertices as one; None stays None.

    Holes, and parts of several, that have shrunk to a line or a point are left out. An area of which nothing
    else would be left stays as one ring without area, so that its place is still told.

    >>> rounded = shapely.from_wkt("POLYGON ((1 1, 1 1, 1 1, 1 1, 1 1))")
    >>> str(without_repeats(np.array([rounded]))[0])
    'POLYGON ((1 1, 1 1, 1 1, 1 1))'
    """
    return np.array([_thinned(shape) for shape in shapes] + [None], dtype=object)[:-1]


def _thinned(shape: Any) -> Any:
    if shape is None or shapely.get_dimensions(shape) < 2:
        return shapely.remove_repeated_points(shape)
    try:
        thinned = shapely.remove_repeated_points(shape)
    except shapely.errors.GEOSException:  # a ring of too few vertices is none to GEOS
        return _areas(shape)
    rings = shapely.get_rings(shapely.get_parts(thinned))
    return thinned if (shapely.get_num_coordinates(rings) >= _RING).all() else _areas(shape)


def _areas(shape: Any) -> Any:
    parts = shapely.get_parts(shape)
    kept = [made for made in map(_polygon, parts) if made is not None]
    if not kept:
        kept = [shapely.Polygon(np.resize(shapely.get_coordinates(parts[0])[:1], (_RING, 2)))]
    return kept[0] if shape.geom_type == "Polygon" else shapely.MultiPolygon(kept)


def _polygon(part: Any) -> Any:
    shell, *holes = (_ring(shapely.get_coordinates(ring)) for ring in shapely.get_rings(part))
    return None if shell is None else shapely.Polygon(shell, [hole for hole in holes if hole is not None])


def _ring(xy: NDArray[np.float64]) -> NDArray[np.float64] | None:
    is_new = np.concatenate(([True], (xy[1:] != xy[:-1]).any(axis=1)))
    return xy[is_new] if is_new.sum() >= _RING else None
