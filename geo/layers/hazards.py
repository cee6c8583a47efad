"""Degrees of hazard of each municipality by CENAPRED, as SEDATU publishes them."""

from __future__ import annotations

from geo.declarations import Field, FieldType, GeometryKind, Layer, Legend, Licence, Text
from geo.layers.thematic import CVEGEO, NO_DATA_COLOR, RAMP, SOURCE_ID, classes_of
from geo.vocabularies import vocabulary

HAZARD_DEGREE = vocabulary(
    "hazard_degree",
    ("none", "Sin peligro", "No hazard"),
    ("very_low", "Muy bajo", "Very low"),
    ("low", "Bajo", "Low"),
    ("medium", "Medio", "Medium"),
    ("high", "Alto", "High"),
    ("very_high", "Muy alto", "Very high"),
)

HAZARDS: tuple[tuple[str, Text], ...] = (
    ("flood_hazard", Text("Inundaciones", "Floods")),
    ("drought_hazard", Text("Sequías", "Droughts")),
    ("heat_wave_hazard", Text("Ondas cálidas", "Heat waves")),
    ("tropical_cyclone_hazard", Text("Ciclones tropicales", "Tropical cyclones")),
    ("landslide_hazard", Text("Laderas inestables", "Unstable slopes")),
    ("thunderstorm_hazard", Text("Tormentas eléctricas", "Thunderstorms")),
    ("hail_hazard", Text("Granizo", "Hail")),
    ("low_temperature_hazard", Text("Bajas temperaturas", "Low temperatures")),
    ("snow_hazard", Text("Nevadas", "Snowfall")),
    ("earthquake_hazard", Text("Sismos", "Earthquakes")),
    ("volcanic_hazard", Text("Volcanes", "Volcanoes")),
    ("toxic_substance_hazard", Text("Sustancias tóxicas", "Toxic substances")),
    ("flammable_substance_hazard", Text("Sustancias inflamables", "Flammable substances")),
    ("resilience_degree", Text("Grado de resiliencia", "Degree of resilience")),
)

LAYER = Layer(
    id="hazards",
    title=Text("Peligros", "Hazards"),
    description=Text(
        "Grados de peligro por fenómeno, de los indicadores municipales del Atlas Nacional de Riesgos. Son"
        " clases ordenadas de cada fenómeno por separado: no se promedian ni se comparan entre fenómenos.",
        "Degrees of hazard by phenomenon, from the municipal indicators of the National Risk Atlas. They are"
        " ordered classes of each phenomenon apart: not to be averaged or compared between phenomena.",
    ),
    key="cvegeo",
    geometry=GeometryKind.MULTI_POLYGON,
    shares_geometry_of="municipalities",
    licence=Licence(
        title=Text("Datos abiertos de SEDATU: cite la fuente", "SEDATU's open data: cite the source"),
        attribution=Text(
            "Fuente: CENAPRED, indicadores municipales del Atlas Nacional de Riesgos; publicado por SEDATU",
            "Source: CENAPRED, municipal indicators of the National Risk Atlas; published by SEDATU",
        ),
        url="https://situ.sedatu.gob.mx/descargas/?tema=riesgo",
    ),
    legend=Legend(
        title=Text("Peligro por inundaciones", "Flood hazard"),
        field="flood_hazard",
        classes=classes_of(HAZARD_DEGREE, (NO_DATA_COLOR, *RAMP)),
    ),
    fields=(
        CVEGEO,
        *(
            Field(
                name=name,
                type=FieldType.TEXT,
                title=title,
                vocabulary=HAZARD_DEGREE,
                is_filter=True,
                in_tiles=name == "flood_hazard",
            )
            for name, title in HAZARDS
        ),
        Field(
            name="is_climate_vulnerable",
            type=FieldType.BOOLEAN,
            title=Text("Vulnerable al cambio climático", "Vulnerable to climate change"),
            is_filter=True,
        ),
        SOURCE_ID,
    ),
)
