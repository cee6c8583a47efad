"""Releases that are kept, and the making of their files: for a command, or beside a server for a request."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from api.bulk import writers
from api.bulk.contents import Contents, contents_of
from api.bulk.faults import BeingMade
from api.bulk.folder import ExportFolder, Made
from api.bulk.kinds import Kind
from api.bulk.writers import Progress
from geo.engines.duckdb import DuckDBStore
from geo.engines.store import NoRelease
from geo.store import store_at


def _tell_nobody(stage: str, done: int, total: int) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Kept:
    """A release that the store keeps, whether it is in force, and which of those kept is the one before."""

    id: str
    is_in_force: bool
    previous_id: str | None


class Bulk:
    """The whole releases of a store as files in a folder.

    Files are read from the store without the bounds on time that answers have; of all that a server is asked
    for one kind is made at a time, in a thread that ends with the process.
    """

    def __init__(self, store_address: str, folder: Path, public_url: str = "") -> None:
        self._store = store_at(store_address)
        self._public_url = public_url
        self.folder = ExportFolder(folder)
        self._one_at_a_time = threading.Lock()
        self._running: dict[tuple[str, str], asyncio.Future[dict[str, Made]]] = {}

    def kept(self) -> tuple[Kept, ...]:
        """Every release, the newest first."""
        current, ids = self._store.current_id(), self._store.release_ids()
        before = dict(zip(ids[1:], ids, strict=False))
        return tuple(Kept(each, each == current, before.get(each)) for each in reversed(ids))

    def kept_release(self, release_id: str | None) -> Kept:
        """The release of that id; the one in force where there is none.

        :raises NoRelease: when it is not kept.
        """
        for each in self.kept():
            if each.id == release_id or (release_id is None and each.is_in_force):
                return each
        raise NoRelease(release_id or "nothing has been loaded yet")

    @contextmanager
    def opened(self, release_id: str) -> Iterator[Contents]:
        """A kept release, to be read whole.

        :raises NoRelease: when it is not kept.
        :raises OtherEdition: when its tables are those of another edition of the Atlas.
        """
        engine = self._store.connect(release_id)
        try:
            with engine.connect() as connection:
                yield contents_of(connection, self._store.engine_name, self._public_url)
        finally:
            engine.dispose()

    def make(self, release_id: str, kind: Kind, tell: Progress = _tell_nobody) -> dict[str, Made]:
        """The files of a kind by name, made if they are not there.

        :raises NoRelease: when the release is not kept.
        :raises OtherEdition: when its tables are those of another edition of the Atlas.
        :raises NoSpace: when the disk has no room for them.
        """
        if (found := self.folder.found(release_id, kind)) is not None:
            return found
        self.folder.keep_only(self._store.release_ids())
        store_path = self._store.path_of(release_id) if isinstance(self._store, DuckDBStore) else None
        with self.opened(release_id) as contents:
            return self.folder.make(
                release_id,
                kind,
                lambda folder: writers.write(contents, kind, folder, store_path, tell),
                needed_bytes=lambda: writers.needed_bytes(contents, kind, store_path),
            )

    async def made(self, release_id: str, kind: Kind, patience_seconds: float) -> dict[str, Made]:
        """The files of a kind by name; their making begins with the first request and goes on without it.

        :raises BeingMade: when they are not there in time.
        :raises Exception: what their making met.
        """
        if (found := self.folder.found(release_id, kind)) is not None:
            return found
        key = (release_id, kind.name)
        if key not in self._running:
            self._running[key] = self._begun(release_id, kind)
        try:
            return await asyncio.wait_for(asyncio.shield(self._running[key]), patience_seconds)
        except TimeoutError:
            raise BeingMade from None

    def is_running(self, release_id: str, kind: Kind) -> bool:
        """Whether the files are being made by this process."""
        return (release_id, kind.name) in self._running

    def _begun(self, release_id: str, kind: Kind) -> asyncio.Future[dict[str, Made]]:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[dict[str, Made]] = loop.create_future()

        def end(made: dict[str, Made] | None, error: Exception | None) -> None:
            del self._running[release_id, kind.name]
            if error is not None:
                future.set_exception(error)
                future.exception()  # whoever waited may have gone
            elif made is not None:
                future.set_result(made)

        def work() -> None:
            made: dict[str, Made] | None = None
            error: Exception | None = None
            try:
                with self._one_at_a_time:
                    made = self.make(release_id, kind)
            except Exception as met:  # noqa: BLE001 - it is told to whoever waits
                error = met
            if not loop.is_closed():
                loop.call_soon_threadsafe(end, made, error)

        # Nobody waits for it at the end of the server: what is half made is cleared by the next.
        threading.Thread(target=work, name=f"atlas-export-{kind.name}", daemon=True).start()
        return future

    def close(self) -> None:
        """Give back the connections of the store."""
        self._store.close()
