"""Published files, fetched once and kept as they came.

A file is kept under the SHA-256 of its bytes (``<cache>/files/<first two digits>/<digest><suffix>``), so that
it can be compared, cited and read again without its publisher. What an address gave last is remembered beside
them (``<cache>/addresses``), and the publisher is asked only whether it has changed. A download is written to
``<cache>/partial`` and moved into place when it is whole and of the expected type.
"""

import hashlib
import json
import os
import shutil
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from etl.boundaries.records import Progress, silent
from etl.errors import NotAnArchive, SourceIsHtmlPage, SourceUnavailable, TruncatedArchive

TIMEOUT = httpx.Timeout(30.0, connect=10.0)
ATTEMPTS = 4
FIRST_PAUSE_SECONDS = 1.0
"""Doubled before each further attempt."""

_BLOCK = 1 << 20
_HTML = (b"<!doctype html", b"<html", b"<head", b"<body", b"<script")
_ZIP = b"PK\x03\x04"


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
    progress: Progress = silent,
    client: httpx.Client | None = None,
    attempts: int = ATTEMPTS,
    pause: Callable[[float], None] = time.sleep,
) -> Fetched:
    """A zip from a path or an http(s) address, kept in the cache under its digest.

    Raises :class:`etl.errors.SourceUnavailable`, and what :func:`check_zip` raises.
    """
    address = str(source)
    if urlsplit(address).scheme in ("http", "https"):
        download = _Download(address, cache, progress, attempts, pause)
        if client is not None:
            return download.through(client)
        with httpx.Client(timeout=TIMEOUT, follow_redirects=True) as own:
            return download.through(own)
    path = Path(source).expanduser()
    if not path.is_file():
        raise SourceUnavailable(address, "no such file")
    check_zip(path, address)
    with _temporary(cache) as copy:
        shutil.copyfile(path, copy)
        return _kept(copy, cache, path.name, path.name)


def check_zip(path: Path, source: str) -> None:
    """Nothing; the file is a whole zip whose every member can be read.

    Raises :class:`SourceIsHtmlPage`, :class:`NotAnArchive` or :class:`TruncatedArchive`.
    """
    with path.open("rb") as file:
        head = file.read(512)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_HTML):
        raise SourceIsHtmlPage(source)
    if not head.startswith(_ZIP):
        raise NotAnArchive(source)
    try:
        with zipfile.ZipFile(path) as archive:
            damaged = archive.testzip()
    except (zipfile.BadZipFile, EOFError, OSError) as error:
        raise TruncatedArchive(source, str(error)) from error
    if damaged is not None:
        raise TruncatedArchive(source, f"{damaged}: CRC-32")


def digest(path: Path) -> str:
    """The SHA-256 of a file's bytes as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True)
class _Download:
    address: str
    cache: Path
    progress: Progress
    attempts: int
    pause: Callable[[float], None]

    def through(self, client: httpx.Client) -> Fetched:
        cause = ""
        for attempt in range(self.attempts):
            if attempt:
                self.pause(FIRST_PAUSE_SECONDS * 2 ** (attempt - 1))
            try:
                with client.stream("GET", self.address, headers=self._conditions()) as answer:
                    if answer.status_code == httpx.codes.NOT_MODIFIED:
                        return self._remembered(was_kept=False)
                    if answer.is_success:
                        return self._received(answer)
                    cause = f"HTTP {answer.status_code}"
                    if answer.status_code < 500 and answer.status_code != httpx.codes.TOO_MANY_REQUESTS:
                        break
            except (httpx.TransportError, _Interrupted) as error:
                cause = str(error) or type(error).__name__
        if self._memory() is not None:
            return self._remembered(was_kept=True)
        raise SourceUnavailable(self.address, cause)

    def _received(self, answer: httpx.Response) -> Fetched:
        expected = answer.headers.get("content-length", "")
        # A compressed answer counts its compressed bytes.
        total = int(expected) if expected.isdigit() and "content-encoding" not in answer.headers else 0
        name = Path(urlsplit(self.address).path).name
        with _temporary(self.cache) as partial:
            done = 0
            with partial.open("wb") as file:
                for block in answer.iter_bytes(_BLOCK):
                    file.write(block)
                    done += len(block)
                    self.progress("download", done, total)
            if done < total:
                raise _Interrupted(f"{done} of {total} bytes")
            check_zip(partial, self.address)
            fetched = _kept(partial, self.cache, self.address, name)
        self._remember(fetched, answer.headers)
        return fetched

    @property
    def _note(self) -> Path:
        return self.cache / "addresses" / f"{hashlib.sha256(self.address.encode()).hexdigest()}.json"

    def _memory(self) -> dict[str, str] | None:
        """What this address gave last, if that file is still kept whole."""
        if not self._note.is_file():
            return None
        memory: dict[str, str] = json.loads(self._note.read_text(encoding="utf-8"))
        path = self.cache / memory["file"]
        return memory if path.is_file() and digest(path) == memory["sha256"] else None

    def _conditions(self) -> dict[str, str]:
        memory = self._memory() or {}
        asked = {"If-None-Match": memory.get("etag"), "If-Modified-Since": memory.get("last_modified")}
        return {name: value for name, value in asked.items() if value}

    def _remembered(self, *, was_kept: bool) -> Fetched:
        memory = self._memory()
        if memory is None:
            raise SourceUnavailable(self.address, "HTTP 304")
        path = self.cache / memory["file"]
        return Fetched(path, self.address, memory["sha256"], path.stat().st_size, was_kept)

    def _remember(self, fetched: Fetched, headers: Mapping[str, str]) -> None:
        note = {
            "address": self.address,
            "sha256": fetched.sha256,
            "file": str(fetched.path.relative_to(self.cache)),
            "etag": headers.get("etag", ""),
            "last_modified": headers.get("last-modified", ""),
        }
        self._note.parent.mkdir(parents=True, exist_ok=True)
        with _temporary(self.cache) as draft:
            draft.write_text(json.dumps(note, indent=1), encoding="utf-8")
            draft.replace(self._note)


class _Interrupted(Exception):
    """The connection closed before the announced end."""


@contextmanager
def _temporary(cache: Path) -> Iterator[Path]:
    """A path in the cache for something unfinished, gone afterwards."""
    folder = cache / "partial"
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder)
    os.close(handle)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _kept(whole: Path, cache: Path, address: str, name: str) -> Fetched:
    """The file in its place under its digest; one that is already there stays."""
    sha256, size = digest(whole), whole.stat().st_size
    path = cache / "files" / sha256[:2] / f"{sha256}{Path(name).suffix.lower()}"
    path.parent.mkdir(parents=True, exist_ok=True)
    whole.replace(path)
    return Fetched(path, address, sha256, size)
