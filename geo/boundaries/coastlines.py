"""Who lies on the sea: whoever holds a part of the outer boundary of the country that is no land border."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

MIN_KM = 1.0
"""A shorter piece of shore may be where a border meets the coast, and is not counted."""

NEAR_M = 200.0
"""An edge whose middle lies this near to a land border is part of it: the border is cut from boundaries whose
vertices do not yet match."""

_Edges = NDArray[np.complex128]


def coast_km(coverage: NDArray[np.object_], borders: Sequence[shapely.LineString]) -> NDArray[np.float64]:
    """Length of shore of each polygon in km, shape (n,).

    ``coverage`` are polygons in a plane of metres whose shared borders have the same vertices; ``borders``
    are the land borders in the same plane. Shore is every edge on an outer ring of the union of all polygons
    that is not along a land border; lagoons and lakes inside the country have none.

    >>> towns = np.array([shapely.box(x, 0, x + 2000, 2000) for x in (0, 2000, 4000)])
    >>> border = shapely.LineString([(0, 2000), (2000, 2000), (4000, 2000), (6000, 2000)])
    >>> coast_km(towns, [border]).tolist()
    [4.0, 2.0, 4.0]
    """
    union = shapely.coverage_union_all(coverage)
    outer, _ = _edges(shapely.get_exterior_ring(shapely.get_parts(union)))
    edges, ring = _edges(*_rings(coverage))
    is_outer = np.isin(_names(edges), _names(outer))
    edges, area = edges[is_outer], ring[is_outer]
    on_shore = np.ones(len(edges), dtype=bool)
    middle = shapely.points(np.column_stack([edges.mean(axis=1).real, edges.mean(axis=1).imag]))
    for border in borders:
        shapely.prepare(border)
        on_shore &= ~shapely.dwithin(border, middle, NEAR_M)
    length = np.abs(edges[:, 1] - edges[:, 0])
    return np.bincount(area[on_shore], length[on_shore], minlength=len(coverage)) / 1000.0


def _rings(coverage: NDArray[np.object_]) -> tuple[NDArray[np.object_], NDArray[np.intp]]:
    parts, area = shapely.get_parts(coverage, return_index=True)
    return shapely.get_exterior_ring(parts), area


def _edges(rings: NDArray[np.object_], of: NDArray[np.intp] | None = None) -> tuple[_Edges, NDArray[np.intp]]:
    """The two ends of each edge as complex numbers, shape (m, 2), and which of ``of`` its ring is."""
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    place = xy[:, 0] + 1j * xy[:, 1]
    within = ring[1:] == ring[:-1]
    edges = np.column_stack([place[:-1][within], place[1:][within]])
    belongs = ring[:-1][within]
    return edges, belongs if of is None else of[belongs]


def _names(edges: _Edges) -> NDArray[np.void]:
    """The same name for an edge whichever way it is walked."""
    ordered = np.ascontiguousarray(np.sort(edges, axis=1))
    return ordered.view([("start", np.complex128), ("end", np.complex128)]).reshape(-1)
