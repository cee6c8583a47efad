"""Connections that stay open: given to one reader at a time, ended by what fails and with their engine."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from geo.engines.held import HeldConnections
from geo.engines.postgis import has_ended
from geo.store import store_at
from tests.releases import tiny_release


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    url = f"duckdb:///{tmp_path_factory.mktemp('store')}"
    tiny_release(url).close()
    store = store_at(url)
    return store.connect(store.current_id() or "")


def test_one_reader_after_another_has_the_same_connection(engine: Engine) -> None:
    held = HeldConnections(engine)
    with held.one() as first, held.one() as second:
        assert first is not second
    with held.one() as again:
        assert again in (first, second)
        assert again.execute(text("SELECT count(*) FROM municipalities")).scalar_one() == 19


def test_what_fails_ends_its_connection_alone(engine: Engine) -> None:
    held = HeldConnections(engine)
    with pytest.raises(SQLAlchemyError), held.one() as failed:
        failed.execute(text("SELECT no_such_column FROM municipalities"))
    assert failed.closed
    with held.one() as connection:
        assert connection is not failed
        assert connection.execute(text("SELECT 1")).scalar_one() == 1


def test_they_end_with_their_engine(tmp_path: Path) -> None:
    tiny_release(f"duckdb:///{tmp_path}").close()
    store = store_at(f"duckdb:///{tmp_path}")
    engine = store.connect(store.current_id() or "")
    held = HeldConnections(engine)
    with held.one() as free:
        pass
    with held.one() as used:
        assert used is free
        with held.one() as other:
            pass
        engine.dispose()
        assert other.closed
        assert used.execute(text("SELECT 1")).scalar_one() == 1
    assert used.closed


def test_one_that_the_server_has_closed_is_not_given(postgis_url: str) -> None:
    engine = create_engine(postgis_url, isolation_level="AUTOCOMMIT")
    held = HeldConnections(engine, has_ended)
    process = text("SELECT pg_backend_pid()")
    with held.one() as connection:
        ended = connection.execute(process).scalar_one()
    with held.one() as connection:
        assert connection.execute(process).scalar_one() == ended
    with engine.connect() as other:
        other.execute(text("SELECT pg_terminate_backend(:process, 5000)"), {"process": ended})
    with held.one() as connection:
        assert connection.execute(process).scalar_one() != ended
    engine.dispose()
