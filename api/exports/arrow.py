"""Files written from Arrow batches: GeoParquet, and through GDAL GeoPackage, FlatGeobuf and KML."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from pyproj import CRS

from api.exports.table import Table, flat
from geo.declarations import Field, FieldType
from geo.systems import CRS84

if TYPE_CHECKING:
    import pyarrow as pa

GEOMETRY = "geometry"


def _schema(table: Table, *, has_lists: bool) -> pa.Schema:
    import pyarrow as pa

    kinds = {
        FieldType.TEXT: pa.string(),
        FieldType.INTEGER: pa.int64(),
        FieldType.REAL: pa.float64(),
        FieldType.BOOLEAN: pa.bool_(),
        FieldType.TEXT_LIST: pa.list_(pa.string()) if has_lists else pa.string(),
    }

    def column(field: Field) -> pa.Field:
        told = {"title_es": field.title.es, "title_en": field.title.en, "unit": field.unit or ""}
        return pa.field(field.name, kinds[field.type], metadata=told)

    columns = [column(field) for field in table.fields]
    if table.geometry is not None:
        columns.append(pa.field(GEOMETRY, pa.binary()))
    return pa.schema(columns)


def _batches(table: Table, schema: pa.Schema, *, has_lists: bool) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    for rows in table.blocks:
        columns: list[Any] = []
        for field in table.fields:
            values = [values[field.name] for values, _ in rows]
            columns.append(values if has_lists else [flat(value) for value in values])
        if table.geometry is not None:
            columns.append(list(shapely.to_wkb(np.array([shape for _, shape in rows], dtype=object))))
        arrays = [pa.array(values, kind) for values, kind in zip(columns, schema.types, strict=True)]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def write_parquet(table: Table, path: Path) -> None:
    """Write GeoParquet 1.1; a table without geometry is plain Parquet."""
    import pyarrow.parquet as pq

    schema = _schema(table, has_lists=True).with_metadata(
        {f"atlas:{name}": text for name, text in table.about.items()}
    )
    box = np.array([np.inf, np.inf, -np.inf, -np.inf])
    kinds: set[str] = set()
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in _batches(table, schema, has_lists=True):
            writer.write_batch(batch)
            if table.geometry is not None:
                shapes = shapely.from_wkb(batch.column(GEOMETRY).to_pylist())
                known = [shape for shape in shapes if shape is not None]
                if known:
                    low, high = np.split(shapely.total_bounds(known), 2)
                    box = np.concatenate([np.minimum(box[:2], low), np.maximum(box[2:], high)])
                    kinds |= {shape.geom_type for shape in known}
        if table.geometry is not None:
            writer.add_key_value_metadata({"geo": json.dumps(_geo(table, kinds, box.tolist()))})


def _geo(table: Table, kinds: set[str], box: list[float]) -> dict[str, Any]:
    name = "OGC:CRS84" if table.system is CRS84 else f"EPSG:{table.system.srid}"
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": sorted(kinds),
        "crs": CRS.from_user_input(name).to_json_dict(),
    }
    if kinds:
        column["bbox"] = box
    return {"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}


def write_gdal(table: Table, path: Path, driver: str) -> None:
    """Write with a driver of GDAL, batch by batch."""
    import pyarrow as pa
    import pyogrio

    schema = _schema(table, has_lists=False)
    reader = pa.RecordBatchReader.from_batches(schema, _batches(table, schema, has_lists=False))
    spatial: dict[str, Any] = {}
    if table.geometry is not None:
        kind = "Unknown" if driver == "LIBKML" else table.geometry.value
        spatial = {
            "geometry_name": GEOMETRY,
            "geometry_type": kind,
            "crs": f"EPSG:{table.system.srid}",
        }
    options: dict[str, Any] = {}
    if driver == "GPKG":
        options = {"layer_metadata": table.about, "IDENTIFIER": table.title.es}
        options["DESCRIPTION"] = "\n".join(f"{name}: {text}" for name, text in table.about.items())
    elif driver == "FlatGeobuf":
        options = {
            "TITLE": table.title.es,
            "DESCRIPTION": json.dumps(table.about, ensure_ascii=False),
            # Its index cannot hold what has no place.
            "SPATIAL_INDEX": "NO",
        }
    elif driver == "LIBKML":
        lines = (f"{name}: {text}" for name, text in table.about.items())
        options = {"dataset_options": {"NAME": table.title.es, "DESCRIPTION": "\n".join(lines)}}
    pyogrio.write_arrow(reader, path, layer=table.name, driver=driver, **spatial, **options)
