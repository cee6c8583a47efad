"""The layers of tiles: drawn here where that is quicker, else by the store."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from sqlalchemy import ColumnElement, Select

from api.dependencies import TileAddress
from api.releases import ServedRelease
from geo import tiles
from geo.declarations import Layer
from geo.items import queries
from geo.items.prepared import Prepared
from geo.tiles.drawing import is_drawn_here


def is_ready(release: ServedRelease, layer: Layer, z: int) -> bool:
    """Whether a tile without a condition takes a few milliseconds, the store not being asked."""
    return is_drawn_here(layer, z) and release.drawings.is_ready(layer, z)


def layer_of_tile(
    release: ServedRelease,
    layer: Layer,
    address: TileAddress,
    where: Callable[[], ColumnElement[bool]] | None = None,
    asked: Hashable = None,
) -> bytes | None:
    """A layer of a tile with the items that meet a condition, None where there is none of them.

    ``asked`` names the condition: its statement is then compiled once for all tiles of it.
    """
    z, x, y = address.z, address.x, address.y
    is_here = is_drawn_here(layer, z)
    if is_here and where is None:
        return release.drawings.tile(layer, z, x, y)

    def prepared() -> Prepared:
        condition = None if where is None else where()
        statement: Select[Any]
        if is_here and condition is not None:
            statement = tiles.keys_drawn(layer, condition)
        else:
            statement = tiles.tile_anywhere(layer, where=condition)
        compares_outlines = queries.compares_outlines(layer, condition)
        return Prepared(statement, release.engine.dialect, compares_outlines=compares_outlines)

    is_named = where is None or asked is not None
    named = ("tile", layer.id, asked, is_here)
    statement = release.statements.get(named, prepared) if is_named else prepared()
    with release.connection(compares_outlines=statement.compares_outlines) as connection:
        rows = statement.rows(connection, dict(zip(tiles.ADDRESS, (z, x, y), strict=True)))
    if not is_here:
        return bytes(rows[0][0]) if rows else None
    return release.drawings.tile(layer, z, x, y, [row[0] for row in rows]) if rows else None
