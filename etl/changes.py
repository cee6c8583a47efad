"""The difference between a release and the one before: added, changed and removed features of every layer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import orjson
import pyarrow as pa
from sqlalchemy import Connection, column, func, literal_column, select, table

from geo import catalogue
from geo.declarations import Layer
from geo.layers import BY_ID, LAYERS
from geo.tables import RELEASE_LAYERS, has_own_geometry

GEOMETRY = "geometry"
"""Named among the changed fields when the geometry is another."""


@dataclass(frozen=True, slots=True)
class Change:
    """One feature that is new, gone or different; ``fields`` are the names that differ."""

    layer_id: str
    feature_id: str
    change: str
    fields: tuple[str, ...] = ()


Texts = Mapping[str, tuple[str, str | None]]
"""Key of a feature → text of its properties and digest of its geometry."""


def changes(before: Mapping[str, Texts], after: Mapping[str, Texts]) -> Iterator[Change]:
    """Every difference, by layer and key; a layer that ``before`` lacks is new as a whole.

    Layers of the code come first, in declared order, then a user's own.

    >>> old = {"states": {"01": ('{"name":"A"}', None), "02": ('{"name":"B"}', "1")}}
    >>> new = {"states": {"02": ('{"name":"C"}', "2"), "03": ('{"name":"D"}', None)}}
    >>> [(each.feature_id, each.change, each.fields) for each in changes(old, new)]
    [('01', 'removed', ()), ('02', 'changed', ('name', 'geometry')), ('03', 'added', ())]
    """
    for layer_id in (*BY_ID, *sorted((before.keys() | after.keys()) - BY_ID.keys())):
        old, new = before.get(layer_id, {}), after.get(layer_id, {})
        for key in sorted(old.keys() | new.keys()):
            if key not in new:
                yield Change(layer_id, key, "removed")
            elif key not in old:
                yield Change(layer_id, key, "added")
            elif old[key] != new[key]:
                yield Change(layer_id, key, "changed", _different(old[key], new[key]))


def _different(old: tuple[str, str | None], new: tuple[str, str | None]) -> tuple[str, ...]:
    before, after = orjson.loads(old[0]), orjson.loads(new[0])
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    names += [
        name for name in {**before, **after} if (name in before) != (name in after) and name not in names
    ]
    return (*names, GEOMETRY) if old[1] != new[1] else tuple(names)


def texts_of(tables: Mapping[str, pa.Table], layers: Iterable[Layer]) -> dict[str, Texts]:
    """The texts of a release that is being made, for the layers given."""
    found: dict[str, Texts] = {}
    for layer in layers:
        rows = tables[layer.id]
        geometry: list[str | None] = [None] * rows.num_rows
        if has_own_geometry(layer):
            geometry = [each and _digest(each) for each in rows["feature_geometry"].to_pylist()]
        keys, properties = rows[layer.key].to_pylist(), rows["feature_properties"].to_pylist()
        found[layer.id] = dict(zip(keys, zip(properties, geometry, strict=True), strict=True))
    return found


def _digest(text: str) -> str:
    # What both engines compute as md5(text); it tells geometries apart and guards nothing.
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def texts_in(connection: Connection) -> dict[str, Texts]:
    """The texts of the release that a connection reads, which older declarations may have made.

    A layer that it lacks, or that has another key, is left out.
    """
    columns = table("columns", column("table_name"), column("column_name"), schema="information_schema")
    names = select(columns.c.table_name, columns.c.column_name).where(
        literal_column("table_schema") == func.current_schema()
    )
    present = set(connection.execute(names).all())
    layers = list(LAYERS)
    if (RELEASE_LAYERS.name, "declaration") in present:
        layers += catalogue.own_layers(connection)
    found: dict[str, Texts] = {}
    for layer in layers:
        if not {(layer.id, layer.key), (layer.id, "feature_properties")} <= present:
            continue
        has_geometry = (layer.id, "feature_geometry") in present
        digest = func.md5(column("feature_geometry")) if has_geometry else literal_column("NULL")
        rows = select(column(layer.key), column("feature_properties"), digest).select_from(table(layer.id))
        found[layer.id] = {
            key: (properties, geometry) for key, properties, geometry in connection.execute(rows)
        }
    return found
