"""Memory that reading a store took in this process, given back to the system."""

from __future__ import annotations

from sqlalchemy import Connection

from geo import memory
from geo.engines import duckdb_memory


def give_back(connection: Connection) -> None:
    """Give back what the store behind the connection and the C library keep of what was read."""
    if connection.dialect.name == "duckdb":
        duckdb_memory.give_back(connection)
    memory.give_back()
