"""How unevenly something is shared out: Lorenz curve, Gini, Herfindahl–Hirschman index, top share.

All take counts, one a group, none negative. Conventions: the Gini coefficient is that of the groups given,
half the relative mean absolute difference and not multiplied by n / (n - 1), so that with n groups it lies
between 0 and (n - 1) / n (C. Gini, 1912; M. O. Lorenz, "Methods of measuring the concentration of wealth",
1905). The Herfindahl–Hirschman index is the sum of squared shares between 0 and 1 (A. O. Hirschman, "The
paternity of an index", 1964). Where the counts add up to nothing there is nothing to share out, and the
answer is None.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate


def lorenz(counts: Sequence[int]) -> list[tuple[float, float]]:
    """Points (share of the groups, share of the counts) from (0, 0) to (1, 1), the poorest groups first.

    >>> lorenz([3, 1, 0, 0])
    [(0.0, 0.0), (0.25, 0.0), (0.5, 0.0), (0.75, 0.25), (1.0, 1.0)]
    >>> lorenz([0, 0])
    []
    """
    total, n = sum(counts), len(counts)
    if total == 0:
        return []
    running = accumulate(sorted(counts), initial=0)
    return [(index / n, part / total) for index, part in enumerate(running)]


def gini(counts: Sequence[int]) -> float | None:
    """The Gini coefficient: 0 when all groups have the same, (n - 1) / n when one has everything.

    >>> gini([5, 5, 5, 5]), gini([4, 0, 0, 0]), gini([3, 1]), gini([])
    (0.0, 0.75, 0.25, None)
    """
    total, n = sum(counts), len(counts)
    if total == 0:
        return None
    weighted = sum(rank * count for rank, count in enumerate(sorted(counts), start=1))
    return (2 * weighted - (n + 1) * total) / (n * total)


def herfindahl(counts: Sequence[int]) -> float | None:
    """The Herfindahl–Hirschman index: 1 / n when n groups have the same, 1 when one has everything.

    >>> herfindahl([1, 1, 1, 1]), herfindahl([7, 0]), herfindahl([3, 1])
    (0.25, 1.0, 0.625)
    """
    total = sum(counts)
    return sum(count * count for count in counts) / (total * total) if total else None


def top_count(counts: Sequence[int], k: int) -> int:
    """What the k groups that have most have together.

    >>> top_count([5, 1, 3], 2), top_count([5, 1], 10)
    (8, 6)
    """
    return sum(sorted(counts, reverse=True)[:k])


def percent(part: float, whole: float) -> float | None:
    """One number as a percentage of another, to two decimals; None of nothing.

    >>> percent(878, 1350), percent(1, 0)
    (65.04, None)
    """
    return round(100 * part / whole, 2) if whole else None
