"""Generalised geometry of features as GeoJSON, as fine as a page can carry."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from geo.declarations import Layer
from geo.tables import LAYER_TABLES, SHAPES_TABLES, geometry_table_of, shapes_of, table_of

MOST_CHARACTERS = 3_000_000
"""Of the texts of all areas together, as stored with seven decimals; about half of that reaches the page."""

DECIMALS = 4
"""Some eleven metres: less than what was left out when the shapes were generalised."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature of a layer: its key, what it is called, its geometry in EPSG:4326."""

    key: str
    label: str
    geometry: dict[str, Any]


def of_features(connection: Connection, layer: Layer, keys: Collection[str]) -> list[Feature]:
    """The features of these keys, by key, in the finest generalisation that a page can carry.

    A municipality is called with its state, so that names that several have can be told apart.
    """
    shapes, stored = shapes_of(layer), geometry_table_of(layer)
    if shapes is None or stored is None or not keys:
        return []
    # A band that draws what is stored has no text of its own.
    text = func.coalesce(shapes.c.feature_geometry, stored.c.feature_geometry)
    drawn = shapes.join(stored, stored.c[layer.key] == shapes.c.feature_id)
    of_them = shapes.c.feature_id.in_(sorted(keys))
    bands = connection.execute(
        select(shapes.c.zoom_min, func.sum(func.length(text)).label("characters"))
        .select_from(drawn)
        .where(of_them)
        .group_by(shapes.c.zoom_min)
        .order_by(shapes.c.zoom_min)
    ).all()
    if not bands:
        return []
    fitting = [band.zoom_min for band in bands if band.characters <= MOST_CHARACTERS]
    found = connection.execute(
        select(shapes.c.feature_id, text)
        .select_from(drawn)
        .where(of_them, shapes.c.zoom_min == (fitting or [bands[0].zoom_min])[-1])
        .order_by(shapes.c.feature_id)
    ).all()
    called = labels(connection, layer, keys)
    return [Feature(key, called.get(key, key), rounded(json.loads(shape))) for key, shape in found]


def labels(connection: Connection, layer: Layer, keys: Collection[str]) -> dict[str, str]:
    """What the features of these keys are called."""
    if layer.label_field is None:
        return {}
    table = table_of(layer).c
    is_municipality = "state_name" in table
    columns = [table[layer.key], table[layer.label_field]] + (
        [table["state_name"]] if is_municipality else []
    )
    wanted = select(*columns).where(table[layer.key].in_(sorted(keys))).order_by(table[layer.key])
    return {row[0]: ", ".join(row[1:]) for row in connection.execute(wanted)}


def ground(connection: Connection) -> tuple[dict[str, Any], ...]:
    """The outlines of the states, coarse: what a map without tiles of anybody stands on."""
    shapes, states = SHAPES_TABLES["states"], LAYER_TABLES["states"]
    coarsest = select(func.min(shapes.c.zoom_min)).scalar_subquery()
    found = connection.execute(
        select(func.coalesce(shapes.c.feature_geometry, states.c.feature_geometry))
        .select_from(shapes.join(states, states.c.cve_ent == shapes.c.feature_id))
        .where(shapes.c.zoom_min == coarsest)
        .order_by(shapes.c.feature_id)
    ).scalars()
    return tuple(rounded(json.loads(text), 3) for text in found)


def rounded(geometry: dict[str, Any], decimals: int = DECIMALS) -> dict[str, Any]:
    """The same geometry with fewer decimals, points that then repeat the one before left out.

    >>> rounded({"type": "LineString", "coordinates": [[0.00001, 1], [0.00002, 1.0], [1, 1]]})
    {'type': 'LineString', 'coordinates': [[0.0, 1], [1, 1]]}
    """
    fewest = 4 if geometry["type"].endswith("Polygon") else 2
    return {
        "type": geometry["type"],
        "coordinates": _rounded(geometry["coordinates"], decimals, fewest),
    }


def _rounded(coordinates: list[Any], decimals: int, fewest: int) -> list[Any]:
    if not isinstance(coordinates[0], list):
        return [round(each, decimals) for each in coordinates]
    inner = [_rounded(each, decimals, fewest) for each in coordinates]
    if isinstance(inner[0][0], list):
        return inner
    kept = [point for number, point in enumerate(inner) if number == 0 or point != inner[number - 1]]
    # What is too small for the decimals stays: a ring has four points at least, a line two.
    return kept if len(kept) >= fewest else inner
