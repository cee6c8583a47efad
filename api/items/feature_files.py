"""Features as bytes in a file beside the embedded store, made once a release when first asked for.

DuckDB keeps columns: to give ten whole rows it reads most of what the others hold. What it is good at, to
find which rows are meant and in which order, is left to it; their features are read from the file. Where all
are meant, in their usual order, the file itself knows which.
"""

from __future__ import annotations

import logging
import os
import tempfile
import threading
import weakref
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, BinaryIO

import orjson
from sqlalchemy import Connection, Engine, and_, select

from geo.boundaries.coverages import BANDS
from geo.declarations import GeometryKind, Layer
from geo.engines.memory import give_back
from geo.items import lookup, queries
from geo.items.ordering import usual_order
from geo.items.queries import EVERYTHING, Outline
from geo.tables import shapes_of

_LOG = logging.getLogger("atlas.api")
_FIRST_ROWS, _MOST_ROWS = 8, 500
_BYTES_AT_ONCE = 2_000_000
_EVERYTHING = 1_000_000_000
_BETWEEN = b"},"
_NEAR_BYTES = 16_384
"""To read so much more takes about as long as to read once more, when other threads may take their turn."""

Run = tuple[int, int]


def feature_bytes(key: str, properties: bytes, geometry: bytes | None) -> bytes:
    """A feature of these properties and this geometry, both as JSON, without its closing brace.

    >>> feature_bytes("02", b"{}", None)
    b'{"type":"Feature","id":"02","geometry":null,"properties":{}'
    """
    return b'{"type":"Feature","id":%b,"geometry":%b,"properties":%b' % (
        orjson.dumps(key),
        geometry or b"null",
        properties,
    )


@dataclass(frozen=True, slots=True, weakref_slot=True)
class FeatureFile:
    """The features of a layer with one form of geometry, in the layer's usual order, with a comma after each.

    ``numbers`` are their places in that order by key, ``starts`` where in the file each begins and the last
    one ends, ``values`` those by which they are ordered before their keys. The file is closed when nobody
    holds this any more: a reader may be later than the release after it.
    """

    file: BinaryIO
    keys: Sequence[str]
    numbers: Mapping[str, int]
    starts: Sequence[int]
    values: Sequence[tuple[Any, ...]]

    def __post_init__(self) -> None:
        weakref.finalize(self, self.file.close)

    def of(self, keys: Sequence[str]) -> list[bytes]:
        """The features with these keys, without the last closing brace; those that follow one another in the
        file as one piece."""
        runs = runs_of([self.numbers[key] for key in keys])
        pieces: dict[tuple[int, int], bytes] = {}
        for span in self._spans(sorted(set(runs))):
            start = self.starts[span[0][0]]
            end = self.starts[max(last for _, last in span) + 1] - len(_BETWEEN)
            block = os.pread(self.file.fileno(), end - start, start)
            for first, last in span:
                till = self.starts[last + 1] - len(_BETWEEN)
                pieces[first, last] = block[self.starts[first] - start : till - start]
        return [pieces[run] for run in runs]

    def _spans(self, runs: Iterable[Run]) -> list[list[Run]]:
        """Runs in rising order, together those that are near one another."""
        spans: list[list[Run]] = []
        for run in runs:
            if spans and self.starts[run[0]] - self.starts[spans[-1][-1][1] + 1] <= _NEAR_BYTES:
                spans[-1].append(run)
            else:
                spans.append([run])
        return spans

    def rows(self, start: int, count: int) -> list[tuple[Any, ...]]:
        """As :func:`geo.items.queries.places_in_order` gives all items in their usual order, from one on."""
        chosen = slice(start, start + count)
        if not self.values:
            return [(key,) for key in self.keys[chosen]]
        return [(*values, key) for values, key in zip(self.values[chosen], self.keys[chosen], strict=True)]

    def after(self, place: Sequence[Any]) -> int | None:
        """The number of the item that comes after the one at that place; None where none is there."""
        number = self.numbers.get(place[-1])
        return None if number is None or self.rows(number, 1) != [tuple(place)] else number + 1


def runs_of(numbers: Sequence[int]) -> list[Run]:
    """The first and the last of each run of numbers that follow one another.

    >>> runs_of([4, 5, 6, 2, 9, 10])
    [(4, 6), (2, 2), (9, 10)]
    """
    cuts = [at for at in range(1, len(numbers)) if numbers[at] != numbers[at - 1] + 1]
    return [(numbers[one], numbers[other - 1]) for one, other in pairwise([0, *cuts, len(numbers)]) if other]


