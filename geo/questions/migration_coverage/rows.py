"""A row for each municipality: its migration, and the services that are near."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from geo import catalogue
from geo.layers import layer_named
from geo.layers.conapo import MIGRATION_DEGREE
from geo.questions import columns, territory
from geo.questions.migration_coverage import services as migrant_services
from geo.questions.migration_coverage.services import SERVICES, Services
from geo.tables import table_of

_MUNICIPALITIES = layer_named("municipalities")

DEFAULT_SERVICES = ("ofam_state", "ofam_municipal", "iom_window")
"""What counts unless other services are asked for: offices and windows for migrants."""

COLUMNS = (
    _MUNICIPALITIES.field("cvegeo"),
    _MUNICIPALITIES.field("name"),
    _MUNICIPALITIES.field("cve_ent"),
    _MUNICIPALITIES.field("state_name"),
    columns.text("intensity", "Intensidad migratoria 2020", "Migration intensity 2020", MIGRATION_DEGREE),
    columns.count("population_count", "Población 2020 (personas)", "Population 2020 (people)"),
    columns.count("transit_route_count", "Rutas de tránsito que pasan", "Transit routes that pass"),
    columns.count("corridor_count", "Corredores que salen de aquí", "Corridors that start here"),
    columns.count("service_count", "Servicios en el municipio", "Services in the municipality"),
    columns.text("nearest_service", "Servicio más cercano", "Nearest service"),
    columns.text("nearest_service_kind", "Tipo del más cercano", "Kind of the nearest"),
    columns.real("nearest_service_km", "Distancia al más cercano", "Distance to the nearest", "km"),
    *(
        column
        for word in SERVICES
        for column in (
            columns.text(
                f"nearest_{word.value}", f"Más cercano: {word.label.es}", f"Nearest: {word.label.en}"
            ),
            columns.real(
                f"nearest_{word.value}_km", f"Distancia: {word.label.es}", f"Distance: {word.label.en}", "km"
            ),
        )
    ),
)


def rows(connection: Connection, asked: Mapping[str, Any], found: Services) -> list[dict[str, Any]]:
    """A row for every municipality of the states asked for, ordered by code."""
    intensity = _optional(connection, "migration_intensity_2020", "intensity_degree")
    population = _optional(connection, "census_2020", "population_count")
    passing = migrant_services.corridors(connection)
    kinds = asked["service"] or DEFAULT_SERVICES
    made = []
    for place in connection.execute(territory.municipalities(asked["state"])):
        code = place.cvegeo
        kind, office, km = migrant_services.chosen_nearest(found, code, kinds) or (None, None, None)
        made.append(
            {
                **place._mapping,
                "intensity": intensity.get(code),
                "population_count": population.get(code),
                "transit_route_count": passing.routes[code],
                "corridor_count": passing.origins[code],
                "service_count": sum(found.located[each, code] for each in kinds),
                "nearest_service": office.name if office is not None else None,
                "nearest_service_kind": kind,
                "nearest_service_km": km,
                **migrant_services.nearest_columns(found, code),
            }
        )
    return made


def _optional(connection: Connection, layer_id: str, name: str) -> dict[str, Any]:
    layer = catalogue.layers(connection).get(layer_id)
    if layer is None:
        return {}
    table = table_of(layer).c
    rows = connection.execute(select(table.cvegeo, table[name])).all()
    return {row[0]: row[1] for row in rows}


def is_far(row: Mapping[str, Any], asked: Mapping[str, Any]) -> bool:
    """Whether none of the services stands in the municipality and the nearest is beyond the distance."""
    km = row["nearest_service_km"]
    return row["service_count"] == 0 and km is not None and km > asked["beyond_km"]


def lacks_service(row: Mapping[str, Any]) -> bool:
    """Whether a transit route passes and none of the services stands in the municipality."""
    return bool(row["transit_route_count"] and not row["service_count"])


def is_shown(row: Mapping[str, Any], asked: Mapping[str, Any]) -> bool:
    """Whether the row is one of those asked for."""
    if asked["intensity"] and row["intensity"] not in asked["intensity"]:
        return False
    if asked["show"] == "beyond":
        return is_far(row, asked)
    return asked["show"] == "all" or lacks_service(row)
