"""Tiles of several collections at once, and the grid that all tiles are in."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from api import catalogue, representations, schemas
from api import tilesets as sets
from api.delivery.answering import CheckedRoute, KeptRoute
from api.dependencies import (
    Asked,
    BaseUrl,
    CurrentRelease,
    DocumentForm,
    PageLanguage,
    RequestLanguage,
    Tile,
    Version,
)
from api.formats import HTML, JSON
from api.pages_to_read import HOME, Reading
from api.releases import ServedRelease
from api.representations import address as address_of
from api.tile_making import layer_of_tile
from geo import tiles
from geo.declarations import Layer, Text
from geo.questions.question import BadParameter
from geo.tiles import matrix

drawn = APIRouter(route_class=KeptRoute, tags=["Tiles"])
grids = APIRouter(route_class=CheckedRoute, tags=["Tiles"])
_FORMS = (JSON, HTML)
_TILES = Text("Teselas de varias colecciones", "Tiles of several collections")
_GRIDS = Text("Cuadrículas de teselas", "Tile matrix sets")
_PATH = f"/tiles/{matrix.ID}"


async def _drawn_layers(
    release: CurrentRelease,
    collections: Annotated[
        str | None,
        Query(
            description="Ids of collections with geometry, with commas between them; all unless given.",
            examples=["municipalities,states"],
        ),
    ] = None,
) -> list[Layer]:
    known = {layer_id: layer for layer_id, layer in release.layers.items() if layer.geometry is not None}
    if collections is None:
        return list(known.values())
    names = list(dict.fromkeys(name.strip() for name in collections.split(",")))
    for name in names:
        if name not in known:
            listed = ", ".join(known)
            reason = Text(
                f"las colecciones con geometría son: {listed}", f"those with geometry are: {listed}"
            )
            raise BadParameter("collections", name, reason, tuple(known))
    return [known[name] for name in names]


DrawnLayers = Annotated[list[Layer], Depends(_drawn_layers)]


@drawn.get(_PATH, summary="TileJSON of several collections", response_model=schemas.TileJSON)
def joint_tile_json(
    layers: DrawnLayers,
    release: CurrentRelease,
    base_url: BaseUrl,
    language: RequestLanguage,
    asked: Asked,
    form: DocumentForm,
) -> Response:
    """Where tiles are that hold several collections, each as a layer of its own name."""
    made = _together(layers, release, base_url, language)
    return Reading(language, asked, _FORMS).document(form, _TILES, [HOME], made)


def _together(
    layers: list[Layer], release: ServedRelease, base_url: str, language: RequestLanguage
) -> schemas.TileJSON:
    single = [catalogue.tile_json(layer, release, base_url, language) for layer in layers]
    boxes = [each.bounds for each in single if each.bounds is not None]
    sides = list(zip(*boxes, strict=True))
    box = (min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3])) if sides else None
    names = ",".join(layer.id for layer in layers)
    return schemas.TileJSON(
        tilejson="3.0.0",
        name=", ".join(each.name for each in single),
        description=_TILES.es if language == "es" else _TILES.en,
        version="1.0.0",
        attribution="; ".join(dict.fromkeys(each.attribution for each in single)),
        scheme="xyz",
        tiles=[f"{base_url}{_PATH}/{{z}}/{{y}}/{{x}}?collections={names}&v={release.id}"],
        minzoom=tiles.MIN_ZOOM,
        maxzoom=tiles.MAX_ZOOM,
        bounds=box,
        vector_layers=[layer for each in single for layer in each.vector_layers],
        **sets.members(_TILES.es if language == "es" else _TILES.en, base_url, _PATH, box, names),
    )


@drawn.get(
    _PATH + "/{z}/{y}/{x}",
    summary="One vector tile of several collections",
    response_class=representations.TileResponse,
    dependencies=[Version],
    responses={204: {"description": "Nothing is drawn in this tile."}},
)
def joint_tile(layers: DrawnLayers, address: Tile, release: CurrentRelease) -> Response:
    """One tile as Mapbox Vector Tile 2.1 with a layer for each collection that has something in it."""
    # A tile is a list of layers, so that one after another is a tile too.
    return representations.tile(b"".join(layer_of_tile(release, layer, address) or b"" for layer in layers))


@grids.get("/tileMatrixSets", summary="Grids of the tiles", response_model=schemas.TileMatrixSets)
async def tile_matrix_sets(asked: Asked, form: DocumentForm, language: PageLanguage) -> Response:
    """The grids in which there are tiles: one."""
    href = address_of(asked.base_url, f"/tileMatrixSets/{matrix.ID}")
    made = schemas.TileMatrixSets(
        tileMatrixSets=[
            schemas.TileMatrixSetItem(
                id=matrix.ID,
                title=matrix.TITLE,
                uri=matrix.URI,
                crs=matrix.CRS_URI,
                links=[schemas.Link(rel="self", href=href, type=JSON.media_type)],
            )
        ]
    )
    return Reading(language, asked, _FORMS).document(form, _GRIDS, [HOME], made)


@grids.get(
    f"/tileMatrixSets/{matrix.ID}",
    summary="The grid WebMercatorQuad",
    response_model=schemas.TileMatrixSet,
)
async def tile_matrix_set(asked: Asked, form: DocumentForm, language: PageLanguage) -> Response:
    """The grid of all tiles, at each zoom that has some."""
    made = schemas.TileMatrixSet.model_validate(matrix.document())
    return Reading(language, asked, _FORMS).document(form, _GRIDS, [HOME], made)
