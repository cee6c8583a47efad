"""Answers as bytes. A feature is put together from texts made in the load, parsed only to change them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any
from urllib.parse import urlencode

import orjson
from pydantic import BaseModel
from starlette.responses import Response

from api.delivery.answering import BlocksResponse
from api.dependencies import AskedAddress
from api.formats import Format
from api.items.block_reading import Row
from api.items.pages import ItemsPage
from api.items.selecting import View
from api.schemas import Link
from geo import systems
from geo.questions.terms import Terms, addresses

JSON = "application/json"
HTML = "text/html"
OPENAPI = "application/vnd.oai.openapi+json;version=3.1"
OPENAPI_30 = "application/vnd.oai.openapi+json;version=3.0"
GEOJSON = "application/geo+json"
QUERYABLES = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
TILE = "application/vnd.mapbox-vector-tile"
# OGC's schema of a feature wants a geometry; RFC 7946 (3.1) lets one without coordinates be taken for null.
EMPTY_GEOMETRY = '{"type":"MultiPoint","coordinates":[]}'


def json_response(content: BaseModel | Mapping[str, Any], media_type: str = JSON) -> Response:
    """The content as JSON."""
    body = (
        content.model_dump_json(by_alias=True).encode()
        if isinstance(content, BaseModel)
        else orjson.dumps(content)
    )
    return Response(body, media_type=media_type)


def feature_texts(rows: Sequence[Row], view: View) -> list[str]:
    """Each row as GeoJSON without its closing brace.

    Where a place is unknown or not asked for, the geometry is null; rows of a collection that has no geometry
    at all carry an empty one.
    """
    geometries: Sequence[str | None]
    if not view.has_geometry:
        geometries = [None] * len(rows)
    elif view.is_of_table:
        geometries = [EMPTY_GEOMETRY] * len(rows)
    elif view.is_stored:
        geometries = [row[2] for row in rows]
    else:
        geometries = systems.rendered([row[2] for row in rows], view.system, view.decimals)
    return [
        f'{{"type":"Feature","id":{orjson.dumps(row[0]).decode()},"geometry":{geometry or "null"}'
        f',"properties":{_properties(row[1], view.properties)}'
        for row, geometry in zip(rows, geometries, strict=True)
    ]


def _properties(text: str, chosen: Sequence[str] | None) -> str:
    if chosen is None:
        return text
    properties = orjson.loads(text)
    return orjson.dumps({name: properties[name] for name in chosen}).decode()


def _links(links: Sequence[Link]) -> str:
    return orjson.dumps([link.model_dump() for link in links]).decode()


def feature(row: Row, view: View, links: Sequence[Link]) -> Response:
    """One GeoJSON feature (RFC 7946) with its links."""
    (text,) = feature_texts([row], view)
    body = f'{text},"links":{_links(links)}}}'.encode()
    return Response(body, media_type=GEOJSON, headers=headers_of(view))


def headers_of(view: View) -> dict[str, str]:
    """What the headers of an answer say about its geometry (OGC API – Features Part 2)."""
    return {"Content-Crs": f"<{view.system.uri}>"}


def queryables_link(asked: AskedAddress) -> str:
    """The header ``Link`` by which a page of items says what it can be filtered by (Part 3)."""
    href = address(asked.base_url, f"{asked.path.removesuffix('/items')}/queryables")
    return f'<{href}>; rel="{QUERYABLES}"; type="application/schema+json"'


def feature_collection(page: ItemsPage, view: View, links: Sequence[Link]) -> Response:
    """A page of features, sent block by block where it is large."""
    # No timeStamp: it would have to be the moment of the answer, and equal requests would differ by it alone.
    opening = (
        f'{{"type":"FeatureCollection","numberMatched":{page.number_matched}'
        f',"numberReturned":{page.number_returned},"links":{_links(links)},"features":['
    )
    blocks = _sent_blocks(opening.encode(), _feature_blocks(page, view))
    if page.is_one_block:
        body = b"".join(chain.from_iterable(blocks))
        return Response(body, media_type=GEOJSON, headers=headers_of(view))
    response = BlocksResponse(map(b"".join, blocks), media_type=GEOJSON)
    response.headers.update(headers_of(view))
    return response


def _feature_blocks(page: ItemsPage, view: View) -> Iterator[bytes]:
    """Blocks of features with a comma between two, each block without the last closing brace."""
    if page.ready is not None:
        return map(b"},".join, page.ready)
    return ("},".join(feature_texts(rows, view)).encode() for rows in page.blocks)


def _sent_blocks(opening: bytes, blocks: Iterator[bytes]) -> Iterator[tuple[bytes, ...]]:
    """The parts of each block as it is sent, not yet joined: each copy takes as long as reading it."""
    before = opening
    for block in blocks:
        if block:
            yield (before, block, b"}")
            before = b","
    yield (b"]}",) if before == b"," else (before, b"]}")


def tile(body: bytes | None) -> Response:
    """A vector tile, or 204 where nothing is drawn."""
    return Response(bytes(body), media_type=TILE) if body else Response(status_code=204)


def address(base_url: str, path: str, query: Iterable[tuple[str, str]] = ()) -> str:
    """An absolute address.

    >>> address("http://atlas.example", "/collections", [("state", "02")])
    'http://atlas.example/collections?state=02'
    """
    text = urlencode(list(query))
    return f"{base_url}{path}{'?' if text else ''}{text}"


def license_header(found: Sequence[Terms], *further: str) -> dict[str, str]:
    """The header ``Link`` (RFC 8288) to the licences that have an address, and ``further`` links, if any."""
    links = [*(f'<{each}>; rel="license"' for each in addresses(found)), *further]
    return {"Link": ", ".join(links)} if links else {}


def alternates(asked: AskedAddress, chosen: Format, offered: Iterable[Format]) -> list[Link]:
    """``self`` in the form that was chosen, and ``alternate`` in each of the others."""
    # Written once: encoding a query ten times took a third of the time of a page.
    whole = address(asked.base_url, asked.path, asked.query)
    others = [pair for pair in asked.query if pair[0] != "f"]
    rest = whole if len(others) == len(asked.query) else address(asked.base_url, asked.path, others)
    unformed = f"{rest}{'&' if '?' in rest else '?'}"
    links = [Link(rel="self", href=whole, type=chosen.media_type)]
    for each in offered:
        if each is not chosen:
            href = f"{unformed}f={each.name}"
            links.append(Link(rel="alternate", href=href, type=each.media_type, title=each.title.en))
    return links


def page_links(
    asked: AskedAddress,
    media_type: str,
    *,
    limit: int,
    offset: int,
    number_matched: int,
    cursor: str | None = None,
) -> list[Link]:
    """``next`` and ``prev`` of a page; the other parameters stay as they were given.

    ``cursor`` says where the next page begins, where pages are not counted by ``offset``.
    """
    kept = [pair for pair in asked.query if pair[0] not in {"limit", "offset", "cursor"}]

    def page(rel: str, rows: int, *place: tuple[str, str]) -> Link:
        query = [*kept, ("limit", str(rows)), *place]
        return Link(rel=rel, href=address(asked.base_url, asked.path, query), type=media_type)

    links = []
    if cursor is not None:
        links.append(page("next", limit, ("cursor", cursor)))
    elif offset + limit < number_matched:
        links.append(page("next", limit, ("offset", str(offset + limit))))
    if offset > 0:
        # A shorter page rather than one that repeats what follows.
        links.append(page("prev", min(limit, offset), ("offset", str(max(0, offset - limit)))))
    return links


class GeoJSONResponse(Response):
    """For the OpenAPI document: an answer in GeoJSON."""

    media_type = GEOJSON


class PageResponse(Response):
    """For the OpenAPI document: a page to read."""

    media_type = "text/html"


class TileResponse(Response):
    """For the OpenAPI document: an answer in Mapbox Vector Tile."""

    media_type = TILE
