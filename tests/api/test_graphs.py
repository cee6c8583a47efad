"""Answers as graphs over HTTP, read back by networkx; offered for networks and for nothing else."""

import csv
import io
import json
from typing import Any

import networkx as nx
import pytest
from fastapi.testclient import TestClient

from api import schemas
from geo.graphs.files import FORMS
from geo.layers.provenance import REGISTER_LICENCE
from geo.questions import QUESTIONS

ADDRESS = "/questions/partner-network"


def read(form: str, text: str) -> nx.Graph:
    match form:
        case "graphml":
            return nx.parse_graphml(text)
        case "gexf":
            return nx.read_gexf(io.BytesIO(text.encode()))
        case "nodelink":
            return nx.node_link_graph(json.loads(text), edges="edges")
        case _:
            rows = csv.DictReader(io.StringIO(text))
            return nx.Graph([(row["source"], row["target"], {"weight": row["weight"]}) for row in rows])


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("given", [{}, {"view": "governments", "ego": "02004"}, {"partner_country": "ZZ"}])
def test_a_graph_is_the_whole_answer(client: TestClient, form: str, given: dict[str, str]) -> None:
    response = client.get(ADDRESS, params={**given, "f": form})
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].split(";")[0] == FORMS[form].media_type
    release = client.get("/health").json()["release"]["id"]
    name = f'attachment; filename="atlas-partner_network-{release}.{FORMS[form].extension}"'
    assert response.headers["content-disposition"] == name
    assert f'<{REGISTER_LICENCE.url}>; rel="license"' in response.headers["link"].split(", ")
    graph = read(form, response.text)
    answer = client.get(ADDRESS, params=given).json()
    links = {frozenset((row["source"], row["target"])): row["weight"] for row in answer["series"]["edges"]}
    weights = graph.edges(data="weight")
    assert {frozenset((one, other)): float(weight) for one, other, weight in weights} == links
    if form != "edges":
        assert {key: said["degree"] for key, said in graph.nodes(data=True)} == {
            row["key"]: row["degree"] for row in answer["data"]
        }


def test_release_and_licence_are_said_of_the_graph(client: TestClient) -> None:
    release = client.get("/health").json()["release"]["id"]
    expected = {
        "question": "partner-network",
        "release": release,
        "asked_as": f"http://atlas.example{ADDRESS}?f=graphml&state=02",
        "sources": "http://atlas.example/sources",
    }
    said = read("graphml", client.get(ADDRESS, params={"f": "graphml", "state": "02"}).text).graph
    assert {name: said[name] for name in expected} == expected
    assert f"{REGISTER_LICENCE.title.en} (partner_places, agreements)" in said["licence"]
    assert REGISTER_LICENCE.url in said["licence_url"].split()
    named = read("gexf", client.get(ADDRESS, params={"f": "gexf"}).text).graph["name"]
    assert f"release: {release}; " in named
    assert REGISTER_LICENCE.title.en in named.partition("licence: ")[2]
    document = schemas.AnswerGraph.model_validate(client.get(ADDRESS, params={"f": "nodelink"}).json())
    assert document.graph["release"] == release


@pytest.mark.parametrize("name", ["trend", "without-agreements"])
@pytest.mark.parametrize("form", FORMS)
def test_what_is_no_network_has_no_graph(client: TestClient, name: str, form: str) -> None:
    problem = client.get(f"/questions/{name}", params={"f": form}).json()
    assert (problem["status"], problem["code"]) == (400, "bad_parameter")
    assert {"json", "csv", "map"} <= set(problem["known"])
    assert not set(FORMS) & set(problem["known"])


def test_of_a_network_a_refused_form_names_graphs_too(client: TestClient) -> None:
    problem = client.get(ADDRESS, params={"f": "dot"}).json()
    assert problem["status"] == 400
    assert set(FORMS) <= set(problem["known"])


def test_graphs_are_asked_for_by_name_alone(client: TestClient) -> None:
    said = client.get(ADDRESS, headers={"Accept": "application/json"}).json()
    assert said["question"] == "partner-network"
    assert client.get(ADDRESS, headers={"Accept": "application/graphml+xml"}).status_code == 406


def test_where_graphs_are_told_of(client: TestClient) -> None:
    said = {each["name"]: each["graphs"] for each in client.get("/questions").json()["questions"]}
    document: dict[str, Any] = client.get("/openapi.json").json()["paths"]
    for question in QUESTIONS:
        operation = document[f"/questions/{question.name}"]["get"]
        forms = next(each["schema"]["enum"] for each in operation["parameters"] if each["name"] == "f")
        expected = set(FORMS) if question.graph else set()
        assert set(FORMS) & set(forms) == expected
        assert {each["value"] for each in said[question.name]} == expected
        content = operation["responses"]["200"]["content"]
        assert ("application/graphml+xml" in content) == bool(question.graph)
    page = client.get(ADDRESS, params={"f": "html", "lang": "es"}).text
    assert "f=graphml" in page
    assert "f=graphml" not in client.get("/questions/trend", params={"f": "html"}).text


def test_an_answer_links_to_its_graphs(client: TestClient) -> None:
    links = client.get(ADDRESS, params={"state": "02", "limit": 1}).json()["links"]
    graphs = {each["title"]: each["href"] for each in links if each["rel"] == "alternate"}
    assert graphs["GraphML"] == f"http://atlas.example{ADDRESS}?state=02&f=graphml"
    assert len(graphs) == 1 + len(FORMS)
    others = client.get("/questions/trend").json()["links"]
    assert [each["title"] for each in others if each["rel"] == "alternate"] == ["ids"]


def test_unknown_keys_are_refused_in_words(client: TestClient) -> None:
    problem = client.get(ADDRESS, params={"ego": "99999"}, headers={"Accept-Language": "es"}).json()
    assert problem["status"] == 400
    assert "no es clave de municipio" in problem["detail"]
    assert client.get(ADDRESS, params={"depth": "4", "ego": "02004"}).status_code == 400
