"""Pages of a collection, read in blocks, so that memory holds a block and not the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from api.releases import ServedRelease
from geo import queries
from geo.declarations import Layer
from geo.queries import Box

Row = tuple[str, str, str | None]
"""Key, properties as JSON text, geometry as GeoJSON text or None."""

BLOCK_BYTES = 2_000_000
_MOST_ROWS = 2000


@dataclass(frozen=True, slots=True)
class ItemsPage:
    """A page: what matched, what it returns, and its rows in blocks."""

    number_matched: int
    number_returned: int
    blocks: Iterator[Sequence[Row]]
    is_one_block: bool


def items_page(
    release: ServedRelease,
    layer: Layer,
    *,
    bbox: Box | None,
    filters: Mapping[str, Sequence[str]],
    limit: int,
    offset: int,
) -> ItemsPage:
    """The items ``offset`` … ``offset + limit`` of those that match, ordered by key.

    The first block is read at once, so that a request that cannot be answered fails as a whole.
    """
    matched = _matched(release, layer, bbox, filters)
    returned = max(0, min(limit, matched - offset))
    block_rows = max(1, min(BLOCK_BYTES // release.feature_bytes[layer.id], _MOST_ROWS))

    def read(start: int) -> Sequence[Row]:
        rows = min(block_rows, returned - start)
        statement = queries.items(layer, bbox=bbox, filters=filters, limit=rows, offset=offset + start)
        # A connection a block: a slow reader holds none while it reads.
        with release.connection() as connection:
            return connection.execute(statement).all()

    starts = range(0, returned, block_rows)
    first = [read(start) for start in starts[:1]]
    return ItemsPage(
        number_matched=matched,
        number_returned=returned,
        blocks=chain(first, map(read, starts[1:])),
        is_one_block=len(starts) <= 1,
    )


def _matched(
    release: ServedRelease, layer: Layer, bbox: Box | None, filters: Mapping[str, Sequence[str]]
) -> int:
    if bbox is None and not filters:
        return release.counts[layer.id]
    with release.connection() as connection:
        return connection.execute(queries.count(layer, bbox=bbox, filters=filters)).scalar_one()
