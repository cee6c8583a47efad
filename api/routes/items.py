"""The items of a collection."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Path
from starlette.requests import Request
from starlette.responses import Response

from api import downloads, representations, schemas
from api.delivery.answering import KeptRoute
from api.delivery.work import Place, Work, threads_for
from api.dependencies import (
    DEFAULT_LIMIT,
    MAX_LIMIT,
    Asked,
    AskedAddress,
    ByteOrderMark,
    CollectionLayer,
    CurrentRelease,
    Cursor,
    FeatureForm,
    Limit,
    Offset,
    PageLanguage,
    asked_address,
    base_url,
)
from api.errors import UnknownFeature
from api.exports import exported
from api.formats import EXPORTS, GEOJSON, HTML, OF_GEOMETRY, OFFERS, Format, choose
from api.items.block_reading import is_in_file
from api.items.cursors import cursor, place_of
from api.items.pages import ItemsPage, items_page
from api.items.selecting import (
    AskedSelection,
    AskedView,
    AskedViewOfOne,
    ItemSelection,
    ItemView,
    View,
    without_view,
)
from api.pages_to_read import Reading
from api.readable_items import item_to_read, items_to_read
from api.releases import ServedRelease
from api.representations import address, alternates, page_links, queryables_link
from geo.declarations import Layer
from geo.items import queries
from geo.items.queries import Selection


class PagesRoute(KeptRoute):
    """Answers a page of GeoJSON without all that FastAPI does to find the arguments of a route."""

    def directly(self, request: Request) -> Work | None:
        """The work of the page that is asked for, unless something of the request wants a closer look."""
        query = request.query_params
        release: ServedRelease = request.state.release
        layer = release.layers.get(request.path_params["collection_id"])
        limit, offset = query.get("limit"), query.get("offset", "0")
        if (
            layer is None
            or not _LOOKED_AT_CLOSELY.isdisjoint(query)
            or not (limit is None or _COUNT.fullmatch(limit))
            or not _COUNT.fullmatch(offset)
            or limit == "0"
            or choose(request, _PAGE_FORMS) is not GEOJSON
        ):
            return None
        asked = asked_address(request, base_url(request))
        known = (layer.id, _selecting(asked))
        selection = release.selections.get(known, lambda: ItemSelection.of(request, layer))
        view = ItemView.of(request, layer)
        number = None if limit is None else int(limit)
        files = release.files
        # To make a file takes up to a second: no work for threads that are to be free at once.
        is_made = (
            files is None or not is_in_file(layer, view) or files.is_made(layer, view.zoom, view.outline)
        )
        return Work(
            lambda: _page(layer, selection, view, number, release, asked, offset=int(offset)),
            threads_for(request) if is_made else Place.THREADS,
        )


pages = APIRouter(route_class=PagesRoute, tags=["Items"])
_LOOKED_AT_CLOSELY = frozenset({"cursor", "bom", "lang"})
_COUNT = re.compile(r"0|[1-9]\d{0,8}", re.ASCII)
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
    if form is GEOJSON:
        selected = release.selections.get((layer.id, _selecting(asked)), lambda: selection)
        return _page(layer, selected, view, limit, release, asked, place, offset)
    limit = min(limit or DEFAULT_LIMIT, _MOST_TO_READ)
    page = items_page(release, layer, selection, view, limit=limit, offset=offset, place=place)
    turning = _turning(page, view, asked, form, place, limit, offset)
    forms = _PAGE_FORMS if layer.geometry else _FORMS_WITHOUT_GEOMETRY
    return items_to_read(Reading(language, asked, forms), layer, view, page, turning)


def _selecting(asked: AskedAddress) -> tuple[tuple[str, Any], ...]:
    return tuple(without_view(asked.query))


def _page(
    layer: Layer,
    selection: Selection,
    view: View,
    limit: int | None,
    release: ServedRelease,
    asked: AskedAddress,
    place: Sequence[Any] | None = None,
    offset: int = 0,
) -> Response:
    limit = min(limit or DEFAULT_LIMIT, MAX_LIMIT)
    page = items_page(
        release,
        layer,
        selection,
        view,
        limit=limit,
        offset=offset,
        place=place,
        asked=_selecting(asked),
        is_ready=True,
    )
    forms = _PAGE_FORMS if layer.geometry else _FORMS_WITHOUT_GEOMETRY
    turning = _turning(page, view, asked, GEOJSON, place, limit, offset)
    said = representations.feature_collection(page, view, [*alternates(asked, GEOJSON, forms), *turning])
    said.headers["Link"] = queryables_link(asked)
    return said


def _turning(
    page: ItemsPage,
    view: View,
    asked: AskedAddress,
    form: Format,
    place: Sequence[Any] | None,
    limit: int,
    offset: int,
) -> list[schemas.Link]:
    # Whoever counts pages by offset goes on doing so.
    word = None if offset or page.next_place is None else cursor(view.order, page.next_place)
    return page_links(
        asked,
        form.media_type,
        limit=limit,
        offset=offset,
        number_matched=page.number_matched if place is None else 0,
        cursor=word,
    )


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
