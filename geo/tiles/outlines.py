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

from geo.boundaries.polygons import Geometries, polygonal

Ints = NDArray[np.int64]

HALF_WORLD_M = 20037508.342789244
"""Half the side of the square that EPSG:3857 draws."""

_MOVE_TO, _CLOSE = 9, 15
_HEAD = 3
_LEAST = 3
_SOUTHWARD = np.array([1, -1], dtype=np.int64)
_POLYGON, _MULTI_POLYGON = shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON


def varints(values: Ints) -> tuple[bytes, Ints]:
    """Whole numbers from 0 as varints of Protocol Buffers, and where each begins and the last ends.

    >>> body, places = varints(np.array([1, 300]))
    >>> body.hex(), places.tolist()
    ('01ac02', [0, 1, 3])
    """
    most = int(values.max(initial=0))
    if most < 1 << 31:
        values = values.astype(np.int32)
    groups = max(1, -(-most.bit_length() // 7))
    body = np.empty((len(values), groups), dtype=np.uint8)
    is_written = np.ones((len(values), groups), dtype=bool)
    lengths = np.ones(len(values), dtype=np.int64)
    for group in range(groups):
        body[:, group] = values >> 7 * group & 0x7F
        if group:
            has_more = values >= 1 << 7 * group
            body[:, group - 1] |= has_more.view(np.uint8) << 7
            is_written[:, group] = has_more
            lengths += has_more
    return body[is_written].tobytes(), np.concatenate(([0], np.cumsum(lengths)))


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
    """Polygons of EPSG:3857 in whole units of the tiles of a zoom, counted from the north-west of the world
    to the east and, below zero, to the south.

    What rounding folds over is built anew on the grid, so that all of them are valid; some may be empty.

    >>> on_grid(np.array([shapely.box(0, -30, 40, 0)]), 12, 4096)[0].wkt
    'POLYGON ((8388625 -8388621, 8388625 -8388608, 8388608 -8388608, 8388608 -8388621, 8388625 -8388621))'
    """
    unit = 2 * HALF_WORLD_M / (extent << zoom)
    scaled = np.asarray(
        shapely.transform(geometry, lambda xy: (xy - (-HALF_WORLD_M, HALF_WORLD_M)) / unit), dtype=object
    )
    answer = np.asarray(shapely.transform(scaled, np.rint), dtype=object)
    folded = np.flatnonzero(~shapely.is_valid(answer))
    answer[folded] = polygonal(shapely.set_precision(scaled[folded], 1.0))
    return answer


@dataclass(frozen=True, slots=True)
class Rings:
    """Rings of polygons on the grid, outer ones turned as the hands of a clock and inner ones against them:
    which polygons they are of (the others are smaller than a unit), the points of all rings, the last of each
    being its first, how many points each ring has, whether it is an outer one, and at which ring each polygon
    begins, and the last ends."""

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
        """The same polygons as commands of a tile, in which units are counted to the south."""
        points, lengths = self.points * _SOUTHWARD, self.lengths
        begins = np.cumsum(lengths) - lengths
        firsts = begins[self.starts[:-1]]
        steps = np.empty_like(points)
        steps[1:] = points[1:] - points[:-1]
        # The end of a ring moves nothing: the next one begins from the last point that was written.
        steps[begins[1:]] += points[begins[1:] - 1] - points[begins[1:] - 2]
        steps[firsts] = 0
        # A ring takes a word for its first point and two numbers, one for the lines, two numbers for each of
        # the other points, and one for its end.
        size = 2 * lengths + 1
        place = np.cumsum(size) - size
        commands = np.empty(int(size.sum()) + 1, dtype=np.int64)
        at = np.arange(0, 2 * len(points), 2) + np.repeat(np.arange(2, len(lengths) + 2), lengths)
        at[begins] -= 1
        # The last point of a ring, which is not written, falls on its end and on the beginning of the next.
        commands[at], commands[at + 1] = zigzag(steps).T
        commands[place] = _MOVE_TO
        commands[place + 3] = (lengths - 2) << 3 | 2
        commands[place + size - 1] = _CLOSE
        body, where = varints(commands[:-1])
        boxes = np.empty((len(firsts), 4), dtype=np.int64)
        if len(firsts):
            boxes[:, :2] = np.minimum.reduceat(points, firsts, axis=0)
            boxes[:, 2:] = np.maximum.reduceat(points, firsts, axis=0)
        ends = np.append(place, len(commands) - 1)[self.starts]
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
        points = np.concatenate(
            [self.points[start:end] for start, end in zip(begins[chosen], begins[chosen + 1], strict=True)],
            dtype=np.float64,
        )
        counts = np.diff(self.starts)[chosen]
        rings = _ranges(self.starts[chosen], counts)
        outer = np.flatnonzero(self.is_outer[rings])
        parts = (
            np.concatenate(([0], np.cumsum(self.lengths[rings]))),
            np.append(outer, len(rings)),
            np.searchsorted(outer, np.concatenate(([0], np.cumsum(counts)))),
        )
        answer = shapely.from_ragged_array(shapely.GeometryType.MULTIPOLYGON, points, parts)
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

    >>> square = rings(np.array([shapely.box(2, -6, 6, -2)]), (1, -1))
    >>> square.points.tolist(), square.lengths.tolist()
    ([[5, -5], [1, -5], [1, -1], [5, -1], [5, -5]], [5])
    >>> commands = square.commands()
    >>> commands.first.tolist(), numbers(commands.body[commands.starts[0] :]).tolist()
    ([[5, 5]], [26, 7, 0, 0, 7, 8, 0, 15])
    """
    kinds = shapely.get_type_id(geometry)
    kept = np.flatnonzero(((kinds == _POLYGON) | (kinds == _MULTI_POLYGON)) & ~shapely.is_empty(geometry))
    parts, feature = shapely.get_parts(geometry[kept], return_index=True)
    lines, part = shapely.get_rings(parts, return_index=True)
    points, ring = shapely.get_coordinates(lines, return_index=True)
    xy: Ints = np.rint(points).astype(np.int64) - origin
    feature = feature[part]
    is_outer = np.ones(len(lines), dtype=bool)
    is_outer[1:] = part[1:] != part[:-1]
    is_new = np.ones(len(xy), dtype=bool)
    is_new[1:] = (xy[1:, 0] != xy[:-1, 0]) | (xy[1:, 1] != xy[:-1, 1]) | (ring[1:] != ring[:-1])
    if not is_new.all():
        xy, ring = xy[is_new], ring[is_new]
    lengths = np.bincount(ring, minlength=len(lines))
    area = _twice_area(xy, lengths)
    is_ring = (lengths > _LEAST) & (area != 0)
    if not is_ring.all():
        # Without its outer ring a polygon has no holes either.
        is_ring &= is_ring[np.maximum.accumulate(np.where(is_outer, np.arange(len(is_outer)), 0))]
        xy = xy[is_ring[ring]]
        lengths, area, is_outer, feature = (each[is_ring] for each in (lengths, area, is_outer, feature))
    ends = np.cumsum(lengths)
    for at in np.flatnonzero((area < 0) != is_outer).tolist():
        turned = slice(ends[at] - lengths[at], ends[at])
        xy[turned] = xy[turned][::-1].copy()
    first_rings = np.flatnonzero(np.diff(feature, prepend=-1) != 0)
    return Rings(
        drawn=kept[feature[first_rings]],
        points=xy.astype(np.int32),
        lengths=lengths,
        is_outer=is_outer,
        starts=np.append(first_rings, len(lengths)),
    )


def _twice_area(xy: Ints, lengths: Ints) -> Ints:
    """Twice the area of each closed ring, below zero where it turns as the hands of a clock on the map."""
    x, y = xy[:, 0], xy[:, 1]
    cross = np.zeros(len(xy), dtype=np.int64)
    cross[:-1] = x[:-1] * y[1:] - x[1:] * y[:-1]
    ends = np.cumsum(lengths)
    cross[ends[lengths > 0] - 1] = 0
    return np.diff(np.concatenate(([0], np.cumsum(cross)))[ends], prepend=0)


def _ranges(starts: Ints, counts: Ints) -> Ints:
    """Of each start as many numbers as counted, one after another."""
    before = np.cumsum(counts) - counts
    return np.asarray(np.repeat(starts - before, counts) + np.arange(int(counts.sum())))
