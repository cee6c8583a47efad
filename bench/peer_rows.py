"""What `bench.peers` asks: pages, a filter and tiles of several servers, beside what is demanded."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench import peer_servers as servers
from bench.demands import Demand

ITEMS = "/collections/municipalities/items"
_TIPG = f"/collections/{servers.SCHEMA}.mun/items"
_FILTER = (
    "filter=cve_ent%20IN%20(%2709%27,%2715%27)%20AND%20agreement_count%20%3E=%200&bbox=-100.5,18.5,-98.5,20.5"
)
_LON, _LAT = -99.13, 19.43
_LIMITS = (10, 100, 1000)


@dataclass(frozen=True)
class Row:
    """One thing that is asked of several servers.

    ``addresses`` are paths by server; ``encodings`` what compression a server is asked for and must give;
    servers in ``with_tag`` are given the tag of their answer and must say that nothing changed.
    """

    title: str
    addresses: dict[str, str]
    demanded: Demand
    encodings: dict[str, str] = field(default_factory=dict)
    with_tag: frozenset[str] = frozenset()


def tile_at(zoom: int) -> tuple[int, int]:
    """Column and row of the tile over the capital.

    >>> tile_at(4)
    (3, 7)
    """
    side = 2**zoom
    row = (1 - math.asinh(math.tan(math.radians(_LAT))) / math.pi) / 2 * side
    return int((_LON + 180) / 360 * side), int(row)


def plain_page(limit: int) -> str:
    """Path of a page of ours."""
    return f"{ITEMS}?limit={limit}&zoom-level={servers.PAGE_ZOOM}"


def rows_of(ours: Sequence[str], kept: Sequence[str], zooms: Sequence[int]) -> list[Row]:
    """What is asked. ``ours`` are servers that keep nothing, ``kept`` those that keep answers."""
    rows = []
    for limit in _LIMITS:
        page = plain_page(limit)
        peers = {"tipg": f"{_TIPG}?limit={limit}", "pygeoapi": f"/collections/mun/items?limit={limit}&f=json"}
        again = {**peers, **dict.fromkeys(kept, page)}
        title = f"page of {limit}"
        rows += [
            Row(title, {**peers, **dict.fromkeys(ours, page)}, _times(4 if limit == 10 else 6)),
            Row(f"{title}, asked again", again, _times(30)),
            Row(f"{title}, asked again, brotli", again, _times(30), encodings=dict.fromkeys(kept, "br")),
            Row(f"{title}, 304", again, _times(60), with_tag=frozenset(kept)),
        ]
    filtered = f"limit=100&{_FILTER}"
    mine = f"{ITEMS}?{filtered}&zoom-level={servers.PAGE_ZOOM}"
    rows.append(
        Row("filter and box", {"tipg": f"{_TIPG}?{filtered}", **dict.fromkeys(ours, mine)}, _times(4))
    )
    for zoom in zooms:
        band = next(band for band, range_ in servers.BANDS.items() if zoom in range_)
        x, y = tile_at(zoom)
        theirs = f"/collections/{servers.SCHEMA}.mun_{band}/tiles/WebMercatorQuad/{zoom}/{x}/{y}"
        tile = f"/collections/municipalities/tiles/WebMercatorQuad/{zoom}/{y}/{x}"
        rows.append(Row(f"tile z{zoom}", {"tipg": theirs, **dict.fromkeys(ours, tile)}, _times(3)))
        rows.append(
            Row(f"tile z{zoom}, asked again", {"tipg": theirs, **dict.fromkeys(kept, tile)}, _times(20))
        )
    return rows


def _times(factor: float) -> Demand:
    return Demand(factor, "×")
