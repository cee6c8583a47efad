"""Under which terms an answer stands: those of every layer that was read for it, boundaries too.

Which layers those are is seen in the statements, so that no question has to name them and none can forget.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Column, Connection, Table, event
from sqlalchemy.sql import visitors
from sqlalchemy.sql.elements import ClauseElement

from geo.declarations import Layer, Licence

Made = TypeVar("Made")

DERIVED = {
    "contiguity": "municipalities",
    "municipality_distances": "municipalities",
    "lineage": "municipalities",
}
"""Tables that were measured from a layer, by the layer."""

_SHAPES = "_shapes"


@dataclass(frozen=True, slots=True)
class Terms:
    """A licence, and the layers that are under it."""

    licence: Licence
    layer_ids: tuple[str, ...]


@contextmanager
def tables_read(connection: Connection) -> Iterator[set[str]]:
    """The names of the tables that the statements of a connection read meanwhile."""
    read: set[str] = set()

    def note(_: Connection, statement: object, *__: object) -> None:
        if isinstance(statement, ClauseElement):
            for each in visitors.iterate(statement):
                table = each.table if isinstance(each, Column) else each
                if isinstance(table, Table):
                    read.add(table.name)

    event.listen(connection, "before_execute", note)
    try:
        yield read
    finally:
        event.remove(connection, "before_execute", note)


@dataclass(frozen=True, slots=True)
class WithTables(Generic[Made]):
    """Makes what ``make`` does, and beside it the names of the tables that were read; can be pickled."""

    make: Callable[[Connection, Mapping[str, Any]], Made]

    def __call__(self, connection: Connection, asked: Mapping[str, Any]) -> tuple[Made, frozenset[str]]:
        """What is made, and the tables."""
        with tables_read(connection) as read:
            made = self.make(connection, asked)
        return made, frozenset(read)


def terms(layers: Mapping[str, Layer], tables: frozenset[str]) -> tuple[Terms, ...]:
    """The terms of all layers that those tables belong to, one for each licence, in the order of ``layers``.

    A layer that the release does not hold gave nothing, although it was looked for.

    >>> from geo.layers import BY_ID
    >>> found = terms(BY_ID, frozenset({"agreements", "contiguity", "offices", "release"}))
    >>> [each.layer_ids for each in found]
    [('municipalities',), ('agreements', 'offices')]
    """
    ids = {DERIVED.get(name, name.removesuffix(_SHAPES)) for name in tables}
    grouped: dict[Licence, list[str]] = {}
    for layer_id, layer in layers.items():
        if layer_id in ids:
            grouped.setdefault(layer.licence, []).append(layer_id)
    return tuple(Terms(licence, tuple(layer_ids)) for licence, layer_ids in grouped.items())


def said(found: Sequence[Terms]) -> dict[str, str]:
    """The terms in words that fit into the metadata of a file: each licence with its layers, if there are
    several; the words that must go with the data; the addresses of the licences."""
    of_layers = ["" if len(found) == 1 else f" ({', '.join(each.layer_ids)})" for each in found]
    titles = [each.licence.title for each in found]
    return {
        "licence": "; ".join(f"{each.es}{ids}" for each, ids in zip(titles, of_layers, strict=True)),
        "licence_en": "; ".join(f"{each.en}{ids}" for each, ids in zip(titles, of_layers, strict=True)),
        "licence_url": " ".join(addresses(found)),
        "attribution": "; ".join(dict.fromkeys(each.licence.attribution.es for each in found)),
        "attribution_en": "; ".join(dict.fromkeys(each.licence.attribution.en for each in found)),
    }


def addresses(found: Sequence[Terms]) -> list[str]:
    """The addresses of the licences that have one."""
    return list(dict.fromkeys(each.licence.url for each in found if each.licence.url))
