"""A request that would take too long is stopped, and many of them do not take the server from others."""

import threading
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from starlette.requests import Request

from api.app import create_app
from api.bounds import Watchdog, is_quick
from geo.items import queries
from tests.api.conftest import settings
from tests.api.serving import serving
from tests.conftest import EngineKind

SLOW = {
    "postgis": "SELECT pg_sleep(60)",
    "duckdb": "SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range * b.range % 7 = 3",
}
TIMEOUT_SECONDS = 1.0
SLOW_ADDRESS = "/collections/states/items?filter=cve_ent='01'"


@pytest.fixture
def slow_filters(monkeypatch: pytest.MonkeyPatch, engine_kind: EngineKind) -> None:
    """From now on it takes a minute to find what a filter matches."""
    conditions = queries.conditions

    def slowed(layer, selection):
        slow = text(f"({SLOW[engine_kind]}) IS NOT NULL")
        return conditions(layer, selection) + ([] if selection.where is None else [slow])

    monkeypatch.setattr(queries, "conditions", slowed)


def test_a_statement_that_takes_too_long_is_given_up(served_url: str, slow_filters: None) -> None:
    with TestClient(create_app(settings(served_url, statement_timeout_seconds=0.5))) as client:
        assert client.get("/collections").status_code == 200
        for _ in range(3):
            response = client.get(SLOW_ADDRESS)
            assert (response.status_code, response.json()["code"]) == (503, "too_slow")
            assert int(response.headers["retry-after"]) > 0
        assert client.get("/collections/states/items").status_code == 200


def test_two_hundred_slow_requests_leave_the_others_their_server(served_url: str, slow_filters: None) -> None:
    bounds = {
        "statement_timeout_seconds": TIMEOUT_SECONDS,
        "patience_seconds": 0.5,
        "threads": 8,
        "kept_megabytes": 0,
    }
    with serving(create_app(settings(served_url, **bounds))) as address, httpx.Client(timeout=60) as quick:
        assert quick.get(f"{address}/collections").status_code == 200
        quick.get(f"{address}/collections/states/items")
        limits = httpx.Limits(max_connections=200)
        with httpx.Client(timeout=60, limits=limits) as slow, ThreadPoolExecutor(200) as readers:
            asked = [
                readers.submit(slow.get, f"{address}{SLOW_ADDRESS}&limit={number}")
                for number in range(1, 201)
            ]
            served = 0
            while not all(each.done() for each in asked):
                for path in (
                    "/collections/states/items?limit=1",
                    "/collections/municipalities/tiles/WebMercatorQuad/5/14/6",
                ):
                    assert quick.get(address + path).status_code in {200, 204}
                    served += 1
        answers = [each.result() for each in asked]
        assert {answer.status_code for answer in answers} == {503}
        codes = [answer.json()["code"] for answer in answers]
        assert {"too_slow", "overloaded"} == set(codes)
        # Served while the slow ones held what they may hold; how fast is for a benchmark on a quiet machine.
        assert served > 0
        assert quick.get(f"{address}/collections/states/items").status_code == 200


class Statement:
    """Runs until it is interrupted."""

    def __init__(self) -> None:
        self.interrupted = threading.Event()

    def interrupt(self) -> None:
        self.interrupted.set()


def test_the_watchdog_interrupts_what_is_due_and_nothing_else() -> None:
    watchdog = Watchdog(0.1)
    over, first, second = Statement(), Statement(), Statement()
    with watchdog.watching(over):
        pass
    with watchdog.watching(first), watchdog.watching(second):
        assert first.interrupted.wait(5)
        assert second.interrupted.wait(5)
    assert not over.interrupted.is_set()
    third = Statement()
    with watchdog.watching(third):
        assert third.interrupted.wait(5)


@pytest.mark.parametrize(
    ("query", "is_short"),
    [
        ("limit=10000&bbox=-100,18,-98,20", True),
        ("limit=10000&crs=http://www.opengis.net/def/crs/EPSG/0/6372", False),
        ("precision=2", False),
        ("filter=cve_ent%3D%2702%27", False),
        ("f=gpkg", False),
    ],
)
def test_what_may_take_long_leaves_the_quick_threads_to_others(query: str, is_short: bool) -> None:
    path = "/collections/municipalities/items"
    scope = {"type": "http", "path": path, "query_string": query.encode(), "headers": []}
    assert is_quick(Request(scope)) is is_short
