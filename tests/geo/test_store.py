"""Readers follow the release in force, and every connection that was opened is closed by somebody."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine, event, text

from etl.run import run
from geo.engines.store import Store
from geo.store import Reader, store_at
from tests.conftest import EngineKind
from tests.releases import tiny_sources


@dataclass
class Counted:
    """Connections of engines that were opened and that were closed."""

    opened: int = 0
    closed: int = 0

    def watch(self, engine: Engine) -> None:
        event.listen(engine, "connect", self._open)
        event.listen(engine, "close", self._close)

    def _open(self, *_: object) -> None:
        self.opened += 1

    def _close(self, *_: object) -> None:
        self.closed += 1


@pytest.fixture
def store(engine_kind: EngineKind, new_store_url: Callable[[EngineKind], str]) -> Iterator[Store]:
    opened = store_at(new_store_url(engine_kind))
    run(opened, tiny_sources())
    yield opened
    opened.close()


def test_connections_to_the_release_before_stay_valid_and_none_is_left_open(store: Store) -> None:
    reader, counted = Reader(store, interval=0), Counted()
    before = reader.release()
    counted.watch(before.engine)
    with reader.connection() as first, reader.connection():
        following = run(store, tiny_sources(), is_forced=True).release_id
        assert (counted.opened, counted.closed) == (2, 0)
        assert reader.release().id == following
        assert first.execute(text("SELECT id FROM release")).scalar_one() == before.id
    assert (counted.opened, counted.closed) == (2, 2)
    # A request that holds the release before may ask once more.
    with before.engine.connect() as late:
        assert late.execute(text("SELECT id FROM release")).scalar_one() == before.id
    assert (counted.opened, counted.closed) == (3, 3)
    reader.close()


def test_those_at_rest_are_closed_when_another_release_is_followed(store: Store) -> None:
    reader, counted = Reader(store, interval=0), Counted()
    counted.watch(reader.release().engine)
    with reader.connection(), reader.connection():
        pass
    assert (counted.opened, counted.closed) == (2, 0)
    run(store, tiny_sources(), is_forced=True)
    reader.release()
    assert (counted.opened, counted.closed) == (2, 2)
    reader.close()


def test_a_reader_that_is_closed_closes_what_comes_back_later(store: Store) -> None:
    reader, counted = Reader(store), Counted()
    counted.watch(reader.release().engine)
    with reader.connection():
        reader.close()
        assert (counted.opened, counted.closed) == (1, 0)
    assert (counted.opened, counted.closed) == (1, 1)
