"""Which municipalities a group has: by list, association, state or drawn polygon."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import shapely
from sqlalchemy import Connection, and_, func, select

from geo import crs
from geo.cql2.spatial import literal_sql
from geo.declarations import Text, Word
from geo.questions.memberships import present
from geo.questions.question import Parameter, ParameterType
from geo.questions.territory import STATE, municipality_codes
from geo.tables import LAYER_TABLES

COMPARED = Text("Con quién se compara", "Compared with")


_CODES = Text(
    "Claves de municipios en cinco dígitos; pueden ir varias, separadas por comas.",
    "Codes of municipalities of five digits; several may be given, parted by commas.",
)


def _network(name: str, title: Text, group: Text | None = None) -> Parameter:
    return Parameter(
        name=name,
        type=ParameterType.TEXT,
        title=title,
        description=Text(
            "Identificador de una red, asociación u organismo metropolitano o intermunicipal: cuentan los"
            " municipios que hoy pertenecen.",
            "Identifier of a network, association, metropolitan or intermunicipal body: the municipalities"
            " that belong to it now count.",
        ),
        is_multiple=True,
        keys_of="networks",
        group=group,
    )


PARAMETERS: tuple[Parameter, ...] = (
    municipality_codes("member", Text("Municipios", "Municipalities"), _CODES),
    _network("network", Text("Asociación o red", "Association or network")),
    replace(
        STATE,
        description=Text(
            "Todos los municipios de estos estados, por su clave de dos dígitos.",
            "All municipalities of these states, by their code of two digits.",
        ),
    ),
    Parameter(
        name="polygon",
        type=ParameterType.POLYGON,
        title=Text("Polígono", "Polygon"),
        description=Text(
            "Polígono dibujado, en WKT o GeoJSON, longitud y latitud.",
            "A drawn polygon, as WKT or GeoJSON, longitude and latitude.",
        ),
    ),
    Parameter(
        name="polygon_rule",
        type=ParameterType.CHOICE,
        title=Text("Qué toma el polígono", "What the polygon takes"),
        description=Text(
            "Los municipios que toca, los que tienen su punto interior en él, o los que caben enteros.",
            "Municipalities that it touches, those whose inner point is in it, or those wholly in it.",
        ),
        default="intersects",
        choices=(
            Word("intersects", Text("Los que toca", "Those that it touches")),
            Word("point", Text("Los de punto dentro", "Those whose point is inside")),
            Word("within", Text("Los que caben enteros", "Those wholly inside")),
        ),
    ),
    municipality_codes("compare_member", Text("Otros municipios", "Other municipalities"), _CODES, COMPARED),
    _network("compare_network", Text("Otra asociación o red", "Another association or network"), COMPARED),
)


@dataclass(frozen=True, slots=True)
class Membership:
    """A present membership of a municipality or of a state (``cvegeo`` None) in a network."""

    id: str
    network_id: str
    cvegeo: str | None
    source_id: str


def memberships(connection: Connection) -> tuple[Membership, ...]:
    """Memberships that have not ended, by id."""
    table = LAYER_TABLES["memberships"].c
    rows = connection.execute(
        select(table.id, table.network_id, table.cvegeo, table.source_id, table.level)
        .where(present())
        .order_by(table.id)
    )
    return tuple(
        Membership(row.id, row.network_id, row.cvegeo if row.level == "municipal" else None, row.source_id)
        for row in rows
    )


def members(
    connection: Connection, asked: Mapping[str, Any], belonging: Sequence[Membership]
) -> frozenset[str]:
    """Codes of the municipalities of the group: all that any of its parameters names."""
    found = _listed(asked["member"], asked["network"], belonging)
    table = LAYER_TABLES["municipalities"].c
    if asked["state"]:
        of_states = select(table.cvegeo).where(table.cve_ent.in_(asked["state"]))
        found |= set(connection.execute(of_states).scalars())
    if asked["polygon"] is not None:
        found |= _drawn(connection, asked["polygon"], asked["polygon_rule"])
    return frozenset(found)


def compared(asked: Mapping[str, Any], belonging: Sequence[Membership]) -> frozenset[str]:
    """Codes of the municipalities of the group that is compared with the first."""
    return frozenset(_listed(asked["compare_member"], asked["compare_network"], belonging))


def _listed(codes: Sequence[str], networks: Sequence[str], belonging: Sequence[Membership]) -> set[str]:
    return set(codes) | {each.cvegeo for each in belonging if each.network_id in networks and each.cvegeo}


def _drawn(connection: Connection, polygon_wkt: str, rule: str) -> set[str]:
    """The municipalities that a polygon takes, by their full geometry; boxes are compared first."""
    table = LAYER_TABLES["municipalities"].c
    polygon = shapely.from_wkt(polygon_wkt)
    west, south, east, north = polygon.bounds
    near = and_(table.west <= east, table.east >= west, table.south <= north, table.north >= south)
    if rule == "point":
        rows = connection.execute(select(table.cvegeo, table.lon, table.lat).where(near)).all()
        return {row.cvegeo for row in rows if shapely.intersects_xy(polygon, row.lon, row.lat)}
    drawn = literal_sql(polygon, crs.STORE)
    relation = func.ST_Within if rule == "within" else func.ST_Intersects
    return set(connection.execute(select(table.cvegeo).where(near, relation(table.geom, drawn))).scalars())
