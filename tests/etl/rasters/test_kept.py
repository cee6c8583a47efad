"""Statistics of rasters are found once: again only when the grid, the question or the areas are others."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely
from rasterio.transform import from_origin

from etl.errors import EtlError
from etl.rasters.errors import SchedulerUnavailable
from etl.rasters.grids import grid
from etl.rasters.kept import kept_or_found
from etl.rasters.zonal import Columns, Request, zonal_statistics

AREAS = np.array([shapely.box(-100, 20, -99.5, 20.5), shapely.box(-99.5, 20, -99, 20.5)], dtype=object)


def written(path: Path, value: float) -> Path:
    with rasterio.open(
        path, "w", driver="GTiff", width=10, height=10, count=1, dtype="float64", crs="EPSG:4326",
        transform=from_origin(-100, 21, 0.1, 0.1),
    ) as file:  # fmt: skip
        file.write(np.full((10, 10), value), 1)
    return path


class Finder:
    """Counts how often the statistics are really found."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.count = 0

    def ask(self, request: Request, *files: Path, areas: np.ndarray = AREAS) -> Columns:
        def find() -> Columns:
            self.count += 1
            return zonal_statistics(request, areas)

        return kept_or_found(self.folder, request, files, areas, find)


@pytest.fixture
def finder(tmp_path: Path) -> Finder:
    return Finder(tmp_path / "kept")


def test_the_same_grid_is_summed_up_once_wherever_it_lies(finder: Finder, tmp_path: Path) -> None:
    here = written(tmp_path / "here.tif", 3.0)
    first = finder.ask(Request(grid(here), ("mean", "max")), here)
    there = tmp_path / "there.tif"
    there.write_bytes(here.read_bytes())
    second = finder.ask(Request(grid(there), ("mean", "max")), there)
    assert finder.count == 1
    assert first.keys() == second.keys() == {(1, "mean"), (1, "max")}
    for key in first:
        np.testing.assert_array_equal(first[key], second[key])


@pytest.mark.parametrize(
    "other",
    [
        lambda request: replace(request, statistics=("mean", "min")),
        lambda request: replace(request, values=replace(request.values, nodata=3.0)),
        lambda request: replace(request, statistics=("mean", "share_above"), threshold=2.0),
    ],
)
def test_another_question_is_answered_anew(
    finder: Finder, tmp_path: Path, other: Callable[[Request], Request]
) -> None:
    path = written(tmp_path / "a.tif", 3.0)
    request = Request(grid(path))
    finder.ask(request, path)
    finder.ask(other(request), path)
    assert finder.count == 2


def test_another_grid_or_other_areas_are_summed_up_anew(finder: Finder, tmp_path: Path) -> None:
    path = written(tmp_path / "a.tif", 3.0)
    assert finder.ask(Request(grid(path)), path)[1, "mean"].tolist() == [3.0, 3.0]
    written(path, 4.0)
    assert finder.ask(Request(grid(path)), path)[1, "mean"].tolist() == [4.0, 4.0]
    assert len(finder.ask(Request(grid(path)), path, areas=AREAS[:1])[1, "mean"]) == 1
    assert finder.count == 3


def test_a_damaged_copy_is_as_good_as_none(finder: Finder, tmp_path: Path) -> None:
    path = written(tmp_path / "a.tif", 3.0)
    whole = finder.ask(Request(grid(path)), path)
    (copy,) = finder.folder.iterdir()
    for damaged in (b"", b"PK\x03\x04 cut", copy.read_bytes()[:-40]):
        copy.write_bytes(damaged)
        found = finder.ask(Request(grid(path)), path)
        np.testing.assert_array_equal(found[1, "mean"], whole[1, "mean"])
    assert finder.count == 4
    assert [each.name for each in finder.folder.iterdir()] == [copy.name], "nothing half written is left"


def test_a_scheduler_that_nobody_runs_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.rasters.zonal.SCHEDULER_SECONDS", 1)
    path = written(tmp_path / "a.tif", 3.0)
    with pytest.raises(SchedulerUnavailable, match=r"tcp://127.0.0.1:9 could not be used") as refused:
        zonal_statistics(Request(grid(path)), AREAS, scheduler="tcp://127.0.0.1:9")
    assert isinstance(refused.value, EtlError)
    assert "--dask" in refused.value.remedy_en
