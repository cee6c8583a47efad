"""Published files, fetched once and kept as they came.

A file is kept under the SHA-256 of its bytes (``<cache>/files/<first two digits>/<digest><suffix>``), so
that it can be compared, cited and read again without its publisher. What an address or path gave last is
remembered beside them (``<cache>/addresses``), and the publisher is asked only whether it has changed. A
download is written to ``<cache>/partial`` and moved into place when it is whole and of the expected type; one
that was cut is gone on with where it ended, unless the publisher has changed the file since.
"""

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from etl.boundaries.records import Progress, silent
from etl.downloads import Download
from etl.errors import SourceUnavailable
from etl.filetypes import Check, check_zip

TIMEOUT = httpx.Timeout(30.0, connect=10.0)
ATTEMPTS = 4


@dataclass(frozen=True)
class Fetched:
    """A file that is whole and of the expected type, and where it came from.

    ``was_kept`` says that the publisher was not reached and the copy is that of an earlier fetch.
    """

    path: Path
    address: str
    sha256: str
    bytes: int
    was_kept: bool = False


def fetch(
    source: str | Path,
    cache: Path,
    *,
    check: Check = check_zip,
    progress: Progress = silent,
    client: httpx.Client | None = None,
    attempts: int = ATTEMPTS,
    pause: Callable[[float], None] = time.sleep,
    is_offline: bool = False,
) -> Fetched:
    """A file from a path or an http(s) address, kept in the cache under its digest.

    ``check`` says whether it is of the expected type. ``is_offline`` asks no publisher: what an address gave
    last serves. A path that is no longer there is served by what it held when it was last read.

    :raises SourceUnavailable: when it gives nothing.
    :raises EtlError: what ``check`` raises.
    """
    address = str(source)
    keeper = _Keeper(address, cache)
    if urlsplit(address).scheme in ("http", "https"):
        if is_offline:
            return keeper.remembered("--offline")
        if client is not None:
            return _downloaded(keeper, client, check, progress, attempts, pause)
        with httpx.Client(timeout=TIMEOUT, follow_redirects=True, headers={"user-agent": _agent()}) as own:
            return _downloaded(keeper, own, check, progress, attempts, pause)
    path = Path(source).expanduser()
    if not path.is_file():
        return keeper.remembered("no such file")
    check(path, address)
    with temporary(cache) as copy:
        shutil.copyfile(path, copy)
        fetched = keep(copy, cache, path.name, path.name)
    keeper.remember(fetched, {})
    return fetched


def digest(path: Path) -> str:
    """The SHA-256 of a file's bytes as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def keep(whole: Path, cache: Path, address: str, name: str) -> Fetched:
    """The file moved to its place under its digest; ``name`` gives its suffix."""
    sha256, size = digest(whole), whole.stat().st_size
    path = cache / "files" / sha256[:2] / f"{sha256}{Path(name).suffix.lower()}"
    path.parent.mkdir(parents=True, exist_ok=True)
    whole.replace(path)
    return Fetched(path, address, sha256, size)


@contextmanager
def temporary(cache: Path) -> Iterator[Path]:
    """A path in the cache for something unfinished, gone afterwards."""
    folder = cache / "partial"
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder)
    os.close(handle)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _agent() -> str:
    # Publishers that serve the public ask programs to say who they are.
    from etl.releases import atlas_version

    return f"atlas-territorial/{atlas_version()}"


def _downloaded(
    keeper: "_Keeper",
    client: httpx.Client,
    check: Check,
    progress: Progress,
    attempts: int,
    pause: Callable[[float], None],
) -> Fetched:
    memory = keeper.memory() or {}
    asked = {"If-None-Match": memory.get("etag"), "If-Modified-Since": memory.get("last_modified")}
    conditions = {name: value for name, value in asked.items() if value}
    download = Download(keeper.address, keeper.cache / "partial", conditions, progress, attempts, pause)
    try:
        received = download.through(client)
    except SourceUnavailable:
        if memory:
            return keeper.remembered("", was_kept=True)
        raise
    if received is None:
        return keeper.remembered("HTTP 304")
    try:
        check(received.path, keeper.address)
        name = Path(urlsplit(keeper.address).path).name
        fetched = keep(received.path, keeper.cache, keeper.address, name)
    finally:
        received.forget()
    keeper.remember(fetched, {"etag": received.etag, "last_modified": received.last_modified})
    return fetched


@dataclass(frozen=True)
class _Keeper:
    """What a path or an address gave last."""

    address: str
    cache: Path

    @property
    def _note(self) -> Path:
        return self.cache / "addresses" / f"{hashlib.sha256(self.address.encode()).hexdigest()}.json"

    def memory(self) -> dict[str, str] | None:
        """What this address gave last, if that file is still kept whole."""
        if not self._note.is_file():
            return None
        memory: dict[str, str] = json.loads(self._note.read_text(encoding="utf-8"))
        path = self.cache / memory["file"]
        return memory if path.is_file() and digest(path) == memory["sha256"] else None

    def remembered(self, cause: str, *, was_kept: bool | None = None) -> Fetched:
        """The file that this address gave last.

        :raises SourceUnavailable: for that cause, when none is kept.
        """
        memory = self.memory()
        if memory is None:
            raise SourceUnavailable(self.address, cause)
        path = self.cache / memory["file"]
        if was_kept is None:
            was_kept = cause != "HTTP 304"
        return Fetched(
            path, memory.get("address", self.address), memory["sha256"], path.stat().st_size, was_kept
        )

    def remember(self, fetched: Fetched, headers: dict[str, str]) -> None:
        """Notes what the address gave and how to ask whether it has changed."""
        note = {
            "address": fetched.address,
            "sha256": fetched.sha256,
            "file": str(fetched.path.relative_to(self.cache)),
            "etag": headers.get("etag", ""),
            "last_modified": headers.get("last_modified", ""),
        }
        self._note.parent.mkdir(parents=True, exist_ok=True)
        with temporary(self.cache) as draft:
            draft.write_text(json.dumps(note, indent=1), encoding="utf-8")
            draft.replace(self._note)
