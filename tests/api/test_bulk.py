"""Releases and their files: what they say, ranges, and what is read back out of each file."""

from __future__ import annotations

import base64
import hashlib
import io
import sqlite3
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import geopandas
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.bulk.folder import ExportFolder
from api.bulk.kinds import KINDS
from api.service import Service
from geo.store import Reader, store_at
from geo.tables import METADATA, has_own_geometry
from tests.api.test_items import all_items
from tests.geography import cell


@pytest.fixture(scope="module")
def release(client: TestClient) -> dict[str, Any]:
    """The release in force, every file of which has been made."""
    made = client.get("/releases/current").json()
    for name in ("atlas.gpkg", "atlas-geoparquet.zip", "atlas.duckdb", "atlas.pmtiles", "atlas-csv.zip"):
        assert client.get(f"/releases/{made['id']}/{name}").status_code == 200
    described: dict[str, Any] = client.get(f"/releases/{made['id']}").json()
    return described


def by_key(client: TestClient, layer_id: str) -> list[dict[str, Any]]:
    return sorted(all_items(client, layer_id), key=lambda item: str(item["id"]))


def saved(client: TestClient, release: Mapping[str, Any], name: str, folder: Path) -> Path:
    path = folder / name
    path.write_bytes(client.get(f"/releases/{release['id']}/{name}").content)
    return path


def test_releases_are_listed_with_the_one_in_force(client: TestClient, release: dict[str, Any]) -> None:
    listed = client.get("/releases").json()
    assert listed["current_id"] == release["id"] == client.get("/health").json()["release"]["id"]
    (only,) = listed["releases"]
    assert (only["id"], only["is_in_force"], only["previous_id"]) == (release["id"], True, None)
    assert only["created_at"] == client.get("/health").json()["release"]["created_at"]
    sent_on = client.get("/releases/current/atlas.gpkg?x=1", follow_redirects=False)
    assert sent_on.json()["code"] == "unknown_parameter"
    sent_on = client.get("/releases/current/atlas.gpkg", follow_redirects=False)
    assert sent_on.status_code == 307
    assert sent_on.headers["location"] == f"http://atlas.example/releases/{release['id']}/atlas.gpkg"
    assert sent_on.headers["cache-control"] == "no-cache"


def test_a_release_says_what_it_holds_and_is_made_from(client: TestClient, release: dict[str, Any]) -> None:
    health, sources = client.get("/health").json(), client.get("/sources").json()
    assert {each["id"]: each["count"] for each in release["collections"]} == health["counts"]
    assert release["inputs"] == sources["inputs"]
    assert release["is_readable"]
    for file in release["files"]:
        response = client.get(file["href"].removeprefix("http://atlas.example"))
        assert file["state"] == "made"
        assert len(response.content) == file["bytes"] == int(response.headers["content-length"])
        digest = hashlib.sha256(response.content)
        assert file["sha256"] == digest.hexdigest()
        assert response.headers["etag"] == f'"{digest.hexdigest()}"'
        assert response.headers["repr-digest"] == f"sha-256=:{base64.b64encode(digest.digest()).decode()}:"
        assert response.headers["cache-control"] == "public, max-age=31536000, immutable, no-transform"
        assert response.headers["content-type"].split(";")[0] == file["media_type"]
        assert release["id"] in response.headers["atlas-release"]
        if not file["name"].endswith(".json"):
            assert f"-{release['id']}." in response.headers["content-disposition"]


