"""What the nodes of a network are called, and where they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from geo.declarations import Text, Vocabulary, Word
from geo.tables import LAYER_TABLES
from geo.vocabularies.world_regions import country_name

NODE_KIND = Vocabulary(
    "node_kind",
    (
        Word("municipality", Text("Municipio", "Municipality")),
        Word("state", Text("Gobierno de un estado", "State government")),
        Word("partner", Text("Contraparte", "Partner")),
    ),
)

_DECIMALS = 5
"""Of the place of a state: a metre, and more than its two sums in any order agree on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A node: ``place`` is what it lies in, ``lon`` and ``lat`` in degrees where its position is known."""

    key: str
    kind: str
    label: Text
    place: Text | None
    cve_ent: str | None = None
    country: str | None = None
    partner_type: str | None = None
    is_researched: bool = True
    lon: float | None
    lat: float | None


def places(connection: Connection, keys: Iterable[str]) -> dict[str, Place]:
    """The places of those keys that the release knows: CVEGEO, CVE_ENT or id of a partner."""
    wanted = set(keys)
    codes = {key for key in wanted if key.isdigit() and key.isascii()}
    found = _municipalities(connection, {code for code in codes if len(code) == 5})
    found |= _states(connection, {code for code in codes if len(code) == 2})
    return found | _partners(connection, wanted - set(found))


def _municipalities(connection: Connection, codes: set[str]) -> dict[str, Place]:
    if not codes:
        return {}
    towns = LAYER_TABLES["municipalities"].c
    rows = connection.execute(
        select(
            towns.cvegeo, towns.cve_ent, towns.name, towns.state_name, towns.research, towns.lon, towns.lat
        )
        .where(towns.cvegeo.in_(sorted(codes)))
        .order_by(towns.cvegeo)
    ).all()
    return {
        row.cvegeo: Place(
            key=row.cvegeo,
            kind="municipality",
            label=Text(row.name, row.name),
            place=Text(row.state_name, row.state_name),
            cve_ent=row.cve_ent,
            country="MX",
            is_researched=row.research != "not_researched",
            lon=row.lon,
            lat=row.lat,
        )
        for row in rows
    }


def _states(connection: Connection, codes: set[str]) -> dict[str, Place]:
    """States with the middle of their municipalities' points, each as heavy as its area."""
    if not codes:
        return {}
    states, towns = LAYER_TABLES["states"].c, LAYER_TABLES["municipalities"].c
    weight = func.sum(towns.area_km2)
    middle = (
        select(
            towns.cve_ent,
            (func.sum(towns.lon * towns.area_km2) / weight).label("lon"),
            (func.sum(towns.lat * towns.area_km2) / weight).label("lat"),
        )
        .group_by(towns.cve_ent)
        .subquery()
    )
    rows = connection.execute(
        select(states.cve_ent, states.name, middle.c.lon, middle.c.lat)
        .outerjoin(middle, middle.c.cve_ent == states.cve_ent)
        .where(states.cve_ent.in_(sorted(codes)))
        .order_by(states.cve_ent)
    ).all()
    mexico = country_name("MX")
    return {
        row.cve_ent: Place(
            key=row.cve_ent,
            kind="state",
            label=Text(f"{row.name} (entidad)", f"{row.name} (state)"),
            place=mexico,
            cve_ent=row.cve_ent,
            country="MX",
            lon=None if row.lon is None else round(row.lon, _DECIMALS),
            lat=None if row.lat is None else round(row.lat, _DECIMALS),
        )
        for row in rows
    }


def _partners(connection: Connection, keys: set[str]) -> dict[str, Place]:
    if not keys:
        return {}
    partners = LAYER_TABLES["partner_places"].c
    rows = connection.execute(
        select(
            partners.id,
            partners.name,
            partners.type,
            partners.country,
            partners.admin1,
            partners.west,
            partners.south,
        )
        .where(partners.id.in_(sorted(keys)))
        .order_by(partners.id)
    ).all()
    return {
        row.id: Place(
            key=row.id,
            kind="partner",
            label=Text(row.name, row.name),
            place=_within(row.admin1, row.country),
            country=row.country,
            partner_type=row.type,
            lon=row.west,
            lat=row.south,
        )
        for row in rows
    }


def _within(admin1: str | None, country: str | None) -> Text | None:
    if country is None:
        return None
    name = country_name(country)
    return name if admin1 is None else Text(f"{admin1}, {name.es}", f"{admin1}, {name.en}")
