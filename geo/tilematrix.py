"""The grid of the tiles, WebMercatorQuad, as OGC 17-083r4 describes it."""

from __future__ import annotations

from typing import Any

from geo.tiles import MAX_ZOOM, MIN_ZOOM

ID = "WebMercatorQuad"
TITLE = "Google Maps Compatible for the World"
URI = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"
CRS_URI = "http://www.opengis.net/def/crs/EPSG/0/3857"

# Half the equator of the sphere of Web Mercator: pi times 6 378 137 m.
_HALF = 20037508.342789244
_PIXELS = 256
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
