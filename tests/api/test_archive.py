"""All tiles in one file: read back by the reader of PMTiles, and compared with those that the API draws."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyogrio
import pytest
import shapely
from fastapi.testclient import TestClient
from pmtiles.reader import MmapSource, Reader, all_tiles
from pmtiles.tile import Compression, TileType

from api.bulk import archive
from api.bulk.making import Bulk
from api.service import Service

COMPARED_ZOOM = 6


@pytest.fixture(scope="module")
def path(client: TestClient, service: Service) -> Path:
    client.get("/releases/current/atlas.pmtiles")
    release_id = client.get("/health").json()["release"]["id"]
    return service.bulk.folder.path(release_id) / "atlas.pmtiles"


@pytest.fixture(scope="module")
def reader(path: Path) -> Iterator[Any]:
    with path.open("rb") as file:
        yield Reader(MmapSource(file))


def drawn(client: TestClient, z: int, x: int, y: int, collections: str | None = None) -> bytes:
    params = {"collections": collections} if collections else {}
    response = client.get(f"/tiles/WebMercatorQuad/{z}/{y}/{x}", params=params)
    assert response.status_code in {200, 204}
    return response.content


def test_every_tile_is_that_of_the_api(client: TestClient, reader: Any) -> None:
    """Byte for byte once unpacked, at every address up to zoom 6 in or around the country."""
    count = 0
    for z in range(COMPARED_ZOOM + 1):
        held = {address for address, _ in _tiles(reader) if address[0] == z}
        for x, y in _around(z, held):
            packed = reader.get(z, x, y)
            assert (gzip.decompress(packed) if packed else b"") == drawn(client, z, x, y), (z, x, y)
            count += packed is not None
        assert held
    assert count == sum(address[0] <= COMPARED_ZOOM for address, _ in _tiles(reader))


def _tiles(reader: Any) -> list[tuple[tuple[int, int, int], bytes]]:
    return list(all_tiles(reader.get_bytes))


def _around(z: int, held: set[tuple[int, int, int]]) -> Iterator[tuple[int, int]]:
    columns, rows = [x for _, x, _ in held], [y for _, _, y in held]
    for x in range(max(0, min(columns) - 1), min(2**z, max(columns) + 2)):
        for y in range(max(0, min(rows) - 1), min(2**z, max(rows) + 2)):
            yield x, y


def test_deeper_tiles_too(client: TestClient, reader: Any) -> None:
    deep = [(address, packed) for address, packed in _tiles(reader) if address[0] == archive.LAST_ZOOM]
    assert deep
    for (z, x, y), packed in deep[:: max(1, len(deep) // 40)]:
        assert gzip.decompress(packed) == drawn(client, z, x, y)


def test_the_header_says_where_and_what(client: TestClient, reader: Any) -> None:
    header, told = reader.header(), client.get("/tiles/WebMercatorQuad").json()
    assert (header["version"], header["tile_type"]) == (3, TileType.MVT)
    assert header["tile_compression"] == header["internal_compression"] == Compression.GZIP
    assert (header["min_zoom"], header["max_zoom"]) == (0, archive.LAST_ZOOM)
    assert header["clustered"]
    bounds = [header[name] / 1e7 for name in ("min_lon_e7", "min_lat_e7", "max_lon_e7", "max_lat_e7")]
    assert bounds == pytest.approx(told["bounds"], abs=1e-7)
    assert header["tile_contents_count"] <= header["tile_entries_count"] <= header["addressed_tiles_count"]
    assert header["addressed_tiles_count"] == len(_tiles(reader))


def test_the_metadata_say_which_layers_licence_and_release(client: TestClient, reader: Any) -> None:
    told, metadata = client.get("/tiles/WebMercatorQuad").json(), reader.metadata()
    assert [each["id"] for each in metadata["vector_layers"]] == [
        each["id"] for each in told["vector_layers"]
    ]
    for mine, theirs in zip(metadata["vector_layers"], told["vector_layers"], strict=True):
        assert list(mine["fields"]) == list(theirs["fields"])
        assert (mine["minzoom"], mine["maxzoom"]) == (0, archive.LAST_ZOOM)
    assert metadata["attribution"] == told["attribution"]
    assert metadata["atlas"]["release"] == client.get("/health").json()["release"]["id"]
    assert "https://creativecommons.org/licenses/by/4.0/" in metadata["license"]


def test_a_map_without_the_atlas_has_titles_and_legends(client: TestClient, reader: Any) -> None:
    """A static page makes paint and legend from these alone."""
    told = {each["id"]: each for each in client.get("/collections").json()["collections"]}
    for each in reader.metadata()["atlas"]["layers"]:
        collection = told[each["id"]]
        for name in ("title_es", "title_en", "geometry", "legend"):
            assert each[name] == collection[name]
        titles = {field["name"]: field["title_es"] for field in collection["fields"] if field["in_tiles"]}
        assert {name: field["title_es"] for name, field in each["fields"].items()} == titles


def test_the_example_of_a_static_map_asks_no_other_host() -> None:
    page = (Path(__file__).parents[2] / "docs" / "static-map" / "index.html").read_text(encoding="utf-8")
    assert "://" not in page.replace("pmtiles://", "")
    beside = set(re.findall(r"(?:src|href)=\"(?!data:)([^\"]+)\"", page)) | set(
        re.findall(r"'\./([^']+)'", page)
    )
    guide = (Path(__file__).parents[2] / "docs" / "static-map.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in guide for name in beside)


def test_gdal_reads_it(client: TestClient, path: Path) -> None:
    told = client.get("/tiles/WebMercatorQuad").json()
    assert {name for name, _ in pyogrio.list_layers(path)} == {each["id"] for each in told["vector_layers"]}
    _, _, shapes, columns = pyogrio.raw.read(path, layer="municipalities", columns=["cvegeo"])
    assert pyogrio.read_info(path, layer="municipalities")["crs"] == "EPSG:3857"
    codes = {
        item["id"] for item in client.get("/collections/municipalities/items?limit=100").json()["features"]
    }
    assert set(columns[0]) == codes
    assert all(shape.is_valid or shape.area > 0 for shape in shapely.from_wkb(shapes))


def test_the_same_release_gives_the_same_bytes(service: Service, path: Path, tmp_path: Path) -> None:
    again = Bulk(service.settings.unbounded_store_address(), tmp_path)
    try:
        with again.opened(path.parent.name) as contents:
            archive.write(contents, tmp_path / "again.pmtiles", lambda *_: None)
            few = tmp_path / "few.pmtiles"
            archive.write(contents, few, lambda *_: None, layer_ids=["states"], last_zoom=3)
    finally:
        again.close()
    assert (tmp_path / "again.pmtiles").read_bytes() == path.read_bytes()
    with few.open("rb") as file:
        reader = Reader(MmapSource(file))
        assert [each["id"] for each in reader.metadata()["vector_layers"]] == ["states"]
        assert reader.header()["max_zoom"] == 3
