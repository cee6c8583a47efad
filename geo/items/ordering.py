"""The order of items, and the condition that an item comes after another in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, or_

from geo.declarations import FieldType, GeometryKind, Layer
from geo.tables import geometry_table_of, table_of

UNLOCATED = "no place"
"""Orders by whether an item lacks a place, 0 or 1; no field can have this name."""


@dataclass(frozen=True, slots=True)
class Order:
    """A field to order by, and the direction; what is unknown comes last in both."""

    name: str
    is_descending: bool = False


class NotSortable(ValueError):
    """Items cannot be ordered by that name; ``known`` are those that they can be."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(name)
        self.name = name
        self.known = tuple(known)


def sortable(layer: Layer) -> tuple[str, ...]:
    """Names of the fields that items can be ordered by: all but lists."""
    return tuple(field.name for field in layer.fields if field.type is not FieldType.TEXT_LIST)


def orders_of(layer: Layer, text: str) -> tuple[Order, ...]:
    """The order that ``name,-other`` asks for: a minus before a name turns it round, a plus does not.

    :raises NotSortable: for a name that items cannot be ordered by.

    >>> from geo.layers import layer_named
    >>> orders_of(layer_named("states"), "-area_km2,+name")
    (Order(name='area_km2', is_descending=True), Order(name='name', is_descending=False))
    """
    known = sortable(layer)
    orders: dict[str, Order] = {}
    for part in text.split(","):
        # A plus that was not written as %2B arrives as a space.
        name = part.strip().removeprefix("+")
        is_descending = name.startswith("-")
        name = name.removeprefix("-")
        if name not in known:
            raise NotSortable(name, known)
        orders.setdefault(name, Order(name, is_descending))
    return tuple(orders.values())


def usual_order(layer: Layer) -> tuple[Order, ...]:
    """The order of items where none is asked for: those with a place first, where some have none.

    Clients learn the kind of geometry from the first page, and take a collection for one without geometry
    where that page has none.

    >>> from geo.layers import layer_named
    >>> usual_order(layer_named("agreements")), usual_order(layer_named("states"))
    ((Order(name='no place', is_descending=False),), ())
    """
    return (Order(UNLOCATED),) if layer.geometry is GeometryKind.POINT else ()


def value_type(layer: Layer, order: Order) -> FieldType:
    """What the values are that items are ordered by."""
    return FieldType.INTEGER if order.name == UNLOCATED else layer.field(order.name).type


def order_column(layer: Layer, order: Order) -> ColumnElement[Any]:
    """The column whose values items are ordered by."""
    geometry = geometry_table_of(layer)
    if order.name == UNLOCATED and geometry is not None:
        return case((geometry.c.feature_geometry.is_(None), 1), else_=0)
    return table_of(layer).c[order.name]


def ordered(columns: Sequence[ColumnElement[Any]], order: Sequence[Order]) -> list[ColumnElement[Any]]:
    """The columns in the directions of ``order``."""
    return [
        (column.desc() if each.is_descending else column.asc()).nulls_last()
        for column, each in zip(columns, order, strict=True)
    ]


def after(
    columns: Sequence[ColumnElement[Any]],
    order: Sequence[Order],
    key: ColumnElement[Any],
    start: Sequence[Any],
) -> ColumnElement[bool]:
    """The condition that an item comes after the one with these values of ``columns`` and this key."""
    *values, last_key = start
    alternatives: list[ColumnElement[bool]] = []
    equal: list[ColumnElement[bool]] = []
    for column, each, value in zip(columns, order, values, strict=True):
        if value is None:
            equal.append(column.is_(None))  # nothing comes after what is unknown
            continue
        beyond = column < value if each.is_descending else column > value
        alternatives.append(and_(*equal, or_(beyond, column.is_(None))))
        equal.append(column == value)
    return or_(*alternatives, and_(*equal, key > last_key))
