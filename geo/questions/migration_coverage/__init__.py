"""Migration against the offices and windows that attend to migrants: what is near, and who is far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from geo import catalogue
from geo.declarations import LegendClass, Text, Word
from geo.layers import layer_named
from geo.layers.conapo import MIGRATION_DEGREE
from geo.questions import optional_indicators, paging, provenance, territory
from geo.questions.migration_coverage import rows as migration_rows
from geo.questions.migration_coverage import services as migrant_services
from geo.questions.migration_coverage.rows import COLUMNS, DEFAULT_SERVICES, is_far, is_shown, lacks_service
from geo.questions.migration_coverage.services import SERVICES, Services
from geo.questions.paintings import by_class
from geo.questions.question import (
    Answer,
    Chart,
    ChartKind,
    FeatureKey,
    Painting,
    Parameter,
    ParameterType,
    Question,
)

_HIGH = ("high", "very_high")

PARAMETERS = (
    territory.STATE,
    Parameter(
        name="service",
        type=ParameterType.CHOICE,
        title=Text("Servicios que cuentan", "Services that count"),
        description=Text(
            "Sin valor: oficinas estatales y municipales de atención a migrantes y ventanillas de la OIM.",
            "Without a value: state and municipal offices for migrants and IOM windows.",
        ),
        is_multiple=True,
        choices=SERVICES,
    ),
    Parameter(
        name="operation",
        type=ParameterType.CHOICE,
        title=Text("Operación", "Operation"),
        description=Text(
            "Si cuentan también los servicios de los que no se sabe si siguen abiertos.",
            "Whether services count of which it is not known if they are still open.",
        ),
        default="not_closed",
        choices=(
            Word("not_closed", Text("Que no se sepan cerrados", "Not known to be closed")),
            Word("open", Text("Que se sepan abiertos", "Known to be open")),
        ),
    ),
    Parameter(
        name="beyond_km",
        type=ParameterType.REAL,
        title=Text("Lejos desde", "Far from"),
        description=Text(
            "Un municipio está lejos si el servicio más cercano queda a más de esta distancia geodésica.",
            "A municipality is far if the nearest service is at more than this geodesic distance.",
        ),
        default=100.0,
        minimum=0,
        maximum=5000,
        unit="km",
    ),
    Parameter(
        name="show",
        type=ParameterType.CHOICE,
        title=Text("Municipios que se dan", "Municipalities given"),
        description=Text("Cuáles se enumeran.", "Which are listed."),
        default="beyond",
        choices=(
            Word("beyond", Text("Los que están lejos", "Those that are far")),
            Word(
                "transit_without_service",
                Text("En ruta de tránsito y sin servicio", "On a transit route without a service"),
            ),
            Word("all", Text("Todos", "All")),
        ),
    ),
    Parameter(
        name="intensity",
        type=ParameterType.CHOICE,
        title=Text("Intensidad migratoria", "Migration intensity"),
        description=Text(
            "Solo municipios de estos grados de intensidad migratoria a Estados Unidos (CONAPO 2020).",
            "Only municipalities of these degrees of migration intensity to the United States (CONAPO 2020).",
        ),
        is_multiple=True,
        choices=MIGRATION_DEGREE.words,
    ),
    *paging.parameters(
        COLUMNS,
        {"cvegeo", "name", "population_count", "transit_route_count", "nearest_service_km"},
        default="-nearest_service_km",
    ),
)

METHOD = Text(
    es=(
        "Para cada municipio se mide la distancia geodésica (elipsoide GRS80, algoritmo de Karney, 2013) de"
        " un punto interior al punto de cada servicio, y se toma el menor de cada tipo. Muchos puntos son"
        " de la ciudad y no del domicilio. Es distancia en línea recta y no tiempo de viaje, y el servicio"
        " puede ser de otro estado. No cuentan los servicios que se saben cerrados ni los que no tienen"
        " punto, que se dicen aparte; estos últimos sí cuentan en su municipio. Está lejos el municipio"
        " cuyo servicio más cercano, de los tipos elegidos, queda a más de la distancia dada. Pasa una ruta"
        " de tránsito por un municipio si un hecho publicado lo nombra por clave o sale de él; una ruta"
        " dicha solo por estados no señala municipios. Intensidad y población son de CONAPO e INEGI: si no"
        " están cargadas, quedan desconocidas. Por estado, «sin dato» en una ley quiere decir que ninguna"
        " fuente la da, no que no exista."
    ),
    en=(
        "For every municipality the geodesic distance (ellipsoid GRS80, Karney's algorithm, 2013) from a"
        " point inside to the point of each service is measured, and the least of each kind taken. Many"
        " points are those of the city and not of the address. It is a straight distance and no travel"
        " time, and the service may be one of another state. Services known to be closed do not count, nor"
        " those without a point, which are told apart;"
        " the latter do count in their municipality. A municipality is far if its nearest service of the"
        " kinds chosen is at more than the given distance. A transit route passes a municipality if a"
        " published fact names it by code or starts there; a route told by states alone points at no"
        " municipality. Intensity and population are from CONAPO and INEGI: where they are not loaded they"
        " stay unknown. By state, “unknown” of a law means that no source gives it, not that there is none."
    ),
)

LEGEND = (
    LegendClass(Text("Con servicio en el municipio", "Service in the municipality"), "#1b7837", value="here"),
    LegendClass(
        Text("Servicio a la distancia dada", "Service within the distance"), "#a6dba0", value="within"
    ),
    LegendClass(Text("Lejos", "Far"), "#fdb863", value="beyond"),
    LegendClass(
        Text("Lejos y en ruta de tránsito", "Far and on a transit route"), "#b2182b", value="beyond_transit"
    ),
    LegendClass(Text("Sin servicio con posición", "No service with a position"), "#b9b4ab", value="unknown"),
)


def _people(rows: Sequence[Mapping[str, Any]]) -> int:
    """Those whom the census counted in these municipalities; none of a municipality that it does not hold."""
    return sum(row["population_count"] or 0 for row in rows)


def answer(connection: Connection, asked: Mapping[str, Any]) -> Answer:
    """Municipalities far from every service of the kinds chosen, or on a route without one, or all."""
    is_known_open = asked["operation"] == "open"
    found = migrant_services.services(connection, is_known_open=is_known_open)
    rows = migration_rows.rows(connection, asked, found)
    shown = [row for row in rows if is_shown(row, asked)]
    far = [row for row in rows if is_far(row, asked)]
    held = catalogue.layers(connection)
    of_states = migrant_services.states(connection, is_known_open=is_known_open)
    has_intensity, has_population = (layer_id in held for layer_id in _WANTED)
    return Answer(
        data=paging.page(shown, asked, "cvegeo"),
        number_matched=len(shown),
        summary={
            "municipalities": len(rows),
            "beyond": len(far),
            "beyond_population": _people(far) if has_population else None,
            "population": _people(rows) if has_population else None,
            "high_intensity": sum(row["intensity"] in _HIGH for row in rows) if has_intensity else None,
            "high_intensity_beyond": sum(row["intensity"] in _HIGH for row in far) if has_intensity else None,
            "on_transit_route": sum(row["transit_route_count"] > 0 for row in rows),
            "transit_without_service": sum(map(lacks_service, rows)),
            **{f"{word.value}_placed": found.placed[word.value] for word in SERVICES},
            **{f"{word.value}_unplaced": found.unplaced[word.value] for word in SERVICES},
        },
        sources=provenance.of_layers(connection, "offices", "corridors", "governance_facts"),
        run={"ellipsoid": "GRS80", "algorithm": "Karney 2013 (PROJ)", "beyond_km": asked["beyond_km"]},
        caveats=_caveats(
            connection, asked, found, [layer_id for layer_id in _WANTED if layer_id not in held]
        ),
        series={
            "states": [
                {**of_states[code], "beyond": sum(row["cve_ent"] == code for row in far)}
                for code in sorted({row["cve_ent"] for row in rows})
            ]
        },
    )


_WANTED = ("migration_intensity_2020", "census_2020")


def _caveats(
    connection: Connection, asked: Mapping[str, Any], found: Services, absent: Sequence[str]
) -> tuple[Text, ...]:
    caveats = [optional_indicators.what_to_load(layer_named(layer_id), layer_id) for layer_id in absent]
    kinds = asked["service"] or DEFAULT_SERVICES
    unplaced = sum(found.unplaced[kind] for kind in kinds)
    placed = sum(found.placed[kind] for kind in kinds)
    if unplaced or not placed:
        caveats.append(
            Text(
                f"Se mide a {placed} servicios; {unplaced} más no tienen posición y podrían estar más cerca.",
                f"Distances are to {placed} services; {unplaced} more have no position and may be nearer.",
            )
        )
    nameless = migrant_services.corridors(connection).nameless_count
    if nameless:
        caveats.append(
            Text(
                f"{nameless} rutas de tránsito se publicaron solo por estados y no señalan municipios.",
                f"{nameless} transit routes were published by states alone and point at no municipality.",
            )
        )
    return tuple(caveats)


def painting(connection: Connection, asked: Mapping[str, Any]) -> Painting:
    """Every municipality of the territory by how near a service of the kinds chosen is."""
    found = migrant_services.services(connection, is_known_open=asked["operation"] == "open")
    rows = migration_rows.rows(connection, asked, found)
    return by_class("municipalities", LEGEND, ((row["cvegeo"], _class(row, asked)) for row in rows))


def _class(row: Mapping[str, Any], asked: Mapping[str, Any]) -> str:
    if row["service_count"]:
        return "here"
    if row["nearest_service_km"] is None:
        return "unknown"
    if not is_far(row, asked):
        return "within"
    return "beyond_transit" if row["transit_route_count"] else "beyond"


QUESTION = Question(
    name="migration-coverage",
    title=Text("Migración y servicios cercanos", "Migration and near services"),
    description=Text(
        "Cuál es la oficina, ventanilla o consulado más cercano a cada municipio, quién queda lejos y qué"
        " municipios de paso no tienen ninguno.",
        "Which office, window or consulate is nearest to each municipality, who is far from any, and which"
        " municipalities on transit routes have none.",
    ),
    parameters=PARAMETERS,
    columns=COLUMNS,
    method=METHOD,
    answer=answer,
    painting=painting,
    feature_key=FeatureKey("municipalities", "cvegeo"),
    charts=(
        Chart(
            ChartKind.DISTRIBUTION,
            Text("Distancia al servicio más cercano", "Distance to the nearest service"),
            "data",
            x="nearest_service_km",
            y="nearest_service_km",
            label="name",
        ),
    ),
)
