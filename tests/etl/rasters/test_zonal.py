"""Zonal statistics on grids whose cells can be counted, and against exactextract's own figures."""

from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely
from exactextract import exact_extract
from rasterio.transform import from_origin

from etl.rasters.errors import (
    GridsDisagree,
    NotARaster,
    RasterRefused,
    RotatedRaster,
    UnknownVariable,
    UnplacedRaster,
)
from etl.rasters.grids import Grid, grid
from etl.rasters.zonal import Request, zonal_statistics

PLANE = 6372


def write(
    path: Path,
    cells: np.ndarray,
    *,
    west: float = 0.0,
    north: float = 3.0,
    size: float = 1.0,
    crs: int | None = PLANE,
    nodata: float | None = None,
) -> Path:
    """A GeoTIFF of those cells, shape (rows, columns) or (bands, rows, columns)."""
    stack = cells if cells.ndim == 3 else cells[None]
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        width=stack.shape[2],
        height=stack.shape[1],
        count=stack.shape[0],
        dtype=stack.dtype,
        crs=None if crs is None else f"EPSG:{crs}",
        transform=from_origin(west, north, size, size),
        nodata=nodata,
    ) as file:
        file.write(stack)
    return path


def areas(*shapes: shapely.Geometry) -> np.ndarray:
    column = np.empty(len(shapes), dtype=object)
    column[:] = shapes
    return column


@pytest.fixture
def degrees(tmp_path: Path) -> Grid:
    """Cells of one degree, 0 to 11 from the north-west, at 100° W to 96° W and 20° N to 23° N."""
    return grid(write(tmp_path / "d.tif", np.arange(12.0).reshape(3, 4), west=-100, north=23, crs=4326))


def one(request: Request, area: shapely.Geometry) -> dict[str, float]:
    return {name: column[0] for (_, name), column in zonal_statistics(request, areas(area)).items()}


def test_whole_cells_of_one_row(degrees: Grid) -> None:
    found = one(
        Request(degrees, ("mean", "min", "max", "share_above"), threshold=4.5), shapely.box(-100, 21, -96, 22)
    )
    assert found == pytest.approx({"mean": 5.5, "min": 4.0, "max": 7.0, "share_above": 0.75})


def test_a_place_smaller_than_a_cell_that_misses_its_centre_has_the_cells_value(degrees: Grid) -> None:
    assert one(Request(degrees), shapely.box(-98.9, 21.1, -98.8, 21.2)) == pytest.approx({"mean": 5.0})


def test_northern_cells_weigh_less_as_they_are_smaller(degrees: Grid) -> None:
    found = one(Request(degrees), shapely.box(-100, 21, -99, 23))["mean"]
    weights = np.diff(np.sin(np.radians([21, 22, 23])))
    assert found == pytest.approx((4 * weights[0] + 0 * weights[1]) / weights.sum(), rel=1e-6)


def test_where_the_grid_has_no_data_the_rest_counts_and_nothing_is_unknown(tmp_path: Path) -> None:
    cells = np.array([[1.0, -9999.0], [np.nan, 3.0], [-9999.0, -9999.0]])
    wanted = grid(write(tmp_path / "n.tif", cells, west=-100, north=23, crs=4326, nodata=-9999.0))
    found = zonal_statistics(
        Request(wanted), areas(shapely.box(-100, 22, -98, 23), shapely.box(-100, 20, -98, 21))
    )[1, "mean"]
    assert found[0] == pytest.approx(1.0)
    assert np.isnan(found[1])


@pytest.mark.parametrize("mend", [{"nodata": -1.0}, {"valid_range": (0.0, 100.0)}])
def test_a_file_that_names_no_nodata_is_mended(tmp_path: Path, mend: dict) -> None:
    path = write(tmp_path / "w.tif", np.array([[-1.0, 8.0]]), west=-100, north=21, crs=4326)
    area = shapely.box(-100, 20, -98, 21)
    assert one(Request(grid(path)), area)["mean"] == pytest.approx(3.5)
    assert one(Request(grid(path, **mend)), area)["mean"] == pytest.approx(8.0)


def test_longitudes_from_0_to_360_are_moved(tmp_path: Path) -> None:
    cells = np.tile(np.arange(36.0), (18, 1))
    wanted = grid(write(tmp_path / "l.tif", cells, west=0, north=90, size=10, crs=4326))
    assert (wanted.west, wanted.east) == (-360.0, 0.0)
    assert one(Request(wanted), shapely.box(-99, 21, -98, 22)) == pytest.approx({"mean": 26.0})


def test_a_projected_grid_is_met_in_its_own_plane(tmp_path: Path) -> None:
    cells = np.array([[1.0, 2.0]])
    wanted = grid(write(tmp_path / "p.tif", cells, west=2_400_000, north=900_000, size=100_000))
    assert not wanted.is_geographic
    # 102° W is the middle of INEGI's Lambert plane: 2,500,000 m
    assert one(Request(wanted), shapely.box(-101.99, 11.9, -101.5, 19.9))["mean"] == pytest.approx(2.0)


def test_weights_move_the_mean_to_where_they_are(tmp_path: Path) -> None:
    values = grid(write(tmp_path / "v.tif", np.array([[10.0, 20.0]]), west=-100, north=21, crs=4326))
    people = grid(write(tmp_path / "q.tif", np.array([[3.0, 1.0]]), west=-100, north=21, crs=4326))
    request = Request(values, ("mean", "weighted_mean"), weights=people)
    assert one(request, shapely.box(-100, 20, -98, 21)) == pytest.approx(
        {"mean": 15.0, "weighted_mean": 12.5}
    )


