"""Who is linked with whom: governments and partners as a graph, its projections, ego networks and paths.

Nodes are keys: CVEGEO or CVE_ENT of a government, id of a partner. Every graph is undirected, its nodes and
links are in order of their keys, each node has a ``kind`` and each link has ``weight``, known agreements
between a government and a partner, or in a projection how many they share, and ``shared``, the keys of those.
:func:`described` says more of one link.

Graphs are those of networkx, which takes a third of a second to import: it is imported where it is used, so
that a server that imports this module need not wait.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

GOVERNMENT, PARTNER = "government", "partner"


@dataclass(frozen=True, slots=True)
class Tie:
    """One known agreement of a government with a partner; ``years`` are those of signature and renewals."""

    government: str
    partner: str
    instrument: str
    themes: frozenset[str] = frozenset()
    years: tuple[int, ...] = ()
    record_ids: tuple[str, ...] = ()


def bipartite(ties: Iterable[Tie]) -> nx.Graph:
    """Governments and partners, linked where they have agreements (Borgatti and Everett, 1997).

    >>> graph = bipartite([Tie("02004", "san-diego", "hermanamiento"), Tie("02004", "san-diego", "otro")])
    >>> list(graph.edges(data="weight"))
    [('02004', 'san-diego', 2)]
    """
    between: dict[tuple[str, str], list[Tie]] = defaultdict(list)
    for tie in ties:
        between[tie.government, tie.partner].append(tie)
    kinds = {government: GOVERNMENT for government, _ in between} | {
        partner: PARTNER for _, partner in between
    }
    links = [(*ends, {"weight": len(found), "shared": ()}) for ends, found in between.items()]
    return _graph(kinds, links, between)


def projected(graph: nx.Graph, kind: str) -> nx.Graph:
    """The nodes of one kind of a bipartite graph, linked where they share nodes of the other.

    The weight is the number shared (Breiger, 1974). A node that shares none stays, without links.

    >>> ties = [Tie("02004", "san-diego", "otro"), Tie("02002", "san-diego", "otro")]
    >>> list(projected(bipartite(ties), GOVERNMENT).edges(data="shared"))
    [('02002', '02004', ('san-diego',))]
    """
    shared: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key in graph:
        if graph.nodes[key]["kind"] != kind:
            for pair in combinations(sorted(graph[key]), 2):
                shared[pair].append(key)
    links = [(*ends, {"weight": len(keys), "shared": tuple(keys)}) for ends, keys in shared.items()]
    kinds = {key: kind for key in graph if graph.nodes[key]["kind"] == kind}
    return _graph(kinds, links, graph.graph["ties"])


def described(graph: nx.Graph, one: str, other: str) -> dict[str, Any]:
    """A link and the agreements behind it.

    Beside ``weight`` and ``shared`` their ``instruments``, ``themes`` and ``record_ids`` in order, and the
    ``first_year`` and ``last_year`` of their signatures and renewals, None where no year is known.

    >>> ties = [Tie("02004", "san-diego", "otro", years=(2014, 1993)), Tie("02002", "san-diego", "otro")]
    >>> described(projected(bipartite(ties), GOVERNMENT), "02002", "02004")["first_year"]
    1993
    """
    link = graph.edges[one, other]
    between: dict[tuple[str, str], list[Tie]] = graph.graph["ties"]
    kinds = {key: graph.nodes[key]["kind"] for key in (one, other)}
    if link["shared"]:
        is_of_governments = kinds[one] == GOVERNMENT
        pairs = [
            (end, key) if is_of_governments else (key, end) for key in link["shared"] for end in (one, other)
        ]
    else:
        pairs = [(one, other) if kinds[one] == GOVERNMENT else (other, one)]
    ties = [tie for pair in pairs for tie in between[pair]]
    years = [year for tie in ties for year in tie.years]
    return {
        "weight": link["weight"],
        "shared": link["shared"],
        "instruments": tuple(sorted({tie.instrument for tie in ties})),
        "themes": tuple(sorted({theme for tie in ties for theme in tie.themes})),
        "first_year": min(years, default=None),
        "last_year": max(years, default=None),
        "record_ids": tuple(sorted({each for tie in ties for each in tie.record_ids})),
    }


def _graph(
    kinds: dict[str, str],
    links: Iterable[tuple[str, str, dict[str, Any]]],
    ties: dict[tuple[str, str], list[Tie]],
) -> nx.Graph:
    import networkx as nx

    graph = nx.Graph(ties=ties)
    graph.add_nodes_from((key, {"kind": kinds[key]}) for key in sorted(kinds))
    graph.add_edges_from(sorted(links, key=lambda link: link[:2]))
    return graph


def alone(key: str, kind: str) -> nx.Graph:
    """One node without any link."""
    return _graph({key: kind}, (), {})


def of_weight(graph: nx.Graph, minimum: int) -> nx.Graph:
    """The same nodes with only the links of that weight or more."""
    if minimum <= 1:
        return graph
    light = [(one, other) for one, other, weight in graph.edges(data="weight") if weight < minimum]
    kept = graph.copy()
    kept.remove_edges_from(light)
    return kept


def steps_from(graph: nx.Graph, key: str, depth: int) -> dict[str, int]:
    """How many links each node is from one, of those at most ``depth`` away; empty when it is not there."""
    import networkx as nx

    if key not in graph:
        return {}
    return dict(nx.single_source_shortest_path_length(graph, key, cutoff=depth))


def within(graph: nx.Graph, keys: Iterable[str]) -> nx.Graph:
    """The nodes of those keys and the links among them, in the order of the graph."""
    wanted = set(keys)
    kinds = {key: graph.nodes[key]["kind"] for key in graph if key in wanted}
    links = [(one, other, link) for one, other, link in graph.edges(kinds, data=True) if other in wanted]
    return _graph(kinds, links, graph.graph["ties"])


@dataclass(frozen=True, slots=True)
class Path:
    """The first in order of its keys of the shortest paths, and how many are as short."""

    keys: tuple[str, ...]
    equal_count: int


def shortest_path(graph: nx.Graph, start: str, end: str) -> Path | None:
    """A path with as few links as possible; None when there is none, or an end is not in the graph.

    >>> ties = [Tie(government, partner, "otro") for government in "ab" for partner in "pq"]
    >>> shortest_path(bipartite(ties), "a", "b")
    Path(keys=('a', 'p', 'b'), equal_count=2)
    """
    import networkx as nx

    if start not in graph or end not in graph:
        return None
    away = nx.single_source_shortest_path_length(graph, end)
    if start not in away:
        return None
    ways: dict[str, int] = {end: 1}
    for key in sorted(away, key=away.__getitem__)[1:]:
        ways[key] = sum(ways[near] for near in graph[key] if away[near] == away[key] - 1)
    keys = [start]
    while keys[-1] != end:
        here = away[keys[-1]]
        keys.append(min(near for near in graph[keys[-1]] if away.get(near) == here - 1))
    return Path(tuple(keys), ways[start])
