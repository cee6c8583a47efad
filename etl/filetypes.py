"""Whether a file is what its name says, found before anything is kept: a dead address answers with a page."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from etl.errors import NotAnArchive, NotThatKind, SourceIsHtmlPage, TruncatedArchive

Check = Callable[[Path, str], None]
"""Told a file and how its source is called; raises an :class:`etl.errors.EtlError` when it is another."""

_HEAD_BYTES = 512
_HTML = (b"<!doctype html", b"<html", b"<head", b"<body", b"<script")
_ZIP = b"PK\x03\x04"
_ZIPS = frozenset({".zip", ".xlsx", ".ods"})
_STARTS: dict[str, tuple[bytes, ...]] = {
    # Spreadsheets are called .xls whatever they are: the compound file of old, a zip, or a CSV is told later.
    ".tif": (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+"),
    ".tiff": (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+"),
    ".nc": (b"CDF", b"\x89HDF\r\n\x1a\n"),
    ".gpkg": (b"SQLite format 3\x00",),
}


def check_zip(path: Path, source: str) -> None:
    """Nothing; the file is a whole zip whose every member can be read.

    :raises SourceIsHtmlPage, NotAnArchive, TruncatedArchive: when it is not.
    """
    if not _head(path, source).startswith(_ZIP):
        raise NotAnArchive(source)
    try:
        with zipfile.ZipFile(path) as archive:
            damaged = archive.testzip()
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise TruncatedArchive(source, str(error)) from error
    if damaged is not None:
        raise TruncatedArchive(source, f"{damaged}: CRC-32")


def check_file(path: Path, source: str) -> None:
    """Nothing; the file is no web page, not empty, and of the kind that the suffix of its source tells.

    :raises EtlError: when it is not.
    """
    suffix = PurePosixPath(source.partition("?")[0]).suffix.lower()
    if suffix in _ZIPS:
        check_zip(path, source)
        return
    head = _head(path, source)
    if not head.strip():
        raise NotThatKind(source, "0 bytes")
    starts = _STARTS.get(suffix)
    if starts is not None and not head.startswith(starts):
        raise NotThatKind(source, suffix)


def check_json(path: Path, source: str) -> None:
    """Nothing; the file is JSON.

    :raises EtlError: when it is not, or ends early.
    """
    _head(path, source)
    try:
        json.loads(path.read_bytes())
    except ValueError as error:
        raise NotThatKind(source, f"JSON: {error}") from error


def _head(path: Path, source: str) -> bytes:
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_HTML):
        raise SourceIsHtmlPage(source)
    return head
