"""The file that a person names: a path, an address, or ``-`` for standard input."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO, Protocol
from urllib.parse import urlsplit

from etl.errors import SourceUnavailable
from etl.published.records import PublishedFile

STANDARD_INPUT = "-"


class FetchedFile(Protocol):
    """What a download gives: the file in the cache, and the address that gave it."""

    @property
    def path(self) -> Path:
        """Where it lies."""

    @property
    def address(self) -> str:
        """Where it came from."""


Fetch = Callable[[str], FetchedFile]


def is_address(named: str) -> bool:
    """Whether what was named is on the web.

    >>> is_address("https://example.org/a.csv"), is_address("data/a.csv"), is_address("-")
    (True, False, False)
    """
    return urlsplit(named).scheme in {"http", "https"}


@contextmanager
def opened(
    named: str, fetch: Fetch, *, today: date, stdin: IO[bytes] | None = None
) -> Iterator[PublishedFile]:
    """The file named, for as long as the block lasts.

    A path is read where it lies. What comes by standard input is kept in a temporary file, since a table is
    gone through twice: once to learn its encoding.

    :raises SourceUnavailable: when there is no such file, or standard input is empty.
    :raises EtlError: what ``fetch`` raises.
    """
    retrieved = today.isoformat()
    if named == STANDARD_INPUT:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "stdin"
            with path.open("wb") as kept:
                shutil.copyfileobj(stdin or sys.stdin.buffer, kept)
            if not path.stat().st_size:
                raise SourceUnavailable("stdin", "0 bytes")
            yield PublishedFile(path, "stdin", retrieved)
    elif is_address(named):
        fetched = fetch(named)
        yield PublishedFile(fetched.path, fetched.address, retrieved)
    else:
        path = Path(named).expanduser()
        if not path.is_file():
            raise SourceUnavailable(named, "no such file")
        yield PublishedFile(path, named, retrieved)
