"""The government that a profile speaks of, and what all of its parts read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, select

from geo import catalogue
from geo.declarations import Layer, Text, Vocabulary
from geo.layers import BY_ID
from geo.tables import LAYER_TABLES
from geo.vocabularies.world_regions import country_name


class UnknownGovernment(LookupError):
    """No municipality or state of the release has that key."""


@dataclass(frozen=True)
class Government:
    """A municipality or a state of a release, with its row of the layer."""

    connection: Connection
    key: str
    row: Mapping[str, Any]

    @property
    def is_state(self) -> bool:
        """Whether it is the government of a state."""
        return len(self.key) == 2

    @property
    def cve_ent(self) -> str:
        """The state that it is, or lies in."""
        return self.key[:2]

    @property
    def name(self) -> str:
        """Its official name."""
        return str(self.row["name"])

    @cached_property
    def loaded(self) -> Mapping[str, Layer]:
        """The layers that the release holds, by id."""
        return catalogue.layers(self.connection)

    def signs(self, layer_id: str) -> ColumnElement[bool]:
        """The condition that a row with ``level``, ``cve_ent`` and ``cvegeo`` is of this government."""
        table = LAYER_TABLES[layer_id].c
        if self.is_state:
            return and_(table.level == "state", table.cve_ent == self.key)
        return table.cvegeo == self.key

    def rows(
        self, layer_id: str, *conditions: ColumnElement[bool], order: str = "id"
    ) -> list[Mapping[str, Any]]:
        """Rows of a layer that meet the conditions, in the order of that field and their key."""
        table = LAYER_TABLES[layer_id]
        fields = [table.c[each.name] for each in BY_ID[layer_id].fields]
        key = table.c[BY_ID[layer_id].key]
        asked = select(*fields).where(*conditions).order_by(table.c[order], key)
        return [dict(row._mapping) for row in self.connection.execute(asked)]

    def thematic(self, layer_id: str) -> Mapping[str, Any] | None:
        """The row of a layer that is keyed by CVEGEO, or None when there is none of this municipality."""
        if layer_id not in self.loaded:
            return None
        table = LAYER_TABLES[layer_id]
        found = self.rows(layer_id, table.c.cvegeo == self.key, order="cvegeo")
        return found[0] if found else None


def government(connection: Connection, key: str) -> Government:
    """The municipality (five digits) or state (two) of that key.

    :raises UnknownGovernment: when the release has none.
    """
    layer_id = {2: "states", 5: "municipalities"}.get(len(key))
    if layer_id is None:
        raise UnknownGovernment(key)
    layer, table = BY_ID[layer_id], LAYER_TABLES[layer_id]
    fields = [table.c[each.name] for each in layer.fields]
    found = connection.execute(select(*fields).where(table.c[layer.key] == key)).one_or_none()
    if found is None:
        raise UnknownGovernment(key)
    return Government(connection, key, dict(found._mapping))


def word(vocabulary: Vocabulary | None, value: str | None) -> Text | None:
    """How people read a word of a vocabulary."""
    if value is None or vocabulary is None:
        return None
    return next((each.label for each in vocabulary.words if each.value == value), Text(value, value))


def label(layer_id: str, name: str, value: str | None) -> Text | None:
    """How people read the value of a field of a layer."""
    return word(BY_ID[layer_id].field(name).vocabulary, value)


def listed(texts: list[Text]) -> Text | None:
    """Several texts as one; None when there are none."""
    if not texts:
        return None
    return Text(", ".join(each.es for each in texts), ", ".join(each.en for each in texts))


def country(code: str | None) -> Text | None:
    """The name of a country by its code."""
    return None if code is None else country_name(code)


def place(name: str | None, admin1: str | None, code: str | None) -> Text | None:
    """A place abroad as it is written: its name, its province and its country, each once."""
    nation = country(code)
    parts = list(dict.fromkeys(part for part in (name, admin1) if part))
    if nation is None:
        return Text(", ".join(parts), ", ".join(parts)) if parts else None
    return Text(", ".join([*parts, nation.es]), ", ".join([*parts, nation.en]))
