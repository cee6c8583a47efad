"""Partitions of places into regions: what they cost, and whether each region hangs together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

DECIMALS = 9
"""Standardised values are rounded to this: what differs in the last bits between machines is equal again."""


@dataclass(frozen=True, slots=True)
class Regions:
    """Labels of n places and what they cost.

    - ``labels``: region of each place, 0 … region_count - 1, numbered by the first place that each holds
    - ``heterogeneity``: sum over regions of squared distances to the region's mean (the objective)
    - ``total``: the same with every connected component as one region, so that 1 - heterogeneity / total is
      the share that the cuts explain
    - ``component_count``: connected components of the graph; there can be no fewer regions than these
    """

    labels: Integers
    heterogeneity: float
    total: float
    component_count: int

    @property
    def region_count(self) -> int:
        """How many regions there are."""
        return int(self.labels.max()) + 1 if len(self.labels) else 0


def checked(values: Floats, edges: Integers, weights: Floats | None) -> tuple[Floats, Integers, Floats]:
    """Values of shape (n, d), edges (m, 2) and weights (n,), by default 1 a place.

    :raises ValueError: when shapes do not agree, a value is not finite or there is nothing to go by.
    """
    values = np.asarray(values, dtype=np.float64)
    edges = np.asarray(edges, dtype=np.int64).reshape(-1, 2)
    weights = np.ones(len(values)) if weights is None else np.asarray(weights, dtype=np.float64)
    if values.ndim != 2 or not len(values) or len(weights) != len(values):
        raise ValueError("values must have shape (n, d) with n > 0, weights shape (n,)")
    if not (np.isfinite(values).all() and np.isfinite(weights).all()):
        raise ValueError("values and weights must be finite")
    return values, edges, weights


def partition(values: Floats, edges: Integers, labels: Sequence[int] | Integers) -> Regions:
    """What a labelling of the places costs, numbered by the first place that each region holds."""
    found = components(len(values), edges)
    numbered = renumbered(np.asarray(labels, dtype=np.int64))
    return Regions(
        numbered, heterogeneity(values, numbered), heterogeneity(values, found), int(found.max()) + 1
    )


def renumbered(labels: Integers) -> Integers:
    """The same regions, numbered from 0 in the order in which they first appear.

    >>> renumbered(np.array([7, 2, 7, 5])).tolist()
    [0, 1, 0, 2]
    """
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    return np.asarray(np.argsort(np.argsort(first))[inverse], dtype=np.int64)


def standardized(values: Floats) -> Floats:
    """Columns of mean 0 and standard deviation 1 (population); a constant column becomes 0.

    >>> standardized(np.array([[1.0, 5.0], [3.0, 5.0]])).tolist()
    [[-1.0, 0.0], [1.0, 0.0]]
    """
    spread = values.std(axis=0)
    centred: Floats = (values - values.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    return centred.round(DECIMALS)


def heterogeneity(values: Floats, labels: Integers) -> float:
    """Sum over regions of the squared distances of their places to their mean.

    >>> heterogeneity(np.array([[0.0], [2.0], [7.0]]), np.array([0, 0, 1]))
    2.0
    """
    return float(heterogeneities(values, labels).sum())


def heterogeneities(values: Floats, labels: Integers) -> Floats:
    """The part of each region, in rising order of label.

    >>> heterogeneities(np.array([[0.0], [2.0], [7.0]]), np.array([0, 0, 1])).tolist()
    [2.0, 0.0]
    """
    _, region = np.unique(labels, return_inverse=True)
    counts = np.bincount(region)
    sums = np.zeros((len(counts), values.shape[1]))
    np.add.at(sums, region, values)
    apart = ((values - (sums / counts[:, None])[region]) ** 2).sum(axis=1)
    return np.asarray(np.bincount(region, weights=apart, minlength=len(counts)), dtype=np.float64)


def components(place_count: int, edges: Integers) -> Integers:
    """The connected component of each place, numbered by the first place that each holds.

    >>> components(4, np.array([(1, 3)])).tolist()
    [0, 1, 2, 1]
    """
    parent = list(range(place_count))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    for first, second in edges.tolist():
        one, other = root(first), root(second)
        parent[max(one, other)] = min(one, other)
    return renumbered(np.array([root(place) for place in range(place_count)], dtype=np.int64))


def are_contiguous(labels: Integers, edges: Integers) -> NDArray[np.bool_]:
    """For each region whether one can walk between any two of its places without leaving it.

    >>> are_contiguous(np.array([0, 1, 0, 1, 1]), np.array([(0, 1), (1, 2), (3, 4), (1, 3)])).tolist()
    [False, True]
    """
    within = edges[labels[edges[:, 0]] == labels[edges[:, 1]]]
    pieces = components(len(labels), within)
    region_of_piece = labels[np.unique(pieces, return_index=True)[1]]
    return np.asarray(np.bincount(region_of_piece, minlength=int(labels.max()) + 1) == 1, dtype=np.bool_)


def neighbors_of(place_count: int, edges: Integers) -> list[list[int]]:
    """The neighbours of each place, in rising order."""
    found: list[set[int]] = [set() for _ in range(place_count)]
    for first, second in edges.tolist():
        if first != second:
            found[first].add(second)
            found[second].add(first)
    return [sorted(each) for each in found]
