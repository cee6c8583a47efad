"""The store that an address names, and the release that readers see."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event, make_url

from geo.engines.duckdb import DuckDBStore
from geo.engines.postgis import PostGISStore
from geo.engines.store import NoRelease, Store


class UnknownStore(ValueError):
    """The address names neither a DuckDB folder nor a PostgreSQL database."""


def store_at(address: str) -> Store:
    """The store at ``duckdb:///FOLDER`` or ``postgresql+psycopg://…``.

    :raises UnknownStore: for any other kind of address.
    """
    url = make_url(address)
    if url.drivername == "duckdb" and url.database:
        return DuckDBStore(Path(url.database))
    if url.drivername in {"postgresql", "postgresql+psycopg"}:
        return PostGISStore(url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False))
    raise UnknownStore(url.drivername)


def retire(engine: Engine) -> None:
    """Close the engine's connections: those at rest now, those in use as soon as they come back.

    Whoever still holds the engine may go on asking; nothing is left for the garbage collector to close.
    """

    @event.listens_for(engine, "checkin")
    def close(_: object, record: Any) -> None:
        record.invalidate()

    engine.dispose()


@dataclass(frozen=True, slots=True)
class OpenRelease:
    """One release, open for reading."""

    id: str
    engine: Engine


class Reader:
    """Follows the release in force: asks which it is at most every ``interval`` seconds, opens each once.

    Connections to the release before stay valid, and each is closed when it comes back. ``is_autocommit`` is
    that of :meth:`geo.engines.store.Store.connect`.
    """

    def __init__(self, store: Store, interval: float = 0.5, *, is_autocommit: bool = False) -> None:
        self.store = store
        self._is_autocommit = is_autocommit
        self._interval = interval
        self._lock = threading.Lock()
        self._asked_at = float("-inf")
        self._open: OpenRelease | None = None

    def release(self) -> OpenRelease:
        """The release in force.

        :raises NoRelease: when nothing was ever loaded.
        """
        opened = self._open
        if opened is not None and time.monotonic() - self._asked_at < self._interval:
            return opened
        with self._lock:
            if self._open is None or time.monotonic() - self._asked_at >= self._interval:
                self._follow()
            if self._open is None:
                raise NoRelease("nothing has been loaded yet")
            return self._open

    def _follow(self) -> None:
        current_id = self.store.current_id()
        if self._open is not None and self._open.id == current_id:
            self._asked_at = time.monotonic()
            return
        previous = self._open
        self._open = OpenRelease(current_id, self._connected(current_id)) if current_id else None
        self._asked_at = time.monotonic()
        if previous is not None:
            retire(previous.engine)

    def _connected(self, release_id: str) -> Engine:
        return self.store.connect(release_id, is_autocommit=self._is_autocommit)

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A connection to the release in force."""
        with self.release().engine.connect() as connection:
            yield connection

    def close(self) -> None:
        """Give back every connection."""
        if self._open is not None:
            retire(self._open.engine)
        self.store.close()