@pytest.mark.parametrize("language", ["es", "en"])
def test_releases_as_pages(client: TestClient, release: dict[str, Any], language: str) -> None:
    words = {"es": ("Versiones de los datos", "en vigor"), "en": ("Releases of the data", "in force")}
    listed = client.get(f"/releases?f=html&lang={language}").text
    assert all(word in listed for word in words[language])
    page = client.get(f"/releases/{release['id']}?f=html&lang={language}").text
    for file in release["files"]:
        assert file["href"] in page
        assert file["sha256"] in page
    for each in release["inputs"]:
        assert each["sha256"] in page
    changes = client.get(f"/releases/{release['id']}/changes?f=html&lang={language}")
    assert changes.status_code == 200


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/releases/r20000101000000_00000000", "unknown_release"),
        ("/releases/r20000101000000_00000000/atlas.gpkg", "unknown_release"),
        ("/releases/r20000101000000_00000000/changes", "unknown_release"),
        ("/releases/current/atlas.exe", "unknown_file"),
        ("/releases/current/gpkg.sha256", "unknown_file"),
        ("/releases/current/..%2Fcurrent", "not_found"),
    ],
)
def test_what_is_not_there(client: TestClient, path: str, code: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.json()["code"]) == (404, code)
    if code != "not_found":
        assert "current" in response.json()["known"] or "atlas.gpkg" in response.json()["known"]


def test_ranges(client: TestClient, release: dict[str, Any]) -> None:
    address = f"/releases/{release['id']}/atlas.gpkg"
    whole = client.get(address)
    size, tag = len(whole.content), whole.headers["etag"]
    assert whole.headers["accept-ranges"] == "bytes"
    for given, first, end in (("0-15", 0, 16), ("16-99", 16, 100), ("-10", size - 10, size)):
        part = client.get(address, headers={"Range": f"bytes={given}"})
        assert (part.status_code, part.content) == (206, whole.content[first:end])
        assert part.headers["content-range"] == f"bytes {first}-{end - 1}/{size}"
        assert part.headers["etag"] == tag
    several = client.get(address, headers={"Range": "bytes=0-9,100-109"})
    assert several.status_code == 206
    assert several.headers["content-type"].startswith("multipart/byteranges; boundary=")
    assert int(several.headers["content-length"]) == len(several.content)
    assert whole.content[:10] in several.content
    assert whole.content[100:110] in several.content
    beyond = client.get(address, headers={"Range": f"bytes={size}-"})
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{size}")
    same = client.get(address, headers={"Range": "bytes=0-9", "If-Range": tag})
    assert same.status_code == 206
    other = client.get(address, headers={"Range": "bytes=0-9", "If-Range": '"another"'})
    assert (other.status_code, len(other.content)) == (200, size)
    head = client.head(address)
    assert (head.status_code, head.content, int(head.headers["content-length"])) == (200, b"", size)
    known = client.get(address, headers={"If-None-Match": tag})
    assert (known.status_code, known.content) == (304, b"")
    # What compresses answers leaves files as they are, since ranges count the bytes of the digest.
    csv = client.get(f"/releases/{release['id']}/municipalities.csv", headers={"Accept-Encoding": "br, gzip"})
    assert "content-encoding" not in csv.headers


def test_a_geopackage_holds_every_collection(
    client: TestClient, release: dict[str, Any], tmp_path: Path, service: Service
) -> None:
    path = saved(client, release, "atlas.gpkg", tmp_path)
    layers = service.told.of(release["id"]).layers
    assert {name for name, _ in pyogrio.list_layers(path)} == set(layers)
    for layer in layers.values():
        items = by_key(client, layer.id)
        frame = pyogrio.read_dataframe(path, layer=layer.id)
        assert frame[layer.key].astype(str).tolist() == [item["id"] for item in items]
        told = pyogrio.read_info(path, layer=layer.id)["layer_metadata"]
        assert told["release"] == release["id"]
        assert told["licence"] == layer.licence.title.es
        assert told["source"].endswith(f"/releases/{release['id']}")
        if has_own_geometry(layer):
            assert frame.crs.to_epsg() == 4326
            for shape, item in zip(frame.geometry, items, strict=True):
                # An item without a place has no coordinates.
                has_place = bool(item["geometry"] and item["geometry"]["coordinates"])
                assert (shape is not None) == has_place
                assert shape is None or shape.equals(shapely.geometry.shape(item["geometry"]))
    with sqlite3.connect(path) as database:
        assert database.execute("PRAGMA application_id").fetchone()[0] == int.from_bytes(b"GPKG", "big")


