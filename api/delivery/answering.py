"""How every route answers: unknown parameters refused, entity tags, 304, compression, answers kept.

- ``CheckedRoute`` refuses what the route does not declare and tags the answer by its bytes.
- ``ReleaseRoute`` answers from one release and tags by release and request, so that a client that has the
  answer already is told so without the database.
- ``KeptRoute`` does the same and keeps the bytes in memory until the next release.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Iterator
from functools import cached_property, partial
from typing import Any, ClassVar

from fastapi.concurrency import iterate_in_threadpool, run_in_threadpool
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from api import negotiation
from api.delivery import caching, encodings, prompt
from api.delivery.caching import KeptAnswer
from api.delivery.work import Work
from api.dependencies import Variation, variations_of
from api.negotiation import Encoding
from api.parameters import DeclaredParameters
from api.releases import ServedRelease
from api.service import service_of

Handler = Callable[[Request], Coroutine[Any, Any, Response]]

VERSION_PARAMETER = "v"
"""A query parameter that names the release and changes nothing else: such an address may be kept for good."""


class BlocksResponse(StreamingResponse):
    """An answer too large to be held whole: its blocks are read as they are sent."""

    def __init__(self, blocks: Iterator[bytes], media_type: str, *, is_compressible: bool = True) -> None:
        super().__init__(iterate_in_threadpool(blocks), media_type=media_type)
        self.blocks = blocks
        self.is_compressible = is_compressible

    def compress(self, encoding: Encoding) -> None:
        """Send the blocks in that encoding."""
        if encoding != "identity" and self.is_compressible:
            self.body_iterator = iterate_in_threadpool(encodings.compressed_stream(self.blocks, encoding))
            self.headers["Content-Encoding"] = encoding


class CheckedRoute(APIRoute):
    """Refuses what the route does not declare and tags by its bytes what does not say how it may be kept."""

    def checks(self, request: Request) -> bool:  # noqa: ARG002 - for routes that also serve pages
        """Whether the parameters of this request are those of the API."""
        return True

    def get_route_handler(self) -> Handler:
        """The handler of one request."""
        handler = super().get_route_handler()
        declared = DeclaredParameters(self.dependant)
        variations = variations_of(self.dependant)

        async def answer(request: Request) -> Response:
            if self.checks(request):
                declared.check(request)
            response = await handler(request)
            if response.status_code != 200 or "cache-control" in response.headers:
                return response
            encoding = negotiation.encoding(request.headers.get("accept-encoding"))
            said = _remembered(response)
            tag = caching.entity_tag(caching.digest_of(said.bodies["identity"]), encoding)
            vary = _vary([(header, vary_by(request)) for header, vary_by in variations])
            headers = {"ETag": tag, "Cache-Control": caching.REVALIDATE, "Vary": vary}
            if caching.is_known(request.headers.get("if-none-match"), tag):
                return Response(status_code=304, headers=headers)
            return await _sent(said, encoding, headers, is_kept=False)

        return answer


class ReleaseRoute(APIRoute):
    """Answers from one release, which every part of the answer comes from."""

    is_kept: ClassVar[bool] = False

    def directly(self, request: Request) -> Work | None:  # noqa: ARG002 - for busy routes
        """The work of the answer, where the route needs no help to find its arguments.

        FastAPI takes longer to call the dependencies of a page than the database to find it.
        """
        return None

    def get_route_handler(self) -> Handler:
        """The handler of one request."""
        handler = super().get_route_handler()

        async def answer(request: Request) -> Response:
            await self._begin(request)
            work = self.directly(request)

            async def respond() -> Response:
                return await (handler(request) if work is None else work.done(request))

            return await self._answered(request, respond)

        return answer

    @cached_property
    def _declared(self) -> DeclaredParameters:
        return DeclaredParameters(self.dependant)

    @cached_property
    def _variations(self) -> list[Variation]:
        return variations_of(self.dependant)

    async def promptly(self, request: Request) -> Response | None:
        """The answer without anything of the framework; None where the request wants a closer look."""
        await self._begin(request)
        work = self.directly(request)
        return None if work is None else await self._answered(request, partial(work.done, request))

    async def _begin(self, request: Request) -> None:
        request.state.release = await service_of(request).releases.current()
        self._declared.check(request)

    async def _answered(self, request: Request, respond: Callable[[], Awaitable[Response]]) -> Response:
        service = service_of(request)
        release: ServedRelease = request.state.release
        query = request.query_params.multi_items()
        cache = caching.REVALIDATE
        if VERSION_PARAMETER in self._declared:
            if (VERSION_PARAMETER, release.id) in query:
                cache = caching.IMMUTABLE
            query = [pair for pair in query if pair[0] != VERSION_PARAMETER]
        varied = [(header, vary_by(request)) for header, vary_by in self._variations]
        asked = caching.canonical(request.scope["path"], query, [value or "" for _, value in varied])
        encoding = negotiation.encoding(request.headers.get("accept-encoding"))
        tag = caching.entity_tag(caching.digest_of(service.build, release.id, asked), encoding)
        headers = {"ETag": tag, "Cache-Control": cache, "Vary": _vary(varied), "Atlas-Release": release.id}
        if known := caching.known_as(request.headers.get("if-none-match"), tag):
            return Response(status_code=304, headers={**headers, "ETag": known})
        is_kept = self.is_kept and service.kept.is_on

        async def made() -> KeptAnswer | BlocksResponse:
            async with service.demanding.place(request):
                response = await respond()
            return response if isinstance(response, BlocksResponse) else _remembered(response)

        said: KeptAnswer | BlocksResponse | None
        if is_kept:
            said = service.kept.get(release.id, asked)
            said = said or await service.flights.one_for_all((release.id, asked), made)
        else:
            said = await made()
        if isinstance(said, BlocksResponse):
            said.compress(encoding)
            said.headers.update(headers)
            if not said.is_compressible:
                # A file holds the time of its writing, so that two of them are alike but not equal.
                said.headers["ETag"] = f"W/{tag}"
            return said
        is_new = is_kept and encoding not in said.bodies
        sent = await _sent(said, encoding, headers, is_kept=is_kept)
        if is_kept and (is_new or service.kept.get(release.id, asked) is None):
            service.kept.keep(release.id, asked, said)
        if is_kept and sent.status_code in {200, 204}:
            chosen: Encoding = encoding if "Content-Encoding" in headers else "identity"
            service.repacking.sent(release.id, asked, said, chosen)
            request.scope["state"][prompt.STATE] = prompt.KeptAs(release.id, asked, tag, chosen)
        return sent


class KeptRoute(ReleaseRoute):
    """Keeps the bytes of its answers in memory until the next release."""

    is_kept = True


def _vary(varied: list[tuple[str | None, str | None]]) -> str:
    headers = [header for header, value in varied if header is not None and value is not None]
    return ", ".join(dict.fromkeys(["Accept-Encoding", *headers]))


def _remembered(response: Response) -> KeptAnswer:
    headers = {name: value for name, value in response.headers.items() if name != "content-length"}
    return KeptAnswer(response.status_code, headers, {"identity": bytes(response.body)})


async def _sent(said: KeptAnswer, encoding: Encoding, headers: dict[str, str], *, is_kept: bool) -> Response:
    plain = said.bodies["identity"]
    if len(plain) < encodings.SMALLEST_BYTES:
        encoding = "identity"
    if encoding not in said.bodies:
        said.bodies[encoding] = await run_in_threadpool(
            encodings.compressed, plain, encoding, is_kept=is_kept
        )
    if encoding != "identity":
        headers["Content-Encoding"] = encoding
        headers["ETag"] = said.tag_of(encoding, headers["ETag"])
    return Response(said.bodies[encoding], said.status, {**said.headers, **headers})
