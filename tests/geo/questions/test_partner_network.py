"""The network of governments and partners: on the tiny country by eye, on the real register by networkx.

Known in the tiny country: Tijuana with San Diego (two agreements) and Busan, Mexicali with San Diego and a
network of cities, Ensenada with Redondo Beach, Isla Cedros with Avalon, state 01 with Texas, state 02 with
California::

    Busan – 02004 = San Diego – 02002 – Red de Ciudades del Pacífico
    02001 – Redondo Beach   02010 – Avalon   01 – Texas   02 – California
"""

from collections import defaultdict
from itertools import combinations, pairwise
from typing import Any

import networkx as nx
import numpy as np
import pytest
import shapely
from sqlalchemy import Connection, select

from geo.crs import ELLIPSOID
from geo.questions import question_named
from geo.questions.question import Answer, BadParameter
from geo.tables import LAYER_TABLES
from tests.geo.questions.asking import Given, answered, column, painted, understood
from tests.geo.questions.conftest import National

NAME = "partner-network"
PACIFIC = "red-de-ciudades-del-pacifico"


def ask(connection: Connection, **given: Given) -> Answer:
    return answered(connection, NAME, **given)


@pytest.fixture(scope="module")
def ids(connection: Connection) -> dict[str, str]:
    """The ids of the partners by name."""
    partners = LAYER_TABLES["partner_places"].c
    return {name: key for key, name in connection.execute(select(partners.id, partners.name))}


def test_nodes_and_links_of_the_tiny_country(connection: Connection, ids: dict[str, str]) -> None:
    answer = ask(connection)
    degrees = column(answer, "key", "degree")
    assert {key: degrees[key] for key in ("01", "02", "02001", "02002", "02004", "02010")} == {
        "01": 1, "02": 1, "02001": 1, "02002": 2, "02004": 2, "02010": 1,
    }  # fmt: skip
    assert column(answer, "key", "weighted_degree")["02004"] == 3
    names = ("nodes", "municipalities", "states", "partners", "links", "agreements", "components")
    assert {name: answer.summary[name] for name in names} == {
        "nodes": 13,
        "municipalities": 4,
        "states": 2,
        "partners": 7,
        "links": 8,
        "agreements": 9,
        "components": 5,
    }
    links = {(row["source"], row["target"]): row for row in answer.series["edges"]}
    twice = links["02004", ids["San Diego"]]
    assert (twice["weight"], twice["instruments"]) == (2, ["hermanamiento", "memorandum"])
    assert (twice["first_year"], twice["last_year"]) == (1993, 2014)
    assert twice["record_ids"] == ["t01", "t02", "t03"]
    assert twice["themes"] == ["culture", "economy"]


def test_measures_of_the_tiny_country(connection: Connection, ids: dict[str, str]) -> None:
    # The chain of five: of the 66 pairs of the other twelve, 3, 4 and 3 go through its inner nodes.
    between = {key: each for key, each in column(ask(connection), "key", "betweenness").items() if each}
    assert between == {"02004": 0.045455, ids["San Diego"]: 0.060606, "02002": 0.045455}
    component = column(ask(connection), "key", "component")
    chain = {"02002", "02004", ids["San Diego"], ids["Busan"], ids["Red de Ciudades del Pacífico"]}
    assert {key for key, number in component.items() if number == 1} == chain


def test_governments_that_share_partners(connection: Connection, ids: dict[str, str]) -> None:
    answer = ask(connection, view="governments")
    assert set(column(answer, "key", "kind").values()) == {"municipality", "state"}
    (link,) = answer.series["edges"]
    assert (link["source"], link["target"], link["weight"]) == ("02002", "02004", 1)
    assert link["shared"] == [ids["San Diego"]]
    assert answer.summary["agreements"] == 9
    partners = ask(connection, view="partners")
    assert {(row["source"], row["target"]): row["shared"] for row in partners.series["edges"]} == {
        tuple(sorted((ids["Busan"], ids["San Diego"]))): ["02004"],
        tuple(sorted((ids["Red de Ciudades del Pacífico"], ids["San Diego"]))): ["02002"],
    }
    assert ask(connection, min_weight="2").summary["links"] == 1
    assert ask(connection, min_weight="2").summary["nodes"] == 13


def test_nodes_of_one_layer_have_its_geometry(connection: Connection) -> None:
    partners = ask(connection, view="partners").feature_key
    assert partners is not None
    assert (partners.layer_id, partners.column) == ("partner_places", "key")
    towns = ask(connection, view="governments", level="municipal").feature_key
    assert towns is not None
    assert towns.layer_id == "municipalities"
    assert ask(connection).feature_key is None
    assert ask(connection, view="governments").feature_key is None


def test_filters_decide_who_is_in_the_network(connection: Connection) -> None:
    assert ask(connection, level="state").summary["nodes"] == 4
    assert ask(connection, state="01").summary["nodes"] == 2
    assert ask(connection, partner_type="international_organization").summary["nodes"] == 2
    assert ask(connection, theme="environment").summary["links"] == 1
    assert ask(connection, scope="domestic").summary["agreements"] == 2


def test_ego_networks(connection: Connection, ids: dict[str, str]) -> None:
    one = ask(connection, ego="02004")
    assert column(one, "key", "ego_depth") == {"02004": 0, ids["San Diego"]: 1, ids["Busan"]: 1}
    assert one.summary["agreements"] == 3
    assert any("red personal" in caveat.es for caveat in one.caveats)
    two = column(ask(connection, ego="02004", depth="2"), "key", "ego_depth")
    assert two["02002"] == 2
    three = column(ask(connection, ego="02004", depth="3"), "key", "ego_depth")
    assert three[ids["Red de Ciudades del Pacífico"]] == 3
    assert len(three) == 5
    around = ask(connection, ego=ids["San Diego"])
    assert set(column(around, "key", "degree")) == {"02002", "02004", ids["San Diego"]}
    assert around.summary["agreements"] == 3
    neighbours = ask(connection, view="governments", ego="02004")
    assert set(column(neighbours, "key", "degree")) == {"02002", "02004"}


