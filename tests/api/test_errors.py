"""What is refused, in which words, and what a fault never tells."""

import logging
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import text

from api import schemas
from api.app import create_app
from api.messages import MESSAGES
from api.openapi import document as openapi
from api.reference import example_address
from api.routes import items
from geo.layers import CORE_LAYERS
from tests.api.conftest import settings
from tests.conftest import EngineKind
from tests.releases import tiny_release


def problem(response: Any) -> schemas.Problem:
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["cache-control"] == "no-store"
    found = schemas.Problem.model_validate(response.json())
    assert found.status == response.status_code
    assert found.request_id == response.headers["x-request-id"]
    assert found.type == f"/docs#{found.code}"
    return found


def test_every_route_refuses_an_unknown_parameter_and_lists_the_known_ones(
    app: FastAPI, client: TestClient
) -> None:
    described = openapi.document(app, CORE_LAYERS)["paths"]
    assert len(described) > 20
    for path, methods in {**described, "/openapi.json": {}, "/docs": {}}.items():
        parameters = methods["get"].get("parameters", []) if methods else []
        address = example_address(path, parameters)
        refused = client.get(address, params={"no_such": "1"} | dict(_query(address)))
        found = problem(refused)
        assert (found.status, found.code) == (400, "unknown_parameter"), path
        assert "no_such" in found.detail
        # A cursor is not for others to make up, so that it is accepted and not described.
        known = set(found.known or ()) - {"cursor"}
        assert known == {each["name"] for each in parameters if each["in"] == "query"}, path


def _query(address: str) -> list[tuple[str, str]]:
    from urllib.parse import parse_qsl, urlsplit

    return parse_qsl(urlsplit(address).query)


def test_problems_are_told_in_the_language_of_the_reader(client: TestClient) -> None:
    said = {
        language: problem(client.get("/collections/x", headers={"Accept-Language": language}))
        for language in ("es-MX", "en", "fr")
    }
    assert said["en"].title == "Unknown collection"
    assert said["es-MX"].title == said["fr"].title == "Colección desconocida"
    assert said["en"].known == said["es-MX"].known == [layer.id for layer in CORE_LAYERS]


def test_every_message_can_be_filled_in_both_languages() -> None:
    for message in MESSAGES.values():
        names = [set(_names(text)) for text in (message.detail.es, message.detail.en)]
        assert names[0] == names[1], message


def _names(template: str) -> list[str]:
    from string import Formatter

    return [name for _, name, _, _ in Formatter().parse(template) if name]


@pytest.mark.parametrize(
    ("address", "code", "named"),
    [
        ("/collections/municipalities/items?limit=-1", "bad_parameter", "limit"),
        ("/collections/municipalities/items?limit=0", "bad_parameter", "limit"),
        ("/collections/municipalities/items?limit=ten", "bad_parameter", "limit"),
        ("/collections/municipalities/items?limit=", "bad_parameter", "limit"),
        ("/collections/municipalities/items?limit=1&limit=2", "bad_parameter", "limit"),
        ("/collections/municipalities/items?offset=-1", "bad_parameter", "offset"),
        ("/collections/municipalities/items?offset=99999999999999999999999", "bad_parameter", "offset"),
        ("/collections/municipalities/items?bbox=garbage", "bad_parameter", "bbox"),
        ("/collections/municipalities/items?bbox=1,2,3", "bad_parameter", "bbox"),
        ("/collections/municipalities/items?bbox=1,2,3,4&bbox=1,2,3,4", "bad_parameter", "bbox"),
        ("/collections/municipalities/items?bbox=1,2,3,4,5", "bad_parameter", "bbox"),
        ("/collections/municipalities/items?bbox=-100,30,-99,20", "bad_parameter", "bbox"),
        ("/collections/municipalities/items?bbox=-181,30,-99,40", "bad_parameter", "bbox"),
        ("/collections/municipalities/items?bbox=nan,nan,nan,nan", "bad_parameter", "bbox"),
        ("/collections/municipalities/items?bbox=1e999,2,3,4", "bad_parameter", "bbox"),
        ("/collections/municipalities/items?bbox=", "bad_parameter", "bbox"),
        ("/collections/networks/items?bbox=1,2,3,4", "unknown_parameter", "bbox"),
        ("/collections/municipalities/items?touches_us=perhaps", "bad_parameter", "touches_us"),
        ("/collections/agreements/items?instrument=handshake", "bad_parameter", "instrument"),
        ("/collections/agreements/items?signed_year=MCMXCIII", "bad_parameter", "signed_year"),
        ("/collections/agreements/items?cvegeo=%00", "bad_parameter", "cvegeo"),
        ("/collections/agreements/items/%00", "bad_parameter", "feature_id"),
        ("/places/search", "missing_parameter", "q"),
    ],
)
def test_bad_values_are_refused_by_name(client: TestClient, address: str, code: str, named: str) -> None:
    found = problem(client.get(address))
    assert (found.status, found.code, found.parameter) == (400, code, named)
    assert f"«{named}»" in found.detail


