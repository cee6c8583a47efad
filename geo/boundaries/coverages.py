"""Polygons that cover a country without gaps or overlaps: how far that holds, and how to keep it.

All functions take polygons in INEGI's plane (EPSG:6372, metres) unless they say otherwise, and answer in the
order in which they were given. Published coverages have faults: the outlines of neighbours differ by
fractions of a millimetre for thousands of kilometres, and by metres where a shape was generalised before it
was cut.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.boundaries.polygons import polygonal

Indices = NDArray[np.intp]
Floats = NDArray[np.float64]
Geometries = NDArray[np.object_]

FAULT_M2 = 1.0
"""Gaps and overlaps smaller than this are the rounding of coordinates and are not told one by one."""


LARGEST_CHANGE = 1e-3
"""Share of its area that a polygon may change by when its vertices are matched with its neighbours'."""

_ROUNDS = 4
_TOUCH_M = 1.0


@dataclass(frozen=True)
class Band:
    """Zoom levels that draw the same shapes; ``tolerance_m`` is on the ground, None for full resolution."""

    zoom_min: int
    zoom_max: int
    tolerance_m: float | None


BANDS = (
    Band(11, 22, None),
    Band(9, 10, 20.0),
    Band(7, 8, 80.0),
    Band(5, 6, 300.0),
    Band(0, 4, 1200.0),
)
"""From fine to coarse, each made from the one before. A tolerance is about a quarter of a pixel of a
512-pixel tile at the band's last level."""


@dataclass(frozen=True)
class Overlap:
    """Two polygons that cover the same ground."""

    first: int
    second: int
    area_m2: float
    place: shapely.Point


@dataclass(frozen=True)
class Gap:
    """Ground that no polygon covers, enclosed by those that touch it."""

    touching: tuple[int, ...]
    area_m2: float
    place: shapely.Point


def overlaps(polygons: Geometries, first: Indices, second: Indices) -> list[Overlap]:
    """Overlaps of at least ``FAULT_M2`` between the pairs given, largest first.

    >>> cells = np.array([shapely.box(0, 0, 100, 100), shapely.box(90, 0, 200, 100)])
    >>> found = overlaps(cells, np.array([0]), np.array([1]))
    >>> [(each.first, each.second, each.area_m2) for each in found]
    [(0, 1, 1000.0)]
    """
    common = shapely.intersection(polygons[first], polygons[second])
    area = shapely.area(common)
    chosen = np.flatnonzero(area >= FAULT_M2)
    return [
        Overlap(int(first[at]), int(second[at]), float(area[at]), shapely.point_on_surface(common[at]))
        for at in chosen[np.argsort(-area[chosen], kind="stable")]
    ]


def gaps(polygons: Geometries, *, are_matched: bool = False) -> list[Gap]:
    """Ground of at least ``FAULT_M2`` enclosed by the polygons and covered by none, largest first.

    A lagoon that no municipality counts as its own is such ground too; whether a gap is a fault is for a
    person to judge.

    >>> ring = shapely.difference(shapely.box(0, 0, 100, 100), shapely.box(40, 40, 60, 60))
    >>> [(found.touching, found.area_m2) for found in gaps(np.array([ring]))]
    [((0,), 400.0)]
    """
    parts = shapely.get_parts(united(polygons, are_matched=are_matched))
    rings, owner = shapely.get_rings(parts, return_index=True)
    is_hole = np.concatenate(([False], owner[1:] == owner[:-1])) if len(owner) else np.zeros(0, dtype=bool)
    holes = np.asarray(shapely.polygons(rings[is_hole]), dtype=object)
    area = np.asarray(shapely.area(holes))
    chosen = np.flatnonzero(area >= FAULT_M2)
    chosen = chosen[np.argsort(-area[chosen], kind="stable")]
    tree = shapely.STRtree(polygons)
    touching = [np.sort(tree.query(holes[at], predicate="dwithin", distance=_TOUCH_M)) for at in chosen]
    return [
        Gap(tuple(near.tolist()), float(area[at]), shapely.point_on_surface(holes[at]))
        for at, near in zip(chosen, touching, strict=True)
    ]


def united(polygons: Geometries, *, are_matched: bool = False) -> shapely.Geometry:
    """The union of polygons, quickly where their outlines match and surely where they do not.

    ``are_matched`` says that they are known to match, as :func:`matched` leaves them: telling whether the
    quick union of a whole country is valid takes longer than making it.

    >>> united(np.array([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)])).area
    2.0
    """
    try:
        whole = shapely.coverage_union_all(polygons)
    except shapely.GEOSException:
        return shapely.union_all(polygons)
    return whole if are_matched or shapely.is_valid(whole) else shapely.union_all(polygons)


def dissolved(polygons: Geometries, group: NDArray[np.object_], *, hole_m2: float = FAULT_M2) -> Geometries:
    """The union of each group's polygons in rising order of the group, without holes smaller than
    ``hole_m2``.

    >>> cells = np.array([shapely.box(x, 0, x + 1, 1) for x in range(3)])
    >>> shapely.area(dissolved(cells, np.array(["a", "a", "b"], dtype=object))).tolist()
    [2.0, 1.0]
    """
    names = np.unique(group.astype(str))
    wholes = np.array([united(polygons[group == name]) for name in names], dtype=object)
    return polygonal(np.array([_without_small_holes(whole, hole_m2) for whole in wholes], dtype=object))


