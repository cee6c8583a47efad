"""Statements that read whole releases: the rows of a layer in blocks, what they weigh, where they lie."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    column,
    func,
    literal_column,
    null,
    select,
    table,
)

from geo import catalogue
from geo.declarations import Layer
from geo.tables import (
    RELEASE,
    RELEASE_CHANGES,
    RELEASE_INPUTS,
    RELEASE_LAYERS,
    has_own_geometry,
    shapes_of,
    table_of,
)

_TOLD_BY = (RELEASE, RELEASE_INPUTS, RELEASE_LAYERS, RELEASE_CHANGES)


def present(connection: Connection) -> dict[str, set[str]]:
    """The columns of every table of the release that a connection reads."""
    columns = table("columns", column("table_name"), column("column_name"), schema="information_schema")
    names = select(columns.c.table_name, columns.c.column_name).where(
        literal_column("table_schema") == func.current_schema()
    )
    found: dict[str, set[str]] = {}
    for table_name, column_name in connection.execute(names).all():
        found.setdefault(table_name, set()).add(column_name)
    return found


def readable_layers(connection: Connection) -> dict[str, Layer] | None:
    """The layers that a kept release holds, or None when its tables are those of another edition."""
    found = present(connection)
    if any(not _has(found, each) for each in _TOLD_BY):
        return None
    layers = catalogue.layers(connection)
    tables = [table_of(layer) for layer in layers.values()]
    tables += [shapes for layer in layers.values() if (shapes := shapes_of(layer)) is not None]
    return layers if all(_has(found, each) for each in tables) else None


def _has(found: dict[str, set[str]], wanted: Table) -> bool:
    return {each.name for each in wanted.columns} <= found.get(wanted.name, set())


def rows(layer: Layer, *, after: str | None, limit: int) -> Select[Any]:
    """Rows (key, properties as JSON text, geometry as GeoJSON text or None) by key, those after one key.

    Only a layer with geometry of its own gives any: what shares another layer's is joined by its key.

    >>> from geo.layers import layer_named
    >>> "ORDER BY networks.id" in str(rows(layer_named("networks"), after=None, limit=2))
    True
    """
    source = table_of(layer)
    key = source.c[layer.key]
    geometry = source.c.feature_geometry if has_own_geometry(layer) else null()
    statement = select(key, source.c.feature_properties, geometry.label("feature_geometry"))
    if after is not None:
        statement = statement.where(key > after)
    return statement.order_by(key).limit(limit)


def text_bytes(layer: Layer) -> Select[int]:
    """One row: how many characters the texts of a layer have, by which files are weighed beforehand."""
    source = table_of(layer)
    length: ColumnElement[int] = func.length(source.c.feature_properties)
    if has_own_geometry(layer):
        length += func.coalesce(func.length(source.c.feature_geometry), 0)
    return select(func.coalesce(func.sum(length), 0))


def change_counts() -> Select[Any]:
    """Rows (layer, change, number): how a release differs from the one before."""
    changes = RELEASE_CHANGES.c
    return (
        select(changes.layer_id, changes.change, func.count().label("count"))
        .group_by(changes.layer_id, changes.change)
        .order_by(changes.layer_id, changes.change)
    )


def changes(
    *, layer_ids: Sequence[str] = (), kinds: Sequence[str] = (), limit: int, offset: int = 0
) -> tuple[Select[Any], Select[int]]:
    """Rows (layer, feature, change, changed fields as JSON) of those asked for, and their number."""
    columns = RELEASE_CHANGES.c
    met = []
    if layer_ids:
        met.append(columns.layer_id.in_(layer_ids))
    if kinds:
        met.append(columns.change.in_(kinds))
    order = (columns.layer_id, columns.feature_id, columns.change)
    found = select(columns.layer_id, columns.feature_id, columns.change, columns.fields).where(*met)
    return (
        found.order_by(*order).limit(limit).offset(offset),
        select(func.count()).select_from(RELEASE_CHANGES).where(*met),
    )


def drawn_boxes(layer: Layer) -> Select[Any]:
    """Rows (first and last zoom, west, south, east, north in EPSG:3857): where tiles have something.

    :raises ValueError: for a layer without geometry.
    """
    shapes = shapes_of(layer)
    if shapes is None:
        raise ValueError(f"{layer.id} has no geometry")
    source = table_of(layer)
    box = (shapes.c.x_min, shapes.c.y_min, shapes.c.x_max, shapes.c.y_max)
    return (
        select(shapes.c.zoom_min, shapes.c.zoom_max, *box)
        .join_from(shapes, source, shapes.c.feature_id == source.c[layer.key])
        .order_by(shapes.c.zoom_min, *box)
    )


def as_loaded(source: Table) -> Select[Any]:
    """Every row of a table in the order of its loading, geometry as WKB; for PostGIS alone.

    The embedded engine needs no such copy: its release is a file already.
    """
    columns: Iterable[Any] = (
        func.ST_AsBinary(each).label(each.name) if each.name == "geom" else each for each in source.columns
    )
    return select(*columns).order_by(literal_column("ctid"))
