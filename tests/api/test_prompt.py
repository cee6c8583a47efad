"""Kept answers that are given before routing differ in nothing from those that routes give."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.delivery.prompt import Prompt

ADDRESSES = (
    "/collections/municipalities/items?limit=4",
    "/collections/municipalities/items?limit=4&zoom-level=5&lang=en&f=html",
    "/collections/states/tiles/WebMercatorQuad/1/0/0",
    "/collections/states/tiles/WebMercatorQuad/6/0/0",
    "/collections",
    "/questions/without-agreements?limit=2",
)
HEADERS = (
    {},
    {"Accept-Encoding": "br"},
    {"Accept-Encoding": "gzip"},
    {"Accept-Language": "en", "Accept": "text/html"},
)


class Counted:
    """How many requests came as far as the routes."""

    def __init__(self, app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = 0
        given = Prompt._given

        async def counted(prompt, known, if_none_match, send):
            is_given = await given(prompt, known, if_none_match, send)
            self.count += not is_given
            return is_given

        monkeypatch.setattr(Prompt, "_given", counted)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("headers", HEADERS, ids=str)
def test_asked_again_it_is_the_same(
    app: FastAPI,
    client: TestClient,
    monkeypatch: pytest.MonkeyPatch,
    address: str,
    headers: dict[str, str],
) -> None:
    first = client.get(address, headers=headers)
    # One that looks elsewhere: readers of other sites are answered by the routes.
    routed = client.get(address, headers={**headers, "Origin": "http://other.example"})
    monkeypatch.setattr(app.state.service.releases, "_interval", float("inf"))
    passed = Counted(app, monkeypatch)
    again = client.get(address, headers=headers)
    assert passed.count == 0
    allowed = {"access-control-allow-origin", "access-control-expose-headers", "x-request-id"}
    # Whoever asks for the third time may find the answer packed anew, under a tag that says so.
    packed_anew = {"etag", "content-length"}
    for said in (first, again, routed):
        assert (said.status_code, said.content) == (first.status_code, first.content)
        for name in (set(said.headers) | set(first.headers)) - allowed - packed_anew:
            assert said.headers.get(name) == first.headers.get(name), name
        assert said.headers["etag"].replace("-max", "") == first.headers["etag"].replace("-max", "")
    assert again.headers["x-request-id"] != first.headers["x-request-id"]
    known = client.get(address, headers={**headers, "If-None-Match": first.headers["etag"]})
    assert (known.status_code, known.content, passed.count) == (304, b"", 0)
    other = {**headers, "If-None-Match": first.headers["etag"], "Origin": "http://other.example"}
    told = client.get(address, headers=other)
    for name in (set(known.headers) | set(told.headers)) - allowed:
        assert known.headers.get(name) == told.headers.get(name), name
