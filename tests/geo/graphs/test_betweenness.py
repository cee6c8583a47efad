"""Betweenness against networkx."""

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.graphs.betweenness import betweenness

links = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda link: link[0] != link[1]))


@given(links, st.integers(0, 12))
def test_the_same_as_networkx(pairs: list[tuple[int, int]], count: int) -> None:
    graph = nx.Graph(pairs)
    graph.add_nodes_from(range(count))
    found = betweenness({key: list(graph[key]) for key in graph})
    assert found == pytest.approx(nx.betweenness_centrality(graph))


def test_a_star_and_few_nodes() -> None:
    assert betweenness({"hub": [1, 2, 3], 1: ["hub"], 2: ["hub"], 3: ["hub"]})["hub"] == 1.0
    assert betweenness({1: [2], 2: [1]}) == {1: 0.0, 2: 0.0}
    assert betweenness({}) == {}
