"""What a store of releases is, whichever engine keeps it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import Connection, Engine, Table

if TYPE_CHECKING:  # only a load needs it, and brings it
    import pyarrow as pa


class StoreError(Exception):
    """Base of what can go wrong with a store.

    - ``NoRelease``: nothing has been loaded yet, or the named release is not kept.
    - ``StoreNotReady``: the store cannot be used until an administrator does what the message says.
    - ``StoreBusy``: another run is building a release.
    """


class NoRelease(StoreError):
    """Nothing has been loaded yet, or the named release is not kept."""


class StoreNotReady(StoreError):
    """The store cannot be used as it is; the message says what is missing and ``remedy`` what to run."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy


class StoreBusy(StoreError):
    """Another run is building a release in this store."""


@dataclass(frozen=True, slots=True)
class Build:
    """A release being built: a connection to it, and the fast way to put rows into one of its tables.

    ``load(table, rows)`` takes an Arrow table whose columns are named as the table's; geometry is WKB.
    """

    connection: Connection
    load: Callable[[Table, pa.Table], None]


class Store(Protocol):
    """Where releases are kept. Readers see one whole release, whatever a writer is doing."""

    engine_name: str

    def current_id(self) -> str | None:
        """Id of the release in force, or None when nothing was ever loaded. Cheap: readers ask often."""

    def release_ids(self) -> tuple[str, ...]:
        """Ids of the releases kept, oldest first."""

    def connect(self, release_id: str, *, is_autocommit: bool = False) -> Engine:
        """An engine that reads that release and nothing else.

        With ``is_autocommit`` no transaction is around the statements of a connection: each sees the release
        for itself, which is enough for whoever asks one at a time, and spares a server messages.

        :raises NoRelease: when it is not kept.
        """

    def build(self, release_id: str, own: Sequence[Table] = ()) -> AbstractContextManager[Build]:
        """Build a release: leaving the block makes it the one in force, an error leaves no trace.

        ``own`` are tables beside those that every release has.

        :raises StoreBusy: when another run is building one.
        """

    def make_current(self, release_id: str) -> None:
        """Put a kept release in force.

        :raises NoRelease: when it is not kept.
        """

    def remove(self, release_id: str) -> None:
        """Delete a kept release that is not in force.

        :raises StoreError: when it is in force.
        :raises StoreBusy: when somebody reads it and the engine cannot remove it under them.
        """

    def close(self) -> None:
        """Give back every connection of the store itself (engines from :meth:`connect` are the caller's)."""
