"""SKATER: contiguous regions of similar places from a minimum spanning tree, cut where it joins the unlike.

Source of the method: Assunção, Neves, Câmara & Freitas (2006), "Efficient regionalization techniques for
socio-economic geographical units using minimum spanning trees", International Journal of Geographical
Information Science 20(7). The best cut of a tree is found from sums over its subtrees, in time linear in its
size.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geo.regions.partitions import Floats, Integers, Regions, checked, components, partition


def spanning_forest(values: Floats, edges: Integers) -> Integers:
    """The edges, shape (n - components, 2), of the minimum spanning forest by Euclidean distance.

    Equal distances are taken in the order of the places, so that the forest is the same everywhere.
    """
    low, high = edges.min(axis=1), edges.max(axis=1)
    lengths = np.linalg.norm(values[low] - values[high], axis=1)
    parent = list(range(len(values)))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    kept = []
    for edge in np.lexsort((high, low, lengths)):
        first, second = root(int(low[edge])), root(int(high[edge]))
        if first != second:
            parent[max(first, second)] = min(first, second)
            kept.append((int(low[edge]), int(high[edge])))
    return np.array(kept, dtype=np.int64).reshape(-1, 2)


@dataclass(frozen=True, slots=True)
class _Cut:
    gain: float
    child: int
    below: tuple[int, ...]


def _walk(start: int, neighbors: Sequence[set[int]]) -> tuple[list[int], dict[int, int]]:
    """Places of a tree, parents first, and the parent of each."""
    order, parent = [start], {start: -1}
    for place in order:
        for other in sorted(neighbors[place]):
            if other not in parent:
                parent[other] = place
                order.append(other)
    return order, parent


def _best_cut(
    places: Sequence[int], neighbors: Sequence[set[int]], values: Floats, weights: Floats, floor: float
) -> _Cut | None:
    """The cut of one tree that lowers heterogeneity most and leaves both sides at ``floor`` or more."""
    order, parent = _walk(min(places), neighbors)
    position = {place: index for index, place in enumerate(order)}
    sums, counts, weight = values[order].copy(), np.ones(len(order)), weights[order].copy()
    for index in range(len(order) - 1, 0, -1):
        above = position[parent[order[index]]]
        sums[above] += sums[index]
        counts[above] += counts[index]
        weight[above] += weight[index]
    if len(order) < 2:
        return None
    below_share = (sums[1:] ** 2).sum(axis=1) / counts[1:]
    above_share = ((sums[0] - sums[1:]) ** 2).sum(axis=1) / (counts[0] - counts[1:])
    gains = below_share + above_share - (sums[0] ** 2).sum() / counts[0]
    admissible = (weight[1:] >= floor) & (weight[0] - weight[1:] >= floor)
    if not admissible.any():
        return None
    gains = np.where(admissible, gains, -np.inf)
    # Sums in another order may differ in the last digits: equal cuts are told apart by place, not rounding.
    close = np.flatnonzero(gains >= gains.max() - 1e-12 * max(1.0, abs(gains.max())))
    child = min(order[index + 1] for index in close)
    inside = {child}
    for place in order[position[child] + 1 :]:
        if parent[place] in inside:
            inside.add(place)
    return _Cut(float(gains[position[child] - 1]), child, tuple(sorted(inside)))


def skater(
    values: Floats,
    edges: Integers,
    region_count: int | None,
    *,
    floor: float = 0.0,
    weights: Floats | None = None,
) -> Regions:
    """Contiguous regions of places that are alike.

    ``values`` has shape (n, d), one row a place, already on a common scale; ``edges`` shape (m, 2), pairs of
    neighbouring places. With ``region_count`` None it cuts as long as every region keeps ``floor``, the sum
    of ``weights`` (by default 1 a place) that each region must reach: the tree form of max-p. There are never
    more regions than asked for, but for components, which nothing can join; fewer where no cut keeps the
    floor.

    :raises ValueError: when shapes do not agree, a value is not finite or there is nothing to go by.
    """
    values, edges, weights = checked(values, edges, weights)
    neighbors: list[set[int]] = [set() for _ in range(len(values))]
    for first, second in spanning_forest(values, edges):
        neighbors[first].add(int(second))
        neighbors[second].add(int(first))
    found = components(len(values), edges)
    trees = [tuple(np.flatnonzero(found == each).tolist()) for each in range(int(found.max()) + 1)]
    queue: list[tuple[float, int, tuple[int, ...], _Cut]] = []

    def offer(places: tuple[int, ...]) -> None:
        cut = _best_cut(places, neighbors, values, weights, floor)
        if cut is not None and cut.gain > 0:
            heapq.heappush(queue, (-cut.gain, min(places), places, cut))

    for tree in trees:
        offer(tree)
    regions = set(trees)
    while queue and (region_count is None or len(regions) < region_count):
        _, _, places, cut = heapq.heappop(queue)
        inside = set(cut.below)
        for other in [place for place in neighbors[cut.child] if place not in inside]:
            neighbors[cut.child].discard(other)
            neighbors[other].discard(cut.child)
        rest = tuple(place for place in places if place not in inside)
        regions -= {places}
        regions |= {cut.below, rest}
        offer(cut.below)
        offer(rest)
    labels = np.empty(len(values), dtype=np.int64)
    for label, places in enumerate(sorted(regions)):
        labels[list(places)] = label
    return partition(values, edges, labels)
