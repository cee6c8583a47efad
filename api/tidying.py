"""Memory that the store keeps in this process, given back now and then."""

from __future__ import annotations

import asyncio
import logging

from fastapi.concurrency import run_in_threadpool
from sqlalchemy.exc import SQLAlchemyError

from api.releases import Releases, ServedRelease
from geo.engines import duckdb_memory, memory

_LOG = logging.getLogger("atlas.api")
_INTERVAL_SECONDS = 5.0
_KEPT_BYTES = 48_000_000
"""What is less stays: it would only be read again."""


async def tidy(releases: Releases) -> None:
    """Look after the store's memory until cancelled. For one task of a server on DuckDB."""
    while True:
        await asyncio.sleep(_INTERVAL_SECONDS)
        if (served := releases.served) is not None:
            try:
                await run_in_threadpool(give_back, served)
            except SQLAlchemyError as error:  # the next turn may do better
                _LOG.warning("the memory of the store was not given back", exc_info=error)


def give_back(release: ServedRelease) -> bool:
    """Whether DuckDB kept so much of the release that it was given back."""
    with release.connection() as connection:
        is_much = duckdb_memory.kept_bytes(connection) > _KEPT_BYTES
        if is_much:
            memory.give_back(connection)
        return is_much
