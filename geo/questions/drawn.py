"""Polygons that a reader draws: read from WKT or GeoJSON, checked, and written in one form."""

from __future__ import annotations

import shapely

from geo.declarations import Text

MAX_VERTICES = 2_000
"""More than a hand draws, and few enough for an address."""
DECIMALS = 6
"""About a tenth of a metre."""


class NotAPolygon(ValueError):
    """The text is no polygon on the Earth that can be asked with; ``reason`` says why in both languages."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


def polygon_wkt(text: str) -> str:
    """The WKT of a polygon or multipolygon in longitude and latitude (EPSG:4326), to six decimals.

    :raises NotAPolygon: when the text is neither WKT nor GeoJSON, or no valid polygon within the degrees of
        the Earth, or has more vertices than :data:`MAX_VERTICES`.

    >>> polygon_wkt("POLYGON ((-99 19, -98 19, -98 20, -99 19))")
    'POLYGON ((-99 19, -98 20, -98 19, -99 19))'
    >>> polygon_wkt("POINT (0 0)")
    Traceback (most recent call last):
    geo.questions.drawn.NotAPolygon: must be a polygon or a multipolygon
    """
    read = shapely.from_geojson if text.lstrip().startswith("{") else shapely.from_wkt
    try:
        drawn = read(text)
    except (shapely.errors.GEOSException, ValueError):
        drawn = None
    if drawn is None:
        raise NotAPolygon(
            Text("debe ser un polígono en WKT o GeoJSON", "must be a polygon as WKT or GeoJSON")
        )
    if drawn.geom_type not in {"Polygon", "MultiPolygon"} or drawn.is_empty:
        raise NotAPolygon(
            Text("debe ser un polígono o un multipolígono", "must be a polygon or a multipolygon")
        )
    if shapely.get_num_coordinates(drawn) > MAX_VERTICES:
        raise NotAPolygon(
            Text(f"tiene más de {MAX_VERTICES} vértices", f"has more than {MAX_VERTICES} vertices")
        )
    west, south, east, north = drawn.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise NotAPolygon(
            Text(
                "sale de los grados de la Tierra: se espera longitud y latitud, en ese orden",
                "leaves the degrees of the Earth: longitude and latitude are expected, in that order",
            )
        )
    if not drawn.is_valid:
        reason = shapely.is_valid_reason(drawn)
        raise NotAPolygon(Text(f"no es válido: {reason}", f"is not valid: {reason}"))
    rounded = shapely.normalize(shapely.set_precision(shapely.force_2d(drawn), 10.0**-DECIMALS))
    if rounded.is_empty:
        raise NotAPolygon(Text("no encierra ninguna superficie", "encloses no area"))
    return str(shapely.to_wkt(rounded, rounding_precision=DECIMALS))
