"""Items in a box, where the store takes long to read outlines: found first, then read by their keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from api.items.block_reading import BlockReading, Row
from geo.items import boxed
from geo.items.prepared import Prepared


@dataclass(frozen=True, slots=True)
class BoxReading(BlockReading):
    """Reads as any other, but looks at no outline that the box itself does not cross."""

    _found: list[list[Row]] = field(default_factory=list, init=False)

    def places(self, limit: int, offset: int, counts: bool) -> Sequence[Row]:
        """Rows of :func:`geo.items.queries.places_in_order`; with ``counts`` each ends with their number."""
        found = self._in_box()
        rows = found[offset : offset + limit]
        return [(*row, len(found)) for row in rows] if counts else rows

    def matched(self) -> int:
        """How many items the selection has, before the place too."""
        return len(self._in_box() if self.place is None else replace(self, place=None)._in_box())

    def remaining(self, matched: int) -> int:  # noqa: ARG002 - for readings that count otherwise
        """How many items come after the place, of ``matched`` in all."""
        return len(self._in_box())

    def place_at(self, position: int) -> list[Any]:
        """The place of the item at a position after the place that reading begins at."""
        return list(self._in_box()[position])

    def _in_box(self) -> list[Row]:
        """The values of the order and the key of each item in the box, in order."""
        if not self._found:
            self._found.append(self._read_in_box())
        return self._found[0]

    def _read_in_box(self) -> list[Row]:
        layer, selection, order = self.layer, self.selection, self.view.order

        def prepared() -> Prepared:
            statement = boxed.near_places(layer, selection, order=order, start=self.place)
            return Prepared(statement, self.release.engine.dialect)

        near_places = self._remembered(("near", order), prepared)
        with self._connection() as connection:
            near: list[Row] = list(near_places.rows(connection, {}))
            asked = [row[-2] for row in near if not row[-1]]
            if not asked:
                return [row[:-1] for row in near]
            keys = boxed.crossing_keys(asked)
            crossing = self._remembered(("crossing", len(keys)), lambda: self._crossing(len(keys)))
            meeting = {row[0] for row in crossing.rows(connection, keys) if row[1]}
        return [row[:-1] for row in near if row[-1] or row[-2] in meeting]

    def _crossing(self, count: int) -> Prepared:
        statement = boxed.crossing(self.layer, self.selection, count)
        return Prepared(statement, self.release.engine.dialect)
