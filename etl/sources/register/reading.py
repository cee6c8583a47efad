"""A file of the register as rows of text, each with its line, decoded once and strictly."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from etl.errors import RepeatedColumn, SourceUnavailable
from etl.sources.register.errors import BrokenCsv, NotUtf8, WrongColumns
from etl.sources.register.files import RegisterFile


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row as published: ``line`` is where it begins in the file, the first line being 1."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RawFile:
    """One file as published."""

    file: RegisterFile
    header: tuple[str, ...]
    rows: tuple[RawRow, ...]
    sha256: str
    bytes: int


def read(folder: Path, file: RegisterFile) -> RawFile:
    """The rows of one file of the register; empty lines are none.

    :raises SourceUnavailable: when it is not there.
    :raises NotUtf8: when its text is not UTF-8.
    :raises BrokenCsv: when its quoting does not close.
    :raises WrongColumns: when a column is missing, or is neither declared nor on the list of the ignored.
    :raises RepeatedColumn: when a column is there twice.
    """
    try:
        content = (folder / file.name).read_bytes()
    except OSError as error:
        raise SourceUnavailable(file.name, error.strerror or str(error)) from error
    rows = _rows(file.name, _decoded(file.name, content))
    header = next(rows, RawRow(1, ())).cells
    _check_header(file, header)
    return RawFile(file, header, tuple(rows), hashlib.sha256(content).hexdigest(), len(content))


def _decoded(name: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise NotUtf8(name, line, content[error.start]) from error


def _rows(name: str, text: str) -> Iterator[RawRow]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            if cells:
                yield RawRow(line, tuple(cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise BrokenCsv(name, line, str(error)) from error


def _check_header(file: RegisterFile, header: tuple[str, ...]) -> None:
    missing = [name for name in file.columns if name not in header]
    unknown = [name for name in header if name not in file.columns and name not in file.ignored]
    if missing or unknown:
        raise WrongColumns(file.name, missing, unknown, header)
    if repeated := sorted({name for name in header if header.count(name) > 1}):
        raise RepeatedColumn(file.name, repeated)
