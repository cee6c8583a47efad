"""The items of a collection."""

from __future__ import annotations

from typing import Annotated

import orjson
from fastapi import APIRouter, Depends, Path
from starlette.responses import Response

from api import downloads, representations, schemas
from api.answering import KeptRoute, ReleaseRoute
from api.cursors import cursor, place_of
from api.dependencies import (
    DEFAULT_LIMIT,
    MAX_LIMIT,
    Asked,
    ByteOrderMark,
    CollectionLayer,
    CurrentRelease,
    Cursor,
    FeatureForm,
    Limit,
    Offset,
    PageLanguage,
)
from api.errors import UnknownFeature
from api.exports import exported
from api.formats import EXPORTS, GEOJSON, HTML, OF_GEOMETRY, OFFERS, Format
from api.pages import items_page
from api.pages_to_read import Reading
from api.readable_items import item_to_read, items_to_read
from api.representations import address, alternates, page_links, queryables_link
from api.selecting import AskedSelection, AskedView, AskedViewOfOne
from geo import queries

pages = APIRouter(route_class=ReleaseRoute, tags=["Items"])
single = APIRouter(route_class=KeptRoute, tags=["Items"])
_FORMS = (GEOJSON, HTML)
_PAGE_FORMS = (GEOJSON, HTML, *EXPORTS)
_FORMS_WITHOUT_GEOMETRY = tuple(form for form in _PAGE_FORMS if form not in OF_GEOMETRY)
PageForm = Annotated[Format, Depends(OFFERS.make(*_PAGE_FORMS))]
_MOST_TO_READ = 500
_EVERYTHING = 1_000_000_000


@pages.get(
    "/collections/{collection_id}/items",
    summary="Items of a collection",
    response_model=schemas.FeatureCollection,
    response_class=representations.GeoJSONResponse,
)
def items(
    layer: CollectionLayer,
    selection: AskedSelection,
    view: AskedView,
    limit: Limit,
    release: CurrentRelease,
    asked: Asked,
    form: PageForm,
    language: PageLanguage,
    cursor_: Cursor = None,
    offset: Offset = 0,
    has_bom: ByteOrderMark = False,
) -> Response:
    """A page of the items that meet every condition, ordered by `sortby` and then by key.

    A filter given several times takes any of its values.
    """
    place = None if cursor_ is None else place_of(cursor_, layer, view.order)
    if form in EXPORTS:
        limit = _EVERYTHING if limit is None else limit
        whole = items_page(release, layer, selection, view, limit=limit, offset=offset, place=place)
        table = downloads.of_items(layer, view, whole, form, release, asked)
        file = exported(table, form, has_bom=has_bom)
        file.headers.update(representations.headers_of(view))
        return file
    limit = min(limit or DEFAULT_LIMIT, _MOST_TO_READ if form is HTML else MAX_LIMIT)
    page = items_page(release, layer, selection, view, limit=limit, offset=offset, place=place)
    # Whoever counts pages by offset goes on doing so.
    word = None if offset or page.next_place is None else cursor(view.order, page.next_place)
    turning = page_links(
        asked,
        form.media_type,
        limit=limit,
        offset=offset,
        number_matched=page.number_matched if place is None else 0,
        cursor=word,
    )
    forms = _PAGE_FORMS if layer.geometry else _FORMS_WITHOUT_GEOMETRY
    if form is HTML:
        return items_to_read(Reading(language, asked, forms), layer, view, page, turning)
    links = [*alternates(asked, form, forms), *turning]
    said = representations.feature_collection(page, view, links)
    said.headers["Link"] = queryables_link(asked)
    return said


@single.get(
    "/collections/{collection_id}/items/{feature_id}",
    summary="One item",
    response_model=schemas.Feature,
    response_class=representations.GeoJSONResponse,
)
def item(
    layer: CollectionLayer,
    feature_id: Annotated[str, Path(description="Key of an item.", examples=["02004"])],
    view: AskedViewOfOne,
    release: CurrentRelease,
    asked: Asked,
    form: FeatureForm,
    language: PageLanguage,
) -> Response:
    """One item with its properties and its geometry, at full detail unless less is asked for."""
    with release.connection() as connection:
        statement = queries.item(layer, feature_id, zoom=view.zoom, outline=view.outline)
        row = connection.execute(statement).one_or_none()
    if row is None:
        raise UnknownFeature(layer.id, feature_id)
    if form is HTML:
        properties = orjson.loads(row[1])
        return item_to_read(Reading(language, asked, _FORMS), layer, feature_id, properties, row[2])
    collection = schemas.Link(
        rel="collection",
        href=address(asked.base_url, f"/collections/{layer.id}"),
        type=representations.JSON,
    )
    return representations.feature(row, view, [*alternates(asked, form, _FORMS), collection])
