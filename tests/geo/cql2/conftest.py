"""The table of places on each engine, and a way to ask what a filter says of its rows."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Boolean, ColumnElement, Connection, Engine, create_engine, select, type_coerce

from geo.cql2 import where
from geo.engines import duckdb
from tests.conftest import EngineKind
from tests.geo.cql2.places import PLACES, create

Answers = list[dict[int, bool | None]]
Ask = Callable[[Sequence[Any]], Answers]


def open_engine(kind: EngineKind, store_url: str) -> Engine:
    """An engine on an empty database of that kind."""
    if kind == "postgis":
        return create_engine(store_url)
    folder = Path(store_url.removeprefix("duckdb:///"))
    return duckdb._engine(folder / "places.duckdb", is_read_only=False)


@pytest.fixture(scope="module")
def places(engine_kind: EngineKind, store_url: str) -> Iterator[Connection]:
    """A connection to a database that holds the table of places."""
    engine = open_engine(engine_kind, store_url)
    with engine.begin() as connection:
        create(connection)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture(scope="module")
def ask(places: Connection) -> Ask:
    """What each of several filters says of each row: true, false or unknown, by the row's id."""

    def said(filters: Sequence[Any]) -> Answers:
        conditions: list[ColumnElement[bool]] = [where(PLACES, each) for each in filters]
        return answers(places, conditions)

    return said


def answers(connection: Connection, conditions: Sequence[ColumnElement[bool]]) -> Answers:
    """What each condition says of each row."""
    columns = [type_coerce(each, Boolean()).label(f"c{number}") for number, each in enumerate(conditions)]
    rows = connection.execute(select(PLACES.c.id, *columns)).all()
    return [{row[0]: row[number + 1] for row in rows} for number in range(len(conditions))]
