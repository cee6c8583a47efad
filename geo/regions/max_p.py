"""Max-p regions: as many contiguous regions as can be while each one reaches a floor.

Source of the method: Duque, Anselin & Rey (2012), "The max-p-regions problem", Journal of Regional Science
52(3): regions are grown from seeds until they reach the floor, what is left over joins the most similar
region beside it, and the best of several attempts is improved by moving places between neighbouring regions.
The heterogeneity is the sum of squared distances to the means, as in the other methods of this package, where
the paper adds up distances between pairs.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Sequence

import numpy as np

from geo.regions.partitions import (
    Floats,
    Integers,
    Regions,
    checked,
    components,
    neighbors_of,
    partition,
)

_UNASSIGNED = -1
_PASSES = 60
_LEAST_GAIN = 1e-9
"""Moves that gain less are rounding."""


class _Attempt:
    """One assignment of places to regions, with the sums from which any change is told at once."""

    def __init__(self, values: Floats, weights: Floats, neighbors: Sequence[Sequence[int]]) -> None:
        self.values: list[list[float]] = values.tolist()
        self.weights: list[float] = weights.tolist()
        self.neighbors = neighbors
        self.region = [_UNASSIGNED] * len(values)
        self.members: list[set[int]] = []
        self.sums: list[list[float]] = []
        self.weight: list[float] = []

    def found(self) -> int:
        self.members.append(set())
        self.sums.append([0.0] * len(self.values[0]))
        self.weight.append(0.0)
        return len(self.members) - 1

    def put(self, place: int, region: int, sign: int = 1) -> None:
        """Put a place into a region, or with ``sign`` -1 take it out."""
        if sign > 0:
            self.members[region].add(place)
            self.region[place] = region
        else:
            self.members[region].discard(place)
            self.region[place] = _UNASSIGNED
        total = self.sums[region]
        for axis, value in enumerate(self.values[place]):
            total[axis] += sign * value
        self.weight[region] += sign * self.weights[place]

    def apart(self, place: int, region: int) -> float:
        """Squared distance from a place to the mean of a region."""
        count = len(self.members[region])
        squared = 0.0
        for value, total in zip(self.values[place], self.sums[region], strict=True):
            squared += (value - total / count) ** 2
        return squared

    def holds_without(self, place: int) -> bool:
        """Whether the region of a place hangs together when the place leaves it."""
        region = self.region[place]
        beside = [near for near in self.neighbors[place] if self.region[near] == region]
        if len(beside) == 1:
            return True
        wanted, seen, stack = set(beside[1:]), {place, beside[0]}, [beside[0]]
        while stack and wanted:
            for near in self.neighbors[stack.pop()]:
                if near not in seen and self.region[near] == region:
                    seen.add(near)
                    wanted.discard(near)
                    stack.append(near)
        return not wanted


def _grow(
    attempt: _Attempt,
    seed: int,
    floor: float,
    lots: Sequence[float],
    free: Sequence[int],
    *,
    is_by_likeness: bool,
) -> list[int]:
    """The places of a region grown from a seed until it reaches the floor; none where that cannot be.

    The next place is the one most like the region, or the one that would be left with fewest free neighbours
    if the region passed it by, so that none is stranded.
    """
    region = attempt.found()
    grown = [seed]
    attempt.put(seed, region)
    frontier = {near for near in attempt.neighbors[seed] if attempt.region[near] == _UNASSIGNED}

    def preference(place: int) -> tuple[float, float]:
        if is_by_likeness:
            return attempt.apart(place, region), lots[place]
        inside = sum(near in attempt.members[region] for near in attempt.neighbors[place])
        return free[place] - inside, lots[place]

    while attempt.weight[region] < floor and frontier:
        chosen = min(frontier, key=preference)
        attempt.put(chosen, region)
        grown.append(chosen)
        frontier.discard(chosen)
        frontier |= {near for near in attempt.neighbors[chosen] if attempt.region[near] == _UNASSIGNED}
    if attempt.weight[region] >= floor:
        return grown
    for place in grown:
        attempt.put(place, region, -1)
    return []


def _grown(attempt: _Attempt, floor: float, lots: Sequence[float], *, is_by_likeness: bool) -> int:
    """How many regions reach the floor, each grown from a place that has fewest free neighbours."""
    free = [len(near) for near in attempt.neighbors]
    queue = [(free[place], lots[place], place) for place in range(len(free))]
    heapq.heapify(queue)
    tried: set[int] = set()
    count = 0
    while queue:
        free_count, _, seed = heapq.heappop(queue)
        if attempt.region[seed] != _UNASSIGNED or seed in tried or free_count != free[seed]:
            continue
        tried.add(seed)
        grown = _grow(attempt, seed, floor, lots, free, is_by_likeness=is_by_likeness)
        count += bool(grown)
        for place in grown:
            for near in attempt.neighbors[place]:
                free[near] -= 1
                if attempt.region[near] == _UNASSIGNED:
                    heapq.heappush(queue, (free[near], lots[near], near))
    return count


def _fill(attempt: _Attempt) -> None:
    """Give every place that is left over to the region beside it whose mean is nearest."""
    left = [place for place, region in enumerate(attempt.region) if region == _UNASSIGNED]
    while left:
        waiting = []
        for place in left:
            beside = sorted({attempt.region[near] for near in attempt.neighbors[place]} - {_UNASSIGNED})
            if beside:
                attempt.put(place, min(beside, key=lambda region: (attempt.apart(place, region), region)))
            else:
                waiting.append(place)
        if len(waiting) == len(left):
            raise AssertionError("a component that reaches the floor holds no region")
        left = waiting


def _improve(attempt: _Attempt, floor: float) -> None:
    """Move places between neighbouring regions while that lowers the heterogeneity and keeps the floor."""
    for _ in range(_PASSES):
        is_moved = False
        for place, here in enumerate(attempt.region):
            count = len(attempt.members[here])
            if count == 1 or attempt.weight[here] - attempt.weights[place] < floor:
                continue
            beside = {attempt.region[near] for near in attempt.neighbors[place]} - {here}
            if not beside:
                continue
            gained = count / (count - 1) * attempt.apart(place, here)
            costs = []
            for region in sorted(beside):
                others = len(attempt.members[region])
                costs.append((others / (others + 1) * attempt.apart(place, region), region))
            cost, there = min(costs)
            if gained - cost > _LEAST_GAIN and attempt.holds_without(place):
                attempt.put(place, here, -1)
                attempt.put(place, there)
                is_moved = True
        if not is_moved:
            return


def max_p(
    values: Floats,
    edges: Integers,
    floor: float,
    *,
    weights: Floats | None = None,
    seed: int = 0,
    attempts: int = 10,
) -> Regions:
    """As many contiguous regions as found, each with at least ``floor`` of the sum of ``weights``.

    Shapes as in :func:`geo.regions.skater.skater`. A component that lies below the floor as a whole is one
    region. Equal seeds give equal regions on any machine.

    :raises ValueError: when shapes do not agree, a value is not finite, a weight or the floor is negative, or
        there is nothing to go by.

    >>> chain = np.array([(0, 1), (1, 2), (2, 3), (3, 4)])
    >>> max_p(np.array([[0.0], [0.0], [9.0], [9.0], [9.0]]), chain, 2).labels.tolist()
    [0, 0, 1, 1, 1]
    """
    values, edges, weights = checked(values, edges, weights)
    if floor < 0 or weights.min() < 0:
        raise ValueError("the floor and the weights must not be negative")
    component = components(len(values), edges)
    is_enough = np.bincount(component, weights=weights)[component] >= floor
    inside = np.flatnonzero(is_enough)
    labels = component + len(values)  # beyond the number of any region that is grown
    if len(inside):
        position = np.full(len(values), -1)
        position[inside] = np.arange(len(inside))
        kept = edges[is_enough[edges].all(axis=1)]
        labels[inside] = _best(
            values[inside],
            weights[inside],
            neighbors_of(len(inside), position[kept]),
            floor,
            random.Random(seed),
            attempts,
        )
    return partition(values, edges, labels)


def _best(
    values: Floats,
    weights: Floats,
    neighbors: Sequence[Sequence[int]],
    floor: float,
    draw: random.Random,
    attempts: int,
) -> Integers:
    most, least, best = -1, np.inf, np.zeros(len(values), dtype=np.int64)
    for number in range(attempts):
        attempt = _Attempt(values, weights, neighbors)
        lots = [draw.random() for _ in neighbors]
        count = _grown(attempt, floor, lots, is_by_likeness=number % 2 == 1)
        if count < most:
            continue
        _fill(attempt)
        _improve(attempt, floor)
        regions = np.array(attempt.region, dtype=np.int64)
        cost = sum(attempt.apart(place, region) for place, region in enumerate(attempt.region))
        if count > most or cost < least - _LEAST_GAIN:
            most, least, best = count, cost, regions
    return best