def test_weights_on_another_grid_are_refused(tmp_path: Path) -> None:
    values = grid(write(tmp_path / "v.tif", np.array([[10.0, 20.0]]), west=-100, north=21, crs=4326))
    askew = grid(write(tmp_path / "q.tif", np.ones((1, 2)), west=-99.7, north=21, size=0.8, crs=4326))
    with pytest.raises(GridsDisagree):
        one(Request(values, ("weighted_mean",), weights=askew), shapely.box(-100, 20, -98, 21))


def test_many_bands_by_one_set_of_weights_equal_each_band_alone(tmp_path: Path) -> None:
    generator = np.random.default_rng(7)
    stack = generator.normal(size=(5, 12, 16))
    stack[2, 3:6, 4:9] = -9999.0
    wanted = grid(write(tmp_path / "s.tif", stack, west=-104, north=24, size=0.5, crs=4326, nodata=-9999.0))
    shapes = areas(
        *(
            shapely.Point(x, y).buffer(r)
            for x, y, r in generator.uniform((-103, 19, 0.05), (-97, 23, 1.5), (20, 3))
        )
    )
    request = Request(wanted, ("mean", "min", "max", "share_above"), threshold=0.2)
    together = zonal_statistics(request, shapes)
    for band in range(1, 6):
        alone = zonal_statistics(
            Request(wanted, request.statistics, band_numbers=(band,), threshold=0.2), shapes
        )
        for name in request.statistics:
            np.testing.assert_allclose(together[band, name], alone[band, name], rtol=1e-5, atol=1e-6)


def test_figures_are_exactextracts_own(tmp_path: Path) -> None:
    cells = np.random.default_rng(3).normal(size=(60, 80))
    path = write(tmp_path / "r.tif", cells, west=2_400_000, north=1_500_000, size=10_000)
    # Drawn in the plane of the grid, so that exactextract and we are given the same vertices.
    from pyproj import Transformer

    out = Transformer.from_crs(PLANE, 4326, always_xy=True)
    back = Transformer.from_crs(4326, PLANE, always_xy=True)
    plane = [shapely.Point(2_700_000 + 30_000 * n, 1_200_000).buffer(5_000 + 9_000 * n) for n in range(8)]
    earth = [shapely.transform(s, lambda xy: np.column_stack(out.transform(*xy.T))) for s in plane]
    again = [shapely.transform(s, lambda xy: np.column_stack(back.transform(*xy.T))) for s in earth]
    features = [{"type": "Feature", "geometry": shapely.geometry.mapping(s), "properties": {}} for s in again]
    theirs = exact_extract(str(path), features, ["mean", "min", "max"])
    ours = zonal_statistics(Request(grid(path), ("mean", "min", "max")), areas(*earth))
    for name in ("mean", "min", "max"):
        np.testing.assert_allclose(ours[1, name], [f["properties"][name] for f in theirs], rtol=1e-7)


def test_progress_reaches_the_end(degrees: Grid) -> None:
    told: list[tuple[int, int]] = []
    shapes = areas(*[shapely.box(-99, 21, -98, 22)] * 150)
    zonal_statistics(Request(degrees), shapes, progress=lambda done, total: told.append((done, total)))
    assert told == [(64, 150), (128, 150), (150, 150)]


def test_no_areas_no_numbers(degrees: Grid) -> None:
    assert zonal_statistics(Request(degrees), areas()) == {}


@pytest.mark.parametrize(
    "wrong",
    [
        {"statistics": ("median",)},
        {"statistics": ()},
        {"statistics": ("share_above",)},
        {"statistics": ("weighted_mean",)},
    ],
)
def test_a_request_without_sense_is_refused(degrees: Grid, wrong: dict) -> None:
    with pytest.raises(ValueError, match=r"statistics|threshold|weights"):
        Request(degrees, **wrong)


def test_files_that_are_no_such_raster_are_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "page.tif").write_text("<html>not here</html>")
    with pytest.raises(NotARaster):
        grid(tmp_path / "page.tif")
    with pytest.raises(NotARaster):
        grid(tmp_path / "absent.tif")
    with pytest.raises(UnplacedRaster):
        grid(write(tmp_path / "nowhere.tif", np.ones((2, 2)), crs=None))
    rotated = tmp_path / "rotated.tif"
    with rasterio.open(
        rotated,
        "w",
        driver="GTiff",
        width=2,
        height=2,
        count=1,
        dtype="float32",
        crs="EPSG:4326",
        transform=from_origin(-100, 21, 1, 1) @ rasterio.Affine.rotation(20),
    ) as file:
        file.write(np.ones((1, 2, 2), dtype="float32"))
    with pytest.raises(RotatedRaster) as refused:
        grid(rotated)
    assert isinstance(refused.value, RasterRefused)
    assert refused.value.es
    assert refused.value.remedy_es


def test_a_climate_scenario_as_published(tmp_path: Path) -> None:
    """The Met Office's A1B run, from the package of iris: 240 years on a grid of 1.875° by 1.25°."""
    from importlib.util import find_spec

    spec = find_spec("iris_sample_data")
    assert spec is not None
    assert spec.origin is not None
    path = Path(spec.origin).parent / "sample_data" / "A1B_north_america.nc"
    wanted = grid(path)
    assert (wanted.band_count, wanted.unit, len(wanted.times)) == (240, "K", 240)
    assert wanted.times[0] == "-946800 hours since 1970-01-01 00:00:00"
    with pytest.raises(UnknownVariable):
        grid(path, variable="rain")
    found = zonal_statistics(
        Request(wanted, ("mean",), band_numbers=(1, 240)), areas(shapely.box(-102, 20, -101.9, 20.1))
    )
    first, last = found[1, "mean"][0], found[240, "mean"][0]
    assert 280 < first < 310
    assert last > first + 1  # the scenario warms
