"""How files of releases come to be there: once, whole or not at all, beside the requests of others."""

from __future__ import annotations

import asyncio
import shutil
import threading
from collections import namedtuple
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from api.app import create_app
from api.bulk import writers
from api.bulk.faults import BeingMade, NoSpace, OtherEdition
from api.bulk.folder import ExportFolder
from api.bulk.kinds import DUCKDB, GPKG, PACKAGE
from api.bulk.making import Bulk
from etl.releases import prune
from geo.engines.store import NoRelease
from geo.store import store_at
from tests.api.conftest import settings
from tests.api.test_releases import put_next_release_in_force
from tests.conftest import EngineKind
from tests.releases import tiny_release

RELEASE = "r20261120101500_0a1b2c3d"


@pytest.fixture
def bulk(served_url: str, tmp_path: Path) -> Iterator[Bulk]:
    made = Bulk(served_url, tmp_path / "exports", "https://atlas.example")
    yield made
    made.close()


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Writing waits until the event is set; nothing of a test waits for it afterwards."""
    may_go_on = threading.Event()
    write = writers.write

    def waiting(*args: Any) -> None:
        may_go_on.wait()
        write(*args)

    monkeypatch.setattr(writers, "write", waiting)
    yield may_go_on
    may_go_on.set()


def in_force(bulk: Bulk) -> str:
    return bulk.kept_release(None).id


def test_two_that_want_the_same_make_it_once(
    served_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two stores stand for two processes: they share nothing but the folder."""
    written: list[str] = []
    write = writers.write

    def counted(*args: Any) -> None:
        written.append(args[1].name)
        write(*args)

    monkeypatch.setattr(writers, "write", counted)
    both = [Bulk(served_url, tmp_path) for _ in range(2)]
    found: list[Any] = []
    threads = [
        threading.Thread(target=lambda each=each: found.append(each.make(in_force(each), PACKAGE)))  # type: ignore[misc]
        for each in both
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for each in both:
        each.close()
    assert written == ["package"]
    assert found[0] == found[1]


def test_a_file_that_is_being_made_is_told_so(
    served_url: str, tmp_path: Path, held: threading.Event, map_dir: Path
) -> None:
    made = settings(served_url, map_dir=map_dir, data_dir=tmp_path, patience_seconds=0.01)
    app = create_app(made)
    # A folder of the test's own, although the store is shared.
    app.state.service.bulk.folder = ExportFolder(tmp_path / "exports")
    with TestClient(app, base_url="http://atlas.example") as client:
        first = client.get("/releases/current/atlas.gpkg", headers={"Accept-Language": "en"})
        assert (first.status_code, first.json()["code"]) == (503, "being_made")
        assert int(first.headers["retry-after"]) > 0
        assert first.headers["cache-control"] == "no-store"
        states = {each["name"]: each["state"] for each in client.get("/releases/current").json()["files"]}
        assert states["atlas.gpkg"] == "being_made"
        assert states["atlas.duckdb"] == "not_made"
        # Others are answered meanwhile.
        assert client.get("/collections").status_code == 200
        (running,) = [each for each in threading.enumerate() if each.name == "atlas-export-gpkg"]
        held.set()
        running.join()
        there = client.get("/releases/current/atlas.gpkg")
        assert there.status_code == 200
        assert there.headers["cache-control"].startswith("public")


def test_what_the_making_meets_is_told_and_tried_again(bulk: Bulk, monkeypatch: pytest.MonkeyPatch) -> None:
    write = writers.write

    def failing(*_: Any) -> None:
        raise RuntimeError("the pen is broken")

    async def ask() -> Any:
        return await bulk.made(in_force(bulk), GPKG, 60)

    monkeypatch.setattr(writers, "write", failing)
    with pytest.raises(RuntimeError, match="pen"):
        asyncio.run(ask())
    folder = bulk.folder.path(in_force(bulk))
    assert [path.name for path in folder.iterdir()] == [".lock"]
    monkeypatch.setattr(writers, "write", write)
    assert set(asyncio.run(ask())) == {"atlas.gpkg"}


def test_patience_ends_and_the_making_goes_on(bulk: Bulk, held: threading.Event) -> None:
    async def ask() -> Any:
        with pytest.raises(BeingMade):
            await bulk.made(in_force(bulk), GPKG, 0.01)
        assert bulk.is_running(in_force(bulk), GPKG)
        held.set()
        return await bulk.made(in_force(bulk), GPKG, 60)

    assert set(asyncio.run(ask())) == {"atlas.gpkg"}
    assert not bulk.is_running(in_force(bulk), GPKG)


def test_a_full_disk_is_told_before_anything_is_written(
    bulk: Bulk, monkeypatch: pytest.MonkeyPatch, served_url: str, map_dir: Path
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**12, 10**12, 1000))
    with pytest.raises(NoSpace) as told:
        bulk.make(in_force(bulk), GPKG)
    assert told.value.free == 1000 < told.value.needed
    assert [path.name for path in bulk.folder.path(in_force(bulk)).iterdir()] == [".lock"]
    app = create_app(settings(served_url, map_dir=map_dir, patience_seconds=60))
    app.state.service.bulk.folder = bulk.folder
    with TestClient(app) as client:
        problem = client.get("/releases/current/atlas.gpkg")
        assert (problem.status_code, problem.json()["code"]) == (503, "no_space")


