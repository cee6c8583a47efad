"""Geometry literals of a filter: read, checked, and brought into the reference system of what they meet.

A literal without a stated reference system is in longitude and latitude (CRS84). Heights are read and not
used: the geometries of the Atlas have none. A literal that is not valid by the rules of Simple Features is
refused, because the engines differ in what they make of it.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from geo import crs
from geo.cql2.errors import BadLiteral, BadSyntax, UnknownCrs
from geo.declarations import Text
from geo.systems import CRS84, URIS, System, UnknownSystem, system_named

FILTER_CRS = URIS
"""The reference systems in which the geometries of a filter may be written, by their addresses."""

_MEMBERS = {"type", "coordinates", "bbox"}
_SHAPES = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}
# A straight line of a projection is a curve in degrees: edges are cut before they are transformed.
_PIECES = 32

_NO_NUMBERS = Text("las coordenadas no son números", "its coordinates are not numbers")
_EMPTY = Text("no tiene coordenadas", "it has no coordinates")
_OPEN = Text("un anillo no está cerrado", "a ring is not closed")
_OUTSIDE = Text(
    "la longitud va de -180 a 180 y la latitud de -90 a 90",
    "longitude goes from -180 to 180 and latitude from -90 to 90",
)
_OUT_OF_USE = Text(
    "está fuera de donde vale su sistema de referencia",
    "it lies outside the area of use of its reference system",
)


def crs_named(name: str | None) -> System:
    """The reference system of that name, whose axes are in the order of its authority; CRS84 without one.

    :raises UnknownCrs: when a filter cannot be written in it.

    >>> crs_named(None).uri, crs_named("http://www.opengis.net/def/crs/EPSG/0/6372").srid
    ('http://www.opengis.net/def/crs/OGC/1.3/CRS84', 6372)
    """
    if name is None:
        return CRS84
    try:
        # CRS84h has heights, which are read and not used.
        return system_named(name.removesuffix("h") if name.endswith("CRS84h") else name)
    except UnknownSystem:
        raise UnknownCrs(name, FILTER_CRS) from None


def shape_of(node: dict[str, Any], written_in: System = CRS84) -> BaseGeometry:
    """The geometry of a GeoJSON object or a ``{"bbox": […]}``, in longitude and latitude, two-dimensional.

    A box whose west is greater than its east crosses the antimeridian and becomes two.

    :raises BadSyntax: when the object is none of the two.
    :raises BadLiteral: when its coordinates make no valid geometry.
    """
    if set(node) == {"bbox"}:
        shape = _box(node["bbox"], written_in)
    else:
        shape = _placed(_shape(node), written_in, node)
    _check_valid(shape, node)
    return shape


def _shape(node: dict[str, Any]) -> BaseGeometry:
    kind = node.get("type")
    if kind == "GeometryCollection" and set(node) <= {"type", "geometries", "bbox"}:
        members = node.get("geometries")
        if not isinstance(members, list) or not members:
            raise BadLiteral("GeometryCollection", _EMPTY)
        shapes = [_shape(each) if isinstance(each, dict) else _no_geometry() for each in members]
        return shapely.GeometryCollection(shapes)
    if not isinstance(kind, str) or kind not in _SHAPES or not set(node) <= _MEMBERS:
        return _no_geometry()
    return _built(kind, node.get("coordinates"))


def _no_geometry() -> BaseGeometry:
    raise BadSyntax(Text("un objeto no es ni operación ni valor", "an object is neither operation nor value"))


def _built(kind: str, coordinates: Any) -> BaseGeometry:
    try:
        match kind:
            case "Point":
                return shapely.Point(_positions([coordinates], kind)[0])
            case "MultiPoint":
                return shapely.MultiPoint(_positions(coordinates, kind))
            case "LineString":
                return shapely.LineString(_positions(coordinates, kind))
            case "MultiLineString":
                return shapely.MultiLineString(
                    [_positions(each, kind) for each in _listed(coordinates, kind)]
                )
            case "Polygon":
                return _polygon(coordinates, kind)
            case _:
                return shapely.MultiPolygon([_polygon(each, kind) for each in _listed(coordinates, kind)])
    except shapely.errors.GEOSException as error:
        raise BadLiteral(
            kind, Text("no llega a ser tal geometría", "it does not make such a geometry")
        ) from error


def _polygon(rings: Any, kind: str) -> shapely.Polygon:
    read = [_positions(each, kind) for each in _listed(rings, kind)]
    for ring in read:
        if len(ring) < 4 or not np.array_equal(ring[0], ring[-1]):
            raise BadLiteral(kind, _OPEN)
    return shapely.Polygon(read[0], read[1:])


def _listed(value: Any, kind: str) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise BadLiteral(kind, _EMPTY)
    return value


def _positions(value: Any, kind: str) -> np.ndarray[Any, Any]:
    """Positions as an array of n × 2; third and further coordinates are dropped."""
    positions = []
    for position in _listed(value, kind):
        if not isinstance(position, list) or len(position) < 2:
            raise BadLiteral(kind, _NO_NUMBERS)
        positions.append([_number(each, kind) for each in position[:4]][:2])
    return np.array(positions, dtype=float)


def _number(value: Any, kind: str) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        if math.isfinite(number):
            return number
    raise BadLiteral(kind, _NO_NUMBERS)


def _box(bounds: Any, written_in: System) -> BaseGeometry:
    if not isinstance(bounds, list) or len(bounds) not in {4, 6}:
        raise BadLiteral("BBOX", Text("lleva cuatro o seis números", "it takes four or six numbers"))
    numbers = [_number(each, "BBOX") for each in bounds]
    if len(numbers) == 6:
        bottom, top = numbers[2], numbers[5]
        numbers = [*numbers[:2], *numbers[3:5]]
        if bottom > top:
            raise BadLiteral("BBOX", Text("termina antes de empezar", "it ends before it begins"))
    if written_in.is_northing_first:
        numbers = [numbers[1], numbers[0], numbers[3], numbers[2]]
    west, south, east, north = numbers
    if south > north or (west > east and not written_in.is_geographic):
        raise BadLiteral("BBOX", Text("termina antes de empezar", "it ends before it begins"))
    if not written_in.is_geographic:
        return _transformed(_rectangle(west, south, east, north), written_in, "BBOX")
    if not (-180 <= west <= 180 and -180 <= east <= 180 and south >= -90 and north <= 90):
        raise BadLiteral("BBOX", _OUTSIDE)
    shape = _spherical_rectangle(west, south, east, north)
    return shape if written_in.srid == crs.STORE else _transformed(shape, written_in, "BBOX")


def _spherical_rectangle(west: float, south: float, east: float, north: float) -> BaseGeometry:
    if west <= east:
        return _rectangle(west, south, east, north)
    # The antimeridian itself is named 180 when it is the end of a box and -180 when it begins one.
    if west == 180:
        return _rectangle(-180, south, east, north)
    if east == -180:
        return _rectangle(west, south, 180, north)
    return shapely.union_all([_rectangle(west, south, 180, north), _rectangle(-180, south, east, north)])


def _rectangle(west: float, south: float, east: float, north: float) -> BaseGeometry:
    """The rectangle, or the line or point that a box without width or height is."""
    if west < east and south < north:
        return shapely.box(west, south, east, north)
    if (west, south) == (east, north):
        return shapely.Point(west, south)
    return shapely.LineString([(west, south), (east, north)])


def _placed(shape: BaseGeometry, written_in: System, node: dict[str, Any]) -> BaseGeometry:
    """The shape in longitude and latitude."""
    kind = str(node.get("type"))
    if written_in.is_northing_first:
        shape = shapely.transform(shape, lambda positions: positions[:, ::-1])
    if written_in.is_geographic:
        west, south, east, north = shapely.bounds(shape)
        if not (west >= -180 and east <= 180 and south >= -90 and north <= 90):
            raise BadLiteral(kind, _OUTSIDE)
    return shape if written_in.srid == crs.STORE else _transformed(shape, written_in, kind)


def _transformed(shape: BaseGeometry, written_in: System, kind: str) -> BaseGeometry:
    geographic = written_in.is_geographic
    if not geographic:
        west, south, east, north = shapely.bounds(shape)
        longest = max(east - west, north - south)
        if longest > 0:
            shape = shapely.segmentize(shape, longest / _PIECES)
    moved = _moved(shape, written_in.srid, crs.STORE)
    west, south, east, north = shapely.bounds(moved)
    if not (west >= -180 and east <= 180 and south >= -90 and north <= 90):
        raise BadLiteral(kind, _OUT_OF_USE)
    # What lies beyond the edge of a projection comes out somewhere else on the globe.
    back = shapely.get_coordinates(_moved(moved, crs.STORE, written_in.srid))
    if not np.allclose(back, shapely.get_coordinates(shape), rtol=0, atol=1e-6 if geographic else 1.0):
        raise BadLiteral(kind, _OUT_OF_USE)
    return moved


def _moved(shape: BaseGeometry, source: int, target: int) -> BaseGeometry:
    transformer: Transformer = crs.transformer(source, target)
    return shapely.transform(
        shape, lambda positions: np.column_stack(transformer.transform(positions[:, 0], positions[:, 1]))
    )


def _check_valid(shape: BaseGeometry, node: dict[str, Any]) -> None:
    if not shapely.is_valid(shape):
        reason = shapely.is_valid_reason(shape)
        raise BadLiteral(
            node.get("type", "BBOX"),
            Text(f"no es una geometría válida ({reason})", f"it is not valid ({reason})"),
        )


def in_system(shape: BaseGeometry, srid: int) -> BaseGeometry:
    """A literal, which is in longitude and latitude, in the reference system of a column.

    :raises BadLiteral: when it cannot be expressed there.
    """
    if srid == crs.STORE:
        return shape
    moved = _moved(shape, crs.STORE, srid)
    if not np.isfinite(shapely.get_coordinates(moved)).all():
        raise BadLiteral(shape.geom_type, _OUT_OF_USE)
    return moved
