"""`atlas profile`: the documents that the server gives, from the command line."""

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from tests.cli.conftest import Atlas
from tests.releases import tiny_release

SERVER = "https://atlas.example"


@pytest.fixture(scope="module")
def folder(duckdb_url: str) -> str:
    """The data folder of a store that holds the tiny country."""
    tiny_release(duckdb_url).close()
    return duckdb_url.removeprefix("duckdb:///")


def asked_of_the_server(folder: str, key: str, **query: str) -> bytes:
    settings = Settings(data_dir=Path(folder), database_url=None)
    with TestClient(create_app(settings), base_url=SERVER) as client:
        answer = client.get(f"/profiles/{key}", params=query)
    assert answer.status_code == 200
    content: bytes = answer.content
    return content


@pytest.mark.parametrize("key", ["02004", "02003", "02"])
@pytest.mark.parametrize(
    ("words", "query"),
    [
        ((), {"f": "json"}),
        (("--format", "html"), {"f": "html", "lang": "en"}),
        (("--format", "html", "--language", "es"), {"f": "html", "lang": "es"}),
        (("--format", "pdf", "--lang", "es"), {"f": "pdf", "lang": "es"}),
    ],
)
def test_a_profile_is_that_of_the_server(
    atlas: Atlas, folder: str, tmp_path: Path, key: str, words: tuple[str, ...], query: dict[str, str]
) -> None:
    out = tmp_path / "profile"
    given = ("--base-url", f"{SERVER}/", "--data-dir", folder, "--output", str(out))
    result = atlas("profile", key, *words, *given)
    assert result.exit_code == 0, result.stderr
    assert out.read_bytes() == asked_of_the_server(folder, key, **query)


def test_without_a_file_it_is_the_output(atlas: Atlas, folder: str) -> None:
    told = json.loads(atlas("profile", "02004", "--data-dir", folder).stdout)
    assert (told["key"], told["title"]["text_es"]) == ("02004", "Tijuana, Baja California")
    assert told["links"][0]["href"] == "http://127.0.0.1:8000/profiles/02004?f=json"
    printed = atlas("profile", "02004", "--format", "pdf", "--data-dir", folder)
    assert printed.stdout_bytes.startswith(b"%PDF-")


@pytest.mark.parametrize("key", ["99", "02999", "Tijuana", "2004"])
def test_a_key_of_no_government(atlas: Atlas, folder: str, tmp_path: Path, key: str) -> None:
    out = tmp_path / "profile.json"
    result = atlas("profile", key, "--out", str(out), "--data-dir", folder)
    assert result.exit_code == 1
    assert f"There is no municipality or state of code `{key}`" in result.stderr
    assert not out.exists()


def test_nothing_loaded_yet(atlas: Atlas, tmp_path: Path) -> None:
    result = atlas("profile", "02004", "--data-dir", str(tmp_path))
    assert result.exit_code == 1
    assert "run `atlas etl run`" in result.stderr
