"""The tables of a release put into a store, parents before children."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa
from sqlalchemy import Table

from etl.boundaries.records import Progress
from geo.engines.store import Build
from geo.tables import METADATA

STAGE = "load"


def load(build: Build, tables: Mapping[str, pa.Table], progress: Progress, own: Sequence[Table] = ()) -> None:
    """Every table of a release, those of a user's own layers too, holds the rows given for it.

    :raises KeyError: when a table of the release has not been made.
    """
    ordered = (*METADATA.sorted_tables, *own)
    total = sum(tables[table.name].num_rows for table in ordered)
    done = 0
    for table in ordered:
        progress(STAGE, done, total)
        build.load(table, tables[table.name])
        done += tables[table.name].num_rows
    progress(STAGE, total, total)
