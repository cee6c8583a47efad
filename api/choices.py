"""Values of a parameter that a release knows by name: the key of a layer and its label."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, Select, select

from api import schemas
from api.releases import ServedRelease
from geo.declarations import Layer
from geo.questions import QUESTIONS
from geo.tables import table_of

SHORT_LAYERS = ("states", "networks")
"""Layers short enough that their keys are chosen from a list."""


def choices(release: ServedRelease) -> Mapping[str, list[schemas.Choice]]:
    """By layer, each key with its label, ordered as people look names up."""
    with release.connection() as connection:
        return {
            layer_id: _labels(connection, release.layers[layer_id])
            for layer_id in SHORT_LAYERS
            if layer_id in release.layers
        }


def keys(release: ServedRelease) -> Mapping[str, list[str]]:
    """By layer, the keys that some parameter of a question can name."""
    named = {each.keys_of for question in QUESTIONS for each in question.parameters if each.keys_of}
    with release.connection() as connection:
        return {
            layer_id: list(connection.execute(_keys_of(release.layers[layer_id])).scalars())
            for layer_id in sorted(named & set(release.layers))
        }


def _keys_of(layer: Layer) -> Select[str]:
    key = table_of(layer).c[layer.key]
    return select(key).order_by(key)


def _labels(connection: Connection, layer: Layer) -> list[schemas.Choice]:
    table = table_of(layer)
    key, label = table.c[layer.key], table.c[layer.label_field or layer.key]
    rows = connection.execute(select(key, label).order_by(table.c.search_key, key))
    # A name of a place is the same in both languages.
    return [schemas.Choice(value=value, label_es=name, label_en=name) for value, name in rows]
