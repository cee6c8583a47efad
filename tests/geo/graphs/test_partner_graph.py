"""Networks whose every number can be checked by hand.

The chain is p – A – q – B – r – C, with two agreements between A and p, and apart from it D – s::

    p = A – q – B – r – C        D – s
"""

import os
import subprocess
import sys
from math import pi, sin

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.graphs.measures import eigenvector, standing
from geo.graphs.partner_graph import (
    GOVERNMENT,
    PARTNER,
    Path,
    Tie,
    bipartite,
    described,
    of_weight,
    projected,
    shortest_path,
    steps_from,
    within,
)

CHAIN = (
    Tie("A", "p", "hermanamiento", frozenset({"culture"}), (1993,), ("1",)),
    Tie("A", "p", "memorandum", frozenset({"economy"}), (2014, 2019), ("2", "3")),
    Tie("A", "q", "convenio", frozenset({"culture"}), (), ("4",)),
    Tie("B", "q", "convenio", frozenset(), (2001,), ("5",)),
    Tie("B", "r", "otro", frozenset(), (), ("6",)),
    Tie("C", "r", "otro", frozenset(), (), ("7",)),
)
APART = Tie("D", "s", "otro", frozenset(), (), ("8",))


def clique(governments: str, partners: str) -> list[Tie]:
    """Every government with every partner."""
    return [Tie(government, partner, "otro") for government in governments for partner in partners]


def test_links_hold_the_agreements_behind_them() -> None:
    graph = bipartite([*CHAIN, APART])
    assert list(graph) == ["A", "B", "C", "D", "p", "q", "r", "s"]
    assert [graph.nodes[key]["kind"] for key in "Ap"] == [GOVERNMENT, PARTNER]
    assert described(graph, "A", "p") == described(graph, "p", "A")
    assert described(graph, "A", "p") == {
        "weight": 2,
        "shared": (),
        "instruments": ("hermanamiento", "memorandum"),
        "themes": ("culture", "economy"),
        "first_year": 1993,
        "last_year": 2019,
        "record_ids": ("1", "2", "3"),
    }
    undated = described(graph, "A", "q")
    assert (undated["first_year"], undated["last_year"]) == (None, None)


def test_the_order_of_the_ties_does_not_count() -> None:
    one, other = bipartite(CHAIN), bipartite(reversed(CHAIN))
    assert list(one) == list(other)
    assert list(one.edges) == list(other.edges)


def test_governments_that_share_partners_and_partners_that_share_governments() -> None:
    graph = bipartite([*CHAIN, APART, Tie("B", "p", "otro", record_ids=("9",))])
    governments = projected(graph, GOVERNMENT)
    assert list(governments) == ["A", "B", "C", "D"]
    assert {(one, other): links["shared"] for one, other, links in governments.edges(data=True)} == {
        ("A", "B"): ("p", "q"),
        ("B", "C"): ("r",),
    }
    assert governments.edges["A", "B"]["weight"] == 2
    assert described(governments, "A", "B")["record_ids"] == ("1", "2", "3", "4", "5", "9")
    partners = projected(graph, PARTNER)
    assert {(one, other): links["shared"] for one, other, links in partners.edges(data=True)} == {
        ("p", "q"): ("A", "B"),
        ("p", "r"): ("B",),
        ("q", "r"): ("B",),
    }
    assert described(partners, "q", "r")["record_ids"] == ("5", "6")
    assert of_weight(partners, 2).edges == {("p", "q")}
    assert list(of_weight(partners, 2)) == ["p", "q", "r", "s"]


def test_measures_of_the_chain() -> None:
    found = standing(bipartite([*CHAIN, APART]), seed=1)
    assert {key: each.degree for key, each in found.measures.items()} == {
        "p": 1, "A": 2, "q": 2, "B": 2, "r": 2, "C": 1, "D": 1, "s": 1,
    }  # fmt: skip
    assert found.measures["A"].weighted_degree == 3
    # Of the 21 pairs of the other seven, those whose way leads through: 1 × 4, 2 × 3, 3 × 2, 4 × 1.
    assert {key: each.betweenness for key, each in found.measures.items() if each.betweenness} == {
        "A": round(4 / 21, 6),
        "q": round(6 / 21, 6),
        "B": round(6 / 21, 6),
        "r": round(4 / 21, 6),
    }
    assert found.components == (("A", "B", "C", "p", "q", "r"), ("D", "s"))
    assert found.measures["s"].component == 2
    assert {each.core_number for each in found.measures.values()} == {1}


def test_the_eigenvector_of_a_path_is_a_sine() -> None:
    graph = bipartite([*CHAIN[1:], APART])
    found = eigenvector(graph, [tuple("ABCpqr"), ("D", "s")])
    for place, key in enumerate("pAqBrC", start=1):
        assert found[key] == pytest.approx(sin(place * pi / 7) / sin(3 * pi / 7))
    # The pair apart has the eigenvalue 1, less than 2 cos(π/7).
    assert (found["D"], found["s"]) == (0.0, 0.0)
    alike = eigenvector(bipartite([APART, Tie("E", "t", "otro")]), [("D", "s"), ("E", "t")])
    assert list(alike.values()) == pytest.approx([1, 1, 1, 1])


