"""What can be filtered by (OGC API – Features Part 3)."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api import schemas
from api.delivery.answering import CheckedRoute, KeptRoute
from api.dependencies import (
    Asked,
    CollectionLayer,
    CurrentRelease,
    DocumentForm,
    RequestLanguage,
)
from api.formats import HTML, JSON, OFFERS, SCHEMA, Format
from api.pages_to_read import COLLECTIONS, HOME, Reading
from api.representations import address, json_response
from geo import cql2
from geo.declarations import Text

by_collection = APIRouter(route_class=KeptRoute, tags=["Filters"])
for_all = APIRouter(route_class=CheckedRoute, tags=["Filters"])
SchemaForm = Annotated[Format, Depends(OFFERS.make(SCHEMA, HTML))]
_QUERYABLES = Text("Propiedades para filtrar", "Queryables")
_FUNCTIONS = Text("Funciones para filtrar", "Functions for filters")


class SchemaResponse(Response):
    """For the OpenAPI document: a JSON Schema."""

    media_type = SCHEMA.media_type


@by_collection.get(
    "/collections/{collection_id}/queryables",
    summary="What a collection can be filtered by",
    response_class=SchemaResponse,
)
def queryables(
    layer: CollectionLayer,
    release: CurrentRelease,  # noqa: ARG001 - the route answers from it
    asked: Asked,
    language: RequestLanguage,
    form: SchemaForm,
) -> Response:
    """The properties that a CQL2 filter may name, as JSON Schema."""
    found: dict[str, Any] = {
        "$id": address(asked.base_url, asked.path),
        **cql2.queryables(layer, language=language),
    }
    if form is HTML:
        above = (layer.title, f"/collections/{layer.id}?f=html")
        rows = [{"name": name, **_told(schema)} for name, schema in found["properties"].items()]
        reading = Reading(language, asked, (SCHEMA, HTML))
        members = [(layer.id, rows)]
        return reading.page(
            "document.html", _QUERYABLES, [HOME, COLLECTIONS, above], members=members, links=[]
        )
    return json_response(found, media_type=SCHEMA.media_type)


def _told(schema: dict[str, Any]) -> dict[str, Any]:
    words = schema.get("enum") or schema.get("items", {}).get("enum")
    kind = schema.get("type") or schema.get("format")
    return {"title": schema.get("title"), "type": kind, "unit": schema.get("x-ogc-unit"), "values": words}


@for_all.get("/functions", summary="What a filter can call", response_model=schemas.Functions)
async def functions(asked: Asked, language: RequestLanguage, form: DocumentForm) -> Response:
    """The functions that a CQL2 filter may call besides those of the standard."""
    made = schemas.Functions.model_validate(cql2.functions_document(language))
    return Reading(language, asked, (JSON, HTML)).document(form, _FUNCTIONS, [HOME], made)
