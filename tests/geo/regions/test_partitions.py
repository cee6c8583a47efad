"""Partitions: what they cost and whether they hang together, against networkx."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.regions.partitions import are_contiguous, components, heterogeneities, partition, standardized


def test_what_a_partition_costs() -> None:
    values = np.array([[0.0], [2.0], [7.0], [9.0]])
    regions = partition(values, np.array([(0, 1), (2, 3)]), [5, 5, 3, 3])
    assert regions.labels.tolist() == [0, 0, 1, 1]
    # Means 1 and 8: 1 + 1 each.
    assert (regions.heterogeneity, regions.component_count, regions.region_count) == (4.0, 2, 2)
    assert regions.total == 4.0
    assert heterogeneities(values, regions.labels).tolist() == [2.0, 2.0]


def test_rounding_of_another_machine_leaves_no_trace() -> None:
    values = np.array([[1.0], [2.0], [4.0]])
    assert (standardized(values) == standardized(values * (1 + 1e-15))).all()


@pytest.mark.filterwarnings("error")
@given(data=st.data())
def test_contiguity_and_components_as_networkx_has_them(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 9))
    place = st.integers(0, count - 1)
    edges = np.array(data.draw(st.lists(st.tuples(place, place), max_size=12)), dtype=np.int64)
    edges = edges.reshape(-1, 2)
    drawn = data.draw(st.lists(st.integers(0, 2), min_size=count, max_size=count))
    graph = nx.Graph()
    graph.add_nodes_from(range(count))
    graph.add_edges_from(edges.tolist())
    labels = partition(np.zeros((count, 1)), edges, drawn).labels
    assert are_contiguous(labels, edges).tolist() == [
        nx.is_connected(graph.subgraph(np.flatnonzero(labels == label).tolist()))
        for label in range(labels.max() + 1)
    ]
    found = components(count, edges)
    for component in nx.connected_components(graph):
        assert len({int(found[place]) for place in component}) == 1
    assert found.max() + 1 == nx.number_connected_components(graph)
