"""``atlas export``: a release as files, from either engine, and the files that go with it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pyogrio
import pytest

from geo.store import Reader, store_at
from tests.cli.conftest import Atlas
from tests.conftest import EngineKind
from tests.releases import tiny_release

KINDS = {
    "gpkg": {"atlas.gpkg"},
    "duckdb": {"atlas.duckdb"},
    "tiles": {"atlas.pmtiles"},
    "parquet": {"atlas-geoparquet.zip", "municipalities.parquet"},
    "package": {"atlas-csv.zip", "datapackage.json", "csv-metadata.json", "municipalities.csv"},
}


@pytest.fixture
def options(engine_kind: EngineKind, new_store_url: Callable[[EngineKind], str], tmp_path: Path) -> list[str]:
    """A store with the tiny country, as options name it."""
    url = new_store_url(engine_kind)
    tiny_release(url).close()
    return ["--database-url", url, "--data-dir", str(tmp_path / "data")]


def listed(output: str) -> dict[str, tuple[Path, str]]:
    lines = [
        line.split("  ", 1) for line in output.splitlines() if "  " in line and len(line.split("  ")[0]) == 64
    ]
    return {Path(place).name: (Path(place), sha256) for sha256, place in lines}


def test_all_kinds_with_their_checksums(atlas: Atlas, options: list[str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = atlas("export", "all", "--out", str(out), *options)
    assert result.exit_code == 0, result.output
    files = listed(result.stdout)
    assert set(files) >= set().union(*KINDS.values())
    for name, (place, sha256) in files.items():
        assert place == out / name
        assert hashlib.sha256(place.read_bytes()).hexdigest() == sha256
    again = atlas("export", "gpkg", *options)
    kept = listed(again.stdout)["atlas.gpkg"]
    assert kept[1] == files["atlas.gpkg"][1]
    assert kept[0].parent.parent.name.startswith("exports")
    assert "municipalities" in {name for name, _ in pyogrio.list_layers(kept[0])}


def test_a_duckdb_file_is_a_store(atlas: Atlas, options: list[str], tmp_path: Path) -> None:
    """Taken from either engine, the file is served by the Atlas without anything else."""
    result = atlas("export", "duckdb", *options)
    place, _ = listed(result.stdout)["atlas.duckdb"]
    release_id = place.parent.name
    folder = tmp_path / "taken" / "releases"
    folder.mkdir(parents=True)
    (folder / f"{release_id}.duckdb").write_bytes(place.read_bytes())
    (folder.parent / "current").write_text(release_id)
    reader = Reader(store_at(f"duckdb:///{folder.parent}"))
    assert reader.release().id == release_id
    reader.close()
    asked = atlas("ask", "without-agreements", "--format", "csv", "--data-dir", str(folder.parent))
    assert asked.exit_code == 0, asked.output
    assert asked.stdout == atlas("ask", "without-agreements", "--format", "csv", *options).stdout


@pytest.mark.parametrize("engine_kind", ["duckdb"], indirect=False)
def test_what_is_not_kept_is_named(atlas: Atlas, options: list[str]) -> None:
    result = atlas("export", "gpkg", "--release", "r20000101000000_00000000", *options)
    assert result.exit_code == 1
    assert "is not kept. There are: r2" in result.output
    assert "Traceback" not in result.output
    unknown = atlas("export", "shapefile", *options)
    assert unknown.exit_code == 2


def test_nothing_loaded_is_told(atlas: Atlas, tmp_path: Path) -> None:
    result = atlas("export", "gpkg", "--data-dir", str(tmp_path))
    assert result.exit_code == 1
    assert "atlas etl run" in result.output


def test_files_are_pruned_with_their_release(atlas: Atlas, options: list[str]) -> None:
    first = listed(atlas("export", "package", *options).stdout)["datapackage.json"][0].parent
    assert first.is_dir()
    loaded = atlas("etl", "run", "--force", *options)
    assert loaded.exit_code == 0, loaded.output
    pruned = atlas("etl", "prune", "--keep", "1", *options)
    assert first.name in pruned.output
    assert not first.exists()
