"""Vector tiles of polygons, drawn without a spatial function of the store.

Engines clip, mend and write every outline again for every tile, which takes them nearly all the time of a
tile. Here the outlines of a zoom are written once (`geo.tiles.outlines`), and a tile only puts together those
that lie in it. Which features meet a filter is still for the store to say.
"""

from __future__ import annotations

import itertools
import struct
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import Connection, Table, and_, func, select

from geo.boundaries.polygons import Geometries, polygonal
from geo.declarations import FieldType, GeometryKind, Layer
from geo.engines.memory import give_back
from geo.tables import shapes_of, table_of
from geo.tiles import BUFFER, EXTENT
from geo.tiles.outlines import HALF_WORLD_M, Ints, Outlines, Rings, joined, on_grid, rings, varints, zigzag

LAST_ZOOM = 10
"""Nearer tiles hold few features, which stores draw about as fast."""

_AT_ONCE = 100
_FEW = 5000
_VALUE_TYPES = frozenset({FieldType.TEXT, FieldType.INTEGER, FieldType.REAL, FieldType.BOOLEAN})
_SHORT, _ENDS = varints(np.arange(1 << 14))
_VARINTS = [_SHORT[start:end] for start, end in itertools.pairwise(_ENDS.tolist())]
# What a first point can be, from the north-west corner of what is drawn to the south-east one.
_FIRST = [_VARINTS[number] for number in zigzag(np.arange(-BUFFER, EXTENT + BUFFER + 1)).tolist()]
_LEAST, _MOST = -BUFFER, EXTENT + BUFFER
# No point of an outline lies on the sides that it is cut at, so that only what crosses them is cut there, and
# what is left of a valid polygon is valid.
_SIDES = (_LEAST - 0.47, -_MOST - 0.49, _MOST + 0.49, -_LEAST + 0.47)


def is_drawn_here(layer: Layer, zoom: int) -> bool:
    """Whether tiles of that layer and zoom are drawn by this module, not by the store."""
    return (
        zoom <= LAST_ZOOM
        and layer.geometry is GeometryKind.MULTI_POLYGON
        and all(field.type in _VALUE_TYPES for field in layer.tile_fields)
    )


@dataclass(frozen=True, slots=True)
class _Shapes:
    """The outlines of one zoom: keys of the features in order, their boxes in metres, rings and commands."""

    keys: list[str]
    boxes: NDArray[np.float64]
    rings: Rings
    commands: Outlines


@dataclass(frozen=True, slots=True)
class _Words:
    """The properties of a layer: the place of each key among the rows; of each row and field the place of the
    value among ``values`` (-1 where there is none); names and values as messages of a tile."""

    places: dict[str, int]
    of_rows: Ints
    values: list[bytes]
    names: bytes


