"""Zonal statistics on a cluster and on a raster larger than the memory that they may take."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import shapely

from etl.rasters.grids import grid
from etl.rasters.zonal import Request, zonal_statistics
from tests.etl.rasters.test_zonal import areas, write


def test_a_cluster_gives_identical_numbers(scheduler: str, tmp_path: Path) -> None:
    assert scheduler.startswith("tcp://")
    cells = np.arange(12.0).reshape(3, 4)
    degrees = grid(write(tmp_path / "d.tif", cells, west=-100, north=23, crs=4326))
    drawn = np.random.default_rng(5).uniform((-99.5, 20.5, 0.01), (-96.5, 22.5, 0.4), (200, 3))
    shapes = areas(*(shapely.Point(x, y).buffer(r) for x, y, r in drawn))
    request = Request(degrees, ("mean", "min", "max", "share_above"), threshold=5.0)
    here, there = zonal_statistics(request, shapes), zonal_statistics(request, shapes, scheduler=scheduler)
    assert here.keys() == there.keys()
    for key in here:
        np.testing.assert_array_equal(here[key], there[key])


HUGE = """
import sys, numpy as np, rasterio, shapely
from rasterio.transform import from_origin
from rasterio.windows import Window
from etl.rasters.grids import grid
from etl.rasters.zonal import Request, zonal_statistics
path = sys.argv[1]
with rasterio.open(path, "w", driver="GTiff", width=20_000, height=15_000, count=1, dtype="uint8", tiled=True,
                   blockxsize=512, blockysize=512, compress="deflate", crs="EPSG:4326",
                   transform=from_origin(-118.5, 33.0, 0.0016, 0.0013)) as file:
    for row in range(0, 15_000, 1536):
        height = min(1536, 15_000 - row)
        rows = np.full((height, 20_000), row // 1536, dtype="uint8")
        file.write(rows, 1, window=Window(0, row, 20_000, height))
country = [shapely.box(-118 + 0.6 * column, 14.5 + 0.6 * row, -117.4 + 0.6 * column, 15.1 + 0.6 * row)
           for column in range(50) for row in range(29)]
country.append(shapely.box(-118, 14.5, -88, 32.5))  # one as large as the country itself
shapes = np.empty(len(country), dtype=object)
shapes[:] = country
found = zonal_statistics(Request(grid(path), ("mean", "share_above"), threshold=4.5), shapes)
assert all(np.isfinite(column).all() for column in found.values())
# Not ru_maxrss: it remembers the process that started this one, from before the program was replaced.
with open("/proc/self/status") as status:
    print(next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmHWM")))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from Linux's /proc")
def test_a_raster_of_300_million_cells_stays_under_1_gib(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", HUGE, str(tmp_path / "huge.tif")],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[3],
    )
    assert run.returncode == 0, run.stderr[-2000:]
    assert 0 < int(run.stdout.split()[-1]) < 1024