@dataclass(frozen=True)
class Matched:
    """A coverage with its neighbours' vertices matched: ``polygons``, and by polygon the kilometres of
    outline (in the plane) that did not match ``before`` and do not ``after``."""

    polygons: Geometries
    before_km: Floats
    after_km: Floats

    @property
    def is_whole(self) -> bool:
        """Whether all outlines match."""
        return not self.after_km.any()


def matched(polygons: Geometries) -> Matched:
    """The same coverage with neighbours' vertices matched as far as that can be done.

    Shared borders can be simplified as one only where both sides have the same vertices. Polygons that do not
    match are handed to GEOS's coverage cleaner, cluster by cluster, and again with their neighbours until all
    match. The cleaner may give a whole polygon to its neighbour when outlines cross by a hair; a cluster in
    which an area changes by more than ``LARGEST_CHANGE`` of itself therefore stays as it is.

    >>> left = shapely.box(0, 0, 1000, 1000)
    >>> right = shapely.Polygon([(1000, 0), (2000, 0), (2000, 1000), (1000, 1000), (999.9, 500)])
    >>> found = matched(np.array([left, right]))
    >>> found.before_km.round(1).tolist(), found.is_whole, bool(shapely.coverage_is_valid(found.polygons))
    ([1.0, 1.0], True, True)
    """
    answer = polygons.copy()
    tree = shapely.STRtree(polygons)
    before_km = _mismatched_km(polygons)
    after_km = before_km.copy()
    todo = np.flatnonzero(before_km)
    for _ in range(_ROUNDS):
        changed = [
            cluster for cluster in _clusters(tree, polygons, todo) if _clean(answer, cluster, polygons)
        ]
        if not changed:
            break
        around = _with_neighbours(tree, polygons, todo)
        after_km[around] = _mismatched_km(answer[around])
        todo = _with_neighbours(tree, polygons, np.flatnonzero(after_km))
    return Matched(answer, before_km, after_km)


def _clean(answer: Geometries, cluster: Indices, original: Geometries) -> bool:
    """Whether the polygons of a cluster were matched in place; they stay as they are when an area changes."""
    # GEOS 3.14 and shapely 2.2 brought it; the stubs do not know it yet.
    cleaned = shapely.coverage_clean(answer[cluster], snapping_distance=0.0)  # type: ignore[attr-defined]
    area = shapely.area(original[cluster])
    is_same = bool((np.abs(shapely.area(cleaned) - area) <= LARGEST_CHANGE * area).all())
    if is_same:
        answer[cluster] = cleaned
    return is_same


def _mismatched_km(polygons: Geometries) -> Floats:
    """Kilometres of each outline, in the plane, that do not match its neighbours' vertex by vertex."""
    return np.asarray(shapely.length(shapely.coverage_invalid_edges(polygons)) / 1000.0, dtype=np.float64)


def _with_neighbours(tree: shapely.STRtree, polygons: Geometries, chosen: Indices) -> Indices:
    return np.unique(tree.query(polygons[chosen], predicate="dwithin", distance=_TOUCH_M)[1])


def _clusters(tree: shapely.STRtree, polygons: Geometries, chosen: Indices) -> list[Indices]:
    """The polygons named in groups that touch, each group in rising order."""
    one, other = tree.query(polygons[chosen], predicate="dwithin", distance=_TOUCH_M)
    is_chosen = np.zeros(len(polygons), dtype=bool)
    is_chosen[chosen] = True
    one, other = chosen[one][is_chosen[other]], other[is_chosen[other]]
    label = np.arange(len(polygons))
    while True:
        least = label.copy()
        np.minimum.at(least, one, label[other])
        if np.array_equal(least, label):
            return [chosen[label[chosen] == group] for group in np.unique(label[chosen])]
        label = least


def simplified(polygons: Geometries, tolerance_m: float) -> Geometries:
    """The coverage with fewer vertices, shared borders still shared and no polygon lost.

    Visvalingam and Whyatt's method ("Line generalisation by repeated elimination of points", The Cartographic
    Journal 30, 1993) on the edges of the coverage: points are left out whose triangle is smaller than
    ``tolerance_m`` squared.

    >>> bent = shapely.Polygon([(0, 0), (50, 1), (100, 0), (100, 100), (0, 100)])
    >>> shapely.get_num_coordinates(simplified(np.array([bent]), 10.0)).tolist()
    [5]
    """
    return polygonal(shapely.coverage_simplify(polygons, tolerance_m))


def _without_small_holes(shape: shapely.Geometry, hole_m2: float) -> shapely.Geometry:
    parts = [
        shapely.Polygon(
            part.exterior, [ring for ring in part.interiors if shapely.Polygon(ring).area >= hole_m2]
        )
        for part in shapely.get_parts(shape)
    ]
    return shapely.MultiPolygon(parts)
