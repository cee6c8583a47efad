"""The tables of a release, derived from the layer declarations; statements name no schema.

The release that a connection is bound to decides where the tables are: a DuckDB file or a PostGIS schema.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from geoalchemy2 import Geometry
from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.types import TypeEngine, UserDefinedType

from geo import crs
from geo.declarations import Field, FieldType, GeometryKind, Layer
from geo.layers import BY_ID as LAYERS_BY_ID
from geo.layers import LAYERS

METADATA = MetaData()


class DuckDBGeometry(UserDefinedType[Any]):
    """DuckDB's GEOMETRY, which carries neither kind nor SRID."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        """The name of the type in DDL."""
        return "GEOMETRY"


# Bytewise order on both engines: a collation of the server's locale would sort and compare differently.
TEXT = Text(collation="C").with_variant(Text(), "duckdb")

_SQL_TYPES: dict[FieldType, TypeEngine[Any]] = {
    FieldType.TEXT: TEXT,
    FieldType.INTEGER: BigInteger(),
    FieldType.REAL: Double(),
    FieldType.BOOLEAN: Boolean(),
    FieldType.TEXT_LIST: ARRAY(Text()),
}


def _geometry(kind: str, srid: int) -> TypeEngine[Any]:
    return Geometry(kind.upper(), srid, spatial_index=False).with_variant(DuckDBGeometry(), "duckdb")


def _column(layer: Layer, field: Field, *, is_built_in: bool) -> Column[Any]:
    constraints: list[ForeignKey] = []
    if field.references and is_built_in:
        constraints.append(ForeignKey(field.references))
    return Column(
        field.name,
        _SQL_TYPES[field.type],
        *constraints,
        primary_key=field.name == layer.key,
        nullable=not field.is_required,
    )


def _checks(field: Field) -> list[CheckConstraint]:
    checks = []
    if field.vocabulary is not None and field.type is FieldType.TEXT:
        words = ", ".join(f"'{word}'" for word in field.vocabulary.values)
        checks.append(CheckConstraint(f'"{field.name}" IN ({words})'))
    if field.minimum is not None:
        checks.append(CheckConstraint(f'"{field.name}" >= {field.minimum}'))
    if field.maximum is not None:
        checks.append(CheckConstraint(f'"{field.name}" <= {field.maximum}'))
    return checks


def has_own_geometry(layer: Layer) -> bool:
    """Whether the rows of a layer carry geometry themselves."""
    return layer.geometry is not None and layer.shares_geometry_of is None


def _layer_table(layer: Layer, metadata: MetaData) -> Table:
    is_built_in = metadata is METADATA
    columns = [_column(layer, field, is_built_in=is_built_in) for field in layer.fields]
    columns.append(Column("feature_properties", TEXT, nullable=False))
    if layer.label_field is not None:
        columns.append(Column("search_key", TEXT, nullable=False))
    if layer.geometry is not None and has_own_geometry(layer):
        is_nullable = layer.geometry is GeometryKind.POINT
        columns += [
            Column("west", Double(), nullable=is_nullable),
            Column("south", Double(), nullable=is_nullable),
            Column("east", Double(), nullable=is_nullable),
            Column("north", Double(), nullable=is_nullable),
            Column("feature_geometry", TEXT, nullable=is_nullable),
            Column("geom", _geometry(layer.geometry, crs.STORE), nullable=is_nullable),
        ]
    return Table(
        layer.id,
        metadata,
        *columns,
        *(check for field in layer.fields for check in _checks(field)),
    )


def _shapes_table(layer: Layer, metadata: MetaData) -> Table:
    return Table(
        f"{layer.id}_shapes",
        metadata,
        Column("feature_id", TEXT, ForeignKey(f"{layer.id}.{layer.key}"), nullable=False),
        Column("zoom_min", Integer(), nullable=False),
        Column("zoom_max", Integer(), nullable=False),
        Column("x_min", Double(), nullable=False),
        Column("y_min", Double(), nullable=False),
        Column("x_max", Double(), nullable=False),
        Column("y_max", Double(), nullable=False),
        Column("feature_geometry", TEXT),
        Column("geom", _geometry("GEOMETRY", crs.DRAW), nullable=False),
    )


LAYER_TABLES: dict[str, Table] = {layer.id: _layer_table(layer, METADATA) for layer in LAYERS}
"""One table a layer: its fields, the texts of its GeoJSON features, and its geometry."""

SHAPES_TABLES: dict[str, Table] = {
    layer.id: _shapes_table(layer, METADATA) for layer in LAYERS if has_own_geometry(layer)
}
"""What tiles draw, in EPSG:3857: one row for each feature and zoom band, generalised for that band.

``feature_geometry`` is the same as GeoJSON text in EPSG:4326; null where a band draws the stored geometry."""


@cache
def _tables_of_own_layer(layer: Layer) -> tuple[Table, Table | None]:
    # Metadata of their own: another release may declare another layer under the same name.
    metadata = MetaData()
    table = _layer_table(layer, metadata)
    return table, _shapes_table(layer, metadata) if has_own_geometry(layer) else None


def table_of(layer: Layer) -> Table:
    """The table that holds the rows of a layer, built-in or a user's own."""
    if LAYERS_BY_ID.get(layer.id) is layer:
        return LAYER_TABLES[layer.id]
    return _tables_of_own_layer(layer)[0]


def geometry_table_of(layer: Layer) -> Table | None:
    """The table that holds the geometry of a layer: its own, that of the layer it shares with, or None."""
    if layer.geometry is None:
        return None
    return LAYER_TABLES[layer.shares_geometry_of] if layer.shares_geometry_of else table_of(layer)


