"""The files of the web app: compressed siblings where the build made them, and how long each may be kept."""

from __future__ import annotations

import os
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Scope

from api import negotiation
from api.delivery import caching
from api.negotiation import Encoding

_SUFFIXES: dict[Encoding, str] = {"br": ".br", "gzip": ".gz"}


class MapFiles(StaticFiles):
    """A folder of the built web app, which may also be missing: then its files are not found."""

    def __init__(self, directory: Path, cache_control: str) -> None:
        super().__init__(directory=directory, check_dir=False)
        self.config_checked = True
        self._cache_control = cache_control

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,  # noqa: ARG002 - the sibling has its own
        scope: Scope,
        status_code: int = 200,  # noqa: ARG002
    ) -> Response:
        """The file, in the compression that the client likes best of those that the build made."""
        headers = Headers(scope=scope)
        response = file_response(Path(full_path), headers, self._cache_control)
        if self.is_not_modified(response.headers, headers):
            return NotModifiedResponse(response.headers)
        return response


def file_response(path: Path, headers: Headers, cache_control: str) -> FileResponse:
    """The file or a compressed sibling of it. Its entity tag is of size and time, so that the two differ."""
    encoding = negotiation.encoding(headers.get("accept-encoding"), ("br", "gzip", "identity"))
    served = path
    kept = {"Cache-Control": cache_control, "Vary": "Accept-Encoding"}
    if suffix := _SUFFIXES.get(encoding):
        sibling = path.with_name(path.name + suffix)
        if sibling.is_file():
            served = sibling
            kept["Content-Encoding"] = encoding
    media_type = _MEDIA_TYPES.get(path.suffix)
    return FileResponse(served, headers=kept, media_type=media_type, stat_result=served.stat())


_MEDIA_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".mjs": "text/javascript",
    ".svg": "image/svg+xml",
}


def page(map_dir: Path, headers: Headers) -> Response | None:
    """The page of the map, or None when the web app was never built."""
    path = map_dir / "index.html"
    if not path.is_file():
        return None
    response = file_response(path, headers, caching.REVALIDATE)
    response.headers["Vary"] = "Accept, Accept-Encoding"
    if caching.is_known(headers.get("if-none-match"), response.headers["etag"]):
        return NotModifiedResponse(response.headers)
    return response
