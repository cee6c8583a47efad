"""Columns checked against what a table and its layer declare, as exact Arrow tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray
from sqlalchemy import ARRAY, BigInteger, Boolean, Column, Double, Integer, Table, Text

from etl.errors import EtlError
from etl.faults import fault_in, missing
from geo.declarations import Layer

Values = Sequence[Any] | NDArray[Any]
Frame = Mapping[str, Values]
"""Columns of equal length by name, plain Python values or shapely geometries, an absent value ``None``."""


class BadFrame(EtlError):
    """Rows that the declaration forbids reached the load: no row of a source is to blame."""

    def __init__(self, table: str, field: str, row: str, reason_es: str, reason_en: str) -> None:
        super().__init__(
            f"{table}, campo {field}, fila {row}: {reason_es}",
            f"{table}, field {field}, row {row}: {reason_en}",
            remedy_es="Es un defecto del Atlas o de los límites dados: dé aviso con este texto.",
            remedy_en="This is a defect of the Atlas or of the boundaries given: report it with this text.",
        )
        self.table, self.field, self.row = table, field, row


def _arrow_type(column: Column[Any]) -> pa.DataType:
    if column.name == "geom":
        return pa.binary()
    kinds: tuple[tuple[type[Any], pa.DataType], ...] = (
        (Boolean, pa.bool_()),
        (BigInteger, pa.int64()),
        (Integer, pa.int32()),
        (Double, pa.float64()),
        (ARRAY, pa.list_(pa.string())),
        (Text, pa.string()),
    )
    for kind, arrow in kinds:
        if isinstance(column.type, kind):
            return arrow
    raise TypeError(f"no Arrow type for {column}")


def schema_of(table: Table) -> pa.Schema:
    """The Arrow schema of a table of a release: its columns in order, geometry as WKB."""
    return pa.schema(
        [
            pa.field(column.name, _arrow_type(column), nullable=bool(column.nullable))
            for column in table.columns
        ]
    )


def checked(layer: Layer, frame: Frame) -> Frame:
    """The same frame, when every value fits the declaration of its layer and every key is there once.

    :raises BadFrame: naming the field and the key of the row that does not fit.
    """
    keys = frame[layer.key]
    for field in layer.fields:
        if field.name not in frame:
            fault = missing(field.name)
            raise BadFrame(layer.id, field.name, "-", fault.reason.es, fault.reason.en)
        for key, value in zip(keys, frame[field.name], strict=True):
            if fault_found := fault_in(field, value):
                reason = fault_found.reason
                raise BadFrame(layer.id, field.name, str(key), reason.es, reason.en)
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise BadFrame(layer.id, layer.key, str(key), "clave repetida.", "repeated key.")
        seen.add(key)
    return frame


def arrow_table(table: Table, frame: Frame) -> pa.Table:
    """The frame as an Arrow table with exactly the columns of ``table``; geometry becomes WKB.

    :raises BadFrame: when a column is missing or left over, or a value is not of the column's type.
    """
    schema = schema_of(table)
    wanted = set(schema.names)
    for name in sorted(wanted ^ set(frame)):
        es, en = ("falta la columna.", "the column is missing.")
        if name not in wanted:
            es, en = "columna no declarada.", "the column is not declared."
        raise BadFrame(table.name, name, "-", es, en)
    arrays = [_array(table, field, frame[field.name]) for field in schema]
    return pa.Table.from_arrays(arrays, schema=schema)


def _array(table: Table, field: pa.Field, values: Values) -> pa.Array:
    if field.name == "geom":
        values = shapely.to_wkb(np.asarray(values, dtype=object))
    try:
        array = pa.array(values, type=field.type, from_pandas=False)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        row = next((str(index) for index, each in enumerate(values) if not _fits(each, field.type)), "-")
        raise BadFrame(table.name, field.name, row, f"{error}.", f"{error}.") from error
    if array.null_count and not field.nullable:
        fault = missing(field.name)
        row = str(next(index for index, each in enumerate(values) if each is None))
        raise BadFrame(table.name, field.name, row, fault.reason.es, fault.reason.en)
    return array


def _fits(value: object, arrow_type: pa.DataType) -> bool:
    try:
        pa.array([value], type=arrow_type, from_pandas=False)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return False
    return True
