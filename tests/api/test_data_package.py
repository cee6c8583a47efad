"""The data dictionary of a release: Frictionless and CSVW, against the rows that the files hold."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import frictionless
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.service import Service
from geo.declarations import FieldType
from tests import csvw_check
from tests.api.serving import serving
from tests.api.test_items import all_items


@pytest.fixture
def package(client: TestClient, tmp_path: Path) -> Path:
    """The archive of the release in force, unpacked."""
    response = client.get("/releases/current/atlas-csv.zip")
    zipfile.ZipFile(io.BytesIO(response.content)).extractall(tmp_path)
    return tmp_path


def errors_of(package: Path) -> list[tuple[str, str]]:
    report = frictionless.validate(str(package / "datapackage.json"))
    found = [(task.name, error.message) for task in report.tasks for error in task.errors]
    return found + [("", error.message) for error in report.errors]


def spoil(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def unhashed(package: Path) -> None:
    """Let the digests go, so that what is spoiled is found by its content."""
    path = package / "datapackage.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    for resource in document["resources"]:
        del resource["hash"], resource["bytes"], resource["rows"]
    path.write_text(json.dumps(document), encoding="utf-8")


def test_frictionless_finds_every_row_as_described(package: Path) -> None:
    assert errors_of(package) == []


@pytest.mark.parametrize(
    ("file", "before", "after", "told"),
    [
        ("agreements.csv", "t01,", "t02,", "primary key"),
        ("agreements.csv", ",02004,", ",02099,", "foreign key"),
        ("agreements.csv", ",municipal,", ",town,", "enum"),
        ("municipalities.csv", "02004,02,", "2004x,02,", "pattern"),
        ("states.csv", "02,", ",", "required"),
    ],
)
def test_what_does_not_fit_is_found(package: Path, file: str, before: str, after: str, told: str) -> None:
    unhashed(package)
    assert errors_of(package) == []
    spoil(package / file, before, after)
    assert any(
        told in message.lower().replace("primarykey", "primary key") for _, message in errors_of(package)
    )
    assert csvw_check.faults(package / "csv-metadata.json") != []


def test_bytes_that_are_others_are_found(package: Path) -> None:
    with (package / "networks.csv").open("ab") as file:
        file.write(b"\r\n")
    assert errors_of(package) != []


def test_csvw_metadata_hold(package: Path) -> None:
    assert csvw_check.faults(package / "csv-metadata.json") == []


def test_the_dictionary_says_what_is_declared(package: Path, service: Service, client: TestClient) -> None:
    document = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    by_name = {resource["name"]: resource for resource in document["resources"]}
    release = client.get("/releases/current").json()
    assert document["version"] == release["id"]
    assert [each["sha256"] for each in document["sources"]] == [each["sha256"] for each in release["inputs"]]
    assert [each["path"] for each in document["sources"]] == [each["address"] for each in release["inputs"]]
    layers = service.told.of(release["id"]).layers
    assert list(by_name) == list(layers)
    for layer in layers.values():
        resource, body = by_name[layer.id], (package / f"{layer.id}.csv").read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(body).hexdigest()}"
        assert (resource["bytes"], resource["rows"]) == (len(body), release_count(release, layer.id))
        fields = {field["name"]: field for field in resource["schema"]["fields"]}
        assert resource["schema"]["primaryKey"] == [layer.key]
        for field in layer.fields:
            said = fields[field.name]
            assert (said["title"], said["title_en"]) == (field.title.es, field.title.en)
            assert said.get("unit") == field.unit
            constraints = said.get("constraints", {})
            if field.vocabulary and field.type is FieldType.TEXT:
                assert constraints["enum"] == list(field.vocabulary.values)
                assert [word["label"] for word in said["words"]] == [
                    w.label.es for w in field.vocabulary.words
                ]
            if field.references:
                (key,) = [
                    each for each in resource["schema"]["foreignKeys"] if each["fields"] == [field.name]
                ]
                target, name = field.references.split(".")
                assert key["reference"] == {"resource": target, "fields": [name]}


def release_count(release: dict[str, Any], layer_id: str) -> int:
    counts: dict[str, int] = {each["id"]: each["count"] for each in release["collections"]}
    return counts[layer_id]


def test_frictionless_reads_what_the_server_gives(client: TestClient, service: Service) -> None:
    """By address alone: the description names the tables that stand beside it."""
    with serving(create_app(service.settings)) as address:
        package = frictionless.Package(f"{address}/releases/current/datapackage.json")
        rows = package.get_resource("agreements").read_rows()
    items = {item["id"]: item for item in all_items(client, "agreements")}
    assert {row["id"] for row in rows} == set(items)
    for row in rows:
        properties = items[row["id"]]["properties"]
        assert row["signed_year"] == properties["signed_year"]
        assert (row["themes"] or "").split(";") == (properties["themes"] or [""])
        place = (items[row["id"]]["geometry"] or {}).get("coordinates") or [None, None]
        said = [row["longitude"], row["latitude"]]
        assert [None if each is None else float(each) for each in said] == place
