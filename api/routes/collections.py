"""The catalogue of collections."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from api import catalogue, schemas
from api.answering import KeptRoute
from api.dependencies import BaseUrl, CollectionLayer, CurrentRelease, RequestLanguage
from api.representations import JSON, address, json_response

router = APIRouter(route_class=KeptRoute, tags=["Collections"])


@router.get("/collections", summary="Every collection", response_model=schemas.Collections)
def collections(release: CurrentRelease, base_url: BaseUrl, language: RequestLanguage) -> Response:
    """Every collection with its fields, vocabularies, legend, licence, extent and number of items."""
    found = [catalogue.collection(layer, release, base_url, language) for layer in release.layers.values()]
    links = [schemas.Link(rel="self", href=address(base_url, "/collections"), type=JSON)]
    return json_response(schemas.Collections(collections=found, links=links))


@router.get("/collections/{collection_id}", summary="One collection", response_model=schemas.Collection)
def collection(
    layer: CollectionLayer, release: CurrentRelease, base_url: BaseUrl, language: RequestLanguage
) -> Response:
    """One collection with its fields, vocabularies, legend, licence, extent and number of items."""
    return json_response(catalogue.collection(layer, release, base_url, language))
