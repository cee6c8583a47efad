"""Which sets of tiles there are, of a collection and of all together."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from api import schemas, tilesets
from api.catalogue import said
from api.delivery.answering import KeptRoute
from api.dependencies import Asked, BaseUrl, CurrentRelease, DocumentForm, DrawnLayer, RequestLanguage
from api.formats import HTML, JSON
from api.pages_to_read import COLLECTIONS, HOME, Reading
from geo.declarations import Text

router = APIRouter(route_class=KeptRoute, tags=["Tiles"])
_FORMS = (JSON, HTML)
_SETS = Text("Conjuntos de teselas", "Sets of tiles")
_TOGETHER = Text("Teselas de varias colecciones", "Tiles of several collections")


@router.get("/tiles", summary="Sets of tiles of several collections", response_model=schemas.TileSets)
def sets_together(
    release: CurrentRelease,  # noqa: ARG001 - the route answers from it
    base_url: BaseUrl,
    language: RequestLanguage,
    asked: Asked,
    form: DocumentForm,
) -> Response:
    """The sets of tiles that hold several collections: one, in the grid WebMercatorQuad."""
    made = tilesets.listed(said(_TOGETHER, language), base_url, "/tiles", "/collections")
    return Reading(language, asked, _FORMS).document(form, _SETS, [HOME], made)


@router.get(
    "/collections/{collection_id}/tiles",
    summary="Sets of tiles of a collection",
    response_model=schemas.TileSets,
)
def sets_of_collection(
    layer: DrawnLayer,
    release: CurrentRelease,  # noqa: ARG001 - the route answers from it
    base_url: BaseUrl,
    language: RequestLanguage,
    asked: Asked,
    form: DocumentForm,
) -> Response:
    """The sets of tiles of a collection with geometry: one, in the grid WebMercatorQuad."""
    above = f"/collections/{layer.id}"
    made = tilesets.listed(said(layer.title, language), base_url, f"{above}/tiles", above)
    crumbs = [HOME, COLLECTIONS, (layer.title, f"{above}?f=html")]
    return Reading(language, asked, _FORMS).document(form, _SETS, crumbs, made)
