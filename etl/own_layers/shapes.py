"""Shapes with their values from a geographic file, in EPSG:4326."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

import numpy as np
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError, FieldError
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from etl.faults import Fault
from etl.own_layers.declaration import OwnLayer
from etl.own_layers.errors import BadLayer
from etl.published.records import PublishedFile
from geo.crs import STORE
from geo.declarations import GeometryKind, Text

_DECIMALS = 7
_KINDS = {
    GeometryKind.POINT: {shapely.GeometryType.POINT},
    GeometryKind.MULTI_LINE_STRING: {
        shapely.GeometryType.LINESTRING,
        shapely.GeometryType.MULTILINESTRING,
    },
    GeometryKind.MULTI_POLYGON: {shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON},
}


@dataclass(frozen=True, slots=True)
class Shape:
    """One feature: its geometry, its cells as text by field, and what is wrong with its geometry."""

    geometry: Any
    cells: dict[str, str]
    faults: list[Fault] = field(default_factory=list)


def shapes_in(own: OwnLayer, file: PublishedFile) -> Iterator[Shape]:
    """Every feature of the file, in its order.

    :raises BadLayer: when it cannot be read, names no reference system or lacks a column.
    """
    is_zip = PurePosixPath(file.name).suffix.lower() == ".zip"
    try:
        about, _, wkb, values = pyogrio.raw.read(f"/vsizip/{file.path}" if is_zip else str(file.path))
    except (DataSourceError, DataLayerError, FieldError, ValueError, RuntimeError) as error:
        raise BadLayer(file.name, f"no se puede leer ({error})", f"cannot be read ({error})") from error
    found = dict(zip(about["fields"].tolist(), values, strict=True))
    absent = sorted(set(own.columns.values()) - set(found))
    if absent or wkb is None:
        listed = ", ".join(found) or "-"
        lacks = ", ".join(absent) or "geom"
        raise BadLayer(file.name, f"falta {lacks}; tiene: {listed}", f"{lacks} is missing; it has: {listed}")
    geometry = _stored(file.name, about["crs"], shapely.from_wkb(wkb, on_invalid="ignore"))
    for index, shape in enumerate(geometry):
        cells = {name: _text(found[column][index]) for name, column in own.columns.items()}
        whole, faults = _checked(own, shape)
        yield Shape(whole, cells, faults)


def _stored(source: str, told: str | None, geometry: Any) -> Any:
    if not told:
        raise BadLayer(source, "no dice su sistema de referencia", "does not tell its reference system")
    try:
        system = CRS.from_user_input(told)
        into = Transformer.from_crs(system, CRS.from_epsg(STORE), always_xy=True)
    except CRSError as error:
        raise BadLayer(source, f"sistema de referencia: {error}", f"reference system: {error}") from error

    def stored(xy: Any) -> Any:
        return np.round(np.column_stack(into.transform(xy[:, 0], xy[:, 1])), _DECIMALS)

    return shapely.transform(shapely.force_2d(geometry), stored)


def _checked(own: OwnLayer, shape: Any) -> tuple[Any, list[Fault]]:
    assert own.layer.geometry is not None
    if shape is None or shape.is_empty:
        return None, [_fault("no tiene geometría", "has no geometry")]
    if not shape.is_valid:
        shape = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    if shapely.get_type_id(shape) not in _KINDS[own.layer.geometry]:
        kind = shape.geom_type
        return None, [_fault(f"es {kind}, no lo declarado", f"is a {kind}, not what was declared")]
    west, south, east, north = shape.bounds
    if not (np.isfinite(shape.bounds).all() and -180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        return None, [_fault("está fuera de la Tierra", "is off the earth")]
    return shape, []


def _fault(es: str, en: str) -> Fault:
    return Fault(
        Text(f"El objeto {es}.", f"The feature {en}."),
        Text("Corríjalo en el archivo.", "Mend it in the file."),
    )


def _text(value: Any) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return str(int(value))
    return str(value).strip()
