"""Rates where few people live, against PySAL's esda."""

import numpy as np
import pytest
from esda.smoothing import Empirical_Bayes, assuncao_rate
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.statistics import rates


@settings(deadline=None, max_examples=50)
@given(
    rows=st.lists(st.tuples(st.integers(0, 30), st.integers(1, 10_000)), min_size=3, max_size=30).filter(
        lambda drawn: sum(count for count, _ in drawn) > 0
    )
)
def test_rates_are_those_of_esda(rows: list[tuple[int, int]]) -> None:
    counts, people = np.array(rows, dtype=np.float64).T
    with np.errstate(all="ignore"):
        theirs = np.asarray(assuncao_rate(counts, people))
    assert rates.standardized(counts, people) == pytest.approx(theirs, abs=1e-9, nan_ok=True)
    smoothed = rates.smoothed(counts, people)
    assert (smoothed >= 0).all()
    marshall = Empirical_Bayes(counts, people).r.ravel()
    spread = (people * (counts / people - counts.sum() / people.sum()) ** 2).sum() / people.sum()
    if spread > counts.sum() / people.sum() / people.mean():
        assert smoothed == pytest.approx(marshall, abs=1e-9)
    else:  # rates differ no more than by chance; esda lets the weight fall below zero
        assert smoothed == pytest.approx(counts.sum() / people.sum())