def test_what_a_killed_process_left_is_no_file(tmp_path: Path) -> None:
    folder = ExportFolder(tmp_path)
    left = folder.path(RELEASE) / ".making-gpkg"
    left.mkdir(parents=True)
    (left / "atlas.gpkg").write_bytes(b"half")
    # Moved, but its list of checksums is not there.
    (folder.path(RELEASE) / "atlas.gpkg").write_bytes(b"half")
    assert folder.found(RELEASE, GPKG) is None

    def write(place: Path) -> None:
        (place / "atlas.gpkg").write_bytes(b"whole")

    made = folder.make(RELEASE, GPKG, write, needed_bytes=lambda: 1)
    assert made["atlas.gpkg"].path.read_bytes() == b"whole"
    assert not left.exists()
    made["atlas.gpkg"].path.unlink()
    assert folder.found(RELEASE, GPKG) is None


def test_checksums_are_as_sha256sum_reads_them(bulk: Bulk) -> None:
    made = bulk.make(in_force(bulk), DUCKDB)["atlas.duckdb"]
    listed = bulk.folder.path(in_force(bulk)) / "duckdb.sha256"
    assert listed.read_text() == f"{made.sha256}  atlas.duckdb\n"
    assert made.bytes == made.path.stat().st_size


@pytest.fixture
def changing_url(engine_kind: EngineKind, new_store_url: Callable[[EngineKind], str]) -> str:
    url = new_store_url(engine_kind)
    tiny_release(url).close()
    return url


def test_releases_follow_one_another(changing_url: str, tmp_path: Path, map_dir: Path) -> None:
    """A second release: both are listed with their files, changes are told, and what is pruned is gone."""
    app = create_app(
        settings(changing_url, map_dir=map_dir, data_dir=tmp_path / "data", patience_seconds=300)
    )
    bulk: Bulk = app.state.service.bulk
    with TestClient(app, base_url="http://atlas.example") as client:
        first = client.get("/releases").json()["current_id"]
        before = client.get(f"/releases/{first}/agreements.csv")
        put_next_release_in_force(changing_url, tmp_path / "register")
        listed = client.get("/releases").json()
        second = listed["current_id"]
        assert [each["id"] for each in listed["releases"]] == [second, first]
        assert [each["is_in_force"] for each in listed["releases"]] == [True, False]
        assert listed["releases"][0]["previous_id"] == first
        moved = client.get("/releases/current/agreements.csv", follow_redirects=False)
        assert moved.headers["location"].endswith(f"/releases/{second}/agreements.csv")
        # An address that names its release gives what it gave.
        again = client.get(f"/releases/{first}/agreements.csv")
        assert (again.content, again.headers["etag"]) == (before.content, before.headers["etag"])
        after = client.get(f"/releases/{second}/agreements.csv")
        assert b"t99," in after.content
        assert b"t99," not in before.content

        changes = client.get(f"/releases/{second}/changes?collection=agreements").json()
        assert changes["previous_id"] == first
        assert changes["changes"] == [
            {"collection": "agreements", "id": "t99", "change": "added", "fields": []}
        ]
        page = client.get(f"/releases/{second}/changes?change=changed&limit=1").json()
        assert page["numberReturned"] == 1 < page["numberMatched"]
        assert page["changes"][0]["fields"]
        following = next(link["href"] for link in page["links"] if link["rel"] == "next")
        assert client.get(following).json()["changes"] != page["changes"]
        counts = {each["id"]: each for each in client.get(f"/releases/{second}").json()["collections"]}
        assert (counts["agreements"]["added"], counts["agreements"]["removed"]) == (1, 0)

        store = store_at(changing_url)
        assert prune(store, 1) == (first,)
        store.close()
        bulk.make(second, GPKG)
        assert [path.name for path in bulk.folder.path(second).parent.iterdir()] == [second]
        assert client.get(f"/releases/{first}/agreements.csv").json()["code"] == "unknown_release"


def test_a_release_of_another_edition_has_no_files(changing_url: str, tmp_path: Path, map_dir: Path) -> None:
    store = store_at(changing_url)
    release_id = store.current_id()
    assert release_id is not None
    _lose_a_column(changing_url, release_id)
    app = create_app(settings(changing_url, map_dir=map_dir, data_dir=tmp_path))
    bulk: Bulk = app.state.service.bulk
    with pytest.raises(OtherEdition):
        bulk.make(release_id, GPKG)
    with pytest.raises(NoRelease):
        bulk.make("r20000101000000_00000000", GPKG)
    # A server answers from a release that it reads; this one is only listed.
    told = app.state.service.told.of(release_id)
    assert (told.is_readable, told.files) == (False, {})
    bulk.close()
    store.close()


def _lose_a_column(url: str, release_id: str) -> None:
    if url.startswith("duckdb:///"):
        import duckdb

        path = Path(url.removeprefix("duckdb:///"), "releases", f"{release_id}.duckdb")
        with duckdb.connect(path) as connection:
            connection.execute("ALTER TABLE release_changes RENAME COLUMN fields TO names")
        return
    from sqlalchemy import create_engine

    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(
            text(f'ALTER TABLE "atlas_{release_id}".release_changes RENAME COLUMN fields TO names')
        )
    engine.dispose()
