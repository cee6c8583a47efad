"""A published table at the door: CSV, spreadsheet or a zip that holds one, as rows of text with lines."""

from __future__ import annotations

import csv
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fnmatch import fnmatch
from typing import IO

from python_calamine import CalamineError, CalamineWorkbook

from etl.errors import RepeatedColumn, SourceIsHtmlPage, SourceUnavailable
from etl.published.encodings import SPANISH_LETTERS, encoding_of
from etl.published.records import PublishedFile
from etl.published.refusals import BrokenTable, MissingColumns, NotATable, UnknownColumns

_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = (b"<!doctype", b"<html", b"<head", b"<?xml")
_PARTS_OF_A_WORKBOOK = ("xl/workbook.*", "content.xml")

# What reading a damaged zip raises, beside BadZipFile.
ZIP_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)

Opened = Callable[[], AbstractContextManager[IO[bytes]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How a table is published: its columns by name, and where its text lies.

    ``columns`` maps what the Atlas calls a column to its names in the editions published, the first that is
    there holding. ``optional`` ones may be absent from some editions. ``ignored`` are left aside on purpose;
    any other column is an error. ``member`` is a pattern of the file inside a zip, ``sheet`` the name of the
    sheet of a spreadsheet (the first one when it is None). The header is the first line that is not empty
    from ``header_line`` on.
    """

    columns: Mapping[str, tuple[str, ...]]
    optional: frozenset[str] = frozenset()
    ignored: frozenset[str] = frozenset()
    encodings: tuple[str, ...] = ("utf-8-sig",)
    letters: frozenset[str] | None = SPANISH_LETTERS
    member: str = "*.csv"
    sheet: str | None = None
    delimiter: str = ","
    header_line: int = 1


@dataclass(frozen=True, slots=True)
class TextRow:
    """One row: the line where it begins (the header's is 1 in a plain table) and its cells as published."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: where each declared column stands, and its rows, which can be gone through once."""

    header: tuple[str, ...]
    positions: Mapping[str, int]
    rows: Iterator[TextRow]

    def raw(self, row: TextRow) -> Mapping[str, str] | Sequence[str]:
        """The row as published, by column where it has as many cells as the header."""
        if len(row.cells) == len(self.header):
            return dict(zip(self.header, row.cells, strict=True))
        return row.cells

    def has(self, column: str) -> bool:
        """Whether this edition has an optional column."""
        return column in self.positions

    def text(self, row: TextRow, column: str) -> str:
        """The cell of a declared column without the spaces around it."""
        return row.cells[self.positions[column]].strip()


def table(file: PublishedFile, layout: Layout) -> Table:
    """The rows of a published table; empty lines are none.

    :raises SourceUnavailable: when there is no such file.
    :raises SourceIsHtmlPage: when it is a web page.
    :raises NotATable: when it is neither text nor a spreadsheet.
    :raises NotText: when its text is in no declared encoding.
    :raises BrokenTable: when its quoting does not close.
    :raises MissingColumns: when a declared column is missing.
    :raises UnknownColumns: when a column is neither declared nor on the list of those left aside.
    :raises RepeatedColumn: when a column is there twice.
    """
    rows = (row for row in text_rows(file, layout) if row.line >= layout.header_line)
    header = tuple(cell.strip().lstrip("\ufeff") for cell in next(rows, TextRow(1, ())).cells)
    while header and not header[-1]:
        header = header[:-1]  # spreadsheets end in columns that nobody filled
    return Table(header, positions_in(file.name, header, layout), _as_wide_as(header, rows))


def _as_wide_as(header: Sequence[str], rows: Iterator[TextRow]) -> Iterator[TextRow]:
    width = len(header)
    for row in rows:
        is_padded = len(row.cells) > width and not any(row.cells[width:])
        yield TextRow(row.line, row.cells[:width]) if is_padded else row


def positions_in(name: str, header: Sequence[str], layout: Layout) -> dict[str, int]:
    """Where each declared column stands in a header.

    :raises MissingColumns, UnknownColumns, RepeatedColumn: when the header is not that of the layout.
    """
    if repeated := sorted({column for column in header if header.count(column) > 1}):
        raise RepeatedColumn(name, repeated)
    found = {}
    for column, spellings in layout.columns.items():
        present = next((spelling for spelling in spellings if spelling in header), None)
        if present is not None:
            found[column] = header.index(present)
    absent = [column for column in layout.columns if column not in found and column not in layout.optional]
    if absent:
        raise MissingColumns(name, [" | ".join(layout.columns[column]) for column in absent], header)
    taken = set(found.values())
    unknown = [column for at, column in enumerate(header) if at not in taken and column not in layout.ignored]
    if unknown:
        raise UnknownColumns(name, unknown)
    return found


def text_rows(file: PublishedFile, layout: Layout) -> Iterator[TextRow]:
    """Every line of a published table that is not empty, title lines and header among them.

    :raises EtlError: as :func:`table` says, but for the columns.
    """
    kind = _kind(file, layout)
    if kind == "sheet":
        yield from _sheet_rows(file, layout)
        return
    opened = _opener(file, layout, is_zip=kind == "zip")
    encoding = encoding_of(file.name, opened, layout.encodings, layout.letters)
    with opened() as content:
        # newline="" leaves line ends inside quotes to the CSV reader.
        text = io.TextIOWrapper(content, encoding=encoding, newline="")
        yield from _csv_rows(file.name, text, layout.delimiter)


def _kind(file: PublishedFile, layout: Layout) -> str:
    try:
        with file.path.open("rb") as content:
            start = content.read(512)
    except OSError as error:
        raise SourceUnavailable(file.name, error.strerror or str(error)) from error
    if start.lstrip().lower().startswith(_HTML):
        raise SourceIsHtmlPage(file.name)
    if start.startswith(_OLD_EXCEL):
        return "sheet"
    if start.startswith(_ZIP):
        if _members(file, layout.member):
            return "zip"
        if any(_members(file, part) for part in _PARTS_OF_A_WORKBOOK):
            return "sheet"
        raise NotATable(file.name, f"{layout.member}: {', '.join(_members(file, '*')[:8])}")
    return "text"


def _members(file: PublishedFile, pattern: str) -> list[str]:
    try:
        with zipfile.ZipFile(file.path) as archive:
            return [name for name in archive.namelist() if fnmatch(name, pattern)]
    except ZIP_FAULTS as error:
        raise NotATable(file.name, str(error)) from error


def _opener(file: PublishedFile, layout: Layout, *, is_zip: bool) -> Opened:
    if not is_zip:
        return lambda: file.path.open("rb")
    members = _members(file, layout.member)
    if len(members) != 1:
        raise NotATable(file.name, f"{layout.member}: {', '.join(members)}")

    @contextmanager
    def member() -> Iterator[IO[bytes]]:
        try:
            with zipfile.ZipFile(file.path) as archive, archive.open(members[0]) as content:
                yield content
        except ZIP_FAULTS as error:
            raise NotATable(file.name, str(error)) from error

    return member


def _csv_rows(name: str, text: io.TextIOBase, delimiter: str) -> Iterator[TextRow]:
    reader = csv.reader(text, strict=True, delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            if any(cells):
                yield TextRow(line, tuple(cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise BrokenTable(name, line, str(error)) from error


def _sheet_rows(file: PublishedFile, layout: Layout) -> Iterator[TextRow]:
    try:
        workbook = CalamineWorkbook.from_path(str(file.path))
        names = workbook.sheet_names
        if layout.sheet is not None and layout.sheet not in names:
            raise NotATable(file.name, f"{layout.sheet}: {', '.join(names)}")
        sheet = workbook.get_sheet_by_name(layout.sheet) if layout.sheet else workbook.get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError) as error:
        raise NotATable(file.name, str(error)) from error
    for at, row in enumerate(rows, start=1):
        cells = tuple(cell_text(cell) for cell in row)
        if any(cells):
            yield TextRow(at, cells)


def cell_text(cell: str | float | bool | date | datetime | time | timedelta | None) -> str:
    """What a spreadsheet's cell says: whole numbers without decimals, dates in ISO 8601.

    >>> from datetime import datetime
    >>> cell_text(1001.0), cell_text(0.25), cell_text(datetime(2014, 2, 15)), cell_text(None)
    ('1001', '0.25', '2014-02-15', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)
