"""Sets of tiles as OGC API – Tiles (20-057) lists and describes them."""

from __future__ import annotations

from typing import Any

from api import schemas
from api.representations import JSON, TILE, address
from geo.items.queries import Box
from geo.tiles import matrix

_RELATIONS = "http://www.opengis.net/def/rel/ogc/1.0/"
LIST, GRID, DATA = (f"{_RELATIONS}{name}" for name in ("tilesets-vector", "tiling-scheme", "geodata"))
"""Relations of links: to a list of sets, to the grid of a set, to what is drawn."""


def members(
    title: str, base_url: str, path: str, box: Box | None, collections: str | None = None
) -> dict[str, Any]:
    """What tileset metadata (17-083r4) says of the set at that path, beside its TileJSON.

    ``box`` is that of everything drawn, if there is anything; ``collections`` are the ids that the set is
    asked for with, where it can be asked for some.
    """
    query = "" if collections is None else f"?collections={collections}"
    item = schemas.Link(
        rel="item",
        href=f"{base_url}{path}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}{query}",
        type=TILE,
        templated=True,
    )
    limits = [] if box is None else [_limits(each) for each in matrix.limits(box)]
    return {
        **_named(title),
        "tileMatrixSetLimits": limits,
        "links": [_itself(base_url, path, query), _grid(base_url), item],
    }


def listed(title: str, base_url: str, path: str, source: str) -> schemas.TileSets:
    """The list at that path: the one set of tiles of what is at ``source``."""
    links = [_itself(base_url, f"{path}/{matrix.ID}"), _grid(base_url)]
    return schemas.TileSets(
        tilesets=[schemas.TileSetItem(**_named(title), links=links)],
        links=[
            _itself(base_url, path),
            schemas.Link(rel="alternate", href=address(base_url, path, [("f", "html")]), type="text/html"),
            schemas.Link(rel=DATA, href=address(base_url, source), type=JSON),
        ],
    )


def link_to_list(base_url: str, path: str) -> schemas.Link:
    """The link from what is drawn to the list of its sets of tiles."""
    return schemas.Link(rel=LIST, href=address(base_url, path), type=JSON)


def _limits(told: matrix.Limits) -> schemas.TileMatrixLimits:
    return schemas.TileMatrixLimits(
        tileMatrix=str(told.zoom),
        minTileRow=told.first_row,
        maxTileRow=told.last_row,
        minTileCol=told.first_column,
        maxTileCol=told.last_column,
    )


def _named(title: str) -> dict[str, Any]:
    return {"title": title, "crs": matrix.CRS_URI, "tileMatrixSetURI": matrix.URI}


def _itself(base_url: str, path: str, query: str = "") -> schemas.Link:
    return schemas.Link(rel="self", href=f"{base_url}{path}{query}", type=JSON)


def _grid(base_url: str) -> schemas.Link:
    return schemas.Link(rel=GRID, href=address(base_url, f"/tileMatrixSets/{matrix.ID}"), type=JSON)
