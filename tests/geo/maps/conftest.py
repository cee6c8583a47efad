"""The tiny country in force on each engine, and a Chromium."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from tests.releases import tiny_connection
from tests.services import chromium
from tests.services.machine import ThisMachine


@pytest.fixture(scope="module")
def tiny(store_url: str) -> Iterator[Connection]:
    """A connection to the tiny country's release."""
    with tiny_connection(store_url) as connection:
        yield connection


@pytest.fixture(scope="module")
def tiny_duckdb(duckdb_url: str) -> Iterator[Connection]:
    """The same on DuckDB alone, for what does not depend on the engine."""
    with tiny_connection(duckdb_url) as connection:
        yield connection


@pytest.fixture(scope="session")
def browser() -> Path:
    """The Chromium of this machine; fails where there is none."""
    try:
        return chromium.find(ThisMachine())
    except chromium.NoChromium as reason:
        pytest.fail(str(reason), pytrace=False)
