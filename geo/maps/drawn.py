"""What a map draws of an answer: areas in the colours of its classes, its own lines and points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from geo.declarations import Field
from geo.layers import BY_ID
from geo.maps import shapes
from geo.maps.words import DRAWN, Language, heading, said, value
from geo.questions.question import Painting, Question


@dataclass(frozen=True, slots=True)
class Entry:
    """One class of the legend: what it is called, its colour (``#rrggbb``), how many things have it."""

    value: str
    label: str
    color: str
    count: int


@dataclass(frozen=True, slots=True)
class Shape:
    """One thing to draw: GeoJSON geometry in EPSG:4326, the class that colours it, and what it is.

    ``key`` finds its rows and its sources; ``more`` are further facts, title and value.
    """

    geometry: dict[str, Any]
    entry: Entry
    label: str
    key: str | None = None
    more: tuple[tuple[str, str], ...] = ()


def legend(painting: Painting, language: Language) -> dict[str, Entry]:
    """The classes by name, each with the count of its areas or, where it colours none, of its features."""
    features: dict[str, int] = {}
    points = [each for each in painting.features if each["geometry"]["type"] == "Point"]
    # A line leads to a point of its class: counting both would count each place twice.
    pointed = {each["properties"]["class"] for each in points}
    for feature in painting.features:
        name = str(feature["properties"]["class"])
        is_counted = feature["geometry"]["type"] == "Point" or name not in pointed
        features[name] = features.get(name, 0) + is_counted
    return {
        (name := str(each.value)): Entry(
            name,
            said(each.label, language),
            each.color,
            len(painting.classes.get(name, ())) or features.get(name, 0),
        )
        for each in painting.legend
    }


def areas(connection: Connection, painting: Painting, entries: Mapping[str, Entry]) -> tuple[Shape, ...]:
    """The features of the layer that the classes colour."""
    if painting.layer_id is None:
        return ()
    class_of = {key: name for name, painted in painting.classes.items() for key in painted}
    found = shapes.of_features(connection, BY_ID[painting.layer_id], class_of)
    return tuple(Shape(each.geometry, entries[class_of[each.key]], each.label, each.key) for each in found)


def own_features(
    question: Question, painting: Painting, entries: Mapping[str, Entry], language: Language
) -> tuple[Shape, ...]:
    """The features of the answer's own; a line is called by the points that it joins."""
    properties = [feature["properties"] for feature in painting.features]
    called = {str(each["key"]): _name(each, language) for each in properties if "key" in each}
    columns = {each.name: each for each in question.columns}
    return tuple(
        Shape(
            feature["geometry"],
            entries[str(feature["properties"]["class"])],
            _line_name(feature["properties"], called) or _name(feature["properties"], language),
            _key(feature["properties"]),
            _facts(feature["properties"], columns, language),
        )
        for feature in painting.features
    )


def _name(properties: Mapping[str, Any], language: Language) -> str:
    return str(properties.get(f"label_{language}") or properties.get("name") or "")


def _line_name(properties: Mapping[str, Any], called: Mapping[str, str]) -> str | None:
    if "source" not in properties or "target" not in properties:
        return None
    ends = [str(properties["source"]), str(properties["target"])]
    return " – ".join(called.get(end, end) for end in ends)


def _key(properties: Mapping[str, Any]) -> str | None:
    for name in ("key", "partner_id", "cvegeo"):
        if properties.get(name) is not None:
            return str(properties[name])
    return None


def _facts(
    properties: Mapping[str, Any], columns: Mapping[str, Field], language: Language
) -> tuple[tuple[str, str], ...]:
    return tuple(
        (
            heading(columns[name], language) if name in columns else said(DRAWN[name], language),
            value(found, columns.get(name), language),
        )
        for name, found in properties.items()
        if name in DRAWN
    )
