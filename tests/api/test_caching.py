"""Entity tags, 304, HEAD, compression, and answers kept within a release."""

import gzip
from collections.abc import Callable
from typing import Any

import brotli
import pytest
import zstandard
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import create_app
from api.delivery import caching
from api.delivery.caching import KeptAnswer, KeptAnswers
from api.openapi import document as openapi
from api.reference import example_address
from api.routes import items, tiles
from api.service import Service
from geo.layers import CORE_LAYERS
from tests.api.conftest import Statements, settings

UNTAGGED = {"/health", "/health/ready"}


@pytest.fixture(scope="module")
def examples(app: FastAPI) -> list[str]:
    """An address of every operation, and of a question's ids."""
    paths = openapi.document(app, CORE_LAYERS)["paths"]
    found = [
        example_address(path, methods["get"].get("parameters", []))
        for path, methods in paths.items()
        if path not in UNTAGGED
    ]
    return [*found, "/openapi.json", "/docs", "/questions/without-agreements?f=ids"]


def test_what_a_client_has_is_confirmed_without_the_database(
    client: TestClient, statements: Statements, examples: list[str]
) -> None:
    for address in examples:
        first = client.get(address)
        tag = first.headers["etag"]
        assert tag.startswith('"'), address
        statements.taken()
        for known in (tag, f'"other", W/{tag}'):
            again = client.get(address, headers={"If-None-Match": known})
            assert (again.status_code, again.content) == (304, b""), address
            for name in ("etag", "cache-control", "vary"):
                assert again.headers[name] == first.headers[name], (address, name)
        assert statements.taken() == [], address
        assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == first.status_code


def test_head_has_the_headers_of_get_and_no_body(client: TestClient, examples: list[str]) -> None:
    for address in [*examples, *UNTAGGED, "/collections/nowhere", "/collections?x=1"]:
        got, head = client.get(address), client.head(address)
        assert (head.status_code, head.content) == (got.status_code, b""), address
        # Each answer has a number of its own, and a problem repeats it.
        for name in (set(got.headers) | set(head.headers)) - {"x-request-id"}:
            assert head.headers.get(name) == got.headers.get(name), (address, name)


def test_kept_answers_do_not_ask_the_database_again(client: TestClient, statements: Statements) -> None:
    asked = 0
    for address in (
        "/collections",
        "/collections/offices/tiles/WebMercatorQuad/0/0/0",
        "/questions/without-agreements?f=ids&scope=any",
        "/collections/municipalities/items/02004",
        "/collections/municipalities/items?limit=3&zoom-level=4",
        "/places/search?q=tecate",
        "/municipalities/02004/neighbours",
        "/collections/agreements/items?limit=3&sortby=-id&offset=1",
    ):
        first = client.get(address)
        asked += len(statements.taken())
        assert client.get(address).content == first.content
        assert statements.taken() == [], address
    assert asked


