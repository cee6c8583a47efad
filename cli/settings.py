"""What the command is told by options and by ``ATLAS_*`` variables; options win."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.engines.store import Store


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """Where releases are kept: a database, or else a folder."""

    database_url: str | None
    data_dir: Path

    @property
    def address(self) -> str:
        """The address that ``geo.store.store_at`` takes."""
        return self.database_url or f"duckdb:///{self.data_dir}"

    @property
    def cache(self) -> Path:
        """The folder of downloaded sources."""
        return self.data_dir / "sources"


def store_settings(
    database_url: str | None = None,
    data_dir: Path | None = None,
    environment: Mapping[str, str] = os.environ,
) -> StoreSettings:
    """Options, else ATLAS_DATABASE_URL and ATLAS_DATA_DIR, else the data folder of the user.

    A folder given as an option wins over a database named by a variable.

    >>> store_settings(environment={"ATLAS_DATA_DIR": "/srv/atlas"}).address
    'duckdb:////srv/atlas'
    >>> given = {"ATLAS_DATABASE_URL": "postgresql+psycopg://localhost/atlas"}
    >>> store_settings(data_dir=Path("/srv/atlas"), environment=given).address
    'duckdb:////srv/atlas'
    """
    named_folder = data_dir or (Path(set_) if (set_ := environment.get("ATLAS_DATA_DIR")) else None)
    if database_url is None and data_dir is None:
        database_url = environment.get("ATLAS_DATABASE_URL") or None
    return StoreSettings(database_url, (named_folder or _user_folder()).expanduser().absolute())


@contextmanager
def opened_store(settings: StoreSettings) -> Iterator[Store]:
    """The store of these settings, for as long as the block lasts."""
    from geo.store import store_at

    store = store_at(settings.address)
    try:
        yield store
    finally:
        store.close()


def _user_folder() -> Path:
    from platformdirs import user_data_path

    return user_data_path("atlas-territorial")
