"""Statements asked of libpq itself give what SQLAlchemy gives: rows, values of every kind, errors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import (
    ARRAY,
    Boolean,
    Connection,
    Double,
    Engine,
    Integer,
    LargeBinary,
    Select,
    Text,
    bindparam,
    cast,
    create_engine,
    func,
    literal,
    select,
    text,
)
from sqlalchemy.exc import DBAPIError

from geo.engines import postgis_direct
from geo.engines.postgis_direct import DirectStatement
from geo.items.prepared import Prepared

PREPARED = text("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'atlas%'")


@pytest.fixture
def engine(postgis_url: str) -> Iterator[Engine]:
    engine = create_engine(postgis_url, isolation_level="AUTOCOMMIT")
    yield engine
    engine.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection:
        yield connection


VALUES = [
    (1, Integer()),
    (40_000, Integer()),
    (-3, Integer()),
    (0.1, Double()),
    ("Ñuñoa, 100 % $1 'x' :y", Text()),
    ("", Text()),
    (True, Boolean()),
    (["a", "b,c", 'd"e'], ARRAY(Text())),
    (b"\x00\xff", LargeBinary()),
]


@pytest.mark.parametrize(("value", "kind"), VALUES, ids=repr)
def test_values_come_back(connection: Connection, value: Any, kind: Any) -> None:
    statement = select(
        cast(literal(value, kind), kind).label("one"), cast(literal(None, kind), kind).label("two")
    )
    (expected,) = connection.execute(statement).all()
    direct = DirectStatement(statement)
    for _ in range(5):
        assert direct.rows(connection, {}) == [tuple(expected)]


def test_values_are_given_anew_whatever_their_size(connection: Connection) -> None:
    number = bindparam("number", 0, Integer())
    statement = select(number + 1, number).where(number >= 0)
    direct = DirectStatement(statement)
    for given in (1, 40_000, 2_000_000, 7, 40_000):
        assert direct.rows(connection, {"number": given}) == [(given + 1, given)]
    assert direct.rows(connection, {"number": -1}) == []
    assert connection.execute(PREPARED).scalar_one() <= 2  # one for each type that psycopg gives numbers


def test_many_rows_of_long_texts(connection: Connection) -> None:
    series = func.generate_series(1, 300).table_valued("number").render_derived()
    statement = select(series.c.number, func.repeat("á", 5_000).label("long")).order_by(series.c.number)
    assert DirectStatement(statement).rows(connection, {}) == [(at, "á" * 5_000) for at in range(1, 301)]


def test_texts_may_come_as_bytes(connection: Connection) -> None:
    statement = select(
        literal("Ñ", Text()), literal("á", Text()), literal(None, Text()), literal(7, Integer())
    )
    direct = DirectStatement(statement)
    assert direct.rows(connection, {}, as_bytes=(1, 2)) == [("Ñ", "á".encode(), None, 7)]
    assert direct.rows(connection, {}) == [("Ñ", "á", None, 7)]


def test_what_is_asked_again_is_prepared_and_the_oldest_gives_way(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgis_direct, "_MOST", 3)
    statements = [DirectStatement(select(literal(at, Integer()).label(f"of_{at}"))) for at in range(5)]
    for direct in statements:
        direct.rows(connection, {})
    assert connection.execute(PREPARED).scalar_one() == 0
    for _ in range(4):
        for at, direct in enumerate(statements):
            assert direct.rows(connection, {}) == [(at,)]
    assert connection.execute(PREPARED).scalar_one() == 3


def _error(ask: Any) -> DBAPIError:
    with pytest.raises(DBAPIError) as raised:
        ask()
    return raised.value


@pytest.mark.parametrize(
    "statement",
    [
        select(literal(1, Integer()) / literal(0, Integer())),
        select(text("no_such_column")),
        select(func.pg_sleep(30)),
    ],
    ids=["division", "column", "time"],
)
def test_errors_are_those_of_sqlalchemy(connection: Connection, statement: Select[Any]) -> None:
    connection.execute(text("SET statement_timeout TO 100"))
    expected = _error(lambda: connection.execute(statement).all())
    direct = DirectStatement(statement)
    for _ in range(4):
        error = _error(lambda: direct.rows(connection, {}))
        assert type(error) is type(expected)
        assert type(error.orig) is type(expected.orig)
        assert not error.connection_invalidated
    assert Prepared(select(literal(2)), connection.dialect).rows(connection, {}) == [(2,)]


@pytest.mark.parametrize("asked_before", [0, 4])
def test_a_lost_connection_is_not_used_again(engine: Engine, asked_before: int) -> None:
    direct = DirectStatement(select(func.pg_backend_pid()))
    with engine.connect() as connection, engine.connect() as other:
        ((process, *_),) = direct.rows(connection, {})
        for _ in range(asked_before):
            direct.rows(connection, {})
        other.execute(select(func.pg_terminate_backend(process, 5_000)))
        error = _error(lambda: direct.rows(connection, {}))
        assert type(error).__name__ == "OperationalError"
        assert error.connection_invalidated
    with engine.connect() as connection:
        ((again, *_),) = direct.rows(connection, {})
    assert again != process
