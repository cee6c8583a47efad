"""Files that are text, sent as they are written: CSV and GeoJSON text sequences."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import orjson
import shapely

from api.exports.table import Table, flat
from geo.declarations import GeometryKind
from geo.systems import System

_RECORD_SEPARATOR = "\x1e"
_BOM = "\ufeff"


def csv_blocks(table: Table, *, has_bom: bool = False, is_described: bool = False) -> Iterator[bytes]:
    """Comma-separated values in UTF-8, lines ended as RFC 4180 has it.

    A point is two columns, any other geometry one of WKT. The last columns say under which licence, from
    which release, address and in which reference system, since nothing else of such a file can; they are not
    there where the file ``is_described`` by another beside it.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    names = [field.name for field in table.fields]
    told = () if is_described else _ABOUT
    about = [table.about[name] for name in told]
    writer.writerow([*names, *_geometry_names(table), *(f"atlas_{name}" for name in told)])
    if has_bom:
        yield _BOM.encode()
    for rows in table.blocks:
        for values, shape in rows:
            cells = [_cell(values[name]) for name in names]
            writer.writerow([*cells, *_geometry_cells(table, shape), *about])
        yield written.getvalue().encode()
        written.seek(0)
        written.truncate()
    yield written.getvalue().encode()


_ABOUT = ("licence", "attribution", "release", "crs", "source", "sources")


def _cell(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else flat(value)


def _geometry_names(table: Table) -> list[str]:
    if table.geometry is None:
        return []
    if table.geometry is not GeometryKind.POINT:
        return ["geometry_wkt"]
    return list(place_names(table.system))


def place_names(system: System) -> tuple[str, str]:
    """What the two columns of a point are called, x first.

    >>> from geo.systems import CRS84
    >>> place_names(CRS84)
    ('longitude', 'latitude')
    """
    return ("longitude", "latitude") if system.is_geographic else ("easting", "northing")


def _geometry_cells(table: Table, shape: Any) -> list[object]:
    if table.geometry is None:
        return []
    if table.geometry is GeometryKind.POINT:
        return ["", ""] if shape is None else [shape.x, shape.y]
    return ["" if shape is None else shapely.to_wkt(shape, rounding_precision=-1)]


def collection_blocks(table: Table) -> Iterator[bytes]:
    """One GeoJSON document (RFC 7946), which says in a member ``atlas`` what must be known of it."""
    before = f'{{"type":"FeatureCollection","atlas":{orjson.dumps(table.about).decode()},"features":['
    for rows in table.blocks:
        shapes = shapely.to_geojson([shape for _, shape in rows])
        features = ",".join(
            f'{{"type":"Feature","geometry":{text or "null"},"properties":{orjson.dumps(values).decode()}}}'
            for (values, _), text in zip(rows, shapes, strict=True)
        )
        if features:
            yield f"{before}{features}".encode()
            before = ","
    yield b"]}" if before == "," else f"{before}]}}".encode()


def sequence_blocks(table: Table) -> Iterator[bytes]:
    """GeoJSON text sequences (RFC 8142): one feature after another, each with what must be known of it."""
    about = table.about
    for rows in table.blocks:
        shapes = shapely.to_geojson([shape for _, shape in rows])
        yield "".join(
            f'{_RECORD_SEPARATOR}{{"type":"Feature","geometry":{text or "null"}'
            f',"properties":{orjson.dumps(values).decode()},"atlas":{orjson.dumps(about).decode()}}}\n'
            for (values, _), text in zip(rows, shapes, strict=True)
        ).encode()
