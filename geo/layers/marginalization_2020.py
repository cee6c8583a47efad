"""Marginalization of each municipality by CONAPO, from the Census of 2020."""

from __future__ import annotations

from geo.declarations import Direction, Field, FieldType, GeometryKind, Layer, Legend, Text
from geo.layers.conapo import MARGINALIZATION_DEGREE, conapo_licence
from geo.layers.thematic import CVEGEO, RAMP, SOURCE_ID, classes_of, count, percent

LAYER = Layer(
    id="marginalization_2020",
    title=Text("Marginación 2020", "Marginalization 2020"),
    description=Text(
        "Índice y grado de marginación por municipio, 2020, método DP2, y los nueve indicadores de que se"
        " compone. Un índice menor es más marginación.",
        "Index and degree of marginalization by municipality, 2020, method DP2, and the nine indicators that"
        " it is made of. A lower index is more marginalization.",
    ),
    key="cvegeo",
    geometry=GeometryKind.MULTI_POLYGON,
    shares_geometry_of="municipalities",
    licence=conapo_licence("Índice de marginación por municipio 2020", "Index of marginalization 2020"),
    legend=Legend(
        title=Text("Grado de marginación, 2020", "Degree of marginalization, 2020"),
        field="marginalization_degree",
        classes=classes_of(MARGINALIZATION_DEGREE, RAMP),
    ),
    fields=(
        CVEGEO,
        count("population_count", "Población (personas)", "Population (people)"),
        percent(
            "illiterate_pct",
            "Población de 15 años o más analfabeta",
            "Population aged 15 or more that cannot read",
        ),
        percent(
            "without_basic_education_pct",
            "Población de 15 años o más sin educación básica",
            "Population aged 15 or more without basic education",
        ),
        percent(
            "without_drainage_pct",
            "Ocupantes de viviendas sin drenaje ni excusado",
            "Occupants of dwellings without drain or toilet",
        ),
        percent(
            "without_electricity_pct",
            "Ocupantes de viviendas sin energía eléctrica",
            "Occupants of dwellings without electricity",
        ),
        percent(
            "without_piped_water_pct",
            "Ocupantes de viviendas sin agua entubada",
            "Occupants of dwellings without piped water",
        ),
        percent(
            "earth_floor_pct",
            "Ocupantes de viviendas con piso de tierra",
            "Occupants of dwellings with an earth floor",
        ),
        percent("overcrowded_pct", "Viviendas con hacinamiento", "Overcrowded dwellings"),
        percent(
            "small_localities_pct",
            "Población en localidades de menos de 5 000 habitantes",
            "Population in localities of under 5,000 people",
        ),
        percent(
            "low_income_pct",
            "Población ocupada con ingresos de hasta dos salarios mínimos",
            "Employed population earning up to two minimum wages",
        ),
        Field(
            name="marginalization_index",
            type=FieldType.REAL,
            title=Text(
                "Índice de marginación 2020 (menor es más marginación)",
                "Index of marginalization 2020 (lower is more marginalization)",
            ),
            direction=Direction.LOWER_IS_MORE,
            in_tiles=True,
        ),
        Field(
            name="marginalization_degree",
            type=FieldType.TEXT,
            title=Text("Grado de marginación", "Degree of marginalization"),
            vocabulary=MARGINALIZATION_DEGREE,
            is_required=True,
            is_filter=True,
            in_tiles=True,
        ),
        Field(
            name="normalized_index",
            type=FieldType.REAL,
            title=Text(
                "Índice de marginación normalizado, de 0 a 1 (menor es más marginación)",
                "Normalised index of marginalization, 0 to 1 (lower is more marginalization)",
            ),
            minimum=0,
            maximum=1,
            direction=Direction.LOWER_IS_MORE,
        ),
        SOURCE_ID,
    ),
)
