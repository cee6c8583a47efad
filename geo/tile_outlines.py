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
class Outlines:
    """Polygons as commands: which were drawn (the others are smaller than a unit), the first point of each,
    the box of each (west, north, east, south), and the commands after the first point."""

    drawn: Ints
    first: Ints
    boxes: Ints
    body: bytes
    starts: Ints
    ends: Ints
    ring_points: Ints
    ring_is_outer: NDArray[np.bool_]
    ring_starts: Ints

    def again(self, chosen: Ints) -> Geometries:
        """The polygons at these places of ``drawn``."""
        read = numbers(b"".join(self.body[self.starts[at] : self.ends[at]] for at in chosen))
        counts = np.diff(self.ring_starts)[chosen]
        rings = _ranges(self.ring_starts[chosen], counts)
        points = self.ring_points[rings]
        first_rings = np.cumsum(counts) - counts
        # Where the commands of each ring would begin, were the first three of each polygon there.
        gone = np.repeat(np.arange(1, len(chosen) + 1) * _HEAD, counts)
        begins = np.cumsum(2 * points + 3) - (2 * points + 3) - gone
        ring_of = np.repeat(np.arange(len(points)), points)
        within = _ranges(np.zeros_like(points), points)
        places = begins[ring_of] + np.where(within == 0, 1, 2 * within + 2)
        ring_begins = np.cumsum(points) - points
        firsts = ring_begins[first_rings]
        places[firsts] = 0
        steps = np.stack((read[places], read[places + 1]), axis=1)
        steps = (steps >> 1) ^ -(steps & 1)
        steps[firsts] = self.first[chosen]
        along = np.cumsum(steps, axis=0)
        before = np.concatenate((np.zeros((1, 2), dtype=np.int64), along))[firsts]
        along -= np.repeat(before, np.add.reduceat(points, first_rings), axis=0)
        closed = np.repeat(ring_begins, points + 1) + _ranges(np.zeros_like(points), points + 1) % np.repeat(
            points, points + 1
        )
        outer = np.flatnonzero(self.ring_is_outer[rings])
        ring_offsets = np.concatenate(([0], np.cumsum(points + 1)))
        polygon_offsets = np.append(outer, len(points))
        whole = np.searchsorted(outer, np.append(first_rings, len(points)))
        answer = shapely.from_ragged_array(
            shapely.GeometryType.MULTIPOLYGON,
            along[closed].astype(np.float64),
            (ring_offsets, polygon_offsets, whole),
        )
        return np.asarray(answer, dtype=object)


def joined(parts: Sequence[Outlines], counts: Sequence[int]) -> Outlines:
    """The outlines of all parts, one after another; ``counts`` says of how many polygons each was made."""
    before, bodies, rings = (
        np.cumsum([0, *each])
        for each in (counts, [len(part.body) for part in parts], [len(part.ring_points) for part in parts])
    )
    return Outlines(
        drawn=np.concatenate([part.drawn + start for part, start in zip(parts, before, strict=False)]),
        first=np.concatenate([part.first for part in parts]),
        boxes=np.concatenate([part.boxes for part in parts]),
        body=b"".join(part.body for part in parts),
        starts=np.concatenate([part.starts + start for part, start in zip(parts, bodies, strict=False)]),
        ends=np.concatenate([part.ends + start for part, start in zip(parts, bodies, strict=False)]),
        ring_points=np.concatenate([part.ring_points for part in parts]),
        ring_is_outer=np.concatenate([part.ring_is_outer for part in parts]),
        ring_starts=np.concatenate(
            [*(part.ring_starts[:-1] + start for part, start in zip(parts, rings, strict=False)), rings[-1:]]
        ),
    )


def outlines(geometry: Geometries, origin: tuple[int, int] = (0, 0)) -> Outlines:
    """Polygons in units of tiles as commands, counted from ``origin``.

    >>> square = outlines(np.array([shapely.box(2, 2, 6, 6)]), (1, 1))
    >>> square.first.tolist(), numbers(square.body[square.starts[0] :]).tolist()
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
    begins = np.cumsum(points) - points
    is_first = np.diff(feature, prepend=-1) != 0
    first_rings = np.flatnonzero(is_first)
    firsts = begins[first_rings]
    steps = np.diff(xy, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    size = 2 * points + 3
    place = np.cumsum(size) - size
    commands = np.empty(int(size.sum()), dtype=np.int64)
    commands[place] = _MOVE_TO
    commands[place + 3] = (points - 1) << 3 | 2
    commands[place + size - 1] = _CLOSE
    at = place[each] + np.where(within == 0, 1, 2 * within + 2)
    steps[firsts] = 0
    commands[at], commands[at + 1] = zigzag(steps[:, 0]), zigzag(steps[:, 1])
    body, where = varints(commands)
    boxes = np.empty((len(firsts), 4), dtype=np.int64)
    if len(firsts):
        boxes[:, :2] = np.minimum.reduceat(xy, firsts, axis=0)
        boxes[:, 2:] = np.maximum.reduceat(xy, firsts, axis=0)
    return Outlines(
        drawn=kept[feature[first_rings]],
        first=xy[firsts],
        boxes=boxes,
        body=body,
        starts=where[place[first_rings] + _HEAD],
        ends=where[np.append(place[first_rings][1:], len(commands))] if len(firsts) else where[:0],
        ring_points=points,
        ring_is_outer=is_outer,
        ring_starts=np.append(first_rings, len(points)),
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
