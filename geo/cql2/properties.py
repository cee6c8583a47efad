"""The value that a property of a row is to a filter."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, ColumnElement, Double, Integer, case, func
from sqlalchemy.sql.elements import literal

from geo import crs
from geo.cql2.arithmetic import REAL_COLUMN, WHOLE_COLUMN
from geo.cql2.instants import column_span
from geo.cql2.queryable import PropertyType, Queryable, is_bytewise, stated_srid_of, undecorated
from geo.cql2.values import ArrayValue, BooleanValue, GeometryValue, NumberValue, TextValue, Value
from geo.engines.filter_constructs import geometry_in, geometry_kind, utc, utc_elements

_BOX = ("west", "south", "east", "north")


def value_of(queryable: Queryable) -> Value:
    """The value of a property, from its column."""
    name, column = queryable.name, queryable.column
    match queryable.type:
        case PropertyType.TEXT:
            return TextValue(name, column, collates_bytewise=is_bytewise(column))
        case PropertyType.PARTIAL_DATE:
            return TextValue(name, column, is_partial_date=True, collates_bytewise=is_bytewise(column))
        case PropertyType.INTEGER:
            return NumberValue(name, column, WHOLE_COLUMN)
        case PropertyType.YEAR:
            return NumberValue(name, column, WHOLE_COLUMN, is_year=True)
        case PropertyType.REAL:
            return NumberValue(name, column, REAL_COLUMN)
        case PropertyType.BOOLEAN:
            return BooleanValue(name, column)
        case PropertyType.DATE:
            return column_span(name, column, is_daily=True)
        case PropertyType.TIMESTAMP:
            return column_span(name, utc(column) if _has_zone(column.type) else column, is_daily=False)
        case PropertyType.ARRAY:
            held = getattr(undecorated(column.type), "item_type", None)
            elements = utc_elements(column) if _has_zone(held) else column
            return ArrayValue(name, sql=elements, element_type=queryable.element)
        case _:
            return _geometry(queryable)


def _has_zone(kind: Any) -> bool:
    return bool(getattr(kind, "timezone", False))


def _geometry(queryable: Queryable) -> GeometryValue:
    column, kind = queryable.column, queryable.geometry_type
    stated = stated_srid_of(column)
    srid = stated or crs.STORE
    is_point = kind.startswith("POINT")
    return GeometryValue(
        queryable.name,
        srid,
        # PostGIS refuses two systems beside one another, and rows may name another than the literal, or none.
        sql=column if stated else geometry_in(column, literal(srid, Integer())),
        box=_neighbours(column, _BOX) if queryable.has_box else None,
        point=_point(queryable, is_point=is_point) if srid == crs.STORE else None,
        is_point=is_point,
        may_be_collection=kind.startswith("GEOMETRY"),
    )


def _neighbours(column: ColumnElement[Any], names: tuple[str, ...]) -> tuple[ColumnElement[Any], ...] | None:
    """The columns of those names beside a column, if its table has all of them."""
    if not isinstance(column, Column) or not all(name in column.table.c for name in names):
        return None
    return tuple(column.table.c[name] for name in names)


def _point(queryable: Queryable, *, is_point: bool) -> tuple[ColumnElement[Any], ColumnElement[Any]] | None:
    column = queryable.column
    if is_point:
        return func.ST_X(column, type_=Double()), func.ST_Y(column, type_=Double())
    if queryable.has_box and (found := _neighbours(column, ("lon", "lat"))):
        return found[0], found[1]
    if queryable.geometry_type.startswith("GEOMETRY"):
        # Anything but a point makes ST_X fail.
        is_one = geometry_kind(column) == "POINT"
        return (
            case((is_one, func.ST_X(column, type_=Double()))),
            case((is_one, func.ST_Y(column, type_=Double()))),
        )
    return None
