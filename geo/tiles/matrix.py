"""The grid of the tiles, WebMercatorQuad, as OGC 17-083r4 describes it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from geo.items.queries import Box
from geo.tiles import MAX_ZOOM, MIN_ZOOM

ID = "WebMercatorQuad"
TITLE = "Google Maps Compatible for the World"
URI = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"
CRS_URI = "http://www.opengis.net/def/crs/EPSG/0/3857"

# Half the equator of the sphere of Web Mercator: pi times 6 378 137 m.
_HALF = 20037508.342789244
_PIXELS = 256
_LAST_LATITUDE = math.degrees(math.atan(math.sinh(math.pi)))
# OGC takes a pixel to be 0.28 mm wide.
_PIXEL_M = 0.00028


def document() -> dict[str, Any]:
    """The grid as JSON, at the zooms for which there are tiles.

    >>> matrix = document()["tileMatrices"][1]
    >>> matrix["matrixWidth"], round(matrix["scaleDenominator"], 1)
    (2, 279541132.0)
    """
    return {
        "id": ID,
        "title": TITLE,
        "uri": URI,
        "crs": CRS_URI,
        "orderedAxes": ["X", "Y"],
        "wellKnownScaleSet": "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
        "tileMatrices": [_matrix(zoom) for zoom in range(MIN_ZOOM, MAX_ZOOM + 1)],
    }


def _matrix(zoom: int) -> dict[str, Any]:
    cell_m = 2 * _HALF / (_PIXELS * 2**zoom)
    return {
        "id": str(zoom),
        "scaleDenominator": cell_m / _PIXEL_M,
        "cellSize": cell_m,
        "cornerOfOrigin": "topLeft",
        "pointOfOrigin": [-_HALF, _HALF],
        "tileWidth": _PIXELS,
        "tileHeight": _PIXELS,
        "matrixWidth": 2**zoom,
        "matrixHeight": 2**zoom,
    }


@dataclass(frozen=True, slots=True)
class Limits:
    """The columns and rows of one zoom that something lies in, the first and the last."""

    zoom: int
    first_column: int
    last_column: int
    first_row: int
    last_row: int


def limits(box: Box) -> tuple[Limits, ...]:
    """Of each zoom the tiles that a box (west, south, east, north in degrees) lies in.

    >>> limits((-118.4, 14.5, -86.7, 32.7))[4]
    Limits(zoom=4, first_column=2, last_column=4, first_row=6, last_row=7)
    """
    west, south, east, north = box
    return tuple(
        Limits(zoom, _column(west, zoom), _column(east, zoom), _row(north, zoom), _row(south, zoom))
        for zoom in range(MIN_ZOOM, MAX_ZOOM + 1)
    )


def _column(longitude: float, zoom: int) -> int:
    return _number((longitude + 180) / 360, zoom)


def _row(latitude: float, zoom: int) -> int:
    # Beyond the last row there is nothing: the grid ends where it is square.
    latitude = max(-_LAST_LATITUDE, min(_LAST_LATITUDE, latitude))
    return _number((1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2, zoom)


def _number(share: float, zoom: int) -> int:
    return max(0, min((1 << zoom) - 1, math.floor(share * (1 << zoom))))