def test_without_memory_for_them_no_answers_are_kept(
    served_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    for module, name in ((items, "items_page"), (tiles, "layer_of_tile")):
        make = getattr(module, name)

        def counted(*given: Any, make: Callable[..., Any] = make, name: str = name, **more: Any) -> Any:
            made.append(name)
            return make(*given, **more)

        monkeypatch.setattr(module, name, counted)
    with TestClient(create_app(settings(served_url, kept_megabytes=0))) as client:
        service: Service = client.app.state.service  # type: ignore[attr-defined]
        for address, name in (
            ("/collections/states/items?limit=1", "items_page"),
            ("/collections/offices/tiles/WebMercatorQuad/0/0/0", "layer_of_tile"),
        ):
            made.clear()
            assert client.get(address).content == client.get(address).content
            assert made == [name, name]
        assert len(service.kept) == 0


def test_other_code_gives_other_tags(monkeypatch: pytest.MonkeyPatch) -> None:
    own = caching.build_digest()
    assert own == caching.build_digest()
    monkeypatch.setattr(caching, "_PACKAGES", ("geo",))
    of_less = caching.build_digest()
    monkeypatch.setattr(caching, "_PACKAGES", ())
    assert len({own, of_less, caching.build_digest()}) == 3


def test_one_request_however_it_is_spelled(client: TestClient) -> None:
    address = "/questions/without-agreements"
    tags = {
        client.get(f"{address}?{query}").headers["etag"]
        for query in ("state=02&level=municipal", "level=municipal&state=02", "level=municipal&state=%302")
    }
    assert len(tags) == 1
    assert client.get(f"{address}?state=01&level=municipal").headers["etag"] not in tags


def raw(client: TestClient, address: str, accept: str | None) -> tuple[str, bytes, Any]:
    """Encoding, body as sent, and headers."""
    headers = {} if accept is None else {"Accept-Encoding": accept}
    request = client.build_request("GET", address, headers=headers)
    if accept is None:
        del request.headers["accept-encoding"]
    response = client.send(request, stream=True)
    body = b"".join(response.iter_raw())
    response.close()
    return response.headers.get("content-encoding", "identity"), body, response.headers


@pytest.mark.parametrize(
    ("accept", "encoding"),
    [
        (None, "identity"),
        ("identity", "identity"),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate, zstd", "zstd"),
        ("zstd, br;q=0.9", "zstd"),
        ("br;q=0.2, gzip;q=0.9", "gzip"),
        ("br;q=0, gzip;q=0", "identity"),
        ("*", "br"),
        ("*;q=0.5, br;q=0", "zstd"),
        ("*;q=0.5, br;q=0, zstd;q=0", "gzip"),
        ("compress", "identity"),
    ],
)
@pytest.mark.parametrize("address", ["/collections", "/collections/municipalities/items?limit=19"])
def test_compression_follows_the_liking_of_the_client(
    client: TestClient, address: str, accept: str | None, encoding: str
) -> None:
    _, plain, plain_headers = raw(client, address, "identity")
    chosen, body, headers = raw(client, address, accept)
    assert chosen == encoding
    opened = {
        "br": brotli.decompress,
        "zstd": lambda packed: zstandard.ZstdDecompressor().decompressobj().decompress(packed),
        "gzip": gzip.decompress,
        "identity": bytes,
    }
    assert opened[encoding](body) == plain
    assert "Accept-Encoding" in headers["vary"]
    assert (headers["etag"] == plain_headers["etag"]) == (encoding == "identity")
    assert int(headers["content-length"]) == len(body)


def test_short_answers_are_not_compressed(client: TestClient) -> None:
    encoding, body, _ = raw(client, "/municipalities/02010/neighbours", "br")
    assert (encoding, len(body) < 1000) == ("identity", True)


def test_links_name_the_address_that_was_asked_or_the_public_one(served_url: str) -> None:
    with TestClient(create_app(settings(served_url)), base_url="http://one.example") as client:
        one = client.get("/collections/states")
        two = client.get("/collections/states", headers={"Host": "two.example"})
        assert one.json()["links"][0]["href"] == "http://one.example/collections/states"
        assert two.json()["links"][0]["href"] == "http://two.example/collections/states"
        assert one.headers["etag"] != two.headers["etag"]
    public = settings(served_url, public_url="https://atlas.example/mx", root_path="/mx")
    with TestClient(create_app(public)) as client:
        for address in ("/collections/states", "/mx/collections/states"):
            links = client.get(address).json()["links"]
            assert links[0]["href"] == "https://atlas.example/mx/collections/states"
        assert client.get("/openapi.json").json()["servers"] == [{"url": "/mx"}]
        assert 'href="/mx/openapi.json"' in client.get("/mx/docs").text
        assert client.get("/mx/collections/nowhere").json()["type"] == "/mx/docs#unknown_collection"
        page = client.get("/mx/collections/states/items?limit=1").json()
        assert page["links"][0]["href"] == "https://atlas.example/mx/collections/states/items?limit=1"


def kept(size_bytes: int) -> KeptAnswer:
    return KeptAnswer(200, {}, {"identity": b"x" * size_bytes})


def test_kept_answers_stay_within_their_bound_and_the_longest_unused_go() -> None:
    answers = KeptAnswers(100_000)
    for number in range(50):
        answers.keep("r1", f"k{number}", kept(4000))
        assert answers.size_bytes <= 100_000
        assert answers.get("r1", "k0")  # used each time, so it stays
    assert answers.get("r1", "k1") is None
    assert answers.get("r1", "k49") is not None
    answers.keep("r1", "large", kept(20_000))
    assert answers.get("r1", "large") is None  # none takes an eighth for itself


def test_an_answer_counted_again_is_counted_once() -> None:
    answers, answer = KeptAnswers(100_000), kept(4000)
    answers.keep("r1", "k", answer)
    before = answers.size_bytes
    answer.bodies["gzip"] = b"y" * 500
    answers.keep("r1", "k", answer)
    assert (len(answers), answers.size_bytes) == (1, before + 500)


def test_another_release_drops_what_was_kept() -> None:
    answers = KeptAnswers(100_000)
    answers.keep("r1", "k", kept(10))
    assert answers.get("r2", "k") is None
    answers.keep("r2", "other", kept(10))
    assert (answers.get("r1", "k"), len(answers)) == (None, 1)
