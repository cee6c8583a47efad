"""Land borders with the neighbour countries, cut from a country's own outer boundary.

A border is drawn a little differently by each of the countries that it separates. Distances and touches have
to agree with the municipalities, so that the line is taken from the municipalities' own outer boundary; the
neighbour's drawing only guides: it says where the border begins and ends and on which side of the country it
runs.

The rule:

1. The municipalities within ``NEAR_M`` of the guide are dissolved; the border is on the outer ring of the
part that
   reaches both ends of the guide.
2. An end of the border is the corner of that ring near the guide's end: where the ring enters and leaves a
circle of
   ``CORNER_M`` around the guide's end a chord is drawn, and the corner is the vertex farthest from it,
   provided that it is farther than ``CORNER_SHARE`` of the chord's length. There the land border meets the
   coast or turns into another border. Where the ring runs on without a corner, as at the mouth of the Río
   Hondo, whose line INEGI continues through the Bay of Chetumal, the end is the ring's vertex nearest to the
   guide's end.
3. Of the two ways around the ring between the ends, the border is the one that stays nearer to the guide.
4. All of it must lie within ``NEAR_M`` of the guide; otherwise there is no such border.

Coasts, bays and the sea are therefore never land border.
"""

import numpy as np
import shapely
from numpy.typing import NDArray

NEAR_M = 10_000.0
"""Farther than this from the guide is another place. A world map at 1:10 million is off by up to 3 km
here."""

CORNER_M = 5_000.0
"""Half the window in which an end is sought: wider than the guide is off at its ends (at most 2.3 km)."""

CORNER_SHARE = 0.2
"""Less bulge than this share of the chord is no corner: a right angle bulges by half, a meander by a
tenth."""

Ring = NDArray[np.float64]


class NoBorder(ValueError):
    """The outer boundary does not run along the guide."""


def borderline(municipalities: NDArray[np.object_], guide: shapely.LineString) -> shapely.LineString:
    """The land border along a guide, part of the outer boundary of the municipalities; all in one plane of
    metres.

    Raises :class:`NoBorder` when the municipalities' boundary does not run along the guide from end to end.

    >>> cells = np.array([shapely.box(x, 0, x + 20_000, 20_000) for x in (0, 20_000)])
    >>> drawn_elsewhere = shapely.LineString([(300, 20_800), (20_000, 19_500), (39_000, 20_400)])
    >>> border = borderline(cells, drawn_elsewhere)
    >>> border.length, border.bounds
    (40000.0, (0.0, 20000.0, 40000.0, 20000.0))
    """
    tree = shapely.STRtree(municipalities)
    near = np.sort(tree.query(guide, predicate="dwithin", distance=NEAR_M))
    outline = shapely.union_all(municipalities[near])
    ring = _ring_reaching(outline, guide)
    start, end = (_end_of_border(ring, shapely.get_point(guide, at)) for at in (0, -1))
    return _way_along(ring, start, end, guide)


def _ring_reaching(outline: shapely.Geometry, guide: shapely.LineString) -> Ring:
    """The outer ring that comes near both ends, without its repeated last vertex."""
    rings = shapely.get_exterior_ring(shapely.get_parts(outline))
    shapely.prepare(rings)
    reach = [shapely.distance(rings, shapely.get_point(guide, at)) for at in (0, -1)]
    farther = np.maximum(*reach) if len(rings) else np.array([np.inf])
    best = int(np.argmin(farther))
    if farther[best] > CORNER_M:
        raise NoBorder(f"no outer ring comes within {CORNER_M:.0f} m of both ends of the guide")
    return np.asarray(shapely.get_coordinates(rings[best])[:-1])


def _end_of_border(ring: Ring, guide_end: shapely.Point) -> int:
    """The index of the ring's vertex at which the border ends."""
    away = np.hypot(ring[:, 0] - guide_end.x, ring[:, 1] - guide_end.y)
    nearest = int(np.argmin(away))
    before, after = nearest, nearest
    count = len(ring)
    while away[(before - 1) % count] < CORNER_M and nearest - before < count // 2:
        before -= 1
    while away[(after + 1) % count] < CORNER_M and after - nearest < count // 2:
        after += 1
    window = np.arange(before - 1, after + 2) % count
    a, b = ring[window[0]], ring[window[-1]]
    chord = float(np.hypot(*(b - a)))
    if chord == 0.0:
        return nearest
    offset = ring[window] - a
    bulge = np.abs(offset[:, 0] * (b - a)[1] - offset[:, 1] * (b - a)[0]) / chord
    return int(window[np.argmax(bulge)]) if bulge.max() > CORNER_SHARE * chord else nearest


def _way_along(ring: Ring, start: int, end: int, guide: shapely.LineString) -> shapely.LineString:
    """The one of the two ways from start to end that stays nearer to the guide."""
    shapely.prepare(guide)
    ways = [_walk(ring, start, end), _walk(ring, end, start)[::-1]]
    strays = [float(shapely.distance(guide, shapely.points(way)).max()) for way in ways]
    best = int(np.argmin(strays))
    if strays[best] > NEAR_M:
        raise NoBorder(f"the outer boundary strays {strays[best]:.0f} m from the guide")
    return shapely.LineString(ways[best])


def _walk(ring: Ring, start: int, end: int) -> Ring:
    """The vertices from start to end in the ring's own direction, both included."""
    steps = (end - start) % len(ring)
    return ring[(start + np.arange(steps + 1)) % len(ring)]
