"""The OpenAPI document: what FastAPI reads off the routes, and what the declarations add to it.

FastAPI knows one address for the items of all collections and one for the answers to all questions. Each
collection and question has parameters of its own, so each gets an address of its own in the document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api import openapi_graphs, openapi_items, openapi_values, schemas
from api.formats import EXPORTS
from geo.cql2.queryable import ANY_TEXT, queryables
from geo.declarations import Layer
from geo.questions import QUESTIONS
from geo.questions.question import Parameter, ParameterType, Question

_JSON_TYPES = {
    ParameterType.TEXT: "string",
    ParameterType.INTEGER: "integer",
    ParameterType.REAL: "number",
    ParameterType.DATE: "string",
    ParameterType.CHOICE: "string",
    ParameterType.POLYGON: "string",
}
_ITEMS_PATH = "/collections/{collection_id}/items"
_ITEM_PATH = f"{_ITEMS_PATH}/{{feature_id}}"
_TILE_PATH = "/collections/{collection_id}/tiles/WebMercatorQuad/{z}/{y}/{x}"
_ANSWER_PATH = "/questions/{name}"
_PROBLEM = "#/components/schemas/Problem"

# Their rows speak of no feature, whatever is asked: there is nothing that a map file could hold.
_WITHOUT_PLACES = {"claims", "trend"}
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


def document(
    app: FastAPI,
    layers: Sequence[Layer],
    root_path: str = "",
    keys: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, Any]:
    """The OpenAPI document of the app under that path while a release holds those layers and keys of them."""
    keys = keys or {}
    made = get_openapi(
        title="Atlas de Internacionalización Territorial",
        version="1.0.0",
        summary="The international action of Mexican municipalities and states.",
        description=_DESCRIPTION,
        routes=app.routes,
        servers=[{"url": root_path or "/"}],
        license_info={"name": "MIT", "identifier": "MIT"},
    )
    paths = made["paths"]
    made["paths"] = {}
    for path, operations in paths.items():
        if path == _ITEMS_PATH:
            made["paths"] |= {_of(path, layer.id): _items(operations, layer) for layer in layers}
        elif path == _ANSWER_PATH:
            made["paths"] |= {_of(path, each.name): _answer(operations, each, keys) for each in QUESTIONS}
        else:
            made["paths"][path] = operations
            if path == _ITEM_PATH:
                for operation in operations.values():
                    operation["parameters"] += openapi_items.view(None)
            elif path == _TILE_PATH:
                for operation in operations.values():
                    operation["parameters"] += openapi_items.filters("cvegeo LIKE '0%'")
    component = made["components"]["schemas"]
    component["Problem"] = schemas.Problem.model_json_schema()
    component |= openapi_values.key_schemas(keys)
    for model in (
        schemas.AnswerGraph,
        schemas.AnswerIds,
        schemas.AnswerMap,
        schemas.Feature,
        schemas.FeatureCollection,
    ):
        own = model.model_json_schema(ref_template="#/components/schemas/{model}")
        own.pop("$defs", None)  # named by others already
        component[model.__name__] = own
    component.pop("HTTPValidationError", None)
    component.pop("ValidationError", None)
    for path, operations in made["paths"].items():
        for operation in operations.values():
            _tell_problems(operation)
            _tell_forms(operation)
            openapi_values.tell_bodies(path, operation)
            openapi_values.tell_collections(operation, layers)
            for parameter in operation.get("parameters", []):
                _tell_style(parameter)
    return made


class Descriptions:
    """The document of the release asked for last, made once."""

    def __init__(self, root_path: str) -> None:
        self._root_path = root_path
        self._release_id: str | None = None
        self._document: dict[str, Any] | None = None

    def is_of(self, release_id: str | None) -> bool:
        """Whether the document that is at hand is that of the release."""
        return self._document is not None and release_id == self._release_id

    def of(
        self,
        app: FastAPI,
        release_id: str | None,
        layers: Iterable[Layer],
        keys: Mapping[str, Sequence[str]] | None = None,
    ) -> dict[str, Any]:
        """The document while that release is in force, or before there is any."""
        if self._document is None or release_id != self._release_id:
            self._document = document(app, tuple(layers), self._root_path, keys)
            self._release_id = release_id
        return self._document


_DESCRIPTION = """\
Collections of places and records, vector tiles of them, and questions that are answered from them.

