"""Population and dwellings of each municipality by the Census of 2020."""

from __future__ import annotations

from geo.declarations import Field, FieldType, GeometryKind, Layer, Legend, LegendClass, Licence, Text
from geo.layers.inegi import INEGI_LICENCE
from geo.layers.thematic import CVEGEO, RAMP, SOURCE_ID, count

LAYER = Layer(
    id="census_2020",
    title=Text("Población y vivienda 2020", "Population and dwellings 2020"),
    description=Text(
        "Personas y viviendas habitadas que contó el Censo de Población y Vivienda 2020. Un municipio creado"
        " después no tiene fila: su gente está en el municipio del que salió.",
        "People and inhabited dwellings counted by the Population and Housing Census 2020. A municipality"
        " created later has no row: its people are in the municipality that it came from.",
    ),
    key="cvegeo",
    geometry=GeometryKind.MULTI_POLYGON,
    shares_geometry_of="municipalities",
    licence=Licence(
        title=INEGI_LICENCE.title,
        attribution=Text(
            "Fuente: INEGI, Censo de Población y Vivienda 2020",
            "Source: INEGI, Population and Housing Census 2020",
        ),
        url=INEGI_LICENCE.url,
    ),
    legend=Legend(
        title=Text("Población en 2020", "Population in 2020"),
        field="population_count",
        classes=(
            LegendClass(Text("Menos de 5 mil", "Under 5 thousand"), RAMP[0], maximum=4_999),
            LegendClass(Text("5 a 20 mil", "5 to 20 thousand"), RAMP[1], minimum=5_000, maximum=19_999),
            LegendClass(Text("20 a 100 mil", "20 to 100 thousand"), RAMP[2], minimum=20_000, maximum=99_999),
            LegendClass(
                Text("100 a 500 mil", "100 to 500 thousand"), RAMP[3], minimum=100_000, maximum=499_999
            ),
            LegendClass(Text("500 mil o más", "500 thousand or more"), RAMP[4], minimum=500_000),
        ),
    ),
    fields=(
        CVEGEO,
        Field(
            name="population_count",
            type=FieldType.INTEGER,
            title=Text("Población (personas)", "Population (people)"),
            minimum=0,
            is_required=True,
            in_tiles=True,
        ),
        count("female_population_count", "Población femenina (personas)", "Female population (people)"),
        count("male_population_count", "Población masculina (personas)", "Male population (people)"),
        count(
            "indigenous_language_speaker_count",
            "Hablantes de lengua indígena de 3 años y más (personas)",
            "Speakers of an indigenous language aged 3 and over (people)",
        ),
        count("inhabited_dwelling_count", "Viviendas habitadas", "Inhabited dwellings"),
        SOURCE_ID,
    ),
)
