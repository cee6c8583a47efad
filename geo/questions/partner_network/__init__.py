"""Who is linked with whom: governments and partners as a network, measured, drawn and given as a graph."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from sqlalchemy import Connection

from geo.declarations import Text
from geo.graphs.files import Graph
from geo.graphs.partner_graph import Path
from geo.questions import paging, provenance
from geo.questions.known_agreements import instrument_counts
from geo.questions.partner_network import rows as network_rows
from geo.questions.partner_network.drawing import painting
from geo.questions.partner_network.method import METHOD
from geo.questions.partner_network.parameters import COLUMNS, PARAMETERS
from geo.questions.partner_network.reading import Network, network
from geo.questions.partner_network.remarks import caveats
from geo.questions.partner_network.twins import twin_pairs
from geo.questions.question import Answer, Chart, ChartKind, FeatureKey, Question


def answer(connection: Connection, asked: Mapping[str, Any]) -> Answer:
    """The nodes with their measures; links, communities, the path and pairs across borders are series."""
    found = network(connection, asked)
    rows = network_rows.nodes(found)
    twins = twin_pairs(connection, found.agreements, found.places, asked["twin_pairs_km"])
    return Answer(
        data=paging.page(rows, asked, "key"),
        number_matched=len(rows),
        summary={**_counts(found), **_path_counts(asked, found.path), "twin_pairs": len(twins)},
        sources=provenance.of_layer(connection, "agreements"),
        run={
            "algorithm": "Brandes betweenness, leading eigenvector, k-core, Louvain communities",
            "networkx": version("networkx"),
            "seed": asked["seed"],
            "resolution": asked["resolution"],
            "ellipsoid": "GRS80",
        },
        caveats=caveats(connection, asked, found),
        series={
            "edges": network_rows.edges(found),
            "nodes": network_rows.names(found),
            "communities": network_rows.communities(found),
            "path": network_rows.steps(found),
            "twin_pairs": twins,
        },
        feature_key=_feature_key(asked),
    )


def _feature_key(asked: Mapping[str, Any]) -> FeatureKey | None:
    """The layer whose features the nodes are, where all of them are of one."""
    if asked["view"] == "partners":
        return FeatureKey("partner_places", "key")
    if asked["view"] == "governments" and asked["ego"] is None:
        return {
            "municipal": FeatureKey("municipalities", "key"),
            "state": FeatureKey("states", "key"),
        }.get(asked["level"])
    return None


def _counts(found: Network) -> dict[str, Any]:
    kinds = [found.places[key].kind for key in found.graph]
    standing = found.standing
    return {
        "nodes": len(kinds),
        "municipalities": kinds.count("municipality"),
        "states": kinds.count("state"),
        "partners": kinds.count("partner"),
        "links": found.graph.number_of_edges(),
        "agreements": len(found.agreements),
        "records": sum(each.record_count for each in found.agreements),
        **instrument_counts(found.agreements),
        "components": len(standing.components),
        "largest_component_nodes": max(map(len, standing.components), default=0),
        "communities": len(standing.communities),
        "modularity": standing.modularity,
        "greatest_core_number": max((each.core_number for each in standing.measures.values()), default=0),
    }


def _path_counts(asked: Mapping[str, Any], shortest: Path | None) -> dict[str, Any]:
    """Whether there is a path, when one is asked for, how many links long, and how many are as short."""
    if asked["path_from"] is None:
        return {"path": "not_asked", "path_links": None, "path_equal_count": None}
    if shortest is None:
        return {"path": "no_path", "path_links": None, "path_equal_count": 0}
    return {
        "path": "found",
        "path_links": len(shortest.keys) - 1,
        "path_equal_count": shortest.equal_count,
    }


def graph(connection: Connection, asked: Mapping[str, Any]) -> Graph:
    """The same nodes and links as a graph, unpaged; a node is labelled in Spanish and has both names."""
    found = network(connection, asked)
    nodes = tuple({"key": row["key"], "label": row["label_es"], **row} for row in network_rows.nodes(found))
    return Graph(nodes, tuple(network_rows.edges(found)))


QUESTION = Question(
    name="partner-network",
    title=Text("La red de gobiernos y contrapartes", "The network of governments and partners"),
    description=Text(
        "Quién está vinculado con quién: contrapartes compartidas, centralidad, comunidades, red de un"
        " gobierno, camino entre dos y pares fronterizos.",
        "Who is linked with whom: shared partners, centrality, communities, the network of one government,"
        " the path between two and pairs across borders.",
    ),
    parameters=PARAMETERS,
    columns=COLUMNS,
    method=METHOD,
    answer=answer,
    painting=painting,
    graph=graph,
    is_heavy=True,
    charts=(
        Chart(
            ChartKind.NETWORK,
            Text("Red", "Network"),
            "edges",
            x="source",
            y="target",
            group="community",
        ),
        Chart(
            ChartKind.RANKING,
            Text("Con cuántos está vinculado", "With how many it is linked"),
            "data",
            x="label",
            y="degree",
            label="label",
            group="kind",
        ),
    ),
)
