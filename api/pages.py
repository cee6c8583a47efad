"""Pages of a collection, read in blocks, so that memory holds a block and not the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from api.releases import ServedRelease
from api.selecting import View
from geo import queries
from geo.declarations import Layer
from geo.queries import Selection

Row = Sequence[Any]
"""Key, properties as JSON text, geometry as GeoJSON text, WKB in EPSG:3857 or None, values of the order."""

BLOCK_BYTES = 2_000_000
MOST_ROWS = 2000


@dataclass(frozen=True, slots=True)
class ItemsPage:
    """A page: what matched, what it returns, its rows in blocks, and where the next page begins, if any."""

    number_matched: int
    number_returned: int
    blocks: Iterator[Sequence[Row]]
    is_one_block: bool
    next_place: list[Any] | None


def items_page(
    release: ServedRelease,
    layer: Layer,
    selection: Selection,
    view: View,
    *,
    limit: int,
    offset: int = 0,
    place: Sequence[Any] | None = None,
) -> ItemsPage:
    """The items ``offset`` … ``offset + limit`` of those that match after ``place``, as the view orders them.

    The first block is read at once, so that a request that cannot be answered fails as a whole.
    """
    matched = number_matched(release, layer, selection)
    remaining = matched if place is None else _remaining(release, layer, selection, view, place)
    returned = max(0, min(limit, remaining - offset))
    rows_a_block = max(1, min(BLOCK_BYTES // release.feature_bytes[layer.id], MOST_ROWS))

    def read(start: int) -> Sequence[Row]:
        statement = queries.items(
            layer,
            selection,
            limit=min(rows_a_block, returned - start),
            offset=offset + start,
            order=view.order,
            start=place,
            zoom=view.zoom,
            outline=view.outline,
        )
        # A connection a block: a slow reader holds none while it reads.
        with release.connection() as connection:
            return connection.execute(statement).all()

    starts = range(0, returned, rows_a_block)
    first = [read(start) for start in starts[:1]]
    next_place = None
    if returned and offset + returned < remaining:
        if len(starts) == 1:
            key, _, _, *values = first[0][-1]
            next_place = [*values, key]
        else:
            next_place = _place_at(release, layer, selection, view, place, offset + returned - 1)
    return ItemsPage(
        number_matched=matched,
        number_returned=returned,
        blocks=chain(first, map(read, starts[1:])),
        is_one_block=len(starts) <= 1,
        next_place=next_place,
    )


def number_matched(release: ServedRelease, layer: Layer, selection: Selection) -> int:
    """How many items the selection has."""
    if selection.is_everything:
        return release.counts[layer.id]
    with release.connection() as connection:
        return connection.execute(queries.count(layer, selection)).scalar_one()


def _remaining(
    release: ServedRelease, layer: Layer, selection: Selection, view: View, place: Sequence[Any]
) -> int:
    statement = queries.count(layer, selection, order=view.order, start=place)
    with release.connection() as connection:
        return connection.execute(statement).scalar_one()


def _place_at(
    release: ServedRelease,
    layer: Layer,
    selection: Selection,
    view: View,
    place: Sequence[Any] | None,
    position: int,
) -> list[Any]:
    statement = queries.places_in_order(
        layer, selection, limit=1, offset=position, order=view.order, start=place
    )
    with release.connection() as connection:
        return list(connection.execute(statement).one())
