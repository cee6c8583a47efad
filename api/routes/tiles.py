"""Vector tiles of a collection, and the document that says where they are."""

from __future__ import annotations

import re

from fastapi import APIRouter
from sqlalchemy import ColumnElement
from starlette.requests import Request
from starlette.responses import Response

from api import catalogue, representations, schemas
from api.delivery.answering import VERSION_PARAMETER, KeptRoute
from api.delivery.work import Place, Work, threads_for
from api.dependencies import (
    Asked,
    BaseUrl,
    CurrentRelease,
    DocumentForm,
    DrawnLayer,
    RequestLanguage,
    Tile,
    TileAddress,
    Version,
)
from api.formats import HTML, JSON
from api.items.selecting import AskedCondition, TileCondition
from api.pages_to_read import COLLECTIONS, HOME, Reading
from api.releases import ServedRelease
from api.tile_making import is_ready, layer_of_tile
from geo import tiles
from geo.declarations import Text


class TileRoute(KeptRoute):
    """Draws a tile without all that FastAPI does to find the arguments of a route."""

    def directly(self, request: Request) -> Work | None:
        """The drawing of the tile that is asked for, unless something of the request wants a closer look."""
        places = [request.path_params.get(name, "") for name in "zxy"]
        release: ServedRelease = request.state.release
        layer = release.layers.get(request.path_params["collection_id"])
        if layer is None or layer.geometry is None or not all(map(_PLACE.fullmatch, places)):
            return None
        z, x, y = map(int, places)
        tiles.check_address(z, x, y)
        query = request.query_params
        asked = tuple((name, *query.getlist(name)) for name in query if name != VERSION_PARAMETER)
        address = TileAddress(z, x, y)
        if not any(name == "filter" or not name.startswith("filter-") for name, *_ in asked):
            TileCondition.of(request, layer)  # how a filter would be written may be said, rightly
            # To prepare a zoom takes up to a second, and stores draw in more threads at once than are quick.
            place = Place.EVENT_LOOP if is_ready(release, layer, z) else Place.THREADS
            return Work(lambda: representations.tile(layer_of_tile(release, layer, address)), place)

        def condition() -> ColumnElement[bool]:
            where = TileCondition.of(request, layer)
            assert where is not None
            return where

        return Work(
            lambda: representations.tile(layer_of_tile(release, layer, address, condition, asked)),
            threads_for(request),
        )


router = APIRouter(route_class=TileRoute, tags=["Tiles"])
_PLACE = re.compile(r"\d{1,9}", re.ASCII)
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
def tile(layer: DrawnLayer, address: Tile, release: CurrentRelease, where: AskedCondition) -> Response:
    """One tile as Mapbox Vector Tile 2.1 of the items that meet the filter; its one layer has their name.

    Any property that holds one value is a parameter, as it is of the items of the collection.
    """
    condition = None if where is None else lambda: where
    return representations.tile(layer_of_tile(release, layer, address, condition))
