"""The frames of every layer of a release, from checked records and measured boundaries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from etl.boundaries.records import PreparedBoundaries
from etl.features import by_key
from etl.frames import Frame
from etl.prepare.citations import cite, sources_frame
from etl.prepare.counts import AgreementCounts, agreement_counts, counted_municipalities, counted_states
from etl.prepare.partners import partner_id, partner_places_frame
from etl.selection.reading import Readings
from etl.sources.register.checking import CheckedFile
from geo.declarations import Layer
from geo.layers import LAYERS
from geo.layers.climate_instruments import COVERING_STATUSES
from geo.tables import has_own_geometry


def layer_frames(
    boundaries: PreparedBoundaries, files: Sequence[CheckedFile], readings: Readings | None = None
) -> tuple[dict[str, Frame], AgreementCounts]:
    """For each layer that has a source its fields and ``geom``, rows in the order of the key; and the counts
    of agreements."""
    readings = readings or Readings()
    records = {each.raw.file.layer.id: [dict(row) for row in each.rows] for each in files}
    for each in readings.agreements:
        records["agreements"] += [dict(row) for row in each.rows]
    for rows in records.values():
        for row in rows:
            cite(row)
    agreements = records["agreements"]
    for row in agreements:
        row["partner_id"] = partner_id(row)
    for row in records["climate_instruments"]:
        row["is_coverage"] = row["status"] in COVERING_STATUSES
    counts = agreement_counts(agreements)
    partners = partner_places_frame(agreements)
    # An agreement is where its partner is, so that records of one partner cannot fall apart.
    place_of = dict(zip(partners["id"], partners["geom"], strict=True))
    for row in agreements:
        row["geom"] = place_of[row["partner_id"]]
    frames: dict[str, Frame] = {
        "states": counted_states(boundaries.states, boundaries.municipalities, counts),
        "municipalities": counted_municipalities(boundaries.municipalities, counts),
        "borders": boundaries.borders,
        "sources": sources_frame(
            chain(
                (row for rows in records.values() for row in rows),
                *(reading.cited() for reading in readings.by_layer),
            )
        ),
        "partner_places": partners,
    }
    for layer in LAYERS:
        if layer.id in records:
            frames[layer.id] = _frame(layer, records[layer.id])
    for reading in readings.by_layer:
        frames |= {table.layer_id: table.columns for table in reading.tables}
    loaded = [layer for layer in (*LAYERS, *readings.own_layers) if layer.id in frames]
    return {layer.id: by_key(layer, _declared(layer, frames[layer.id])) for layer in loaded}, counts


def _frame(layer: Layer, rows: Iterable[dict[str, Any]]) -> Frame:
    kept = list(rows)
    return {name: [row[name] for row in kept] for name in _column_names(layer)}


def _declared(layer: Layer, frame: Frame) -> Frame:
    return {name: frame[name] for name in _column_names(layer)}


def _column_names(layer: Layer) -> list[str]:
    return [field.name for field in layer.fields] + (["geom"] if has_own_geometry(layer) else [])
