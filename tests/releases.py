"""A release on the tiny country of `tests.geography` with a register whose every number is known.

Known international agreements: Tijuana 02004 three (four records, two of which contradict each other on the
year), Mexicali 02002 two, Ensenada 02001 one, Isla Cedros 02010 one; Playas de Rosarito 02005 has a domestic
one only; the other five of state 02 have none known. No source names a municipality of state 01, which is
not researched; the state itself has one known with Texas. One record of thirteen is rejected, because the
tiny country has no municipality 02011.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path

from sqlalchemy import Connection

from etl.boundaries.checks import check
from etl.boundaries.prepare import prepare
from etl.boundaries.records import Progress
from etl.inputs import Sources
from etl.run import run
from etl.selection.obtaining import Asked, Obtained, Obtainer, obtain
from geo.store import Reader, Store, store_at
from tests.geography import NAMES, tiny_boundaries, tiny_neighbours

REGISTER = Path(__file__).parent / "fixtures" / "register"

KNOWN_AGREEMENTS = {"02001": 1, "02002": 2, "02004": 3, "02010": 1}
RECORDS = {"02001": 1, "02002": 2, "02004": 4, "02010": 1}
WITH_ANY_RECORD = ("02001", "02002", "02004", "02005", "02010")
NONE_KNOWN = ("02003", "02005", "02006", "02007", "02008", "02009")
NOT_RESEARCHED = tuple(f"0100{number}" for number in range(1, 10))
REJECTED_AGREEMENT = "t13"

_COUNT = (len(NAMES), len(NAMES))


def tiny_sources(
    register: Path = REGISTER,
    *,
    asked: Asked | None = None,
    cache: Path = Path(),
    scheduler: str | None = None,
) -> Sources:
    """Sources that give the tiny country, a register, and what else is asked for, kept in ``cache``."""

    def obtained(progress: Progress) -> Obtained:
        if asked is None:
            return Obtained()
        return obtain(asked, (), Obtainer(cache, date(2026, 11, 20), progress=progress))

    return Sources(
        obtain=obtained,
        cache=cache,
        scheduler=scheduler,
        boundaries=lambda _: tiny_boundaries(),
        neighbours=lambda _: tiny_neighbours(),
        check=partial(check, municipality_count=_COUNT),
        prepare=partial(prepare, municipality_count=_COUNT),
        register=register,
    )


def with_tables(folder: Path, tables: Mapping[str, str]) -> Sources:
    """Sources that give published tables too, from the text of each by the id of its source."""
    given = []
    for source_id, text in tables.items():
        path = folder / f"{source_id}.csv"
        path.write_text(text, encoding="utf-8")
        given.append((source_id, str(path)))
    return tiny_sources(asked=Asked(given=tuple(given)), cache=folder / "cache")


def tiny_release(store_url: str, sources: Sources | None = None) -> Store:
    """The store at that address with the tiny country's release in force; the caller closes it."""
    store = store_at(store_url)
    run(store, sources or tiny_sources())
    return store


@contextmanager
def tiny_connection(store_url: str, sources: Sources | None = None) -> Iterator[Connection]:
    """A connection to the tiny country's release, made in the store at that address."""
    reader = Reader(tiny_release(store_url, sources))
    try:
        with reader.connection() as connection:
            yield connection
    finally:
        reader.close()
