"""The spatial functions, ``S_INTERSECTS`` to ``S_WITHIN``, between literals and geometry columns.

Two literals are compared here, once. A literal collection is first united: one whose members are then all of
one dimension is an ordinary geometry; one of several dimensions is put together from the relations with its
points, lines and areas, since the versions of GEOS within the engines read such a collection differently.
``S_CROSSES`` and ``S_OVERLAPS`` depend on one dimension (OGC 06-103r4) and refuse it.

Of rows that hold a collection themselves, S_INTERSECTS and S_DISJOINT are known; the rest is unknown.
"""

from __future__ import annotations

from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import ColumnElement, Integer, and_, case, false, func, not_, or_
from sqlalchemy.sql.elements import literal

from geo.cql2.errors import TypeMismatch
from geo.cql2.geometries import in_system
from geo.cql2.values import GeometryValue, truth
from geo.declarations import Text
from geo.engines.filter_constructs import Wkb, geometry_from_wkb, geometry_kind

_SQL_NAMES = {
    "s_contains": "ST_Contains",
    "s_crosses": "ST_Crosses",
    "s_disjoint": "ST_Disjoint",
    "s_equals": "ST_Equals",
    "s_intersects": "ST_Intersects",
    "s_overlaps": "ST_Overlaps",
    "s_touches": "ST_Touches",
    "s_within": "ST_Within",
}
FUNCTIONS = frozenset(_SQL_NAMES)
_TURNED = {"s_contains": "s_within", "s_within": "s_contains"}
_OF_ONE_DIMENSION = frozenset({"s_crosses", "s_overlaps"})
_COLLECTION = "GEOMETRYCOLLECTION"


def relation(name: str, a: GeometryValue, b: GeometryValue) -> ColumnElement[bool]:
    """The condition that a spatial function states between two geometries.

    :raises TypeMismatch: for two columns in different reference systems, or a relation that is not defined
        for a collection of several dimensions.
    :raises BadLiteral: for a literal that cannot be expressed in the reference system of the column.
    """
    if a.shape is not None and b.shape is not None:
        return truth(_of_literals(name, _united(a.shape), _united(b.shape)))
    if b.shape is not None:
        return _with_literal(name, a, b.shape)
    if a.shape is not None:
        return _with_literal(_TURNED.get(name, name), b, a.shape)
    if a.srid != b.srid:
        said, beside = a.said, b.said
        raise TypeMismatch(
            Text(
                f"{said.es} y {beside.es} están en sistemas de referencia distintos.",
                f"{said.en} and {beside.en} are in different reference systems.",
            )
        )
    return _guarded(name, _call(name, a.sql, b.sql), a, b)


def _call(name: str, a: Any, b: Any) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = getattr(func, _SQL_NAMES[name])(a, b)
    return condition


def literal_sql(shape: BaseGeometry, srid: int) -> ColumnElement[Any]:
    """A literal, given in the reference system of the column, as SQL."""
    return geometry_from_wkb(literal(shapely.to_wkb(shape), Wkb()), literal(srid, Integer()))


def _guarded(name: str, condition: ColumnElement[bool], *values: GeometryValue) -> ColumnElement[bool]:
    columns = [value.sql for value in values if value.sql is not None and value.may_be_collection]
    if not columns or name in {"s_intersects", "s_disjoint"}:
        return condition
    return case((and_(*(geometry_kind(column) != _COLLECTION for column in columns)), condition))


def _with_literal(name: str, column: GeometryValue, shape: BaseGeometry) -> ColumnElement[bool]:
    if name == "s_disjoint":
        return not_(_with_literal("s_intersects", column, shape))
    united = _united(in_system(shape, column.srid))
    if name == "s_intersects" and column.is_point and column.box and _is_rectangle(united):
        return _in_box(column.box, united)
    parts = _parts(united)
    if len(parts) == 1:
        condition = _call(name, column.sql, literal_sql(united, column.srid))
    else:
        if name in _OF_ONE_DIMENSION:
            raise TypeMismatch(_undefined(name))
        condition = _with_parts(name, column.sql, [literal_sql(part, column.srid) for part in parts])
    condition = _guarded(name, condition, column)
    # Every relation but S_DISJOINT asks for a common point, and most boxes have none.
    return and_(_in_box(column.box, united), condition) if column.box else condition


