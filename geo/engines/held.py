"""Connections that stay open between short statements.

To take a connection from a pool, begin a transaction, roll it back and give the connection back takes longer
than DuckDB needs for a page. Of a file that nobody can write all transactions see the same, so that one can
last as long as its connection.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, event


class HeldConnections:
    """Connections to what never changes, each for one reader at a time, until the engine is disposed of."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._free: deque[Connection] = deque()
        self._is_closed = False
        event.listen(engine, "engine_disposed", self._close)

    @contextmanager
    def one(self) -> Iterator[Connection]:
        """A connection that nobody else has meanwhile. What fails in it ends it, with its transaction."""
        try:
            connection = self._free.pop()
        except IndexError:
            connection = self._engine.connect()
        try:
            yield connection
        except BaseException:
            connection.close()
            raise
        self._free.append(connection)
        if self._is_closed:
            self._close(self._engine)

    def _close(self, _: Engine) -> None:
        self._is_closed = True
        while self._free:
            # Another thread may take the last one first.
            try:
                connection = self._free.pop()
            except IndexError:
                return
            connection.close()
