"""The PostGIS that a run starts: shared, and gone when the run is gone."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from tests.services import guardian


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="atlas-guardian-", ignore_cleanup_errors=True) as name:
        yield Path(name)


def test_a_fresh_database_has_postgis(postgis_url: str) -> None:
    with psycopg.connect(postgis_url.replace("+psycopg", "")) as connection:
        row = connection.execute("SELECT ST_AsText(ST_Point(-99.13, 19.43))").fetchone()
    assert row == ("POINT(-99.13 19.43)",)


def test_two_databases_do_not_see_each_other(new_postgis_database: Callable[[], str]) -> None:
    first, second = (new_postgis_database().replace("+psycopg", "") for _ in range(2))
    with psycopg.connect(first) as connection:
        connection.execute("CREATE TABLE municipality (cvegeo text)")
    with psycopg.connect(second) as connection:
        row = connection.execute("SELECT to_regclass('municipality')").fetchone()
    assert row == (None,)


USES_THE_SERVER_AND_WAITS = """
import sys
from pathlib import Path
from tests.services import guardian

folder = Path(sys.argv[1])
with guardian.lease(folder):
    print(guardian.server_url(folder), flush=True)
    sys.stdin.read()
"""


@pytest.mark.slow
def test_the_server_ends_when_the_last_user_is_killed(folder: Path) -> None:
    environment = {name: text for name, text in os.environ.items() if name != "ATLAS_TEST_DATABASE_URL"}
    command = [sys.executable, "-c", USES_THE_SERVER_AND_WAITS, str(folder)]
    users = [
        subprocess.Popen(
            command,
            cwd=guardian.ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    urls = [user.stdout.readline().strip() if user.stdout else "" for user in users]
    assert urls[0] == urls[1]
    users[0].send_signal(signal.SIGKILL)
    users[0].communicate()
    with psycopg.connect(urls[0]) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
        users[1].send_signal(signal.SIGKILL)
        users[1].communicate()
        with pytest.raises(psycopg.OperationalError):  # the server goes, and takes the connection with it
            connection.execute("SELECT pg_sleep(60)")
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(urls[0], connect_timeout=5)


def test_text_is_ordered_as_in_spanish_unless_a_statement_says_otherwise(postgis_url: str) -> None:
    with psycopg.connect(postgis_url.replace("+psycopg", "")) as connection:
        provider = connection.execute(
            "SELECT datlocprovider FROM pg_database WHERE datname = current_database()"
        ).fetchone()
        rows = connection.execute(
            "SELECT name FROM (VALUES ('Zacatecas'), ('Álamos'), ('Nuevo'), ('Ñ')) AS t(name) ORDER BY name"
        ).fetchall()
    if provider not in {("i",), (b"i",)}:
        pytest.skip("the server was not made by this test run with ICU, so its order is its own")
    assert [name for (name,) in rows] == ["Álamos", "Nuevo", "Ñ", "Zacatecas"]
