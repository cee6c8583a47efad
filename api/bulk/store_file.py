"""A release as the file of the embedded engine, whichever engine keeps it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Boolean, Double, Integer, Table

from api.bulk.contents import Contents
from geo.engines.duckdb import DuckDBStore
from geo.items import bulk
from geo.layers import BY_ID
from geo.tables import METADATA, tables_of_own

_ROWS_A_BLOCK = 2000


def write(
    contents: Contents, path: Path, store_path: Path | None, tell: Callable[[str, int, int], None]
) -> None:
    """Write the file: another name for that of the store, or a copy of every table of a PostGIS release."""
    if store_path is not None:
        try:
            os.link(store_path, path)
        except OSError:  # another disk, or one that knows no second names
            shutil.copyfile(store_path, path)
        return
    own = tables_of_own(layer for layer in contents.layers.values() if layer.id not in BY_ID)
    found = bulk.present(contents.connection)
    tables = [each for each in (*METADATA.sorted_tables, *own) if each.name in found]
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".store-") as folder:
        store = DuckDBStore(Path(folder))
        with store.build(contents.release_id, own) as build:
            for done, table in enumerate(tables):
                tell("write", done, len(tables))
                _copy(contents, table, build.load)
        tell("write", len(tables), len(tables))
        store.path_of(contents.release_id).replace(path)


def _copy(contents: Contents, table: Table, load: Callable[[Table, Any], None]) -> None:
    import pyarrow as pa

    schema = pa.schema([(column.name, _arrow_type(column)) for column in table.columns])
    read = contents.connection.execution_options(yield_per=_ROWS_A_BLOCK).execute(bulk.as_loaded(table))
    for rows in read.partitions():
        columns = list(zip(*rows, strict=True))
        arrays = [pa.array(values, kind) for values, kind in zip(columns, schema.types, strict=True)]
        load(table, pa.Table.from_arrays(arrays, schema=schema))


def _arrow_type(column: Any) -> Any:
    import pyarrow as pa

    if column.name == "geom":
        return pa.binary()
    kinds: tuple[tuple[type[Any], Any], ...] = (
        (Boolean, pa.bool_()),
        (BigInteger, pa.int64()),
        (Integer, pa.int32()),
        (Double, pa.float64()),
        (ARRAY, pa.list_(pa.string())),
    )
    return next((arrow for kind, arrow in kinds if isinstance(column.type, kind)), pa.string())
