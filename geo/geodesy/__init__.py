"""Areas, lengths and distances on the ellipsoid.

Everything here takes longitude and latitude (EPSG:4326) and measures on GRS80 with Karney's algorithms (C. F.
F. Karney, "Algorithms for geodesics", Journal of Geodesy 87, 2013), by way of PROJ.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import ELLIPSOID, PLANE, STORE, projected, transformer

Floats = NDArray[np.float64]
Geometries = NDArray[np.object_]

TOUCH_M = 1.0
"""Nearer than this is touching. In INEGI's editions the pairs that should touch are at most 0.1 mm apart and
the next pair is 10 m apart, so that any tolerance between them gives the same neighbours."""

VERTEX_SPACING_M = 250.0
"""Distance between the points at which far outlines are compared: see :func:`distances_to_line_km`."""

_CHUNK = 16
"""Consecutive vertices that are kept or discarded together while the nearest are sought."""


def areas_km2(polygons: Geometries) -> Floats:
    """Area of each polygon or multipolygon in km², holes taken out, whatever the direction of its rings.

    >>> square = shapely.box(0, 0, 1, 1)
    >>> areas_km2(np.array([square]))[0].round(1)
    np.float64(12308.8)
    """
    parts, owner = shapely.get_parts(polygons, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    is_hole = np.concatenate(([False], part[1:] == part[:-1])) if len(part) else np.zeros(0, dtype=bool)
    signed = np.where(is_hole, -1.0, 1.0)
    area = np.empty(len(rings))
    for index, ring in enumerate(rings):
        xy = shapely.get_coordinates(ring)
        area[index] = abs(ELLIPSOID.polygon_area_perimeter(xy[:, 0], xy[:, 1])[0]) / 1e6
    return _sums(owner[part], signed * area, len(polygons))


def lengths_km(lines: Geometries) -> Floats:
    """Length of each line or multiline in km.

    >>> meridian = shapely.LineString([(-100, 0), (-100, 1)])
    >>> lengths_km(np.array([meridian]))[0].round(3)
    np.float64(110.574)
    """
    parts, owner = shapely.get_parts(lines, return_index=True)
    xy, part = shapely.get_coordinates(parts, return_index=True)
    step = distances_km(xy[:-1], xy[1:])
    inside = part[1:] == part[:-1]
    return _sums(owner[part[1:]][inside], step[inside], len(lines))


def distances_km(origin: Floats, target: Floats) -> Floats:
    """Distance between the points of two (n, 2) arrays of longitude and latitude, row by row, in km.

    >>> distances_km(np.array([[-117.02, 32.53]]), np.array([[-117.16, 32.72]])).round(2)
    array([24.83])
    """
    if len(origin) == 0:
        return np.zeros(0)
    _, _, metres = ELLIPSOID.inv(origin[:, 0], origin[:, 1], target[:, 0], target[:, 1])
    return np.asarray(metres, dtype=np.float64) / 1000.0


def distance_matrix_km(origins: Floats, targets: Floats, *, block: int = 256) -> Floats:
    """Distances from each of n origins to each of m targets, an (n, m) array in km, made ``block`` rows at a
    time.

    >>> points = np.array([[-100.0, 20.0], [-100.0, 21.0], [-101.0, 20.0]])
    >>> distance_matrix_km(points, points[:2]).round(1)
    array([[  0. , 110.7],
           [110.7,   0. ],
           [104.6, 152.1]])
    """
    matrix = np.empty((len(origins), len(targets)))
    for start in range(0, len(origins), block):
        rows = origins[start : start + block]
        pairs = np.repeat(rows, len(targets), axis=0), np.tile(targets, (len(rows), 1))
        matrix[start : start + block] = distances_km(*pairs).reshape(len(rows), len(targets))
    return matrix


def distances_to_line_km(polygons: Geometries, line: shapely.Geometry) -> Floats:
    """Distance from each polygon to a line, in km; exactly 0 where they are nearer than ``TOUCH_M``.

    Two candidates are found with spatial trees and measured on the ellipsoid; the lesser is the answer. The
    nearest places in INEGI's plane are right to millimetres nearby, where its scale hardly changes, and wrong
    by kilometres far away. The nearest vertices in Earth-centred space, with a vertex at least every
    ``VERTEX_SPACING_M``, are right far away, where the distance D leaves an error of at most spacing² / 2 D,
    and coarse nearby. Together they are within 3 m of the truth at every distance. Between its vertices a
    line or an outline runs straight in INEGI's plane, as INEGI draws it.

    >>> south = shapely.box(-100, 19, -99, 20)
    >>> distances_to_line_km(np.array([south]), shapely.LineString([(-99, 21), (-99, 22)])).round(1)
    array([110.7])
    """
    plane = projected(np.array([*polygons, line]), STORE, PLANE)
    return Outlines(plane[:-1]).distances_km(plane[-1])


class Outlines:
    """The outlines of many polygons in INEGI's plane, prepared once for the distances to several lines."""

    def __init__(self, plane_polygons: Geometries) -> None:
        self._plane = plane_polygons
        outlines = shapely.segmentize(shapely.boundary(plane_polygons), VERTEX_SPACING_M)
        xy, self._owner = shapely.get_coordinates(outlines, return_index=True)
        self._lonlat = np.column_stack(transformer(PLANE, STORE).transform(xy[:, 0], xy[:, 1]))
        self._space = earth_centred(self._lonlat)
        self._count = len(plane_polygons)
        self._chunks = _Chunks.of(self._space, self._owner)

    def distances_km(self, plane_line: shapely.Geometry) -> Floats:
        """Distance from each outline to a line in INEGI's plane, in km: see :func:`distances_to_line_km`."""
        shapely.prepare(plane_line)
        links = shapely.get_coordinates(shapely.shortest_line(plane_line, self._plane)).reshape(-1, 2, 2)
        ends = np.column_stack(transformer(PLANE, STORE).transform(*links.reshape(-1, 2).T)).reshape(-1, 2, 2)
        nearby = distances_km(ends[:, 0], ends[:, 1])
        answer = np.minimum(nearby, self._between_vertices_km(plane_line, nearby))
        answer[shapely.dwithin(plane_line, self._plane, TOUCH_M)] = 0.0
        return answer

    def _between_vertices_km(self, plane_line: shapely.Geometry, at_most_km: Floats) -> Floats:
        # Here and not above: only the load measures distances, and a server that imports this module need not
        # wait.
        from scipy.spatial import cKDTree  # type: ignore[import-untyped]

        xy = shapely.get_coordinates(shapely.segmentize(plane_line, VERTEX_SPACING_M))
        line_lonlat = np.column_stack(transformer(PLANE, STORE).transform(xy[:, 0], xy[:, 1]))
        line_space = earth_centred(line_lonlat)
        pieces = _Chunks.of(line_space, np.zeros(len(line_space), dtype=np.intp))
        chunks, owner = self._chunks, self._owner[self._chunks.first]
        bound = at_most_km * 1000.0
        # Most questions come from far away, where a tree of many points is slow: pieces of the line come
        # first.
        coarse, _ = cKDTree(pieces.centre).query(chunks.centre, workers=-1)
        near = np.flatnonzero(coarse - pieces.radius.max() - chunks.radius <= bound[owner])
        tree = cKDTree(line_space)
        fine, _ = tree.query(chunks.centre[near], workers=-1)
        np.minimum.at(bound, owner[near], fine + chunks.radius[near])
        kept = chunks.vertices(near[fine - chunks.radius[near] <= bound[owner[near]]])
        chord, nearest = tree.query(self._space[kept], workers=-1)
        order = np.lexsort((chord, self._owner[kept]))
        owners, first = np.unique(self._owner[kept][order], return_index=True)
        best = order[first]
        answer = np.full(self._count, np.inf)
        answer[owners] = distances_km(self._lonlat[kept][best], line_lonlat[nearest[best]])
        return answer