def test_a_word_outside_the_vocabulary_is_answered_with_the_words(client: TestClient) -> None:
    found = problem(client.get("/collections/agreements/items?status=pending"))
    assert found.known == ["in_force", "expired", "unknown"]


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("/collections/nowhere", "unknown_collection"),
        ("/collections/nowhere/items?limit=5", "unknown_collection"),
        ("/collections/nowhere/tiles/WebMercatorQuad/0/0/0", "unknown_collection"),
        ("/collections/municipalities/items/99999", "unknown_feature"),
        ("/collections/municipalities/items/2004", "unknown_feature"),
        ("/collections/municipalities/tiles/WorldCRS84Quad/0/0/0", "not_found"),
        ("/nowhere", "not_found"),
        ("/assets/nowhere.js", "not_found"),
        ("/assets/../app.py", "not_found"),
        ("/assets/%2e%2e/index.html", "not_found"),
    ],
)
def test_what_there_is_not_is_not_found(client: TestClient, address: str, code: str) -> None:
    found = problem(client.get(address))
    assert (found.status, found.code) == (404, code)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_the_atlas_can_only_be_read(client: TestClient, method: str) -> None:
    response = client.request(method, "/collections")
    assert (problem(response).code, response.status_code) == ("method_not_allowed", 405)
    assert response.headers["allow"] == "GET, HEAD"


def _raises(error: Exception) -> Callable[..., Any]:
    def raising(*_: Any, **__: Any) -> Any:
        raise error

    return raising


@pytest.mark.parametrize("cause", ["code", "statement"])
def test_a_fault_never_shows_its_cause_and_is_logged_under_its_number(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, cause: str
) -> None:
    broken = {
        "code": _raises(RuntimeError("secret_table in /srv/secret")),
        "statement": lambda *_, **__: text("SELECT * FROM secret_table"),
    }
    monkeypatch.setattr(items.queries, "item", broken[cause])
    with caplog.at_level(logging.ERROR, "atlas.api"):
        response = client.get("/collections/offices/items/o-1")
    found = problem(response)
    assert (found.status, found.code) == (500, "internal")
    assert "secret" not in response.text
    assert found.request_id in found.detail
    assert found.request_id in caplog.text
    assert "secret_table" in caplog.text


def test_before_the_first_release_there_is_a_server_that_says_so(
    engine_kind: EngineKind, new_store_url: Callable[[EngineKind], str]
) -> None:
    url = new_store_url(engine_kind)
    with TestClient(create_app(settings(url))) as client:
        for address in ("/collections", "/questions/without-agreements", "/places/search?q=a"):
            response = client.get(address)
            assert (problem(response).code, response.status_code) == ("no_release", 503)
            assert int(response.headers["retry-after"]) > 0
        health = client.get("/health")
        assert (health.status_code, health.json()["live"], health.json()["ready"]) == (200, True, False)
        assert client.get("/health/ready").status_code == 503
        assert client.get("/openapi.json").status_code == client.get("/docs").status_code == 200
        tiny_release(url).close()
        # No restart: the next request that asks finds it.
        assert client.get("/health/ready").json()["ready"]
        assert client.get("/collections").status_code == 200
