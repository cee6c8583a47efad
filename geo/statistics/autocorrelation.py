"""Whether values lie together in space, everywhere and around each place.

- Moran's I and its local form: L. Anselin, "Local indicators of spatial association — LISA", Geographical
  Analysis 27 (1995)
- G and G*: A. Getis and J. K. Ord, "The analysis of spatial association by use of distance statistics",
  Geographical Analysis 24 (1992), and "Local spatial autocorrelation statistics", 27 (1995)
- local join counts: L. Anselin and X. Li, "Operational local join count statistics for cluster detection",
  Journal of Geographical Systems 21 (2019)
- false discovery rate: Y. Benjamini and Y. Hochberg, Journal of the Royal Statistical Society B 57 (1995)

The figures are those of PySAL's esda, which is not imported: it takes seconds to load and longer to warm. A
pseudo p is (r + 1) / (draws + 1), r the draws at least as extreme as what was observed **in its own
direction**. A draw that equals the observed value counts, in whichever direction: where few values occur many
draws do, and esda counts them in one direction only, and there only as rounding falls.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.statistics.permutations import TIE, Reference, drawn_positions, reference
from geo.statistics.spatial_weights import Weights

Floats = NDArray[np.float64]
Words = NDArray[np.str_]

_NUMBERS_AT_ONCE = 1_000_000


@dataclass(frozen=True, slots=True)
class GlobalMoran:
    """Moran's I over all places, what chance would give, and where it stands among the draws."""

    statistic: float
    expected: float
    z: float
    p: float


@dataclass(frozen=True, slots=True)
class Local:
    """A statistic of n places; NaN where there is none, as for islands.

    ``lag`` is the mean of the neighbours. ``p`` is the pseudo p of :mod:`geo.statistics.autocorrelation`;
    ``is_high`` tells whether it is that of as much or more, and not that of as little or less.
    """

    statistic: Floats
    lag: Floats
    z: Floats
    p: Floats
    is_high: NDArray[np.bool_]


def standardized(values: Floats) -> Floats:
    """Values of mean 0 and population standard deviation 1.

    >>> standardized(np.array([1.0, 3.0])).tolist()
    [-1.0, 1.0]
    """
    centred = values - values.mean()
    return np.asarray(centred / values.std(), dtype=np.float64)


def is_constant(values: Floats) -> bool:
    """Whether all values are one, but for rounding; nothing can lie together then.

    >>> is_constant(np.array([0.1 + 0.2, 0.3])), is_constant(np.array([0.0, 1e-6]))
    (True, False)
    """
    return len(values) == 0 or bool(np.ptp(values) <= 1e-12 * np.abs(values).max())


