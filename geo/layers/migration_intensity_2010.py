"""Intensity of migration to the United States by CONAPO, from the Census of 2010."""

from __future__ import annotations

from geo.declarations import Direction, Field, FieldType, GeometryKind, Layer, Legend, Text
from geo.layers.conapo import MIGRATION_COLORS, MIGRATION_DEGREE, conapo_licence
from geo.layers.thematic import CVEGEO, SOURCE_ID, classes_of, count, percent, rank

LAYER = Layer(
    id="migration_intensity_2010",
    title=Text("Intensidad migratoria 2010", "Migration intensity 2010"),
    description=Text(
        "Índice y grado de intensidad migratoria a Estados Unidos por municipio, 2010. En esta edición un"
        " índice mayor es más intensidad; la de 2020 corre al revés y no se compara cifra con cifra.",
        "Index and degree of intensity of migration to the United States by municipality, 2010. In this"
        " edition a higher index is more intensity; that of 2020 runs the other way, and the figures of"
        " the two are not comparable.",
    ),
    key="cvegeo",
    geometry=GeometryKind.MULTI_POLYGON,
    shares_geometry_of="municipalities",
    licence=conapo_licence(
        "Índices de intensidad migratoria México-Estados Unidos 2010",
        "Indices of Mexico-United States migration intensity 2010",
    ),
    legend=Legend(
        title=Text("Grado de intensidad migratoria, 2010", "Degree of migration intensity, 2010"),
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
            title=Text("Índice de intensidad migratoria 2010", "Index of migration intensity 2010"),
            direction=Direction.HIGHER_IS_MORE,
            in_tiles=True,
        ),
        Field(
            name="intensity_index_0_100",
            type=FieldType.REAL,
            title=Text(
                "Índice de intensidad migratoria, de 0 a 100", "Index of migration intensity, 0 to 100"
            ),
            minimum=0,
            maximum=100,
            direction=Direction.HIGHER_IS_MORE,
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
        rank("state_rank", "Lugar en el estado", "Rank within the state"),
        rank("national_rank", "Lugar en el país", "Rank in the country"),
        SOURCE_ID,
    ),
)
