"""The OpenAPI document: what FastAPI reads off the routes, and what the declarations add to it.

FastAPI knows one address for the items of all collections, one for their tiles and one for the answers to all
questions. Each collection and question has parameters of its own, so each gets an address of its own in the
document.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api import schemas
from api.openapi import items as openapi_items
from api.openapi import values as openapi_values
from api.openapi.addresses import answer_to, items_of, path_of, tile_of
from api.openapi.operations import tell_forms, tell_problems, tell_style
from geo.declarations import Layer
from geo.questions import QUESTIONS

_ITEMS_PATH = "/collections/{collection_id}/items"
_ITEM_PATH = f"{_ITEMS_PATH}/{{feature_id}}"
_TILE_PATH = "/collections/{collection_id}/tiles/WebMercatorQuad/{z}/{y}/{x}"
_ANSWER_PATH = "/questions/{name}"


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
            made["paths"] |= {path_of(path, layer.id): items_of(operations, layer) for layer in layers}
        elif path == _TILE_PATH:
            made["paths"] |= {
                path_of(path, layer.id): tile_of(operations, layer)
                for layer in layers
                if layer.geometry is not None
            }
        elif path == _ANSWER_PATH:
            made["paths"] |= {
                path_of(path, each.name): answer_to(operations, each, keys) for each in QUESTIONS
            }
        else:
            made["paths"][path] = operations
            if path == _ITEM_PATH:
                for operation in operations.values():
                    operation["parameters"] += openapi_items.view(None)
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
        component |= own.pop("$defs", {}) | component  # what routes name already stays as it is
        component[model.__name__] = own
    component.pop("HTTPValidationError", None)
    component.pop("ValidationError", None)
    for path, operations in made["paths"].items():
        for operation in operations.values():
            tell_problems(operation)
            tell_forms(operation)
            openapi_values.tell_bodies(path, operation)
            openapi_values.tell_collections(operation, layers)
            for parameter in operation.get("parameters", []):
                tell_style(parameter)
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
