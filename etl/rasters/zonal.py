"""Zonal statistics by municipality, weighted by the part of each cell that lies inside.

exactextract does the work (Baston, exactextract, https://github.com/isciences/exactextract): the coverage of
every cell is exact, so that a municipality smaller than a cell has a value too. On a grid of degrees cells
are weighted by their spherical area as well, since those of the north are smaller. Where many bands share a
small grid, the weights of its cells are found once and applied to each band.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass
from typing import Any

import numpy as np
import rasterio
import shapely
from exactextract import exact_extract
from exactextract.feature import Feature, FeatureSource
from exactextract.raster import NumPyRasterSource
from numpy.typing import NDArray
from pyproj import CRS, Transformer

from etl.rasters.errors import GridsDisagree, SchedulerUnavailable
from etl.rasters.grids import BandSource, Grid, bands

MAX_CELLS = 4_000_000
"""Cells of one window in memory: 32 MB of values, as much again of coverage."""

CACHE_MB = 128
"""What GDAL may keep of blocks already read."""

CHUNK = 64
"""Municipalities in one piece of work: one step of the progress bar, one task of a cluster."""

SCHEDULER_SECONDS = 10
"""How long a Dask scheduler, and a first worker of it, are waited for."""

STATISTICS = ("mean", "min", "max", "share_above", "weighted_mean")


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a raster; it can be sent to another process.

    ``statistics`` are some of :data:`STATISTICS`; ``share_above`` needs ``threshold``, in the unit of the
    grid, and gives a share from 0 to 1; ``weighted_mean`` needs ``weights``, a grid aligned with ``values``.
    """

    values: Grid
    statistics: tuple[str, ...] = ("mean",)
    band_numbers: tuple[int, ...] | None = None
    threshold: float | None = None
    weights: Grid | None = None

    def __post_init__(self) -> None:
        unknown = set(self.statistics) - set(STATISTICS)
        if unknown or not self.statistics:
            raise ValueError(f"statistics must be some of {', '.join(STATISTICS)}")
        if "share_above" in self.statistics and self.threshold is None:
            raise ValueError("share_above needs a threshold")
        if "weighted_mean" in self.statistics and self.weights is None:
            raise ValueError("weighted_mean needs a grid of weights")


Column = NDArray[np.float64]
Columns = dict[tuple[int, str], Column]
"""For each (band, statistic) one value a municipality; NaN where the raster has no data in all of it."""

Piece = tuple[Request, tuple[bytes, ...]]


class _Area(Feature):  # type: ignore[misc]
    def __init__(self, wkb: bytes) -> None:
        Feature.__init__(self)
        self._wkb = wkb

    def geometry(self) -> bytes:
        return self._wkb


class _Areas(FeatureSource):  # type: ignore[misc]
    def __init__(self, wkbs: Sequence[bytes], crs: str) -> None:
        super().__init__()
        self._wkbs = wkbs
        self._crs = crs

    def count(self) -> int:
        return len(self._wkbs)

    def __iter__(self) -> Iterator[_Area]:
        return map(_Area, self._wkbs)

    def srs_wkt(self) -> str:
        return self._crs


def statistics_of(piece: Piece) -> Columns:
    """The statistics of one piece of work: a request and areas as WKB in the system of its grid."""
    request, wkbs = piece
    grid = request.values
    numbers = bands(grid, request.band_numbers)
    with rasterio.Env(GDAL_CACHEMAX=CACHE_MB):
        if len(numbers) > 1 and grid.width * grid.height <= MAX_CELLS and request.weights is None:
            return _weighed(request, wkbs, numbers)
        found: Columns = {}
        for band in numbers:
            plain = [name for name in request.statistics if name in {"mean", "min", "max"}]
            if plain:
                found |= _extracted(request, wkbs, band, plain)
            if "weighted_mean" in request.statistics:
                found |= _extracted(request, wkbs, band, ["weighted_mean"], weights=request.weights)
            if "share_above" in request.statistics:
                share = _extracted(request, wkbs, band, ["mean"], threshold=request.threshold)
                found[band, "share_above"] = share[band, "mean"]
        return found


def _coverage_weight(grid: Grid) -> str:
    return "(coverage_weight=area_spherical_m2)" if grid.is_geographic else ""


def _weighed(request: Request, wkbs: Sequence[bytes], numbers: Sequence[int]) -> Columns:
    """Every band with one set of weights: for each area the cells that it covers, and how much of each."""
    grid = request.values
    source = BandSource(grid, numbers[0])
    # Coverage does not look at values, but cells without data would be left out of it: here each is kept, and
    # every band leaves out its own.
    blank = NumPyRasterSource(
        np.zeros((grid.height, grid.width)), grid.west, grid.south, grid.east, grid.north, srs_wkt=grid.crs
    )
    try:
        rows = exact_extract(blank, _Areas(wkbs, grid.crs), ["cell_id", f"coverage{_coverage_weight(grid)}"])
        cells = [np.asarray(row["properties"]["cell_id"], dtype=np.int64) for row in rows]
        weights = np.concatenate([np.asarray(row["properties"]["coverage"], np.float64) for row in rows])
        area = np.repeat(np.arange(len(rows)), [len(each) for each in cells])
        cell = np.concatenate(cells)
        found: Columns = {}
        for band in numbers:
            values = source.cells(band, 0, 0, grid.width, grid.height).reshape(-1)[cell]
            is_there = ~np.ma.getmaskarray(values)
            known, of, weight = values.data[is_there], area[is_there], weights[is_there]
            for name in request.statistics:
                found[band, name] = _summed(name, known, of, weight, len(rows), request.threshold)
        return found
    finally:
        source.close()


