"""Whatever is asked, the server answers: never a fault, and a refusal is always a problem document."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api import schemas
from api.reference import example_address

NUMBERS = st.one_of(
    st.integers(),
    st.floats(),
    st.sampled_from(["-0", "1e400", "00", "1_0", "٣", "0x10", "", " 1", "9" * 5000]),
).map(str)
TEXTS = st.one_of(
    st.text(max_size=30),
    NUMBERS,
    st.sampled_from(["%", "_", "\\", "'", '"', "\0", "null", "true", "-1,0,1,2"]),
)
BOXES = st.lists(NUMBERS, min_size=3, max_size=7).map(",".join)


@pytest.fixture(scope="module")
def operations(client: TestClient) -> list[tuple[str, list[dict[str, Any]]]]:
    paths = client.get("/openapi.json").json()["paths"]
    return [(path, methods["get"].get("parameters", [])) for path, methods in paths.items()]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_query_makes_a_fault(
    client: TestClient, operations: list[tuple[str, list[dict[str, Any]]]], data: st.DataObject
) -> None:
    path, parameters = data.draw(st.sampled_from(operations))
    fixed = [each for each in parameters if each["in"] == "path"]
    names = [each["name"] for each in parameters if each["in"] == "query"]
    name = st.sampled_from(names) if names else st.text(max_size=5)
    pairs = data.draw(st.lists(st.tuples(name, _values(parameters)), max_size=4))
    _check(client.get(example_address(path, fixed), params=pairs))


def _values(parameters: list[dict[str, Any]]) -> st.SearchStrategy[str]:
    words = [
        str(word)
        for each in parameters
        for word in each["schema"].get("enum", each["schema"].get("items", {}).get("enum", []))
    ]
    return st.one_of(TEXTS, BOXES, NUMBERS, *([st.sampled_from(words)] if words else []))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_path_makes_a_fault(
    client: TestClient, operations: list[tuple[str, list[dict[str, Any]]]], data: st.DataObject
) -> None:
    path, parameters = data.draw(st.sampled_from([each for each in operations if "{" in each[0]]))
    for parameter in parameters:
        if parameter["in"] == "path":
            drawn = data.draw(st.one_of(TEXTS, st.just(parameter["schema"]["examples"][0])))
            parameter = {**parameter, "example": drawn}
        path = example_address(path, [parameter]) if parameter["in"] == "path" else path
    _check(client.get(path))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(["Accept", "Accept-Encoding", "Accept-Language", "If-None-Match", "Host", "Range"]),
    value=st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40),
)
def test_no_header_makes_a_fault(client: TestClient, name: str, value: str) -> None:
    _check(client.get("/collections/states", headers={name: value}))


def _check(response: Any) -> None:
    assert response.status_code < 500, response.text
    if response.status_code >= 400:
        assert response.headers["content-type"] == "application/problem+json"
        schemas.Problem.model_validate(response.json())
