"""Statements of PostgreSQL that are asked and answered in one turn of the interpreter.

psycopg takes what the server sends in pieces of eight kilobytes and has the interpreter back after each, so
that it can be interrupted: of a page of a hundred features thirty-seven times, and every time it may wait for
other threads. libpq waits for the whole by itself. Time is bounded by the server's own `statement_timeout`.
"""

from __future__ import annotations

import itertools
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

from sqlalchemy import Connection, Select
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError

if TYPE_CHECKING:
    import psycopg

_DIALECT: Dialect = PGDialect_psycopg(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]
_NUMBERS = itertools.count()
_BYTEA = 17  # the type of bytes in every PostgreSQL
_PREPARED_FROM = 3
_MOST = 100
"""So many prepared statements a connection; the one that was used longest ago gives way."""

_Named = OrderedDict[tuple[bytes, tuple[int, ...]], bytes]


class DirectStatement:
    """A statement with its values, prepared in each connection that asks it again and again."""

    def __init__(self, statement: Select[Any]) -> None:
        compiled = statement.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
        self._sql = str(compiled).encode()
        self._values: dict[str, Any] = dict(compiled.params)
        self._names: Sequence[str] = getattr(compiled, "positiontup", None) or ()
        self._asked = 0

    def rows(
        self, connection: Connection, values: Mapping[str, Any], as_bytes: Collection[int] = ()
    ) -> Sequence[Sequence[Any]]:
        """Its rows, with ``values`` in place of its own of these names. No transaction is begun for them.

        The columns ``as_bytes``, counted from 0, are texts that come as bytes (UTF-8).

        :raises sqlalchemy.exc.DBAPIError: as the connection itself does.
        """
        import psycopg
        from psycopg.adapt import PyFormat, Transformer
        from psycopg.pq import ExecStatus, Format

        driver: Any = connection.connection.driver_connection
        given = {**self._values, **values}
        transformer = Transformer.from_context(driver)
        said = transformer.dump_sequence(
            [given[name] for name in self._names], [PyFormat.AUTO] * len(self._names)
        )
        types, formats = transformer.types or (), transformer.formats
        self._asked += 1
        try:
            if self._asked < _PREPARED_FROM:
                result = driver.pgconn.exec_params(self._sql, said, types, formats, Format.BINARY)
            else:
                name = self._prepared_in(connection, driver.pgconn, types)
                result = driver.pgconn.exec_prepared(name, said, formats, Format.BINARY)
            if result.status != ExecStatus.TUPLES_OK:
                raise psycopg.errors.error_from_result(result)
        except psycopg.Error as error:
            _refuse(connection, driver, error)
        transformer.set_pgresult(result, set_loaders=not as_bytes)
        if as_bytes:
            kinds = [_BYTEA if at in as_bytes else result.ftype(at) for at in range(result.nfields)]
            transformer.set_loader_types(kinds, Format.BINARY)
        return transformer.load_rows(0, result.ntuples, tuple)

    def _prepared_in(self, connection: Connection, pgconn: Any, types: tuple[int, ...]) -> bytes:
        """The name of the statement in a connection, for values of these types."""
        import psycopg
        from psycopg.pq import ExecStatus

        named: _Named = connection.info.setdefault("atlas_prepared", OrderedDict())
        key = (self._sql, types)
        if key in named:
            named.move_to_end(key)
            return named[key]
        name = b"atlas_%d" % next(_NUMBERS)
        result = pgconn.prepare(name, self._sql, types)
        if result.status != ExecStatus.COMMAND_OK:
            raise psycopg.errors.error_from_result(result)
        named[key] = name
        if len(named) > _MOST:
            pgconn.exec_(b"DEALLOCATE " + named.popitem(last=False)[1])
        return name


def _refuse(connection: Connection, driver: Any, error: psycopg.Error) -> NoReturn:
    """Raise the error as SQLAlchemy does; a connection that is lost is not used again."""
    import psycopg

    is_lost = bool(driver.broken)
    if is_lost:
        connection.invalidate(error)
        error = error if isinstance(error, psycopg.OperationalError) else psycopg.OperationalError(str(error))
    raise DBAPIError.instance(
        None, None, error, psycopg.Error, connection_invalidated=is_lost, dialect=connection.dialect
    ) from error