“None known” always means: none in the sources loaded. A place that no source covers is *not researched*,
which is something else.

- A query parameter that an address does not have is refused (400) and the answer lists those that it has.
- Titles, descriptions and problems are in Spanish, or in English with `Accept-Language: en`.
- Every answer has an `ETag`; within one release of the data (`Atlas-Release`) nothing changes.
- Coordinates are longitude, latitude in degrees (WGS 84). Codes are text: their leading zeros count.
"""


def _of(path: str, name: str) -> str:
    return path.replace("{collection_id}", name).replace("{name}", name)


def _specific(
    operations: dict[str, Any], name: str, summary: str, parameters: list[dict[str, Any]]
) -> dict[str, Any]:
    """The operation of one collection or question: its own parameters in place of the one in the path."""
    copied: dict[str, Any] = deepcopy(operations)
    for operation in copied.values():
        shared = [each for each in operation["parameters"] if each["in"] != "path"]
        operation["parameters"] = [*parameters, *shared]
        operation["summary"] = summary
        operation["operationId"] = f"{operation['operationId']}_{name.replace('-', '_')}"
    return copied


def _items(operations: dict[str, Any], layer: Layer) -> dict[str, Any]:
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


def _answer(
    operations: dict[str, Any], question: Question, keys: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
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


def _tell_forms(operation: dict[str, Any]) -> None:
    """Where a page to read is offered, it is among the answers, and there may be none that is accepted."""
    names = [
        word
        for parameter in operation.get("parameters", [])
        if parameter["name"] == "f"
        for word in parameter["schema"]["enum"]
    ]
    for each in EXPORTS:
        if each.name in names:
            binary = {"schema": {"type": "string", "format": "binary"}}
            operation["responses"]["200"]["content"][each.media_type] = binary
    if "html" in names:
        operation["responses"]["200"]["content"]["text/html"] = {"schema": {"type": "string"}}
        operation["responses"]["406"] = _problem("The answer is given in no form that `Accept` names.")
        operation["responses"] = dict(sorted(operation["responses"].items()))


def _tell_style(parameter: dict[str, Any]) -> None:
    """A query cannot hold null, and only what may be repeated is an exploded array."""
    schema = parameter["schema"]
    if "anyOf" in schema:
        alternatives = [each for each in schema.pop("anyOf") if each.get("type") != "null"]
        schema.update(alternatives[0])
        schema.pop("default", None)
    text = schema.get("items", schema)
    if text.get("type") == "string" and not {"enum", "pattern", "format"} & set(text):
        text["pattern"] = ANY_TEXT
    if parameter["in"] == "query" and "style" not in parameter:
        parameter |= {"style": "form", "explode": schema.get("type") == "array"}


def _problem(description: str) -> dict[str, Any]:
    content = {"application/problem+json": {"schema": {"$ref": _PROBLEM}}}
    return {"description": description, "content": content}


def _tell_problems(operation: dict[str, Any]) -> None:
    """Every operation may be refused, and may meet a server that has no data yet."""
    responses = operation["responses"]
    responses.pop("422", None)
    told = {"400": "The request cannot be understood; the answer says why.", "503": "There are no data now."}
    if any(parameter["in"] == "path" for parameter in operation.get("parameters", [])):
        told["404"] = "There is no such thing."
    for status, description in told.items():
        responses.setdefault(status, _problem(description))
    operation["responses"] = dict(sorted(responses.items()))
