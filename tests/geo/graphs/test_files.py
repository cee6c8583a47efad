"""Graph files, read back by networkx."""

import csv
import io
import json
from xml.etree import ElementTree as ET

import networkx as nx
import pytest

from geo.graphs.files import FORMS, Graph

GRAPH = Graph(
    nodes=(
        {"key": "02004", "label": "Tijuana & más", "n": 1, "score": 0.5, "themes": ["a", "b"], "year": None},
        {"key": "p", "label": "San Diego", "n": 1, "score": 1.0, "themes": [], "year": 1993},
    ),
    links=({"source": "02004", "target": "p", "weight": 2, "instruments": ["x", "y"], "year": 2001},),
)
ABOUT = {"release": "r1", "licence": "CC BY 4.0"}


def test_graphml() -> None:
    text = FORMS["graphml"].write(GRAPH, ABOUT)
    read = nx.parse_graphml(text.decode())
    assert {name: read.graph[name] for name in ABOUT} == ABOUT
    assert read.nodes["02004"] == {"label": "Tijuana & más", "n": 1, "score": 0.5, "themes": "a;b"}
    assert read.nodes["p"]["year"] == 1993
    assert read.edges["02004", "p"] == {"weight": 2, "instruments": "x;y", "year": 2001}


def test_gexf() -> None:
    text = FORMS["gexf"].write(GRAPH, ABOUT)
    read = nx.read_gexf(io.BytesIO(text))
    assert read.graph["name"] == "release: r1; licence: CC BY 4.0"
    assert read.nodes["02004"] == {"label": "Tijuana & más", "n": 1, "score": 0.5, "themes": "a;b"}
    edge = read.edges["02004", "p"]
    assert (edge["weight"], edge["instruments"]) == (2.0, "x;y")
    meta = ET.fromstring(text).find("{http://www.gexf.net/1.2draft}meta")
    assert meta is not None
    assert meta.attrib == {}
    assert [each.text for each in meta] == [
        "Atlas de Internacionalización Territorial",
        "release: r1; licence: CC BY 4.0",
    ]


def test_node_link() -> None:
    text = FORMS["nodelink"].write(GRAPH, ABOUT)
    read = nx.node_link_graph(json.loads(text), edges="edges")
    assert read.graph == ABOUT
    assert read.nodes["02004"]["themes"] == ["a", "b"]
    assert read.edges["02004", "p"]["instruments"] == ["x", "y"]


def test_edges() -> None:
    rows = list(csv.DictReader(io.StringIO(FORMS["edges"].write(GRAPH, ABOUT).decode())))
    assert rows == [
        {
            "source": "02004",
            "target": "p",
            "weight": "2",
            "instruments": "x;y",
            "year": "2001",
            "atlas_release": "r1",
            "atlas_licence": "CC BY 4.0",
        }
    ]


@pytest.mark.parametrize("name", FORMS)
def test_a_graph_of_nothing_and_the_same_bytes_twice(name: str) -> None:
    empty = Graph((), ())
    assert FORMS[name].write(empty, ABOUT)
    assert FORMS[name].write(GRAPH, ABOUT) == FORMS[name].write(GRAPH, ABOUT)
