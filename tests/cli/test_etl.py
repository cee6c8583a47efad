"""`atlas etl …` on both engines: what it prints, what it changes, how it refuses."""

import shutil
from pathlib import Path

import pytest

from geo.store import store_at
from tests.cli.conftest import Atlas, plain
from tests.releases import REGISTER


def place(store_url: str) -> tuple[str, str]:
    """The option that names a store."""
    if store_url.startswith("duckdb"):
        return ("--data-dir", store_url.removeprefix("duckdb:///"))
    return ("--database-url", store_url)


def current(store_url: str) -> str | None:
    store = store_at(store_url)
    release_id = store.current_id()
    store.close()
    return release_id


def test_a_run_prints_its_inputs_and_what_is_in_force(atlas: Atlas, store_url: str) -> None:
    where = place(store_url)
    status = atlas("etl", "status", *where)
    assert "There are no data yet" in status.stdout
    dry = atlas("etl", "run", "--dry-run", *where)
    assert dry.exit_code == 0
    assert "Dry run: nothing was kept." in dry.stdout
    assert current(store_url) is None

    result = atlas("etl", "run", *where)
    assert result.exit_code == 0, result.stderr
    told = plain(result.stdout)
    assert "agreements.csv 13 12 1" in told
    assert "total 51 50 1" in told
    assert "Index and put in force" in told
    release_id = current(store_url)
    assert f"In force: release {release_id}" in told
    assert "load 100%" in result.stderr

    again = atlas("etl", "run", *where)
    assert "Nothing has changed" in again.stdout
    forced = atlas("etl", "run", "--force", *where)
    assert forced.exit_code == 0
    assert current(store_url) != release_id

    back = atlas("etl", "rollback", *where)
    assert f"In force: release {release_id}." in back.stdout
    assert current(store_url) == release_id
    status = atlas("etl", "status", *where)
    assert f"* {release_id}" in status.stdout
    beyond = atlas("etl", "rollback", *where)
    assert beyond.exit_code == 1
    assert "No earlier release is kept" in beyond.stderr


def test_the_report_names_rejected_rows(atlas: Atlas, store_url: str) -> None:
    where = place(store_url)
    atlas("etl", "run", *where)
    told = plain(atlas("etl", "report", *where).stdout)
    assert "agreements.csv 14 t13 Municipality 02011 is not in this vintage" in told
    assert "Load a Marco Geoestadístico that has it" in told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("etl", "report"), "No data have been loaded yet"),
        (("etl", "rollback"), "No data have been loaded yet"),
        (("etl", "run", "--register", "nowhere"), "agreements.csv could not be obtained"),
        (
            ("etl", "run", "--database-url", "mysql://localhost/atlas"),
            "address of the database is not understood",
        ),
        (("etl", "run", "--database-url", "what?"), "address of the database is not understood"),
        (("etl", "run", "--database-url", "postgresql://127.0.0.1:1/atlas"), "The database is not ready"),
        (
            ("etl", "status", "--database-url", "postgresql://127.0.0.1:1/atlas"),
            "The database does not answer",
        ),
    ],
)
def test_a_refusal_is_one_sentence(atlas: Atlas, tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    where = () if "--database-url" in words else ("--data-dir", str(tmp_path / "data"))
    result = atlas(*words, *where)
    assert result.exit_code == 1
    last = result.stderr.strip().splitlines()[-1]
    assert last.startswith("✗ ")
    assert told in last
    assert "Traceback" not in result.stderr


def test_refusals_are_told_in_spanish_too(
    atlas: Atlas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ATLAS_LANG", "es")
    result = atlas("etl", "report", "--data-dir", str(tmp_path))
    assert "Aún no hay datos cargados" in result.stderr


def test_a_fault_that_nobody_foresaw_is_one_sentence_too(
    atlas: Atlas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from etl import choice

    def fails(*_: object) -> object:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(choice, "chosen", fails)
    result = atlas("etl", "run", "--data-dir", str(tmp_path))
    assert result.exit_code == 1
    assert "Unexpected error (ZeroDivisionError: division by zero)" in result.stderr
    monkeypatch.setenv("ATLAS_TRACEBACK", "1")
    assert isinstance(atlas("etl", "run", "--data-dir", str(tmp_path)).exception, ZeroDivisionError)


def test_a_folder_that_cannot_be_written_is_told(atlas: Atlas, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    result = atlas("etl", "run", "--data-dir", str(tmp_path / "file" / "data"))
    assert result.exit_code == 1
    assert "cannot be written" in result.stderr


def test_the_register_can_be_another_folder(atlas: Atlas, tmp_path: Path) -> None:
    folder = shutil.copytree(REGISTER, tmp_path / "register")
    path = folder / "state_claims.csv"
    path.write_text(
        "".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[:-1]), encoding="utf-8"
    )
    result = atlas("etl", "run", "--register", str(folder), "--data-dir", str(tmp_path / "data"))
    assert "state_claims.csv 2 2 0" in plain(result.stdout)
