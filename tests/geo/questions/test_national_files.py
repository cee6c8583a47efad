"""The files of the real country: the dictionary holds for every row, and no tile is too large to be sent."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import frictionless
import pyogrio
from pmtiles.reader import MmapSource, Reader, all_tiles
from sqlalchemy import func, select

from api.bulk import archive, writers
from api.bulk.contents import Contents, contents_of
from api.bulk.kinds import GPKG, PACKAGE
from geo.tables import table_of
from tests import csvw_check
from tests.conftest import EngineKind
from tests.geo.questions.conftest import National

LARGEST_TILE_BYTES = 500_000


def _contents(national: National, engine_kind: EngineKind) -> Contents:
    return contents_of(national.connection, engine_kind, "https://atlas.example")


def _tell(*_: Any) -> None:
    """Nobody looks on."""


def test_the_dictionary_holds_for_every_row(
    national: National, engine_kind: EngineKind, tmp_path: Path
) -> None:
    contents = _contents(national, engine_kind)
    writers.write(contents, PACKAGE, tmp_path, None, _tell)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert [error.message for task in report.tasks for error in task.errors] == []
    assert report.valid
    assert csvw_check.faults(tmp_path / "csv-metadata.json") == []
    tables = {task.name: task.stats["rows"] for task in report.tasks}
    for layer in contents.layers.values():
        count = national.connection.execute(select(func.count()).select_from(table_of(layer))).scalar_one()
        assert tables[layer.id] == count


def test_a_geopackage_of_the_country(national: National, engine_kind: EngineKind, tmp_path: Path) -> None:
    contents = _contents(national, engine_kind)
    writers.write(contents, GPKG, tmp_path, None, _tell)
    for layer in contents.layers.values():
        count = national.connection.execute(select(func.count()).select_from(table_of(layer))).scalar_one()
        assert pyogrio.read_info(tmp_path / "atlas.gpkg", layer=layer.id)["features"] == count
    assert (tmp_path / "atlas.gpkg").stat().st_size < writers.needed_bytes(contents, GPKG, None)


def test_tiles_of_the_country_are_bounded(
    national: National, engine_kind: EngineKind, tmp_path: Path
) -> None:
    contents = _contents(national, engine_kind)
    path = tmp_path / "atlas.pmtiles"
    archive.write(contents, path, _tell, last_zoom=5)
    with path.open("rb") as file:
        reader = Reader(MmapSource(file))
        tiles = list(all_tiles(reader.get_bytes))
    assert {address[0] for address, _ in tiles} == {0, 1, 2, 3, 4, 5}
    for _, packed in tiles:
        assert len(gzip.decompress(packed)) < LARGEST_TILE_BYTES
