"""Tiles of the real shapes stay small: what the bands are for."""

import gzip
from pathlib import Path

import duckdb
import duckdb_extension_spatial
import numpy as np
import pyarrow as pa
import pytest
import shapely

from etl.boundaries.records import PreparedBoundaries
from geo.boundaries.coverages import BANDS
from tests import national

pytestmark = pytest.mark.slow

HALF_WORLD_M = 20_037_508.342789244
LARGEST_BYTES = 500_000
LARGEST_NATIONAL_BYTES_COMPRESSED = 150_000

_TILE = """
SELECT ST_AsMVT(tile, 'municipalities', 4096, 'geom') FROM (
    SELECT cvegeo, name, cve_ent, state_name, agreement_count, research, us_border_km, south_border_km,
           ST_AsMVTGeom(geom, ST_Extent(ST_TileEnvelope($z, $x, $y)), 4096, 64, true) AS geom
    FROM shapes WHERE ST_Intersects(geom, ST_TileEnvelope($z, $x, $y))
) tile WHERE geom IS NOT NULL
"""


@pytest.fixture(scope="module")
def database() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    (extension,) = Path(duckdb_extension_spatial.__path__[0]).rglob("spatial.duckdb_extension")
    connection.execute(f"LOAD '{extension}'")
    return connection


def _shapes(prepared: PreparedBoundaries, zoom: int) -> np.ndarray:
    shapes = prepared.shapes
    is_here = (shapes["zoom_min"] <= zoom) & (shapes["zoom_max"] >= zoom)
    return shapes["geom"][is_here & (shapes["layer_id"] == "municipalities")]


def _densest(geometry: np.ndarray, zoom: int, count: int) -> list[tuple[int, int]]:
    """The tiles with the most vertices."""
    side = 2 * HALF_WORLD_M / 2**zoom
    xy = shapely.get_coordinates(geometry)
    column = ((xy[:, 0] + HALF_WORLD_M) // side).astype(int)
    row = ((HALF_WORLD_M - xy[:, 1]) // side).astype(int)
    tiles, vertices = np.unique(np.column_stack((column, row)), axis=0, return_counts=True)
    return [tuple(tile) for tile in tiles[np.argsort(-vertices)[:count]].tolist()]


def _reaching(geometry: np.ndarray, zoom: int, tiles: list[tuple[int, int]]) -> np.ndarray:
    """Which shapes reach into one of the tiles: the others need not be loaded."""
    side = 2 * HALF_WORLD_M / 2**zoom
    boxes = [
        shapely.box(
            column * side - HALF_WORLD_M,
            HALF_WORLD_M - (row + 1) * side,
            (column + 1) * side - HALF_WORLD_M,
            HALF_WORLD_M - row * side,
        )
        for column, row in tiles
    ]
    return np.unique(shapely.STRtree(geometry).query(boxes)[1])


@pytest.mark.parametrize(
    "zoom", sorted({z for band in BANDS for z in (band.zoom_min, min(band.zoom_max, 11))})
)
def test_the_densest_tiles_of_every_band_are_small(database: duckdb.DuckDBPyConnection, zoom: int) -> None:
    prepared = national.prepared()
    geometry = _shapes(prepared, zoom)
    tiles = _densest(geometry, zoom, 3)
    chosen = _reaching(geometry, zoom, tiles)
    rows = {
        name: values[chosen].tolist() for name, values in prepared.municipalities.items() if name != "geom"
    }
    count = len(chosen)
    table = pa.table(
        {
            **{name: rows[name] for name in ("cvegeo", "name", "cve_ent", "state_name")},
            **{name: rows[name] for name in ("us_border_km", "south_border_km")},
            "agreement_count": pa.array([0] * count, pa.int32()),
            "research": ["not_researched"] * count,
            "wkb": [bytes(shape) for shape in shapely.to_wkb(geometry[chosen])],
        }
    )
    database.register("given", table)
    database.execute(
        "CREATE OR REPLACE TABLE shapes AS SELECT * EXCLUDE wkb, ST_GeomFromWKB(wkb) AS geom FROM given"
    )
    for column, row in tiles:
        answer = database.execute(_TILE, {"z": zoom, "x": column, "y": row}).fetchone()
        assert answer is not None
        assert 0 < len(answer[0]) < LARGEST_BYTES
        if zoom <= 4:
            assert len(gzip.compress(answer[0], 6)) < LARGEST_NATIONAL_BYTES_COMPRESSED
