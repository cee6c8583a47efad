"""Tiles, decoded by GDAL and compared with the declaration, the items and the geography."""

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyogrio
import pytest
import shapely
from fastapi.testclient import TestClient

from api import schemas
from api.app import create_app
from geo.crs import DRAW, STORE, transformer
from geo.layers import BY_ID, CORE_LAYERS
from geo.tiles import MAX_ZOOM
from tests.api.conftest import settings
from tests.conftest import EngineKind
from tests.geography import NAMES, cell
from tests.national import Loaded

DRAWN = [layer for layer in CORE_LAYERS if layer.geometry is not None]
WORLD = "/0/0/0"


def tiles_of(layer_id: str) -> str:
    return f"/collections/{layer_id}/tiles/WebMercatorQuad"


def decoded(
    tile: bytes, layer_id: str, folder: Path, z: int = 0, y: int = 0, x: int = 0
) -> list[dict[str, Any]]:
    """Properties of each feature of a tile, with its geometry in EPSG:3857 under ``geometry``."""
    path = folder / "tile.mvt"
    path.write_bytes(tile)
    assert [str(name) for name, _ in pyogrio.list_layers(path)] == [layer_id]
    meta, _, geometry, columns = pyogrio.raw.read(path, layer=layer_id, X=x, Y=y, Z=z, CLIP="NO")
    names = [str(name) for name in meta["fields"]]
    return [
        {**dict(zip(names, values, strict=True)), "geometry": shapely.from_wkb(wkb)}
        for wkb, *values in zip(geometry, *columns, strict=True)
    ]


@pytest.mark.parametrize("layer", DRAWN, ids=lambda layer: layer.id)
def test_tile_of_the_world_has_every_drawn_item_with_the_declared_properties(
    client: TestClient, tmp_path: Path, layer
) -> None:
    response = client.get(tiles_of(layer.id) + WORLD)
    assert response.headers["content-type"] == "application/vnd.mapbox-vector-tile"
    drawn = decoded(response.content, layer.id, tmp_path)
    items = {
        item["id"]: item["properties"]
        for item in client.get(f"/collections/{layer.id}/items", params={"limit": 1000}).json()["features"]
        if item["geometry"]
    }
    assert {row[layer.key] for row in drawn} == set(items)
    declared = {field.name for field in layer.tile_fields}
    for row in drawn:
        assert set(row) - {"geometry", "mvt_id"} <= declared
        for name in declared:
            said, value = items[row[layer.key]][name], row.get(name)
            if said is None:
                assert value is None or value != value, (name, value)  # NaN where another row has a number
            else:
                assert value == said, (name, value, said)


def test_geometry_is_where_the_municipality_is(client: TestClient, tmp_path: Path) -> None:
    z, x, y = 9, 110, 224
    response = client.get(f"{tiles_of('municipalities')}/{z}/{y}/{x}")
    drawn = decoded(response.content, "municipalities", tmp_path, z, y, x)
    assert drawn
    to_draw = transformer(STORE, DRAW)
    side = 40_075_016.68557849 / 2**z
    west, north = -20_037_508.342789244 + x * side, 20_037_508.342789244 - y * side
    tile = shapely.box(west, north - side, west + side, north).buffer(side * 64 / 4096, join_style="mitre")
    unit = side / 4096
    for row in drawn:
        square = shapely.transform(cell(row["cvegeo"]), to_draw.transform, interleaved=False)
        expected = square.intersection(tile)
        assert row["geometry"].hausdorff_distance(expected) <= 2 * unit


def test_every_tile_of_a_zoom_together_draws_every_municipality(client: TestClient, tmp_path: Path) -> None:
    seen: set[str] = set()
    for x in range(2**4):
        for y in range(2**4):
            response = client.get(f"{tiles_of('municipalities')}/4/{y}/{x}")
            if response.status_code == 200:
                seen |= {
                    row["cvegeo"] for row in decoded(response.content, "municipalities", tmp_path, 4, y, x)
                }
            else:
                assert (response.status_code, response.content) == (204, b"")
    assert seen == set(NAMES)


def test_tile_json_leads_to_tiles_that_may_be_kept_for_good(client: TestClient) -> None:
    release_id = client.get("/health").json()["release"]["id"]
    document = schemas.TileJSON.model_validate(client.get(tiles_of("municipalities")).json())
    assert document.tiles == [
        f"http://atlas.example{tiles_of('municipalities')}/{{z}}/{{y}}/{{x}}?v={release_id}"
    ]
    assert document.bounds == (-102.0, 21.0, -101.1, 22.2)
    assert (document.minzoom, document.maxzoom) == (0, MAX_ZOOM)
    assert list(document.vector_layers[0].fields) == [
        field.name for field in BY_ID["municipalities"].tile_fields
    ]
    address = document.tiles[0].format(z=0, y=0, x=0)
    assert "immutable" in client.get(address).headers["cache-control"]


