"""Intensity of migration to the United States by CONAPO, from the Census of 2020."""

from __future__ import annotations

from geo.declarations import Direction, Field, FieldType, GeometryKind, Layer, Legend, Text
from geo.layers.conapo import MIGRATION_COLORS, MIGRATION_DEGREE, conapo_licence
from geo.layers.thematic import CVEGEO, SOURCE_ID, classes_of, count, percent, rank

LAYER = Layer(
    id="migration_intensity_2020",
    title=Text("Intensidad migratoria 2020", "Migration intensity 2020"),
    description=Text(
        "Índice y grado de intensidad migratoria a Estados Unidos por municipio, 2020, método DP2. Un índice"
        " menor es más intensidad. El grado «Nulo» no tiene índice.",
        "Index and degree of intensity of migration to the United States by municipality, 2020, method DP2."
        " A lower index is more intensity. The degree “None” has no index.",
    ),
    key="cvegeo",
    geometry=GeometryKind.MULTI_POLYGON,
    shares_geometry_of="municipalities",
    licence=conapo_licence(
        "Índices de intensidad migratoria México-Estados Unidos 2020",
        "Indices of Mexico-United States migration intensity 2020",
    ),
    legend=Legend(
        title=Text("Grado de intensidad migratoria, 2020", "Degree of migration intensity, 2020"),
        field="intensity_degree",
        classes=classes_of(MIGRATION_DEGREE, MIGRATION_COLORS),
    ),
    fields=(
        CVEGEO,
        count("dwelling_count", "Viviendas", "Dwellings"),
        percent(
            "remittance_dwellings_pct", "Viviendas que reciben remesas", "Dwellings that get remittances"
        ),
        percent(
            "emigrant_dwellings_pct",
            "Viviendas con emigrantes a Estados Unidos",
            "Dwellings with emigrants to the United States",
        ),
        percent(
            "circular_migrant_dwellings_pct",
            "Viviendas con migrantes circulares",
            "Dwellings with circular migrants",
        ),
        percent(
            "return_migrant_dwellings_pct",
            "Viviendas con migrantes de retorno",
            "Dwellings with return migrants",
        ),
        Field(
            name="intensity_index",
            type=FieldType.REAL,
            title=Text(
                "Índice de intensidad migratoria 2020 (menor es más intensidad)",
                "Index of migration intensity 2020 (lower is more intensity)",
            ),
            direction=Direction.LOWER_IS_MORE,
            in_tiles=True,
        ),
        Field(
            name="intensity_degree",
            type=FieldType.TEXT,
            title=Text("Grado de intensidad migratoria", "Degree of migration intensity"),
            vocabulary=MIGRATION_DEGREE,
            is_required=True,
            is_filter=True,
            in_tiles=True,
        ),
        rank("national_rank", "Lugar en el país", "Rank in the country"),
        SOURCE_ID,
    ),
)
