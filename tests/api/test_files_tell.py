"""What goes with the data in every file: release, licence, reference system, and where it all comes from.

Also answers whose parameters decide which features their rows speak of.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import duckdb
import geopandas
import openpyxl
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely
from fastapi.testclient import TestClient

from api.formats import EXPORTS
from geo.systems import CRS84_URI
from tests.api.test_exports import file_of, rows_by_gdal

TOLD = {"release", "licence", "attribution", "crs", "source", "sources"}
FORMS = [*(form.name for form in EXPORTS), "geojson"]
FILES = [
    ("/collections/agreements/items", {}),
    ("/collections/municipalities/items", {"limit": 3}),
    ("/questions/without-agreements", {}),
    ("/questions/activity-index", {"level": "state"}),
    ("/questions/concentration", {"by": "state"}),
]


def about_of(path: Path, form: str) -> dict[str, str]:
    """What a file says of itself, as readers that no one here wrote find it."""
    match form:
        case "csv":
            row = next(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
            return {name.removeprefix("atlas_"): row[name] for name in row if name.startswith("atlas_")}
        case "xlsx":
            rows = openpyxl.load_workbook(path)["atlas"].iter_rows(values_only=True)
            return {str(row[0]): str(row[1]) for row in rows}
        case "parquet":
            metadata = pq.read_schema(path).metadata
            return {
                name.decode().removeprefix("atlas:"): text.decode()
                for name, text in metadata.items()
                if name.startswith(b"atlas:")
            }
        case "gpkg":
            return dict(pyogrio.read_info(path)["layer_metadata"])
        case "fgb":
            # In the header, which stands before everything else.
            head = path.read_bytes()[:20_000].decode("utf-8", errors="ignore")
            start = head.index('{"title"')
            return dict(json.JSONDecoder().raw_decode(head[start:])[0])
        case "kml":
            tree = ET.parse(path)
            text = tree.findtext(".//{http://www.opengis.net/kml/2.2}description") or ""
            return dict(line.split(": ", 1) for line in text.splitlines())
        case "geojsonseq":
            return dict(json.loads(path.read_text(encoding="utf-8").split("\x1e")[1])["atlas"])
        case _:
            return dict(json.loads(path.read_text(encoding="utf-8"))["atlas"])


# GeoJSON of items is the page of the API itself, which has headers and links for it.
WRITTEN = [
    (address, params, form)
    for address, params in FILES
    for form in FORMS
    if form != "geojson" or address.startswith("/questions/")
]


@pytest.mark.parametrize(("address", "params", "form"), WRITTEN)
def test_every_file_says_what_must_be_known(
    client: TestClient, tmp_path: Path, address: str, params: dict[str, Any], form: str
) -> None:
    said = about_of(file_of(client, tmp_path, address, form, **params), form)
    assert set(said) >= TOLD
    assert said["release"] == client.get("/health").json()["release"]["id"]
    assert said["licence"]
    assert said["attribution"]
    assert said["crs"] == CRS84_URI
    assert said["source"].startswith(f"http://atlas.example{address}?")
    assert f"f={form}" in said["source"]
    assert said["sources"] == "http://atlas.example/sources"
    assert client.get(said["sources"]).json()["inputs"][0]["address"]


CHOSEN = [
    ("activity-index", {"level": "state"}, "states", "code"),
    ("activity-index", {"level": "municipal"}, "municipalities", "code"),
    ("concentration", {"by": "state"}, "states", "group"),
    ("concentration", {"by": "municipality"}, "municipalities", "group"),
]


@pytest.mark.parametrize("form", ["geojson", "gpkg", "parquet", "fgb", "kml", "geojsonseq", "csv"])
@pytest.mark.parametrize(("name", "params", "layer", "column"), CHOSEN, ids=lambda each: str(each)[:30])
def test_rows_have_the_geometry_of_what_the_answer_speaks_of(
    client: TestClient,
    tmp_path: Path,
    name: str,
    params: dict[str, str],
    layer: str,
    column: str,
    form: str,
) -> None:
    answer = client.get(f"/questions/{name}", params={**params, "limit": 50}).json()
    assert answer["feature_key"] == {"collection": layer, "column": column}
    places = {
        item["id"]: shapely.geometry.shape(item["geometry"])
        for item in client.get(f"/collections/{layer}/items", params={"limit": 100, "sortby": "name"}).json()[
            "features"
        ]
    }
    path = file_of(client, tmp_path, f"/questions/{name}", form, limit=50, **params)
    if form == "csv":
        rows: list[dict[str, Any]] = list(csv.DictReader(io.StringIO(path.read_text())))
        shapes = [shapely.from_wkt(row["geometry_wkt"]) if row["geometry_wkt"] else None for row in rows]
    elif form == "parquet":
        frame = geopandas.read_parquet(path)
        rows, shapes = frame.to_dict("records"), list(frame.geometry)
    else:
        _, rows, shapes = rows_by_gdal(path)
    assert [str(row[column]) for row in rows] == [row[column] for row in answer["data"]]
    placed = 0
    for row, shape in zip(rows, shapes, strict=True):
        place = places.get(str(row[column]))
        if place is None:
            assert shape is None or shape.is_empty, row[column]
            continue
        placed += 1
        assert shape is not None
        assert shape.hausdorff_distance(place) < 1e-6
    assert placed == sum(row[column] in places for row in answer["data"]) > 0


def test_groups_that_are_no_places_have_no_geometry(client: TestClient, tmp_path: Path) -> None:
    asked = {"by": "theme"}
    path = file_of(client, tmp_path, "/questions/concentration", "parquet", **asked)
    assert "geometry" not in pq.read_table(path).column_names
    problem = client.get("/questions/concentration", params={**asked, "f": "fgb"}).json()
    assert (problem["status"], problem["code"]) == (400, "bad_parameter")


def test_duckdb_reads_an_answer_as_geoparquet(client: TestClient, tmp_path: Path) -> None:
    path = file_of(client, tmp_path, "/questions/concentration", "parquet", by="state")
    answer = client.get("/questions/concentration", params={"by": "state", "limit": 100}).json()["data"]
    rows = duckdb.sql(f"SELECT \"group\" FROM '{path}'").fetchall()
    assert [row[0] for row in rows] == [row["group"] for row in answer]
