"""Tables behind a Web Feature Service 2.0 (OGC 09-025r2), page by page, kept as they came."""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx

from etl.boundaries.records import Progress, silent
from etl.errors import EtlError, SourceIsHtmlPage, SourceUnavailable

PAGE_ROWS = 1000
ATTEMPTS = 4
FIRST_PAUSE_SECONDS = 1.0
"""Doubled before each further attempt."""

STAGE = "download"

_MATCHED = re.compile(rb'numberMatched="(\d+|unknown)"')
_EXCEPTION = re.compile(rb"<(?:\w+:)?(?:ExceptionText|ServiceException)[^>]*>\s*(.*?)\s*</", re.DOTALL)
# The time of every member of the archive, so that the same answers give the same bytes.
_EPOCH = (1980, 1, 1, 0, 0, 0)


class ServiceRefused(EtlError):
    """The service answered with an exception report."""

    def __init__(self, address: str, cause: str) -> None:
        super().__init__(
            f"El servicio {address} no dio la capa: {cause}",
            f"The service {address} did not give the layer: {cause}",
            remedy_es="La capa o sus columnas cambiaron de nombre: búsquelas en GetCapabilities.",
            remedy_en="The layer or its columns were renamed: look them up in GetCapabilities.",
        )


class IncompletePages(EtlError):
    """The pages hold fewer features than the service says that there are."""

    def __init__(self, address: str, layer: str, found: int, matched: int) -> None:
        super().__init__(
            f"{address}, {layer}: llegaron {found} elementos de {matched}.",
            f"{address}, {layer}: {found} of {matched} features came.",
            remedy_es="Inténtelo más tarde: el servicio cambió o se cortó a media descarga.",
            remedy_en="Try again later: the service changed or broke off in mid-download.",
        )


@dataclass(frozen=True, slots=True)
class FeatureType:
    """A layer of a service and the columns that are asked for; pages are in the order of the first one."""

    name: str
    columns: tuple[str, ...]

    @property
    def member(self) -> str:
        """Its folder in the archive."""
        return self.name.replace(":", "_")


@dataclass(frozen=True, slots=True)
class Service:
    """A WFS at an address, asked through a client; ``pause`` waits before another attempt."""

    address: str
    client: httpx.Client
    page_rows: int = PAGE_ROWS
    attempts: int = ATTEMPTS
    pause: Callable[[float], None] = time.sleep

    def archive(self, types: Sequence[FeatureType], path: Path, progress: Progress = silent) -> Path:
        """A zip at ``path`` with each page as it came: ``<layer>/<first row>.csv``.

        The path holds nothing until every page of every layer is there.

        :raises EtlError: when the service cannot be reached, refuses, or gives less than it says it has.
        """
        partial = path.with_suffix(path.suffix + ".partial")
        try:
            with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
                for done, each in enumerate(types):
                    progress(STAGE, done, len(types))
                    for start, content in self.pages(each):
                        archive.writestr(zipfile.ZipInfo(f"{each.member}/{start:07d}.csv", _EPOCH), content)
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
        progress(STAGE, len(types), len(types))
        return path

    def pages(self, each: FeatureType) -> Iterator[tuple[int, bytes]]:
        """The first row and the text of each page.

        A server may give shorter pages than it was asked for: what counts is how many features it has.
        """
        matched = self._matched(each)
        start = 0
        while matched is None or start < matched or start == 0:
            content = self._get(
                each, {**self._query(each), "startIndex": str(start), "count": str(self.page_rows)}
            )
            rows = row_count(content)
            if rows or start == 0:
                yield start, content
            start += rows
            if rows == 0 or (matched is None and rows < self.page_rows):
                break
        if matched is not None and start != matched:
            raise IncompletePages(self.address, each.name, start, matched)

    def _query(self, each: FeatureType) -> dict[str, str]:
        return {
            "service": "WFS",
            "version": "2.0.0",
            "request": "GetFeature",
            "typeNames": each.name,
            "propertyName": ",".join(each.columns),
            "sortBy": each.columns[0],
            "outputFormat": "csv",
        }

    def _matched(self, each: FeatureType) -> int | None:
        """How many features the layer has; None when the service does not say."""
        query = {**self._query(each), "resultType": "hits"}
        del query["outputFormat"]
        found = _MATCHED.search(self._get(each, query))
        return None if found is None or found[1] == b"unknown" else int(found[1])

    def _get(self, each: FeatureType, query: dict[str, str]) -> bytes:
        cause = ""
        for attempt in range(self.attempts):
            if attempt:
                self.pause(FIRST_PAUSE_SECONDS * 2 ** (attempt - 1))
            try:
                answer = self.client.get(self.address, params=query)
            except httpx.TransportError as error:
                cause = str(error) or type(error).__name__
                continue
            if answer.is_success:
                return self._checked(answer.content, is_table="resultType" not in query)
            cause = f"HTTP {answer.status_code}"
            if refused := _EXCEPTION.search(answer.content):
                raise ServiceRefused(self.address, _text(refused[1]))
            if answer.status_code < 500 and answer.status_code != httpx.codes.TOO_MANY_REQUESTS:
                break
        raise SourceUnavailable(f"{self.address} ({each.name})", cause)

    def _checked(self, content: bytes, *, is_table: bool) -> bytes:
        start = content[:512].lstrip().lower()
        if start.startswith((b"<!doctype html", b"<html")):
            raise SourceIsHtmlPage(self.address)
        if refused := _EXCEPTION.search(content[: 1 << 16]):
            raise ServiceRefused(self.address, _text(refused[1]))
        if is_table and start.startswith(b"<"):
            raise ServiceRefused(self.address, _text(content[:200]))
        return content


def row_count(content: bytes) -> int:
    """Rows of a CSV below its header, line breaks within quotes not counted.

    >>> row_count(b'FID,name\\r\\na.1,"two\\nlines"\\r\\na.2,x\\r\\n')
    2
    """
    quoted, lines = False, 0
    for line in io.BytesIO(content):
        lines += not quoted and bool(line.strip())
        quoted ^= line.count(b'"') % 2 == 1
    return max(lines - 1, 0)


def _text(content: bytes) -> str:
    return " ".join(content.decode("utf-8", errors="replace").split())[:300]
