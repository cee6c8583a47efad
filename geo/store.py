"""The store that an address names, and the release that readers see."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, make_url

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


@dataclass(frozen=True, slots=True)
class OpenRelease:
    """One release, open for reading."""

    id: str
    engine: Engine


class Reader:
    """Follows the release in force: asks which it is at most every ``interval`` seconds, opens each once.

    The engine of the release before is closed when its last connection has come back.
    """

    def __init__(self, store: Store, interval: float = 0.5) -> None:
        self.store = store
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
        self._open = OpenRelease(current_id, self.store.connect(current_id)) if current_id else None
        self._asked_at = time.monotonic()
        if previous is not None:
            # Connections that are out stay valid and are closed, not pooled, when they come back.
            previous.engine.dispose(close=False)

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A connection to the release in force."""
        with self.release().engine.connect() as connection:
            yield connection

    def close(self) -> None:
        """Give back every connection."""
        if self._open is not None:
            self._open.engine.dispose()
        self.store.close()