def test_geoparquet_of_every_collection(
    client: TestClient, release: dict[str, Any], tmp_path: Path, service: Service
) -> None:
    layers = service.told.of(release["id"]).layers
    archived = zipfile.ZipFile(saved(client, release, "atlas-geoparquet.zip", tmp_path))
    assert archived.namelist() == [f"{layer_id}.parquet" for layer_id in layers]
    for layer in layers.values():
        body = client.get(f"/releases/{release['id']}/{layer.id}.parquet").content
        assert archived.read(f"{layer.id}.parquet") == body
        table = pq.read_table(io.BytesIO(body))
        items = by_key(client, layer.id)
        assert table[layer.key].to_pylist() == [item["id"] for item in items]
        for field in layer.fields:
            assert table[field.name].to_pylist() == [item["properties"][field.name] for item in items]
        assert table.schema.metadata[b"atlas:release"].decode() == release["id"]
        assert ("geometry" in table.column_names) == has_own_geometry(layer)
    areas = geopandas.read_parquet(saved(client, release, "municipalities.parquet", tmp_path))
    assert areas.crs.to_epsg() in {4326, None}
    assert all(shape.equals(cell(code)) for code, shape in zip(areas["cvegeo"], areas.geometry, strict=True))


def test_the_duckdb_file_is_the_release(
    client: TestClient, release: dict[str, Any], tmp_path: Path, served_url: str
) -> None:
    """Every table is equal to the store's, whichever engine keeps it, and the Atlas itself opens the file."""
    folder = tmp_path / "taken"
    (folder / "releases").mkdir(parents=True)
    path = saved(client, release, "atlas.duckdb", tmp_path)
    path.rename(folder / "releases" / f"{release['id']}.duckdb")
    (folder / "current").write_text(release["id"])
    taken, kept = Reader(store_at(f"duckdb:///{folder}")), Reader(store_at(served_url))
    try:
        assert taken.release().id == release["id"]
        with taken.connection() as copied, kept.connection() as original:
            for table in METADATA.sorted_tables:
                columns = [each for each in table.columns if each.name != "geom"]
                statement = select(*columns)
                rows = [sorted(map(repr, each.execute(statement).all())) for each in (copied, original)]
                assert rows[0] == rows[1], table.name
                if "geom" in table.c:
                    assert _geometry(copied, table) == _geometry(original, table), table.name
    finally:
        taken.close()
        kept.close()
    with duckdb.connect(folder / "releases" / f"{release['id']}.duckdb", read_only=True) as plain:
        assert plain.sql("SELECT count(*) FROM municipalities").fetchone() == (19,)


def _geometry(connection: Any, table: Any) -> list[str]:
    from sqlalchemy import func

    found = connection.execute(select(func.ST_AsBinary(table.c.geom))).scalars().all()
    return sorted(bytes(each).hex() if each is not None else "" for each in found)


def test_changes_from_the_release_before(client: TestClient, release: dict[str, Any]) -> None:
    answer = client.get(f"/releases/{release['id']}/changes").json()
    assert (answer["release"], answer["numberMatched"], answer["changes"]) == (release["id"], 0, [])


def test_nothing_is_left_beside_the_files(service: Service, release: dict[str, Any]) -> None:
    folder = service.bulk.folder.path(release["id"])
    names = {path.name for path in folder.iterdir()} - {".lock"}
    assert names == {each["name"] for each in release["files"]} | {f"{kind.name}.sha256" for kind in KINDS}


def test_files_go_with_their_release(tmp_path: Path) -> None:
    folder = ExportFolder(tmp_path)

    def write(place: Path) -> None:
        (place / "atlas.gpkg").write_bytes(b"x")

    for release_id in ("r20260101000000_aaaaaaaa", "r20260102000000_bbbbbbbb"):
        folder.make(release_id, KINDS[0], write, needed_bytes=lambda: 1)
    (tmp_path / "notes").mkdir()
    assert folder.keep_only(["r20260102000000_bbbbbbbb"]) == ("r20260101000000_aaaaaaaa",)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["notes", "r20260102000000_bbbbbbbb"]
