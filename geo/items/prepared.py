"""Statements compiled once and asked again with other values.

Building and compiling a statement costs more than PostgreSQL takes to answer a short one.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Select
from sqlalchemy.engine import Dialect

from geo.engines.postgis_direct import DirectStatement

Value = TypeVar("Value")


class Remembered(Generic[Value]):
    """Values by key, those used last; making one twice does no harm, so that nobody waits for another."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value of a key, made when there is none.

        >>> remembered = Remembered(1)
        >>> [remembered.get(key, lambda: key.upper()) for key in ("a", "a", "b")]
        ['A', 'A', 'B']
        """
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        made = make()
        with self._lock:
            self._values[key] = made
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return made


class Prepared:
    """A statement in the words of one engine, with the values that were written into it.

    ``compares_outlines`` is what :func:`geo.items.queries.compares_outlines` says of its condition.
    """

    def __init__(self, statement: Select[Any], dialect: Dialect, *, compares_outlines: bool = False) -> None:
        self.compares_outlines = compares_outlines
        self._direct = DirectStatement(statement) if dialect.name == "postgresql" else None
        if self._direct is not None:
            return
        compiled = statement.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
        self._sql = str(compiled)
        self._values: dict[str, Any] = dict(compiled.params)
        self._names: list[str] | None = getattr(compiled, "positiontup", None)

    def rows(
        self, connection: Connection, values: Mapping[str, Any], as_bytes: Collection[int] = ()
    ) -> Sequence[Sequence[Any]]:
        """Its rows, with ``values`` in place of those written under these names by ``bindparam``.

        From PostgreSQL the texts of the columns ``as_bytes``, counted from 0, come as bytes (UTF-8).
        """
        if self._direct is not None:
            return self._direct.rows(connection, values, as_bytes)
        given = {**self._values, **values}
        parameters = given if self._names is None else tuple(given[name] for name in self._names)
        return connection.exec_driver_sql(self._sql, parameters).all()
