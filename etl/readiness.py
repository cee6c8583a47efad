"""A store made ready for a run: migrated where it is a database, with room where it is a folder."""

from __future__ import annotations

import shutil
from pathlib import Path

from etl.errors import EtlError
from geo.engines.duckdb import DuckDBStore
from geo.engines.postgis import PostGISStore
from geo.engines.store import Store

NEEDED_BYTES = 1_500_000_000
"""Free space that a run in a folder asks for: the file being built, its journal, and some air."""


class NotEnoughSpace(EtlError):
    """The disk has less room than a release needs while it is built."""

    def __init__(self, folder: Path, free: int, needed: int) -> None:
        super().__init__(
            f"Quedan {free / 1e9:.1f} GB libres en {folder} y se necesitan {needed / 1e9:.1f} GB.",
            f"{free / 1e9:.1f} GB are free in {folder} and {needed / 1e9:.1f} GB are needed.",
            remedy_es="Libere espacio o elija otra carpeta con ATLAS_DATA_DIR o --data-dir.",
            remedy_en="Free some space or choose another folder by ATLAS_DATA_DIR or --data-dir.",
        )


class NotWritable(EtlError):
    """The folder of the data cannot be written."""

    def __init__(self, folder: Path, cause: str) -> None:
        super().__init__(
            f"No se puede escribir en {folder}: {cause}.",
            f"{folder} cannot be written: {cause}.",
            remedy_es="Dé permiso de escritura o elija otra carpeta con ATLAS_DATA_DIR o --data-dir.",
            remedy_en="Give permission to write or choose another folder by ATLAS_DATA_DIR or --data-dir.",
        )


def make_ready(store: Store) -> None:
    """The store can take a release.

    :raises NotEnoughSpace: when the disk is too full.
    :raises NotWritable: when the folder cannot be made or written.
    :raises StoreNotReady: when an administrator of the database has to do something first.
    """
    if isinstance(store, DuckDBStore):
        _make_folder_ready(store.directory)
    if isinstance(store, PostGISStore):
        # Alembic is needed here only, and the embedded store does without it.
        from etl.migrations import upgrade

        upgrade(store.url)


def _make_folder_ready(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise NotWritable(folder, error.strerror or str(error)) from error
    free = shutil.disk_usage(folder).free
    if free < NEEDED_BYTES:
        raise NotEnoughSpace(folder, free, NEEDED_BYTES)
