"""Statements that read layers: the items of a collection, one item, their number and extent.

Nothing here touches a connection. Values are bound; identifiers come from the declarations alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, Select, Table, and_, any_, false, func, literal, or_, select

from geo.declarations import Field, FieldType, GeometryKind, Layer
from geo.engines.constructs import envelope
from geo.tables import LAYER_TABLES

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees; west is greater than east where the box crosses the antimeridian."""


class UnknownField(LookupError):
    """The layer cannot be filtered by that name; ``known`` are those it can be."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(name)
        self.name = name
        self.known = tuple(known)


class BadValue(ValueError):
    """The field cannot hold that value; ``allowed`` says what it can, where that is a closed set."""

    def __init__(self, field: str, value: str, expected: str, allowed: Sequence[str] = ()) -> None:
        super().__init__(f"{field}={value!r} is not {expected}")
        self.field = field
        self.value = value
        self.expected = expected
        self.allowed = tuple(allowed)


def typed_value(field: Field, value: str) -> str | int | float | bool:
    """The value of a field from its text.

    :raises BadValue: when the field cannot hold it.

    >>> from geo.layers import layer_named
    >>> typed_value(layer_named("agreements").field("signed_year"), "1993")
    1993
    """
    if field.vocabulary is not None and value not in field.vocabulary.values:
        raise BadValue(field.name, value, "one of the words of its vocabulary", field.vocabulary.values)
    try:
        if field.type is FieldType.INTEGER:
            return int(value)
        if field.type is FieldType.REAL:
            return float(value)
    except ValueError:
        raise BadValue(field.name, value, f"a number of type {field.type.value}") from None
    if field.type is FieldType.BOOLEAN:
        if value not in {"true", "false"}:
            raise BadValue(field.name, value, "true or false", ("true", "false"))
        return value == "true"
    return value


def _field_condition(table: Table, field: Field, values: Sequence[str]) -> ColumnElement[bool]:
    typed = [typed_value(field, value) for value in values]
    column = table.c[field.name]
    if field.type is FieldType.TEXT_LIST:
        return or_(*(literal(value) == any_(column) for value in typed))
    return column.in_(typed)


def _box_condition(layer: Layer, table: Table, box: Box) -> ColumnElement[bool]:
    if layer.geometry is None:
        return false()
    west, south, east, north = box
    if west > east:
        return or_(
            _box_condition(layer, table, (west, south, 180.0, north)),
            _box_condition(layer, table, (-180.0, south, east, north)),
        )
    overlaps = and_(
        table.c.west <= east, table.c.east >= west, table.c.south <= north, table.c.north >= south
    )
    if layer.geometry is GeometryKind.POINT:
        return overlaps
    # The boxes alone decide quickly that most do not; only the rest is asked exactly.
    return and_(overlaps, func.ST_Intersects(table.c.geom, envelope(west, south, east, north)))


def conditions(
    layer: Layer, *, bbox: Box | None = None, filters: Mapping[str, Sequence[str]] | None = None
) -> list[ColumnElement[bool]]:
    """What rows of a layer must meet; several values of one field are alternatives.

    :raises UnknownField: for a name that is no filter of the layer.
    :raises BadValue: for a value that its field cannot hold.
    """
    table = LAYER_TABLES[layer.id]
    known = {field.name: field for field in layer.filters}
    met: list[ColumnElement[bool]] = []
    for name, values in (filters or {}).items():
        if name not in known:
            raise UnknownField(name, tuple(known))
        met.append(_field_condition(table, known[name], values))
    if bbox is not None:
        met.append(_box_condition(layer, table, bbox))
    return met


def _feature(layer: Layer) -> Select[str, str, str | None]:
    table = LAYER_TABLES[layer.id]
    geometry = table.c.feature_geometry if layer.geometry is not None else literal(None)
    return select(
        table.c[layer.key].label("key"),
        table.c.feature_properties,
        geometry.label("feature_geometry"),
    )


def items(
    layer: Layer,
    *,
    bbox: Box | None = None,
    filters: Mapping[str, Sequence[str]] | None = None,
    limit: int,
    offset: int = 0,
) -> Select[str, str, str | None]:
    """Rows (key, properties as JSON text, geometry as GeoJSON text or None), ordered by key."""
    return (
        _feature(layer)
        .where(*conditions(layer, bbox=bbox, filters=filters))
        .order_by(LAYER_TABLES[layer.id].c[layer.key])
        .limit(limit)
        .offset(offset)
    )


def count(
    layer: Layer, *, bbox: Box | None = None, filters: Mapping[str, Sequence[str]] | None = None
) -> Select[int]:
    """One row: how many items meet the same conditions as :func:`items`."""
    table = LAYER_TABLES[layer.id]
    return select(func.count()).select_from(table).where(*conditions(layer, bbox=bbox, filters=filters))


def item(layer: Layer, key: str) -> Select[str, str, str | None]:
    """The row of :func:`items` with that key, or none."""
    return _feature(layer).where(LAYER_TABLES[layer.id].c[layer.key] == key)


def extent(layer: Layer) -> Select[float | None, float | None, float | None, float | None]:
    """One row: west, south, east, north of everything in a layer; None for each when it has no geometry."""
    table = LAYER_TABLES[layer.id]
    return select(
        func.min(table.c.west), func.min(table.c.south), func.max(table.c.east), func.max(table.c.north)
    )