def _united(shape: BaseGeometry) -> BaseGeometry:
    return shapely.union_all(shape) if shape.geom_type == "GeometryCollection" else shape


def _parts(shape: BaseGeometry) -> list[BaseGeometry]:
    """The points, the lines and the areas of a geometry, those it has."""
    if shape.geom_type != "GeometryCollection":
        return [shape]
    members = shapely.get_parts(shape)
    dimensions = shapely.get_dimensions(members)
    return [shapely.union_all(members[dimensions == each]) for each in sorted(set(dimensions))]


def _is_rectangle(shape: BaseGeometry) -> bool:
    return shape.geom_type == "Polygon" and bool(shapely.equals(shape, shapely.box(*shapely.bounds(shape))))


def _in_box(box: tuple[ColumnElement[Any], ...], shape: BaseGeometry) -> ColumnElement[bool]:
    west, south, east, north = box
    bounds = [float(each) for each in shapely.bounds(shape)]
    return and_(west <= bounds[2], east >= bounds[0], south <= bounds[3], north >= bounds[1])


def _with_parts(name: str, column: Any, parts: list[ColumnElement[Any]]) -> ColumnElement[bool]:
    """The relation with the union of points, lines and areas that have no common interior."""
    touching = [_call("s_touches", column, part) for part in parts]
    meeting = [_call("s_intersects", column, part) for part in parts]
    match name:
        case "s_intersects":
            return or_(*meeting)
        case "s_touches":
            return and_(or_(*meeting), *(or_(not_(m), t) for m, t in zip(meeting, touching, strict=True)))
        case "s_contains":
            return and_(
                *(func.ST_Covers(column, part) for part in parts),
                or_(*(_call(name, column, part) for part in parts)),
            )
        case "s_within":
            rest = column
            for part in reversed(parts):
                rest = func.ST_Difference(rest, part)
            inner = (and_(m, not_(t)) for m, t in zip(meeting, touching, strict=True))
            return and_(func.ST_IsEmpty(rest), or_(*inner))
        case _:
            # Equal to none of one dimension; still unknown where there is no geometry.
            return case((column.is_not(None), false()))


def _of_literals(name: str, a: BaseGeometry, b: BaseGeometry) -> bool:
    parts, others = _parts(a), _parts(b)
    if len(parts) == len(others) == 1:
        return bool(getattr(shapely, name[2:])(a, b))
    meet = any(shapely.intersects(p, q) for p in parts for q in others)
    meet_within = any(shapely.intersects(p, q) and not shapely.touches(p, q) for p in parts for q in others)
    match name:
        case "s_intersects" | "s_disjoint":
            return meet == (name == "s_intersects")
        case "s_touches":
            return meet and not meet_within
        case "s_within":
            return meet_within and _covers(others, parts)
        case "s_contains":
            return meet_within and _covers(parts, others)
        case "s_equals":
            return _covers(parts, others) and _covers(others, parts)
        case _:
            raise TypeMismatch(_undefined(name))


def _covers(parts: list[BaseGeometry], others: list[BaseGeometry]) -> bool:
    """Whether nothing of the others is left without the parts."""
    for rest in others:
        for part in reversed(parts):
            rest = shapely.difference(rest, part)
        if not rest.is_empty:
            return False
    return True


def _undefined(name: str) -> Text:
    function = name.upper()
    return Text(
        f"{function} no está definida para una colección de puntos, líneas y áreas.",
        f"{function} is not defined for a collection of points, lines and areas.",
    )
