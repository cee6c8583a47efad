"""Clients that no one here wrote, against a real server on each engine."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import httpx
import pytest
from owslib.ogcapi.features import Features

from api.app import create_app
from geo.crs import DRAW, STORE, transformer
from geo.layers import BY_ID, CORE_LAYERS
from tests.api.conftest import settings
from tests.api.serving import serving
from tests.geography import NAMES, cell

QGIS_PYTHON = "/usr/bin/python3"  # distributions give QGIS to their own Python
COUNTED = {"municipalities": (19, 19), "agreements": (12, None), "sources": (None, 0)}


@pytest.fixture(scope="module")
def address(served_url: str) -> Iterator[str]:
    with serving(create_app(settings(served_url))) as found:
        yield found


def count_of(address: str, collection: str) -> int:
    return int(httpx.get(f"{address}/collections/{collection}").json()["count"])


def test_owslib_reads_collections_items_and_queryables(address: str) -> None:
    client = Features(address)
    assert set(client.feature_collections()) == {layer.id for layer in CORE_LAYERS}
    assert "cvegeo" in client.collection_queryables("municipalities")["properties"]
    found = client.collection_items("municipalities", limit=5, bbox=[-102, 21, -101, 22.2])
    assert (found["numberMatched"], found["numberReturned"]) == (19, 5)
    chosen = client.collection_items("municipalities", filter="cve_ent = '02'", limit=100)
    assert {each["id"] for each in chosen["features"]} == {code for code in NAMES if code.startswith("02")}
    assert client.collection_item("municipalities", "02004")["properties"]["name"] == "Tijuana"


# In a process of its own: GDAL waits for the server without letting other threads of Python run.
GDAL = """
import json, sys, pyogrio
source, layer, box, options = sys.argv[1], sys.argv[2], json.loads(sys.argv[3]), json.loads(sys.argv[4])
frame = pyogrio.read_dataframe(source, layer=layer, bbox=box and tuple(box), **options)
kind = pyogrio.read_info(source, layer=layer, **options)["geometry_type"]
print(json.dumps({"kind": kind, "count": len(frame), "codes": list(frame.get("cvegeo", [])),
    "bounds": list(frame.total_bounds)}))
"""


def read_by_gdal(
    source: str, layer: str, box: Sequence[float] | None = None, **options: str
) -> dict[str, Any]:
    command = [sys.executable, "-c", GDAL, source, layer, json.dumps(box), json.dumps(options)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("collection", ["municipalities", "agreements", "partner_places", "sources"])
def test_gdals_driver_of_ogc_api_features(address: str, collection: str) -> None:
    read = read_by_gdal(f"OAPIF:{address}", collection)
    assert read["count"] == count_of(address, collection)
    assert read["kind"] == (BY_ID[collection].geometry or "MultiPoint")


def test_gdals_driver_of_ogc_api_features_filters_by_box(address: str) -> None:
    box = cell("02004").centroid.buffer(0.001).bounds
    assert read_by_gdal(f"OAPIF:{address}", "municipalities", box)["codes"] == ["02004"]


def drawn_box(address: str, collection: str) -> list[float]:
    """The extent of a collection in EPSG:3857, as TileJSON has it in degrees."""
    told = httpx.get(f"{address}/collections/{collection}/tiles/WebMercatorQuad").json()["bounds"]
    to_draw = transformer(STORE, DRAW)
    return [*to_draw.transform(*told[:2]), *to_draw.transform(*told[2:])]


@pytest.mark.parametrize("zoom", [0, 1, 2, 4, 7, 10, 12])
def test_gdals_drivers_of_ogc_api_tiles_and_of_vector_tiles(address: str, zoom: int) -> None:
    """The tileset is found from the collection, its tiles are fetched and decoded, as far as its limits say.

    GDAL 3.12 takes the box of a collection, which is in degrees, for metres when it reads vector tiles: from
    zoom 2 on it would look for Mexico south of Ghana. Told the box in metres it finds every tile.
    """
    box = drawn_box(address, "municipalities")
    told = dict(zip(("MINX", "MINY", "MAXX", "MAXY"), map(str, box), strict=True)) if zoom > 1 else {}
    source = f"OGCAPI:{address}/collections/municipalities"
    read = read_by_gdal(source, f"Zoom level {zoom}", API="TILES", **told)
    assert set(read["codes"]) == set(NAMES)
    unit = 40_075_016.68557849 / 2**zoom / 4096
    assert read["bounds"] == pytest.approx(box, abs=2 * unit)


# The box of the whole grid: where something is drawn GDAL then knows from the limits alone.
GRID_BOX = {"MINX": "-20037508", "MINY": "-20037508", "MAXX": "20037508", "MAXY": "20037508"}


def test_gdals_driver_of_ogc_api_tiles_looks_only_within_the_limits(address: str) -> None:
    """All 16 million tiles of zoom 12 would take weeks; the limits leave some hundred."""
    source = f"OGCAPI:{address}/collections/municipalities"
    read = read_by_gdal(source, "Zoom level 12", API="TILES", **GRID_BOX)
    assert set(read["codes"]) == set(NAMES)


def test_duckdb_reads_geoparquet_from_the_server(address: str, tmp_path: Path) -> None:
    file = tmp_path / "municipalities.parquet"
    file.write_bytes(httpx.get(f"{address}/collections/municipalities/items?f=parquet").content)
    rows = duckdb.sql(f"SELECT cvegeo, name FROM '{file}' ORDER BY cvegeo").fetchall()
    assert dict(rows) == dict(sorted((code, name) for code, name in NAMES.items()))


def test_qgis_reads_collections(address: str) -> None:
    if (
        not shutil.which(QGIS_PYTHON)
        or subprocess.run(
            [QGIS_PYTHON, "-c", "import qgis.core"], capture_output=True, check=False
        ).returncode
    ):
        pytest.skip("QGIS is not installed here (Debian: python3-qgis)")
    program = Path(__file__).with_name("qgis_reads.py")
    done = subprocess.run(
        [QGIS_PYTHON, str(program), address, *COUNTED],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    read = json.loads(done.stdout.strip().splitlines()[-1])
    for name, (count, placed) in COUNTED.items():
        assert read[name]["is_valid"], name
        assert read[name]["count"] == (count or count_of(address, name)), name
        assert placed is None or read[name]["placed"] == placed, name
    assert read["municipalities"]["kind"] == "MultiPolygon"
    assert read["agreements"]["kind"] == "Point"
