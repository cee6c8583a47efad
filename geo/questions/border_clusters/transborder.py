"""Agreements with a partner abroad that is near: which municipality, which partner, and how far apart."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from sqlalchemy import Connection, select

from geo.crs import PLANE, STORE, projected, transformer
from geo.geodesy import distances_km
from geo.questions.known_agreements import KnownAgreement
from geo.tables import LAYER_TABLES

_KM_PER_DEGREE = 110.5
"""A degree of latitude is nowhere in Mexico shorter."""


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner abroad; without a position it is near nobody that could be told."""

    id: str
    name: str
    country: str | None
    lonlat: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Link:
    """A municipality and a partner abroad that have an agreement and are no farther apart than asked for.

    ``distance_km`` is geodesic, from the outline of the municipality to the point of the partner; 0 inside.
    """

    cvegeo: str
    partner: Partner
    distance_km: float
    agreement_count: int


def distance_km(outline: shapely.Geometry, lonlat: tuple[float, float]) -> float:
    """Geodesic distance from an area to a point, both in EPSG:4326; 0 when the point lies within.

    The nearest place of the outline is found in INEGI's plane, and measured to on the ellipsoid: a few metres
    too far at 100 km, which no point of a city is exact to.

    >>> round(distance_km(shapely.box(-100, 19, -99, 20), (-99.5, 21.0)))
    111
    """
    area = projected(np.array([outline]), STORE, PLANE)[0]
    point = shapely.Point(*transformer(STORE, PLANE).transform(*lonlat))
    if area.intersects(point):
        return 0.0
    (x, y), _ = shapely.get_coordinates(shapely.shortest_line(area, point))
    near = np.array([transformer(PLANE, STORE).transform(x, y)])
    return float(distances_km(near, np.array([lonlat]))[0])


def partners(connection: Connection, agreements: Iterable[KnownAgreement]) -> dict[str, Partner]:
    """The partners abroad of those agreements, by id."""
    wanted = {each.partner_id for each in agreements if each.country != "MX"}
    table = LAYER_TABLES["partner_places"].c
    rows = connection.execute(
        select(table.id, table.name, table.country, table.feature_geometry).order_by(table.id)
    ).all()
    return {
        row.id: Partner(
            row.id,
            row.name,
            row.country,
            tuple(json.loads(row.feature_geometry)["coordinates"]) if row.feature_geometry else None,
        )
        for row in rows
        if row.id in wanted
    }


def links(
    connection: Connection,
    agreements: Iterable[KnownAgreement],
    abroad: Mapping[str, Partner],
    km: float,
) -> list[Link]:
    """The links no longer than ``km`` of those agreements, ordered by municipality and partner."""
    counts = Counter(
        (each.cvegeo, each.partner_id)
        for each in agreements
        if each.cvegeo is not None and each.partner_id in abroad
    )
    codes = sorted({code for code, _ in counts})
    table = LAYER_TABLES["municipalities"].c
    boxes = {
        row.cvegeo: row
        for row in connection.execute(
            select(table.cvegeo, table.west, table.south, table.east, table.north)
            .where(table.cvegeo.in_(codes))
            .order_by(table.cvegeo)
        ).all()
    }
    likely = [
        (code, abroad[partner])
        for code, partner in sorted(counts)
        if _may_be_within(tuple(boxes[code])[1:], abroad[partner].lonlat, km)
    ]
    outlines = dict(
        connection.execute(
            select(table.cvegeo, table.feature_geometry)
            .where(table.cvegeo.in_(sorted({code for code, _ in likely})))
            .order_by(table.cvegeo)
        ).all()
    )
    shapes = dict(zip(outlines, shapely.from_geojson(list(outlines.values())), strict=True))
    found = []
    for code, partner in likely:
        if partner.lonlat is not None:
            apart = distance_km(shapes[code], partner.lonlat)
            if apart <= km:
                found.append(Link(code, partner, apart, counts[code, partner.id]))
    return found


def _may_be_within(box: tuple[float, ...], lonlat: tuple[float, float] | None, km: float) -> bool:
    """Whether a point may be within a distance of a box; most partners are on other continents."""
    if lonlat is None:
        return False
    west, south, east, north = box
    up = km / _KM_PER_DEGREE
    highest = min(max(abs(south), abs(north)) + up, 89.0)
    across = up / math.cos(math.radians(highest))
    longitude, latitude = lonlat
    return west - across <= longitude <= east + across and south - up <= latitude <= north + up
