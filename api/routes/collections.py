"""The catalogue of collections."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from api import catalogue, schemas
from api.delivery.answering import KeptRoute
from api.dependencies import (
    Asked,
    BaseUrl,
    CollectionLayer,
    CurrentRelease,
    DocumentForm,
    RequestLanguage,
)
from api.formats import HTML, JSON
from api.pages_to_read import COLLECTIONS, HOME, Reading
from api.representations import alternates, json_response

router = APIRouter(route_class=KeptRoute, tags=["Collections"])
_FORMS = (JSON, HTML)


@router.get("/collections", summary="Every collection", response_model=schemas.Collections)
def collections(
    release: CurrentRelease, base_url: BaseUrl, asked: Asked, language: RequestLanguage, form: DocumentForm
) -> Response:
    """Every collection with its fields, vocabularies, legend, licence, extent and number of items."""
    found = [catalogue.collection(layer, release, base_url, language) for layer in release.layers.values()]
    if form is HTML:
        reading = Reading(language, asked, _FORMS)
        return reading.page("collections.html", COLLECTIONS[0], [HOME], collections=found)
    return json_response(schemas.Collections(collections=found, links=alternates(asked, form, _FORMS)))


@router.get("/collections/{collection_id}", summary="One collection", response_model=schemas.Collection)
def collection(
    layer: CollectionLayer,
    release: CurrentRelease,
    base_url: BaseUrl,
    asked: Asked,
    language: RequestLanguage,
    form: DocumentForm,
) -> Response:
    """One collection with its fields, vocabularies, legend, licence, extent and number of items."""
    found = catalogue.collection(layer, release, base_url, language)
    if form is HTML:
        reading = Reading(language, asked, _FORMS)
        return reading.page("collection.html", layer.title, [HOME, COLLECTIONS], collection=found)
    return json_response(found)
