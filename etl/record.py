"""What a release keeps about itself: where it came from, what was left out and why, what is new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

import orjson
import pyarrow as pa
from sqlalchemy import Table

from etl.changes import Change
from etl.frames import arrow_table
from etl.releases import atlas_version, created_at, declarations_digest
from etl.report import InputCounts, ReportedFinding
from etl.sources.register.checking import Rejection
from geo.catalogue import declaration_text
from geo.declarations import Layer
from geo.layers import BY_ID
from geo.tables import (
    RELEASE,
    RELEASE_CHANGES,
    RELEASE_FINDINGS,
    RELEASE_INPUTS,
    RELEASE_LAYERS,
    RELEASE_REJECTIONS,
)


def record_tables(
    release_id: str,
    options: str,
    layer_rows: Mapping[Layer, int],
    inputs: Sequence[InputCounts],
    rejections: Sequence[Rejection],
    findings: Sequence[ReportedFinding],
    changes: Sequence[Change],
) -> dict[str, pa.Table]:
    """The tables ``release…`` of a release; ``layer_rows`` are the layers that it holds."""
    return {
        RELEASE.name: _table(
            RELEASE,
            [
                {
                    "id": release_id,
                    "created_at": created_at(release_id).isoformat(),
                    "atlas_version": atlas_version(),
                    "declarations_digest": declarations_digest(),
                    "options": options,
                }
            ],
        ),
        RELEASE_INPUTS.name: _table(RELEASE_INPUTS, [asdict(each) for each in inputs]),
        RELEASE_REJECTIONS.name: _table(RELEASE_REJECTIONS, [_rejected(each) for each in rejections]),
        RELEASE_LAYERS.name: _table(
            RELEASE_LAYERS,
            [
                {
                    "layer_id": layer.id,
                    "is_built_in": layer.id in BY_ID,
                    "row_count": rows,
                    "declaration": declaration_text(layer),
                }
                for layer, rows in layer_rows.items()
            ],
        ),
        RELEASE_FINDINGS.name: _table(RELEASE_FINDINGS, [asdict(each) for each in findings]),
        RELEASE_CHANGES.name: _table(RELEASE_CHANGES, [_changed(each) for each in changes]),
    }


def _rejected(rejection: Rejection) -> dict[str, Any]:
    plain = {each.name: getattr(rejection, each.name) for each in fields(rejection)}
    reason, remedy = plain.pop("reason"), plain.pop("remedy")
    return plain | {
        "reason_es": reason.es,
        "reason_en": reason.en,
        "remedy_es": remedy.es,
        "remedy_en": remedy.en,
    }


def _changed(change: Change) -> dict[str, Any]:
    return asdict(change) | {"fields": orjson.dumps(change.fields).decode()}


def _table(table: Table, rows: Sequence[dict[str, Any]]) -> pa.Table:
    return arrow_table(table, {column.name: [row[column.name] for row in rows] for column in table.columns})
