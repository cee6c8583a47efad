"""What a place's neighbours would have together if the values of all other places were dealt out anew.

Conditional permutation (L. Anselin, "Local indicators of spatial association", Geographical Analysis 27,
1995): a place keeps its own value, and its neighbours get values drawn without replacement from all the
others. As in PySAL's esda, all places share the drawn positions: a place with c neighbours takes the first c
of each draw. Draws come from NumPy's ``RandomState``, whose stream is frozen: the same seed gives the same
draws on every machine and in every version.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.statistics.spatial_weights import Weights

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]

TIE = 1e-10
"""Sums that differ by less than this share of the largest value are equal: only rounding tells them apart,
and rounding depends on the order in which a machine adds up."""

_DRAWS_AT_ONCE = 1_000
_PLACES_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class Reference:
    """How the observed sums of n places stand among those of the draws.

    - ``at_least``, ``at_most``: of how many draws the sum is no smaller, no greater than the observed one
    - ``mean``, ``deviation``: of the sums of the draws (population standard deviation)
    """

    draw_count: int
    at_least: Indices
    at_most: Indices
    mean: Floats
    deviation: Floats


def drawn_positions(place_count: int, width: int, draw_count: int, seed: int) -> Indices:
    """``draw_count`` rows of ``width`` different positions among the other ``place_count - 1`` places.

    >>> drawn_positions(4, 2, 3, seed=7).tolist()
    [[2, 1], [0, 1], [2, 1]]
    """
    stream = np.random.RandomState(seed)
    rows = np.empty((draw_count, width), dtype=np.intp)
    for row in rows:
        row[:] = stream.choice(place_count - 1, size=width, replace=False)
    return rows


def reference(values: Floats, weights: Weights, positions: Indices) -> Reference:
    """The observed sum of each place's neighbours against the sums of the draws.

    ``positions`` has a row a draw and at least as many columns as any place has neighbours. An island has a
    sum of 0 in every draw.

    Where place i is left out, position p means place p, or p + 1 from i on. From one place to the next only
    the draws that hold that very position change, so that the sums are carried along instead of made anew.
    """
    centred = np.asarray(values - values.mean(), dtype=np.float64)
    observed = weights.sums(centred)
    sizes, size_of = np.unique(weights.cardinalities, return_inverse=True)
    tolerance = TIE * float(np.abs(centred).max(initial=0.0))
    at_least = np.zeros(weights.count, dtype=np.intp)
    at_most = np.zeros(weights.count, dtype=np.intp)
    # What a sum is expected to be: moments are taken about it, so that they lose no digits.
    expected = weights.cardinalities * (centred.sum() - centred) / max(weights.count - 1, 1)
    first, second = np.zeros(weights.count), np.zeros(weights.count)
    for start in range(0, len(positions), _DRAWS_AT_ONCE):
        drawn = _Sums(centred, positions[start : start + _DRAWS_AT_ONCE], sizes)
        for low in range(0, weights.count, _PLACES_AT_ONCE):
            chosen = slice(low, min(low + _PLACES_AT_ONCE, weights.count))
            sums = drawn.of_next(size_of[chosen])
            at_least[chosen] += np.count_nonzero(sums >= (observed[chosen] - tolerance)[:, None], axis=1)
            at_most[chosen] += np.count_nonzero(sums <= (observed[chosen] + tolerance)[:, None], axis=1)
            sums -= expected[chosen, None]
            first[chosen] += sums.sum(axis=1)
            second[chosen] += (sums * sums).sum(axis=1)
    count = max(len(positions), 1)
    shift = first / count
    own_mean = weights.cardinalities * values.mean()
    return Reference(
        len(positions),
        at_least,
        at_most,
        own_mean + expected + shift,
        np.sqrt(np.maximum(second / count - shift * shift, 0.0)),
    )


class _Sums:
    """The sums of one block of draws, place after place; ``sizes`` are the numbers of neighbours."""

    def __init__(self, values: Floats, positions: Indices, sizes: Indices) -> None:
        self._steps = values[:-1] - values[1:]
        prefix = np.zeros((sizes[-1] + 1, len(positions)))
        # Before the first place every position means the place after it.
        np.cumsum(values[positions[:, : sizes[-1]].T + 1], axis=0, out=prefix[1:])
        self._sums = prefix[sizes]
        column, draw = np.divmod(np.arange(sizes[-1] * len(positions)), max(len(positions), 1))
        position = positions[:, : sizes[-1]].T.ravel()
        order = np.argsort(position, kind="stable")
        self._draw = draw[order]
        # The first size that a draw's entry is part of: one more than its column.
        self._from_size = np.searchsorted(sizes, column[order] + 1)
        self._bounds = np.searchsorted(position[order], np.arange(len(values)))
        self._size = np.arange(len(sizes))[:, None]
        self._next = 0

    def of_next(self, size_of: Indices) -> Floats:
        """The sums of the next places, a row a place and a column a draw; ``size_of`` indexes their size."""
        found = np.empty((len(size_of), self._sums.shape[1]))
        for row, size in zip(found, size_of, strict=True):
            row[:] = self._sums[size]
            self._pass_on()
        return found

    def _pass_on(self) -> None:
        place = self._next
        self._next += 1
        if place == len(self._steps):
            return
        entries = slice(self._bounds[place], self._bounds[place + 1])
        draws = self._draw[entries]
        if len(draws):
            is_within = self._size >= self._from_size[entries]
            self._sums[:, draws] += np.where(is_within, self._steps[place], 0.0)