def test_eigenvalues_too_near_for_power_iteration() -> None:
    # Two stars of 100 and 101 tips have the eigenvalues 10 and √101; they touch at a tip.
    graph = nx.Graph()
    tips = [("G", f"g{n}") for n in range(100)] + [("H", f"h{n}") for n in range(101)]
    graph.add_weighted_edges_from((*pair, 1) for pair in [*tips, ("g0", "middle"), ("middle", "h0")])
    keys = sorted(graph)
    matrix = nx.to_numpy_array(graph, nodelist=keys)
    values, vectors = np.linalg.eigh(matrix)
    expected = np.abs(vectors[:, -1]) / np.abs(vectors[:, -1]).max()
    assert values[-2] / values[-1] > 0.99
    found = eigenvector(graph, [keys])
    assert [found[key] for key in keys] == pytest.approx(list(expected), abs=1e-9)
    assert matrix @ [found[key] for key in keys] == pytest.approx(
        values[-1] * np.array([found[key] for key in keys]), abs=1e-9
    )


def test_two_dense_groups_joined_by_one_link_are_two_communities() -> None:
    graph = bipartite([*clique("AB", "pqr"), *clique("CD", "stu"), Tie("B", "s", "otro")])
    found = standing(graph, seed=1)
    assert found.communities == (tuple("ABpqr"), tuple("CDstu"))
    # 13 links: 6 in each group; the ends of links in the groups are 13 each.
    assert found.modularity == pytest.approx(2 * (6 / 13 - (13 / 26) ** 2), abs=1e-6)
    assert found.measures["A"].core_number == 2
    assert standing(bipartite(clique("ABC", "pqr")), seed=1).measures["q"].core_number == 3


def test_ego_networks() -> None:
    graph = bipartite([*CHAIN, APART])
    assert steps_from(graph, "A", 1) == {"A": 0, "p": 1, "q": 1}
    assert steps_from(graph, "A", 2) == {"A": 0, "p": 1, "q": 1, "B": 2}
    assert set(within(graph, steps_from(graph, "A", 3)).edges) == {
        ("A", "p"),
        ("A", "q"),
        ("B", "q"),
        ("B", "r"),
    }
    assert steps_from(graph, "X", 2) == {}


def test_the_shortest_path() -> None:
    graph = bipartite([*CHAIN, APART])
    assert shortest_path(graph, "A", "C") == Path(("A", "q", "B", "r", "C"), 1)
    assert shortest_path(graph, "C", "A") == Path(("C", "r", "B", "q", "A"), 1)
    assert shortest_path(graph, "A", "D") is None
    assert shortest_path(graph, "A", "X") is None
    # Of the three ways from A to C over B, p to B is the first.
    ways = bipartite([*clique("AB", "pqr"), *clique("BC", "s")])
    assert shortest_path(ways, "A", "C") == Path(("A", "p", "B", "s", "C"), 3)


def test_a_network_without_anything() -> None:
    assert standing(bipartite([]), seed=1).components == ()
    alone = standing(within(bipartite([APART]), ["D"]), seed=1)
    assert (alone.communities, alone.modularity) == ((("D",),), None)
    assert (alone.measures["D"].degree, alone.measures["D"].eigenvector) == (0, 0.0)


networks = st.lists(
    st.builds(Tie, st.sampled_from("ABCDEFG"), st.sampled_from("pqrstu"), st.sampled_from(["x", "y"])),
    unique_by=lambda tie: (tie.government, tie.partner, tie.instrument),
    min_size=1,
    max_size=30,
)


@given(networks, st.integers(0, 9))
def test_any_network_by_networkx(ties: list[Tie], seed: int) -> None:
    graph = bipartite(ties)
    found = standing(graph, seed=seed)
    assert sorted(key for keys in found.communities for key in keys) == list(graph)
    for keys in found.communities:
        assert nx.is_connected(graph.subgraph(keys))
    assert [len(keys) for keys in found.communities] == sorted(map(len, found.communities), reverse=True)
    for kind in (GOVERNMENT, PARTNER):
        nodes = [key for key in graph if graph.nodes[key]["kind"] == kind]
        weights = nx.bipartite.weighted_projected_graph(graph, nodes).edges(data="weight")
        expected = {frozenset((one, other)): weight for one, other, weight in weights}
        own = projected(graph, kind).edges(data="weight")
        assert {frozenset((one, other)): weight for one, other, weight in own} == expected
    for start in "ABC":
        path = shortest_path(graph, start, "G")
        if path is None:
            assert not (start in graph and "G" in graph and nx.has_path(graph, start, "G"))
        else:
            every = [tuple(keys) for keys in nx.all_shortest_paths(graph, start, "G")]
            assert path == Path(min(every), len(every))


_PRINT = """
from geo.graphs.measures import standing
from geo.graphs.partner_graph import Tie, bipartite
ties = [Tie(f"g{n * 7 % 40}", f"p{n * n % 31}", "otro") for n in range(120)]
print(standing(bipartite(ties), seed=5))
"""


def test_the_same_seed_gives_the_same_in_every_process() -> None:
    said = {
        subprocess.run(
            [sys.executable, "-c", _PRINT],
            env={**os.environ, "PYTHONHASHSEED": each},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for each in ("1", "2", "3")
    }
    assert len(said) == 1
    assert "community=2" in said.pop()
