"""How the files of each kind are written into a folder."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from api.bulk import archive, dictionary, store_file
from api.bulk.contents import Contents
from api.bulk.kinds import CSVW, DESCRIPTION, DUCKDB, GPKG, PACKAGE, PARQUET, TILES, Kind
from api.exports import arrow, texts
from api.exports.table import Row
from geo.declarations import Layer

Progress = Callable[[str, int, int], None]
"""Told the stage, how much of it is done and how much there is."""


def write(contents: Contents, kind: Kind, folder: Path, store_path: Path | None, tell: Progress) -> None:
    """Write the files of a kind; ``store_path`` is the file of the release where the store has one."""
    match kind.name:
        case GPKG.name:
            _geopackage(contents, folder / "atlas.gpkg", tell)
        case PARQUET.name:
            _geoparquet(contents, folder, tell)
        case PACKAGE.name:
            _package(contents, folder, tell)
        case TILES.name:
            archive.write(contents, folder / "atlas.pmtiles", tell)
        case DUCKDB.name:
            store_file.write(contents, folder / "atlas.duckdb", store_path, tell)
        case _:
            raise ValueError(kind.name)


def needed_bytes(contents: Contents, kind: Kind, store_path: Path | None) -> int:
    """About how much the files of a kind take at most."""
    if kind is DUCKDB and store_path is not None:
        return store_path.stat().st_size
    # Files of layers stand alone and in an archive; a store also holds generalised geometry and indexes.
    return (4 if kind is DUCKDB else 2) * contents.text_bytes


def _geopackage(contents: Contents, path: Path, tell: Progress) -> None:
    for done, layer in enumerate(contents.layers.values()):
        tell("write", done, len(contents.layers))
        # GDAL adds each layer to the file of those before.
        arrow.write_gdal(contents.table(layer), path, "GPKG")
    tell("write", len(contents.layers), len(contents.layers))


def _geoparquet(contents: Contents, folder: Path, tell: Progress) -> None:
    paths = []
    for done, layer in enumerate(contents.layers.values()):
        tell("write", done, len(contents.layers))
        path = folder / f"{layer.id}.parquet"
        arrow.write_parquet(contents.table(layer), path)
        paths.append(path)
    _zip(folder / "atlas-geoparquet.zip", paths, contents, zipfile.ZIP_STORED)
    tell("write", len(contents.layers), len(contents.layers))


def _package(contents: Contents, folder: Path, tell: Progress) -> None:
    resources = []
    for done, layer in enumerate(contents.layers.values()):
        tell("write", done, len(contents.layers))
        resources.append(_csv(contents, layer, folder))
    documents: tuple[tuple[str, dict[str, Any]], ...] = (
        (DESCRIPTION, dictionary.data_package(contents, resources)),
        (CSVW, dictionary.csvw(contents, resources)),
    )
    for name, document in documents:
        (folder / name).write_bytes(orjson.dumps(document, option=orjson.OPT_INDENT_2))
    paths = [folder / name for name in (DESCRIPTION, CSVW, *(each.path for each in resources))]
    _zip(folder / "atlas-csv.zip", paths, contents, zipfile.ZIP_DEFLATED)
    tell("write", len(contents.layers), len(contents.layers))


def _csv(contents: Contents, layer: Layer, folder: Path) -> dictionary.Resource:
    rows = 0

    def counted(blocks: Iterator[Sequence[Row]]) -> Iterator[Sequence[Row]]:
        nonlocal rows
        for block in blocks:
            rows += len(block)
            yield block

    table = contents.table(layer, has_areas=False)
    table = replace(table, blocks=counted(table.blocks))
    digest, size = hashlib.sha256(), 0
    with (folder / f"{layer.id}.csv").open("wb") as file:
        for block in texts.csv_blocks(table, is_described=True):
            file.write(block)
            digest.update(block)
            size += len(block)
    return dictionary.Resource(layer, size, rows, digest.hexdigest())


def _zip(path: Path, members: Iterable[Path], contents: Contents, compression: int) -> None:
    """An archive that is the same whenever it is made: its members bear the time of the release."""
    made = datetime.fromisoformat(contents.created_at).timetuple()[:6]
    with zipfile.ZipFile(path, "w", compression) as archived:
        for member in members:
            info = zipfile.ZipInfo(member.name, made)
            info.compress_type = compression
            info.external_attr = 0o644 << 16
            with member.open("rb") as source, archived.open(info, "w", force_zip64=True) as target:
                while block := source.read(1 << 20):
                    target.write(block)
