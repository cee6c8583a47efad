"""The network of the real register, by networkx and by plain loops."""

from collections import defaultdict
from itertools import combinations, pairwise
from typing import Any

import networkx as nx
import numpy as np
import pytest
import shapely
from sqlalchemy import select

from geo.crs import ELLIPSOID
from geo.questions.question import Answer
from geo.tables import LAYER_TABLES
from tests.geo.questions.asking import column
from tests.geo.questions.conftest import National
from tests.geo.questions.test_partner_network import ask

Link = tuple[str, str]


def real_links(national: National, level: str | None = None) -> dict[Link, list[dict[str, str]]]:
    """The rows of the CSV behind every pair of government and partner."""
    links: dict[Link, list[dict[str, str]]] = defaultdict(list)
    for row in national.register.rows("agreements"):
        if row["scope"] == "international" and level in {None, row["mx_level"]}:
            partner = national.register.partners[row["id"]]
            links[row["mx_cvegeo"] or row["mx_cve_ent"], partner].append(row)
    return links


def instruments(rows: list[dict[str, str]]) -> set[str]:
    return {row["instrument"] for row in rows}


@pytest.mark.slow
def test_the_real_network_by_networkx(national: National) -> None:
    links = real_links(national)
    graph = nx.Graph()
    for (government, partner), rows in links.items():
        graph.add_edge(government, partner, weight=len(instruments(rows)))
    answer = ask(national.connection, limit="3000")
    assert answer.number_matched == len(graph) > 400
    edges = {(row["source"], row["target"]): row for row in answer.series["edges"]}
    assert set(edges) == set(links)
    for ends, rows in links.items():
        assert edges[ends]["record_ids"] == sorted(row["id"] for row in rows)
        assert edges[ends]["weight"] == len(instruments(rows))
        assert set(edges[ends]["themes"]) == {
            theme for row in rows for theme in row["themes"].split(";") if theme
        }
    expected: dict[str, Any] = {
        "degree": dict(graph.degree()),
        "weighted_degree": dict(graph.degree(weight="weight")),
        "core_number": nx.core_number(graph),
        "betweenness": nx.betweenness_centrality(graph),
    }
    for name, values in expected.items():
        assert column(answer, "key", name) == pytest.approx(values, abs=1e-6), name
    leading = nx.eigenvector_centrality(graph, max_iter=100_000, tol=1e-12, weight="weight")
    scale = max(leading.values())
    assert column(answer, "key", "eigenvector") == pytest.approx(
        {key: value / scale for key, value in leading.items()}, abs=1e-4
    )
    groups: dict[int, set[str]] = defaultdict(set)
    for row in answer.data:
        groups[row["component"]].add(row["key"])
    assert {frozenset(keys) for keys in groups.values()} == set(
        map(frozenset, nx.connected_components(graph))
    )
    assert_good_communities(answer, graph)


def assert_good_communities(answer: Answer, graph: "nx.Graph") -> None:
    """A partition into connected groups, about as good as the best of other algorithms."""
    groups: dict[int, set[str]] = defaultdict(set)
    for row in answer.data:
        groups[row["community"]].add(row["key"])
    partition = list(groups.values())
    assert all(nx.is_connected(graph.subgraph(keys)) for keys in partition)
    assert answer.summary["modularity"] == pytest.approx(nx.community.modularity(graph, partition), abs=1e-6)
    greedy = nx.community.greedy_modularity_communities(graph, weight="weight")
    assert answer.summary["modularity"] > nx.community.modularity(graph, greedy) - 0.02
    sizes = [row["node_count"] for row in answer.series["communities"]]
    assert sizes == sorted(map(len, partition), reverse=True)


