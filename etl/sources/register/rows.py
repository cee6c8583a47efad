"""A row of text as the values that its fields declare, or what is wrong with it."""

from __future__ import annotations

import math
import re
from typing import Any

import shapely

from etl.faults import Fault, fault_in
from etl.sources.register.files import RegisterFile
from geo.crs import STORE_DECIMALS
from geo.declarations import Field, FieldType, Text

Row = dict[str, Any]
"""One record: its fields, ``geom`` where the file has positions, and the extra columns."""

_INTEGER = re.compile(r"-?\d+")
_REAL = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?")
_GEONAMEID = re.compile(r"[1-9]\d*")
_LIST_SEPARATOR = ";"


def row_of(file: RegisterFile, header: tuple[str, ...], cells: tuple[str, ...]) -> tuple[Row, list[Fault]]:
    """The record in ``cells`` and every fault of its values; faulty values are left out of the record."""
    if len(cells) != len(header):
        return {}, [_wrong_length(len(cells), len(header))]
    text = {column: cell.strip() for column, cell in zip(header, cells, strict=True)}
    row: Row = {}
    faults: list[Fault] = []
    for column, name in file.fields.items():
        field = file.layer.field(name)
        value = _value(field, text[column])
        fault = value if isinstance(value, Fault) else fault_in(field, value)
        if fault is None:
            row[name] = value
        else:
            faults.append(fault)
    for column in file.extra:
        row[column] = text[column] or None
        if column == "partner_geonameid" and text[column] and not _GEONAMEID.fullmatch(text[column]):
            faults.append(_not_a_number(column, text[column]))
    if file.position is not None:
        position = _position(*((column, text[column]) for column in file.position))
        if isinstance(position, Fault):
            faults.append(position)
        else:
            row["geom"] = position
    return row, faults


def _value(field: Field, text: str) -> Any:
    if field.type is FieldType.TEXT_LIST:
        return [word for each in text.split(_LIST_SEPARATOR) if (word := each.strip())]
    if not text:
        return None
    if field.type is FieldType.INTEGER:
        return int(text) if _INTEGER.fullmatch(text) else _not_a_number(field.name, text)
    if field.type is FieldType.REAL:
        return float(text) if _REAL.fullmatch(text) else _not_a_number(field.name, text)
    return text


def _position(longitude: tuple[str, str], latitude: tuple[str, str]) -> shapely.Point | Fault | None:
    given = [text for _, text in (longitude, latitude) if text]
    if not given:
        return None
    if len(given) == 1:
        return Fault(
            Text("La posición tiene sólo una coordenada.", "The position has one coordinate only."),
            Text("Dé longitud y latitud, o ninguna.", "Give longitude and latitude, or neither."),
        )
    degrees = []
    for (column, text), limit in ((longitude, 180.0), (latitude, 90.0)):
        if not _REAL.fullmatch(text):
            return _not_a_number(column, text)
        value = float(text)
        if not math.isfinite(value) or abs(value) > limit:
            return Fault(
                Text(
                    f"{column} {text} está fuera de ±{limit:g}°.", f"{column} {text} is outside ±{limit:g}°."
                ),
                Text("¿Están cambiadas longitud y latitud?", "Are longitude and latitude exchanged?"),
            )
        degrees.append(round(value, STORE_DECIMALS))
    return shapely.Point(degrees)


def _not_a_number(name: str, text: str) -> Fault:
    return Fault(
        Text(f"{name} «{text}» no es un número.", f"{name} «{text}» is not a number."),
        Text("Escriba sólo cifras; lo demás va en la nota.", "Write digits only; the rest goes in the note."),
    )


def _wrong_length(found: int, expected: int) -> Fault:
    return Fault(
        Text(
            f"La fila tiene {found} celdas y el encabezado {expected}.",
            f"The row has {found} cells and the header {expected}.",
        ),
        Text(
            "Ponga entre comillas los textos que llevan comas.",
            "Put texts that contain commas between quotes.",
        ),
    )
