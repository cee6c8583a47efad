"""What the OpenAPI document says of the parameters of items, which depend on the collection."""

from __future__ import annotations

from typing import Any

from geo import systems
from geo.boundaries.coverages import BANDS
from geo.declarations import Layer
from geo.items.ordering import sortable

_BOX_SCHEMA = {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6}


def _parameter(name: str, description: str, schema: dict[str, Any], example: Any = None) -> dict[str, Any]:
    made = {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": schema,
        "style": "form",
        "explode": False,
    }
    return made if example is None else {**made, "example": example}


def _system(name: str, description: str) -> dict[str, Any]:
    schema = {"type": "string", "enum": list(systems.URIS), "default": systems.CRS84_URI}
    return _parameter(name, description, schema, systems.URIS[-2])


def selection(layer: Layer) -> list[dict[str, Any]]:
    """Box and time, as far as the collection has them."""
    found = []
    if layer.geometry is not None:
        found += [
            _parameter(
                "bbox",
                "Only items that touch this box: west,south,east,north in degrees (WGS 84), or in `bbox-crs`"
                " in the order of its axes. West is greater than east where the box crosses the antimeridian."
                " Heights, as third and sixth of six numbers, do not count.",
                _BOX_SCHEMA,
                [-117.5, 32, -114, 33],
            ),
            {
                **_system("bbox-crs", "Reference system of `bbox`."),
                "example": systems.CRS84_URI,
            },
        ]
    if layer.time is not None:
        found.append(
            _parameter(
                "datetime",
                "Only items at this date or instant, or within this interval (`start/end`, `..` for an open"
                " end). A date of which only the year or the month is known stands for all its days; an item"
                " without a date is not among them.",
                {"type": "string"},
                "2010-01-01/..",
            )
        )
    return found


def filters(example: str) -> list[dict[str, Any]]:
    """The CQL2 filter of items and of tiles."""
    return [
        _parameter(
            "filter",
            "Only items that meet this CQL2 filter; by what is told by `/collections/{id}/queryables`"
            " and by which functions by `/functions`.",
            {"type": "string"},
            example,
        ),
        _parameter(
            "filter-lang",
            "Whether the filter is CQL2 text or CQL2 JSON.",
            {"type": "string", "enum": ["cql2-text", "cql2-json"], "default": "cql2-text"},
            "cql2-text",
        ),
        {
            **_system("filter-crs", "Reference system of the geometries in the filter."),
            "example": systems.CRS84_URI,
        },
    ]


def view(layer: Layer | None) -> list[dict[str, Any]]:
    """Choice and order of properties, and treatment of geometry; of one item when there is no layer."""
    found = [
        _parameter(
            "properties",
            "Only these properties, with commas between them; empty for none.",
            {"type": "array", "items": {"type": "string"}}
            if layer is None
            else _names([*(field.name for field in layer.fields), ""]),
            ["name"] if layer is None else [layer.key],
        )
    ]
    if layer is not None:
        names = sortable(layer)
        found.append(
            _parameter(
                "sortby",
                "Fields to order by, with commas between them; a minus before a name turns it round. What is"
                " unknown comes last.",
                {**_names([f"{sign}{name}" for name in names for sign in ("", "+", "-")]), "minItems": 1},
                [f"-{names[-1]}"],
            )
        )
    if layer is None or layer.geometry is not None:
        found += _of_geometry()
    return found


def _names(words: list[str]) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "string", "enum": words}}


def _of_geometry() -> list[dict[str, Any]]:
    return [
        _system("crs", "Reference system of the geometry, with coordinates in the order of its axes."),
        _parameter(
            "skipGeometry", "Items without their geometry.", {"type": "boolean", "default": False}, True
        ),
        _parameter(
            "zoom-level",
            "Lines and areas as generalised for this zoom, with shared borders kept.",
            {"type": "integer", "minimum": 0, "maximum": BANDS[0].zoom_max},
            4,
        ),
        _parameter(
            "max-allowable-offset",
            "The coarsest geometry that lies nowhere farther than this from its place, in units of `crs`;"
            " with `zoom-level` the finer of the two.",
            {"type": "number", "minimum": 0},
            0.01,
        ),
        _parameter(
            "precision",
            "Decimals of a coordinate, if fewer than are stored.",
            {"type": "integer", "minimum": 0, "maximum": systems.CRS84.decimals},
            3,
        ),
    ]
