"""What is answered about a place abroad: its point, several candidates, or that it stays without a point."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PlacementStatus = Literal["placed", "ambiguous", "unplaced"]


@dataclass(frozen=True, slots=True)
class City:
    """A city of GeoNames. `admin1_code` is GeoNames' code of the first-level division, not the ISO code."""

    geonameid: int
    name: str
    country: str
    admin1_code: str
    lat: float
    lon: float
    population: int
    other_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a place abroad is. Only what is *placed* has a point (EPSG:4326 degrees) and a geonameid.

    `country` and `admin1` are given as far as they are known, also without a point: `country` as an
    ISO 3166-1 code, `admin1` by its English name.
    """

    status: PlacementStatus
    lat: float | None
    lon: float | None
    geonameid: int | None
    name: str
    admin1: str | None
    country: str | None
    method: str
    score: float
    alternatives: tuple[City, ...] = ()
