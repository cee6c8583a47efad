"""What can be filtered by: the properties of a layer or of any table, with their types.

A layer gives its declared fields and, where it has one, its geometry; any other table its columns, of what
types SQLAlchemy says. The geometry answers to its own name, to ``geometry`` and to ``geom``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from geoalchemy2 import Geometry
from sqlalchemy import (
    ARRAY,
    Boolean,
    Column,
    ColumnElement,
    Date,
    DateTime,
    Enum,
    Float,
    FromClause,
    Integer,
    Numeric,
    String,
    Text,
    TypeDecorator,
    Uuid,
    cast,
)
from sqlalchemy.types import NullType, TypeEngine, UserDefinedType

from geo.declarations import Field, FieldType, GeometryKind, Layer
from geo.items.field_values import bounds
from geo.tables import geometry_table_of, table_of

_DATE_PATTERNS = frozenset({r"\d{4}(-\d{2}(-\d{2})?)?", r"\d{4}-\d{2}-\d{2}", r"\d{4}-Q[1-4]"})
"""Patterns by which a declared field says that it holds years, months, days or quarters."""

ANY_TEXT = "^[^\\x00]*$"
"""What a text can hold that says no more of itself: nothing takes the null character."""

GEOMETRY_NAMES = ("geometry", "geom")
_UNTYPED_GEOMETRIES = frozenset({*GEOMETRY_NAMES, "the_geom", "wkb_geometry"})
"""Names by which a column without a type is known for the geometry: what GDAL and PostGIS call it."""

Language = Literal["es", "en"]


class PropertyType(StrEnum):
    """What a property holds."""

    TEXT = "text"
    PARTIAL_DATE = "partial_date"
    INTEGER = "integer"
    YEAR = "year"
    REAL = "real"
    BOOLEAN = "boolean"
    DATE = "date"
    TIMESTAMP = "timestamp"
    ARRAY = "array"
    GEOMETRY = "geometry"


@dataclass(frozen=True, slots=True)
class Queryable:
    """One property to filter by; ``element`` is the type of the elements of an array.

    ``has_box``: the row keeps the box of its geometry, and maybe a point within, in columns of their own.
    """

    name: str
    type: PropertyType
    column: ColumnElement[Any]
    element: PropertyType | None = None
    geometry_type: str = "GEOMETRY"
    has_box: bool = False


@dataclass(frozen=True, slots=True)
class Queryables:
    """The properties of one layer or table, by their names and further names of the geometry."""

    by_name: dict[str, Queryable]
    names: tuple[str, ...]


_KNOWN: dict[int, tuple[Layer, Queryables]] = {}
_MOST_KNOWN = 256


def queryables_of(source: Layer | FromClause) -> Queryables:
    """The properties that a layer or any table can be filtered by.

    >>> from geo.layers import layer_named
    >>> queryables_of(layer_named("borders")).names
    ('id', 'country', 'name_es', 'name_en', 'length_km', 'geometry')
    """
    if not isinstance(source, Layer):  # a table may yet be given further columns
        return _gathered(source)
    # By identity: the hash of a declaration runs through all of it.
    known = _KNOWN.get(id(source))
    if known is None:
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        known = _KNOWN[id(source)] = (source, _gathered(source))
    return known[1]


def _gathered(source: Layer | FromClause) -> Queryables:
    listed = _of_layer(source) if isinstance(source, Layer) else _of_table(source)
    by_name = {each.name: each for each in listed}
    geometries = [each for each in listed if each.type is PropertyType.GEOMETRY]
    if len(geometries) == 1:
        by_name = dict.fromkeys(GEOMETRY_NAMES, geometries[0]) | by_name
    return Queryables(by_name, tuple(each.name for each in listed))


def _of_layer(layer: Layer) -> list[Queryable]:
    table, geometry = table_of(layer), geometry_table_of(layer)
    listed = []
    for field in layer.fields:
        kind, element = _field_type(field)
        listed.append(Queryable(field.name, kind, table.c[field.name], element))
    if layer.geometry is not None and geometry is not None:
        name = layer.geometry.value.upper()
        listed.append(
            Queryable("geometry", PropertyType.GEOMETRY, geometry.c.geom, geometry_type=name, has_box=True)
        )
    return listed


def _field_type(field: Field) -> tuple[PropertyType, PropertyType | None]:
    match field.type:
        case FieldType.INTEGER:
            is_year = field.name == "year" or field.name.endswith("_year")
            return (PropertyType.YEAR if is_year else PropertyType.INTEGER), None
        case FieldType.REAL:
            return PropertyType.REAL, None
        case FieldType.BOOLEAN:
            return PropertyType.BOOLEAN, None
        case FieldType.TEXT_LIST:
            return PropertyType.ARRAY, PropertyType.TEXT
        case _:
            is_partial = field.pattern in _DATE_PATTERNS
            return (PropertyType.PARTIAL_DATE if is_partial else PropertyType.TEXT), None


def _of_table(table: FromClause) -> list[Queryable]:
    listed = []
    for column in table.columns:
        name = str(column.key)
        sql: ColumnElement[Any] = column
        sql_type = undecorated(column.type)
        kind, element = _column_type(sql_type, name), None
        if kind is PropertyType.ARRAY:
            element = _column_type(undecorated(sql_type.item_type), "")  # type: ignore[attr-defined]
        if kind is None or (kind is PropertyType.ARRAY and element is None):
            continue
        shape = "GEOMETRY"
        if kind is PropertyType.GEOMETRY:
            shape = str(getattr(sql_type, "geometry_type", None) or shape).upper()
        if isinstance(sql_type, Enum | Uuid):  # types of their own, with which no text compares
            sql = cast(column, Text())
        listed.append(Queryable(name, kind, sql, element, geometry_type=shape))
    return listed


def undecorated(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    """The type that a column has in the database."""
    while isinstance(kind, TypeDecorator):
        kind = kind.impl_instance
    return kind


def _column_type(kind: TypeEngine[Any], name: str) -> PropertyType | None:
    if _is_geometry(kind, name):
        return PropertyType.GEOMETRY
    known: tuple[tuple[type[Any], PropertyType], ...] = (
        (ARRAY, PropertyType.ARRAY),
        (Boolean, PropertyType.BOOLEAN),
        (Integer, PropertyType.INTEGER),
        (Numeric, PropertyType.REAL),
        (Float, PropertyType.REAL),
        (String, PropertyType.TEXT),
        (Uuid, PropertyType.TEXT),
        (DateTime, PropertyType.TIMESTAMP),
        (Date, PropertyType.DATE),
    )
    return next((found for base, found in known if isinstance(kind, base)), None)


def _is_geometry(kind: TypeEngine[Any], name: str) -> bool:
    if isinstance(kind, NullType):
        return name.lower() in _UNTYPED_GEOMETRIES
    # GeoAlchemy's type, or one of anybody's that DDL calls so: DuckDB's has no other.
    return isinstance(kind, Geometry) or (
        isinstance(kind, UserDefinedType) and str(kind).upper().startswith("GEOMETRY")
    )


def stated_srid_of(column: ColumnElement[Any]) -> int | None:
    """The reference system that the type of a geometry column states; None when it states none."""
    srid = getattr(undecorated(column.type), "srid", None)
    return srid if isinstance(srid, int) and srid > 0 else None


def queryables(layer: Layer, *, language: Language = "en") -> dict[str, Any]:
    """The JSON Schema of ``/collections/{id}/queryables`` (OGC API – Features Part 3), from the declaration.

    >>> from geo.layers import layer_named
    >>> queryables(layer_named("borders"))["properties"]["length_km"]
    {'title': 'Length', 'type': 'number', 'minimum': 0, 'x-ogc-unit': 'km'}
    """
    properties = {field.name: _field_schema(layer, field, language) for field in layer.fields}
    if layer.geometry is not None:
        properties["geometry"] = {
            "title": {"es": "Geometría", "en": "Geometry"}[language],
            "x-ogc-role": "primary-geometry",
            "format": _GEOMETRY_FORMATS[layer.geometry],
        }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "title": getattr(layer.title, language),
        "description": getattr(layer.description, language),
        "properties": properties,
        "additionalProperties": False,
    }


_GEOMETRY_FORMATS = {
    GeometryKind.POINT: "geometry-point",
    GeometryKind.MULTI_LINE_STRING: "geometry-multilinestring",
    GeometryKind.MULTI_POLYGON: "geometry-multipolygon",
}
_JSON_TYPES = {
    FieldType.TEXT: "string",
    FieldType.INTEGER: "integer",
    FieldType.REAL: "number",
    FieldType.BOOLEAN: "boolean",
    FieldType.TEXT_LIST: "array",
}


def _field_schema(layer: Layer, field: Field, language: Language) -> dict[str, Any]:
    schema: dict[str, Any] = {"title": getattr(field.title, language), "type": _JSON_TYPES[field.type]}
    words = None if field.vocabulary is None else list(field.vocabulary.values)
    if field.type is FieldType.TEXT_LIST:
        schema["items"] = {"type": "string"} | ({} if words is None else {"enum": words})
    elif words is not None:
        schema["enum"] = words
    elif field.pattern is not None:
        schema["pattern"] = f"^({field.pattern})$"
    elif field.type is FieldType.TEXT:
        schema["pattern"] = ANY_TEXT
    bounded = zip(("minimum", "maximum"), bounds(field), strict=True)
    schema |= {name: bound for name, bound in bounded if bound is not None}
    if field.unit is not None:
        schema["x-ogc-unit"] = field.unit
    if field.name == layer.key:
        schema["x-ogc-role"] = "id"
    return schema


def is_bytewise(column: ColumnElement[Any]) -> bool:
    """Whether the column itself already compares by code point on PostgreSQL."""
    return isinstance(column, Column) and getattr(column.type, "collation", None) == "C"
