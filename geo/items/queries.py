"""Statements that read layers: the items of a collection, one item, their number and extent.

Nothing here touches a connection. Values are bound; identifiers come from the declarations alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    and_,
    any_,
    false,
    func,
    literal,
    null,
    or_,
    select,
)
from sqlalchemy.sql.visitors import iterate

from geo.declarations import Field, FieldType, GeometryKind, Layer
from geo.engines.constructs import envelope
from geo.items import times
from geo.items.field_values import typed_value
from geo.items.ordering import Order, after, order_column, ordered
from geo.items.times import Period
from geo.layers import BY_ID
from geo.tables import geometry_table_of, shapes_of, table_of

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees; west is greater than east where the box crosses the antimeridian."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which items of a layer are meant: those that meet everything that is given.

    Several values of one filter are alternatives. ``region`` is a polygon as GeoJSON in EPSG:4326: a box of
    another reference system, whose own box in degrees is ``bbox``. ``where`` is any further condition on the
    columns of the layer and of its geometry.
    """

    bbox: Box | None = None
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    region: str | None = None
    period: Period | None = None
    where: ColumnElement[bool] | None = None

    @property
    def is_everything(self) -> bool:
        """Whether nothing is asked of an item."""
        return self.bbox is None and not self.filters and self.period is None and self.where is None


EVERYTHING = Selection()


