"""In the OpenAPI document, an address of its own for each collection and question, with its parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from typing import Any

from api.openapi import graphs as openapi_graphs
from api.openapi import items as openapi_items
from api.openapi import values as openapi_values
from geo.cql2.queryable import queryables
from geo.declarations import Layer
from geo.questions.question import Parameter, ParameterType, Question

_JSON_TYPES = {
    ParameterType.TEXT: "string",
    ParameterType.INTEGER: "integer",
    ParameterType.REAL: "number",
    ParameterType.DATE: "string",
    ParameterType.CHOICE: "string",
    ParameterType.POLYGON: "string",
}

# Their rows speak of no feature, whatever is asked: there is nothing that a map file could hold.
_WITHOUT_PLACES = {"claims", "trend"}
# What stands in the path for a collection or a question.
_NAMING = frozenset({"collection_id", "name"})
# One address for each collection or question that shows what its own parameters do; tests run each of them.
FILTER_EXAMPLES = {
    "agreements": {"cvegeo": "02004"},
    "borders": {"country": "US"},
    "claims": {"cve_ent": "00"},
    "municipalities": {"cve_ent": "02"},
    "offices": {"kind": "border_crossing"},
    "states": {"cve_ent": "02"},
}
QUESTION_EXAMPLES = {
    "without-agreements": {"state": "02", "us_border_km_max": "100", "sort": "-nearest_km", "limit": "5"}
}


def path_of(path: str, name: str) -> str:
    """The address of a collection or question of that name."""
    return path.replace("{collection_id}", name).replace("{name}", name)


def _specific(
    operations: dict[str, Any], name: str, summary: str, parameters: list[dict[str, Any]]
) -> dict[str, Any]:
    """The operation of one collection or question: its own parameters in place of its name in the path."""
    copied: dict[str, Any] = deepcopy(operations)
    for operation in copied.values():
        shared = operation["parameters"]
        in_path = [each for each in shared if each["in"] == "path" and each["name"] not in _NAMING]
        elsewhere = [each for each in shared if each["in"] != "path"]
        operation["parameters"] = [*in_path, *parameters, *elsewhere]
        operation["summary"] = summary
        operation["operationId"] = f"{operation['operationId']}_{name.replace('-', '_')}"
    return copied


def items_of(operations: dict[str, Any], layer: Layer) -> dict[str, Any]:
    """The operations on the items of a layer, with the parameters that it has."""
    examples = FILTER_EXAMPLES.get(layer.id, {})
    made = _specific(operations, layer.id, f"Items: {layer.title.en}", _by_name(layer, examples))
    for operation in made.values():
        if layer.geometry is None:
            openapi_values.tell_no_geometry(operation)
        operation["description"] = f"{layer.description.en}\n\n{operation['description']}"
        operation["parameters"] += [
            *openapi_items.selection(layer),
            *openapi_items.filters(f"{layer.key} IS NOT NULL"),
            *openapi_items.view(layer),
        ]
    return made


def tile_of(operations: dict[str, Any], layer: Layer) -> dict[str, Any]:
    """The operations on the tiles of a layer with geometry: its properties choose what they draw."""
    examples = FILTER_EXAMPLES.get(layer.id, {})
    made = _specific(operations, layer.id, f"Tile: {layer.title.en}", _by_name(layer, examples))
    for operation in made.values():
        operation["parameters"] += openapi_items.filters(f"{layer.key} IS NOT NULL")
    return made


def answer_to(
    operations: dict[str, Any], question: Question, keys: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """The operations on the answer to a question, with the parameters that it has."""
    examples = QUESTION_EXAMPLES.get(question.name, {})
    parameters = [_parameter(each, examples.get(each.name), keys) for each in question.parameters]
    made = _specific(operations, question.name, question.title.en, parameters)
    for operation in made.values():
        if question.name in _WITHOUT_PLACES:
            openapi_values.tell_no_geometry(operation)
        operation["description"] = f"{question.description.en}\n\n{operation['description']}"
        content = operation["responses"]["200"]["content"]["application/json"]
        content["schema"] = {
            "oneOf": [
                content["schema"],
                {"$ref": "#/components/schemas/AnswerMap"},
                {"$ref": "#/components/schemas/AnswerIds"},
            ]
        }
        openapi_graphs.tell(operation, question)
    return made


def _by_name(layer: Layer, examples: Mapping[str, str]) -> list[dict[str, Any]]:
    """A parameter for each property that can be asked for by name, with the schema of the queryable."""
    known = queryables(layer)["properties"]
    return [
        _described(field.name, field.title.en, known[field.name], examples.get(field.name))
        for field in layer.parameters
    ]


def _parameter(
    parameter: Parameter, example: str | None, keys: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": _JSON_TYPES[parameter.type]}
    if parameter.choices:
        schema["enum"] = [word.value for word in parameter.choices]
    if parameter.type is ParameterType.DATE:
        schema = {"type": "string", **openapi_values.DATE}
    elif parameter.pattern is not None:
        schema["pattern"] = f"^({parameter.pattern})$"
    bounds = {"minimum": parameter.minimum, "maximum": parameter.maximum}
    schema |= {name: bound for name, bound in bounds.items() if bound is not None}
    schema = openapi_values.of_keys(parameter, keys) or schema
    if parameter.is_multiple:
        schema = {"type": "array", "items": schema}
    elif parameter.default is not None:
        schema["default"] = parameter.default
    unit = f" Unit: {parameter.unit}." if parameter.unit else ""
    return _described(
        parameter.name, f"{parameter.title.en}. {parameter.description.en}{unit}", schema, example
    )


def _described(name: str, text: str, schema: dict[str, Any], example: str | None) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": name,
        "in": "query",
        "required": False,
        "description": text,
        "schema": schema,
    }
    if example is not None:
        described["example"] = _read(schema)(example)
    return described


def _read(schema: dict[str, Any]) -> Callable[[str], Any]:
    if schema.get("type") == "array":
        read = _read(schema["items"])
        return lambda text: [read(text)]
    kinds: dict[str, Callable[[str], Any]] = {"integer": int, "number": float}
    return kinds.get(schema.get("type", "string"), str)
