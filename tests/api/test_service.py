"""Health, the landing page, the map's files, headers that every answer has, the log, the settings."""

import json
import logging
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api import schemas
from api.app import create_app
from api.settings import Settings
from geo.layers import CORE_LAYERS
from tests.api.conftest import INDEX_HTML, settings
from tests.conftest import EngineKind

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def test_health_tells_engine_release_and_counts(client: TestClient, engine_kind: EngineKind) -> None:
    response = client.get("/health")
    health = schemas.Health.model_validate(response.json())
    assert (health.status, health.live, health.ready, health.engine) == ("ok", True, True, engine_kind)
    assert health.counts["municipalities"] == 19
    assert set(health.counts) == {layer.id for layer in CORE_LAYERS}
    assert response.headers["cache-control"] == "no-store"
    assert client.get("/health/ready").status_code == 200


@pytest.mark.parametrize("accept", [None, "*/*", "application/json", "application/geo+json, text/html;q=0.5"])
def test_programs_get_links(client: TestClient, accept: str | None) -> None:
    response = client.get("/", headers={"Accept": accept} if accept else {})
    landing = schemas.Landing.model_validate(response.json())
    for link in landing.links:
        assert client.get(link.href.replace("{text}", "tijuana")).status_code == 200, link
    assert "Accept" in response.headers["vary"].split(", ")


def test_browsers_get_the_map(client: TestClient) -> None:
    page = client.get("/", headers=BROWSER)
    assert (page.content, page.headers["content-type"]) == (INDEX_HTML, "text/html; charset=utf-8")
    assert "Accept" in page.headers["vary"].split(", ")
    assert "immutable" not in page.headers["cache-control"]
    again = client.get("/", headers={**BROWSER, "If-None-Match": page.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/?fbclid=1", headers=BROWSER).content == INDEX_HTML
    assert client.get("/?fbclid=1").status_code == 400


def test_files_of_the_map_are_sent_as_the_build_compressed_them(client: TestClient) -> None:
    plain = client.get("/assets/app-1.js", headers={"Accept-Encoding": "gzip"})
    assert (plain.content, plain.headers.get("content-encoding")) == (b"plain script", None)
    request = client.build_request("GET", "/assets/app-1.js", headers={"Accept-Encoding": "br"})
    response = client.send(request, stream=True)
    assert b"".join(response.iter_raw()) == b"brotli script"
    assert response.headers["content-encoding"] == "br"
    assert response.headers["content-type"].startswith("text/javascript")
    assert response.headers["etag"] != plain.headers["etag"]
    assert "immutable" in response.headers["cache-control"]
    assert response.headers["vary"].startswith("Accept-Encoding")
    known = {"Accept-Encoding": "br", "If-None-Match": response.headers["etag"]}
    assert client.get("/assets/app-1.js", headers=known).status_code == 304
    # The build makes no zstd; who likes it best still gets what it made.
    asked = client.build_request("GET", "/assets/app-1.js", headers={"Accept-Encoding": "zstd, br;q=0.5"})
    assert client.send(asked, stream=True).headers["content-encoding"] == "br"
    basemap = client.get("/basemap/countries.json")
    assert basemap.json() == {}
    assert "immutable" not in basemap.headers["cache-control"]  # its name does not tell its content


@pytest.mark.parametrize(("language", "words"), [("es", "no está construido"), ("en", "is not built")])
def test_without_the_map_a_browser_is_told_and_programs_are_served(
    served_url: str, tmp_path: Path, language: str, words: str
) -> None:
    with TestClient(create_app(settings(served_url, map_dir=tmp_path / "nothing"))) as client:
        page = client.get("/", headers={**BROWSER, "Accept-Language": language})
        assert page.status_code == 404
        assert words in page.text
        assert client.get("/assets/app.js").json()["code"] == "not_found"
        assert client.get("/").status_code == client.get("/collections").status_code == 200


@pytest.mark.parametrize("address", ["/", "/collections", "/nowhere", "/collections?x=1", "/assets/app-1.js"])
def test_every_answer_is_guarded_and_may_be_read_from_other_sites(client: TestClient, address: str) -> None:
    response = client.get(
        address, headers={"Origin": "https://portal.example", "Accept-Encoding": "identity"}
    )
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert response.headers["access-control-allow-origin"] == "*"
    assert "ETag" in response.headers["access-control-expose-headers"]
    policy = dict(
        directive.split(" ", 1) for directive in response.headers["content-security-policy"].split("; ")
    )
    assert policy["default-src"] == policy["script-src"] == policy["connect-src"] == "'self'"
    assert policy["worker-src"] == "'self' blob:"
    assert "http" not in response.headers["content-security-policy"]


def test_a_browser_may_ask_beforehand_whether_it_may_read(client: TestClient) -> None:
    asked = {"Origin": "https://portal.example", "Access-Control-Request-Method": "GET"}
    assert client.options("/collections", headers=asked).status_code == 200
    writing = {**asked, "Access-Control-Request-Method": "POST"}
    assert client.options("/collections", headers=writing).status_code == 400


def test_each_request_is_a_line_of_json_only_when_asked_for(
    served_url: str, capsys: pytest.CaptureFixture[str], client: TestClient
) -> None:
    access = logging.getLogger("atlas.access")
    client.get("/collections?x=1")
    assert capsys.readouterr().err == ""
    try:
        with TestClient(create_app(settings(served_url, access_log=True))) as logging_client:
            response = logging_client.get("/collections?x=1")
        lines = capsys.readouterr().err.splitlines()
    finally:
        access.handlers.clear()
        access.setLevel(logging.NOTSET)
        access.propagate = True
    (line,) = [json.loads(line) for line in lines]
    assert (line["path"], line["query"], line["status"]) == ("/collections", "x=1", 400)
    assert line["request_id"] == response.headers["x-request-id"]
    assert line["bytes"] == len(response.content)


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ATLAS_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("ATLAS_DATABASE_URL", "")
    monkeypatch.setenv("ATLAS_PUBLIC_URL", "https://atlas.example")
    made = Settings()
    assert made.store_address() == f"duckdb:///{tmp_path}"
    assert str(made.public_url) == "https://atlas.example/"


def test_the_bounds_on_time_go_with_the_address() -> None:
    url = "postgresql+psycopg://atlas:secret@db:5432/atlas?options=-c%20work_mem%3D64MB"
    address = settings(url, statement_timeout_seconds=2.5).store_address()
    assert address.startswith("postgresql+psycopg://atlas:secret@db:5432/atlas?")
    assert "work_mem%3D64MB+-c+statement_timeout%3D2500" in address.replace("%20", "+")
    assert "connect_timeout=3" in address


def test_making_an_app_connects_to_nothing() -> None:
    create_app(settings("postgresql+psycopg://nobody@203.0.113.1:1/nothing"))
