"""Where everything is: the landing page, what the API conforms to, its description and its reference."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from api import choices, conformance, negotiation, reference, schemas, static, tilesets
from api.delivery.answering import CheckedRoute
from api.dependencies import Asked, BaseUrl, DocumentForm, RequestLanguage, RunningService, WantsPage
from api.formats import HTML, JSON, OFFERS, Format
from api.openapi.version30 import downgraded
from api.pages_to_read import ATLAS, HOME, Reading
from api.representations import OPENAPI, OPENAPI_30, address, alternates, json_response
from geo.declarations import Text
from geo.engines.store import StoreError
from geo.layers import LAYERS

_DESCRIPTION = Text(
    "Acción internacional de los municipios y estados de México: colecciones, teselas y preguntas.",
    "International action of Mexican municipalities and states: collections, tiles and questions.",
)
_CONFORMANCE = Text("Conformidad", "Conformance")
_FORMS = (JSON, HTML)
_LINKS = (
    ("service-desc", "/api", OPENAPI_30, Text("Descripción (OpenAPI 3.0)", "Description (OpenAPI 3.0)")),
    (
        "service-desc",
        "/openapi.json",
        OPENAPI,
        Text("Descripción (OpenAPI 3.1)", "Description (OpenAPI 3.1)"),
    ),
    ("service-doc", "/docs", "text/html", Text("Referencia", "Reference")),
    ("conformance", "/conformance", "application/json", _CONFORMANCE),
    ("data", "/collections", "application/json", Text("Colecciones", "Collections")),
    (
        "http://www.opengis.net/def/rel/ogc/1.0/functions",
        "/functions",
        "application/json",
        Text("Funciones para filtrar", "Functions for filters"),
    ),
    (
        "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes",
        "/tileMatrixSets",
        "application/json",
        Text("Cuadrículas de teselas", "Tile matrix sets"),
    ),
    (tilesets.LIST, "/tiles", "application/json", Text("Teselas vectoriales", "Vector tiles")),
    ("questions", "/questions", "application/json", Text("Preguntas", "Questions")),
    ("releases", "/releases", "application/json", Text("Versiones de los datos", "Releases of the data")),
    ("status", "/health", "application/json", Text("Estado del servidor", "State of the server")),
)


def _is_for_the_map(request: Request) -> bool:
    has_form = request.query_params.get("f") in {each.name for each in _FORMS}
    return not has_form and negotiation.wants_html(request.headers.get("accept"))


class PageOrLandingRoute(CheckedRoute):
    """The page of the map owns its query: an address passed on by a social network must not fail."""

    def checks(self, request: Request) -> bool:
        """Programs are told what they may ask; readers of the map are not."""
        return not _is_for_the_map(request)


landing_router = APIRouter(route_class=PageOrLandingRoute, tags=["Service"])
router = APIRouter(route_class=CheckedRoute, tags=["Service"])


async def _document(request: Request, service: RunningService) -> dict[str, Any]:
    try:
        release = await service.releases.current()
    except (StoreError, SQLAlchemyError):
        # The reference can be read before there are data, and while they are away.
        return service.descriptions.of(request.app, None, LAYERS)
    known = {} if service.descriptions.is_of(release.id) else await run_in_threadpool(choices.keys, release)
    return service.descriptions.of(request.app, release.id, release.layers.values(), known)


Document = Annotated[dict[str, Any], Depends(_document)]


async def _map(
    request: Request,
    wants_page: WantsPage,  # noqa: ARG001 - tells that the answer depends on it
    service: RunningService,
    language: RequestLanguage,
) -> Response | None:
    if not _is_for_the_map(request):
        return None
    return static.page(service.settings.map_dir, request.headers) or reference.not_built(language)


@landing_router.get("/", summary="Landing page", response_model=schemas.Landing)
async def landing(
    page: Annotated[Response | None, Depends(_map)],
    base_url: BaseUrl,
    asked: Asked,
    language: RequestLanguage,
    form: DocumentForm,
) -> Response:
    """Links to everything; a browser gets the map instead, unless it asks for `f=html`."""
    if page is not None:
        return page
    links = [
        *alternates(asked, form, _FORMS),
        *(
            schemas.Link(
                rel=rel, href=address(base_url, path), type=media_type, title=getattr(title, language)
            )
            for rel, path, media_type, title in _LINKS
        ),
    ]
    description = getattr(_DESCRIPTION, language)
    if form is HTML:
        shown = [link for link in links if link.rel not in {"self", "alternate"}]
        reading = Reading(language, asked, _FORMS)
        return reading.page("landing.html", ATLAS, [], description=description, links=shown)
    links.append(
        schemas.Link(
            rel="search", href=f"{base_url}/places/search?q={{text}}", type="application/json", templated=True
        )
    )
    return json_response(
        schemas.Landing(title=getattr(ATLAS, language), description=description, links=links)
    )


@router.get("/conformance", summary="Conformance classes that hold", response_model=schemas.Conformance)
async def conformance_classes(asked: Asked, language: RequestLanguage, form: DocumentForm) -> Response:
    """The classes of OGC standards that this server fulfils, each by its address."""
    if form is HTML:
        reading = Reading(language, asked, _FORMS)
        return reading.page("conformance.html", _CONFORMANCE, [HOME], classes=conformance.CLASSES)
    return json_response(schemas.Conformance(conformsTo=list(conformance.CLASSES)))


_OPENAPI_30 = Format(
    "json",
    OPENAPI_30,
    Text("OpenAPI 3.0", "OpenAPI 3.0"),
    accepts=("application/json", "application/openapi+json"),
)
DescriptionForm = Annotated[Format, Depends(OFFERS.make(_OPENAPI_30, HTML))]


@router.get("/api", summary="This description, for programs that read OpenAPI 3.0", include_in_schema=False)
async def description_30(document: Document, form: DescriptionForm) -> Response:
    """The OpenAPI document in version 3.0; `f=html` gives the reference."""
    if form is HTML:
        return HTMLResponse(reference.page(document))
    return json_response(downgraded(document), media_type=OPENAPI_30)


@router.get("/openapi.json", summary="This description", include_in_schema=False)
async def description(document: Document) -> Response:
    """The OpenAPI document."""
    return json_response(document, media_type=OPENAPI)


@router.get("/docs", summary="Reference of the API", include_in_schema=False)
async def documentation(document: Document) -> Response:
    """The same to read: one page, without scripts and without anything from elsewhere."""
    return HTMLResponse(reference.page(document))