def test_the_centre_has_no_agreement(connection: Connection) -> None:
    none = ask(connection, ego="02003")
    assert [(row["key"], row["degree"], row["agreement_count"]) for row in none.data] == [("02003", 0, 0)]
    assert "no se conoce ningún acuerdo de Tecate" in none.caveats[0].es
    nobody = ask(connection, ego="01001")
    assert "no se ha investigado" in nobody.caveats[0].es
    filtered = ask(connection, ego="02004", min_weight="9")
    assert "ningún vínculo" in filtered.caveats[0].es
    assert filtered.summary["nodes"] == 1


def test_a_path(connection: Connection, ids: dict[str, str]) -> None:
    answer = ask(connection, path_from="02002", path_to="02004")
    assert [row["key"] for row in answer.series["path"]] == ["02002", ids["San Diego"], "02004"]
    assert [row["weight"] for row in answer.series["path"]] == [None, 1, 2]
    assert (answer.summary["path"], answer.summary["path_links"]) == ("found", 2)
    assert answer.summary["path_equal_count"] == 1


def test_no_path_is_said_clearly(connection: Connection) -> None:
    apart = ask(connection, path_from="02001", path_to="02004")
    assert (apart.summary["path"], apart.series["path"]) == ("no_path", [])
    assert apart.caveats[0].en == (
        "There is no path: no chain of shared partners joins Ensenada and Tijuana under these filters."
    )
    silent = ask(connection, path_from="02004", path_to="01001")
    assert "no se ha investigado" in silent.caveats[1].es
    assert ask(connection).summary["path"] == "not_asked"


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"ego": "99999"}, "ego"),
        ({"ego": "nowhere-at-all"}, "ego"),
        ({"ego": "bad key"}, "ego"),
        ({"ego": "02004", "view": "partners"}, "ego"),
        ({"depth": "0"}, "depth"),
        ({"depth": "4"}, "depth"),
        ({"path_from": "02004"}, "path_to"),
        ({"path_to": "02004"}, "path_from"),
        ({"path_from": "02004", "path_to": "02004"}, "path_to"),
        ({"path_from": "02004", "path_to": "99999"}, "path_to"),
        ({"path_from": "020", "path_to": "02004"}, "path_from"),
        ({"resolution": "0"}, "resolution"),
        ({"seed": "-1"}, "seed"),
    ],
)
def test_what_cannot_be_asked(connection: Connection, given: dict[str, str], name: str) -> None:
    with pytest.raises(BadParameter) as refused:
        ask(connection, **given)
    assert refused.value.name == name
    assert refused.value.reason.es != refused.value.reason.en


def test_a_partner_is_no_government(connection: Connection, ids: dict[str, str]) -> None:
    with pytest.raises(BadParameter, match="has governments only"):
        ask(connection, ego=ids["San Diego"], view="governments")


@pytest.mark.parametrize("given", [{"partner_country": "ZZ"}, {"as_of": "1900", "undated": "exclude"}])
@pytest.mark.parametrize("view", ["bipartite", "governments", "partners"])
def test_nothing_is_linked(connection: Connection, given: dict[str, str], view: str) -> None:
    answer = ask(connection, view=view, **given)
    assert (answer.data, answer.number_matched, answer.summary["modularity"]) == ([], 0, None)
    assert all(rows == [] for rows in answer.series.values())
    assert painted(connection, NAME, view=view, **given).features == []


def test_a_state_that_nobody_researched(connection: Connection) -> None:
    answer = ask(connection, state="01", level="municipal")
    assert answer.number_matched == 0
    assert any("No investigado" in caveat.es and "Aguascalientes" in caveat.es for caveat in answer.caveats)


def test_pages_and_order(connection: Connection) -> None:
    by_name = ask(connection, sort="label_es", limit="2", offset="1")
    assert [row["label_es"] for row in by_name.data] == ["Avalon", "Baja California (entidad)"]
    assert by_name.number_matched == 13


def test_the_map(connection: Connection, ids: dict[str, str]) -> None:
    painting = painted(connection, NAME, color_by="kind", path_from="02002", path_to="02004")
    assert painting.classes["municipality"] == ["02001", "02002", "02004", "02010"]
    drawn = [(each["geometry"]["type"], each["properties"]["class"]) for each in painting.features]
    placed = [row for row in ask(connection).data if row["lon"] is not None]
    assert drawn.count(("Point", "partner")) == sum(row["kind"] == "partner" for row in placed)
    assert drawn.count(("LineString", "path")) == 2
    busan = next(each for each in painting.features if each["properties"].get("target") == ids["Busan"])
    assert busan["geometry"]["type"] == "MultiLineString"
    communities = painted(connection, NAME)
    # Two agreements hold Tijuana and San Diego together; Mexicali is left with its network, a pair.
    assert communities.classes["community_1"] == ["02004"]
    assert communities.classes["other"] == ["02001", "02002", "02010"]
    alone = painted(connection, NAME, view="partners")
    assert not any(alone.classes.values())


def test_a_graph_is_the_whole_answer(connection: Connection) -> None:
    question = question_named(NAME)
    assert question.graph is not None
    graph = question.graph(connection, understood(NAME, limit="1", sort="label_es"))
    assert len(graph.nodes) == 13
    assert list(graph.links) == ask(connection).series["edges"]
    assert graph.nodes[0]["label"] == graph.nodes[0]["label_es"]


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
