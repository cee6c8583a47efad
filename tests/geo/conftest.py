"""The tiny country's release, open for reading on each engine."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from geo.store import Reader
from tests.releases import tiny_release


@pytest.fixture(scope="module")
def connection(store_url: str) -> Iterator[Connection]:
    """A connection to the tiny country's release, once for each engine."""
    reader = Reader(tiny_release(store_url))
    with reader.connection() as opened:
        yield opened
    reader.close()
