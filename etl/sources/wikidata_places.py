"""The point of a twin city: of the places that bear its name, the one where Wikidata puts it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from geo.crs import ELLIPSOID, STORE_DECIMALS
from geo.names.places import Places as PlacesAbroad

_POINT = re.compile(r"Point\((-?\d+(?:\.\d+)?(?:[eE]-?\d+)?) (-?\d+(?:\.\d+)?(?:[eE]-?\d+)?)\)", re.ASCII)
# Wikidata gives a municipality its centre, GeoNames the town: further apart they are two places.
SAME_PLACE_KM = 30.0


@dataclass(frozen=True, slots=True)
class PartnerPlace:
    """Longitude and latitude, GeoNames' identifier when the place is there, its division, and what it is."""

    position: tuple[float, float] | None
    geonameid: str | None
    admin1: str | None
    type: str = "city"


def partner_place(name: str, country: str | None, point: str | None, abroad: PlacesAbroad) -> PartnerPlace:
    """Where a partner is: GeoNames' place of that name near Wikidata's point, else that point itself.

    One place has one identifier in all sources when GeoNames has it; so records of several sources about
    one partner come together.
    """
    position = coordinates(point)
    placement = abroad.place(name, country=country)
    if placement.method == "division":
        return PartnerPlace(position, None, placement.admin1, "state_or_province")
    found = []
    if placement.lat is not None and placement.lon is not None and placement.geonameid is not None:
        found.append((placement.lon, placement.lat, placement.geonameid, placement.admin1))
    if position is None:
        if not found:
            return PartnerPlace(None, None, placement.admin1)
        return _at(*found[0])
    found += [
        (each.lon, each.lat, each.geonameid, abroad.divisions.english(each.admin1_code, each.country))
        for each in placement.alternatives
        if country in {None, each.country}
    ]
    near = min(found, key=lambda each: _km(position, (each[0], each[1])), default=None)
    if near is not None and _km(position, (near[0], near[1])) <= SAME_PLACE_KM:
        return _at(*near)
    return PartnerPlace(position, None, None)


def coordinates(point: str | None) -> tuple[float, float] | None:
    """Longitude and latitude in well-known text, None when it is none on Earth.

    >>> coordinates("Point(-117.1625 32.715)"), coordinates("Point(200 95)"), coordinates(None)
    ((-117.1625, 32.715), None, None)
    """
    found = _POINT.fullmatch(point or "")
    if not found:
        return None
    lon, lat = float(found[1]), float(found[2])
    is_on_earth = math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90
    return (round(lon, STORE_DECIMALS), round(lat, STORE_DECIMALS)) if is_on_earth else None


def _at(lon: float, lat: float, geonameid: int, admin1: str | None) -> PartnerPlace:
    return PartnerPlace((round(lon, STORE_DECIMALS), round(lat, STORE_DECIMALS)), str(geonameid), admin1)


def _km(one: tuple[float, float], other: tuple[float, float]) -> float:
    metres = ELLIPSOID.inv(one[0], one[1], other[0], other[1])[2]
    return float(metres) / 1000
