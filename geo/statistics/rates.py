"""Rates of counts over people, and what is left of them where few people make them jump.

- Smoothed towards the rate of all: R. J. Marshall, "Mapping disease and mortality rates using empirical Bayes
  estimators", Applied Statistics 40 (1991)
- Standardised by what chance alone would do to each: R. M. Assunção and E. A. Reis, "A new proposal to adjust
  Moran's I for population density", Statistics in Medicine 18 (1999)

Both are as in PySAL's esda. Counts and people are shape (n,), people above zero.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def smoothed(counts: Floats, people: Floats) -> Floats:
    """Rates drawn towards the rate of all, the more the fewer people there are (Marshall).

    Where rates differ no more than chance makes them differ, every rate becomes that of all.

    >>> smoothed(np.array([0.0, 0.0, 40.0]), np.array([10.0, 1000.0, 1000.0])).round(4).tolist()
    [0.0168, 0.001, 0.039]
    """
    rate_of_all, excess = _moments(counts, people)
    if rate_of_all == 0.0:
        return np.zeros(len(counts))
    weight = max(excess, 0.0) / (max(excess, 0.0) + rate_of_all / people)
    return np.asarray(weight * counts / people + (1.0 - weight) * rate_of_all, dtype=np.float64)


def standardized(counts: Floats, people: Floats) -> Floats:
    """Each rate less that of all, in standard deviations for so many people (Assunção and Reis).

    >>> standardized(np.array([30.0, 20.0, 10.0]), np.array([100.0, 100.0, 100.0])).round(2).tolist()
    [1.22, 0.0, -1.22]
    """
    rate_of_all, excess = _moments(counts, people)
    if rate_of_all == 0.0:
        return np.zeros(len(counts))
    by_chance = rate_of_all / people
    variance = np.where(excess + by_chance < 0.0, by_chance, excess + by_chance)
    return np.asarray((counts / people - rate_of_all) / np.sqrt(variance), dtype=np.float64)


def _moments(counts: Floats, people: Floats) -> tuple[float, float]:
    """The rate of all together, and by how much rates vary beyond what chance makes them vary."""
    rate_of_all = float(counts.sum() / people.sum())
    spread = float((people * (counts / people - rate_of_all) ** 2).sum() / people.sum())
    return rate_of_all, spread - rate_of_all / float(people.mean())
