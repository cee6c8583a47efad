"""Statements that read layers: the items of a collection, one item, their number and extent.

Nothing here touches a connection. Values are bound; identifiers come from the declarations alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Table,
    and_,
    any_,
    false,
    func,
    literal,
    null,
    or_,
    select,
)

from geo.declarations import Field, FieldType, GeometryKind, Layer
from geo.engines.constructs import envelope
from geo.layers import BY_ID
from geo.tables import geometry_table_of, table_of

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


def _box_condition(layer: Layer, box: Box) -> ColumnElement[bool]:
    table = geometry_table_of(layer)
    if table is None:
        return false()
    west, south, east, north = box
    if west > east:
        return or_(
            _box_condition(layer, (west, south, 180.0, north)),
            _box_condition(layer, (-180.0, south, east, north)),
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
    table = table_of(layer)
    known = {field.name: field for field in layer.filters}
    met: list[ColumnElement[bool]] = []
    for name, values in (filters or {}).items():
        if name not in known:
            raise UnknownField(name, tuple(known))
        met.append(_field_condition(table, known[name], values))
    if bbox is not None:
        met.append(_box_condition(layer, bbox))
    return met


def _rows_of(layer: Layer) -> FromClause:
    """The rows of a layer, each beside its geometry where that is kept with another layer."""
    table, geometry = table_of(layer), geometry_table_of(layer)
    if geometry is None or geometry is table:
        return table
    shared_key = BY_ID[layer.shares_geometry_of or ""].key
    return table.join(geometry, geometry.c[shared_key] == table.c[layer.key])


def _feature(layer: Layer) -> Select[str, str, str | None]:
    table, geometry = table_of(layer), geometry_table_of(layer)
    return select(
        table.c[layer.key].label("key"),
        table.c.feature_properties,
        (null() if geometry is None else geometry.c.feature_geometry).label("feature_geometry"),
    ).select_from(_rows_of(layer))


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
        .order_by(table_of(layer).c[layer.key])
        .limit(limit)
        .offset(offset)
    )


def count(
    layer: Layer, *, bbox: Box | None = None, filters: Mapping[str, Sequence[str]] | None = None
) -> Select[int]:
    """One row: how many items meet the same conditions as :func:`items`."""
    rows = table_of(layer) if bbox is None else _rows_of(layer)
    return select(func.count()).select_from(rows).where(*conditions(layer, bbox=bbox, filters=filters))


def item(layer: Layer, key: str) -> Select[str, str, str | None]:
    """The row of :func:`items` with that key, or none."""
    return _feature(layer).where(table_of(layer).c[layer.key] == key)


def extent(layer: Layer) -> Select[float | None, float | None, float | None, float | None]:
    """One row: west, south, east, north of everything in a layer with geometry; None where it is empty."""
    table = geometry_table_of(layer)
    if table is None:
        raise ValueError(f"{layer.id} has no geometry")
    return select(
        func.min(table.c.west), func.min(table.c.south), func.max(table.c.east), func.max(table.c.north)
    ).select_from(_rows_of(layer))
