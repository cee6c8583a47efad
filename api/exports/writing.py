"""Which files there are, and how each becomes an answer."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

from api.delivery.answering import BlocksResponse
from api.exports import arrow, sheets, texts
from api.exports.table import Table
from api.formats import CSV, FLATGEOBUF, GEOJSON, GPKG, KML, OF_GEOMETRY, PARQUET, XLSX, Format
from api.representations import license_header
from geo.declarations import Text
from geo.questions.question import BadParameter

_CHUNK_BYTES = 256 * 1024
_NO_GEOMETRY = Text("sin geometría no hay tal archivo", "without geometry there is no such file")


# Written as a whole before they are sent, because they begin with what is known last.
_WRITTEN: dict[Format, Callable[[Table, Path], None]] = {
    XLSX: sheets.write,
    GPKG: partial(arrow.write_gdal, driver="GPKG"),
    PARQUET: arrow.write_parquet,
    FLATGEOBUF: partial(arrow.write_gdal, driver="FlatGeobuf"),
    KML: partial(arrow.write_gdal, driver="LIBKML"),
}


def exported(table: Table, form: Format, *, has_bom: bool = False) -> BlocksResponse:
    """The table in that form, with the name of a file.

    :raises BadParameter: for a form that is nothing without geometry, when the table has none.
    """
    if table.geometry is None and form in OF_GEOMETRY:
        raise BadParameter("f", form.name, _NO_GEOMETRY)
    name = _file_name(table, form)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', **license_header(table.terms)}
    if form in _WRITTEN:
        spooled = _spooled(table, form)
        response = BlocksResponse(_read(spooled), form.media_type, is_compressible=False)
        headers["Content-Length"] = str(_size(spooled))
    else:
        response = BlocksResponse(_text_blocks(table, form, has_bom=has_bom), form.media_type)
    response.headers.update(headers)
    return response


def _text_blocks(table: Table, form: Format, *, has_bom: bool) -> Iterator[bytes]:
    if form is CSV:
        return texts.csv_blocks(table, has_bom=has_bom)
    return texts.collection_blocks(table) if form is GEOJSON else texts.sequence_blocks(table)


def _file_name(table: Table, form: Format) -> str:
    return f"atlas-{table.name}-{table.release_id}.{form.extension}"


def _spooled(table: Table, form: Format) -> BinaryIO:
    """The file, open at its beginning; its name is gone already, so that nothing is left to clean up."""
    with tempfile.TemporaryDirectory(prefix="atlas-export-") as folder:
        path = Path(folder, f"{table.name}.{form.extension}")
        _WRITTEN[form](table, path)
        return path.open("rb")


def _size(file: BinaryIO) -> int:
    size = file.seek(0, 2)
    file.seek(0)
    return size


def _read(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while chunk := file.read(_CHUNK_BYTES):
            yield chunk
