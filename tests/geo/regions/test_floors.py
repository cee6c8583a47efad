"""Regions that must reach a floor, by hand and on drawn graphs: Ward's rule and max-p."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.regions.max_p import max_p
from geo.regions.partitions import are_contiguous, components
from geo.regions.skater import skater
from geo.regions.ward import agglomerative

CHAIN = np.array([(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)])


def test_what_lies_below_the_floor_is_joined_first() -> None:
    values = np.array([[0.0], [1.0], [5.0], [20.0], [21.0], [90.0]])
    # Without a floor the last place, unlike all others, stays alone; with a floor of two it cannot.
    assert agglomerative(values, CHAIN, 3).labels.tolist() == [0, 0, 0, 1, 1, 2]
    assert agglomerative(values, CHAIN, 3, floor=2).labels.tolist() == [0, 0, 0, 1, 1, 1]


def test_as_many_regions_as_the_floor_allows() -> None:
    values = np.array([[0.0], [0.0], [4.0], [4.0], [9.0], [9.0]])
    assert max_p(values, CHAIN, 2).labels.tolist() == [0, 0, 1, 1, 2, 2]
    assert max_p(values, CHAIN, 3).labels.tolist() == [0, 0, 0, 1, 1, 1]
    assert max_p(values, CHAIN, 7).labels.tolist() == [0] * 6


def test_an_island_below_the_floor_stays_a_region_of_its_own() -> None:
    values = np.array([[0.0], [0.0], [9.0]])
    for regions in (max_p(values, CHAIN[:1], 2), agglomerative(values, CHAIN[:1], 1, floor=2)):
        assert regions.labels.tolist() == [0, 0, 1]
        assert regions.component_count == 2


def test_places_are_moved_to_the_region_that_they_are_like() -> None:
    # Two regions of three must be cut between 2 and 3, where the values jump, whatever place they grew from.
    values = np.array([[0.0], [0.0], [0.0], [9.0], [9.0], [9.0]])
    for seed in range(20):
        assert max_p(values, CHAIN, 3, seed=seed, attempts=1).labels.tolist() == [0, 0, 0, 1, 1, 1]


@pytest.mark.parametrize(("floor", "weight"), [(-1.0, 1.0), (1.0, -1.0)])
def test_what_is_negative_is_refused(floor: float, weight: float) -> None:
    with pytest.raises(ValueError, match="negative"):
        max_p(np.zeros((2, 1)), CHAIN[:1], floor, weights=np.array([1.0, weight]))


@settings(deadline=None, max_examples=80)
@given(data=st.data())
def test_promises_on_any_graph(data: st.DataObject) -> None:
    count = data.draw(st.integers(2, 9))
    values = np.array(data.draw(st.lists(st.integers(-9, 9).map(float), min_size=count, max_size=count)))
    values = values.reshape(-1, 1)
    pairs = list(itertools.combinations(range(count), 2))
    edges = np.array(sorted(data.draw(st.sets(st.sampled_from(pairs)))), dtype=np.int64).reshape(-1, 2)
    weights = np.array(data.draw(st.lists(st.integers(0, 5).map(float), min_size=count, max_size=count)))
    floor, asked = data.draw(st.integers(0, 8)), data.draw(st.integers(1, count))
    seed = data.draw(st.integers(0, 3))
    component = components(count, edges)
    of_component = np.bincount(component, weights=weights)
    found = {
        "skater": skater(values, edges, asked, floor=floor, weights=weights),
        "ward": agglomerative(values, edges, asked, floor=floor, weights=weights),
        "max_p": max_p(values, edges, floor, weights=weights, seed=seed, attempts=3),
    }
    for name, regions in found.items():
        assert are_contiguous(regions.labels, edges).all()
        if name != "max_p":
            assert regions.region_count <= max(asked, regions.component_count)
        reached = np.bincount(regions.labels, weights=weights)
        for label, weight in enumerate(reached):
            whole = of_component[component[regions.labels == label][0]]
            assert weight >= floor or weight == whole, name
    assert found["max_p"].region_count <= sum(
        max(1, total // floor if floor else count) for total in of_component
    )
    again = max_p(values, edges, floor, weights=weights, seed=seed, attempts=3)
    assert again.labels.tolist() == found["max_p"].labels.tolist()
