"""Spreadsheets (XLSX): the rows on one sheet, what must be known of them on another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from api.exports.table import Table, flat
from api.exports.texts import place_names
from geo.declarations import GeometryKind

_MOST_CHARACTERS = 32_767
"""A cell of a spreadsheet holds no more; the outline of a municipality would not fit."""


def write(table: Table, path: Path) -> None:
    """Write the file row by row; points become two columns, other geometry stays out."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=True)
    sheet = book.create_sheet(table.name[:31])

    def cell(value: object) -> object:
        value = flat(value)
        if not isinstance(value, str):
            return value
        text = ILLEGAL_CHARACTERS_RE.sub("", value)[:_MOST_CHARACTERS]
        made = WriteOnlyCell(sheet, value=text)
        made.data_type = "s"  # a text that begins with an equals sign is no formula
        return made

    has_points = table.geometry is GeometryKind.POINT
    sheet.append(
        [field.name for field in table.fields] + list(place_names(table.system) if has_points else ())
    )
    for rows in table.blocks:
        for values, shape in rows:
            cells = [cell(values[field.name]) for field in table.fields]
            sheet.append(cells + (_position(shape) if has_points else []))
    about = book.create_sheet("atlas")
    for name, text in table.about.items():
        about.append([name, cell(text)])
    columns = book.create_sheet("columns")
    columns.append(["name", "title_es", "title_en", "unit"])
    for field in table.fields:
        columns.append([field.name, cell(field.title.es), cell(field.title.en), field.unit])
    book.save(path)


def _position(shape: Any) -> list[object]:
    return [None, None] if shape is None else [shape.x, shape.y]
