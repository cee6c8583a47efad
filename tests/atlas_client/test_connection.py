"""Waiting, confirming and telling, against a transport that says what a server would."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from atlas_client.connection import Connection
from atlas_client.errors import Busy, Refused

PROBLEM = {"code": "too_slow", "detail": "Tardó demasiado.", "status": 503}


def connection(
    answers: Iterator[httpx.Response], asked: list[httpx.Request], waits: list[float]
) -> Connection:
    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return next(answers)

    return Connection(
        "http://atlas.example/",
        language="es",
        patience_s=5,
        transport=httpx.MockTransport(answer),
        wait=waits.append,
    )


def problem(status: int, **headers: str) -> httpx.Response:
    body = json.dumps({**PROBLEM, "status": status}).encode()
    return httpx.Response(
        status, content=body, headers={"Content-Type": "application/problem+json", **headers}
    )


def test_a_busy_server_is_waited_for_as_long_as_it_says() -> None:
    asked: list[httpx.Request] = []
    waits: list[float] = []
    answers = iter([problem(503, **{"Retry-After": "2"}), problem(503), httpx.Response(200, json={"a": 1})])
    assert connection(answers, asked, waits).document("/x") == {"a": 1}
    assert (len(asked), waits) == (3, [2.0, 1.0])


def test_patience_ends() -> None:
    waits: list[float] = []
    answers = iter([problem(503, **{"Retry-After": "4"})] * 2)
    with pytest.raises(Busy, match="Tardó demasiado") as busy:
        connection(answers, [], waits).document("/x")
    assert (busy.value.status, busy.value.code, waits) == (503, "too_slow", [4.0])


def test_what_is_kept_is_confirmed_by_its_tag() -> None:
    asked: list[httpx.Request] = []
    kept: dict[str, Any] = {"json": {"a": 1}, "headers": {"ETag": '"r1"'}}
    answers = iter([httpx.Response(200, **kept), httpx.Response(304)])
    opened = connection(answers, asked, [])
    assert opened.document("/x") == opened.document("/x") == {"a": 1}
    assert [request.headers.get("If-None-Match") for request in asked] == [None, '"r1"']


def test_an_error_without_explanation_is_told() -> None:
    answers = iter([httpx.Response(404, text="nginx")])
    with pytest.raises(Refused, match="404 sin explicación"):
        connection(answers, [], []).document("/x")
