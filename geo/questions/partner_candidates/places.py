"""Places and bodies abroad that can be partners: those of the agreements, and those that facts name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, or_, select

from geo.names.folding import fold
from geo.tables import LAYER_TABLES

MEXICO = "MX"
DEPARTURES = ("emigration", "seasonal")
"""Corridors of people who leave Mexico; those who come back or pass say nothing of a place abroad."""

SAME_SPOT_DEGREES = 0.02
"""Within about two kilometres two points are those of one town."""


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """The search key of a name; the register names few places, each of them often."""
    return fold(name)


@dataclass(frozen=True, slots=True)
class Place:
    """A place or body abroad that can be a partner.

    ``told_by`` are the corridors and offices that name a place with which nobody has an agreement yet; a
    partner of somebody has none. ``admin1`` is the state or province in which it is, or which it is.
    """

    id: str
    name: str
    type: str
    country: str | None
    admin1: str | None
    lon: float | None = None
    lat: float | None = None
    told_by: tuple[tuple[str, str], ...] = ()

    @property
    def region(self) -> tuple[str, str] | None:
        """Country and folded name of its state or province, where both are known."""
        name = self.admin1 or (self.name if self.type == "state_or_province" else None)
        return (self.country, folded(name)) if self.country and name else None


def places(connection: Connection) -> tuple[Place, ...]:
    """Partners abroad and bodies of several countries, and the places abroad that facts name, by id.

    Corridors and offices of states abroad name cities and states with which nobody has an agreement yet.
    """
    table = LAYER_TABLES["partner_places"].c
    rows = connection.execute(
        select(table.id, table.name, table.type, table.country, table.admin1, table.west, table.south)
        .where(or_(table.country.is_(None), table.country != MEXICO))
        .order_by(table.id)
    )
    known = {row.id: Place(*row) for row in rows}
    named = {key: each for each in known.values() for key in _names(each)}
    told: dict[str, Place] = {}
    for place, fact in _named_places(connection):
        is_known = any(key in named for key in _names(place))
        if is_known or any(is_same_spot(each, place.lon, place.lat) for each in known.values()):
            continue
        before = told.get(place.id, place)
        told[place.id] = replace(before, told_by=(*before.told_by, fact))
    return tuple(sorted((*known.values(), *told.values()), key=lambda each: each.id))


def _names(place: Place) -> Iterable[tuple[str | None, ...]]:
    """The keys by which a fact that names a place finds it."""
    region = folded(place.admin1 or "")
    if place.type == "state_or_province":
        return [("region", place.country, region or folded(place.name))]
    return [("city", place.country, region, folded(place.name))] if place.type == "city" else []


def is_same_spot(place: Place, lon: float | None, lat: float | None) -> bool:
    """Whether a place is a town at that point, whatever it is called; False where either has none."""
    if None in (lon, lat, place.lon, place.lat) or place.type != "city":
        return False
    return max(
        abs(float(lon or 0) - float(place.lon or 0)), abs(float(lat or 0) - float(place.lat or 0))
    ) <= (SAME_SPOT_DEGREES)


def _named_places(connection: Connection) -> list[tuple[Place, tuple[str, str]]]:
    """Places that corridors and offices of states name, each with the layer and the id of the fact."""
    found = []
    corridors, offices = LAYER_TABLES["corridors"].c, LAYER_TABLES["offices"].c
    facts = select(
        corridors.id,
        corridors.destination_country.label("country"),
        corridors.destination_admin1.label("admin1"),
        corridors.destination_city.label("city"),
        corridors.destination_lon.label("lon"),
        corridors.destination_lat.label("lat"),
    ).where(
        corridors.kind.in_(DEPARTURES),
        corridors.destination_country != MEXICO,
        or_(corridors.destination_admin1.is_not(None), corridors.destination_city.is_not(None)),
    )
    seats = select(
        offices.id,
        offices.country,
        offices.admin1,
        offices.city,
        offices.west.label("lon"),
        offices.south.label("lat"),
    ).where(
        offices.kind == "ofam_abroad",
        offices.status != "closed",
        offices.country != MEXICO,
        offices.city.is_not(None),
    )
    for layer_id, statement in (("corridors", facts), ("offices", seats)):
        column = statement.selected_columns["id"]
        for row in connection.execute(statement.order_by(column)).all():
            kind = "city" if row.city else "state_or_province"
            name = row.city or row.admin1
            parts = [row.country, folded(row.admin1 or ""), folded(row.city or "")]
            key = "-".join(part.lower().replace(" ", "-") for part in parts if part)
            point = (row.lon, row.lat) if row.city else (None, None)
            found.append(
                (Place(f"new-{key}", name, kind, row.country, row.admin1, *point), (layer_id, row.id))
            )
    return found


Floats = NDArray[np.float64]


def points(found: Iterable[Place]) -> Floats:
    """Longitude and latitude of each place, shape (n, 2); NaN where it has no point."""
    rows = [
        (np.nan, np.nan) if place.lon is None or place.lat is None else (place.lon, place.lat)
        for place in found
    ]
    return np.array(rows, dtype=np.float64).reshape(-1, 2)
