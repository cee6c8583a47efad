"""Plain requests that go past the framework are answered as those that go through it."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.items.feature_files import FeatureFiles
from geo.tiles.drawing import TileDrawings
from tests.api.conftest import settings

ADDRESSES = (
    "/collections/municipalities/items?limit=4&offset=1",
    "/collections/municipalities/items?filter=cve_ent%3D%2702%27&sortby=-name",
    "/collections/municipalities/items?f=csv&limit=2",
    "/collections/municipalities/items?limit=2&f=html&lang=en",
    "/collections/municipalities/tiles/WebMercatorQuad/6/27/11",
    "/collections/states/tiles/WebMercatorQuad/6/0/0",
    "/collections/nowhere/items",
    "/collections/municipalities/items?limit=0",
    "/collections/municipalities/items?nothing=1",
    "/collections/municipalities/items?limit=1&limit=2",
    "/collections/municipalities/items?filter=cve_ent%3D",
    "/collections/municipalities/items?bbox=1,2",
    "/collections/municipalities/tiles/WebMercatorQuad/3/9/9",
    "/collections/sources/tiles/WebMercatorQuad/3/0/0",
)


@pytest.fixture
def by_hand(served_url: str) -> Iterator[Any]:
    """A server that keeps nothing, so that every request is answered anew, and who answered the last one."""
    app = create_app(settings(served_url, kept_megabytes=0))
    through: list[str] = []
    router = app.router

    class Counting:
        def __getattr__(self, name: str) -> Any:
            return getattr(router, name)

        async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
            if scope["type"] == "http":
                through.append(scope["path"])
            await router(scope, receive, send)

    app.router = Counting()  # type: ignore[assignment]
    with TestClient(app, base_url="http://atlas.example") as client:
        yield client, through


@pytest.mark.parametrize("address", ADDRESSES)
def test_both_ways_say_the_same(by_hand: Any, address: str) -> None:
    client, through = by_hand
    plain = client.get(address)
    shortly = list(through)
    other = client.get(address, headers={"Origin": "http://other.example"})
    assert len(through) == len(shortly) + 1
    assert plain.status_code == other.status_code
    if "text/csv" not in plain.headers["content-type" if plain.content else "vary"]:
        number = (plain.headers["x-request-id"], other.headers["x-request-id"])
        assert plain.content.replace(number[0].encode(), b"") == other.content.replace(
            number[1].encode(), b""
        )
    allowed = {"access-control-allow-origin", "access-control-expose-headers", "x-request-id"}
    for name in (set(plain.headers) | set(other.headers)) - allowed:
        assert plain.headers.get(name) == other.headers.get(name), name
    assert "access-control-allow-origin" in other.headers
    assert plain.headers["x-request-id"]


@pytest.mark.parametrize("address", [ADDRESSES[0], ADDRESSES[1], ADDRESSES[4], ADDRESSES[9]])
def test_pages_and_tiles_do_not_come_to_the_router(by_hand: Any, address: str) -> None:
    client, through = by_hand
    client.get(address)
    assert through == []


@pytest.mark.parametrize("address", [ADDRESSES[2], ADDRESSES[3]])
def test_what_wants_a_closer_look_comes_to_the_router(by_hand: Any, address: str) -> None:
    client, through = by_hand
    assert client.get(address).status_code == 200
    assert len(through) == 1


def test_a_prepared_tile_is_drawn_in_the_event_loop_and_the_first_of_a_zoom_is_not(
    by_hand: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, _ = by_hand
    drawn_by: list[str] = []
    draw = TileDrawings.tile

    def drawing(*asked: Any) -> bytes | None:
        drawn_by.append(threading.current_thread().name)
        return draw(*asked)

    monkeypatch.setattr(TileDrawings, "tile", drawing)
    bodies = [client.get(ADDRESSES[4]).content for _ in range(3)]
    assert len(set(bodies)) == 1
    first, *others = drawn_by
    assert first.startswith("AnyIO worker thread")
    assert len(set(others)) == 1
    assert not others[0].startswith(("AnyIO", "atlas-quick"))


def test_the_first_page_of_a_layer_leaves_the_quick_threads_to_others(
    by_hand: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, _ = by_hand
    client.get("/collections/states/items")
    release = client.app.state.service.releases.served
    if release.files is None:
        pytest.skip("only DuckDB has files of features")
    made_by: list[str] = []
    make = release.files._made

    def making(*asked: Any) -> Any:
        made_by.append(threading.current_thread().name)
        return make(*asked)

    monkeypatch.setattr(FeatureFiles, "_made", lambda _, *asked: making(*asked))
    bodies = [client.get("/collections/offices/items").content for _ in range(2)]
    assert bodies[0] == bodies[1]
    (by,) = made_by
    assert by.startswith("AnyIO worker thread")


def test_head_has_no_body(by_hand: Any) -> None:
    client, _ = by_hand
    whole, head = client.get(ADDRESSES[0]), client.head(ADDRESSES[0])
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == whole.headers["etag"]


def test_under_a_path_too(served_url: str) -> None:
    app = create_app(settings(served_url, root_path="/atlas", kept_megabytes=0))
    with TestClient(app, base_url="http://atlas.example") as client:
        page = client.get("/collections/municipalities/items?limit=2").json()
    assert all(link["href"].startswith("http://atlas.example/atlas/") for link in page["links"])
