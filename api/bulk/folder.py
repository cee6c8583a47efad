"""The folder of files made of releases: one folder a release, each kind whole or not there at all.

A kind is made under a hidden name, hashed and moved; the list of its checksums, moved last, says that it is
there. Whoever makes one holds the lock of the release, so that two that want the same make it once.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock
from sqlalchemy import make_url

from api.bulk.faults import NoSpace
from api.bulk.kinds import Kind

_BLOCK_BYTES = 1 << 20
_SPARE_BYTES = 50_000_000
"""Left free for all others on the disk."""


def exports_dir(store_address: str, data_dir: Path) -> Path:
    """Where the files of a store are: beside an embedded one, else in a folder of the data folder of its own.

    >>> exports_dir("duckdb:////srv/atlas", Path("/home/me")).as_posix()
    '/srv/atlas/exports'
    >>> exports_dir("postgresql+psycopg://me@db/atlas", Path("/srv/data")).as_posix()
    '/srv/data/exports-db-atlas'
    """
    url = make_url(store_address)
    if url.drivername == "duckdb" and url.database:
        return Path(url.database) / "exports"
    name = re.sub(r"[^\w.-]", "_", f"{url.host or 'local'}-{url.database or ''}")
    return data_dir / f"exports-{name}"


@dataclass(frozen=True, slots=True)
class Made:
    """One file that is there: where, how large, and its SHA-256."""

    path: Path
    bytes: int
    sha256: str


class ExportFolder:
    """``exports/<release>/`` with the files and, for each kind, ``<kind>.sha256`` as sha256sum reads it."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def path(self, release_id: str) -> Path:
        """The folder of a release."""
        return self._root / release_id

    def found(self, release_id: str, kind: Kind) -> dict[str, Made] | None:
        """The files of a kind by name, or None while they are not all there."""
        folder = self.path(release_id)
        try:
            listed = (folder / f"{kind.name}.sha256").read_text(encoding="ascii")
        except FileNotFoundError:
            return None
        made = {}
        for line in listed.splitlines():
            sha256, name = line.split("  ", 1)
            path = folder / name
            try:
                made[name] = Made(path, path.stat().st_size, sha256)
            except FileNotFoundError:
                return None
        return made

    def make(
        self, release_id: str, kind: Kind, write: Callable[[Path], None], *, needed_bytes: Callable[[], int]
    ) -> dict[str, Made]:
        """The files of a kind; unless they are there, ``write`` puts them into the empty folder it is given.

        :raises NoSpace: when the disk has no room for ``needed_bytes``.
        """
        folder = self.path(release_id)
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / ".lock"):
            if (found := self.found(release_id, kind)) is not None:
                return found
            # Whoever holds the lock is alone, so what has a hidden name was left by those who were killed.
            for leftover in folder.glob(".making-*"):
                shutil.rmtree(leftover)
            needed, free = needed_bytes() + _SPARE_BYTES, shutil.disk_usage(folder).free
            if needed > free:
                raise NoSpace(needed, free)
            unfinished = folder / f".making-{kind.name}"
            unfinished.mkdir()
            try:
                write(unfinished)
                lines = [f"{_sha256(path)}  {path.name}\n" for path in sorted(unfinished.iterdir())]
                for path in sorted(unfinished.iterdir()):
                    path.replace(folder / path.name)
                listed = unfinished / f"{kind.name}.sha256"
                listed.write_text("".join(lines), encoding="ascii")
                listed.replace(folder / listed.name)
            finally:
                shutil.rmtree(unfinished)
        made = self.found(release_id, kind)
        assert made is not None
        return made

    def keep_only(self, release_ids: Iterable[str]) -> tuple[str, ...]:
        """The releases whose files were removed: all but those given."""
        kept = set(release_ids)
        removed = sorted(
            path.name for path in self._root.glob("r*_*") if path.is_dir() and path.name not in kept
        )
        for name in removed:
            shutil.rmtree(self._root / name)
        return tuple(removed)


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()
