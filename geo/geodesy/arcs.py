"""The shortest way between two points over the Earth, as a line that a map can draw."""

from __future__ import annotations

from typing import Any

from geo.crs import ELLIPSOID

LonLat = tuple[float, float]

STEP_KM = 250.0
"""Distance between the points of an arc: straight pieces of that length look curved on a map of the world."""

DECIMALS = 5
"""About a metre."""


def arc(start: LonLat, end: LonLat) -> dict[str, Any]:
    """The geodesic from one point to another as GeoJSON, with a point every ``STEP_KM`` or less.

    Where it crosses the antimeridian it is cut there, into two lines of one geometry (RFC 7946, 3.1.9).

    >>> arc((-117.0, 32.5), (-117.2, 32.7))
    {'type': 'LineString', 'coordinates': [[-117.0, 32.5], [-117.2, 32.7]]}
    >>> arc((-117.0, 32.5), (139.7, 35.7))["type"]
    'MultiLineString'
    """
    _, _, metres = ELLIPSOID.inv(*start, *end)
    count = int(metres / (STEP_KM * 1000.0))
    between = ELLIPSOID.npts(*start, *end, count) if count else []
    lines: list[list[list[float]]] = [[_rounded(start)]]
    before = start
    for point in [*between, end]:
        step = point[0] - before[0]
        if abs(step) > 180.0:
            edge = 180.0 if step < 0 else -180.0
            way = step - 360.0 if step > 0 else step + 360.0
            latitude = before[1] + (point[1] - before[1]) * (edge - before[0]) / way
            lines[-1].append(_rounded((edge, latitude)))
            lines.append([_rounded((-edge, latitude))])
        lines[-1].append(_rounded(point))
        before = point
    if len(lines) == 1:
        return {"type": "LineString", "coordinates": lines[0]}
    return {"type": "MultiLineString", "coordinates": lines}


def _rounded(point: LonLat) -> list[float]:
    return [round(point[0], DECIMALS), round(point[1], DECIMALS)]