def _summed(
    name: str, values: Column, area: NDArray[np.int64], weights: Column, count: int, threshold: float | None
) -> Column:
    if name in {"min", "max"}:
        lowest = name == "min"
        extreme = np.full(count, np.inf if lowest else -np.inf)
        (np.minimum if lowest else np.maximum).at(extreme, area, values)
        return np.where(np.isfinite(extreme), extreme, np.nan)
    counted = values if name == "mean" else (values > (threshold or 0.0)).astype(np.float64)
    total = np.bincount(area, weights, minlength=count)
    summed = np.bincount(area, weights * counted, minlength=count)
    found: Column = np.divide(summed, total, out=np.full(count, np.nan), where=total > 0)
    return found


def _extracted(
    request: Request,
    wkbs: Sequence[bytes],
    band: int,
    names: Sequence[str],
    *,
    threshold: float | None = None,
    weights: Grid | None = None,
) -> Columns:
    coverage = _coverage_weight(request.values)
    operations = [name if name in {"min", "max"} else f"{name}{coverage}" for name in names]
    source = BandSource(request.values, band, threshold=threshold)
    weighting = BandSource(weights) if weights is not None else None
    try:
        rows = exact_extract(
            source,
            _Areas(wkbs, request.values.crs),
            operations,
            weights=weighting,
            max_cells_in_memory=MAX_CELLS,
        )
    except RuntimeError as error:
        if weights is not None and any(word in str(error).lower() for word in ("grid", "extents")):
            raise GridsDisagree(request.values.name, weights.name) from error
        raise
    finally:
        source.close()
        if weighting is not None:
            weighting.close()
    return {
        (band, name): np.array(
            [_number(row["properties"].get(name)) for row in rows],
            dtype=np.float64,
        )
        for name in names
    }


def _number(value: Any) -> float:
    return float("nan") if value is None or np.ma.is_masked(value) else float(value)


def _silent(done: int, total: int) -> None:
    """Nothing is told."""


def pieces(request: Request, areas: NDArray[np.object_]) -> list[Piece]:
    """The work in pieces of :data:`CHUNK` areas (in EPSG:4326, shape (n,)), in the system of the grid."""
    crs = CRS.from_wkt(request.values.crs)
    if not crs.is_geographic:
        into = Transformer.from_crs(CRS.from_epsg(4326), crs, always_xy=True)
        areas = shapely.transform(areas, lambda xy: np.column_stack(into.transform(xy[:, 0], xy[:, 1])))
    wkbs = shapely.to_wkb(areas)
    return [(request, tuple(wkbs[start : start + CHUNK])) for start in range(0, len(wkbs), CHUNK)]


def zonal_statistics(
    request: Request,
    areas: NDArray[np.object_],
    *,
    progress: Callable[[int, int], None] = _silent,
    scheduler: str | None = None,
) -> Columns:
    """Statistics of a raster for each area (polygons in EPSG:4326, shape (n,)), in the order of the areas.

    ``scheduler`` is the address of a Dask scheduler (``tcp://…``) whose workers can open the raster under the
    same name; the pieces and so the numbers are the same as here. ``progress`` is told municipalities done
    and in all.

    :raises GridsDisagree: when the grid of the weights is not aligned with that of the values.
    """
    work = pieces(request, areas)
    done = _spread(work, scheduler) if scheduler else map(statistics_of, work)
    parts: list[Columns] = []
    for piece, part in zip(work, done, strict=True):
        parts.append(part)
        progress(min(len(parts) * CHUNK, len(areas)), len(areas))
        assert all(len(column) == len(piece[1]) for column in part.values())
    if not parts:
        return {}
    return {key: np.concatenate([part[key] for part in parts]) for key in parts[0]}


def _spread(work: Sequence[Piece], scheduler: str) -> Iterator[Columns]:
    try:
        from dask.distributed import Client
        from distributed.scheduler import KilledWorker
    except ImportError as error:
        raise SchedulerUnavailable(scheduler, str(error)) from error
    try:
        with Client(scheduler, timeout=SCHEDULER_SECONDS) as client:  # type: ignore[no-untyped-call]
            # Without it the work would wait for ever for workers that nobody started.
            client.wait_for_workers(1, timeout=SCHEDULER_SECONDS)
            for future in client.map(statistics_of, work, pure=False):
                yield future.result()
    # A worker without this package cannot read what it is sent; a scheduler that dies cancels what it held.
    except (ImportError, OSError, ValueError, CancelledError, KilledWorker) as error:
        raise SchedulerUnavailable(scheduler, str(error) or type(error).__name__) from error
