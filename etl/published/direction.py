"""Whether an index runs the way that its layer declares, judged by something that it must go with."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from etl.boundaries.records import Finding
from etl.published.municipal import Row
from etl.published.records import PublishedFile
from etl.published.refusals import WrongDirection
from geo.declarations import Direction, Layer

FEWEST_ROWS = 10
"""Below this many rows a correlation of ranks says nothing."""

_SURE = 0.5


def rank_correlation(one: Sequence[float], other: Sequence[float]) -> float:
    """Spearman's correlation of two columns, ties at their mean rank; NaN when one of them is constant.

    >>> rank_correlation([1, 2, 3, 4], [10, 20, 20, 90]), rank_correlation([1, 2, 3], [3, 2, 1])
    (0.9487, -1.0)
    """
    first, second = _mean_ranks(one), _mean_ranks(other)
    first, second = first - first.mean(), second - second.mean()
    spread = float(np.sqrt((first @ first) * (second @ second)))
    return round(float(first @ second) / spread, 4) if spread else float("nan")


def _mean_ranks(values: Sequence[float]) -> NDArray[np.float64]:
    _, place, counts = np.unique(np.asarray(values, dtype=float), return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.take(last - (counts - 1) / 2, place)


def checked_direction(
    layer: Layer, file: PublishedFile, rows: Sequence[Row], index: str, against: str
) -> tuple[Finding, ...]:
    """What was measured: with ``against``, which grows with what the index measures, it agrees in rank.

    Nothing is measured on fewer than ``FEWEST_ROWS`` rows.

    :raises WrongDirection: when the two do not clearly go together in the declared direction.
    """
    pairs = [(row[index], row[against]) for row in rows]
    pairs = [pair for pair in pairs if None not in pair]
    if len(pairs) < FEWEST_ROWS:
        return ()
    measured = rank_correlation([pair[0] for pair in pairs], [pair[1] for pair in pairs])
    sign = -1 if layer.field(index).direction is Direction.LOWER_IS_MORE else 1
    if not sign * measured > _SURE:
        raise WrongDirection(file.name, index, against, measured)
    detail = {"index": index, "against": against, "rank_correlation": measured, "rows": len(pairs)}
    return (Finding(layer.id, "info", "direction_checked", detail),)
