"""Statistics of rasters that were found before: the same grid, question and areas give the same numbers."""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import numpy as np
import orjson
import shapely
from numpy.typing import NDArray

from etl.rasters.zonal import Columns, Request

METHOD = 1
"""Raised whenever the same grid and areas begin to give other numbers, so that none stay old."""


def kept_or_found(
    folder: Path,
    request: Request,
    files: tuple[Path, ...],
    areas: NDArray[np.object_],
    find: Callable[[], Columns],
) -> Columns:
    """The statistics kept in ``folder`` for this request and areas, or those found now, which are then kept.

    ``files`` are those that the request reads; what they hold counts, not where they lie. A kept file that
    cannot be read is as good as none.
    """
    path = folder / f"{_digest(request, files, areas)}.npz"
    known = _read(path)
    if known is not None:
        return known
    found = find()
    _write(path, found)
    return found


def _digest(request: Request, files: tuple[Path, ...], areas: NDArray[np.object_]) -> str:
    asked = asdict(request)
    for grid in (asked["values"], asked["weights"]):
        for path in files if grid is not None else ():
            # What is left tells the variable of a NetCDF: netcdf:"path":variable.
            grid["name"] = grid["name"].replace(str(path), "")
    digest = hashlib.sha256(orjson.dumps([METHOD, np.__version__, asked], option=orjson.OPT_SORT_KEYS))
    for path in files:
        with path.open("rb") as content:
            digest.update(hashlib.file_digest(content, "sha256").digest())
    for wkb in shapely.to_wkb(areas):
        digest.update(wkb)
    return digest.hexdigest()


def _read(path: Path) -> Columns | None:
    try:
        with np.load(path, allow_pickle=False) as columns:
            return {_key(name): columns[name] for name in columns.files}
    except (OSError, ValueError, EOFError, zipfile.BadZipFile):
        return None


def _key(name: str) -> tuple[int, str]:
    band, _, statistic = name.partition("_")
    return int(band), statistic


def _write(path: Path, found: Columns) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            columns = {f"{band}_{statistic}": each for (band, statistic), each in found.items()}
            np.savez_compressed(file, allow_pickle=False, **columns)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
