"""Tiles of the tiny country, decoded by GDAL's reader, which no one here wrote."""

from pathlib import Path

import pyogrio
import pytest
from sqlalchemy import Connection

from geo.declarations import Layer
from geo.layers import CORE_LAYERS, layer_named
from geo.tiles import MAX_ZOOM, BadTileAddress, NotDrawn, check_address, tile

DRAWN = [layer for layer in CORE_LAYERS if layer.geometry is not None]


def _decoded(content: bytes, folder: Path, address: tuple[int, int, int]) -> dict[str, list[str]]:
    z, x, y = address
    path = folder / f"{z}-{x}-{y}.pbf"
    path.write_bytes(content)
    layers = {}
    for name, _ in pyogrio.list_layers(path):
        info = pyogrio.read_info(path, layer=name)
        layers[str(name)] = sorted(set(map(str, info["fields"])) - {"mvt_id"})
    return layers


@pytest.mark.parametrize("layer", DRAWN, ids=lambda layer: layer.id)
def test_the_whole_world_in_one_tile_carries_the_declared_properties(
    connection: Connection, layer: Layer, tmp_path: Path
) -> None:
    content = bytes(connection.execute(tile(layer, 0, 0, 0)).scalar_one())
    decoded = _decoded(content, tmp_path, (0, 0, 0))
    assert list(decoded) == [layer.id]
    carried = decoded[layer.id]
    declared = sorted(field.name for field in layer.tile_fields)
    # A property that is null in every feature of a tile is not written.
    assert set(carried) <= set(declared)
    assert layer.key in carried


def test_every_municipality_is_in_the_tile(connection: Connection, tmp_path: Path) -> None:
    content = bytes(connection.execute(tile(layer_named("municipalities"), 4, 3, 6)).scalar_one())
    path = tmp_path / "tile.pbf"
    path.write_bytes(content)
    _, _, _, fields = pyogrio.raw.read(path, columns=["cvegeo"], read_geometry=False)
    assert len(set(fields[0])) == len(fields[0]) > 0


def test_an_empty_tile_is_no_row(connection: Connection) -> None:
    assert connection.execute(tile(layer_named("municipalities"), 10, 1023, 0)).one_or_none() is None


@pytest.mark.parametrize("address", [(-1, 0, 0), (MAX_ZOOM + 1, 0, 0), (3, 8, 0), (3, 0, 8), (3, -1, 0)])
def test_no_tile_has_such_an_address(address: tuple[int, int, int]) -> None:
    with pytest.raises(BadTileAddress):
        check_address(*address)
    with pytest.raises(BadTileAddress):
        tile(layer_named("municipalities"), *address)


def test_a_layer_without_geometry_is_not_drawn() -> None:
    with pytest.raises(NotDrawn):
        tile(layer_named("networks"), 0, 0, 0)
