"""How each node stands in a network: degree, betweenness, eigenvector, core, component and community.

The literature: degree and betweenness Freeman (1977, 1979), computed by Brandes (2001); eigenvector
Bonacich (1972); cores Seidman (1983); communities Blondel et al. (2008), by the modularity of Newman and
Girvan (2004).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from geo.graphs.betweenness import betweenness

if TYPE_CHECKING:
    import networkx as nx

Floats = NDArray[np.float64]

DECIMALS = 6
"""Of every measure that is no count: more would differ from one machine to another."""


@dataclass(frozen=True, slots=True)
class Measures:
    """Where one node stands. Groups are numbered from 1, the largest first, then by their least key."""

    degree: int
    weighted_degree: int
    betweenness: float
    eigenvector: float
    core_number: int
    component: int
    community: int


@dataclass(frozen=True, slots=True)
class Standing:
    """The measures of every node, the groups as keys in order, and the modularity of the communities."""

    measures: dict[str, Measures]
    components: tuple[tuple[str, ...], ...]
    communities: tuple[tuple[str, ...], ...]
    modularity: float | None


def standing(graph: nx.Graph, *, seed: int, resolution: float = 1.0) -> Standing:
    """Where every node of a graph with weighted links stands.

    ``betweenness`` counts links, is divided by the pairs of other nodes, 0 to 1; ``eigenvector`` goes by the
    weights and is 1 at its greatest: see :func:`eigenvector`. ``modularity`` is None without links.

    >>> from geo.graphs.partner_graph import Tie, bipartite
    >>> star = bipartite(Tie("02004", partner, "hermanamiento") for partner in ("busan", "lima", "paris"))
    >>> hub = standing(star, seed=1).measures["02004"]
    >>> hub.degree, hub.betweenness, hub.eigenvector, hub.core_number
    (3, 1.0, 1.0, 1)
    """
    import networkx as nx

    components = _in_order(nx.connected_components(graph))
    communities = _communities(graph, seed, resolution)
    between = betweenness({key: list(graph[key]) for key in graph})
    leading = eigenvector(graph, components)
    cores = nx.core_number(graph)
    component_of = {key: number for number, keys in enumerate(components, 1) for key in keys}
    community_of = {key: number for number, keys in enumerate(communities, 1) for key in keys}
    measures = {
        key: Measures(
            degree=graph.degree(key),
            weighted_degree=graph.degree(key, weight="weight"),
            betweenness=round(between[key], DECIMALS),
            eigenvector=round(leading[key], DECIMALS),
            core_number=cores[key],
            component=component_of[key],
            community=community_of[key],
        )
        for key in graph
    }
    modularity = (
        nx.community.modularity(graph, [set(keys) for keys in communities], resolution=resolution)
        if graph.number_of_edges()
        else None
    )
    return Standing(
        measures, components, communities, None if modularity is None else round(modularity, DECIMALS)
    )


def _in_order(groups: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    """The groups from the largest, equal ones by their least key; keys in order."""
    return tuple(sorted((tuple(sorted(group)) for group in groups), key=lambda keys: (-len(keys), keys[0])))


def _communities(graph: nx.Graph, seed: int, resolution: float) -> tuple[tuple[str, ...], ...]:
    """Communities by Louvain, each connected.

    Louvain may leave a community in pieces that touch only through others (Traag, Waltman and van Eck, 2019);
    such pieces become communities of their own, which never lowers the modularity. Nodes are numbered first:
    the order of a set of texts changes from one process to the next, that of small numbers does not.
    """
    import networkx as nx

    if not graph:
        return ()
    keys = list(graph)
    number = {key: index for index, key in enumerate(keys)}
    numbered = nx.Graph()
    numbered.add_nodes_from(range(len(keys)))
    numbered.add_weighted_edges_from(
        (number[one], number[other], weight) for one, other, weight in graph.edges(data="weight")
    )
    found = nx.community.louvain_communities(numbered, seed=seed, resolution=resolution)
    return _in_order(
        [keys[index] for index in piece]
        for community in found
        for piece in nx.connected_components(numbered.subgraph(community))
    )


def eigenvector(graph: nx.Graph, components: Sequence[Sequence[str]]) -> dict[str, float]:
    """The leading eigenvector of the weights, 1 at its greatest.

    A component whose leading eigenvalue is less than the greatest has no part in it: its nodes are 0. Of
    several with the same eigenvalue each has its own vector. Without any link all are 0.

    >>> from geo.graphs.partner_graph import Tie, bipartite
    >>> path = bipartite([Tie("a", "p", "otro"), Tie("b", "p", "otro")])
    >>> {key: round(value, 4) for key, value in eigenvector(path, [sorted(path)]).items()}
    {'a': 0.7071, 'b': 0.7071, 'p': 1.0}
    """
    found: dict[str, float] = dict.fromkeys(graph, 0.0)
    # An eigenvalue is at least that of the heaviest star in the component, and at most its greatest degree.
    at_least = max((sqrt(_squares(graph, key)) for key in graph), default=0.0)
    leading = [
        (keys, *_leading(graph, keys, shift=at_least / 4))
        for keys in components
        if len(keys) > 1 and max(graph.degree(key, weight="weight") for key in keys) >= at_least
    ]
    greatest = max((value for _, value, _ in leading), default=0.0)
    for keys, value, vector in leading:
        if np.isclose(value, greatest, rtol=1e-9):
            found |= {key: float(each) for key, each in zip(keys, vector, strict=True)}
    return found


def _squares(graph: nx.Graph, key: str) -> int:
    return sum(link["weight"] ** 2 for link in graph[key].values())


_MOST_ROUNDS, _STILL = 5_000, 1e-12


def _leading(graph: nx.Graph, keys: Sequence[str], *, shift: float) -> tuple[float, Floats]:
    """The leading eigenvalue of a connected graph and its vector, 1 at its greatest.

    Power iteration, sped up and kept from swinging between the two sides of a bipartite graph by a shift. Its
    sums are made in one order, so that every machine has the same, and no library of linear algebra starts
    threads for so little. Where two eigenvalues are too near for it, the matrix is solved whole.
    """
    number = {key: index for index, key in enumerate(keys)}
    links = [
        (number[one], number[other], link["weight"]) for one in keys for other, link in graph[one].items()
    ]
    row, column, weight = (np.array(each) for each in zip(*links, strict=True))

    def times(vector: Floats) -> Floats:
        sums: Floats = np.bincount(row, weights=weight * vector[column], minlength=len(keys)).astype(
            np.float64
        )
        return sums

    vector = np.ones(len(keys))
    for _ in range(_MOST_ROUNDS):
        moved = times(vector) + shift * vector
        moved /= moved.max()
        is_still = np.abs(moved - vector).max() < _STILL
        vector = moved
        if is_still:
            return float((vector * times(vector)).sum() / (vector * vector).sum()), vector
    matrix = np.zeros((len(keys), len(keys)))
    matrix[row, column] = weight
    values, vectors = np.linalg.eigh(matrix)
    last = np.abs(vectors[:, -1])
    return float(values[-1]), last / last.max()
