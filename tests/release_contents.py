"""What a release holds, as digests that two releases or two engines can be compared by."""

import hashlib

from sqlalchemy import Connection, Table, func, select

from geo import catalogue
from geo.layers import BY_ID, LAYERS
from geo.store import Reader, Store
from geo.tables import LAYER_TABLES, METADATA, has_own_geometry, table_of

Contents = dict[str, tuple[int, str]]
"""Name of a table → its number of rows and the SHA-256 of all of them in order."""

# These tell of the run and not of the data: two runs over the same data differ in them.
OF_THE_RUN = frozenset({"release", "release_changes"})


def contents(store: Store) -> Contents:
    """Every row of every table of the release in force, a user's own layers too, read through to the end."""
    reader = Reader(store)
    try:
        with reader.connection() as connection:
            own = [table_of(each) for each in catalogue.layers(connection).values() if each.id not in BY_ID]
            return {table.name: _digest(connection, table) for table in (*METADATA.sorted_tables, *own)}
    finally:
        reader.close()


def data_of(found: Contents) -> Contents:
    """The contents but for what tells of the run that made them."""
    return {name: each for name, each in found.items() if name not in OF_THE_RUN}


def feature_texts(store: Store) -> dict[str, str]:
    """For each layer the SHA-256 of the texts of its features in order: equal on both engines."""
    reader = Reader(store)
    found = {}
    try:
        with reader.connection() as connection:
            for layer in LAYERS:
                table = LAYER_TABLES[layer.id].c
                columns = [table.feature_properties]
                if has_own_geometry(layer):
                    columns.append(table.feature_geometry)
                found[layer.id] = _sha256(connection.execute(select(*columns).order_by(table[layer.key])))
    finally:
        reader.close()
    return found


def _digest(connection: Connection, table: Table) -> tuple[int, str]:
    columns = [
        func.md5(func.ST_AsText(column)) if column.name == "geom" else column for column in table.columns
    ]
    order = [column for column in table.columns if column.name != "geom"]
    rows = connection.execute(select(*columns).order_by(*order)).all()
    return len(rows), _sha256(rows)


def _sha256(rows: object) -> str:
    digest = hashlib.sha256()
    for row in rows:  # type: ignore[attr-defined]
        digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()
