"""The Arrow tables of a release, exactly as the tables are declared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from etl.boundaries.records import Columns, PreparedBoundaries, Progress
from etl.features import feature_columns, plain_shapes, shapes_frame
from etl.frames import Frame, arrow_table, checked, schema_of
from etl.prepare.distances import municipality_distances
from etl.sources.lineage import lineage_frame
from geo.declarations import Layer
from geo.layers import LAYERS
from geo.tables import CONTIGUITY, LINEAGE, MUNICIPALITY_DISTANCES, has_own_geometry, shapes_of, table_of

STAGE = "features"


def layer_tables(
    frames: Mapping[str, Frame], progress: Progress, own: Sequence[Layer] = ()
) -> dict[str, pa.Table]:
    """For each layer, a user's own after the others, its table: declared fields, checked, with the texts and
    boxes of its features.

    A declared layer without a frame has an empty table: no source of this release says anything of it.

    :raises BadFrame: when a value does not fit its declaration.
    """
    tables = {}
    layers = (*LAYERS, *own)
    for done, layer in enumerate(layers):
        progress(STAGE, done, len(layers))
        table = table_of(layer)
        if layer.id not in frames:
            tables[layer.id] = schema_of(table).empty_table()
            continue
        frame = checked(layer, frames[layer.id])
        tables[layer.id] = arrow_table(table, {**frame, **feature_columns(layer, frame)})
    progress(STAGE, len(layers), len(layers))
    return tables


def shapes_tables(
    frames: Mapping[str, Frame], shapes: Columns, own: Sequence[Layer] = ()
) -> dict[str, pa.Table]:
    """For each layer with geometry what tiles draw: generalised shapes where prepared, else the geometry."""
    rows: dict[str, list[int]] = defaultdict(list)
    for index, layer_id in enumerate(shapes["layer_id"]):
        rows[layer_id].append(index)
    tables = {}
    for layer in (*LAYERS, *own):
        table = shapes_of(layer)
        if table is None or not has_own_geometry(layer):
            continue
        frame = (
            _prepared(shapes, rows[layer.id]) if layer.id in rows else plain_shapes(layer, frames[layer.id])
        )
        tables[table.name] = arrow_table(table, frame)
    return tables


def _prepared(shapes: Columns, indices: Sequence[int]) -> Frame:
    def column(name: str) -> list[Any]:
        return [shapes[name][index] for index in indices]

    zooms = list(zip(column("zoom_min"), column("zoom_max"), strict=True))
    return shapes_frame(column("feature_id"), zooms, column("geom"))


def relation_tables(boundaries: PreparedBoundaries, with_agreements: frozenset[str]) -> dict[str, pa.Table]:
    """Neighbours, distances to the municipalities that have any agreement, and lineage."""
    points = boundaries.points
    distances = municipality_distances(points["cvegeo"], points["lon"], points["lat"], with_agreements)
    contiguity = {name: boundaries.contiguity[name] for name in ("cvegeo", "neighbor_cvegeo", "shared_km")}
    return {
        CONTIGUITY.name: arrow_table(CONTIGUITY, contiguity),
        MUNICIPALITY_DISTANCES.name: arrow_table(MUNICIPALITY_DISTANCES, distances),
        LINEAGE.name: arrow_table(LINEAGE, lineage_frame()),
    }
