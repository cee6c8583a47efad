"""The sources of the records that speak of what a map shows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from geo.tables import LAYER_TABLES

_OF_PLACE = ("cvegeo", "origin_cvegeo", "cve_ent", "origin_cve_ent", "partner_id")
"""Columns by which a record speaks of a municipality, a state or a partner."""


@dataclass(frozen=True, slots=True)
class Source:
    """One source: what it is called and, where it has one, its address."""

    id: str
    title: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Citations:
    """The sources of a page, and of each key the ids of those whose records speak of it."""

    sources: Mapping[str, Source]
    of_key: Mapping[str, tuple[str, ...]]


def layers_of(sources: Mapping[str, Any]) -> tuple[str, ...]:
    """The layers of the register that an answer stands on, as its ``sources`` name them.

    >>> layers_of({"layers": ["offices", "corridors"], "count": 3})
    ('offices', 'corridors')
    """
    return tuple(each for each in sources.get("layers", ()) if each in LAYER_TABLES)


def cited(connection: Connection, sources: Mapping[str, Any], keys: Collection[str]) -> Citations:
    """The sources of the layers of an answer whose records name one of these keys."""
    wanted = {key for key in keys if key}
    of_key: dict[str, set[str]] = {}
    for layer_id in layers_of(sources):
        table = LAYER_TABLES[layer_id].c
        if "source_id" not in table:
            continue
        for name in _OF_PLACE:
            if name not in table:
                continue
            pairs = select(table[name], table.source_id).where(table[name].is_not(None)).distinct()
            for key, source_id in connection.execute(pairs).all():
                if key in wanted:
                    of_key.setdefault(key, set()).add(source_id)
    used = {source_id for found in of_key.values() for source_id in found}
    table = LAYER_TABLES["sources"].c
    rows = connection.execute(select(table.id, table.title, table.url).order_by(table.id)).all()
    return Citations(
        {row.id: Source(row.id, row.title, row.url) for row in rows if row.id in used},
        {key: tuple(sorted(found)) for key, found in sorted(of_key.items())},
    )
