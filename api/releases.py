"""The release that requests are answered from, and what never changes within it."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from threading import BoundedSemaphore
from typing import Any

from fastapi.concurrency import run_in_threadpool
from sqlalchemy import Connection, Engine, Select, func, select
from sqlalchemy.exc import SQLAlchemyError

from api.bounds import Watchdog
from api.items.feature_files import FeatureFiles
from geo import catalogue
from geo.declarations import Layer
from geo.engines.held import HeldConnections
from geo.engines.postgis import has_ended
from geo.items import lookup, queries, times
from geo.items.prepared import Prepared, Remembered
from geo.items.queries import Box, Outline, Selection
from geo.items.times import Period
from geo.store import OpenRelease, Reader
from geo.tables import RELEASE, table_of
from geo.tiles.drawing import TileDrawings

_LOG = logging.getLogger("atlas.api")
_STATEMENTS = 500
_PROCESSORS = max(2, os.cpu_count() or 1)


@dataclass(frozen=True, slots=True)
class ServedRelease:
    """One release, and what is asked of it once: its layers, and of each the number of items, the extent, and
    the period where it has time; and what was read and compiled for it."""

    id: str
    created_at: str
    engine: Engine
    layers: Mapping[str, Layer]
    counts: Mapping[str, int]
    extents: Mapping[str, Box | None]
    periods: Mapping[str, Period | None]
    held: HeldConnections
    drawings: TileDrawings
    watchdog: Watchdog | None = None
    files: FeatureFiles | None = None
    statements: Remembered[Prepared] = field(default_factory=lambda: Remembered(_STATEMENTS))
    selections: Remembered[Selection] = field(default_factory=lambda: Remembered(_STATEMENTS))
    samples: Remembered[int] = field(default_factory=lambda: Remembered(_STATEMENTS))
    comparing: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(_PROCESSORS))

    @property
    def is_duckdb(self) -> bool:
        """Whether the release is a file of DuckDB."""
        return self.engine.dialect.name == "duckdb"

    def bytes_of(self, layer: Layer, zoom: int | None, outline: Outline) -> int:
        """Bytes that one feature takes with that geometry, by a sample."""

        def sampled() -> int:
            with self.connection() as connection:
                keys = connection.execute(_spread(layer, self.counts[layer.id])).scalars().all()
                shape = Outline.NONE if outline is Outline.NONE else Outline.TEXT
                rows = lookup.items(connection, layer, keys, zoom, shape).values()
            return max(1, round(sum(len(row[1]) + len(row[2] or "") for row in rows) / max(1, len(keys))))

        return self.samples.get((layer.id, zoom, outline), sampled)

    @contextmanager
    def connection(self, *, compares_outlines: bool = False) -> Iterator[Connection]:
        """A connection that reads this release, whatever has been put in force since, for a bounded time.

        DuckDB takes some 70 MB to compare outlines, and more at once than there are processors are no
        quicker: for that a connection may have to be waited for.
        """
        waits = compares_outlines and self.is_duckdb
        with self.comparing if waits else nullcontext(), self.held.one() as connection:
            if self.watchdog is None:
                yield connection
                return
            driver: Any = connection.connection.driver_connection
            with self.watchdog.watching(driver):
                yield connection


def _served(opened: OpenRelease, watchdog: Watchdog | None) -> ServedRelease:
    engine = opened.engine
    with engine.connect() as connection:
        layers = catalogue.layers(connection)
        return ServedRelease(
            id=opened.id,
            created_at=connection.execute(select(RELEASE.c.created_at)).scalar_one(),
            engine=engine,
            layers=layers,
            counts={
                layer_id: connection.execute(queries.count(layer)).scalar_one()
                for layer_id, layer in layers.items()
            },
            extents={
                layer_id: _box(connection.execute(queries.extent(layer)).one())
                for layer_id, layer in layers.items()
                if layer.geometry is not None
            },
            periods={
                layer_id: times.extent_of(layer, tuple(connection.execute(times.bounds(layer)).one()))
                for layer_id, layer in layers.items()
                if layer.time is not None
            },
            drawings=TileDrawings(engine.connect),
            watchdog=watchdog,
            files=FeatureFiles(engine) if engine.dialect.name == "duckdb" else None,
            held=HeldConnections(engine, None if engine.dialect.name == "duckdb" else has_ended),
        )


_SAMPLED = 50
"""About so many features tell how large one is."""


def _spread(layer: Layer, count: int) -> Select[str]:
    """Rows (key) of some features, spread over all: the first by key are of one state, and states differ in
    size."""
    key = table_of(layer).c[layer.key]
    numbered = select(key, func.row_number().over(order_by=key).label("number")).subquery()
    found = numbered.c[key.name]
    return select(found).where(numbered.c.number % max(1, count // _SAMPLED) == 0).order_by(found)


def _box(row: tuple[float | None, float | None, float | None, float | None]) -> Box | None:
    west, south, east, north = row
    if west is None or south is None or east is None or north is None:
        return None
    return (west, south, east, north)


class Releases:
    """Follows the release in force for the event loop, which must never wait for a database.

    A request asks at most every ``interval`` seconds, in a thread; the others share its answer. While the
    database is away the last release known stays, so that answers kept in memory are still given.
    """

    def __init__(self, reader: Reader, watchdog: Watchdog | None = None, interval: float = 0.3) -> None:
        self._reader = reader
        self._watchdog = watchdog
        self._interval = interval
        self._lock = asyncio.Lock()
        self._asked_at = float("-inf")
        self._served: ServedRelease | None = None
        self._first: asyncio.Future[None] | None = None

    @property
    def served(self) -> ServedRelease | None:
        """The release that was last known to be in force."""
        return self._served

    def fresh(self) -> ServedRelease | None:
        """The release in force, where that is known without asking anything."""
        return self._served if self._is_fresh() else None

    async def current(self) -> ServedRelease:
        """The release in force.

        :raises geo.engines.store.NoRelease: when nothing was ever loaded.
        :raises SQLAlchemyError: when the database is away and no release is known yet.
        """
        if self._served is not None and self._is_fresh():
            return self._served
        async with self._lock:
            if self._served is None or not self._is_fresh():
                await self._follow()
            assert self._served is not None
            return self._served

    async def opened(self) -> None:
        """Wait until some request has opened a release. For one task of the server."""
        if self._served is None:
            self._first = asyncio.get_running_loop().create_future()
            await self._first

    def _is_fresh(self) -> bool:
        return time.monotonic() - self._asked_at < self._interval

    async def _follow(self) -> None:
        try:
            self._served = await run_in_threadpool(self._newest)
            if self._first is not None and not self._first.done():
                self._first.set_result(None)
        except SQLAlchemyError:
            if self._served is None:
                raise
            _LOG.warning("the store does not answer; still serving release %s", self._served.id)
        self._asked_at = time.monotonic()

    def _newest(self) -> ServedRelease:
        opened = self._reader.release()
        if self._served is not None and self._served.id == opened.id:
            return self._served
        return _served(opened, self._watchdog)

    async def check(self) -> ServedRelease:
        """The release in force, after asking the store itself.

        :raises SQLAlchemyError: when the database is away.
        """
        if self._served is None:
            await self.current()  # so that it is opened once, for whoever comes next too
        return await run_in_threadpool(self._answering)

    def _answering(self) -> ServedRelease:
        served = self._newest()
        with served.connection() as connection:
            connection.execute(select(RELEASE.c.id)).scalar_one()
        return served

    def close(self) -> None:
        """Give back every connection."""
        self._reader.close()
