"""Where everything is: the landing page, the description of the API, and its reference to read."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from api import negotiation, reference, schemas, static
from api.answering import CheckedRoute
from api.dependencies import BaseUrl, RequestLanguage, RunningService, WantsPage
from api.representations import JSON, OPENAPI, address, json_response
from geo.engines.store import StoreError
from geo.layers import LAYERS

_TITLE = {
    "es": "Atlas de Internacionalización Territorial",
    "en": "Atlas of Territorial Internationalisation",
}
_DESCRIPTION = {
    "es": "Acción internacional de los municipios y estados de México: colecciones, teselas y preguntas.",
    "en": "International action of Mexican municipalities and states: collections, tiles and questions.",
}


class PageOrLandingRoute(CheckedRoute):
    """The page of the map owns its query: an address passed on by a social network must not fail."""

    def checks(self, request: Request) -> bool:
        """Programs are told what they may ask; readers of the page are not."""
        return not negotiation.wants_html(request.headers.get("accept"))


landing_router = APIRouter(route_class=PageOrLandingRoute, tags=["Service"])
router = APIRouter(route_class=CheckedRoute, tags=["Service"])


async def _document(request: Request, service: RunningService) -> dict[str, Any]:
    try:
        release = await service.releases.current()
    except (StoreError, SQLAlchemyError):
        # The reference can be read before there are data, and while they are away.
        return service.descriptions.of(request.app, None, LAYERS)
    return service.descriptions.of(request.app, release.id, release.layers.values())


Document = Annotated[dict[str, Any], Depends(_document)]


async def _page(
    request: Request, wants_page: WantsPage, service: RunningService, language: RequestLanguage
) -> Response | None:
    if not wants_page:
        return None
    return static.page(service.settings.map_dir, request.headers) or reference.not_built(language)


@landing_router.get("/", summary="Landing page", response_model=schemas.Landing)
async def landing(
    page: Annotated[Response | None, Depends(_page)], base_url: BaseUrl, language: RequestLanguage
) -> Response:
    """Links to everything; a browser gets the map instead."""
    if page is not None:
        return page
    targets = [
        ("self", "/", JSON, None),
        ("service-desc", "/openapi.json", OPENAPI, "OpenAPI"),
        ("service-doc", "/docs", "text/html", None),
        ("data", "/collections", JSON, None),
        ("questions", "/questions", JSON, None),
        ("search", "/places/search?q={text}", JSON, None),
        ("status", "/health", JSON, None),
    ]
    links = [
        schemas.Link(rel=rel, href=address(base_url, path), type=media_type, title=title)
        for rel, path, media_type, title in targets
    ]
    return json_response(
        schemas.Landing(title=_TITLE[language], description=_DESCRIPTION[language], links=links)
    )


@router.get("/openapi.json", summary="This description", include_in_schema=False)
async def description(document: Document) -> Response:
    """The OpenAPI document."""
    return json_response(document, media_type=OPENAPI)


@router.get("/docs", summary="Reference of the API", include_in_schema=False)
async def documentation(document: Document) -> Response:
    """The same to read: one page, without scripts and without anything from elsewhere."""
    return HTMLResponse(reference.page(document))
