"""Vector tiles of a collection, and the document that says where they are."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from api import catalogue, representations, schemas
from api.answering import KeptRoute
from api.dependencies import (
    Asked,
    BaseUrl,
    CurrentRelease,
    DocumentForm,
    DrawnLayer,
    RequestLanguage,
    Tile,
    Version,
)
from api.formats import HTML, JSON
from api.pages_to_read import COLLECTIONS, HOME, Reading
from api.selecting import AskedFilter
from geo import tiles
from geo.declarations import Text

router = APIRouter(route_class=KeptRoute, tags=["Tiles"])
_FORMS = (JSON, HTML)
_TILES = Text("Teselas vectoriales", "Vector tiles")
_PATH = f"/collections/{{collection_id}}/tiles/{catalogue.TILE_MATRIX_SET}"


@router.get(_PATH, summary="TileJSON of a collection", response_model=schemas.TileJSON)
def tile_json(
    layer: DrawnLayer,
    release: CurrentRelease,
    base_url: BaseUrl,
    language: RequestLanguage,
    asked: Asked,
    form: DocumentForm,
) -> Response:
    """Where the tiles of a collection are, what they hold, and the words that must go with them."""
    made = catalogue.tile_json(layer, release, base_url, language)
    above = (layer.title, f"/collections/{layer.id}?f=html")
    return Reading(language, asked, _FORMS).document(form, _TILES, [HOME, COLLECTIONS, above], made)


@router.get(
    _PATH + "/{z}/{y}/{x}",
    summary="One vector tile",
    response_class=representations.TileResponse,
    dependencies=[Version],
    responses={204: {"description": "Nothing is drawn in this tile."}},
)
def tile(layer: DrawnLayer, address: Tile, release: CurrentRelease, where: AskedFilter) -> Response:
    """One tile as Mapbox Vector Tile 2.1 of the items that meet the filter; its one layer has their name."""
    statement = tiles.tile(layer, address.z, address.x, address.y, where=where)
    with release.connection() as connection:
        body = connection.execute(statement).scalar_one_or_none()
    return representations.tile(body)
