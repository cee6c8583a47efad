"""Which municipality each newer one was part of: the Atlas's own table, from the overlap of two vintages."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path
from typing import Any

from etl.boundaries.records import InputDescription
from etl.errors import SourceUnavailable
from etl.frames import Frame
from etl.sources.register import PUBLISHER
from geo.layers.provenance import REGISTER_LICENCE
from geo.tables import LINEAGE

_FILE = Path("data") / "shapes" / "lineage.csv"
_NUMBERS: dict[str, type] = {
    "before_year": int,
    "after_year": int,
    "share_of_area": float,
    "share_of_parent": float,
}


def own_lineage() -> Path:
    """The table that comes with the Atlas: in the repository, else in the package.

    :raises SourceUnavailable: when neither has it.
    """
    package = Path(__file__).parents[1]
    for place in (package.parent / _FILE, package / _FILE):
        if place.is_file():
            return place
    raise SourceUnavailable(str(_FILE), "no such file")


def lineage_input() -> InputDescription:
    """The table as an input of a release: another table is another release."""
    path = own_lineage()
    content = path.read_bytes()
    return InputDescription(
        name=path.name,
        publisher=PUBLISHER,
        licence=REGISTER_LICENCE.title.en,
        address=_FILE.as_posix(),
        sha256=hashlib.sha256(content).hexdigest(),
        bytes=len(content),
        rows=sum(1 for _ in csv.DictReader(content.decode().splitlines())),
    )


def lineage_frame(path: Path | None = None) -> Frame:
    """The relation ``lineage``; shares are of areas in the vintage after and in the one before, 0 to 1."""
    with (path or own_lineage()).open(encoding="utf-8", newline="") as lines:
        rows: list[dict[str, Any]] = list(csv.DictReader(lines))
    for row in rows:
        for name, kind in _NUMBERS.items():
            row[name] = kind(row[name])
    return {column.name: [row[column.name] for row in rows] for column in LINEAGE.columns}
