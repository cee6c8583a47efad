"""Rasters as published, and their bands as exactextract reads them: masked, in place, block by block."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from exactextract.raster import RasterSource
from numpy.typing import NDArray
from pyproj import CRS
from rasterio.errors import RasterioIOError
from rasterio.windows import Window

from etl.rasters.errors import (
    AmbiguousVariable,
    NotARaster,
    RotatedRaster,
    UnknownVariable,
    UnplacedRaster,
)


@dataclass(frozen=True, slots=True)
class Grid:
    """Where a raster lies and what it holds; every field can be sent to another process.

    - ``name``: what GDAL opens (a path, or ``netcdf:"path":variable``)
    - ``crs``: WKT of the horizontal system; a height on top of it is left out
    - ``west``: left edge, in the longitudes that the Atlas uses: a grid from 0 to 360 is moved west by 360
    - ``times``: one text a band (ISO 8601 date or what the file says), empty when the file names none
    - ``nodata``: the value that means no data, or None; ``valid_range``: what a datum can be, both included
    """

    name: str
    crs: str
    west: float
    south: float
    east: float
    north: float
    width: int
    height: int
    band_count: int
    nodata: float | None = None
    valid_range: tuple[float, float] | None = None
    unit: str | None = None
    times: tuple[str, ...] = field(default=())

    @property
    def is_geographic(self) -> bool:
        """Whether the grid is one of degrees, whose cells differ in area."""
        return CRS.from_wkt(self.crs).is_geographic


def grid(
    path: Path | str,
    *,
    variable: str | None = None,
    nodata: float | None = None,
    valid_range: tuple[float, float] | None = None,
) -> Grid:
    """The grid of a GeoTIFF, COG or NetCDF file.

    ``nodata`` is used in place of what the file says; values outside ``valid_range`` are no data as well, for
    files that name no such value or a wrong one.

    :raises NotARaster: when GDAL cannot read the file.
    :raises AmbiguousVariable: when a NetCDF file has several grids and ``variable`` names none of them.
    :raises UnplacedRaster: when it has no reference system or no place on the earth.
    :raises RotatedRaster: when its rows do not run east.
    """
    name = _variable_name(str(path), variable)
    try:
        with rasterio.open(name) as dataset:
            transform = dataset.transform
            if transform.is_identity or dataset.crs is None:
                raise UnplacedRaster(str(path))
            if transform.b or transform.d or transform.a <= 0 or transform.e >= 0:
                raise RotatedRaster(str(path))
            crs = CRS.from_wkt(dataset.crs.to_wkt()).to_2d()
            west, south, east, north = dataset.bounds
            if crs.is_geographic and east > 180.0 + transform.a and west >= 0:
                west, east = west - 360.0, east - 360.0
            return Grid(
                name=name,
                crs=crs.to_wkt(),
                west=west,
                south=south,
                east=east,
                north=north,
                width=dataset.width,
                height=dataset.height,
                band_count=dataset.count,
                nodata=dataset.nodata if nodata is None else nodata,
                valid_range=valid_range,
                unit=next((unit for unit in dataset.units if unit), None),
                times=_times(dataset),
            )
    except RasterioIOError as error:
        raise NotARaster(str(path)) from error


def _variable_name(path: str, variable: str | None) -> str:
    try:
        with rasterio.open(path) as dataset:
            names = [str(name) for name in dataset.subdatasets]
    except RasterioIOError as error:
        raise NotARaster(path) from error
    if not names:
        return path
    by_variable = {name.rsplit(":", 1)[1]: name for name in names}
    if variable is not None:
        if variable not in by_variable:
            raise UnknownVariable(path, variable, tuple(by_variable))
        return by_variable[variable]
    placed = [name for name in names if _is_placed(name)]
    if len(placed) != 1:
        raise AmbiguousVariable(path, tuple(by_variable))
    return placed[0]


def _is_placed(name: str) -> bool:
    with rasterio.open(name) as dataset:
        return dataset.crs is not None and not dataset.transform.is_identity


def _times(dataset: Any) -> tuple[str, ...]:
    """What a NetCDF file says of each band's time, in its own units: ``-946800 hours since 1970-01-01``."""
    tags = dataset.tags()
    if "time" not in str(tags.get("NETCDF_DIM_EXTRA", "")):
        return ()
    values = re.findall(r"[^{},]+", tags.get("NETCDF_DIM_time_VALUES", ""))
    units = tags.get("time#units", "")
    if len(values) != dataset.count:
        return ()
    return tuple(f"{value.strip()} {units}".strip() for value in values)


class BandSource(RasterSource):  # type: ignore[misc]
    """One band of a grid for exactextract: values as float64, no data masked, read window by window.

    With ``threshold`` a cell is 1 above it and 0 otherwise, so that its mean is the share above.
    """

    def __init__(self, wanted: Grid, band: int = 1, *, threshold: float | None = None) -> None:
        super().__init__()
        self._grid = wanted
        self._band = band
        self._threshold = threshold
        self._dataset = rasterio.open(wanted.name)

    def res(self) -> tuple[float, float]:
        """Width and height of a cell."""
        return (
            (self._grid.east - self._grid.west) / self._grid.width,
            (self._grid.north - self._grid.south) / self._grid.height,
        )

    def extent(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        return self._grid.west, self._grid.south, self._grid.east, self._grid.north

    def srs_wkt(self) -> str:
        """The horizontal reference system."""
        return self._grid.crs

    def nodata_value(self) -> None:
        """None: what is no data is masked."""
        return

    def read_window(self, x: int, y: int, width: int, height: int) -> Any:
        """Cells of a window as a masked array."""
        return self.cells(self._band, x, y, width, height)

    def cells(self, band: int, x: int, y: int, width: int, height: int) -> Any:
        """Cells of a window of any band as a masked array."""
        index = band - 1
        cells: NDArray[np.float64] = self._dataset.read(
            band, window=Window(x, y, width, height), out_dtype="float64"
        )
        missing = ~np.isfinite(cells)
        if self._grid.nodata is not None and not math.isnan(self._grid.nodata):
            missing |= np.isclose(cells, self._grid.nodata, rtol=1e-6, atol=0.0)
        cells = cells * self._dataset.scales[index] + self._dataset.offsets[index]
        if self._grid.valid_range is not None:
            low, high = self._grid.valid_range
            missing |= (cells < low) | (cells > high)
        if self._threshold is not None:
            cells = (cells > self._threshold).astype(np.float64)
        return np.ma.masked_array(cells, missing)

    def close(self) -> None:
        """Give back the open file."""
        self._dataset.close()


def bands(wanted: Grid, numbers: Sequence[int] | None = None) -> tuple[int, ...]:
    """The band numbers asked for, or all, from 1.

    :raises ValueError: for a band that the grid does not have.
    """
    chosen = tuple(numbers) if numbers is not None else tuple(range(1, wanted.band_count + 1))
    for band in chosen:
        if not 1 <= band <= wanted.band_count:
            raise ValueError(f"{wanted.name} has bands 1 to {wanted.band_count}, not {band}")
    return chosen
