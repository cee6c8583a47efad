"""All tiles of a release in one file (PMTiles, version 3), which any static host can serve."""

from __future__ import annotations

import gzip
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from math import floor
from pathlib import Path
from typing import Any

from api.bulk.contents import Contents
from api.bulk.dictionary import TITLE
from api.catalogue import legend
from geo import tiles
from geo.declarations import FieldType, Layer
from geo.items import bulk, queries
from geo.tiles.drawing import TileDrawings, is_drawn_here

LAST_ZOOM = 10
"""A map draws nearer ones from these, as it does from the tiles of the last zoom that a server has."""

# Half the equator of the sphere of Web Mercator: pi times 6 378 137 m.
_HALF_M = 20037508.342789244
_KINDS = {
    FieldType.TEXT: "String",
    FieldType.INTEGER: "Number",
    FieldType.REAL: "Number",
    FieldType.BOOLEAN: "Boolean",
    FieldType.TEXT_LIST: "String",
}
Address = tuple[int, int, int]
"""Zoom, column and row of a tile."""


def write(
    contents: Contents,
    path: Path,
    tell: Callable[[str, int, int], None],
    *,
    layer_ids: Iterable[str] | None = None,
    last_zoom: int = LAST_ZOOM,
) -> None:
    """Write the archive: every tile of layers with geometry up to the last zoom, as the API gives them."""
    from pmtiles.tile import Compression, TileType, zxy_to_tileid
    from pmtiles.writer import Writer

    wanted = None if layer_ids is None else set(layer_ids)
    layers = [
        layer
        for layer in contents.layers.values()
        if layer.geometry is not None and (wanted is None or layer.id in wanted)
    ]
    asked = _asked(contents, layers, last_zoom)
    drawings = TileDrawings(lambda: nullcontext(contents.connection))
    order = sorted(asked, key=lambda address: zxy_to_tileid(*address))
    with path.open("wb") as file:
        writer: Any = Writer(file)  # type: ignore[no-untyped-call]
        for done, address in enumerate(order):
            tell("tiles", done, len(order))
            if body := _tile(contents, drawings, asked[address], address):
                writer.write_tile(zxy_to_tileid(*address), gzip.compress(body, mtime=0))
        west, south, east, north = _bounds(contents, layers)
        header = {
            "version": 3,
            "tile_type": TileType.MVT,
            "tile_compression": Compression.GZIP,
            "min_lon_e7": round(west * 1e7),
            "min_lat_e7": round(south * 1e7),
            "max_lon_e7": round(east * 1e7),
            "max_lat_e7": round(north * 1e7),
            "center_zoom": 4,
            "center_lon_e7": round((west + east) / 2 * 1e7),
            "center_lat_e7": round((south + north) / 2 * 1e7),
        }
        writer.finalize(header, metadata(contents, layers, last_zoom))
    tell("tiles", len(order), len(order))


def _tile(contents: Contents, drawings: TileDrawings, layers: Iterable[Layer], address: Address) -> bytes:
    # A tile is a list of layers, so that one after another is a tile too.
    parts = (
        drawings.tile(layer, *address)
        if is_drawn_here(layer, address[0])
        else contents.connection.execute(tiles.tile(layer, *address)).scalar_one_or_none()
        for layer in layers
    )
    return b"".join(bytes(part) for part in parts if part)


def _asked(contents: Contents, layers: Iterable[Layer], last_zoom: int) -> Mapping[Address, list[Layer]]:
    """Each tile in which something may lie, with the layers that it may be of."""
    found: dict[Address, list[Layer]] = defaultdict(list)
    for layer in layers:
        touched: set[Address] = set()
        for first, last, *box in contents.connection.execute(bulk.drawn_boxes(layer)).all():
            for zoom in range(first, min(last, last_zoom) + 1):
                touched.update(addresses(zoom, *box))
        for address in touched:
            found[address].append(layer)
    return found


def addresses(zoom: int, west: float, south: float, east: float, north: float) -> set[Address]:
    """The tiles of a zoom that a box in metres of EPSG:3857 touches, by its sides too.

    >>> sorted(addresses(1, -1.0, 5.0, 1.0, 6.0))
    [(1, 0, 0), (1, 1, 0)]
    >>> len(addresses(1, 0.0, 0.0, 0.0, 0.0))
    4
    """
    side, last = 2 * _HALF_M / 2**zoom, 2**zoom - 1

    def between(low: float, high: float) -> range:
        first, end = floor(low / side), floor(high / side)
        # What lies on a side is in the tiles of both; engines may differ in the last digit.
        first -= low / side - first < 1e-9
        end += high / side - end > 1 - 1e-9
        return range(max(first, 0), min(end, last) + 1)

    columns = between(west + _HALF_M, east + _HALF_M)
    rows = between(_HALF_M - north, _HALF_M - south)
    return {(zoom, column, row) for column in columns for row in rows}


def _bounds(contents: Contents, layers: Iterable[Layer]) -> tuple[float, float, float, float]:
    boxes = [contents.connection.execute(queries.extent(layer)).one() for layer in layers]
    west, south, east, north = zip(*(box for box in boxes if box[0] is not None), strict=True)
    return min(west), min(south), max(east), max(north)


def metadata(contents: Contents, layers: Iterable[Layer], last_zoom: int = LAST_ZOOM) -> dict[str, Any]:
    """What the archive says of itself: layers as TileJSON names them, licence, attribution, release.

    The member ``atlas`` has what a map without the Atlas needs besides: titles and legends.
    """
    licences = list(dict.fromkeys(layer.licence for layer in layers))
    return {
        "name": TITLE.es,
        "name_en": TITLE.en,
        "description": f"{TITLE.es}, {contents.release_id}",
        "version": contents.release_id,
        "type": "overlay",
        "attribution": "; ".join(licence.attribution.es for licence in licences),
        "license": "; ".join(licence.url or licence.title.es for licence in licences),
        "atlas": {
            "release": contents.release_id,
            "created_at": contents.created_at,
            "source": contents.address,
            "crs": "http://www.opengis.net/def/crs/EPSG/0/3857",
            "layers": [
                {
                    "id": layer.id,
                    "title_es": layer.title.es,
                    "title_en": layer.title.en,
                    "geometry": layer.geometry,
                    "fields": {
                        field.name: {"title_es": field.title.es, "title_en": field.title.en}
                        for field in layer.tile_fields
                    },
                    "legend": legend(layer.legend).model_dump() if layer.legend else None,
                }
                for layer in layers
            ],
            "licences": [
                {
                    "title_es": licence.title.es,
                    "title_en": licence.title.en,
                    "attribution_es": licence.attribution.es,
                    "attribution_en": licence.attribution.en,
                    "url": licence.url,
                }
                for licence in licences
            ],
        },
        "vector_layers": [
            {
                "id": layer.id,
                "description": layer.description.es,
                "minzoom": tiles.MIN_ZOOM,
                "maxzoom": last_zoom,
                "fields": {field.name: _KINDS[field.type] for field in layer.tile_fields},
            }
            for layer in layers
        ],
    }
