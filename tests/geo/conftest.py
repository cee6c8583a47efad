"""The tiny country's release, open for reading on each engine."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from tests.releases import tiny_connection


@pytest.fixture(scope="module")
def connection(store_url: str) -> Iterator[Connection]:
    """A connection to the tiny country's release, once for each engine."""
    with tiny_connection(store_url) as opened:
        yield opened
