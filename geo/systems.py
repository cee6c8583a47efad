"""The reference systems in which geometry is asked for and given (OGC API – Features Part 2).

Coordinates stand in the order of the axes that each system defines: latitude before longitude in EPSG:4326
and EPSG:4269, northing before easting in EPSG:6372. Files for programs have an order of their own, which is
none of this module's business.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo import crs
from geo.boundaries.rounding import without_repeats

CRS84_URI = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
_EPSG_URI = "http://www.opengis.net/def/crs/EPSG/0/"
_EPSG = re.compile(
    r"(?:EPSG:|urn:ogc:def:crs:EPSG:[^:]*:|https?://www\.opengis\.net/def/crs/EPSG/[^/]*/)(\d{4,6})"
)
_CRS84 = re.compile(
    r"(?:OGC:|urn:ogc:def:crs:OGC:[^:]*:|https?://www\.opengis\.net/def/crs/OGC/[^/]*/)?CRS84"
)

_METRES_PER_DEGREE = 111_320.0
# A box is no box in degrees: its sides bend, and so many vertices a side follow them to within metres.
_VERTICES_PER_SIDE = 64
_ROUND_TRIP_M = 1.0


@dataclass(frozen=True, slots=True)
class System:
    """A reference system. ``decimals`` are those that its coordinates are given with: about a centimetre."""

    uri: str
    srid: int
    is_geographic: bool
    is_northing_first: bool
    decimals: int

    @property
    def metres_per_unit(self) -> float:
        """How many metres one unit of a coordinate is, nearly: of a degree, along a meridian."""
        return _METRES_PER_DEGREE if self.is_geographic else 1.0


CRS84 = System(CRS84_URI, crs.STORE, True, False, crs.STORE_DECIMALS)
SYSTEMS = (
    CRS84,
    System(f"{_EPSG_URI}4326", 4326, True, True, crs.STORE_DECIMALS),
    System(f"{_EPSG_URI}3857", 3857, False, False, 2),
    System(f"{_EPSG_URI}6372", 6372, False, True, 2),
    # NAD83 is taken to be WGS 84, as its own definition of 1986 has it; they differ by up to two metres.
    System(f"{_EPSG_URI}4269", 4269, True, True, crs.STORE_DECIMALS),
)
URIS = tuple(system.uri for system in SYSTEMS)


class UnknownSystem(ValueError):
    """No geometry is given in the system of that name; ``URIS`` are those there are."""


class OutsideSystem(ValueError):
    """The box does not lie where its reference system holds, or its corners are in the wrong order."""


def system_named(name: str) -> System:
    """The system of that URI, URN or short name.

    :raises UnknownSystem: for any other.

    >>> system_named("http://www.opengis.net/def/crs/EPSG/0/6372").srid, system_named("CRS84").srid
    (6372, 4326)
    """
    if _CRS84.fullmatch(name):
        return CRS84
    if found := _EPSG.fullmatch(name):
        for system in SYSTEMS:
            if system.uri == f"{_EPSG_URI}{found[1]}":
                return system
    raise UnknownSystem(name)


def rendered(
    geometries: Sequence[str | bytes | None],
    system: System = CRS84,
    decimals: int | None = None,
) -> list[str | None]:
    """GeoJSON texts of the geometries in that system, in the order of its axes.

    Text is GeoJSON in EPSG:4326, bytes are WKB in EPSG:3857. With ``decimals`` coordinates have no more than
    those, and vertices that become equal are one (:mod:`geo.boundaries.rounding`).

    >>> rendered(['{"type":"Point","coordinates":[-102.0,22.0]}'], system_named("EPSG:4326"))
    ['{"type":"Point","coordinates":[22.0,-102.0]}']
    """
    moved = shapes(geometries, system, decimals, is_northing_first=system.is_northing_first)
    return [None if text is None else str(text) for text in shapely.to_geojson(moved)]


def texts(drawn: NDArray[np.object_]) -> list[str]:
    """GeoJSON texts in degrees of geometries in EPSG:3857, as :func:`rendered` gives them.

    >>> texts(np.array([shapely.Point(0, 0)]))
    ['{"type":"Point","coordinates":[0.0,0.0]}']
    """
    moved = _moved(drawn, crs.DRAW, CRS84, None, is_northing_first=False)
    return [str(text) for text in shapely.to_geojson(moved)]


def shapes(
    geometries: Sequence[str | bytes | bytearray | None],
    system: System = CRS84,
    decimals: int | None = None,
    *,
    is_northing_first: bool = False,
) -> NDArray[np.object_]:
    """The geometries as shapes in that system, x before y unless it is to be the other way; None stays None.

    >>> str(shapes(['{"type":"Point","coordinates":[-102.0,22.0]}', None])[0])
    'POINT (-102 22)'
    """
    found = np.full(len(geometries), None, dtype=object)
    for kind, source in ((str, crs.STORE), ((bytes, bytearray), crs.DRAW)):
        chosen = [number for number, each in enumerate(geometries) if isinstance(each, kind)]
        if chosen:
            given: Any = [geometries[number] for number in chosen]
            read = shapely.from_geojson(given) if source == crs.STORE else shapely.from_wkb(given)
            found[chosen] = _moved(read, source, system, decimals, is_northing_first=is_northing_first)
    return found


def _moved(
    shapes: NDArray[np.object_],
    source: int,
    system: System,
    decimals: int | None,
    *,
    is_northing_first: bool,
) -> NDArray[np.object_]:
    xy = shapely.get_coordinates(shapes)
    if source != system.srid:
        xy = np.column_stack(crs.transformer(source, system.srid).transform(xy[:, 0], xy[:, 1]))
    kept = system.decimals if decimals is None else min(decimals, system.decimals)
    xy = np.round(xy, kept) + 0.0  # no negative zero
    moved = shapely.set_coordinates(shapes, xy[:, ::-1] if is_northing_first else xy)
    return without_repeats(moved) if decimals is not None else moved


def box_in_degrees(
    numbers: tuple[float, float, float, float], system: System
) -> tuple[tuple[float, float, float, float], str | None]:
    """West, south, east, north around a box of that system, and its outline as GeoJSON where that is no box.

    ``numbers`` are the lower and the upper corner, each in the order of the axes of the system. In degrees
    the west may be greater than the east, where the box crosses the antimeridian.

    :raises OutsideSystem: when the box is none, or lies where the system does not hold.

    >>> box_in_degrees((20.0, -102.0, 22.0, -101.0), system_named("EPSG:4326"))
    ((-102.0, 20.0, -101.0, 22.0), None)
    """
    first, second, third, fourth = numbers
    west, south, east, north = (
        (second, first, fourth, third) if system.is_northing_first else (first, second, third, fourth)
    )
    if system.is_geographic:
        if max(abs(west), abs(east)) > 180 or not -90 <= south <= north <= 90:
            raise OutsideSystem(numbers)
        return (west, south, east, north), None
    if not (west <= east and south <= north):
        raise OutsideSystem(numbers)
    side = max(east - west, north - south, 1.0) / _VERTICES_PER_SIDE
    if system.srid == crs.DRAW:  # whose axes are meridians and parallels
        corners = np.array([(west, south), (east, north)])
        lon, lat = _degrees(corners, system).T
        return (float(lon[0]), float(lat[0]), float(lon[1]), float(lat[1])), None
    outline = shapely.segmentize(_outline(west, south, east, north), side)
    outline = shapely.set_coordinates(outline, _degrees(shapely.get_coordinates(outline), system))
    low_lon, low_lat, high_lon, high_lat = (float(each) for each in shapely.bounds(outline))
    return (low_lon, low_lat, high_lon, high_lat), str(shapely.to_geojson(outline))


def _outline(west: float, south: float, east: float, north: float) -> shapely.Geometry:
    """The box; a line or a point where it has no area, which a polygon could not be."""
    if west < east and south < north:
        return shapely.box(west, south, east, north, ccw=True)
    if west < east or south < north:
        return shapely.LineString([(west, south), (east, north)])
    return shapely.Point(west, south)


def _degrees(xy: NDArray[np.float64], system: System) -> NDArray[np.float64]:
    lonlat = np.column_stack(crs.transformer(system.srid, crs.STORE).transform(xy[:, 0], xy[:, 1]))
    back = np.column_stack(crs.transformer(crs.STORE, system.srid).transform(lonlat[:, 0], lonlat[:, 1]))
    # Beyond its area a projection answers with another place, or with none.
    if not np.isfinite(lonlat).all() or not (np.abs(back - xy) <= _ROUND_TRIP_M).all():
        raise OutsideSystem("outside")
    return lonlat