def _drawn_at(zoom: int | None, outline: Outline) -> int | None:
    """The zoom that stands for all that have the same outline; None for the stored one."""
    bands = (each for each in BANDS if zoom is not None and each.zoom_min <= zoom <= each.zoom_max)
    band = next(bands, BANDS[0])
    return None if band.tolerance_m is None or outline is Outline.NONE else band.zoom_max


class FeatureFiles:
    """The files of one release."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._files: dict[tuple[str, int | None, Outline], FeatureFile | None] = {}
        self._lock = threading.Lock()

    def is_made(self, layer: Layer, zoom: int | None, outline: Outline) -> bool:
        """Whether :meth:`of` answers at once."""
        return (layer.id, _drawn_at(zoom, outline), outline) in self._files

    def of(self, layer: Layer, zoom: int | None, outline: Outline) -> FeatureFile | None:
        """The file of a layer; None when the disk has no room for it."""
        zoom = _drawn_at(zoom, outline)
        asked = (layer.id, zoom, outline)
        if asked not in self._files:
            with self._lock:
                if asked not in self._files:
                    self._files[asked] = self._made(layer, zoom, outline)
        return self._files[asked]

    def _made(self, layer: Layer, zoom: int | None, outline: Outline) -> FeatureFile | None:
        try:
            # Without a name from the beginning: nothing is left when the server ends, however it ends.
            file: BinaryIO = tempfile.TemporaryFile(prefix="atlas-features-")  # noqa: SIM115
            try:
                return self._written(file, layer, zoom, outline)
            except BaseException:
                file.close()
                raise
        except OSError as error:
            _LOG.warning("no file of the features of %s: %s", layer.id, error)
            return None

    def _written(self, file: BinaryIO, layer: Layer, zoom: int | None, outline: Outline) -> FeatureFile:
        order = usual_order(layer)
        starts = array("q", [0])
        with self._engine.connect() as connection:
            everything = queries.places_in_order(layer, EVERYTHING, limit=_EVERYTHING, order=order)
            places = connection.execute(everything).all()
            keys = [row[-1] for row in places]
            # To sort whole features DuckDB would hold all of them at once: their keys are sorted, and so many
            # looked up at a time as take little room.
            while (done := len(starts) - 1) < len(keys):
                count = _FIRST_ROWS if not done else max(1, _BYTES_AT_ONCE * done // starts[-1])
                some = keys[done : done + min(count, _MOST_ROWS)]
                for feature in _features(connection, layer, some, zoom, outline):
                    file.write(feature)
                    file.write(_BETWEEN)
                    starts.append(starts[-1] + len(feature) + len(_BETWEEN))
            give_back(connection)
        file.flush()
        values = [tuple(row[:-1]) for row in places] if order else []
        return FeatureFile(file, keys, {key: at for at, key in enumerate(keys)}, starts, values)


def _features(
    connection: Connection, layer: Layer, keys: Sequence[str], zoom: int | None, outline: Outline
) -> list[bytes]:
    """The features with these keys, each without its closing brace."""
    shapes = None if zoom is None or layer.geometry is GeometryKind.POINT else shapes_of(layer)
    drawn: dict[str, str] = {}
    if shapes is not None:
        is_of_band = and_(shapes.c.zoom_min <= zoom, shapes.c.zoom_max >= zoom)
        found = select(shapes.c.feature_id, shapes.c.feature_geometry).where(
            shapes.c.feature_id.in_(keys), is_of_band, shapes.c.feature_geometry.is_not(None)
        )
        drawn = {row[0]: row[1] for row in connection.execute(found.order_by(shapes.c.feature_id))}
    # What is drawn in less detail is not read in more: outlines are nearly all that a store holds.
    with_outline = lookup.items(
        connection, layer, [each for each in keys if each not in drawn], None, outline
    )
    without = lookup.items(connection, layer, list(drawn), None, Outline.NONE)
    rows = with_outline | without
    geometries = ((each, drawn.get(each, rows[each][2])) for each in keys)
    return [
        feature_bytes(each, rows[each][1].encode(), None if geometry is None else geometry.encode())
        for each, geometry in geometries
    ]
