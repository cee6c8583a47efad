"""Items in a box, found in two steps where a store takes long to read geometries.

DuckDB unpacks two thousand outlines to compare one. The first statement goes by the boxes of items alone and
says which of them that does not settle; the second reads the outlines of these, by their keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, false, func, or_, select

from geo.declarations import GeometryKind, Layer
from geo.engines.constructs import envelope
from geo.items.ordering import Order
from geo.items.queries import Box, Selection, places_in_order
from geo.tables import geometry_table_of

_EVERYTHING = 1_000_000_000


def is_two_steps(layer: Layer, selection: Selection) -> bool:
    """Whether an outline may have to be read to say which items are in the box."""
    return selection.bbox is not None and layer.geometry not in {None, GeometryKind.POINT}


def near_places(
    layer: Layer, selection: Selection, *, order: Sequence[Order] = (), start: Sequence[Any] | None = None
) -> Select[Any]:
    """Rows (the values of ``order``, key, whether it is settled) of the items that meet all but the outline's
    part of the box, in the order of :func:`geo.items.queries.items`."""
    table = geometry_table_of(layer)
    assert table is not None
    assert selection.bbox is not None
    west, south, east, north = (table.c[side] for side in ("west", "south", "east", "north"))
    near, inside = [], []
    for box in _plain(selection.bbox):
        near.append(and_(west <= box[2], east >= box[0], south <= box[3], north >= box[1]))
        inside.append(and_(west >= box[0], east <= box[2], south >= box[1], north <= box[3]))
    # What is inside the box of a region need not be in the region.
    is_settled: ColumnElement[bool] = or_(*inside) if selection.region is None else false()
    where = or_(*near) if selection.where is None else and_(selection.where, or_(*near))
    wider = replace(selection, bbox=None, region=None, where=where)
    found = places_in_order(layer, wider, limit=_EVERYTHING, order=order, start=start)
    return found.add_columns(is_settled.label("is_settled"))


def crossing(layer: Layer, selection: Selection, count: int) -> Select[Any]:
    """Rows (key, whether the outline meets the box and the region) of as many features, named by
    :func:`crossing_keys`.

    The comparison is no condition: beside one DuckDB does not look a single key up in its index.
    """
    table = geometry_table_of(layer)
    assert table is not None
    assert selection.bbox is not None
    (key,) = table.primary_key.columns
    meets = or_(*(func.ST_Intersects(table.c.geom, envelope(*box)) for box in _plain(selection.bbox)))
    if selection.region is not None:
        meets = and_(meets, func.ST_Intersects(table.c.geom, func.ST_GeomFromGeoJSON(selection.region)))
    named = [bindparam(_name(number), "", key.type) for number in range(count)]
    return select(key, meets).where(key.in_(named)).order_by(key)


def crossing_keys(keys: Sequence[str]) -> dict[str, str]:
    """Values for :func:`crossing`: the keys, and the last one again up to a power of two, so that few
    statements do for all numbers of keys.

    >>> crossing_keys(["01", "02", "03"])
    {'crossing_0': '01', 'crossing_1': '02', 'crossing_2': '03', 'crossing_3': '03'}
    """
    count = 1 << (len(keys) - 1).bit_length()
    return {_name(number): keys[min(number, len(keys) - 1)] for number in range(count)}


def _name(number: int) -> str:
    return f"crossing_{number}"


def _plain(box: Box) -> list[Box]:
    """A box in parts that do not cross the antimeridian.

    >>> _plain((170.0, 0.0, -170.0, 5.0))
    [(170.0, 0.0, 180.0, 5.0), (-180.0, 0.0, -170.0, 5.0)]
    """
    west, south, east, north = box
    if west <= east:
        return [box]
    return [(west, south, 180.0, north), (-180.0, south, east, north)]
