"""Pages of a collection, read in blocks, so that memory holds a block and not the page."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from api.items.block_reading import BlockReading, Row
from api.items.box_reading import BoxReading
from api.items.feature_files import feature_bytes
from api.items.selecting import View
from api.releases import ServedRelease
from geo.declarations import Layer
from geo.items import boxed
from geo.items.queries import Selection

BLOCK_BYTES = 6_000_000
MOST_ROWS = 2000


@dataclass(frozen=True, slots=True)
class ItemsPage:
    """A page: what matched, what it returns, its rows in blocks, and where the next page begins, if any.

    ``ready`` are the blocks as GeoJSON features without their closing braces, where they are kept in that
    form; there are then no rows.
    """

    number_matched: int
    number_returned: int
    blocks: Iterator[Sequence[Row]]
    is_one_block: bool
    next_place: list[Any] | None
    ready: Iterator[Sequence[bytes]] | None = None


def items_page(
    release: ServedRelease,
    layer: Layer,
    selection: Selection,
    view: View,
    *,
    limit: int,
    offset: int = 0,
    place: Sequence[Any] | None = None,
    asked: Hashable = None,
    is_ready: bool = False,
) -> ItemsPage:
    """The items ``offset`` … ``offset + limit`` of those that match after ``place``, as the view orders them.

    The first block is read at once, so that a request that cannot be answered fails as a whole. ``asked``
    names the selection: its statements are then compiled once for all pages of it. ``is_ready`` takes
    features that are ready.
    """
    is_boxed = release.is_duckdb and boxed.is_two_steps(layer, selection)
    kind = BoxReading if is_boxed else BlockReading
    reading = kind(release, layer, selection, view, place, asked, is_ready)
    file = reading.file()
    rows_a_block = max(1, min(BLOCK_BYTES // release.bytes_of(layer, view.zoom, view.outline), MOST_ROWS))
    first_rows = min(limit, rows_a_block)
    # The first block counts what it is of, but for a page after a place, whose rows are not all that match.
    counts_itself = place is None and not selection.is_everything
    read = reading.places if file else reading.rows
    first = read(first_rows, offset, counts_itself)
    if counts_itself and first:
        matched = int(first[0][-1])
        first = [row[:-1] for row in first]
    else:
        matched = reading.matched()
    remaining = matched if place is None else reading.remaining(matched)
    returned = max(0, min(limit, remaining - offset))
    starts = range(0, returned, rows_a_block)
    next_place = None
    if returned and offset + returned < remaining:
        if len(starts) == 1:
            key, values = (first[-1][-1], first[-1][:-1]) if file else (first[-1][0], first[-1][3:])
            next_place = [*values, key]
        else:
            next_place = reading.place_at(offset + returned - 1)
    blocks: Iterator[Sequence[Row]] = iter(())
    ready = None

    def further(start: int) -> Sequence[Row]:
        return read(min(rows_a_block, returned - start), offset + start, False)

    found = chain([first][: len(starts)], map(further, starts[1:]))
    if file is not None:
        ready = (file.of([row[-1] for row in rows]) for rows in found)
    elif reading.gives_bytes:
        ready = ([feature_bytes(*row[:3]) for row in rows] for rows in found)
    else:
        blocks = found
    return ItemsPage(
        number_matched=matched,
        number_returned=returned,
        blocks=blocks,
        is_one_block=len(starts) <= 1,
        next_place=next_place,
        ready=ready,
    )
