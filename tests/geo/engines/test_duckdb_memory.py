"""DuckDB gives back what it keeps while it is read; its driver does without pandas until that is needed."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from geo.engines import duckdb_memory, pandas_later
from tests.releases import tiny_connection

ROOT = Path(__file__).parents[3]
EVERYTHING = text("SELECT sum(hash(columns(*))) FROM municipalities_shapes")


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    with tiny_connection(f"duckdb:///{tmp_path}") as connection:
        yield connection


def _limit(connection: Connection) -> str:
    return str(connection.execute(text("SELECT current_setting('memory_limit')")).scalar_one())


def test_what_was_read_is_given_back_and_can_be_read_again(connection: Connection) -> None:
    before = connection.execute(EVERYTHING).one()
    kept, limit = duckdb_memory.kept_bytes(connection), _limit(connection)
    assert kept > 500_000
    duckdb_memory.give_back(connection)
    assert duckdb_memory.kept_bytes(connection) < kept / 2
    assert _limit(connection) == limit
    assert connection.execute(EVERYTHING).one() == before


def test_statements_that_run_meanwhile_are_not_disturbed(connection: Connection) -> None:
    begun, enough = threading.Event(), threading.Event()
    sums: list[object] = []
    faults: list[DBAPIError] = []

    def read() -> None:
        with connection.engine.connect() as other:
            while not enough.is_set():
                try:
                    sums.append(tuple(other.execute(EVERYTHING).one()))
                except DBAPIError as fault:
                    faults.append(fault)
                begun.set()

    reader = threading.Thread(target=read)
    reader.start()
    begun.wait()
    for _ in range(50):
        duckdb_memory.give_back(connection)
    enough.set()
    reader.join()
    assert faults == []
    assert len(set(sums)) == 1


def test_another_fault_is_told(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    limit = _limit(connection)
    monkeypatch.setattr(duckdb_memory, "_NO_LIMIT_TO_HAVE", "nonsense")
    with pytest.raises(DBAPIError, match="nonsense"):
        duckdb_memory.give_back(connection)
    assert _limit(connection) == limit


PROGRAM = """
import sys
from geo.store import Reader, store_at
from sqlalchemy import text

reader = Reader(store_at(sys.argv[1]))
with reader.connection() as connection:
    found = connection.execute(text("SELECT :a, :b, :c"), {"a": 1, "b": "x", "c": None}).one()
    assert tuple(found) == (1, "x", None), found
    assert not {"pandas", "pyarrow"} & set(sys.modules)
reader.close()

import duckdb
assert duckdb.sql("SELECT 1 AS a").df().a.tolist() == [1]
import pandas
numbers = pandas.DataFrame({"b": [2, 3]})
assert duckdb.sql("SELECT sum(b) FROM numbers").fetchall() == [(5,)]
print("done")
"""


def test_the_driver_does_without_pandas_until_it_is_asked_for(tmp_path: Path) -> None:
    with tiny_connection(f"duckdb:///{tmp_path}"):
        pass
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, f"duckdb:///{tmp_path}"], cwd=ROOT, capture_output=True, text=True
    )
    assert (done.stdout, done.stderr) == ("done\n", "")


class NotAsked:
    """A driver that must not be told anything."""

    def execute(self, *_: object) -> None:
        raise AssertionError("nothing is bound where pandas is there")


def test_pandas_that_was_imported_stays_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    there = ModuleType("pandas")
    monkeypatch.setitem(sys.modules, "pandas", there)
    monkeypatch.setattr(pandas_later._Later, "is_told", False)
    pandas_later.bind_without_pandas(NotAsked())
    assert sys.modules["pandas"] is there
    assert not pandas_later._Later.is_told


def test_pandas_that_is_imported_while_another_thread_tells_the_driver_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    there = ModuleType("pandas")

    class Meanwhile:
        """A lock that another thread has had, and has told the driver."""

        def __enter__(self) -> None:
            pandas_later._Later.is_told = True
            monkeypatch.setitem(sys.modules, "pandas", there)

        def __exit__(self, *_: object) -> None:
            pass

    monkeypatch.delitem(sys.modules, "pandas", raising=False)
    monkeypatch.setattr(pandas_later._Later, "is_told", False)
    monkeypatch.setattr(pandas_later, "_LOCK", Meanwhile())
    pandas_later.bind_without_pandas(NotAsked())
    assert sys.modules["pandas"] is there
