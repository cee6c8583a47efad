"""What goes into the files of a release: its layers and the words that go with them, read block by block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, select

from api.bulk.faults import OtherEdition
from api.exports.table import Row, Table
from geo import systems
from geo.declarations import GeometryKind, Layer
from geo.items import bulk
from geo.questions.terms import Terms
from geo.tables import RELEASE, RELEASE_INPUTS, has_own_geometry

_ROWS_A_BLOCK = 500


@dataclass(frozen=True, slots=True)
class Contents:
    """A release that is being read whole. ``address`` is where it is served, as far as that is known."""

    connection: Connection
    release_id: str
    created_at: str
    layers: Mapping[str, Layer]
    inputs: Sequence[Mapping[str, Any]]
    engine_name: str
    address: str

    @property
    def text_bytes(self) -> int:
        """What the texts of all layers take together: no file but a copy of the store is larger."""
        return sum(
            self.connection.execute(bulk.text_bytes(each)).scalar_one() for each in self.layers.values()
        )

    def table(self, layer: Layer, *, has_areas: bool = True) -> Table:
        """The rows of a layer, with its own geometry; lines and areas only where ``has_areas``."""
        is_drawn = has_own_geometry(layer) and (has_areas or layer.geometry is GeometryKind.POINT)
        return Table(
            name=layer.id,
            title=layer.title,
            fields=layer.fields,
            geometry=layer.geometry if is_drawn else None,
            system=systems.CRS84,
            terms=(Terms(layer.licence, (layer.id,)),),
            release_id=self.release_id,
            source_url=self.address,
            sources_url=self.address,
            blocks=self._blocks(layer, is_drawn=is_drawn),
        )

    def _blocks(self, layer: Layer, *, is_drawn: bool) -> Iterator[Sequence[Row]]:
        after = None
        while True:
            statement = bulk.rows(layer, after=after, limit=_ROWS_A_BLOCK)
            rows = self.connection.execute(statement).all()
            if not rows:
                return
            shapes: Sequence[Any] = [None] * len(rows)
            if is_drawn:
                shapes = list(systems.shapes([row[2] for row in rows]))
            yield [(orjson.loads(row[1]), shape) for row, shape in zip(rows, shapes, strict=True)]
            after = rows[-1][0]


def contents_of(connection: Connection, engine_name: str, public_url: str) -> Contents:
    """The release that a connection reads.

    :raises OtherEdition: when its tables are those of another edition.
    """
    layers = bulk.readable_layers(connection)
    if layers is None:
        raise OtherEdition
    release = connection.execute(select(RELEASE.c.id, RELEASE.c.created_at)).one()
    inputs = connection.execute(select(RELEASE_INPUTS).order_by(RELEASE_INPUTS.c.name)).mappings().all()
    return Contents(
        connection,
        release.id,
        release.created_at,
        layers,
        [dict(row) for row in inputs],
        engine_name,
        f"{public_url}/releases/{release.id}",
    )
