"""The rows of one selection as one view sees it, read in blocks."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Connection, Integer, Select, bindparam, func

from api.items.feature_files import FeatureFile
from api.items.selecting import View
from api.releases import ServedRelease
from geo.declarations import Layer
from geo.items import lookup, queries
from geo.items.ordering import usual_order
from geo.items.prepared import Prepared
from geo.items.queries import Outline, Selection

Row = Sequence[Any]
"""Key, properties as JSON text, geometry as GeoJSON text, WKB in EPSG:3857 or None, values of the order."""

_OF_FEATURES = (1, 2)
# No field can have these names.
_LIMIT, _OFFSET = "limit_of_page", "offset_of_page"


def is_in_file(layer: Layer, view: View) -> bool:
    """Whether the features are seen as a file of features holds them."""
    is_whole = view.properties is None and view.outline is not Outline.DRAWN
    return is_whole and layer.geometry is not None


@dataclass(frozen=True, slots=True)
class BlockReading:
    """What is read after a place, or from the first item on; ``is_ready`` takes features that are ready."""

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
        if files is None or not self.is_ready or not is_in_file(self.layer, view):
            return None
        return files.of(self.layer, view.zoom, view.outline)

    @property
    def gives_bytes(self) -> bool:
        """Whether rows of these features give properties and geometry as bytes, to be sent as they are."""
        view = self.view
        is_as_held = view.properties is None and view.outline is Outline.TEXT and not view.is_of_table
        return self.is_ready and is_as_held and not self.release.is_duckdb

    def start(self) -> int | None:
        """The number of the first item in the file, where the file itself is all that is asked for."""
        file = self.file()
        if file is None or not self.selection.is_everything or self.view.order != usual_order(self.layer):
            return None
        return 0 if self.place is None else file.after(self.place)

    def matched(self) -> int:
        """How many items the selection has, before the place too."""
        if self.selection.is_everything:
            return self.release.counts[self.layer.id]
        with self._connection() as connection:
            return connection.execute(queries.count(self.layer, self.selection)).scalar_one()

    def remaining(self, matched: int) -> int:
        """How many items come after the place, of ``matched`` in all."""
        start = self.start()
        if start is not None:
            return matched - start
        statement = queries.count(self.layer, self.selection, order=self.view.order, start=self.place)
        with self._connection() as connection:
            return connection.execute(statement).scalar_one()

    def place_at(self, position: int) -> list[Any]:
        """The place of the item at a position after the place that reading begins at."""
        statement = queries.places_in_order(
            self.layer, self.selection, limit=1, offset=position, order=self.view.order, start=self.place
        )
        with self._connection() as connection:
            return list(connection.execute(statement).one())

    def rows(self, limit: int, offset: int, counts: bool) -> Sequence[Row]:
        """Rows of :func:`geo.items.queries.items`; with ``counts`` each ends with how many match."""
        if self.release.is_duckdb:
            return self._looked_up(self.places(limit, offset, counts))
        make = partial(queries.items, zoom=self.view.zoom, outline=self.view.outline)
        return self._read("rows", make, limit, offset, counts)

    def _looked_up(self, places: Sequence[Row]) -> Sequence[Row]:
        """The items at these places, each with what its place says beside the key."""
        at = len(self.view.order)
        keys = [place[at] for place in places]
        with self.release.connection() as connection:
            found = lookup.items(connection, self.layer, keys, self.view.zoom, self.view.outline)
        return [(*found[place[at]], *place[:at], *place[at + 1 :]) for place in places]

    def places(self, limit: int, offset: int, counts: bool) -> Sequence[Row]:
        """Rows of :func:`geo.items.queries.places_in_order`; with ``counts`` each ends with their number."""
        file, start = self.file(), self.start()
        if file is not None and start is not None:
            return file.rows(start + offset, limit)
        return self._read("places", queries.places_in_order, limit, offset, counts)

    def _read(
        self, kind: str, make: Callable[..., Select[Any]], limit: int, offset: int, counts: bool
    ) -> Sequence[Row]:
        view = self.view

        def prepared() -> Prepared:
            statement = make(
                self.layer,
                self.selection,
                limit=bindparam(_LIMIT, 1, Integer()),
                offset=bindparam(_OFFSET, 0, Integer()),
                order=view.order,
                start=self.place,
            )
            if counts:
                statement = statement.add_columns(func.count().over())
            return Prepared(statement, self.release.engine.dialect)

        statement = self._remembered((kind, view.order, view.zoom, view.outline, counts), prepared)
        # A connection a block: a slow reader holds none while it reads.
        as_bytes = _OF_FEATURES if kind == "rows" and self.gives_bytes else ()
        with self._connection() as connection:
            return statement.rows(connection, {_LIMIT: limit, _OFFSET: offset}, as_bytes)

    def _connection(self) -> AbstractContextManager[Connection]:
        """A connection for a statement with the conditions of the selection."""
        compares = queries.compares_outlines(self.layer, self.selection.where)
        return self.release.connection(compares_outlines=compares)

    def _remembered(self, kind: Hashable, prepared: Callable[[], Prepared]) -> Prepared:
        """The statement of that kind, compiled once for all pages of the selection."""
        if self.asked is None or self.place is not None:
            return prepared()
        return self.release.statements.get((kind, self.layer.id, self.asked), prepared)
