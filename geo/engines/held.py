"""Connections that stay open between short statements.

To take a connection from a pool, begin a transaction, roll it back and give the connection back takes longer
than DuckDB needs for a page, and without a transaction still a tenth of a page from PostgreSQL. Of a release,
which nobody can write, all transactions see the same, so that one can last as long as its connection.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event


class HeldConnections:
    """Connections to what never changes, each for one reader at a time, until the engine is disposed of.

    ``has_ended`` says of a connection of the driver that the server has closed it while nobody used it.
    """

    def __init__(self, engine: Engine, has_ended: Callable[[Any], bool] | None = None) -> None:
        self._engine = engine
        self._has_ended = has_ended
        self._free: deque[Connection] = deque()
        self._is_closed = False
        event.listen(engine, "engine_disposed", self._close)

    @contextmanager
    def one(self) -> Iterator[Connection]:
        """A connection that nobody else has meanwhile. What fails in it ends it, with its transaction."""
        connection = self._next()
        try:
            yield connection
        except BaseException:
            connection.close()
            raise
        self._free.append(connection)
        if self._is_closed:
            self._close(self._engine)

    def _next(self) -> Connection:
        while self._free:
            # Another thread may take the last one first.
            try:
                connection = self._free.pop()
            except IndexError:
                break
            if self._has_ended is None or not self._has_ended(connection.connection.driver_connection):
                return connection
            connection.invalidate()
            connection.close()
        return self._engine.connect()

    def _close(self, _: Engine) -> None:
        self._is_closed = True
        while self._free:
            # Another thread may take the last one first.
            try:
                connection = self._free.pop()
            except IndexError:
                return
            connection.close()
