"""What ends a run from outside leaves the served release whole: a full disk, a database that goes away."""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from cli.refusals import sentence
from etl import readiness
from etl.boundaries.records import Progress
from etl.run import run
from geo.engines.store import StoreNotReady
from geo.store import store_at
from tests.release_contents import contents
from tests.releases import tiny_sources

FULL_AT = "64m"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={FULL_AT}", "tmpfs", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def filling_up(file: Path, *, left_bytes: int) -> Progress:
    """Writes a file, once the load has begun, that leaves so little of its disk."""

    def fill(stage: str, done: int, total: int) -> None:
        if stage == "load" and not file.exists():
            free = os.statvfs(file.parent)
            file.write_bytes(b"\0" * max(0, free.f_bavail * free.f_frsize - left_bytes))

    return fill


def test_a_disk_that_fills_up_leaves_the_release_whole(
    small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "NEEDED_BYTES", 0)  # the check before would refuse such a disk at once
    monkeypatch.setenv("ATLAS_LANG", "en")
    store = store_at(f"duckdb:///{small_disk / 'data'}")
    run(store, tiny_sources())
    before, kept = contents(store), store.release_ids()
    fill = filling_up(small_disk / "filling", left_bytes=200_000)
    with pytest.raises(Exception) as error:  # noqa: PT011 - whichever of the layers below meets it first
        run(store, tiny_sources(), is_forced=True, progress=fill)
    told = sentence(error.value)
    assert "space" in told.lower(), told
    assert contents(store) == before
    assert store.release_ids() == kept
    store.close()


@pytest.fixture
def small_database(
    small_disk: Path, new_postgis_database: Callable[[], str], postgis_server: str
) -> Iterator[str]:
    """A database whose tables lie on the small disk."""
    if os.environ.get("ATLAS_TEST_DATABASE_URL"):
        pytest.skip("the server given may stand on another machine than the small disk")
    url = new_postgis_database()
    name, place = make_url(url).database, small_disk / "tables"
    place.mkdir()
    for folder in (place, *place.parents):
        folder.chmod(folder.stat().st_mode | 0o011)  # the server passes through, as another user
    with psycopg.connect(postgis_server, autocommit=True) as server:
        directory = server.execute("SHOW data_directory").fetchone()
        assert directory is not None
        owner = Path(directory[0]).stat()
        os.chown(place, owner.st_uid, owner.st_gid)
        server.execute(sql.SQL("CREATE TABLESPACE small LOCATION {}").format(str(place)))
        server.execute(sql.SQL("ALTER DATABASE {} SET TABLESPACE small").format(sql.Identifier(str(name))))
    yield url
    with psycopg.connect(postgis_server, autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(str(name))))
        server.execute("DROP TABLESPACE small")


def test_a_database_whose_disk_fills_up_leaves_the_release_whole(
    small_database: str, small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ATLAS_LANG", "en")
    store = store_at(small_database)
    run(store, tiny_sources())
    before, kept = contents(store), store.release_ids()
    filling = small_disk / "filling"
    fill = filling_up(filling, left_bytes=100_000)
    # COPY tells it by itself, a statement through SQLAlchemy.
    with pytest.raises((psycopg.errors.DiskFull, DBAPIError)) as error:
        run(store, tiny_sources(), is_forced=True, progress=fill)
    told = sentence(error.value)
    assert "space" in told.lower(), told
    assert contents(store) == before
    assert store.release_ids() == kept
    filling.unlink()
    assert run(store, tiny_sources(), is_forced=True).release_id is not None
    store.close()


def test_a_database_that_goes_away_leaves_the_release_whole(
    postgis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ATLAS_LANG", "en")
    store = store_at(postgis_url)
    run(store, tiny_sources())
    before, kept = contents(store), store.release_ids()
    gone: list[int] = []

    def restart(stage: str, done: int, total: int) -> None:
        if stage == "load" and done and not gone:
            # What a restart does to a client: its session ends in the middle of the transaction.
            engine = create_engine(postgis_url)
            with engine.connect() as connection:
                ended = connection.execute(
                    text(
                        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                    )
                )
                gone.append(ended.scalar_one())
            engine.dispose()

    with pytest.raises(StoreNotReady) as error:
        run(store, tiny_sources(), is_forced=True, progress=restart)
    assert gone
    assert "run the load again" in sentence(error.value)
    assert contents(store) == before
    assert store.release_ids() == kept
    assert run(store, tiny_sources(), is_forced=True).release_id is not None
    store.close()
