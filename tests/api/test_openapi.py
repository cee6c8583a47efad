"""The OpenAPI document: complete, equal to the golden one, and every example in it runs."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from fastapi.testclient import TestClient

from api import schemas
from api.openapi import addresses as openapi_addresses
from api.openapi import items as openapi_items
from api.reference import example_address
from geo.layers import CORE_LAYERS
from geo.questions import QUESTIONS
from tests.api.golden import assert_golden

TILE = "/tiles/WebMercatorQuad/{z}/{y}/{x}"
BARE = {"/api", "/openapi.json", "/docs"}


@pytest.fixture(scope="module")
def document(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        assert set(methods) == {"get"}
        yield path, methods["get"]


def test_golden_document(document: dict[str, Any]) -> None:
    assert_golden("openapi.json", document)


def test_every_route_is_described(app: FastAPI, document: dict[str, Any]) -> None:
    routes = {
        each.path for each in iter_route_contexts(app.routes) if isinstance(each.original_route, APIRoute)
    }
    expanded = {
        *(f"/collections/{layer.id}/items" for layer in CORE_LAYERS),
        *(f"/collections/{layer.id}{TILE}" for layer in CORE_LAYERS if layer.geometry is not None),
        *(f"/questions/{question.name}" for question in QUESTIONS),
    }
    collection = "/collections/{collection_id}"
    templates = {f"{collection}/items", f"{collection}{TILE}", "/questions/{name}"}
    assert set(document["paths"]) == routes - BARE - templates | expanded


def test_every_example_runs_and_answers_as_described(client: TestClient, document: dict[str, Any]) -> None:
    for path, operation in operations(document):
        response = client.get(example_address(path, operation.get("parameters", [])))
        assert response.status_code in {200, 204}, (path, response.text)
        if response.status_code == 204:
            assert "204" in operation["responses"]
            continue
        content = operation["responses"]["200"]["content"]
        media_type = response.headers["content-type"].split(";")[0]
        assert media_type in content, path
        for name in _models(content[media_type].get("schema", {})):
            assert getattr(schemas, name).model_validate(response.json()), path


def _models(schema: dict[str, Any]) -> list[str]:
    """The model that an answer must fit; of alternatives the first, which the plain example shows."""
    reference = schema.get("$ref") or schema.get("oneOf", [{}])[0].get("$ref")
    return [reference.rsplit("/", 1)[1]] if reference else []


def test_every_example_of_a_parameter_runs_alone(client: TestClient, document: dict[str, Any]) -> None:
    for path, operation in operations(document):
        ran = 0
        parameters = operation.get("parameters", [])
        fixed = [each for each in parameters if each["in"] == "path" or each["required"]]
        for parameter in parameters:
            if parameter in fixed:
                continue
            for example in [parameter.get("example"), *parameter["schema"].get("examples", [])]:
                asked = {**parameter, "example": example}
                response = client.get(example_address(path, [*fixed, asked]))
                assert response.status_code in {200, 204}, (path, parameter["name"], response.text)
                ran += example is not None
        assert ran or len(fixed) == len(parameters), path


def test_every_operation_has_words_and_tells_its_problems(document: dict[str, Any]) -> None:
    identifiers = [operation["operationId"] for _, operation in operations(document)]
    assert len(identifiers) == len(set(identifiers))
    for path, operation in operations(document):
        assert operation["summary"], path
        assert operation["description"], path
        assert {"400", "503"} <= set(operation["responses"]), path
        assert "422" not in operation["responses"], path
        for parameter in operation.get("parameters", []):
            assert parameter.get("description"), (path, parameter["name"])


def test_no_list_of_choices_tells_one_twice(document: dict[str, Any]) -> None:
    """JSON Schema asks that each be there once; client generators refuse a list with two of a name."""
    lists = [
        (path, parameter["name"], choices)
        for path, operation in operations(document)
        for parameter in operation.get("parameters", ())
        if (choices := parameter["schema"].get("enum"))
    ]
    assert ("/questions/trend", "f") in {(path, name) for path, name, _ in lists}
    assert [each for each in lists if len(set(each[2])) < len(each[2])] == []


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    def references(node: Any) -> Iterator[str]:
        if isinstance(node, dict):
            if "$ref" in node:
                yield node["$ref"]
            for value in node.values():
                yield from references(value)
        elif isinstance(node, list):
            for value in node:
                yield from references(value)

    found = set(references(document))
    assert found
    for reference in found:
        node = document
        for part in reference.removeprefix("#/").split("/"):
            node = node[part]


def test_examples_speak_of_declared_filters_and_parameters() -> None:
    filters = {layer.id: {field.name for field in layer.parameters} for layer in CORE_LAYERS}
    for layer_id, examples in openapi_addresses.FILTER_EXAMPLES.items():
        assert set(examples) <= filters[layer_id]
    parameters = {question.name: {each.name for each in question.parameters} for question in QUESTIONS}
    assert set(openapi_addresses.QUESTION_EXAMPLES) <= set(parameters)
    for name, examples in openapi_addresses.QUESTION_EXAMPLES.items():
        assert set(examples) <= parameters[name]


def test_no_field_is_named_like_a_parameter_of_every_collection() -> None:
    for layer in CORE_LAYERS:
        named = {field.name for field in layer.parameters}
        described = [*openapi_items.selection(layer), *openapi_items.view(layer)]
        assert not named & {each["name"] for each in described}
        assert not named & {"limit", "offset", "cursor", "f", "lang"}


def test_the_reference_to_read_has_every_operation_and_asks_nothing_of_another_host(
    client: TestClient, document: dict[str, Any]
) -> None:
    page = client.get("/docs")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    for path, operation in operations(document):
        assert f"GET {path}" in page.text
        assert f'id="{operation["operationId"]}"' in page.text
    for mark in ("<script", "<img", "@import", "url("):
        assert mark not in page.text, mark
    for address in re.findall(r"""(?:href|src)=["']?([^"'>\s]+)""", page.text):
        assert address.startswith(("/", "#", "data:,")), address
        assert not address.startswith("//"), address
