"""Every file that items and answers come as, read back by programs that no one here wrote."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import openpyxl
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely
from fastapi.testclient import TestClient
from pyproj import CRS

from api.formats import EXPORTS, FLATGEOBUF, KML, Format
from geo.layers import BY_ID, LAYERS
from geo.store import Reader, store_at
from geo.systems import URIS
from tests.api.test_features_crs import expected
from tests.api.test_items import all_items
from tests.geography import cell

GDAL_FORMS = ("gpkg", "fgb", "kml", "geojsonseq")
QUESTION = "/questions/without-agreements"


@pytest.fixture(scope="module")
def held(client: TestClient) -> list[str]:
    return [each["id"] for each in client.get("/collections").json()["collections"]]


def file_of(client: TestClient, folder: Path, address: str, form: str, **params: Any) -> Path:
    response = client.get(address, params={"f": form, **params})
    assert response.status_code == 200, response.text
    name = response.headers["content-disposition"].removeprefix('attachment; filename="').rstrip('"')
    assert client.get("/health").json()["release"]["id"] in name
    path = folder / name
    path.write_bytes(response.content)
    return path


def in_cells(value: Any) -> Any:
    return ";".join(value) if isinstance(value, list) else value


def rows_by_gdal(path: Path) -> tuple[dict[str, Any], list[dict[str, Any]], list[Any]]:
    meta, _, geometry, columns = pyogrio.raw.read(path, datetime_as_string=True)
    names = [str(name) for name in meta["fields"]]
    rows = [dict(zip(names, map(_known, values), strict=True)) for values in zip(*columns, strict=True)]
    shapes = [None] * len(rows) if geometry is None else list(shapely.from_wkb(geometry))
    return meta, rows, shapes


def _known(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return value.tolist()
    value = value.item() if hasattr(value, "item") else value
    return None if value != value or value == "" else value


def same(said: Any, value: Any) -> bool:
    """Whether GDAL read that value, which it may have made a number or a text of."""
    if value is None or value == []:
        return said in (None, [], "[ ]")
    if isinstance(value, bool):
        return str(said).lower() in {str(value).lower(), str(int(value)), f"{int(value)}.0"}
    if isinstance(value, int | float):
        return float(said) == pytest.approx(value, rel=1e-12)
    if isinstance(value, list):
        return said in (value, in_cells(value)) or json.loads(said) == value
    return str(said) == value


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.id)
@pytest.mark.parametrize("form", GDAL_FORMS)
def test_gdal_reads_every_collection(
    client: TestClient, held: list[str], tmp_path: Path, layer: Any, form: str
) -> None:
    if layer.id not in held:
        assert client.get(f"/collections/{layer.id}/items?f={form}").status_code == 404
        return
    address = f"/collections/{layer.id}/items"
    if layer.geometry is None and form in {"fgb", "kml"}:
        problem = client.get(address, params={"f": form}).json()
        assert (problem["status"], problem["code"]) == (400, "bad_parameter")
        return
    items = all_items(client, layer.id)
    meta, rows, shapes = rows_by_gdal(file_of(client, tmp_path, address, form))
    assert len(rows) == len(items)
    for row, shape, item in zip(rows, shapes, items, strict=True):
        for name, value in item["properties"].items():
            if form == "kml" and name not in row:
                continue  # GDAL makes a name, a description or an id of it
            assert same(row[name], value), name
        if item["geometry"] is None or not item["geometry"]["coordinates"]:
            assert shape is None or shape.is_empty
        elif form == "kml":
            assert shape.hausdorff_distance(shapely.geometry.shape(item["geometry"])) < 1e-6
        else:
            assert shape.equals(shapely.geometry.shape(item["geometry"]))
    if layer.geometry is not None:
        assert CRS(meta["crs"]).to_epsg() in {4326, None}


@pytest.mark.parametrize("uri", URIS[2:])
def test_files_in_other_systems_are_x_before_y(client: TestClient, tmp_path: Path, uri: str) -> None:
    address = "/collections/municipalities/items"
    for form in ("gpkg", "fgb", "parquet"):
        path = file_of(client, tmp_path, address, form, crs=uri)
        code = int(uri.rsplit("/", 1)[1])
        if form == "parquet":
            table = pq.read_table(path)
            found = CRS.from_json_dict(
                json.loads(pq.read_metadata(path).metadata[b"geo"])["columns"]["geometry"]["crs"]
            )
            shapes = shapely.from_wkb(table["geometry"].to_pylist())
            names = table["cvegeo"].to_pylist()
        else:
            meta, rows, shapes = rows_by_gdal(path)
            found, names = CRS(meta["crs"]), [row["cvegeo"] for row in rows]
        assert found.to_epsg() == code
        for name, shape in zip(names, shapes, strict=True):
            right = expected(cell(name), uri)
            if "3857" not in uri:
                right = shapely.transform(right, lambda xy: xy[:, ::-1])
            assert shape.hausdorff_distance(right) <= 0.01
    assert client.get(address, params={"f": "kml", "crs": uri}).json()["code"] == "bad_parameter"


def test_geoparquet_says_what_it_is_and_duckdb_reads_it(
    client: TestClient, tmp_path: Path, engine_kind: str, served_url: str
) -> None:
    path = file_of(client, tmp_path, "/collections/agreements/items", "parquet")
    table = pq.read_table(path)
    geo = json.loads(pq.read_metadata(path).metadata[b"geo"])
    items = all_items(client, "agreements")
    shapes = [shapely.geometry.shape(item["geometry"]) for item in items if item["geometry"]]
    assert (geo["version"], geo["primary_column"]) == ("1.1.0", "geometry")
    column = geo["columns"]["geometry"]
    assert (column["encoding"], column["geometry_types"]) == ("WKB", ["Point"])
    assert column["bbox"] == pytest.approx(list(shapely.total_bounds(shapes)))
    assert CRS.from_json_dict(column["crs"]).to_authority() == ("OGC", "CRS84")
    assert table.schema.metadata[b"atlas:attribution_en"].startswith(b"Register of the Atlas")
    assert table["themes"].to_pylist() == [item["properties"]["themes"] for item in items]
    rows = duckdb.sql(f"SELECT id, signed_year FROM '{path}' ORDER BY id").fetchall()
    assert rows == sorted((item["id"], item["properties"]["signed_year"]) for item in items)
    plain = file_of(client, tmp_path, "/collections/networks/items", "parquet")
    assert b"geo" not in pq.read_metadata(plain).metadata
    assert "geometry" not in pq.read_table(plain).column_names


@pytest.mark.parametrize("bom", ["true", "false"])
def test_csv(client: TestClient, tmp_path: Path, bom: str) -> None:
    path = file_of(client, tmp_path, "/collections/agreements/items", "csv", bom=bom)
    text = path.read_bytes().decode()
    assert text.startswith("\ufeff") == (bom == "true")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    items = all_items(client, "agreements")
    assert len(rows) == len(items)
    for row, item in zip(rows, items, strict=True):
        for name, value in item["properties"].items():
            assert row[name] == ("" if value is None else str(in_cells(value)))
        place = (item["geometry"] or {"coordinates": ["", ""]})["coordinates"]
        assert [row["longitude"], row["latitude"]] == [str(each) for each in place]
        assert row["atlas_licence"] == "Creative Commons Atribución 4.0"
        assert row["atlas_crs"] == URIS[0]
    areas = file_of(client, tmp_path, "/collections/municipalities/items", "csv")
    for row in csv.DictReader(io.StringIO(areas.read_text())):
        assert shapely.from_wkt(row["geometry_wkt"]).equals(cell(row["cvegeo"]))
        assert row["is_island"] == ("true" if row["cvegeo"] == "02010" else "false")


def test_spreadsheet(client: TestClient, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(file_of(client, tmp_path, "/collections/agreements/items", "xlsx"))
    head, *rows = book["agreements"].iter_rows(values_only=True)
    items = all_items(client, "agreements")
    for row, item in zip(rows, items, strict=True):
        said = dict(zip(head, row, strict=True))
        for name, value in item["properties"].items():
            assert said[name] == (in_cells(value) or None if value != 0 else 0), name
        place = (item["geometry"] or {"coordinates": [None, None]})["coordinates"]
        assert [said["longitude"], said["latitude"]] == place
    about = {row[0]: row[1] for row in book["atlas"].iter_rows(values_only=True)}
    assert about["release"] == client.get("/health").json()["release"]["id"]
    assert about["licence_url"] == "https://creativecommons.org/licenses/by/4.0/"
    assert [row[0] for row in book["columns"].iter_rows(min_row=2, values_only=True)] == [
        field.name for field in BY_ID["agreements"].fields
    ]


def test_a_text_like_a_formula_stays_a_text(tmp_path: Path) -> None:
    from api.exports import sheets
    from api.exports.table import Table
    from geo.questions.terms import Terms
    from geo.systems import CRS84

    layer = BY_ID["networks"]
    values = {field.name: None for field in layer.fields} | {"id": '=HYPERLINK("x")', "name_es": "a\x07b"}
    table = Table(
        name="x",
        title=layer.title,
        fields=layer.fields,
        geometry=None,
        system=CRS84,
        terms=[Terms(layer.licence, (layer.id,))],
        release_id="r",
        source_url="",
        sources_url="",
        blocks=iter([[(values, None)]]),
    )
    sheets.write(table, tmp_path / "x.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx")["x"]
    assert (sheet["A2"].value, sheet["A2"].data_type) == ('=HYPERLINK("x")', "s")


def test_what_must_be_known_goes_with_a_geopackage(client: TestClient, tmp_path: Path) -> None:
    path = file_of(client, tmp_path, "/collections/municipalities/items", "gpkg")
    said = pyogrio.read_info(path)["layer_metadata"]
    assert said["release"] == client.get("/health").json()["release"]["id"]
    assert "INEGI" in said["attribution"]
    assert said["source"].startswith("http://atlas.example/collections/municipalities/items")


@pytest.mark.parametrize("form", EXPORTS, ids=lambda form: form.name)
def test_selection_and_view_hold_for_files(client: TestClient, tmp_path: Path, form: Format) -> None:
    params = {
        "filter": "signed_year > 2000",
        "sortby": "-signed_year",
        "properties": "signed_year,id",
        "limit": 3,
    }
    path = file_of(client, tmp_path, "/collections/agreements/items", form.name, **params)
    items = client.get("/collections/agreements/items", params={**params, "f": "geojson"}).json()["features"]
    years = [item["properties"]["signed_year"] for item in items]
    if form.name == "csv":
        found = [int(row["signed_year"]) for row in csv.DictReader(io.StringIO(path.read_text()))]
    elif form.name == "xlsx":
        rows = list(openpyxl.load_workbook(path)["agreements"].iter_rows(values_only=True))
        found = [dict(zip(rows[0], row, strict=True))["signed_year"] for row in rows[1:]]
    elif form.name == "parquet":
        found = pq.read_table(path)["signed_year"].to_pylist()
    else:
        found = [int(row["signed_year"]) for row in rows_by_gdal(path)[1]]
    assert found == years
    if form not in {FLATGEOBUF, KML}:
        bare = client.get("/collections/agreements/items", params={"f": form.name, "skipGeometry": "true"})
        assert bare.status_code == 200


def test_a_file_has_everything_and_says_what_it_is(client: TestClient) -> None:
    response = client.get("/collections/municipalities/items?f=csv")
    assert len(list(csv.reader(io.StringIO(response.text)))) == 20
    by_accept = client.get("/collections/municipalities/items", headers={"Accept": "text/csv"})
    assert by_accept.headers["content-type"].startswith("text/csv")
    assert response.headers["content-crs"] == f"<{URIS[0]}>"
    gpkg = client.get("/collections/municipalities/items?f=gpkg")
    assert gpkg.headers["etag"].startswith("W/")
    assert int(gpkg.headers["content-length"]) == len(gpkg.content)
    again = client.get(
        "/collections/municipalities/items?f=gpkg", headers={"If-None-Match": gpkg.headers["etag"]}
    )
    assert again.status_code == 304


def test_stored_text_is_what_files_are_made_of(served_url: str) -> None:
    """Coordinates of a file are those of the release, not of another projection there and back."""
    reader = Reader(store_at(served_url))
    try:
        with reader.connection() as connection:
            from geo.items.queries import item

            row = connection.execute(item(BY_ID["municipalities"], "02004")).one()
    finally:
        reader.close()
    assert shapely.from_geojson(row.feature_geometry).equals(cell("02004"))
