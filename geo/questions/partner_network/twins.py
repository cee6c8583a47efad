"""Pairs across a border: a municipality near it, and a partner of its own on the other side near by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from sqlalchemy import Connection, or_, select

from geo.crs import ELLIPSOID
from geo.geodesy import Floats
from geo.geodesy.outlines import distances_to_polygons_km
from geo.questions.known_agreements import KnownAgreement
from geo.questions.partner_network.places import Place
from geo.tables import LAYER_TABLES

BORDER_OF = {"US": "us_border_km", "GT": "guatemala_border_km", "BZ": "belize_border_km"}
"""The measure of each neighbour country: how far municipalities are from the border with it."""


def twin_pairs(
    connection: Connection,
    agreements: Iterable[KnownAgreement],
    places: Mapping[str, Place],
    within_km: float,
) -> list[dict[str, Any]]:
    """The pairs, nearest first.

    The municipality is at most ``within_km`` from the border with the partner's country, and the partner's
    point at most as far from the municipality's nearest place, on the ellipsoid.
    """
    together: dict[tuple[str, str], list[KnownAgreement]] = defaultdict(list)
    for each in agreements:
        partner = places[each.partner_id]
        if each.cvegeo is not None and partner.country in BORDER_OF and partner.lon is not None:
            together[each.cvegeo, each.partner_id].append(each)
    if not together or within_km <= 0:
        return []
    near = _near_borders(connection, {code for code, _ in together}, within_km)
    pairs = [
        (code, partner)
        for code, partner in sorted(together)
        if code in near and near[code].may_reach(places[partner], within_km)
    ]
    distances = _distances_km(pairs, near, places)
    rows = [
        {
            "cvegeo": code,
            "label_es": places[code].label.es,
            "label_en": places[code].label.en,
            "partner_id": partner,
            "partner_name": places[partner].label.es,
            "country": places[partner].country,
            "border_km": near[code].border_km(places[partner]),
            "distance_km": round(float(distance), 3),
            "agreement_count": len(together[code, partner]),
            "instruments": sorted({each.instrument for each in together[code, partner]}),
            "record_ids": sorted({key for each in together[code, partner] for key in each.record_ids}),
        }
        for (code, partner), distance in zip(pairs, distances, strict=True)
        if distance <= within_km
    ]
    return sorted(rows, key=lambda row: (row["distance_km"], row["cvegeo"], row["partner_id"]))


@dataclass(frozen=True, slots=True)
class _NearBorder:
    """A municipality near a border: its distance from each, and its outline as GeoJSON."""

    measures: dict[str, float | None]
    box: tuple[float, float, float, float]
    outline: str

    def border_km(self, partner: Place) -> float | None:
        """How far it is from the border with the partner's country."""
        return self.measures[BORDER_OF[str(partner.country)]]

    def may_reach(self, partner: Place, within_km: float) -> bool:
        """Whether it is near the border with the partner's country, and its box near the partner."""
        km = self.border_km(partner)
        if km is None or km > within_km or partner.lon is None or partner.lat is None:
            return False
        west, south, east, north = self.box
        nearest = min(max(partner.lon, west), east), min(max(partner.lat, south), north)
        _, _, metres = ELLIPSOID.inv(partner.lon, partner.lat, *nearest)
        # On the ellipsoid the nearest place of a box of degrees is a little off the parallel of the point.
        return bool(metres / 1000.0 <= within_km * 1.01)


def _near_borders(connection: Connection, codes: Iterable[str], within_km: float) -> dict[str, _NearBorder]:
    """Those of the municipalities that are near any border."""
    towns = LAYER_TABLES["municipalities"].c
    measures = [towns[name] for name in BORDER_OF.values()]
    rows = connection.execute(
        select(
            towns.cvegeo,
            towns.west,
            towns.south,
            towns.east,
            towns.north,
            towns.feature_geometry,
            *measures,
        )
        .where(towns.cvegeo.in_(sorted(codes)), or_(*(measure <= within_km for measure in measures)))
        .order_by(towns.cvegeo)
    ).all()
    return {
        row.cvegeo: _NearBorder(
            {name: getattr(row, name) for name in BORDER_OF.values()},
            (row.west, row.south, row.east, row.north),
            row.feature_geometry,
        )
        for row in rows
    }


def _distances_km(
    pairs: Sequence[tuple[str, str]], near: Mapping[str, _NearBorder], places: Mapping[str, Place]
) -> Floats:
    codes = sorted({code for code, _ in pairs})
    points = np.array([(places[partner].lon, places[partner].lat) for _, partner in pairs]).reshape(-1, 2)
    outlines = shapely.from_geojson(np.array([near[code].outline for code in codes], dtype=object))
    of_polygon = np.array([codes.index(code) for code, _ in pairs], dtype=np.intp)
    return distances_to_polygons_km(points, outlines, of_polygon)
