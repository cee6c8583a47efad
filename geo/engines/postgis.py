"""Releases as PostgreSQL schemas: one schema a release, and a table that names the one in force.

Alembic owns the schema ``atlas`` (what releases there are, which is in force); the tables of a release are
made from the declarations, filled, indexed and put in force in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from select import POLLIN, poll
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    Connection,
    Double,
    Engine,
    Integer,
    MetaData,
    Table,
    Text,
    create_engine,
    delete,
    event,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.exc import DisconnectionError, OperationalError, ProgrammingError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateIndex, CreateSchema, CreateTable, DropSchema
from sqlalchemy.sql.compiler import SQLCompiler

from geo.engines.constructs import envelope, overlaps_tile, tile_bounds
from geo.engines.store import Build, NoRelease, StoreBusy, StoreError, StoreNotReady
from geo.tables import METADATA

if TYPE_CHECKING:  # only a load needs it, and brings it
    import pyarrow as pa

CATALOGUE = MetaData(schema="atlas")
RELEASES = Table(
    "releases",
    CATALOGUE,
    Column("id", Text(collation="C"), primary_key=True),
    Column("schema_name", Text(), nullable=False, unique=True),
    Column("created_at", Text(), nullable=False),
)
CURRENT_RELEASE = Table(
    "current_release",
    CATALOGUE,
    Column("is_only_row", Boolean(), primary_key=True),
    Column("release_id", Text(collation="C"), nullable=False),
)

# One number for every writer of a database: "atlas" in ASCII.
_BUILD_LOCK = 0x61746C6173

# How long the removal of a release waits for those who read it.
_PATIENCE_MS = 2000


@compiles(tile_bounds, "postgresql")
def _tile_bounds(element: tile_bounds, compiler: SQLCompiler, **kw: Any) -> str:
    return f"ST_TileEnvelope({compiler.process(element.clauses, **kw)})"


@compiles(overlaps_tile, "postgresql")
def _overlaps_tile(element: overlaps_tile, compiler: SQLCompiler, **kw: Any) -> str:
    geometry, *_, z, x, y = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"({geometry} && ST_TileEnvelope({z}, {x}, {y}))"


@compiles(envelope, "postgresql")
def _envelope(element: envelope, compiler: SQLCompiler, **kw: Any) -> str:
    # A polygon without area meets nothing; its own envelope is the line or the point that it has shrunk to.
    return f"ST_Envelope(ST_MakeEnvelope({compiler.process(element.clauses, **kw)}, 4326))"


def has_ended(connection: Any) -> bool:
    """Whether the server has closed a connection of the driver that nobody uses.

    A server that went away has closed its end. To ask it would cost as much as a short statement.
    """
    heard = poll()
    heard.register(connection.fileno(), POLLIN)
    return bool(heard.poll(0))


def schema_of(release_id: str) -> str:
    """Name of the schema that holds a release.

    >>> schema_of("r20261120101500_0a1b2c3d")
    'atlas_r20261120101500_0a1b2c3d'
    """
    return f"atlas_{release_id}"


def _copy_type(column: Column[Any]) -> str:
    if column.name == "geom":
        return "bytea"  # geometry's binary input is the EWKB itself
    kinds: tuple[tuple[type[Any], str], ...] = (
        (Boolean, "bool"),
        (BigInteger, "int8"),
        (Integer, "int4"),
        (Double, "float8"),
        (ARRAY, "text[]"),
        (Text, "text"),
    )
    for kind, name in kinds:
        if isinstance(column.type, kind):
            return name
    raise TypeError(f"no COPY type for {column}")


def _load(connection: Connection, table: Table, rows: pa.Table) -> None:
    raw: Any = connection.connection.driver_connection
    names = rows.column_names
    columns = ", ".join(f'"{name}"' for name in names)
    with (
        raw.cursor() as cursor,
        cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN (FORMAT BINARY)') as copy,
    ):
        copy.set_types([_copy_type(table.c[name]) for name in names])
        for batch in rows.to_batches(max_chunksize=1024):
            for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                copy.write_row(row)


def _create(connection: Connection, table: Table) -> None:
    connection.execute(CreateTable(table))
    for name in ("geom", "feature_geometry"):
        if name in table.c:
            # Compressing large values costs more, at loading and at every reading, than it saves.
            connection.execute(text(f'ALTER TABLE "{table.name}" ALTER "{name}" SET STORAGE EXTERNAL'))


def _create_indexes(connection: Connection, table: Table) -> None:
    for index in table.indexes:
        connection.execute(CreateIndex(index))
    if "geom" in table.c:
        connection.execute(text(f'CREATE INDEX ON "{table.name}" USING gist (geom)'))
    if "feature_id" in table.c and "zoom_min" in table.c:
        # The key first: the few bands of one feature lie together, whichever zoom is asked for.
        connection.execute(text(f'CREATE INDEX ON "{table.name}" (feature_id, zoom_min)'))


class PostGISStore:
    """Releases as schemas of one PostgreSQL database that has PostGIS."""

    engine_name = "postgis"

    def __init__(self, url: str) -> None:
        self.url = url
        self._engine = create_engine(url, pool_size=2, max_overflow=8, pool_pre_ping=True)

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except ProgrammingError as error:
            if getattr(error.orig, "sqlstate", "") in {"42P01", "3F000"}:
                raise NoRelease("the database has no catalogue of releases yet") from error
            raise

    def current_id(self) -> str | None:
        """Id of the release in force, or None when nothing was ever loaded."""
        try:
            with self._connection() as connection:
                return connection.execute(select(CURRENT_RELEASE.c.release_id)).scalar()
        except NoRelease:
            return None

    def release_ids(self) -> tuple[str, ...]:
        """Ids of the releases kept, oldest first."""
        try:
            with self._connection() as connection:
                return tuple(connection.execute(select(RELEASES.c.id).order_by(RELEASES.c.id)).scalars())
        except NoRelease:
            return ()

    def connect(self, release_id: str, *, is_autocommit: bool = False) -> Engine:
        """An engine whose every connection reads the schema of that release, and cannot write."""
        if release_id not in self.release_ids():
            raise NoRelease(release_id)
        alone: dict[str, Any] = {"isolation_level": "AUTOCOMMIT", "pool_reset_on_return": None}
        engine = create_engine(self.url, pool_size=16, max_overflow=24, **(alone if is_autocommit else {}))
        schema = schema_of(release_id)

        @event.listens_for(engine, "connect")
        def read_release(connection: Any, _: object) -> None:
            with connection.cursor() as cursor:
                cursor.execute(f'SET search_path TO "{schema}", public')
                cursor.execute("SET default_transaction_read_only TO on")
                # Statements take milliseconds: neither compiling them nor calling others to help pays.
                cursor.execute("SET jit TO off")
                cursor.execute("SET max_parallel_workers_per_gather TO 0")
            connection.commit()

        @event.listens_for(engine, "checkout")
        def is_alive(connection: Any, _: object, __: object) -> None:
            if has_ended(connection):
                raise DisconnectionError("the server has closed the connection")

        return engine

    @contextmanager
    def build(self, release_id: str, own: Sequence[Table] = ()) -> Iterator[Build]:
        """Build the schema of a release and put it in force, in one transaction."""
        schema = schema_of(release_id)
        tables = (*METADATA.sorted_tables, *own)
        try:
            with self._engine.begin() as connection:
                if not connection.execute(text(f"SELECT pg_try_advisory_xact_lock({_BUILD_LOCK})")).scalar():
                    raise StoreBusy(str(self._engine.url.render_as_string()))
                connection.execute(CreateSchema(schema))
                connection.execute(text(f'SET LOCAL search_path TO "{schema}", public'))
                for table in tables:
                    _create(connection, table)
                yield Build(connection, lambda table, rows: _load(connection, table, rows))
                for table in tables:
                    _create_indexes(connection, table)
                for table in tables:
                    connection.execute(text(f'ANALYZE "{table.name}"'))
                connection.execute(
                    insert(RELEASES).values(
                        id=release_id,
                        schema_name=schema,
                        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
                    )
                )
                self._point_to(connection, release_id)
        except OperationalError as error:
            raise StoreNotReady(
                "the database went away or could not be reached",
                "check that the server runs and that ATLAS_DATABASE_URL names it, then run the load again",
            ) from error

    @staticmethod
    def _point_to(connection: Connection, release_id: str) -> None:
        moved = connection.execute(update(CURRENT_RELEASE).values(release_id=release_id))
        if moved.rowcount == 0:
            connection.execute(insert(CURRENT_RELEASE).values(is_only_row=True, release_id=release_id))

    def make_current(self, release_id: str) -> None:
        """Put a kept release in force."""
        if release_id not in self.release_ids():
            raise NoRelease(release_id)
        with self._connection() as connection:
            self._point_to(connection, release_id)

    def remove(self, release_id: str) -> None:
        """Drop the schema of a release that is not in force."""
        if release_id == self.current_id():
            raise StoreError(f"release {release_id} is in force")
        try:
            with self._connection() as connection:
                # A reader may be in the middle of a long answer from it: nobody waits for that here.
                connection.execute(text(f"SET LOCAL lock_timeout TO {_PATIENCE_MS}"))
                connection.execute(DropSchema(schema_of(release_id), cascade=True))
                connection.execute(delete(RELEASES).where(RELEASES.c.id == release_id))
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", "") == "55P03":  # lock_not_available
                raise StoreBusy(f"release {release_id} is being read") from error
            raise

    def close(self) -> None:
        """Give back the connections of the store itself."""
        self._engine.dispose()
