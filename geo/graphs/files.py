"""Graphs as files that programs for networks read: node-link JSON, GraphML, GEXF and a list of edges.

GraphML (Brandes et al., 2002) and GEXF (Gephi) are written by networkx, which is imported where it is used:
it takes a third of a second.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import orjson

from geo.declarations import Text

if TYPE_CHECKING:
    import networkx as nx

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes, each with its ``key``, and undirected links, each with ``source``, ``target`` and ``weight``.

    Values are texts, numbers, booleans, lists of texts or None; None is what is not known, and is left out of
    a file. Every node has ``label``.
    """

    nodes: tuple[Row, ...]
    links: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class GraphForm:
    """One kind of file: its name, what it is called, media type, extension, and what writes it.

    ``write`` takes the graph and what is said of it as a whole (title, release, licence), by name.
    """

    name: str
    title: Text
    media_type: str
    extension: str
    write: Callable[[Graph, Mapping[str, str]], bytes]


def node_link(graph: Graph, about: Mapping[str, str]) -> bytes:
    """JSON as ``networkx.node_link_graph(..., edges="edges")`` and D3 read it; lists stay lists.

    >>> node_link(Graph(({"key": "02004", "label": "Tijuana", "degree": 0},), ()), {"release": "r1"}).decode()
    '{"directed":false,"multigraph":false,"graph":{"release":"r1"},"nodes":[{"id":"02004","label":"Tijuana",\
"degree":0}],"edges":[]}'
    """
    nodes = [{"id": node["key"], **_known(node, without="key")} for node in graph.nodes]
    links = [_known(link) for link in graph.links]
    return orjson.dumps(
        {
            "directed": False,
            "multigraph": False,
            "graph": dict(about),
            "nodes": nodes,
            "edges": links,
        }
    )


def graphml(graph: Graph, about: Mapping[str, str]) -> bytes:
    """GraphML; what is said of the whole graph stands among its data."""
    import networkx as nx

    made = _networkx(graph)
    made.graph.update(about)
    return "\n".join(nx.generate_graphml(made)).encode() + b"\n"


_GEXF = "http://www.gexf.net/1.2draft"
_PUBLISHER = "Atlas de Internacionalización Territorial"


def gexf(graph: Graph, about: Mapping[str, str]) -> bytes:
    """GEXF 1.2, as Gephi reads it; what is said of the whole graph is its description and its name.

    The format has no other place for it. The day of writing is left out, so that equal graphs are equal
    files.
    """
    import networkx as nx

    said = "; ".join(f"{name}: {value}" for name, value in about.items())
    made = _networkx(graph)
    made.graph["name"] = said
    root = ET.fromstring("\n".join(nx.generate_gexf(made)))
    ET.register_namespace("", _GEXF)
    meta = root.find(f"{{{_GEXF}}}meta")
    if meta is None:
        raise ValueError("networkx wrote a GEXF without <meta>")
    meta.clear()
    for name, text in (("creator", _PUBLISHER), ("description", said)):
        ET.SubElement(meta, f"{{{_GEXF}}}{name}").text = text
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def edges(graph: Graph, about: Mapping[str, str]) -> bytes:
    """CSV, one row an edge with all that is known of it; release and licence stand in every row.

    >>> edges(Graph((), ({"source": "a", "target": "b", "weight": 1},)), {"release": "r1"}).decode().split()
    ['source,target,weight,atlas_release', 'a,b,1,r1']
    """
    names = list(graph.links[0]) if graph.links else ["source", "target", "weight"]
    said = {f"atlas_{name}": value for name, value in about.items()}
    file = io.StringIO()
    writer = csv.DictWriter(file, [*names, *said], lineterminator="\n")
    writer.writeheader()
    writer.writerows({**{name: _in_cell(link[name]) for name in names}, **said} for link in graph.links)
    return file.getvalue().encode()


FORMS: dict[str, GraphForm] = {
    form.name: form
    for form in (
        GraphForm(
            "nodelink",
            Text("Red en JSON (node-link)", "Network as JSON (node-link)"),
            "application/json",
            "json",
            node_link,
        ),
        GraphForm("graphml", Text("GraphML", "GraphML"), "application/graphml+xml", "graphml", graphml),
        GraphForm("gexf", Text("GEXF (Gephi)", "GEXF (Gephi)"), "application/gexf+xml", "gexf", gexf),
        GraphForm("edges", Text("Lista de enlaces en CSV", "List of edges as CSV"), "text/csv", "csv", edges),
    )
}
"""In the order in which they are offered."""


def _networkx(graph: Graph) -> nx.Graph:
    import networkx as nx

    made = nx.Graph()
    made.add_nodes_from((node["key"], _flat(node, "key")) for node in graph.nodes)
    made.add_edges_from(
        (link["source"], link["target"], _flat(link, "source", "target")) for link in graph.links
    )
    return made


def _flat(row: Row, *without: str) -> dict[str, Any]:
    """What is known of a row but those columns, lists as one text: the formats have no lists."""
    return {
        name: _in_cell(value)
        for name, value in row.items()
        if name not in without and value is not None and value != []
    }


def _known(row: Row, without: str = "") -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != without and value is not None}


def _in_cell(value: Any) -> Any:
    return ";".join(value) if isinstance(value, list | tuple) else value
