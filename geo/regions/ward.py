"""Agglomerative regions: neighbours are joined that raise the heterogeneity least, Ward's rule on a map.

Source of the method: Ward (1963), "Hierarchical grouping to optimize an objective function", Journal of the
American Statistical Association 58(301); only regions that touch are joined, so that each one is contiguous.
"""

from __future__ import annotations

import heapq

import numpy as np

from geo.regions.partitions import Floats, Integers, Regions, checked, neighbors_of, partition


class _Merging:
    """Regions that are being joined; each join makes a new number, so that an old pair is known to be old."""

    def __init__(self, values: Floats, edges: Integers, weights: Floats) -> None:
        self.sums: list[tuple[float, ...]] = [tuple(row) for row in values.tolist()]
        self.counts = [1] * len(values)
        self.weights: list[float] = weights.tolist()
        self.members = [[place] for place in range(len(values))]
        self.neighbors = [set(each) for each in neighbors_of(len(values), edges)]
        self.alive = set(range(len(values)))

    def raised(self, one: int, other: int) -> float:
        """What joining two regions adds to the heterogeneity."""
        here, there = self.counts[one], self.counts[other]
        apart = 0.0
        for first, second in zip(self.sums[one], self.sums[other], strict=True):
            apart += (first / here - second / there) ** 2
        return here * there / (here + there) * apart

    def joined(self, one: int, other: int) -> int:
        """The number of the region that the two become."""
        new = len(self.counts)
        self.sums.append(
            tuple(first + second for first, second in zip(self.sums[one], self.sums[other], strict=True))
        )
        self.counts.append(self.counts[one] + self.counts[other])
        self.weights.append(self.weights[one] + self.weights[other])
        self.members.append(self.members[one] + self.members[other])
        around = (self.neighbors[one] | self.neighbors[other]) - {one, other}
        for near in around:
            self.neighbors[near] -= {one, other}
            self.neighbors[near].add(new)
        self.neighbors.append(around)
        self.alive -= {one, other}
        self.alive.add(new)
        return new

    def run(self, region_count: int, floor: float | None) -> None:
        """Join the cheapest pair again and again, down to ``region_count`` regions.

        With a ``floor`` only pairs count of which one lies below it.
        """

        def pair(one: int, other: int) -> tuple[float, int, int] | None:
            if floor is not None and min(self.weights[one], self.weights[other]) >= floor:
                return None
            low, high = min(one, other), max(one, other)
            return self.raised(low, high), low, high

        queue = [
            found
            for one in sorted(self.alive)
            for other in sorted(self.neighbors[one])
            if one < other and (found := pair(one, other)) is not None
        ]
        heapq.heapify(queue)
        while queue and len(self.alive) > region_count:
            _, one, other = heapq.heappop(queue)
            if one in self.alive and other in self.alive:
                new = self.joined(one, other)
                for near in sorted(self.neighbors[new]):
                    if (found := pair(near, new)) is not None:
                        heapq.heappush(queue, found)


def agglomerative(
    values: Floats,
    edges: Integers,
    region_count: int,
    *,
    floor: float = 0.0,
    weights: Floats | None = None,
) -> Regions:
    """Contiguous regions by Ward's rule; shapes as in :func:`geo.regions.skater.skater`.

    First what lies below the ``floor``, the sum of ``weights`` that a region must reach, is joined to the
    neighbour that costs least; then any neighbours, down to ``region_count``. So there may be fewer regions
    than asked for, and more only where components are more; a component that lies below the floor as a whole
    stays below it.

    :raises ValueError: when shapes do not agree, a value is not finite or there is nothing to go by.

    >>> chain = np.array([(0, 1), (1, 2), (2, 3)])
    >>> agglomerative(np.array([[0.0], [1.0], [8.0], [9.0]]), chain, 2).labels.tolist()
    [0, 0, 1, 1]
    """
    values, edges, weights = checked(values, edges, weights)
    merging = _Merging(values, edges, weights)
    if floor > 0:
        merging.run(1, floor)
    merging.run(region_count, None)
    labels = np.empty(len(values), dtype=np.int64)
    for number in merging.alive:
        labels[merging.members[number]] = number
    return partition(values, edges, labels)
