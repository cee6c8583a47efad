"""What a run reads and checks before anything expensive is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

from etl.boundaries.records import (
    Boundaries,
    InputDescription,
    Neighbours,
    PreparedBoundaries,
    Progress,
    silent,
)
from etl.errors import EtlError, NotKept
from etl.published.records import PublishedFile
from etl.published.review import Decisions, Unresolved, decisions
from etl.rasters.kept import kept_or_found
from etl.rasters.zonal import Columns, Request, zonal_statistics
from etl.releases import declarations_digest, release_digest
from etl.report import InputCounts
from etl.selection.obtaining import Obtained
from etl.selection.reading import Chosen, Readings, known
from etl.selection.reading import read as read_chosen
from etl.selection.records import as_options
from etl.sources.lineage import lineage_input
from etl.sources.register import PUBLISHER, own_register
from etl.sources.register.checking import CheckedFile, Rejection, check
from etl.sources.register.files import FILES
from etl.sources.register.places import Places
from etl.sources.register.reading import RawFile, read
from etl.sources.registry import Known
from geo.crs import STORE
from geo.layers.provenance import REGISTER_LICENCE

ZONAL = "zonal"
"""Where in the cache the statistics of rasters are kept."""


def _nothing(_: Progress) -> Obtained:
    """No source beside boundaries and register."""
    return Obtained()


@dataclass(frozen=True)
class Sources:
    """Where a run takes its data from, and how boundaries are checked and prepared.

    ``options`` is what was asked for, so that a later run can ask for the same; it is kept as JSON.
    ``obtain`` gets the published sources, a user's own among them, whose files lie in ``cache``.
    ``scheduler`` is the address of a Dask scheduler that sums up rasters.
    """

    boundaries: Callable[[Progress], Boundaries]
    neighbours: Callable[[Progress], Neighbours]
    check: Callable[[Boundaries], object]
    prepare: Callable[[Boundaries, Neighbours, Progress], PreparedBoundaries]
    register: Path = field(default_factory=own_register)
    options: Mapping[str, Any] = field(default_factory=dict)
    obtain: Callable[[Progress], Obtained] = _nothing
    cache: Path = Path()
    scheduler: str | None = None


@dataclass(frozen=True)
class Read:
    """What was read and checked before anything expensive is done."""

    boundaries: Boundaries
    neighbours: Neighbours
    files: tuple[CheckedFile, ...]
    readings: Readings
    inputs: tuple[InputCounts, ...]
    options: str
    left_out: tuple[tuple[str, EtlError], ...]

    @property
    def digest(self) -> str:
        return release_digest(
            [(each.name, each.sha256) for each in self.inputs], declarations_digest(), self.options
        )

    @property
    def rejections(self) -> tuple[Rejection, ...]:
        own = (rejection for file in self.files for rejection in file.rejections)
        return (*own, *self.readings.rejections)


def read_sources(sources: Sources, progress: Progress) -> Read:
    """Everything that a release is made of, read and checked.

    :raises EtlError: when a source is refused.
    """
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
    obtained = sources.obtain(progress)
    readings = (
        _readings(obtained, sources, boundaries, known(boundaries, places), progress)
        if obtained.chosen
        else Readings()
    )
    inputs = (
        *(_counts(each) for each in (*boundaries.inputs, *neighbours.inputs)),
        *(_register_input(sources.register, file) for file in files),
        _counts(lineage_input()),
        *(_counts(each, loaded, rejected) for each, loaded, rejected in readings.inputs),
    )
    review = None if obtained.review is None else asdict(obtained.review)
    options = {**sources.options, "sources": as_options(readings.chosen), "review": review}
    return Read(
        boundaries,
        neighbours,
        files,
        readings,
        inputs,
        orjson.dumps(options, option=orjson.OPT_SORT_KEYS).decode(),
        (*obtained.unreachable, *readings.refused),
    )


def _readings(
    obtained: Obtained, sources: Sources, boundaries: Boundaries, known: Known, progress: Progress
) -> Readings:
    cache = sources.cache
    decided: Decisions = {}
    if (review := obtained.review) is not None:
        path = cache / review.file
        if not path.is_file():
            raise NotKept("review", review.name)
        decided = decisions(PublishedFile(path, review.address, review.retrieved), known.places)
    chosen = Chosen(
        sources=obtained.chosen,
        cache=cache,
        decisions=decided,
        may_fail=obtained.may_fail,
        zonal=partial(_zonal, boundaries, sources, progress),
    )
    return read_chosen(chosen, known)


def _zonal(
    boundaries: Boundaries, sources: Sources, progress: Progress, request: Request, files: tuple[Path, ...]
) -> Mapping[tuple[int, str], NDArray[Any]]:
    """Statistics of a raster for each municipality in the order of their codes; kept for the next run."""
    towns = boundaries.municipalities
    order = np.argsort(towns["cvegeo"])
    into = Transformer.from_crs(boundaries.crs, f"EPSG:{STORE}", always_xy=True)
    areas = shapely.transform(
        towns["geom"][order], lambda xy: np.column_stack(into.transform(xy[:, 0], xy[:, 1]))
    )

    def told(done: int, total: int) -> None:
        progress("raster", done, total)

    def found() -> Columns:
        return zonal_statistics(request, areas, progress=told, scheduler=sources.scheduler)

    return kept_or_found(sources.cache / ZONAL, request, files, areas, found)


def names_to_review(sources: Sources, progress: Progress = silent) -> tuple[Unresolved, ...]:
    """The names in these sources that a person has to decide.

    :raises EtlError: when a source is refused.
    """
    return read_sources(sources, progress).readings.unresolved


def _counts(described: InputDescription, loaded: int | None = None, rejected: int = 0) -> InputCounts:
    return InputCounts(
        name=described.name,
        publisher=described.publisher,
        licence=described.licence,
        address=described.address,
        sha256=described.sha256,
        bytes=described.bytes,
        rows_in=described.rows,
        rows_loaded=described.rows if loaded is None else loaded,
        rows_rejected=rejected,
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