class UnknownField(LookupError):
    """The layer cannot be filtered by that name; ``known`` are those it can be."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(name)
        self.name = name
        self.known = tuple(known)


def field_condition(layer: Layer, field: Field, values: Sequence[str]) -> ColumnElement[bool]:
    """That a field of a row has one of those values, or, of a list, holds one of them.

    :raises BadValue: for a value that the field cannot hold.
    """
    typed = [typed_value(field, value) for value in values]
    column = table_of(layer).c[field.name]
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
    # Boxes alone decide quickly of most that they do not or do; only what crosses a side is asked exactly.
    inside = and_(table.c.west >= west, table.c.east <= east, table.c.south >= south, table.c.north <= north)
    return and_(overlaps, or_(inside, func.ST_Intersects(table.c.geom, envelope(west, south, east, north))))


def conditions(layer: Layer, selection: Selection) -> list[ColumnElement[bool]]:
    """What rows of a layer must meet.

    :raises UnknownField: for a name that is no filter of the layer.
    :raises BadValue: for a value that its field cannot hold.
    """
    known = {field.name: field for field in layer.parameters} if selection.filters else {}
    met: list[ColumnElement[bool]] = []
    for name, values in selection.filters.items():
        if name not in known:
            raise UnknownField(name, tuple(known))
        met.append(field_condition(layer, known[name], values))
    if selection.bbox is not None:
        met.append(_box_condition(layer, selection.bbox))
    geometry = geometry_table_of(layer)
    if selection.region is not None and geometry is not None:
        met.append(func.ST_Intersects(geometry.c.geom, func.ST_GeomFromGeoJSON(selection.region)))
    if selection.period is not None:
        met.append(times.within(layer, selection.period))
    if selection.where is not None:
        met.append(selection.where)
    return met


def compares_outlines(layer: Layer, where: ColumnElement[bool] | None) -> bool:
    """Whether a condition on the items of a layer looks at their lines or areas.

    >>> from geo.layers import layer_named
    >>> municipalities = layer_named("municipalities")
    >>> table = geometry_table_of(municipalities)
    >>> compares_outlines(municipalities, table.c.name == "Tijuana")
    False
    >>> compares_outlines(municipalities, func.ST_Intersects(table.c.geom, envelope(-118, 32, -116, 33)))
    True
    """
    table = geometry_table_of(layer)
    if where is None or table is None or layer.geometry is GeometryKind.POINT:
        return False
    return any(each is table.c.geom for each in iterate(where))


def _rows_of(layer: Layer) -> FromClause:
    """The rows of a layer, each beside its geometry where that is kept with another layer."""
    table, geometry = table_of(layer), geometry_table_of(layer)
    if geometry is None or geometry is table:
        return table
    shared_key = BY_ID[layer.shares_geometry_of or ""].key
    return table.join(geometry, geometry.c[shared_key] == table.c[layer.key])


class Outline(StrEnum):
    """The form in which rows give geometry.

    ``NONE`` gives none. ``TEXT`` is GeoJSON in EPSG:4326, ``DRAWN`` what is drawn at a zoom as WKB in
    EPSG:3857; where a layer has no generalised geometry, or no zoom is asked for, both are the stored text.
    """

    NONE = "none"
    TEXT = "text"
    DRAWN = "drawn"


def _feature(layer: Layer, zoom: int | None, outline: Outline, *further: ColumnElement[Any]) -> Select[Any]:
    table, geometry, shapes = table_of(layer), geometry_table_of(layer), shapes_of(layer)
    rows = _rows_of(layer)
    given: ColumnElement[Any] = null()
    if geometry is not None and outline is not Outline.NONE:
        given = geometry.c.feature_geometry
        if zoom is not None and shapes is not None and layer.geometry is not GeometryKind.POINT:
            band = and_(
                shapes.c.feature_id == table.c[layer.key],
                shapes.c.zoom_min <= zoom,
                shapes.c.zoom_max >= zoom,
            )
            rows = rows.join(shapes, band, isouter=True)
            is_drawn = outline is Outline.DRAWN
            given = (
                func.ST_AsBinary(shapes.c.geom)
                if is_drawn
                else func.coalesce(shapes.c.feature_geometry, geometry.c.feature_geometry)
            )
    return select(
        table.c[layer.key].label("key"),
        table.c.feature_properties,
        given.label("feature_geometry"),
        *further,
    ).select_from(rows)


def items(
    layer: Layer,
    selection: Selection = EVERYTHING,
    *,
    limit: int,
    offset: int = 0,
    order: Sequence[Order] = (),
    start: Sequence[Any] | None = None,
    zoom: int | None = None,
    outline: Outline = Outline.TEXT,
) -> Select[Any]:
    """Rows (key, properties as JSON text, geometry as ``outline`` says or None, each value of ``order``).

    They are ordered by ``order``, what is unknown last, and at the end by key. ``start`` gives those values
    and the key of the item before the first. With ``zoom`` the geometry of lines and areas is what is drawn
    at that zoom.
    """
    columns = [order_column(layer, each) for each in order]
    key = table_of(layer).c[layer.key]
    statement = _feature(layer, zoom, outline, *columns).where(*conditions(layer, selection))
    if start is not None:
        statement = statement.where(after(columns, order, key, start))
    return statement.order_by(*ordered(columns, order), key).limit(limit).offset(offset)


def places_in_order(
    layer: Layer,
    selection: Selection,
    *,
    limit: int,
    offset: int = 0,
    order: Sequence[Order] = (),
    start: Sequence[Any] | None = None,
) -> Select[Any]:
    """Rows (the values of ``order``, key) in the order of :func:`items`: where a page begins or ends."""
    columns = [order_column(layer, each) for each in order]
    key = table_of(layer).c[layer.key]
    statement = select(*columns, key).select_from(_rows_of(layer)).where(*conditions(layer, selection))
    if start is not None:
        statement = statement.where(after(columns, order, key, start))
    return statement.order_by(*ordered(columns, order), key).limit(limit).offset(offset)


def count(
    layer: Layer,
    selection: Selection = EVERYTHING,
    *,
    order: Sequence[Order] = (),
    start: Sequence[Any] | None = None,
) -> Select[int]:
    """One row: how many items meet the conditions of :func:`items`, after ``start`` where it is given."""
    is_plain = selection.bbox is None and selection.where is None
    statement = select(func.count()).select_from(table_of(layer) if is_plain else _rows_of(layer))
    if start is not None:
        columns = [order_column(layer, each) for each in order]
        statement = statement.where(after(columns, order, table_of(layer).c[layer.key], start))
    return statement.where(*conditions(layer, selection))


def item(layer: Layer, key: str, *, zoom: int | None = None, outline: Outline = Outline.TEXT) -> Select[Any]:
    """The row of :func:`items` with that key, or none."""
    return _feature(layer, zoom, outline).where(table_of(layer).c[layer.key] == key)


def extent(layer: Layer) -> Select[float | None, float | None, float | None, float | None]:
    """One row: west, south, east, north of everything in a layer with geometry; None where it is empty."""
    table = geometry_table_of(layer)
    if table is None:
        raise ValueError(f"{layer.id} has no geometry")
    return select(
        func.min(table.c.west), func.min(table.c.south), func.max(table.c.east), func.max(table.c.north)
    ).select_from(_rows_of(layer))
