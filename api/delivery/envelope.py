"""What surrounds every answer: its number, the security headers, the log line, and the last catch."""

from __future__ import annotations

import logging
import os
import time

import orjson
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import answer_error

_ACCESS = logging.getLogger("atlas.access")

# MapLibre GL makes its worker from a blob and places markers by style attributes; all else is our own.
CONTENT_SECURITY_POLICY = "; ".join(  # noqa: FLY002 - one directive a line is easier to review
    (
        "default-src 'self'",
        "script-src 'self'",
        "worker-src 'self' blob:",
        "child-src 'self' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
SECURITY = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}


def write_access_log() -> None:
    """From now on each request is a line of JSON on the standard error output."""
    if not _ACCESS.handlers:
        _ACCESS.addHandler(logging.StreamHandler())
    _ACCESS.setLevel(logging.INFO)
    _ACCESS.propagate = False


class Envelope:
    """Numbers each request, adds the headers that every answer has, and lets no fault out unanswered."""

    def __init__(self, app: ASGIApp, root_path: str, is_logging: bool) -> None:
        self._app = app
        self._root_path = root_path
        self._is_logging = is_logging

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = os.urandom(8).hex()
        if self._root_path:
            scope = {**scope, "root_path": self._root_path}
        scope.setdefault("state", {})["request_id"] = request_id
        started_at = time.perf_counter()
        sent = {"status": 0, "bytes": 0}

        async def send_enveloped(message: Message) -> None:
            if message["type"] == "http.response.start":
                sent["status"] = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-Id"] = request_id
                for name, value in SECURITY.items():
                    headers.setdefault(name, value)
            else:
                sent["bytes"] += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, send_enveloped)
        except Exception as error:
            if sent["status"]:
                raise  # Too late for another answer: the server cuts the connection, and the client notices.
            response = await answer_error(Request(scope), error)
            await response(scope, receive, send_enveloped)
        finally:
            if self._is_logging:
                self._log(scope, request_id, sent, time.perf_counter() - started_at)

    @staticmethod
    def _log(scope: Scope, request_id: str, sent: dict[str, int], seconds: float) -> None:
        line = {
            "request_id": request_id,
            "method": scope["method"],
            "path": scope["path"],
            "query": scope["query_string"].decode("latin-1"),
            **sent,
            "ms": round(seconds * 1000, 1),
        }
        _ACCESS.info(orjson.dumps(line).decode())


class HeadAsGet:
    """Answers HEAD with the headers of GET and no body, on every route alike."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def send_headers(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        scope.setdefault("state", {})["is_head"] = True
        await self._app({**scope, "method": "GET"}, receive, send_headers)
