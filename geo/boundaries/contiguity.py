"""Which municipalities touch, and along how many kilometres.

Queen contiguity: two areas are neighbours when their outlines come within a tolerance of each other, be it in
one corner. Without a tolerance real neighbours are lost, because the outlines of published editions agree
only to a fraction of a millimetre here and overlap by a hair there. The default of one metre stands in a wide
gap: in INEGI's editions of 2019 and 2023 pairs that should touch are at most 0.1 mm apart, and the next pair
is 10 m apart.

The shared length of a pair is the length, on the ellipsoid, of the edges that both outlines have, plus what
they run along each other within the tolerance without having the same vertices (the mean of what either
outline has of it).
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import plane_lengths_km
from geo.geodesy import TOUCH_M

Indices = NDArray[np.intp]
Floats = NDArray[np.float64]
Geometries = NDArray[np.object_]

CORNER_KM = 0.005
"""Outlines without a common edge that run along each other for less than this meet in a corner: they share 0
km. Two edges that part at a narrow angle stay within the tolerance for a few metres."""


@dataclass(frozen=True)
class Contiguity:
    """Pairs of neighbours among ``count`` areas: each pair once, ``first < second``, in rising order.

    ``shared_km`` belongs to the pairs and is 0 where they meet in a corner only; ``islands`` are the areas
    without any neighbour.
    """

    count: int
    first: Indices
    second: Indices
    shared_km: Floats

    @property
    def islands(self) -> Indices:
        """The areas that touch no other, in rising order."""
        return np.flatnonzero(self.neighbor_count == 0)

    @property
    def neighbor_count(self) -> Indices:
        """How many neighbours each area has."""
        ends = np.concatenate((self.first, self.second))
        return np.asarray(np.bincount(ends, minlength=self.count), dtype=np.intp)

    def both_ways(self) -> tuple[Indices, Indices, Floats]:
        """Each pair in both directions, ordered by area and neighbour: area, neighbour, shared km."""
        area = np.concatenate((self.first, self.second))
        neighbor = np.concatenate((self.second, self.first))
        order = np.lexsort((neighbor, area))
        return area[order], neighbor[order], np.concatenate((self.shared_km, self.shared_km))[order]


@dataclass(frozen=True)
class _Edges:
    """Edges of outlines in the plane: ``start`` and ``end`` (n, 2) in a direction of their own, and the
    owner."""

    start: Floats
    end: Floats
    owner: Indices

    def __getitem__(self, chosen: Indices) -> "_Edges":
        return _Edges(self.start[chosen], self.end[chosen], self.owner[chosen])

    def lines(self) -> Geometries:
        return np.asarray(shapely.linestrings(np.stack((self.start, self.end), axis=1)))

    def lengths_km(self) -> Floats:
        return plane_lengths_km(self.start, self.end)


def contiguity(polygons: Geometries, *, tolerance_m: float = TOUCH_M) -> Contiguity:
    """The neighbours among polygons in INEGI's plane (EPSG:6372, metres).

    >>> cells = np.array([shapely.box(x, y, x + 1000, y + 1000) for y in (0, 1000) for x in (0, 1000)])
    >>> away = shapely.box(5000, 0, 6000, 1000)
    >>> found = contiguity(np.append(shapely.transform(cells, lambda xy: xy + 2_500_000), away))
    >>> list(zip(found.first.tolist(), found.second.tolist(), strict=True))
    [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]
    >>> found.shared_km.round(2).tolist(), found.islands.tolist()
    ([0.99, 0.99, 0.0, 0.0, 0.99, 0.99], [4])
    """
    first, second = _touching_pairs(polygons, tolerance_m)
    edges = _edges(polygons)
    matched, unmatched = _matched(edges)
    pair = _PairIndex(len(polygons), first, second)
    one, other = matched.T
    matched_km = pair.sums(edges.owner[one], edges.owner[other], edges[one].lengths_km())
    loose = edges[unmatched][_near_another(edges[unmatched], polygons, tolerance_m)]
    along_km = _along_km(loose, pair, matched_km, tolerance_m)
    return Contiguity(len(polygons), first, second, matched_km + along_km)


def _touching_pairs(polygons: Geometries, tolerance_m: float) -> tuple[Indices, Indices]:
    tree = shapely.STRtree(polygons)
    one, other = tree.query(polygons, predicate="dwithin", distance=tolerance_m)
    once = one < other
    order = np.lexsort((other[once], one[once]))
    return one[once][order], other[once][order]


def _edges(polygons: Geometries) -> _Edges:
    """All edges of all rings, each from its lesser end to its greater, so that equal edges are equal rows."""
    parts, owner = shapely.get_parts(polygons, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    within = (ring[1:] == ring[:-1]) & (xy[1:] != xy[:-1]).any(axis=1)
    start, end = xy[:-1][within], xy[1:][within]
    backwards = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    start[backwards], end[backwards] = end[backwards], start[backwards].copy()
    return _Edges(start, end, owner[part][ring[:-1][within]])


def _matched(edges: _Edges) -> tuple[Indices, Indices]:
    """Pairs (n, 2) of equal edges of different owners, and the edges that equal no other."""
    key = np.zeros(len(edges.owner), dtype=np.uint64)
    for points in (edges.start, edges.end):
        for axis in (0, 1):
            # Adding 0.0 turns -0.0, whose bits differ, into 0.0.
            bits = (points[:, axis] + 0.0).view(np.uint64)
            key = (key ^ bits) * np.uint64(
                0x9E3779B97F4A7C15
            )  # the odd 64-bit golden ratio: spreads the bits
            key ^= key >> np.uint64(29)
    order = np.argsort(key)
    same_key = np.flatnonzero(key[order[:-1]] == key[order[1:]])
    one, other = order[same_key], order[same_key + 1]
    equal = (edges.start[one] == edges.start[other]).all(axis=1) & (edges.end[one] == edges.end[other]).all(
        axis=1
    )
    alone = np.ones(len(key), dtype=bool)
    alone[one[equal]] = alone[other[equal]] = False
    apart = equal & (edges.owner[one] != edges.owner[other])
    return np.column_stack((one[apart], other[apart])), np.flatnonzero(alone)


def _near_another(edges: _Edges, polygons: Geometries, tolerance_m: float) -> Indices:
    """The edges that reach into the box around another polygon: most of the coast does not."""
    reach = np.array([-tolerance_m, -tolerance_m, tolerance_m, tolerance_m])
    boxes = shapely.box(*(shapely.bounds(polygons) + reach).T)
    edge, area = shapely.STRtree(boxes).query(edges.lines())
    return np.unique(edge[edges.owner[edge] != area])


class _PairIndex:
    """Finds the position of a pair of areas among the pairs of neighbours."""

    def __init__(self, count: int, first: Indices, second: Indices) -> None:
        self._count = count
        self._key = first * count + second

    def position(self, one: Indices, other: Indices) -> Indices:
        return np.searchsorted(self._key, np.minimum(one, other) * self._count + np.maximum(one, other))

    def sums(self, one: Indices, other: Indices, value: Floats) -> Floats:
        total = np.bincount(self.position(one, other), weights=value, minlength=len(self._key))
        return np.asarray(total, dtype=np.float64)


def _along_km(edges: _Edges, pair: _PairIndex, matched_km: Floats, tolerance_m: float) -> Floats:
    """What the outlines of each pair run along each other without having an edge in common."""
    lines = edges.lines()
    mine, theirs = shapely.STRtree(lines).query(lines, predicate="dwithin", distance=tolerance_m)
    foreign = edges.owner[mine] != edges.owner[theirs]
    mine, theirs = mine[foreign], theirs[foreign]
    share = _covered_share(edges, mine, theirs, tolerance_m)
    edge, neighbor, covered = _united(mine, edges.owner[theirs], *share)
    km = edges[edge].lengths_km() * covered
    along: Floats = pair.sums(edges.owner[edge], neighbor, km) / 2.0
    along[(matched_km == 0.0) & (along < CORNER_KM)] = 0.0
    return along


def _covered_share(
    edges: _Edges, mine: Indices, theirs: Indices, tolerance_m: float
) -> tuple[Floats, Floats]:
    """From where to where, in shares of my edge's length, their edge runs within the tolerance of its
    line."""
    along = edges.end[mine] - edges.start[mine]
    length = np.hypot(*along.T)
    unit = along / length[:, None]
    ends = [point[theirs] - edges.start[mine] for point in (edges.start, edges.end)]
    u0, u1 = ((end * unit).sum(axis=1) for end in ends)
    v0, v1 = (end[:, 1] * unit[:, 0] - end[:, 0] * unit[:, 1] for end in ends)
    with np.errstate(divide="ignore", invalid="ignore"):
        enter, leave = (-tolerance_m - v0) / (v1 - v0), (tolerance_m - v0) / (v1 - v0)
    level = v0 == v1  # such an edge is within the tolerance along all of its length
    low = np.where(level, 0.0, np.clip(np.minimum(enter, leave), 0.0, 1.0))
    high = np.where(level, 1.0, np.clip(np.maximum(enter, leave), 0.0, 1.0))
    one, other = u0 + low * (u1 - u0), u0 + high * (u1 - u0)
    return (
        np.clip(np.minimum(one, other) / length, 0.0, 1.0),
        np.clip(np.maximum(one, other) / length, 0.0, 1.0),
    )


def _united(edge: Indices, neighbor: Indices, start: Floats, stop: Floats) -> tuple[Indices, Indices, Floats]:
    """For each edge and neighbour the share of the edge that its intervals cover together."""
    order = np.lexsort((start, neighbor, edge))
    edge, neighbor, start, stop = edge[order], neighbor[order], start[order], stop[order]
    new = np.ones(len(edge), dtype=bool)
    new[1:] = (edge[1:] != edge[:-1]) | (neighbor[1:] != neighbor[:-1])
    group = np.cumsum(new) - 1
    # Shares are at most 1, so that adding twice the group's number keeps a running maximum within its group.
    reached = np.maximum.accumulate(stop + 2.0 * group)
    before = np.where(new, 0.0, np.concatenate(([0.0], reached[:-1])) - 2.0 * group)
    covered = np.maximum(stop - np.maximum(start, before), 0.0)
    return edge[new], neighbor[new], np.asarray(np.bincount(group, weights=covered), dtype=np.float64)
