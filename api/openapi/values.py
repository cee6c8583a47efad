"""What the OpenAPI document says of values: keys that a release holds, and bodies that are no plain text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from api.formats import OF_GEOMETRY
from geo.declarations import Layer
from geo.questions.question import Parameter

DATE = {
    "oneOf": [
        {"type": "string", "format": "date"},
        {"type": "string", "pattern": r"^(?!0000)\d{4}(-(0[1-9]|1[0-2]))?$"},
    ]
}
"""A day, a month or a year."""

_COLLECTION, _FEATURE = "#/components/schemas/FeatureCollection", "#/components/schemas/Feature"
_GEOJSON = "application/geo+json"


def key_schemas(keys: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """By name of component, the keys of a layer that the release holds."""
    return {
        _component(layer_id): {"type": "string", "enum": list(known)}
        for layer_id, known in keys.items()
        if known
    }


def _component(layer_id: str) -> str:
    return f"KeyOf_{layer_id}"


def of_keys(parameter: Parameter, keys: Mapping[str, Sequence[str]]) -> dict[str, Any] | None:
    """The schema of one value of a parameter that names keys of a layer, where the release is known."""
    if parameter.keys_of is None or not keys.get(parameter.keys_of):
        return None
    return {"$ref": f"#/components/schemas/{_component(parameter.keys_of)}"}


def tell_no_geometry(operation: dict[str, Any]) -> None:
    """Files that need a geometry are not offered where there is none."""
    without = {form.name for form in OF_GEOMETRY}
    for parameter in operation["parameters"]:
        if parameter["name"] == "f":
            schema = parameter["schema"]
            schema["enum"] = [name for name in schema["enum"] if name not in without]


def tell_collections(operation: dict[str, Any], layers: Iterable[Layer]) -> None:
    """Which collections a tile can draw together."""
    drawn = [layer.id for layer in layers if layer.geometry is not None]
    for parameter in operation.get("parameters", []):
        if parameter["name"] == "collections":
            parameter["schema"] = {"type": "array", "items": {"type": "string", "enum": drawn}, "minItems": 1}
            parameter["example"] = drawn[:2]
            parameter |= {"style": "form", "explode": False}


def tell_bodies(path: str, operation: dict[str, Any]) -> None:
    """Answers in JSON of any kind are told as what they are, not as text."""
    content = operation["responses"]["200"].get("content", {})
    if path.startswith("/questions/") and any(
        each["name"] == "bom" for each in operation.get("parameters", [])
    ):
        content[_GEOJSON] = {"schema": {"type": "object"}}
    for media_type, told in content.items():
        if not media_type.endswith("json") or told.get("schema", {}).get("type") != "string":
            continue
        if media_type == _GEOJSON and path.startswith("/collections/"):
            told["schema"] = {"$ref": _COLLECTION if path.endswith("/items") else _FEATURE}
        else:
            told["schema"] = {"type": "object"}
