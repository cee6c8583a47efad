"""Polygons one by one: made valid, rounded for the store, projected for drawing."""

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import DRAW, PLANE, STORE_DECIMALS, projected

Indices = NDArray[np.intp]
Geometries = NDArray[np.object_]

_POLYGON, _MULTI_POLYGON = 3, 6


def polygonal(geometry: Geometries) -> Geometries:
    """Each geometry as a multipolygon, without the points and lines that mending leaves.

    >>> mixed = shapely.GeometryCollection([shapely.box(0, 0, 1, 1), shapely.LineString([(1, 1), (2, 2)])])
    >>> polygonal(np.array([mixed]))[0].wkt
    'MULTIPOLYGON (((1 0, 1 1, 0 1, 0 0, 1 0)))'
    """
    answer = np.empty(len(geometry), dtype=object)
    for index, shape in enumerate(geometry):
        parts = shapely.get_parts(shapely.get_parts(shape))
        kept = parts[(shapely.get_type_id(parts) == _POLYGON) & ~shapely.is_empty(parts)]
        answer[index] = shape if shapely.get_type_id(shape) == _MULTI_POLYGON else shapely.multipolygons(kept)
    return answer


def mended(geometry: Geometries) -> tuple[Geometries, Indices]:
    """Valid multipolygons, and which of them had to be mended: a bow-tie becomes its two wings.

    >>> bow_tie = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    >>> shapes, which = mended(np.array([bow_tie]))
    >>> shapes[0].is_valid, shapes[0].area, which.tolist()
    (True, 2.0, [0])
    """
    faulty = np.flatnonzero(~shapely.is_valid(geometry))
    answer = geometry.copy()
    answer[faulty] = shapely.make_valid(geometry[faulty], method="structure", keep_collapsed=False)
    return polygonal(answer), faulty


def rounded(lonlat: Geometries) -> Geometries:
    """Polygons in EPSG:4326 with coordinates of ``STORE_DECIMALS`` decimals, valid as before.

    Vertices that were equal stay equal. Only the few shapes that rounding folds over are built anew on the
    grid.

    >>> rounded(np.array([shapely.box(0.123456789, 0, 1, 1)]))[0].bounds
    (0.1234568, 0.0, 1.0, 1.0)
    """
    answer = np.asarray(shapely.transform(lonlat, lambda xy: np.round(xy, STORE_DECIMALS)), dtype=object)
    folded = np.flatnonzero(~shapely.is_valid(answer))
    whole = polygonal(shapely.set_precision(lonlat[folded], 10.0**-STORE_DECIMALS))
    answer[folded] = shapely.transform(whole, lambda xy: np.round(xy, STORE_DECIMALS))
    return polygonal(answer)


def drawn(polygons: Geometries) -> Geometries:
    """Polygons of the plane in EPSG:3857 at whole centimetres, valid.

    >>> shapely.bounds(drawn(np.array([shapely.box(2_500_000, 1_000_000, 2_501_000, 1_001_000)])))[0].tolist()
    [-11354588.06, 2393039.02, -11353512.41, 2394120.99]
    """
    answer = shapely.transform(projected(polygons, PLANE, DRAW), lambda xy: np.round(xy, 2))
    return mended(np.asarray(answer, dtype=object))[0]