def moran(values: Floats, weights: Weights, *, permutations: int, seed: int) -> GlobalMoran:
    """Moran's I with row-standardised weights; p from dealing all values out anew.

    >>> chain = Weights(np.array([0, 1, 3, 5, 6]), np.array([1, 0, 2, 1, 3, 2]))
    >>> round(moran(np.array([1.0, 2.0, 3.0, 4.0]), chain, permutations=99, seed=1).statistic, 3)
    0.4

    :raises ValueError: when all values are one, or no place has a neighbour.
    """
    if is_constant(values) or not len(weights.neighbors):
        raise ValueError("values must vary and places must have neighbours")
    z = standardized(values)
    with_neighbors = np.flatnonzero(weights.cardinalities)
    start, size = weights.start[with_neighbors], weights.cardinalities[with_neighbors, None]
    # With row-standardised weights s0 is the number of places that have neighbours, and z'z is n.
    scale = 1.0 / len(with_neighbors)

    def statistics(columns: Floats) -> Floats:
        lags = np.add.reduceat(columns[weights.neighbors], start, axis=0) / size
        return np.asarray((columns[with_neighbors] * lags).sum(axis=0) * scale)

    observed = float(statistics(z[:, None])[0])
    stream = np.random.RandomState(seed)
    drawn = np.empty(permutations)
    at_once = max(1, _NUMBERS_AT_ONCE // len(weights.neighbors))
    for done in range(0, permutations, at_once):
        upto = min(done + at_once, permutations)
        dealt = np.array([stream.permutation(z) for _ in range(done, upto)])
        drawn[done:upto] = statistics(np.ascontiguousarray(dealt.T))
    deviation = drawn.std()
    extreme = int(min((drawn >= observed - TIE).sum(), (drawn <= observed + TIE).sum()))
    return GlobalMoran(
        statistic=observed,
        expected=-1.0 / (len(z) - 1),
        z=float((observed - drawn.mean()) / deviation) if deviation > 0 else float("nan"),
        p=(extreme + 1.0) / (permutations + 1.0),
    )


def local_moran(values: Floats, weights: Weights, *, permutations: int, seed: int) -> Local:
    """Local Moran's I of every place; z is against the mean and deviation of the draws.

    Positive where a place and its neighbours lie on the same side of the mean. A place exactly at the mean
    has I = 0 in every draw: its p is 1.

    >>> chain = Weights(np.array([0, 1, 3, 4]), np.array([1, 0, 2, 1]))
    >>> found = local_moran(np.array([0.0, 1.0, 5.0]), chain, permutations=99, seed=1)
    >>> (found.statistic * 14).round(6).tolist()  # 2 × -2 × -1, 2 × -1 × 0.5, 2 × 3 × -1
    [4.0, -1.0, -6.0]
    """
    z = standardized(values)
    found = _reference(z, weights, permutations, seed)
    observed = weights.sums(z)
    own_side = np.where(np.abs(z) > TIE, np.sign(z), 0.0)
    statistic = (weights.count - 1) * z * weights.lag(z) / (z * z).sum()
    p = np.where(own_side == 0.0, 1.0, _directed(found))
    return _local(weights, statistic, weights.lag(values), own_side * _z(observed, found), p, found)


def local_g(values: Floats, weights: Weights, *, is_star: bool, permutations: int, seed: int) -> Local:
    """Getis and Ord's G of every place with binary weights, or G*, which counts the place itself as well.

    The statistic is the share that the neighbours have of all that there is (G: outside the place); it makes
    sense for values that are not negative. z is Getis and Ord's own, against the mean and variance under
    randomisation.

    >>> chain = Weights(np.array([0, 1, 3, 4]), np.array([1, 0, 2, 1]))
    >>> local_g(np.array([2.0, 3.0, 5.0]), chain, is_star=True, permutations=99, seed=1).statistic.tolist()
    [0.5, 1.0, 0.8]
    """
    found = _reference(values, weights, permutations, seed)
    observed = weights.sums(values)
    own = 0.0 if is_star else values
    total, squares = values.sum() - own, (values * values).sum() - own * own
    count = weights.count - (0 if is_star else 1)
    around = observed + (values if is_star else 0.0)
    size = weights.cardinalities + (1 if is_star else 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = total / count
        variance = size * (count - size) / (count - 1) * (squares / count - mean * mean)
        z = (around - size * mean) / np.sqrt(variance)
        statistic = around / total
    return _local(weights, statistic, weights.lag(values), z, _directed(found), found)


def local_join_counts(is_one: NDArray[np.bool_], weights: Weights, *, permutations: int, seed: int) -> Local:
    """How many neighbours of each place that is one are one as well; NaN for the others.

    p is that of as many or more (Anselin and Li), only for places that are joined at all; z is against the
    hypergeometric mean and variance that conditional permutation has.

    >>> chain = Weights(np.array([0, 1, 3, 5, 6]), np.array([1, 0, 2, 1, 3, 2]))
    >>> ones = np.array([True, True, False, False])
    >>> local_join_counts(ones, chain, permutations=99, seed=1).statistic.tolist()
    [1.0, 1.0, nan, nan]
    """
    values = is_one.astype(np.float64)
    found = _reference(values, weights, permutations, seed)
    joined = weights.sums(values)
    others, size = weights.count - 1, weights.cardinalities
    share = (values.sum() - 1.0) / others
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = size * share * (1.0 - share) * (others - size) / (others - 1)
        z = (joined - size * share) / np.sqrt(variance)
    p = np.where(joined > 0, (found.at_least + 1.0) / (found.draw_count + 1.0), np.nan)
    nothing = np.where(is_one, 0.0, np.nan)
    return _local(weights, joined + nothing, weights.lag(values), z + nothing, p + nothing, found)


def two_tailed(p: Floats) -> Floats:
    """The pseudo p of a deviation in either direction: twice that of its own, at most 1.

    >>> two_tailed(np.array([0.01, 0.7])).tolist()
    [0.02, 1.0]
    """
    return np.asarray(np.minimum(2.0 * p, 1.0), dtype=np.float64)


def false_discovery_cutoff(p: Floats, alpha: float) -> float:
    """The p up to which results hold when at most ``alpha`` of them may be false (Benjamini and Hochberg).

    Where none holds it is Bonferroni's alpha / n, as in esda.

    >>> false_discovery_cutoff(np.array([0.001, 0.02, 0.04, 0.5]), 0.05)
    0.025
    """
    falling = np.sort(p)[::-1]
    bound = np.arange(len(p), 0, -1) * alpha / len(p)
    holds = np.flatnonzero(falling < bound)
    return float(bound[holds[0]]) if len(holds) else alpha / len(p)


def _reference(values: Floats, weights: Weights, permutations: int, seed: int) -> Reference:
    width = int(weights.cardinalities.max(initial=0))
    return reference(values, weights, drawn_positions(weights.count, width, permutations, seed))


def _directed(found: Reference) -> Floats:
    extreme = np.minimum(found.at_least, found.at_most)
    return np.asarray((extreme + 1.0) / (found.draw_count + 1.0), dtype=np.float64)


def _z(observed: Floats, found: Reference) -> Floats:
    # Draws that are all alike deviate by rounding alone.
    is_spread = found.deviation > TIE
    return np.where(is_spread, (observed - found.mean) / np.where(is_spread, found.deviation, 1.0), np.nan)


def _local(weights: Weights, statistic: Floats, lag: Floats, z: Floats, p: Floats, found: Reference) -> Local:
    nothing = np.where(weights.cardinalities == 0, np.nan, 0.0)
    is_high = found.at_least < found.at_most
    return Local(statistic + nothing, lag + nothing, z + nothing, p + nothing, is_high)
