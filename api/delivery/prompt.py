"""Answers that are kept, given before anything else looks at the request.

Routing, parsing and the checks of parameters cost ten times what sending kept bytes does. Whoever asks again
exactly what was answered a moment ago, header for header, is answered here.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.delivery import caching
from api.delivery.caching import KeptAnswers
from api.delivery.envelope import SECURITY
from api.delivery.repacking import Repacking
from api.negotiation import Encoding
from api.releases import Releases

Headers = list[tuple[bytes, bytes]]
_Asked = tuple[object, ...]

STATE = "kept_as"
"""Where a route leaves, in the state of a request, under which name its answer is kept."""

_MOST = 10_000
_LONGEST_QUERY = 1000
# What makes an answer another one, beside its address; a request that has more than these is looked at.
_VARYING = (b"host", b"accept", b"accept-language", b"accept-encoding")
_ELSEWHERE = (b"origin", b"range", b"if-range")
_CHANGING = frozenset({b"x-request-id", b"content-length", b"etag"})
_CONFIRMED = frozenset({b"cache-control", b"vary", b"atlas-release"}) | {
    name.lower().encode() for name in SECURITY
}


@dataclass(frozen=True, slots=True)
class KeptAs:
    """The name of a kept answer, its tag when packed quickly, and the compression in which it is sent."""

    release_id: str
    asked: str
    tag: str
    encoding: Encoding


@dataclass(slots=True)
class _Known:
    kept_as: KeptAs
    status: int
    headers: Headers
    short: Headers


class Prompt:
    """Gives kept answers; everything else goes on to the app."""

    def __init__(self, app: ASGIApp, releases: Releases, kept: KeptAnswers, repacking: Repacking) -> None:
        self._app = app
        self._releases = releases
        self._kept = kept
        self._repacking = repacking
        self._known: dict[_Asked, _Known] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        is_plain = len(headers) == len(scope["headers"]) and len(scope["query_string"]) <= _LONGEST_QUERY
        if not is_plain or any(name in headers for name in _ELSEWHERE):
            await self._app(scope, receive, send)
            return
        asked = (
            scope["raw_path"],
            scope["query_string"],
            scope["scheme"],
            *(headers.get(name) for name in _VARYING),
        )
        known = self._known.get(asked)
        if known is None or not await self._given(known, headers.get(b"if-none-match"), send):
            await self._app(scope, receive, self._listening(scope, asked, send))

    async def _given(self, known: _Known, if_none_match: bytes | None, send: Send) -> bool:
        kept_as = known.kept_as
        release = self._releases.fresh()
        if release is None or release.id != kept_as.release_id:
            return False
        answer = self._kept.get(kept_as.release_id, kept_as.asked)
        if answer is None:
            return False
        number = (b"x-request-id", os.urandom(8).hex().encode())
        if if_none_match is not None and (
            tag := caching.known_as(if_none_match.decode("latin-1"), kept_as.tag)
        ):
            await send(_start(304, [*known.short, (b"etag", tag.encode()), number]))
            await send({"type": "http.response.body", "body": b""})
            return True
        body = answer.bodies.get(kept_as.encoding)
        if body is None:
            return False
        length = (b"content-length", str(len(body)).encode())
        tag = answer.tag_of(kept_as.encoding, kept_as.tag)
        own = [(b"etag", tag.encode()), number]
        self._repacking.sent(kept_as.release_id, kept_as.asked, answer, kept_as.encoding)
        await send(_start(known.status, [*known.headers, *own, *([length] if body else [])]))
        await send({"type": "http.response.body", "body": body})
        return True

    def _listening(self, scope: Scope, asked: _Asked, send: Send) -> Send:
        state = scope.setdefault("state", {})

        async def listen(message: Message) -> None:
            if (
                message["type"] == "http.response.start"
                and STATE in state
                and message["status"] in {200, 204}
            ):
                headers = [pair for pair in message["headers"] if pair[0] not in _CHANGING]
                short = [pair for pair in headers if pair[0] in _CONFIRMED]
                if len(self._known) >= _MOST:
                    self._known.clear()
                self._known[asked] = _Known(state[STATE], message["status"], headers, short)
            await send(message)

        return listen


def _start(status: int, headers: Headers) -> Message:
    return {"type": "http.response.start", "status": status, "headers": headers}
