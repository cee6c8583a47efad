"""Statements that make Mapbox vector tiles in the grid WebMercatorQuad."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, bindparam, func, literal, literal_column, select

from geo.declarations import Layer
from geo.engines.constructs import overlaps_tile, tile_bounds
from geo.layers import BY_ID
from geo.tables import geometry_table_of, shapes_of, table_of

MIN_ZOOM = 0
MAX_ZOOM = 12
"""The last zoom for which tiles are made; a map draws nearer ones from these. A unit of a tile of zoom 12 is
2.4 m at the equator, finer than a municipal boundary is accurate."""

EXTENT = 4096
"""Units along the side of a tile."""

BUFFER = 64
"""Units drawn beyond each side, so that outlines meet without a seam."""

ADDRESS = ("tile_z", "tile_x", "tile_y")
"""Zoom, column and row in :func:`tile_anywhere`."""

_Address = tuple[ColumnElement[int], ColumnElement[int], ColumnElement[int]]


class BadTileAddress(ValueError):
    """No tile has that zoom, row and column."""


class NotDrawn(LookupError):
    """The layer has no geometry, so that no tiles show it."""


def check_address(z: int, x: int, y: int) -> None:
    """Nothing, when a tile (zoom, column, row) exists.

    :raises BadTileAddress: when it does not.

    >>> check_address(1, 1, 1)
    >>> check_address(1, 2, 0)
    Traceback (most recent call last):
    geo.tiles.BadTileAddress: zoom 1 has columns and rows 0 to 1, not column 2, row 0
    """
    if not MIN_ZOOM <= z <= MAX_ZOOM:
        raise BadTileAddress(f"zoom {z} is not between {MIN_ZOOM} and {MAX_ZOOM}")
    last = 2**z - 1
    if not (0 <= x <= last and 0 <= y <= last):
        raise BadTileAddress(f"zoom {z} has columns and rows 0 to {last}, not column {x}, row {y}")


def tile(layer: Layer, z: int, x: int, y: int, *, where: ColumnElement[bool] | None = None) -> Select[bytes]:
    """One row, the tile at zoom ``z``, column ``x``, row ``y`` with the tile properties; none if it is empty.

    The one layer inside the tile is named as the layer. Geometry is what the load prepared for the zoom.
    ``where`` is a further condition on the columns of the layer and of its stored geometry.

    :raises BadTileAddress: when there is no such tile.
    :raises NotDrawn: for a layer without geometry.
    """
    check_address(z, x, y)
    return _tile(layer, (literal(z), literal(x), literal(y)), where)


def tile_anywhere(layer: Layer, *, where: ColumnElement[bool] | None = None) -> Select[bytes]:
    """The statement of :func:`tile` for an address that is given later, by the names in ``ADDRESS``."""
    z, x, y = (bindparam(name, 0, Integer()) for name in ADDRESS)
    return _tile(layer, (z, x, y), where)


def keys_drawn(layer: Layer, where: ColumnElement[bool]) -> Select[str]:
    """The keys of the features that meet a condition as that of :func:`tile`, and that overlap the tile whose
    address is given later, by the names in ``ADDRESS``.

    :raises NotDrawn: for a layer without geometry.
    """
    table, shapes = table_of(layer), shapes_of(layer)
    if shapes is None:
        raise NotDrawn(layer.id)
    z, x, y = (bindparam(name, 0, Integer()) for name in ADDRESS)
    box = (shapes.c.geom, shapes.c.x_min, shapes.c.y_min, shapes.c.x_max, shapes.c.y_max)
    key = table.c[layer.key]
    near = select(key).join_from(shapes, table, shapes.c.feature_id == key)
    near = near.where(shapes.c.zoom_min <= z, shapes.c.zoom_max >= z, overlaps_tile(*box, z, x, y))
    return _meeting(near, layer, where).order_by(key)


def _meeting(drawn: Select[Any], layer: Layer, where: ColumnElement[bool]) -> Select[Any]:
    table, stored = table_of(layer), geometry_table_of(layer)
    if stored is not None and stored is not table:
        # What is drawn is generalised; what is asked of it is asked of the geometry as it is stored.
        key = BY_ID[layer.shares_geometry_of or ""].key
        drawn = drawn.join(stored, stored.c[key] == table.c[layer.key])
    return drawn.where(where)


def _tile(layer: Layer, address: _Address, where: ColumnElement[bool] | None) -> Select[bytes]:
    table, shapes = table_of(layer), shapes_of(layer)
    if shapes is None:
        raise NotDrawn(layer.id)
    z = address[0]
    box = (shapes.c.geom, shapes.c.x_min, shapes.c.y_min, shapes.c.x_max, shapes.c.y_max)
    drawn = (
        select(
            *(table.c[field.name] for field in layer.tile_fields),
            func.ST_AsMVTGeom(shapes.c.geom, tile_bounds(*address), EXTENT, BUFFER, True).label("geom"),
        )
        .join_from(shapes, table, shapes.c.feature_id == table.c[layer.key])
        .where(shapes.c.zoom_min <= z, shapes.c.zoom_max >= z, overlaps_tile(*box, *address))
        .order_by(table.c[layer.key])
    )
    if where is not None:
        drawn = _meeting(drawn, layer, where)
    rows = drawn.subquery("rows")
    # The order inside keeps PostgreSQL from computing the geometry once for the tile and again for the count.
    return (
        select(func.ST_AsMVT(literal_column("rows"), layer.id, EXTENT, "geom"))
        .select_from(rows)
        .having(func.count(rows.c.geom) > 0)
    )
