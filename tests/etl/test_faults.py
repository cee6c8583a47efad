"""What ends a run from outside leaves the served release whole: a full disk, a database that goes away."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from cli.refusals import sentence
from etl import readiness
from etl.run import run
from geo.engines.store import StoreNotReady
from geo.store import store_at
from tests.release_contents import contents
from tests.releases import tiny_sources

FULL_AT = "40m"


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


def test_a_disk_that_fills_up_leaves_the_release_whole(
    small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "NEEDED_BYTES", 0)  # the check before would refuse such a disk at once
    monkeypatch.setenv("ATLAS_LANG", "en")
    store = store_at(f"duckdb:///{small_disk / 'data'}")
    run(store, tiny_sources())
    before, kept = contents(store), store.release_ids()
    filling = small_disk / "filling"

    def fill(stage: str, done: int, total: int) -> None:
        if stage == "load" and not filling.exists():
            free = os.statvfs(small_disk)
            filling.write_bytes(b"\0" * max(0, free.f_bavail * free.f_frsize - 200_000))

    with pytest.raises(Exception) as error:  # noqa: PT011 - whichever of the layers below meets it first
        run(store, tiny_sources(), is_forced=True, progress=fill)
    told = sentence(error.value)
    assert "space" in told.lower(), told
    assert contents(store) == before
    assert store.release_ids() == kept
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
