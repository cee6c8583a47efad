"""The items of a collection as GeoJSON."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response

from api import representations, schemas
from api.answering import KeptRoute, ReleaseRoute
from api.dependencies import (
    Asked,
    BaseUrl,
    BoundingBox,
    CollectionLayer,
    CurrentRelease,
    LayerFilters,
    Limit,
    Offset,
)
from api.errors import UnknownFeature
from api.pages import items_page
from api.representations import GEOJSON, JSON, address
from geo import queries

pages = APIRouter(route_class=ReleaseRoute, tags=["Items"])
single = APIRouter(route_class=KeptRoute, tags=["Items"])


@pages.get(
    "/collections/{collection_id}/items",
    summary="Items of a collection",
    response_model=schemas.FeatureCollection,
    response_class=representations.GeoJSONResponse,
)
def items(
    layer: CollectionLayer,
    bbox: BoundingBox,
    filters: LayerFilters,
    limit: Limit,
    release: CurrentRelease,
    asked: Asked,
    offset: Offset = 0,
) -> Response:
    """A page of the items that touch the box and meet every filter, ordered by key.

    A filter given several times takes any of its values.
    """
    page = items_page(release, layer, bbox=bbox, filters=filters, limit=limit, offset=offset)
    links = representations.page_links(
        asked, media_type=GEOJSON, limit=limit, offset=offset, number_matched=page.number_matched
    )
    return representations.feature_collection(page, links, release.created_at)


@single.get(
    "/collections/{collection_id}/items/{feature_id}",
    summary="One item",
    response_model=schemas.Feature,
    response_class=representations.GeoJSONResponse,
)
def item(
    layer: CollectionLayer,
    feature_id: Annotated[str, Path(description="Key of an item.", examples=["02004"])],
    release: CurrentRelease,
    base_url: BaseUrl,
) -> Response:
    """One item with all its properties and its geometry at full detail."""
    with release.connection() as connection:
        row = connection.execute(queries.item(layer, feature_id)).one_or_none()
    if row is None:
        raise UnknownFeature(layer.id, feature_id)
    path = f"/collections/{layer.id}"
    links = [
        schemas.Link(rel="self", href=address(base_url, f"{path}/items/{feature_id}"), type=GEOJSON),
        schemas.Link(rel="collection", href=address(base_url, path), type=JSON),
    ]
    return representations.feature(row, links)