@pytest.mark.slow
def test_the_real_projections_by_plain_loops(national: National) -> None:
    partners, governments = defaultdict(set), defaultdict(set)
    for government, partner in real_links(national):
        partners[government].add(partner)
        governments[partner].add(government)
    for view, sides in (("governments", partners), ("partners", governments)):
        answer = ask(national.connection, view=view, limit="3000")
        found = {(row["source"], row["target"]): set(row["shared"]) for row in answer.series["edges"]}
        assert found == {
            (one, other): sides[one] & sides[other]
            for one, other in combinations(sorted(sides), 2)
            if sides[one] & sides[other]
        }
        assert set(column(answer, "key", "kind")) == set(sides)
        graph = nx.Graph((*ends, {"weight": len(shared)}) for ends, shared in found.items())
        graph.add_nodes_from(sides)
        assert column(answer, "key", "betweenness") == pytest.approx(
            nx.betweenness_centrality(graph), abs=1e-6
        )
        assert column(answer, "key", "core_number") == nx.core_number(graph)
        assert column(answer, "key", "weighted_degree") == dict(graph.degree(weight="weight"))


@pytest.mark.slow
def test_real_ego_networks_by_networkx(national: National) -> None:
    graph = nx.Graph(list(real_links(national)))
    hub = max(sorted(graph), key=graph.degree)
    for ego in (hub, "02004", "07089", max(graph)):
        for depth in (1, 2, 3):
            expected = nx.ego_graph(graph, ego, radius=depth)
            answer = ask(national.connection, ego=ego, depth=str(depth), limit="3000")
            assert column(answer, "key", "ego_depth") == nx.single_source_shortest_path_length(
                graph, ego, cutoff=depth
            )
            assert {frozenset((row["source"], row["target"])) for row in answer.series["edges"]} == set(
                map(frozenset, expected.edges)
            )
            assert column(answer, "key", "betweenness") == pytest.approx(
                nx.betweenness_centrality(expected), abs=1e-6
            )


@pytest.mark.slow
def test_real_paths_by_networkx(national: National) -> None:
    links = real_links(national)
    graph = nx.Graph(list(links))
    some = sorted({government for government, _ in links})[::31]
    for start, end in pairwise([*some, "02004", "31050", "14039"]):
        answer = ask(national.connection, path_from=start, path_to=end)
        if not nx.has_path(graph, start, end):
            assert answer.summary["path"] == "no_path"
            continue
        every = sorted(nx.all_shortest_paths(graph, start, end))
        assert [row["key"] for row in answer.series["path"]] == every[0]
        assert answer.summary["path_equal_count"] == len(every)


@pytest.mark.slow
def test_real_pairs_across_borders_by_a_plain_search(national: National) -> None:
    towns, partners = LAYER_TABLES["municipalities"].c, LAYER_TABLES["partner_places"].c
    measures = {"US": towns.us_border_km, "GT": towns.guatemala_border_km, "BZ": towns.belize_border_km}
    rows = national.connection.execute(select(towns.cvegeo, towns.feature_geometry, *measures.values())).all()
    of_town = {row[0]: row[1:] for row in rows}
    place = {
        row.id: row
        for row in national.connection.execute(
            select(partners.id, partners.country, partners.west, partners.south).where(
                partners.west.is_not(None)
            )
        )
    }
    expected = {}
    for town, partner in real_links(national, "municipal"):
        if partner not in place or place[partner].country not in measures:
            continue
        outline, *kilometres = of_town[town]
        if kilometres[list(measures).index(place[partner].country)] > 100:
            continue
        vertices = shapely.get_coordinates(shapely.from_geojson(outline))
        lon, lat = (np.full(len(vertices), each) for each in (place[partner].west, place[partner].south))
        km = ELLIPSOID.inv(lon, lat, vertices[:, 0], vertices[:, 1])[2].min() / 1000
        if km <= 100:
            expected[town, partner] = km
    pairs = ask(national.connection).series["twin_pairs"]
    found = {(row["cvegeo"], row["partner_id"]): row["distance_km"] for row in pairs}
    # A vertex is at most a little farther than the nearest place of the outline.
    assert found == pytest.approx(expected, rel=0.005, abs=0.1)
    assert [row["distance_km"] for row in pairs] == sorted(found.values())
    assert {("02004", "gn-5391811"), ("28027", "gn-4705349")} <= set(found)
    assert ask(national.connection, twin_pairs_km="0").series["twin_pairs"] == []


@pytest.mark.slow
def test_the_same_seed_the_same_answer(national: National) -> None:
    one, other = (ask(national.connection, seed="7") for _ in range(2))
    assert (one.data, one.series) == (other.data, other.series)
    assert one.run["seed"] == 7
