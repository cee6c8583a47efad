"""Releases as DuckDB files: one file a release, and a small file that names the one in force.

A file is built under a hidden name, closed and renamed; the name in force is then replaced in one step, so
that a process killed at any moment leaves the release before as it was.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlalchemy.sql.compiler import SQLCompiler

from geo.engines.constructs import envelope, overlaps_tile, tile_bounds
from geo.engines.duckdb_memory import READERS_LIMIT
from geo.engines.pandas_later import bind_without_pandas
from geo.engines.store import Build, NoRelease, StoreBusy, StoreError
from geo.tables import METADATA

if TYPE_CHECKING:  # only a load needs it, and brings it
    import pyarrow as pa

_HALF_WORLD_M = 20037508.342789244
"""Half the side of the square that EPSG:3857 draws."""


@compiles(tile_bounds, "duckdb")
def _tile_bounds(element: tile_bounds, compiler: SQLCompiler, **kw: Any) -> str:
    return f"ST_Extent(ST_TileEnvelope({compiler.process(element.clauses, **kw)}))"


@compiles(overlaps_tile, "duckdb")
def _overlaps_tile(element: overlaps_tile, compiler: SQLCompiler, **kw: Any) -> str:
    # Boxes in columns of their own are compared without reading a geometry.
    _, *clauses = (compiler.process(clause, **kw) for clause in element.clauses)
    west, south, east, north, z, x, y = clauses
    side = f"({2 * _HALF_WORLD_M!r} / (1 << {z}))"
    half = repr(_HALF_WORLD_M)
    return (
        f"({east} >= {x} * {side} - {half} AND {west} <= ({x} + 1) * {side} - {half}"
        f" AND {north} >= {half} - ({y} + 1) * {side} AND {south} <= {half} - {y} * {side})"
    )


@compiles(envelope, "duckdb")
def _envelope(element: envelope, compiler: SQLCompiler, **kw: Any) -> str:
    return f"ST_MakeEnvelope({compiler.process(element.clauses, **kw)})"


@cache
def _spatial_extension() -> Path:
    """The extension file that its package carries: it is loaded from there, never downloaded.

    :raises StoreError: when the package holds none for this DuckDB.
    """
    import duckdb

    spec = find_spec("duckdb_extension_spatial")
    for location in (spec.submodule_search_locations or []) if spec else []:
        path = Path(location, "extensions", f"v{duckdb.__version__}", "spatial.duckdb_extension")
        if path.is_file():
            return path
    raise StoreError(f"no spatial extension for DuckDB {duckdb.__version__} is installed")


_OF_READERS = {"memory_limit": READERS_LIMIT, "threads": 1, "allocator_background_threads": True}
"""Many short statements run beside one another, each in one thread, and their worker is to stay small: what
is read again is in the memory of the system. A sort that needs more room goes to the disk. What a thread has
freed is given back to the system by another: by itself it would keep it until it runs again."""


def _engine(path: Path, *, is_read_only: bool) -> Engine:
    config: dict[str, Any] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        # The extension comes with a package that was checked when it was installed; to check its signature
        # DuckDB would read its 80 MB in each process. Nothing that a user writes is run as SQL.
        "allow_unsigned_extensions": True,
    }
    engine = create_engine(
        f"duckdb:///{path}",
        connect_args={
            "read_only": is_read_only,
            "config": config | (_OF_READERS if is_read_only else {}),
        },
        pool_size=8,
        max_overflow=32,
    )
    extension = str(_spatial_extension()).replace("'", "''")

    @event.listens_for(engine, "connect")
    def load_spatial(connection: Any, _: object) -> None:
        bind_without_pandas(connection)
        connection.execute(f"LOAD '{extension}'")
        # It would be drawn into whatever the program writes on its standard output. Not by SET, which DuckDB
        # refuses in a notebook without ipywidgets.
        connection.execute("PRAGMA disable_progress_bar")

    return engine


def _load(connection: Connection, table: Table, rows: pa.Table) -> None:
    raw: Any = connection.connection.driver_connection
    names = rows.column_names
    values = ", ".join(f'ST_GeomFromWKB("{name}")' if name == "geom" else f'"{name}"' for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    raw.register("incoming_rows", rows)
    try:
        raw.execute(f'INSERT INTO "{table.name}" ({columns}) SELECT {values} FROM incoming_rows')
    finally:
        raw.unregister("incoming_rows")


class DuckDBStore:
    """Releases in a folder: ``releases/<id>.duckdb`` and ``current``."""

    engine_name = "duckdb"

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._releases = directory / "releases"
        self._pointer = directory / "current"

    def path_of(self, release_id: str) -> Path:
        """The file of a release, whether it is kept or not."""
        return self._releases / f"{release_id}.duckdb"

    def current_id(self) -> str | None:
        """Id of the release in force, or None when nothing was ever loaded."""
        try:
            return self._pointer.read_text(encoding="ascii").strip() or None
        except FileNotFoundError:
            return None

    def release_ids(self) -> tuple[str, ...]:
        """Ids of the releases kept, oldest first."""
        return tuple(sorted(path.stem for path in self._releases.glob("r*.duckdb")))

    def connect(self, release_id: str, *, is_autocommit: bool = False) -> Engine:  # noqa: ARG002
        """A read-only engine on the file of that release, in which a transaction costs nothing."""
        if not self.path_of(release_id).is_file():
            raise NoRelease(release_id)
        return _engine(self.path_of(release_id), is_read_only=True)

    @contextmanager
    def build(self, release_id: str, own: Sequence[Table] = ()) -> Iterator[Build]:
        """Build the file of a release and put it in force."""
        tables = (*METADATA.sorted_tables, *own)
        self._releases.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.directory / "building.lock")
        try:
            held = lock.acquire(timeout=0)
        except Timeout:
            raise StoreBusy(str(self.directory)) from None
        with held:
            # Whoever holds the lock is alone, so files under a hidden name are what killed runs left.
            for leftover in self._releases.glob(".building-*"):
                leftover.unlink()
            unfinished = self._releases / f".building-{release_id}.duckdb"
            engine = _engine(unfinished, is_read_only=False)
            try:
                with engine.begin() as connection:
                    for table in tables:
                        connection.execute(CreateTable(table))
                    yield Build(connection, lambda table, rows: _load(connection, table, rows))
                    for table in tables:
                        for index in table.indexes:
                            connection.execute(CreateIndex(index))
                _checkpoint(engine)
                engine.dispose()
                _sync(unfinished)
                unfinished.replace(self.path_of(release_id))
            except BaseException:
                engine.dispose()
                for leftover in self._releases.glob(".building-*"):
                    leftover.unlink()
                raise
            self.make_current(release_id)

    def make_current(self, release_id: str) -> None:
        """Put a kept release in force by replacing the file ``current`` in one step."""
        if not self.path_of(release_id).is_file():
            raise NoRelease(release_id)
        following = self.directory / "current.next"
        following.write_text(release_id + "\n", encoding="ascii")
        _sync(following)
        following.replace(self._pointer)
        _sync(self.directory)

    def remove(self, release_id: str) -> None:
        """Delete the file of a release that is not in force."""
        if release_id == self.current_id():
            raise StoreError(f"release {release_id} is in force")
        self.path_of(release_id).unlink()

    def close(self) -> None:
        """Nothing to give back: the store itself keeps no connection."""


def _checkpoint(engine: Engine) -> None:
    """Move the write-ahead log into the file, which is renamed alone."""
    with engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        raw.execute("CHECKPOINT")


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
