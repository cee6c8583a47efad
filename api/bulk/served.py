"""A file of a release as an answer: strong tag, ranges, checksum, kept for good."""

from __future__ import annotations

import base64

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.types import Receive, Scope, Send

from api.bulk.folder import Made
from api.bulk.kinds import BulkFile
from api.delivery import caching


class RangedFile(FileResponse):
    """A file that is sent whole or in ranges; of HEAD only the headers, without reading it."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope.get("state", {}).get("is_head"):
            scope = {**scope, "method": "HEAD"}
        await super().__call__(scope, receive, send)


def answer(request: Request, file: BulkFile, made: Made, release_id: str) -> Response:
    """The file, or 304 for whoever has it; its tag is its SHA-256, so that every server gives the same."""
    tag = caching.entity_tag(made.sha256, "identity")
    digest = base64.b64encode(bytes.fromhex(made.sha256)).decode()
    headers = {
        "ETag": tag,
        # The bytes are those that the digest is of: a proxy must not compress them.
        "Cache-Control": f"{caching.IMMUTABLE}, no-transform",
        "Vary": "Accept-Encoding",
        "Repr-Digest": f"sha-256=:{digest}:",
        "Atlas-Release": release_id,
    }
    if caching.is_known(request.headers.get("if-none-match"), tag):
        return Response(status_code=304, headers=headers)
    name = file.saved_as(release_id)
    if file.is_document:
        return RangedFile(
            made.path, headers=headers, media_type=file.media_type, stat_result=made.path.stat()
        )
    return RangedFile(
        made.path, headers=headers, media_type=file.media_type, filename=name, stat_result=made.path.stat()
    )
