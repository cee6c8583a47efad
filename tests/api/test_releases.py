"""A release changes, or the database goes away, while the API serves."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psycopg
import pytest
from fastapi.testclient import TestClient
from psycopg import sql
from sqlalchemy import make_url

from api import releases
from api.app import create_app
from api.bounds import Watchdog
from etl.run import run
from geo.store import OpenRelease, store_at
from tests.api.conftest import settings
from tests.api.serving import serving
from tests.conftest import EngineKind
from tests.releases import REGISTER, tiny_release, tiny_sources

QUESTION = "/questions/without-agreements?f=ids"


def put_next_release_in_force(url: str, register: Path) -> None:
    """A release in which Tecate 02003 has an agreement."""
    shutil.copytree(REGISTER, register)
    agreements = register / "agreements.csv"
    rows = agreements.read_text(encoding="utf-8").splitlines()
    of_ensenada = next(row for row in rows if ",02001," in row)
    added = of_ensenada.replace(",02001,", ",02003,").replace("Ensenada", "Tecate")
    added = "t99" + added[added.index(",") :]
    agreements.write_text("\n".join([*rows, added]) + "\n", encoding="utf-8")
    store = store_at(url)
    run(store, tiny_sources(register))
    store.close()


def test_a_release_is_opened_once_whoever_asks_first(
    engine_kind: EngineKind, new_store_url: Callable[[EngineKind], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    url = new_store_url(engine_kind)
    tiny_release(url).close()
    opened: list[str] = []
    serve = releases._served

    def counted(release: OpenRelease, watchdog: Watchdog | None) -> releases.ServedRelease:
        opened.append(release.id)
        return serve(release, watchdog)

    monkeypatch.setattr(releases, "_served", counted)
    with TestClient(create_app(settings(url))) as client:
        for address in ("/health/ready", "/health", "/collections/states/items"):
            assert client.get(address).status_code == 200
    assert len(opened) == 1


MANY = 100_000
"""Answers that take far longer than a server goes on with a release that is no longer in force."""


def ask_until_it_is(client: httpx.Client, release_id: str | None) -> None:
    """Asks until an answer is of that release."""
    for _ in range(MANY):
        if client.get(QUESTION).headers["atlas-release"] == release_id:
            return
    pytest.fail(f"{release_id} is in force, and {MANY} answers were of another release")


def test_a_new_release_is_seen_and_no_answer_mixes_two(
    engine_kind: EngineKind, new_store_url: Callable[[EngineKind], str], tmp_path: Path
) -> None:
    url = new_store_url(engine_kind)
    store = tiny_release(url)
    first_id = store.current_id()
    is_over = threading.Event()
    failures: list[str] = []
    seen: list[str] = []

    with serving(create_app(settings(url))) as address:

        def read() -> None:
            with httpx.Client(base_url=address) as client:
                while not is_over.is_set():
                    answer = client.get(QUESTION)
                    release_id = answer.headers.get("atlas-release", "")
                    seen.append(release_id)
                    has_tecate = "02003" in answer.json().get("with_agreements", [])
                    is_first = release_id == first_id
                    if answer.status_code != 200 or answer.json()["release"]["id"] != release_id:
                        failures.append(answer.text)
                    elif has_tecate == is_first:
                        failures.append(f"{release_id} with the answer of another")

        readers = [threading.Thread(target=read) for _ in range(3)]
        for reader in readers:
            reader.start()
        try:
            with httpx.Client(base_url=address) as client:
                before = client.get(QUESTION)
                put_next_release_in_force(url, tmp_path / "register")
                second_id = store.current_id()
                assert second_id != first_id
                ask_until_it_is(client, second_id)
                after = client.get(QUESTION, headers={"If-None-Match": before.headers["etag"]})
                assert after.status_code == 200  # what was known of the release before is not confirmed
                # Going back finds the old answers under their old tags.
                assert first_id is not None
                store.make_current(first_id)
                ask_until_it_is(client, first_id)
                assert client.get(QUESTION).headers["etag"] == before.headers["etag"]
        finally:
            is_over.set()
            for reader in readers:
                reader.join()
    store.close()
    assert failures == []
    assert {first_id, second_id} <= set(seen)


@pytest.fixture
def database(new_store_url: Callable[[EngineKind], str]) -> str:
    url = new_store_url("postgis")
    tiny_release(url).close()
    return url


@pytest.fixture
def away(postgis_server: str, database: str) -> Iterator[Callable[[bool], None]]:
    """Takes the database away from everybody, and gives it back."""
    name = make_url(database).database or ""

    def switch(is_away: bool) -> None:
        with psycopg.connect(postgis_server, autocommit=True) as server:
            server.execute(
                sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}").format(
                    sql.Identifier(name), sql.Literal(not is_away)
                )
            )
            if is_away:
                server.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
                )

    yield switch
    switch(False)


def test_while_the_database_is_away_kept_answers_stay_and_the_rest_is_503(
    database: str, away: Callable[[bool], None]
) -> None:
    items = "/collections/agreements/items?scope=international"
    with (
        serving(create_app(settings(database))) as address,
        httpx.Client(base_url=address, timeout=30) as client,
    ):
        assert client.get("/collections").status_code == client.get(items).status_code == 200
        away(True)
        assert client.get(items).status_code == 200
        response = client.get(f"{items}&limit=2")
        assert (response.status_code, response.json()["code"]) == (503, "store_unavailable")
        assert int(response.headers["retry-after"]) > 0
        assert "atlas_test" not in response.text
        assert client.get("/collections").status_code == 200
        health = client.get("/health")
        assert (health.status_code, health.json()["ready"]) == (200, False)
        assert health.json()["status"] == "store_unavailable"
        assert client.get("/health/ready").status_code == 503
        away(False)
        assert client.get(items).status_code == 200
        assert client.get("/health/ready").status_code == 200
