"""Answers as bytes. A feature is put together from texts made in the load, which are never parsed here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import orjson
from pydantic import BaseModel
from starlette.responses import Response

from api.answering import BlocksResponse
from api.dependencies import AskedAddress
from api.pages import ItemsPage, Row
from api.schemas import Link

JSON = "application/json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.1"
GEOJSON = "application/geo+json"
TILE = "application/vnd.mapbox-vector-tile"


def json_response(content: BaseModel | Mapping[str, Any], media_type: str = JSON) -> Response:
    """The content as JSON."""
    body = (
        content.model_dump_json(by_alias=True).encode()
        if isinstance(content, BaseModel)
        else orjson.dumps(content)
    )
    return Response(body, media_type=media_type)


def _feature(row: Row) -> str:
    key, properties, geometry = row
    return (
        f'{{"type":"Feature","id":{orjson.dumps(key).decode()},"geometry":{geometry or "null"}'
        f',"properties":{properties}'
    )


def _links(links: Sequence[Link]) -> str:
    return orjson.dumps([link.model_dump() for link in links]).decode()


def feature(row: Row, links: Sequence[Link]) -> Response:
    """One GeoJSON feature (RFC 7946) with its links."""
    return Response(f'{_feature(row)},"links":{_links(links)}}}'.encode(), media_type=GEOJSON)


def _block(rows: Iterable[Row]) -> str:
    return ",".join([_feature(row) + "}" for row in rows])


def feature_collection(page: ItemsPage, links: Sequence[Link], time_stamp: str) -> Response:
    """A page of features, sent block by block where it is large."""
    opening = (
        f'{{"type":"FeatureCollection","timeStamp":"{time_stamp}","numberMatched":{page.number_matched}'
        f',"numberReturned":{page.number_returned},"links":{_links(links)},"features":['
    )
    if page.is_one_block:
        return Response(f"{opening}{_block(next(page.blocks, ()))}]}}".encode(), media_type=GEOJSON)
    return BlocksResponse(_sent_blocks(opening, page), media_type=GEOJSON)


def _sent_blocks(opening: str, page: ItemsPage) -> Iterator[bytes]:
    before = opening
    for rows in page.blocks:
        yield (before + _block(rows)).encode()
        before = ","
    yield b"]}" if before == "," else f"{before}]}}".encode()


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


def page_links(
    asked: AskedAddress, *, media_type: str, limit: int, offset: int, number_matched: int
) -> list[Link]:
    """``self``, ``next`` and ``prev`` of a page; the other parameters stay as they were given."""
    kept = [pair for pair in asked.query if pair[0] not in {"limit", "offset"}]

    def page(rel: str, start: int, rows: int) -> Link:
        query = [*kept, ("limit", str(rows)), ("offset", str(start))]
        return Link(rel=rel, href=address(asked.base_url, asked.path, query), type=media_type)

    links = [Link(rel="self", href=address(asked.base_url, asked.path, asked.query), type=media_type)]
    if offset + limit < number_matched:
        links.append(page("next", offset + limit, limit))
    if offset > 0:
        # A shorter page rather than one that repeats what follows.
        links.append(page("prev", max(0, offset - limit), min(limit, offset)))
    return links


class GeoJSONResponse(Response):
    """For the OpenAPI document: an answer in GeoJSON."""

    media_type = GEOJSON


class TileResponse(Response):
    """For the OpenAPI document: an answer in Mapbox Vector Tile."""

    media_type = TILE