def shapes_of(layer: Layer) -> Table | None:
    """The table that tiles of a layer are drawn from, or None for a layer without geometry."""
    if layer.geometry is None:
        return None
    if layer.shares_geometry_of:
        return SHAPES_TABLES[layer.shares_geometry_of]
    if LAYERS_BY_ID.get(layer.id) is layer:
        return SHAPES_TABLES[layer.id]
    return _tables_of_own_layer(layer)[1]


def tables_of_own(layers: Iterable[Layer]) -> tuple[Table, ...]:
    """The tables of a user's own layers, each before its shapes."""
    return tuple(table for layer in layers for table in (_tables_of_own_layer(layer)) if table is not None)


CONTIGUITY = Table(
    "contiguity",
    METADATA,
    Column("cvegeo", TEXT, ForeignKey("municipalities.cvegeo"), primary_key=True),
    Column("neighbor_cvegeo", TEXT, ForeignKey("municipalities.cvegeo"), primary_key=True),
    Column("shared_km", Double(), nullable=False),
)
"""Neighbouring municipalities, each pair in both directions."""

MUNICIPALITY_DISTANCES = Table(
    "municipality_distances",
    METADATA,
    Column("cvegeo", TEXT, ForeignKey("municipalities.cvegeo"), primary_key=True),
    Column("to_cvegeo", TEXT, ForeignKey("municipalities.cvegeo"), primary_key=True),
    Column("distance_km", Double(), nullable=False),
)
"""Geodesic distance between points inside, from every municipality to each one that has any agreement."""

LINEAGE = Table(
    "lineage",
    METADATA,
    Column("cvegeo", TEXT, primary_key=True),
    Column("parent_cvegeo", TEXT, primary_key=True),
    Column("before_year", Integer(), nullable=False),
    Column("after_year", Integer(), nullable=False),
    Column("share_of_area", Double(), nullable=False),
    Column("share_of_parent", Double(), nullable=False),
    Column("method", TEXT, nullable=False),
    Column("source_title", TEXT, nullable=False),
    Column("source_url", TEXT, nullable=False),
)
"""Which municipality a newer one was part of; the loaded boundaries may have neither. The years are those of
the vintages compared: the newer one is absent from the first and present in the second."""

RELEASE = Table(
    "release",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("created_at", TEXT, nullable=False),
    Column("atlas_version", TEXT, nullable=False),
    Column("declarations_digest", TEXT, nullable=False),
    Column("options", TEXT, nullable=False),
)
"""One row: what this release is. ``created_at`` is ISO 8601 in UTC; ``options`` is JSON."""

RELEASE_INPUTS = Table(
    "release_inputs",
    METADATA,
    Column("name", TEXT, primary_key=True),
    Column("publisher", TEXT, nullable=False),
    Column("licence", TEXT, nullable=False),
    Column("address", TEXT, nullable=False),
    Column("sha256", TEXT, nullable=False),
    Column("bytes", BigInteger(), nullable=False),
    Column("rows_in", BigInteger(), nullable=False),
    Column("rows_loaded", BigInteger(), nullable=False),
    Column("rows_rejected", BigInteger(), nullable=False),
    CheckConstraint("rows_in = rows_loaded + rows_rejected"),
)
"""Each file that went in, and its counts: in = loaded + rejected."""

RELEASE_REJECTIONS = Table(
    "release_rejections",
    METADATA,
    Column("input_name", TEXT, ForeignKey("release_inputs.name"), nullable=False),
    Column("line", BigInteger(), nullable=False),
    Column("natural_key", TEXT),
    Column("reason_es", TEXT, nullable=False),
    Column("reason_en", TEXT, nullable=False),
    Column("remedy_es", TEXT, nullable=False),
    Column("remedy_en", TEXT, nullable=False),
    Column("raw", TEXT, nullable=False),
)
"""Each row that did not fit, why, and what would mend it; ``raw`` is the row as JSON."""

RELEASE_LAYERS = Table(
    "release_layers",
    METADATA,
    Column("layer_id", TEXT, primary_key=True),
    Column("is_built_in", Boolean(), nullable=False),
    Column("row_count", BigInteger(), nullable=False),
    Column("declaration", TEXT, nullable=False),
)
"""The layers that this release holds; one that was not loaded has no row. ``declaration`` is JSON."""

RELEASE_FINDINGS = Table(
    "release_findings",
    METADATA,
    Column("subject", TEXT, nullable=False),
    Column("severity", TEXT, nullable=False),
    Column("code", TEXT, nullable=False),
    Column("detail", TEXT, nullable=False),
)
"""What the checks saw without refusing it: mended geometry, gaps, overlaps, islands. ``detail`` is JSON."""

RELEASE_CHANGES = Table(
    "release_changes",
    METADATA,
    Column("layer_id", TEXT, nullable=False),
    Column("feature_id", TEXT, nullable=False),
    Column("change", TEXT, nullable=False),
    Column("fields", TEXT, nullable=False),
    CheckConstraint("change IN ('added', 'changed', 'removed')"),
)
"""The difference from the release before; ``fields`` is a JSON list of the names that changed."""

# Made after the rows are in: building an index once is cheaper than keeping it while loading.
INDEXES: tuple[Index, ...] = (
    Index("agreements_by_cvegeo", LAYER_TABLES["agreements"].c.cvegeo),
    Index("agreements_by_cve_ent", LAYER_TABLES["agreements"].c.cve_ent),
    Index("contiguity_by_neighbor", CONTIGUITY.c.neighbor_cvegeo),
)