@dataclass(frozen=True)
class _Chunks:
    """Runs of at most ``_CHUNK`` consecutive points of one owner, each within a ball in space."""

    first: NDArray[np.intp]
    size: NDArray[np.intp]
    centre: Floats
    radius: Floats

    @classmethod
    def of(cls, space: Floats, owner: NDArray[np.intp]) -> "_Chunks":
        start = np.flatnonzero(np.concatenate(([True], owner[1:] != owner[:-1])))
        position = np.arange(len(owner)) - np.repeat(start, np.diff(np.append(start, len(owner))))
        first = np.flatnonzero(position % _CHUNK == 0)
        size = np.diff(np.append(first, len(owner)))
        centre = np.add.reduceat(space, first) / size[:, None]
        reach = np.linalg.norm(space - np.repeat(centre, size, axis=0), axis=1)
        return cls(first, size, centre, np.maximum.reduceat(reach, first))

    def vertices(self, chosen: NDArray[np.intp]) -> NDArray[np.intp]:
        """The points of the runs named, in order."""
        is_chosen = np.zeros(len(self.first), dtype=bool)
        is_chosen[chosen] = True
        return np.flatnonzero(np.repeat(is_chosen, self.size))


def _sums(owner: NDArray[np.intp], value: Floats, count: int) -> Floats:
    """The sum of the values of each owner, 0 for one without any."""
    return np.asarray(np.bincount(owner, weights=value, minlength=count), dtype=np.float64)


def earth_centred(lonlat: Floats) -> Floats:
    """Earth-centred x, y, z in metres of points on the ellipsoid, in which near is near whatever the
    direction."""
    longitude, latitude = np.radians(lonlat).T
    normal = ELLIPSOID.a / np.sqrt(1.0 - ELLIPSOID.es * np.sin(latitude) ** 2)
    return np.column_stack(
        (
            normal * np.cos(latitude) * np.cos(longitude),
            normal * np.cos(latitude) * np.sin(longitude),
            normal * (1.0 - ELLIPSOID.es) * np.sin(latitude),
        )
    )
