"""What a source is, the file that was given of it, and what reading it gives."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from etl.boundaries.records import Finding, InputDescription
from etl.prepare.citations import source_id
from etl.sources.register.checking import Rejection
from geo.declarations import Text

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A publication that the Atlas can read.

    ``page`` is where a person finds it. ``address`` is the file itself where the publisher gives it an
    address; without one a person downloads it and gives its path. ``fills`` names layers. ``date`` is that of
    the publication (year, month or day) where it does not stand in the file.
    """

    id: str
    title: Text
    publisher: str
    licence: Text
    page: str
    fills: tuple[str, ...]
    address: str | None = None
    date: str | None = None

    @property
    def name(self) -> str:
        """The name under which a release lists what it took from this source."""
        return self.id


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A file as its publisher made it: where it lies, where it came from and on which day it was taken."""

    path: Path
    address: str
    retrieved: str

    @property
    def name(self) -> str:
        """Its name without folders, as its publisher calls it; a copy in a cache has a name of its own."""
        return PurePosixPath(urlsplit(self.address).path).name or self.path.name

    def digest(self) -> tuple[str, int]:
        """SHA-256 and size in bytes."""
        found, size = hashlib.sha256(), 0
        with self.path.open("rb") as content:
            while block := content.read(_BLOCK):
                found.update(block)
                size += len(block)
        return found.hexdigest(), size


def given_file(path: Path, *, retrieved: str | None = None) -> PublishedFile:
    """The file at a path, taken on that day (ISO 8601), today when no day is given."""
    return PublishedFile(path, path.name, retrieved or date.today().isoformat())  # noqa: DTZ011


@dataclass(frozen=True, slots=True)
class SourceTable:
    """Rows for one layer: its declared fields by name, columns of equal length in the order of the key."""

    layer_id: str
    columns: Mapping[str, Sequence[Any]]

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return len(next(iter(self.columns.values()), ()))


class RowsLost(AssertionError):
    """A reader neither loaded nor rejected some row: a defect of the reader."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReading:
    """Everything that came out of one file: rows in = rows loaded + rows rejected.

    A row is what the publisher's table counts: a line, or a series of a wide table. Lines that are no records
    of a municipality (titles, totals) are counted in a finding instead. ``citation`` has what the layer
    ``sources`` needs: source_id, source_title, source_url, source_date, retrieved.
    """

    source: Source
    input: InputDescription
    citation: Mapping[str, str | None]
    rows_loaded: int
    tables: tuple[SourceTable, ...]
    rejections: tuple[Rejection, ...] = ()
    findings: tuple[Finding, ...] = field(default=())

    def __post_init__(self) -> None:
        if self.rows_in != self.rows_loaded + len(self.rejections):
            raise RowsLost(
                f"{self.source.id}: {self.rows_in} in, {self.rows_loaded} loaded,"
                f" {len(self.rejections)} rejected"
            )

    @property
    def rows_in(self) -> int:
        """How many rows the file has."""
        return self.input.rows

    def table(self, layer_id: str) -> SourceTable:
        """The rows for that layer.

        :raises KeyError: when this source fills no such layer.
        """
        for table in self.tables:
            if table.layer_id == layer_id:
                return table
        raise KeyError(layer_id)

    def cited(self) -> Iterator[Mapping[str, str | None]]:
        """The citation once for each row of each layer, as the layer ``sources`` counts its records."""
        for table in self.tables:
            for _ in range(table.row_count):
                yield self.citation

    def rejected_by_reason(self) -> Counter[str]:
        """How many rows were rejected for each reason, in English."""
        return Counter(each.reason.en for each in self.rejections)


def described(source: Source, file: PublishedFile, rows: int) -> InputDescription:
    """What a release keeps of a file."""
    sha256, size = file.digest()
    return InputDescription(
        name=source.name,
        publisher=source.publisher,
        licence=source.licence.en,
        address=file.address,
        sha256=sha256,
        bytes=size,
        rows=rows,
    )


def citation(source: Source, file: PublishedFile, published: str | None = None) -> dict[str, str | None]:
    """How rows of this file cite their source; ``published`` is the date that the file itself gives."""
    day = published or source.date
    return {
        "source_id": source_id(source.title.es, source.page, day),
        "source_title": source.title.es,
        "source_url": source.page,
        "source_date": day,
        "retrieved": file.retrieved,
    }
