"""The API on the tiny country's release, once for each engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from api.app import create_app
from api.service import Service
from api.settings import Settings
from tests.conftest import EngineKind
from tests.releases import tiny_release

INDEX_HTML = b"<!doctype html><title>Atlas</title><script type=module src=/assets/app-1.js></script>"


def settings(store_url: str, **others: Any) -> Settings:
    """Settings for a test, whatever the environment says."""
    chosen = {"analysis_processes": 0, **others}  # a process takes longer to start than a tiny answer
    return Settings(_env_prefix="ATLAS_OF_NO_TEST_", database_url=store_url, **chosen)


@pytest.fixture(scope="session")
def map_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built web app of three files, one of them compressed beside itself."""
    folder = tmp_path_factory.mktemp("map")
    (folder / "index.html").write_bytes(INDEX_HTML)
    (folder / "assets").mkdir()
    (folder / "assets" / "app-1.js").write_bytes(b"plain script")
    (folder / "assets" / "app-1.js.br").write_bytes(b"brotli script")
    (folder / "basemap").mkdir()
    (folder / "basemap" / "countries.json").write_bytes(b"{}")
    return folder


@pytest.fixture(scope="session")
def served_url(engine_kind: EngineKind, new_store_url: Callable[[EngineKind], str]) -> str:
    """The address of a store with the tiny country's release, which no test changes."""
    url = new_store_url(engine_kind)
    tiny_release(url).close()
    return url


@pytest.fixture(scope="session")
def app(served_url: str, map_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    folder = tmp_path_factory.mktemp("data")
    # The patience of a file that is being made: here everyone waits until it is there.
    return create_app(settings(served_url, map_dir=map_dir, data_dir=folder, patience_seconds=300))


@pytest.fixture(scope="session")
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url="http://atlas.example") as opened:
        yield opened


@pytest.fixture(scope="session")
def service(app: FastAPI, client: TestClient) -> Service:
    found: Service = app.state.service
    return found


class Statements:
    """The statements that the database was asked since the last look."""

    def __init__(self) -> None:
        self._seen: list[str] = []

    def listen(self, engine: Engine) -> None:
        # Not by an event, which connections that are open already do not tell.
        dialect: Any = engine.dialect
        execute = dialect.do_execute

        def seen(cursor: Any, statement: str, *others: Any, **more: Any) -> None:
            self._seen.append(statement)
            execute(cursor, statement, *others, **more)

        dialect.do_execute = seen

    def taken(self) -> list[str]:
        seen, self._seen = self._seen, []
        return seen


@pytest.fixture(scope="session")
def statements(service: Service, client: TestClient) -> Statements:
    """Watches what the app asks of the release that it serves."""
    client.get("/collections")
    served = service.releases._served
    assert served is not None
    watched = Statements()
    watched.listen(served.engine)
    return watched
