"""Regions of similar places: numbers that can be checked by hand, and SKATER's promises on drawn graphs."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.regions.partitions import heterogeneity
from geo.regions.skater import skater, spanning_forest


def _chain(length: int) -> np.ndarray:
    return np.array([(place, place + 1) for place in range(length - 1)])


def test_a_chain_is_cut_where_it_jumps() -> None:
    values = np.array([[0.0], [0.0], [10.0], [10.0], [11.0]])
    regions = skater(values, _chain(5), 2)
    assert regions.labels.tolist() == [0, 0, 1, 1, 1]
    # Means 0 and 31/3: (1/3)² + (1/3)² + (2/3)² = 2/3
    assert regions.heterogeneity == pytest.approx(2 / 3)


def test_the_forest_takes_the_shortest_edges() -> None:
    values = np.array([[0.0], [1.0], [5.0]])
    triangle = np.array([(0, 2), (0, 1), (1, 2)])
    assert spanning_forest(values, triangle).tolist() == [[0, 1], [1, 2]]


def test_an_island_is_a_region_of_its_own_however_few_are_asked_for() -> None:
    regions = skater(np.array([[0.0], [0.0], [9.0]]), np.array([(0, 1)]), 1)
    assert regions.labels.tolist() == [0, 0, 1]
    assert regions.component_count == 2


def test_every_region_keeps_the_floor_of_its_weights() -> None:
    values = np.array([[0.0], [9.0], [0.0], [9.0], [0.0], [9.0]])
    weights = np.array([1.0, 1.0, 1.0, 1.0, 1.0, 5.0])
    regions = skater(values, _chain(6), None, floor=5.0, weights=weights)
    assert regions.labels.tolist() == [0, 0, 0, 0, 0, 1]


def test_equal_places_are_not_cut() -> None:
    assert skater(np.ones((4, 2)), _chain(4), 3).region_count == 1


@pytest.mark.parametrize("values", [np.zeros((0, 1)), np.array([[np.nan]]), np.array([1.0])])
def test_values_without_sense_are_refused(values: np.ndarray) -> None:
    with pytest.raises(ValueError, match="values"):
        skater(values, np.zeros((0, 2)), 2)


def _connected(places: set[int], edges: np.ndarray) -> bool:
    seen, queue = set(), [min(places)]
    while queue:
        place = queue.pop()
        if place not in seen:
            seen.add(place)
            queue += [int(b) for a, b in edges if a == place and b in places]
            queue += [int(a) for a, b in edges if b == place and a in places]
    return seen == places


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_each_cut_is_the_best_one_of_the_tree(data: st.DataObject) -> None:
    count = data.draw(st.integers(3, 8))
    drawn = st.integers(-9, 9).map(float)
    values = np.array(data.draw(st.lists(st.tuples(drawn, drawn), min_size=count, max_size=count)))
    pairs = list(itertools.combinations(range(count), 2))
    edges = np.array(sorted(data.draw(st.sets(st.sampled_from(pairs), min_size=count - 1))))
    regions = skater(values, edges, 2)
    for label in range(regions.region_count):
        assert _connected(set(np.flatnonzero(regions.labels == label).tolist()), edges)
    forest = spanning_forest(values, edges)
    if regions.component_count == 1:
        costs = [
            skater(values, np.delete(forest, cut, axis=0), 1).heterogeneity for cut in range(len(forest))
        ]
        assert regions.heterogeneity == pytest.approx(min(*costs, regions.total))
    assert regions.heterogeneity == pytest.approx(heterogeneity(values, regions.labels))
