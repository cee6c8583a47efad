"""What a run did, or what a kept release says of the run that made it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from etl.changes import Change
from etl.errors import EtlError
from etl.published.review import Unresolved
from etl.sources.register.checking import Rejection
from geo.declarations import Text
from geo.tables import RELEASE, RELEASE_FINDINGS, RELEASE_INPUTS, RELEASE_REJECTIONS


@dataclass(frozen=True, slots=True)
class InputCounts:
    """One file that went in: rows in = rows loaded + rows rejected."""

    name: str
    publisher: str
    licence: str
    address: str
    sha256: str
    bytes: int
    rows_in: int
    rows_loaded: int
    rows_rejected: int


@dataclass(frozen=True, slots=True)
class ReportedFinding:
    """What the checks saw without refusing it; ``detail`` is JSON."""

    subject: str
    severity: str
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did. ``release_id`` is None when nothing was to be done or nothing was to be kept.

    ``left_out`` are sources that were asked for in general and gave nothing, each with the reason;
    ``unresolved`` names that a person has to decide.
    """

    release_id: str | None
    previous_id: str | None
    is_unchanged: bool
    inputs: tuple[InputCounts, ...]
    rejections: tuple[Rejection, ...] = ()
    findings: tuple[ReportedFinding, ...] = ()
    changes: tuple[Change, ...] = ()
    removed_releases: tuple[str, ...] = ()
    left_out: tuple[tuple[str, EtlError], ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    stage_seconds: Mapping[str, float] = field(default_factory=dict)

    @property
    def total_seconds(self) -> float:
        """How long the run took."""
        return sum(self.stage_seconds.values())


@dataclass(frozen=True, slots=True)
class ReleaseRecord:
    """What a kept release is; ``options`` is JSON."""

    id: str
    created_at: str
    atlas_version: str
    declarations_digest: str
    options: str


@dataclass(frozen=True, slots=True)
class KeptRelease:
    """What a kept release says of the run that made it."""

    record: ReleaseRecord
    inputs: tuple[InputCounts, ...]
    rejections: tuple[Rejection, ...]
    findings: tuple[ReportedFinding, ...]


def release_record(connection: Connection) -> ReleaseRecord:
    """What the release that a connection reads is."""
    return ReleaseRecord(**connection.execute(select(RELEASE)).one()._mapping)


def kept_release(connection: Connection) -> KeptRelease:
    """The release that a connection reads: its inputs, rejected rows and findings."""
    # Each is read to its end before the next: DuckDB forgets an answer when the connection is asked again.
    inputs = connection.execute(select(RELEASE_INPUTS).order_by(RELEASE_INPUTS.c.name)).all()
    rejected = RELEASE_REJECTIONS
    rejections = connection.execute(select(rejected).order_by(rejected.c.input_name, rejected.c.line)).all()
    found = RELEASE_FINDINGS
    findings = connection.execute(select(found).order_by(*found.c)).all()
    return KeptRelease(
        record=release_record(connection),
        inputs=tuple(InputCounts(**row._mapping) for row in inputs),
        rejections=tuple(
            Rejection(
                input_name=row.input_name,
                line=row.line,
                natural_key=row.natural_key,
                reason=Text(row.reason_es, row.reason_en),
                remedy=Text(row.remedy_es, row.remedy_en),
                raw=row.raw,
            )
            for row in rejections
        ),
        findings=tuple(ReportedFinding(**row._mapping) for row in findings),
    )


def rejections_by_input(rejections: Sequence[Rejection]) -> dict[str, list[Rejection]]:
    """Rejected rows of each file, in the order of their lines."""
    grouped: dict[str, list[Rejection]] = {}
    for each in sorted(rejections, key=lambda rejection: (rejection.input_name, rejection.line)):
        grouped.setdefault(each.input_name, []).append(each)
    return grouped
