"""A download that survives a bad line: asked again after growing pauses, gone on with where it was cut.

What has come lies in ``<folder>/<digest of the address>.part`` with the validators of the answer beside it.
The rest is asked for by Range and If-Range (RFC 9110, 13.1.5 and 14.2), so that the two halves of a file are
never of two editions. A cut download stays on the disk for the next run as well.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO
from uuid import uuid4

import httpx
from filelock import FileLock, Timeout

from etl.boundaries.records import Progress
from etl.errors import SourceUnavailable

FIRST_PAUSE_SECONDS = 1.0
"""Doubled before each further attempt without a byte."""

MOST_ATTEMPTS = 100
"""However little each attempt brings, there is an end."""

_STAGE = "download"


@dataclass(frozen=True)
class Received:
    """A file as it came, whole by the count of its bytes, and what identifies its edition."""

    path: Path
    etag: str
    last_modified: str
    forget: Callable[[], None]


class _Cut(Exception):
    """The connection closed before the announced end."""


@dataclass(frozen=True)
class Download:
    """One address, asked until it has been received; ``conditions`` are sent while nothing has come yet."""

    address: str
    folder: Path
    conditions: Mapping[str, str]
    progress: Progress
    attempts: int
    pause: Callable[[float], None]

    def through(self, client: httpx.Client) -> Received | None:
        """What came, or None when the publisher says that nothing has changed.

        :raises SourceUnavailable: when the attempts are used up, or the publisher refuses.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with _Part(self.folder, self.address) as part:
            return self._through(client, part)

    def _through(self, client: httpx.Client, part: "_Part") -> Received | None:
        cause, fruitless = "", 0
        for _ in range(MOST_ATTEMPTS):
            if fruitless:
                self.pause(FIRST_PAUSE_SECONDS * 2 ** (fruitless - 1))
            before = part.size
            try:
                with client.stream("GET", self.address, headers=self._headers(part)) as answer:
                    if answer.status_code == httpx.codes.NOT_MODIFIED:
                        return None
                    if answer.is_success:
                        self._receive(answer, part)
                        return part.received()
                    cause = f"HTTP {answer.status_code}"
                    if answer.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE and part.size:
                        part.restart()
                    elif not _may_pass(answer.status_code):
                        break
            except (httpx.TransportError, httpx.DecodingError, _Cut) as error:
                cause = str(error) or type(error).__name__
            if not part.can_go_on:
                part.restart()
            fruitless = 1 if part.size > before else fruitless + 1
            if fruitless >= self.attempts:
                break
        raise SourceUnavailable(self.address, cause)

    def _headers(self, part: "_Part") -> dict[str, str]:
        # Ranges count the bytes of what is sent: a file compressed on its way could not be gone on with.
        plain = {"Accept-Encoding": "identity"}
        if part.can_go_on and part.size:
            return plain | {"Range": f"bytes={part.size}-", "If-Range": part.validator}
        return plain | dict(self.conditions)

    def _receive(self, answer: httpx.Response, part: "_Part") -> None:
        is_rest = answer.status_code == httpx.codes.PARTIAL_CONTENT
        if is_rest and not part.continues(answer.headers):
            part.restart()
            raise _Cut("another part of the file, or of another edition, was sent than was asked for")
        if not is_rest:
            part.begin(answer.headers)
        expected = answer.headers.get("content-length", "")
        # A compressed answer counts its compressed bytes.
        is_counted = expected.isdigit() and "content-encoding" not in answer.headers
        total = part.size + int(expected) if is_counted else 0
        with part.opened() as file:
            done = part.size
            # As it comes: whatever waited to fill a block would be lost when the line is cut.
            for block in answer.iter_bytes():
                file.write(block)
                file.flush()
                done += len(block)
                self.progress(_STAGE, min(done, total) if total else done, total)
        if done < total:
            raise _Cut(f"{done} of {total} bytes")


def _may_pass(status: int) -> bool:
    return status >= 500 or status in {httpx.codes.TOO_MANY_REQUESTS, httpx.codes.REQUEST_TIMEOUT}


class _Part:
    """What has come of one address so far; two runs at once have one each."""

    def __init__(self, folder: Path, address: str) -> None:
        self._stem = hashlib.sha256(address.encode()).hexdigest()
        self._folder = folder
        self._lock = FileLock(folder / f"{self._stem}.lock")
        self._path = folder / f"{self._stem}.part"
        self._is_shared = False
        self._notes: dict[str, str] = {}
        self._sent: dict[str, str] | None = None

    def __enter__(self) -> "_Part":
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            self._path, self._is_shared = self._folder / f"{uuid4().hex}.part", True
        if self._note.is_file() and self._path.is_file():
            try:
                self._notes = json.loads(self._note.read_text(encoding="utf-8"))
            except ValueError:
                self.restart()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None and (self._is_shared or not self.can_go_on):
            self.restart()
        if not self._is_shared:
            self._lock.release()
            (self._folder / f"{self._stem}.lock").unlink(missing_ok=True)

    @property
    def _note(self) -> Path:
        return self._path.with_suffix(".json")

    @property
    def size(self) -> int:
        """Bytes that have come."""
        return self._path.stat().st_size if self._path.is_file() else 0

    @property
    def validator(self) -> str:
        """What tells this edition from another; a weak tag does not (RFC 9110, 13.1.5)."""
        etag = self._notes.get("etag", "")
        return etag if etag and not etag.startswith("W/") else self._notes.get("last_modified", "")

    @property
    def can_go_on(self) -> bool:
        """Whether the rest can be asked for."""
        return bool(self.validator)

    def begin(self, headers: httpx.Headers) -> None:
        """From here on comes the file that these headers describe."""
        self.restart()
        compressed = "content-encoding" in headers
        self._notes = {
            "etag": "" if compressed else headers.get("etag", ""),
            "last_modified": "" if compressed else headers.get("last-modified", ""),
        }
        self._sent = {
            "etag": headers.get("etag", ""),
            "last_modified": headers.get("last-modified", ""),
        }
        self._note.write_text(json.dumps(self._notes), encoding="utf-8")

    def continues(self, headers: httpx.Headers) -> bool:
        """Whether an answer is the rest that was asked for."""
        etag = headers.get("etag", "")
        is_same = not etag or etag == self._notes.get("etag")
        sent: str = headers.get("content-range", "")
        return is_same and sent.startswith(f"bytes {self.size}-")

    def opened(self) -> IO[bytes]:
        """The file, to write what comes next."""
        return self._path.open("ab")

    def restart(self) -> None:
        """Nothing has come."""
        self._notes = {}
        self._path.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)

    def received(self) -> Received:
        """All has come."""
        sent = self._notes if self._sent is None else self._sent
        return Received(self._path, sent.get("etag", ""), sent.get("last_modified", ""), self.restart)
