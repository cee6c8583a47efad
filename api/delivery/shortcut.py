"""The way of busy routes past the framework: plain requests for pages and tiles are answered here.

The middlewares of the framework, its router and its stack of exits take as long as a page of ten features
does. A route that finds its arguments itself (`ReleaseRoute.directly`) needs none of them.
"""

from __future__ import annotations

from collections.abc import Iterable

from starlette.requests import Request
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from api.delivery.answering import ReleaseRoute
from api.errors import ANSWERED, answer_error


class Shortcut:
    """Answers what a busy route can answer promptly; everything else goes on to the app."""

    def __init__(self, app: ASGIApp, routes: Iterable[BaseRoute]) -> None:
        self._app = app
        self._routes = [
            route
            for route in routes
            if isinstance(route, ReleaseRoute) and type(route).directly is not ReleaseRoute.directly
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        is_plain = scope["type"] == "http" and scope["method"] == "GET" and not scope.get("root_path")
        # Headers for pages of other sites are added further on.
        if is_plain and not any(name == b"origin" for name, _ in scope["headers"]):
            for route in self._routes:
                if match := route.path_regex.match(scope["path"]):
                    request = Request({**scope, "path_params": match.groupdict()}, receive)
                    try:
                        response = await route.promptly(request)
                    except ANSWERED as error:
                        response = await answer_error(request, error)
                    if response is not None:
                        # As the answers to other sites, whose pages are allowed to read them, say.
                        varied = response.headers.get("vary")
                        response.headers["Vary"] = f"{varied}, Origin" if varied else "Origin"
                        await response(scope, receive, send)
                        return
        await self._app(scope, receive, send)
