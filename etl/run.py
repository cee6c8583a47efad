"""One run of the ETL: sources are read, checked and prepared, and become the release in force."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pyarrow as pa
from sqlalchemy import select

from etl.boundaries.records import (
    Boundaries,
    Finding,
    InputDescription,
    Neighbours,
    PreparedBoundaries,
    Progress,
    silent,
)
from etl.changes import Change, changes, texts_in, texts_of
from etl.load import load
from etl.prepare.layers import layer_frames
from etl.prepare.observations import observations
from etl.prepare.tables import layer_tables, relation_tables, shapes_tables
from etl.readiness import make_ready
from etl.record import record_tables
from etl.releases import declarations_digest, new_release_id, prune, release_digest
from etl.report import InputCounts, Report, ReportedFinding, release_record
from etl.sources.register import PUBLISHER, own_register
from etl.sources.register.checking import CheckedFile, Rejection, check
from etl.sources.register.files import FILES
from etl.sources.register.places import Places
from etl.sources.register.reading import RawFile, read
from etl.stages import Stages
from geo.engines.store import Store
from geo.layers import LAYERS
from geo.layers.provenance import REGISTER_LICENCE
from geo.tables import RELEASE_INPUTS


@dataclass(frozen=True)
class Sources:
    """Where a run takes its data from, and how boundaries are checked and prepared.

    ``options`` is what was asked for, so that a later run can ask for the same; it is kept as JSON.
    """

    boundaries: Callable[[Progress], Boundaries]
    neighbours: Callable[[Progress], Neighbours]
    check: Callable[[Boundaries], object]
    prepare: Callable[[Boundaries, Neighbours, Progress], PreparedBoundaries]
    register: Path = field(default_factory=own_register)
    options: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True)
class _Read:
    """What was read and checked before anything expensive is done."""

    boundaries: Boundaries
    neighbours: Neighbours
    files: tuple[CheckedFile, ...]
    inputs: tuple[InputCounts, ...]
    options: str

    @property
    def digest(self) -> str:
        return release_digest(
            [(each.name, each.sha256) for each in self.inputs], declarations_digest(), self.options
        )

    @property
    def rejections(self) -> tuple[Rejection, ...]:
        return tuple(rejection for file in self.files for rejection in file.rejections)


def run(
    store: Store,
    sources: Sources,
    *,
    is_forced: bool = False,
    is_dry_run: bool = False,
    progress: Progress = silent,
) -> Report:
    """What was done: a new release in force, or none because nothing changed or the run was dry.

    A forced run makes a release even when inputs, declarations and options are those of the release in
    force. A dry run does everything but write.

    :raises EtlError: when a source is refused or the disk is too full; the release in force stays.
    :raises StoreError: when the store cannot be written, is busy or went away; likewise.
    """
    stages = Stages(progress)
    if not is_dry_run:
        make_ready(store)
    with stages.timed("sources"):
        found = _read(sources, progress)
    previous_id = store.current_id()
    if previous_id is not None and not is_forced and found.digest == _digest_of(store, previous_id):
        return Report(None, previous_id, True, found.inputs, found.rejections, stage_seconds=stages.seconds)
    if is_dry_run:
        tables, findings = _prepared_tables(found, sources, stages)
        changed = _changes(store, previous_id, tables, stages)
        return Report(
            None, previous_id, False, found.inputs, found.rejections, findings, changed,
            stage_seconds=stages.seconds,
        )  # fmt: skip
    release_id = new_release_id(found.digest, store.release_ids(), datetime.now(UTC))
    with stages.closing("commit"), store.build(release_id) as build:
        # Inside, so that a second run is told at once that it is not alone.
        tables, findings = _prepared_tables(found, sources, stages)
        changed = _changes(store, previous_id, tables, stages)
        rows = {layer.id: tables[layer.id].num_rows for layer in LAYERS}
        tables |= record_tables(
            release_id, found.options, rows, found.inputs, found.rejections, findings, changed
        )
        with stages.timed("load"):
            load(build, tables, progress)
        stages.begin_closing()
    return Report(
        release_id, previous_id, False, found.inputs, found.rejections, findings, changed,
        removed_releases=prune(store), stage_seconds=stages.seconds,
    )  # fmt: skip


def _read(sources: Sources, progress: Progress) -> _Read:
    # The register first: it is read in a moment, and a fault in it should not cost the boundaries.
    raw = [read(sources.register, file) for file in FILES]
    boundaries = sources.boundaries(progress)
    # Before the rows that name its codes, or the register would be blamed for the faults of the boundaries.
    sources.check(boundaries)
    neighbours = sources.neighbours(progress)
    places = Places(
        municipalities=frozenset(boundaries.municipalities["cvegeo"]),
        states=frozenset(boundaries.states["cve_ent"]),
        vintage=boundaries.vintage,
    )
    files = check(raw, places)
    described = [_boundary_input(each) for each in (*boundaries.inputs, *neighbours.inputs)]
    inputs = (*described, *(_register_input(sources.register, file) for file in files))
    options = orjson.dumps(dict(sources.options), option=orjson.OPT_SORT_KEYS).decode()
    return _Read(boundaries, neighbours, files, inputs, options)


def _boundary_input(described: InputDescription) -> InputCounts:
    return InputCounts(
        name=described.name,
        publisher=described.publisher,
        licence=described.licence,
        address=described.address,
        sha256=described.sha256,
        bytes=described.bytes,
        rows_in=described.rows,
        rows_loaded=described.rows,
        rows_rejected=0,
    )


def _register_input(folder: Path, file: CheckedFile) -> InputCounts:
    raw: RawFile = file.raw
    is_own = folder == own_register()
    return InputCounts(
        name=raw.file.name,
        publisher=PUBLISHER,
        licence=REGISTER_LICENCE.title.en,
        address=f"data/register/{raw.file.name}" if is_own else str(folder / raw.file.name),
        sha256=raw.sha256,
        bytes=raw.bytes,
        rows_in=len(raw.rows),
        rows_loaded=len(file.rows),
        rows_rejected=len(file.rejections),
    )


def _digest_of(store: Store, release_id: str) -> str:
    engine = store.connect(release_id)
    try:
        with engine.connect() as connection:
            release = release_record(connection)
            inputs = connection.execute(select(RELEASE_INPUTS.c.name, RELEASE_INPUTS.c.sha256))
            digests = [(name, digest) for name, digest in inputs]
            return release_digest(digests, release.declarations_digest, release.options)
    finally:
        engine.dispose()


def _prepared_tables(
    found: _Read, sources: Sources, stages: Stages
) -> tuple[dict[str, pa.Table], tuple[ReportedFinding, ...]]:
    with stages.timed("prepare"):
        prepared = sources.prepare(found.boundaries, found.neighbours, stages.progress)
    with stages.timed("features"):
        frames, counts = layer_frames(prepared, found.files)
        tables = layer_tables(frames, stages.progress)
        tables |= shapes_tables(frames, prepared.shapes)
        tables |= relation_tables(prepared, counts.any_record)
    return tables, tuple(_reported(each) for each in (*prepared.findings, *observations(frames)))


def _reported(finding: Finding) -> ReportedFinding:
    options = orjson.OPT_SORT_KEYS | orjson.OPT_SERIALIZE_NUMPY
    detail = orjson.dumps(finding.detail, option=options).decode()
    return ReportedFinding(finding.subject, finding.severity, finding.code, detail)


def _changes(
    store: Store, previous_id: str | None, tables: dict[str, pa.Table], stages: Stages
) -> tuple[Change, ...]:
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
        return tuple(changes(before, texts_of(tables)))
