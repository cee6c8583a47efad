"""Vector tiles of a collection, and the document that says where they are."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from api import catalogue, representations, schemas
from api.answering import KeptRoute
from api.dependencies import BaseUrl, CurrentRelease, DrawnLayer, RequestLanguage, Tile, Version
from api.representations import json_response
from geo import tiles

router = APIRouter(route_class=KeptRoute, tags=["Tiles"])
_PATH = f"/collections/{{collection_id}}/tiles/{catalogue.TILE_MATRIX_SET}"


@router.get(_PATH, summary="TileJSON of a collection", response_model=schemas.TileJSON)
def tile_json(
    layer: DrawnLayer, release: CurrentRelease, base_url: BaseUrl, language: RequestLanguage
) -> Response:
    """Where the tiles of a collection are, what they hold, and the words that must go with them."""
    return json_response(catalogue.tile_json(layer, release, base_url, language))


@router.get(
    _PATH + "/{z}/{y}/{x}",
    summary="One vector tile",
    response_class=representations.TileResponse,
    dependencies=[Version],
    responses={204: {"description": "Nothing is drawn in this tile."}},
)
def tile(layer: DrawnLayer, address: Tile, release: CurrentRelease) -> Response:
    """One tile as Mapbox Vector Tile 2.1; its one layer is named as the collection."""
    with release.connection() as connection:
        body = connection.execute(tiles.tile(layer, address.z, address.x, address.y)).scalar_one_or_none()
    return representations.tile(body)
