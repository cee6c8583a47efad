"""Items by their keys, as DuckDB reads them quickly and in little room.

It looks a list of keys up in the index of a table and reads their rows alone. Beside a limit it goes through
the whole table, unpacking its outlines two thousand at a time, and with an order it sorts them as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from geo.declarations import Layer
from geo.items import queries
from geo.items.queries import Outline
from geo.tables import table_of


def items(
    connection: Connection, layer: Layer, keys: Sequence[str], zoom: int | None, outline: Outline
) -> dict[str, Sequence[Any]]:
    """The rows of :func:`geo.items.queries.items` (key, properties, geometry) by key, in no order."""
    if not keys:
        return {}
    statement = queries.items(layer, limit=len(keys), zoom=zoom, outline=outline)
    chosen = statement.where(table_of(layer).c[layer.key].in_(keys))
    rows = connection.execute(chosen.limit(None).offset(None).order_by(None))
    return {row[0]: row for row in rows}
