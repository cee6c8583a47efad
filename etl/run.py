"""One run of the ETL: sources are read, checked and prepared, and become the release in force."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import orjson
import pyarrow as pa
from sqlalchemy import select

from etl.boundaries.records import (
    Finding,
    Progress,
    silent,
)
from etl.changes import Change, changes, texts_in, texts_of
from etl.input_changes import InputChange, input_changes, refuse_shrunk
from etl.inputs import Read, Sources, read_sources
from etl.load import load
from etl.prepare.layers import layer_frames
from etl.prepare.observations import observations
from etl.prepare.tables import layer_tables, relation_tables, shapes_tables
from etl.readiness import make_ready
from etl.record import record_tables
from etl.releases import new_release_id, prune, release_digest
from etl.report import InputCounts, Report, ReportedFinding, release_record
from etl.stages import Stages
from geo.declarations import Layer
from geo.engines.store import Store
from geo.layers import LAYERS
from geo.tables import RELEASE_INPUTS, tables_of_own


def _told_to_nobody(_: InputChange) -> None:
    """Nobody hears of it."""


def run(
    store: Store,
    sources: Sources,
    *,
    is_forced: bool = False,
    is_dry_run: bool = False,
    accepts_shrink: bool = False,
    progress: Progress = silent,
    tell: Callable[[InputChange], None] = _told_to_nobody,
) -> Report:
    """What was done: a new release in force, or none because nothing changed or the run was dry.

    A forced run makes a release even when inputs, declarations and options are those of the release in
    force. A dry run does everything but write. ``tell`` hears of each input that is another than in the
    release in force before anything is replaced.

    :raises EtlError: when a source is refused or the disk is too full; the release in force stays.
    :raises StoreError: when the store cannot be written, is busy or went away; likewise.
    """
    stages = Stages(progress)
    if not is_dry_run:
        make_ready(store)
    with stages.timed("sources"):
        found = read_sources(sources, progress)
    previous_id = store.current_id()
    before = None if previous_id is None else _before(store, previous_id)
    if before is not None:
        for each in input_changes(before.inputs, found.inputs):
            tell(each)
        if not accepts_shrink:
            refuse_shrunk(before.inputs, found.inputs)
    report = Report(
        None, previous_id, False, found.inputs, found.rejections, left_out=found.left_out,
        unresolved=found.readings.unresolved, stage_seconds=stages.seconds,
    )  # fmt: skip
    if before is not None and not is_forced and found.digest == before.digest:
        return replace(report, is_unchanged=True)
    if is_dry_run:
        made = _made(found, sources, stages)
        changed = _changes(store, previous_id, made, stages)
        return replace(report, findings=made.findings, changes=changed)
    release_id = new_release_id(found.digest, store.release_ids(), datetime.now(UTC))
    own_tables = tables_of_own(found.readings.own_layers)
    with stages.closing("commit"), store.build(release_id, own_tables) as build:
        # Inside, so that a second run is told at once that it is not alone.
        made = _made(found, sources, stages)
        changed = _changes(store, previous_id, made, stages)
        rows = {layer: made.tables[layer.id].num_rows for layer in made.layers}
        recorded = record_tables(
            release_id, found.options, rows, found.inputs, found.rejections, made.findings, changed
        )
        with stages.timed("load"):
            load(build, made.tables | recorded, progress, own_tables)
        stages.begin_closing()
    return replace(
        report, release_id=release_id, findings=made.findings, changes=changed, removed_releases=prune(store)
    )


@dataclass(frozen=True)
class _Before:
    """The release in force: what identifies it, and its inputs by name."""

    digest: str
    inputs: Mapping[str, InputCounts]


def _before(store: Store, release_id: str) -> _Before:
    engine = store.connect(release_id)
    try:
        with engine.connect() as connection:
            release = release_record(connection)
            rows = connection.execute(select(RELEASE_INPUTS)).all()
    finally:
        engine.dispose()
    inputs = {row.name: InputCounts(**row._mapping) for row in rows}
    digests = [(each.name, each.sha256) for each in inputs.values()]
    return _Before(release_digest(digests, release.declarations_digest, release.options), inputs)


@dataclass(frozen=True)
class _Made:
    """What a release will hold: its layers, the tables of all that was prepared, what was found."""

    layers: tuple[Layer, ...]
    tables: dict[str, pa.Table]
    findings: tuple[ReportedFinding, ...]


def _made(found: Read, sources: Sources, stages: Stages) -> _Made:
    with stages.timed("prepare"):
        prepared = sources.prepare(found.boundaries, found.neighbours, stages.progress)
    with stages.timed("features"):
        frames, counts = layer_frames(prepared, found.files, found.readings)
        own = found.readings.own_layers
        tables = layer_tables(frames, stages.progress, own)
        tables |= shapes_tables(frames, prepared.shapes, own)
        tables |= relation_tables(prepared, counts.any_record)
    findings = (*prepared.findings, *observations(frames), *found.readings.findings)
    layers = tuple(layer for layer in (*LAYERS, *own) if layer.id in frames)
    return _Made(layers, tables, tuple(_reported(each) for each in findings))


def _reported(finding: Finding) -> ReportedFinding:
    options = orjson.OPT_SORT_KEYS | orjson.OPT_SERIALIZE_NUMPY
    detail = orjson.dumps(finding.detail, option=options).decode()
    return ReportedFinding(finding.subject, finding.severity, finding.code, detail)


def _changes(store: Store, previous_id: str | None, made: _Made, stages: Stages) -> tuple[Change, ...]:
    """The difference from the release before; nothing when there is none to compare with."""
    if previous_id is None:
        return ()
    with stages.timed("compare"):
        engine = store.connect(previous_id)
        try:
            with engine.connect() as connection:
                before = texts_in(connection)
        finally:
            engine.dispose()
        return tuple(changes(before, texts_of(made.tables, made.layers)))
