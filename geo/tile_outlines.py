"""Polygons as commands of Mapbox Vector Tile 2.1, written once for all tiles of a zoom.

The commands of an outline after its first point are distances from point to point, and so the same in every
tile: only the first point depends on where the tile begins. An outline that crosses the sides of a tile is
cut there and written anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.polygons import Geometries, polygonal

Ints = NDArray[np.int64]

HALF_WORLD_M = 20037508.342789244
"""Half the side of the square that EPSG:3857 draws."""

_MOVE_TO, _CLOSE = 9, 15
_BYTES_OF_VARINT = 5
_HEAD = 3
_POLYGON_TYPES = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)


def varints(values: Ints) -> tuple[bytes, Ints]:
    """Numbers of up to 35 bits as varints of Protocol Buffers, and where each begins and the last ends.

    >>> body, places = varints(np.array([1, 300]))
    >>> body.hex(), places.tolist()
    ('01ac02', [0, 1, 3])
    """
    lengths = np.ones(len(values), dtype=np.int64)
    for place in range(1, _BYTES_OF_VARINT):
        lengths += values >= 1 << 7 * place
    places = np.concatenate(([0], np.cumsum(lengths)))
    body = np.empty(places[-1], dtype=np.uint8)
    for place in range(_BYTES_OF_VARINT):
        longer = lengths > place
        if not longer.any():
            break
        more = (lengths[longer] > place + 1) << 7
        body[places[:-1][longer] + place] = (values[longer] >> 7 * place & 0x7F) | more
    return body.tobytes(), places


def numbers(body: bytes) -> Ints:
    """The numbers that :func:`varints` wrote.

    >>> numbers(bytes.fromhex("01ac02")).tolist()
    [1, 300]
    """
    read = np.frombuffer(body, dtype=np.uint8)
    starts = np.concatenate(([0], np.flatnonzero(read < 0x80)[:-1] + 1))
    place = np.arange(len(read)) - np.repeat(starts, np.diff(np.append(starts, len(read))))
    return np.asarray(np.add.reduceat((read & 0x7F).astype(np.int64) << 7 * place, starts))


def zigzag(values: Ints) -> Ints:
    """Numbers of either sign without one.

    >>> zigzag(np.array([0, -1, 1, -2])).tolist()
    [0, 1, 2, 3]
    """
    return (values << 1) ^ (values >> 63)


def on_grid(geometry: Geometries, zoom: int, extent: int) -> Geometries:
    """Polygons of EPSG:3857 in whole units of the tiles of a zoom, counted from the north-west of the world.

    What rounding folds over is built anew on the grid, so that all of them are valid; some may be empty.

    >>> on_grid(np.array([shapely.box(0, -30, 40, 0)]), 12, 4096)[0].wkt
    'POLYGON ((8388625 8388621, 8388625 8388608, 8388608 8388608, 8388608 8388621, 8388625 8388621))'
    """
    unit = 2 * HALF_WORLD_M / (extent << zoom)
    scaled = np.asarray(
        shapely.transform(geometry, lambda xy: (xy - (-HALF_WORLD_M, HALF_WORLD_M)) / (unit, -unit)),
        dtype=object,
    )
    answer = np.asarray(shapely.transform(scaled, np.rint), dtype=object)
    folded = np.flatnonzero(~shapely.is_valid(answer))
    answer[folded] = polygonal(shapely.set_precision(scaled[folded], 1.0))
    return answer


@dataclass(frozen=True, slots=True)
class Rings:
    """Rings of polygons on the grid, turned as tiles want them: which polygons they are of (the others are
    smaller than a unit), the points of all rings without the closing ones, how many points each ring has,
    whether it is an outer one, and at which ring each polygon begins, and the last ends."""

    drawn: Ints
    points: NDArray[np.int32]
    lengths: Ints
    is_outer: NDArray[np.bool_]
    starts: Ints

    @property
    def begins(self) -> Ints:
        """At which point each polygon begins, and the last ends."""
        return np.concatenate(([0], np.cumsum(self.lengths)))[self.starts]

    def commands(self) -> Outlines:
        """The same polygons as commands of a tile."""
        points, lengths = self.points.astype(np.int64), self.lengths
        begins = np.cumsum(lengths) - lengths
        firsts = begins[self.starts[:-1]]
        steps = np.diff(points, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
        steps[firsts] = 0
        size = 2 * lengths + 3
        place = np.cumsum(size) - size
        commands = np.empty(int(size.sum()), dtype=np.int64)
        commands[place] = _MOVE_TO
        commands[place + 3] = (lengths - 1) << 3 | 2
        commands[place + size - 1] = _CLOSE
        # The first point of a ring stands before the word for the lines to the others.
        at = np.arange(0, 2 * len(points), 2) + np.repeat(3 * np.arange(len(lengths)) + 2, lengths)
        at[begins] -= 1
        commands[at], commands[at + 1] = zigzag(steps[:, 0]), zigzag(steps[:, 1])
        body, where = varints(commands)
        boxes = np.empty((len(firsts), 4), dtype=np.int64)
        if len(firsts):
            boxes[:, :2] = np.minimum.reduceat(points, firsts, axis=0)
            boxes[:, 2:] = np.maximum.reduceat(points, firsts, axis=0)
        ends = np.append(place, len(commands))[self.starts]
        return Outlines(
            drawn=self.drawn,
            first=points[firsts],
            boxes=boxes,
            body=body,
            starts=where[ends[:-1] + _HEAD],
            ends=where[ends[1:]],
        )

    def polygons(self, chosen: Ints) -> Geometries:
        """The polygons at these places of ``drawn``."""
        begins = self.begins
        points = np.concatenate([self.points[begins[at] : begins[at + 1]] for at in chosen])
        counts = np.diff(self.starts)[chosen]
        rings = _ranges(self.starts[chosen], counts)
        lengths = self.lengths[rings]
        ring_begins = np.cumsum(lengths) - lengths
        before = np.arange(len(lengths))
        closed = np.empty((len(points) + len(lengths), 2))
        closed[np.arange(len(points)) + np.repeat(before, lengths)] = points
        closed[ring_begins + lengths + before] = points[ring_begins]
        outer = np.flatnonzero(self.is_outer[rings])
        parts = (
            np.concatenate(([0], np.cumsum(lengths + 1))),
            np.append(outer, len(rings)),
            np.searchsorted(outer, np.concatenate(([0], np.cumsum(counts)))),
        )
        answer = shapely.from_ragged_array(shapely.GeometryType.MULTIPOLYGON, closed, parts)
        return np.asarray(answer, dtype=object)


@dataclass(frozen=True, slots=True)
class Outlines:
    """Polygons as commands: which were drawn, the first point of each, the box of each (west, north, east,
    south), and where its commands after the first point begin and end in ``body``."""

    drawn: Ints
    first: Ints
    boxes: Ints
    body: bytes
    starts: Ints
    ends: Ints


def joined(parts: Sequence[tuple[Rings, Outlines]], counts: Sequence[int]) -> tuple[Rings, Outlines]:
    """The polygons of all parts, one after another; ``counts`` says of how many each part was made."""
    rings, outlines = zip(*parts, strict=True)
    polygons = np.cumsum([0, *counts])
    drawn = np.concatenate([part.drawn + start for part, start in zip(rings, polygons, strict=False)])
    before = np.cumsum([0, *(len(part.lengths) for part in rings)])
    starts = [part.starts[:-1] + start for part, start in zip(rings, before, strict=False)]
    bytes_before = np.cumsum([0, *(len(part.body) for part in outlines)])
    return Rings(
        drawn=drawn,
        points=np.concatenate([part.points for part in rings]),
        lengths=np.concatenate([part.lengths for part in rings]),
        is_outer=np.concatenate([part.is_outer for part in rings]),
        starts=np.concatenate([*starts, before[-1:]]),
    ), Outlines(
        drawn=drawn,
        first=np.concatenate([part.first for part in outlines]),
        boxes=np.concatenate([part.boxes for part in outlines]),
        body=b"".join(part.body for part in outlines),
        starts=np.concatenate([part.starts + at for part, at in zip(outlines, bytes_before, strict=False)]),
        ends=np.concatenate([part.ends + at for part, at in zip(outlines, bytes_before, strict=False)]),
    )


def rings(geometry: Geometries, origin: tuple[int, int] = (0, 0)) -> Rings:
    """Rings of polygons in units of tiles, counted from ``origin``.

    >>> square = rings(np.array([shapely.box(2, 2, 6, 6)]), (1, 1))
    >>> square.points.tolist(), square.lengths.tolist()
    ([[5, 1], [5, 5], [1, 5], [1, 1]], [4])
    >>> commands = square.commands()
    >>> commands.first.tolist(), numbers(commands.body[commands.starts[0] :]).tolist()
    ([[5, 1]], [26, 0, 8, 7, 0, 0, 7, 15])
    """
    kept = np.flatnonzero(
        ~shapely.is_empty(geometry) & np.isin(shapely.get_type_id(geometry), _POLYGON_TYPES)
    )
    xy, ring_ends, outer, feature = _rings(geometry[kept])
    xy -= origin
    ring = np.repeat(np.arange(len(ring_ends)), np.diff(ring_ends, prepend=0))
    moved = np.ones(len(xy), dtype=bool)
    moved[1:] = (ring[1:] != ring[:-1]) | (xy[1:] != xy[:-1]).any(axis=1)
    xy, ring = xy[moved], ring[moved]
    lengths = np.bincount(ring, minlength=len(outer))
    area = _twice_area(xy, ring, len(outer))
    is_ring = (lengths > 3) & (area != 0)
    # Without its outer ring a polygon has no holes either.
    is_ring &= is_ring[np.maximum.accumulate(np.where(outer, np.arange(len(outer)), 0))]
    starts = (np.cumsum(lengths) - lengths)[is_ring]
    points = lengths[is_ring] - 1
    is_outer, feature = outer[is_ring], feature[is_ring]
    turned = (area[is_ring] > 0) != is_outer
    within = _ranges(np.zeros_like(points), points)
    each = np.repeat(np.arange(len(points)), points)
    xy = xy[starts[each] + np.where(turned[each], points[each] - within, within)]
    first_rings = np.flatnonzero(np.diff(feature, prepend=-1) != 0)
    return Rings(
        drawn=kept[feature[first_rings]],
        points=xy.astype(np.int32),
        lengths=points,
        is_outer=is_outer,
        starts=np.append(first_rings, len(points)),
    )


def _rings(geometry: Geometries) -> tuple[Ints, Ints, NDArray[np.bool_], Ints]:
    """Points in whole units; of each ring where it ends, whether it is an outer one, and whose it is."""
    parts, owner = shapely.get_parts(geometry, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    xy = np.rint(shapely.get_coordinates(rings)).astype(np.int64)
    return xy, np.cumsum(shapely.get_num_coordinates(rings)), np.diff(part, prepend=-1) != 0, owner[part]


def _twice_area(xy: Ints, ring: Ints, count: int) -> Ints:
    """Twice the area of each closed ring, positive where it turns as the hands of a clock on the screen."""
    x, y = xy[:, 0], xy[:, 1]
    cross = np.where(ring[1:] == ring[:-1], x[:-1] * y[1:] - x[1:] * y[:-1], 0)
    total = np.concatenate(([0], np.cumsum(cross), [0]))[: len(xy) + 1]
    begins = np.searchsorted(ring, np.arange(count + 1))
    return np.asarray(total[np.maximum(begins[1:] - 1, 0)] - total[np.minimum(begins[:-1], len(total) - 1)])


def _ranges(starts: Ints, counts: Ints) -> Ints:
    """Of each start as many numbers as counted, one after another."""
    before = np.cumsum(counts) - counts
    return np.asarray(np.repeat(starts - before, counts) + np.arange(int(counts.sum())))
