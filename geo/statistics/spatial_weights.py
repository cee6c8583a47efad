"""Who counts as a neighbour of whom when statistics look at places and what is around them.

All kinds give the neighbours of a place equal weight, and no place is its own neighbour.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.geodesy import distances_km, earth_centred

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]

_SPARE_NEAREST = 4
"""Candidates beyond k: a chord through the Earth and the geodesic above it order far places almost, but not
always, alike."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The neighbours of ``count`` places: those of place i are ``neighbors[start[i]:start[i + 1]]``, rising.

    A place without any is an island.
    """

    start: Indices
    neighbors: Indices

    @property
    def count(self) -> int:
        """How many places there are."""
        return len(self.start) - 1

    @property
    def cardinalities(self) -> Indices:
        """How many neighbours each place has."""
        return np.diff(self.start)

    @property
    def islands(self) -> Indices:
        """The places without any neighbour, in rising order."""
        return np.flatnonzero(self.cardinalities == 0)

    @property
    def places(self) -> Indices:
        """The place to which each entry of ``neighbors`` belongs."""
        return np.repeat(np.arange(self.count), self.cardinalities)

    def sums(self, values: Floats) -> Floats:
        """What the neighbours of each place have together, 0 for an island; added up in rising order."""
        found = np.bincount(self.places, weights=values[self.neighbors], minlength=self.count)
        return np.asarray(found, dtype=np.float64)

    def lag(self, values: Floats) -> Floats:
        """What the neighbours of each place have on average (row-standardised weights), 0 for an island.

        >>> chain = from_pairs(4, np.array([0, 1]), np.array([1, 2]))
        >>> chain.lag(np.array([1.0, 2.0, 5.0, 9.0])).tolist(), chain.islands.tolist()
        ([2.0, 3.0, 2.0, 0.0], [3])
        """
        return self.sums(values) / np.maximum(self.cardinalities, 1)


def _weights(count: int, place: Indices, neighbor: Indices) -> Weights:
    order = np.lexsort((neighbor, place))
    start = np.concatenate(([0], np.cumsum(np.bincount(place, minlength=count)))).astype(np.intp)
    return Weights(start, np.asarray(neighbor[order], dtype=np.intp))


def from_pairs(count: int, first: Indices, second: Indices) -> Weights:
    """Weights in which both places of each pair are neighbours; each pair is given once, in either order.

    >>> from_pairs(3, np.array([2]), np.array([0])).cardinalities.tolist()
    [1, 0, 1]
    """
    return _weights(count, np.concatenate((first, second)), np.concatenate((second, first)))


def k_nearest(lonlat: Floats, k: int) -> Weights:
    """The k places nearest to each of the points (n, 2), by geodesic distance.

    It need not be mutual. Of places equally far, to the micrometre, the first count.
    Longitude and latitude in degrees.

    :raises ValueError: unless 0 < k < n.

    >>> k_nearest(np.array([[-100.0, 20.0], [-100.0, 21.0], [-100.0, 23.0]]), 1).neighbors.tolist()
    [1, 0, 1]
    """
    count = len(lonlat)
    if not 0 < k < count:
        raise ValueError(f"k must be between 1 and {count - 1}, not {k}")
    # Here and not above: the other kinds need no tree, and the module is slow to import.
    from scipy.spatial import cKDTree  # type: ignore[import-untyped]

    space = earth_centred(lonlat)
    width = min(k + 1 + _SPARE_NEAREST, count)
    _, found = cKDTree(space).query(space, k=width)
    place = np.repeat(np.arange(count), width)
    candidate = found.ravel()
    km = distances_km(lonlat[place], lonlat[candidate]).round(9)
    # Points at one place are all at distance 0, and the tree may leave a place itself out of what is nearest.
    km[place == candidate] = np.inf
    order = np.lexsort((candidate, km, place)).reshape(count, width)[:, :k].ravel()
    return _weights(count, place[order], candidate[order])


def distance_band(lonlat: Floats, km: float) -> Weights:
    """The places no farther than ``km`` from each of the points (n, 2), by geodesic distance.

    >>> found = distance_band(np.array([[-100.0, 20.0], [-100.0, 21.0], [-100.0, 23.0]]), 111.0)
    >>> found.neighbors.tolist(), found.islands.tolist()
    ([1, 0], [2])
    """
    from scipy.spatial import cKDTree

    # A chord is never longer than the geodesic above it, so that no pair is missed.
    tree = cKDTree(earth_centred(lonlat))
    pairs = tree.query_pairs(km * 1000.0, output_type="ndarray")
    near = distances_km(lonlat[pairs[:, 0]], lonlat[pairs[:, 1]]) <= km
    return from_pairs(len(lonlat), pairs[near, 0], pairs[near, 1])
