"""How much memory a DuckDB keeps, and how it is given back while it is read."""

from __future__ import annotations

import threading

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

READERS_LIMIT = "256MB"
"""Room to put tables of the whole country in order."""

_KEPT = text("SELECT coalesce(sum(memory_usage_bytes), 0) FROM duckdb_memory()")
_OPEN_RESULT = text("SELECT range FROM range(1000000)")
_NO_LIMIT_TO_HAVE = "1KB"
_LOCK = threading.Lock()


def kept_bytes(connection: Connection) -> int:
    """Bytes of the blocks of the file that DuckDB keeps, and of what its statements hold just now."""
    return int(connection.execute(_KEPT).scalar_one())


def give_back(connection: Connection) -> None:
    """Give the system all blocks that no statement of a reader holds, whatever runs meanwhile.

    DuckDB keeps what it has read until its limit is reached, and its allocator up to as much again. Asked for
    a lower limit it drops blocks; where it cannot drop enough it refuses, and the limit stays as it was for
    everybody. So it is asked for less than an open result holds, and then for the limit that it has, upon
    which its allocator gives back what it keeps. Blocks are read again from the system's memory of the file.
    """
    with _LOCK, connection.engine.connect() as holding, connection.engine.connect() as asking:
        opened = holding.execute(_OPEN_RESULT)
        try:
            asking.execute(text(f"SET memory_limit = '{_NO_LIMIT_TO_HAVE}'"))
        except DBAPIError as refused:
            asking.rollback()
            if "memory limit" not in str(refused.orig):
                raise
        finally:
            asking.execute(text(f"SET memory_limit = '{READERS_LIMIT}'"))
            opened.close()