class TileDrawings:
    """Tiles of one release. What they are put together from is read once, when a zoom is first asked for."""

    def __init__(self, connect: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._connect = connect
        self._shapes: dict[tuple[str, int], _Shapes] = {}
        self._words: dict[str, _Words] = {}
        self._made: dict[tuple[str, int], tuple[_Shapes, _Words, Ints]] = {}
        self._lock = threading.Lock()
        # One tile at a time, but for those that an event loop may draw, which must not wait: hundreds of
        # short calls that each let go of the interpreter take twice the time when threads hand it around.
        self._drawing = threading.Lock()

    def is_ready(self, layer: Layer, z: int) -> bool:
        """Whether a tile of that zoom takes a few milliseconds: it is prepared and holds few features."""
        made = self._made.get((layer.id, z))
        return made is not None and len(made[0].keys) <= _FEW

    def tile(self, layer: Layer, z: int, x: int, y: int, keys: Iterable[str] | None = None) -> bytes | None:
        """The layer in a tile, None where it is empty; with ``keys`` only the features that have one of them.

        Features are in the order of their keys, whatever the order of ``keys``.
        """
        shapes, words, rows = self._prepared(layer, z)
        side = 2 * HALF_WORLD_M / 2**z
        west, north = x * side - HALF_WORLD_M, HALF_WORLD_M - y * side
        boxes = shapes.boxes
        near = (boxes[:, 2] >= west) & (boxes[:, 0] <= west + side)
        near &= (boxes[:, 3] >= north - side) & (boxes[:, 1] <= north) & (rows >= 0)
        if keys is not None:
            asked = np.zeros(len(words.of_rows), dtype=bool)
            asked[[words.places[key] for key in keys]] = True
            near &= asked[rows]
        is_short = keys is None and len(shapes.keys) <= _FEW
        with nullcontext() if is_short else self._drawing:
            drawn = _geometry(shapes, np.flatnonzero(near), (x * EXTENT, y * EXTENT))
            return _written(layer, words, rows, drawn) if drawn else None

    def _prepared(self, layer: Layer, z: int) -> tuple[_Shapes, _Words, Ints]:
        if (layer.id, z) not in self._made:
            # One after another: whoever asks for the same meanwhile waits for it instead of making it again.
            with self._lock:
                if (layer.id, z) not in self._made:
                    self._made[layer.id, z] = self._read(layer, z)
        return self._made[layer.id, z]

    def _read(self, layer: Layer, z: int) -> tuple[_Shapes, _Words, Ints]:
        table = shapes_of(layer)
        assert table is not None
        with self._connect() as connection:
            if (table.name, z) not in self._shapes:
                self._shapes[table.name, z] = _shapes(connection, table, z)
            if layer.id not in self._words:
                self._words[layer.id] = _words(connection, layer)
            give_back(connection)
        shapes, words = self._shapes[table.name, z], self._words[layer.id]
        return shapes, words, np.array([words.places.get(key, -1) for key in shapes.keys], dtype=np.int64)


def _shapes(connection: Connection, table: Table, z: int) -> _Shapes:
    feature_id, is_of_zoom = table.c.feature_id, and_(table.c.zoom_min <= z, table.c.zoom_max >= z)
    sides = [table.c[side] for side in ("x_min", "y_min", "x_max", "y_max")]
    asked = connection.execute(select(feature_id).where(is_of_zoom).order_by(feature_id)).scalars().all()
    read = select(feature_id, *sides, func.ST_AsBinary(table.c.geom)).where(is_of_zoom).order_by(feature_id)
    keys: list[str] = []
    nothing = rings(np.empty(0, dtype=object))
    boxes, parts, counts = [np.empty((0, 4))], [(nothing, nothing.commands())], [0]
    # A few at once: on the way from the store to commands a point takes a hundred times its room, and DuckDB
    # would unpack all outlines to put them in order.
    for start in range(0, len(asked), _AT_ONCE):
        some = asked[start : start + _AT_ONCE]
        rows = connection.execute(read.where(feature_id >= some[0], feature_id <= some[-1])).all()
        geometry = np.asarray(shapely.from_wkb([bytes(row[5]) for row in rows]), dtype=object)
        found = rings(on_grid(geometry, z, EXTENT))
        parts.append((found, found.commands()))
        counts.append(len(rows))
        keys += [row[0] for row in rows]
        boxes.append(np.array([row[1:5] for row in rows], dtype=np.float64))
    kept, commands = joined(parts, counts)
    drawn = kept.drawn
    return _Shapes([keys[at] for at in drawn], np.concatenate(boxes)[drawn], kept, commands)


def _words(connection: Connection, layer: Layer) -> _Words:
    table, names = table_of(layer), [field.name for field in layer.tile_fields]
    read = select(table.c[layer.key], *(table.c[name] for name in names)).order_by(table.c[layer.key])
    found = connection.execute(read).all()
    values: dict[bytes, int] = {}
    of_rows = np.full((len(found), len(names)), -1, dtype=np.int64)
    for at, (_, *row) in enumerate(found):
        for place, value in enumerate(row):
            if value is not None:
                of_rows[at, place] = values.setdefault(_part(4, _value(value)), len(values))
    return _Words(
        {row[0]: at for at, row in enumerate(found)},
        of_rows,
        list(values),
        b"".join(_part(3, name.encode()) for name in names),
    )


def _value(value: str | bool | int | float) -> bytes:
    """A value as its message, of the type that PostGIS gives it."""
    if isinstance(value, str):
        return _part(1, value.encode())
    if isinstance(value, bool):
        return b"\x38\x01" if value else b"\x38\x00"
    if isinstance(value, int):
        return b"\x28" + _varint(value) if value >= 0 else b"\x30" + _varint(-2 * value - 1)
    return b"\x19" + struct.pack("<d", value)


def _varint(number: int) -> bytes:
    if number < len(_VARINTS):
        return _VARINTS[number]
    return bytes((number & 0x7F | 0x80,)) + _varint(number >> 7)


def _part(field: int, body: bytes) -> bytes:
    """A field of a message, of a type that has a length."""
    return bytes((field << 3 | 2,)) + _varint(len(body)) + body


def _geometry(shapes: _Shapes, chosen: Ints, origin: tuple[int, int]) -> list[tuple[int, bytes]]:
    """Of the outlines chosen those that something is left of in the tile: which, and their commands."""
    commands = shapes.commands
    boxes = commands.boxes[chosen] - (*origin, *origin)
    west, north, east, south = boxes.T
    is_whole = (west >= _LEAST) & (north >= _LEAST) & (east <= _MOST) & (south <= _MOST)
    is_cut = ~is_whole & (east > _LEAST) & (south > _LEAST) & (west < _MOST) & (north < _MOST)
    whole = chosen[is_whole]
    drawn = list(_in_place(commands, whole, whole, origin))
    cut = chosen[is_cut]
    if len(cut):
        x, y = origin
        west, south, east, north = _SIDES
        clipped = _clipped(shapes.rings.polygons(cut), x + west, south - y, x + east, north - y)
        left = rings(clipped, (x, -y)).commands()
        drawn += _in_place(left, np.arange(len(left.drawn)), cut[left.drawn], (0, 0))
        drawn.sort()
    return drawn


def _in_place(
    commands: Outlines, chosen: Ints, names: Ints, origin: tuple[int, int]
) -> Iterator[tuple[int, bytes]]:
    body, first = commands.body, commands.first[chosen] - origin + BUFFER
    for name, (x, y), start, end in zip(
        names.tolist(),
        first.tolist(),
        commands.starts[chosen].tolist(),
        commands.ends[chosen].tolist(),
        strict=True,
    ):
        yield name, b"\x09" + _FIRST[x] + _FIRST[y] + body[start:end]


def _clipped(geometry: Geometries, west: float, south: float, east: float, north: float) -> Geometries:
    clipped = np.asarray(shapely.clip_by_rect(geometry, west, south, east, north), dtype=object)
    mixed = np.flatnonzero(shapely.get_type_id(clipped) == shapely.GeometryType.GEOMETRYCOLLECTION)
    clipped[mixed] = polygonal(clipped[mixed])
    return clipped


def _written(layer: Layer, words: _Words, rows: Ints, drawn: list[tuple[int, bytes]]) -> bytes:
    """The message of a layer with the features drawn, and of all values those that they have."""
    said = words.of_rows[rows[[at for at, _ in drawn]]]
    has_value = said >= 0
    used = np.zeros(len(words.values), dtype=bool)
    used[said[has_value]] = True
    tags = np.empty((int(has_value.sum()), 2), dtype=np.int64)
    tags[:, 0] = np.nonzero(has_value)[1]
    tags[:, 1] = (np.cumsum(used) - 1)[said[has_value]]
    body, places = varints(tags.ravel())
    ends = places[2 * np.cumsum(has_value.sum(axis=1))].tolist()
    parts = [b"\x78\x02", _part(1, layer.id.encode())]
    start = 0
    for (_, commands), end in zip(drawn, ends, strict=True):
        feature = b"\x12%b%b\x18\x03\x22%b%b" % (
            _VARINTS[end - start], body[start:end], _varint(len(commands)), commands
        )  # fmt: skip
        parts += (b"\x12", _varint(len(feature)), feature)
        start = end
    parts.append(words.names)
    parts += [words.values[at] for at in np.flatnonzero(used).tolist()]
    parts.append(b"\x28" + _varint(EXTENT))
    return _part(3, b"".join(parts))
