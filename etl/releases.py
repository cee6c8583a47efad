"""What identifies a release, which are kept, and which is in force."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.metadata import PackageNotFoundError, version

import orjson
from sqlalchemy import Dialect
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from etl.errors import EtlError
from geo.engines.store import NoRelease, Store, StoreBusy
from geo.layers import LAYERS
from geo.tables import METADATA

METHOD = 1
"""Raised whenever the same inputs and declarations begin to give other figures, so that none stay old."""

KEPT = 3
"""Releases that stay: the one in force and those that one can go back to."""

_TIME = "%Y%m%d%H%M%S"
_DIGEST_DIGITS = 8


class NothingToGoBackTo(EtlError):
    """No release older than the one in force is kept, or the one asked for is not."""

    def __init__(self, asked: str | None, kept: Sequence[str]) -> None:
        held = ", ".join(kept) or "-"
        wanted_es = (
            f"La versión {asked} no se conserva" if asked else "No se conserva ninguna versión anterior"
        )
        wanted_en = f"Release {asked} is not kept" if asked else "No earlier release is kept"
        super().__init__(
            f"{wanted_es}; hay: {held}.",
            f"{wanted_en}; there are: {held}.",
            remedy_es="Elija una de las versiones que enumera «atlas etl status».",
            remedy_en="Choose one of the releases that `atlas etl status` lists.",
        )


def atlas_version() -> str:
    """The installed version of the Atlas; ``0`` in a folder that was never installed."""
    try:
        return version("atlas-territorial")
    except PackageNotFoundError:
        return "0"


@cache
def declarations_digest() -> str:
    """SHA-256 of everything that code declares about a release: layers, tables and method."""
    dialect: Dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    tables = [str(CreateTable(table).compile(dialect=dialect)) for table in METADATA.sorted_tables]
    return hashlib.sha256(orjson.dumps([LAYERS, tables, METHOD])).hexdigest()


def release_digest(inputs: Iterable[tuple[str, str]], declarations: str, options: str) -> str:
    """SHA-256 of what makes a release what it is: (name, sha256) of its inputs, declarations and options.

    >>> a, b = ("agreements.csv", "1f"), ("offices.csv", "2e")
    >>> release_digest([a, b], "", "{}") == release_digest([b, a], "", "{}")
    True
    """
    return hashlib.sha256(orjson.dumps([sorted(inputs), declarations, options])).hexdigest()


def new_release_id(digest: str, kept: Sequence[str], now: datetime) -> str:
    """``r`` + UTC time + ``_`` + eight digits of the digest, later in order than every release kept.

    >>> new_release_id("0a1b2c3d4e", (), datetime(2026, 11, 20, 10, 15, tzinfo=UTC))
    'r20261120101500_0a1b2c3d'
    >>> new_release_id("ffffffffff", ("r20261120101500_0a1b2c3d",), datetime(2026, 11, 20, tzinfo=UTC))
    'r20261120101501_ffffffff'
    """
    moment = now.astimezone(UTC)
    if kept:
        moment = max(moment, created_at(max(kept)) + timedelta(seconds=1))
    return f"r{moment.strftime(_TIME)}_{digest[:_DIGEST_DIGITS]}"


def created_at(release_id: str) -> datetime:
    """When a release was made, as its id says.

    >>> created_at("r20261120101500_0a1b2c3d").isoformat()
    '2026-11-20T10:15:00+00:00'
    """
    return datetime.strptime(release_id[1:].partition("_")[0], _TIME).replace(tzinfo=UTC)


def kept_release_id(store: Store, asked: str | None = None) -> str:
    """The release asked for, the one in force when none is.

    :raises NothingToGoBackTo: when the one asked for is not kept.
    :raises NoRelease: when nothing was ever loaded.
    """
    kept = store.release_ids()
    if asked is None:
        current = store.current_id()
        if current is None:
            raise NoRelease("nothing has been loaded yet")
        return current
    if asked not in kept:
        raise NothingToGoBackTo(asked, kept)
    return asked


def rollback(store: Store, release_id: str | None = None) -> str:
    """The id of the release now in force: the one asked for, else the newest before the present one.

    :raises NothingToGoBackTo: when there is no such release.
    :raises NoRelease: when nothing was ever loaded.
    """
    current, kept = store.current_id(), store.release_ids()
    if current is None:
        raise NoRelease("nothing has been loaded yet")
    if release_id is None:
        older = [each for each in kept if each < current]
        if not older:
            raise NothingToGoBackTo(None, kept)
        release_id = older[-1]
    elif release_id not in kept:
        raise NothingToGoBackTo(release_id, kept)
    store.make_current(release_id)
    return release_id


def prune(store: Store, kept: int = KEPT) -> tuple[str, ...]:
    """The ids of the releases removed: all but the newest ``kept``, never the one in force.

    One that somebody is reading stays, and goes after a later run.
    """
    current = store.current_id()
    removed = []
    for each in store.release_ids()[:-kept]:
        if each == current:
            continue
        try:
            store.remove(each)
        except StoreBusy:
            continue
        removed.append(each)
    return tuple(removed)
