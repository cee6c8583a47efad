"""Pages of a collection, read in blocks, so that memory holds a block and not the page."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from sqlalchemy import Integer, Select, bindparam, func

from api.feature_files import FeatureFile
from api.releases import ServedRelease
from api.selecting import View
from geo import queries
from geo.declarations import Layer
from geo.ordering import usual_order
from geo.prepared import Prepared
from geo.queries import Outline, Selection

Row = Sequence[Any]
"""Key, properties as JSON text, geometry as GeoJSON text, WKB in EPSG:3857 or None, values of the order."""

# No field can have these names.
_LIMIT, _OFFSET = "limit_of_page", "offset_of_page"

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
    reading = _Reading(release, layer, selection, view, place, asked, is_ready)
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
        matched = number_matched(release, layer, selection)
    remaining = matched if place is None else reading.remaining(matched)
    returned = max(0, min(limit, remaining - offset))
    starts = range(0, returned, rows_a_block)
    next_place = None
    if returned and offset + returned < remaining:
        if len(starts) == 1:
            key, values = (first[-1][-1], first[-1][:-1]) if file else (first[-1][0], first[-1][3:])
            next_place = [*values, key]
        else:
            next_place = _place_at(release, layer, selection, view, place, offset + returned - 1)
    blocks: Iterator[Sequence[Row]] = iter(())
    ready = None

    def further(start: int) -> Sequence[Row]:
        return read(min(rows_a_block, returned - start), offset + start, False)

    found = chain([first][: len(starts)], map(further, starts[1:]))
    if file is not None:
        ready = (file.of([row[-1] for row in rows]) for rows in found)
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


@dataclass(frozen=True, slots=True)
class _Reading:
    """One selection as one view sees it, read in blocks."""

    release: ServedRelease
    layer: Layer
    selection: Selection
    view: View
    place: Sequence[Any] | None
    asked: Hashable
    is_ready: bool

    def file(self) -> FeatureFile | None:
        """The file of these features, where the release has one and they are seen as they are in it."""
        files, view = self.release.files, self.view
        if files is None or not self.is_ready or self.layer.geometry is None or view.properties is not None:
            return None
        return None if view.outline is Outline.DRAWN else files.of(self.layer, view.zoom, view.outline)

    def start(self) -> int | None:
        """The number of the first item in the file, where the file itself is all that is asked for."""
        file = self.file()
        if file is None or not self.selection.is_everything or self.view.order != usual_order(self.layer):
            return None
        return 0 if self.place is None else file.after(self.place)

    def remaining(self, matched: int) -> int:
        """How many items come after the place."""
        start = self.start()
        if start is not None:
            return matched - start
        assert self.place is not None
        return _remaining(self.release, self.layer, self.selection, self.view, self.place)

    def rows(self, limit: int, offset: int, counts: bool) -> Sequence[Row]:
        """Rows of :func:`geo.queries.items`; with ``counts`` each ends with how many match."""
        view = self.view
        return self._read(
            "rows",
            limit,
            offset,
            counts,
            lambda number, before: queries.items(
                self.layer,
                self.selection,
                limit=number,
                offset=before,
                order=view.order,
                start=self.place,
                zoom=view.zoom,
                outline=view.outline,
            ),
        )

    def places(self, limit: int, offset: int, counts: bool) -> Sequence[Row]:
        """Rows of :func:`geo.queries.places_in_order`; with ``counts`` each ends with how many match."""
        file, start = self.file(), self.start()
        if file is not None and start is not None:
            return file.rows(start + offset, limit)
        return self._read(
            "places",
            limit,
            offset,
            counts,
            lambda number, before: queries.places_in_order(
                self.layer,
                self.selection,
                limit=number,
                offset=before,
                order=self.view.order,
                start=self.place,
            ),
        )

    def _read(
        self, kind: str, limit: int, offset: int, counts: bool, make: Callable[[Any, Any], Select[Any]]
    ) -> Sequence[Row]:
        def prepared() -> Prepared:
            statement = make(bindparam(_LIMIT, 1, Integer()), bindparam(_OFFSET, 0, Integer()))
            if counts:
                statement = statement.add_columns(func.count().over())
            return Prepared(statement, self.release.engine.dialect)

        view = self.view
        key = (kind, self.layer.id, self.asked, view.order, view.zoom, view.outline, counts)
        is_named = self.asked is not None and self.place is None
        statement = self.release.statements.get(key, prepared) if is_named else prepared()
        # A connection a block: a slow reader holds none while it reads.
        with self.release.connection() as connection:
            return statement.rows(connection, {_LIMIT: limit, _OFFSET: offset})


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