def test_a_tile_of_another_release_is_not_kept(client: TestClient) -> None:
    plain = client.get(tiles_of("municipalities") + WORLD)
    older = client.get(tiles_of("municipalities") + WORLD, params={"v": "r20200101000000_00000000"})
    assert older.content == plain.content
    assert "immutable" not in older.headers["cache-control"] + plain.headers["cache-control"]


@pytest.mark.parametrize("address", ["/1/2/0", "/1/0/2", "/13/0/0", "/-1/0/0", "/2/-1/0", "/99999999999/0/0"])
def test_a_tile_out_of_range_is_refused(client: TestClient, address: str) -> None:
    problem = client.get(tiles_of("municipalities") + address)
    assert (problem.status_code, problem.json()["code"]) == (404, "bad_tile_address")


def test_a_collection_without_geometry_has_no_tiles(client: TestClient) -> None:
    for address in (tiles_of("networks"), tiles_of("networks") + WORLD):
        problem = client.get(address).json()
        assert (problem["status"], problem["code"]) == (404, "not_drawn")


def test_several_collections_in_one_tile(client: TestClient, tmp_path: Path) -> None:
    together = "/tiles/WebMercatorQuad"
    response = client.get(together + WORLD, params={"collections": "states,agreements,municipalities"})
    (tmp_path / "tile.mvt").write_bytes(response.content)
    names = [str(name) for name, _ in pyogrio.list_layers(tmp_path / "tile.mvt")]
    assert names == ["states", "agreements", "municipalities"]
    single = [client.get(tiles_of(name) + WORLD).content for name in names]
    assert response.content == b"".join(single)
    document = schemas.TileJSON.model_validate(client.get(together).json())
    assert [layer.id for layer in document.vector_layers] == [
        each["id"] for each in client.get("/collections").json()["collections"] if each["geometry"]
    ]
    assert "immutable" in client.get(document.tiles[0].format(z=0, y=0, x=0)).headers["cache-control"]
    for names_given in ("networks", "states,nowhere", ""):
        problem = client.get(together + WORLD, params={"collections": names_given}).json()
        assert (problem["status"], problem["code"]) == (400, "bad_parameter")
        assert "municipalities" in problem["known"]


def test_the_grid_is_that_of_the_tiles(client: TestClient) -> None:
    (said,) = client.get("/tileMatrixSets").json()["tileMatrixSets"]
    grid = schemas.TileMatrixSet.model_validate(client.get(said["links"][0]["href"]).json())
    assert [matrix.id for matrix in grid.tileMatrices] == [str(zoom) for zoom in range(MAX_ZOOM + 1)]
    # Scale denominators as OGC 17-083r4 prints them.
    assert grid.tileMatrices[0].scaleDenominator == pytest.approx(559082264.028717)
    assert grid.tileMatrices[12].scaleDenominator == pytest.approx(136494.693366)


MOST_BYTES = 500_000
MOST_COMPRESSED_AT_Z4 = 150_000


@pytest.mark.slow
def test_no_tile_of_a_real_release_is_too_large(
    engine_kind: EngineKind, national_release: Callable[[EngineKind], Loaded]
) -> None:
    largest: dict[str, int] = {}
    with TestClient(create_app(settings(national_release(engine_kind).address))) as real:
        for layer_id, bounds in (
            (each, real.get(tiles_of(each)).json()["bounds"]) for each in ("municipalities", "states")
        ):
            for zoom in range(9):
                for x, y in covering(bounds, zoom):
                    tile = real.get(
                        f"{tiles_of(layer_id)}/{zoom}/{y}/{x}", headers={"Accept-Encoding": "identity"}
                    )
                    name = f"{layer_id}/{zoom}"
                    largest[name] = max(largest.get(name, 0), len(tile.content))
                    if (layer_id, zoom) == ("municipalities", 4):
                        assert len(gzip.compress(tile.content, 6)) < MOST_COMPRESSED_AT_Z4
    assert max(largest.values()) <= MOST_BYTES, largest


def covering(bounds: list[float], zoom: int) -> list[tuple[int, int]]:
    """Column and row of each tile that a box in degrees touches."""
    (west, south, east, north), side = bounds, 40_075_016.68557849 / 2**zoom
    xs, ys = transformer(STORE, DRAW).transform([west, east], [north, south])
    columns = [int((x + 20_037_508.342789244) // side) for x in xs]
    rows = [int((20_037_508.342789244 - y) // side) for y in ys]
    return [(x, y) for x in range(columns[0], columns[1] + 1) for y in range(rows[0], rows[1] + 1)]
