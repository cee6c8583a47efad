"""Facts on migration corridors: emigration, transit, return, internal and seasonal."""

from __future__ import annotations

from geo.declarations import Field, FieldType, Layer, Text
from geo.layers.provenance import PROVENANCE, REGISTER_LICENCE
from geo.vocabularies import vocabulary

CORRIDOR_KIND = vocabulary(
    "corridor_kind",
    ("emigration", "Emigración", "Emigration"),
    ("transit", "Tránsito", "Transit"),
    ("return", "Retorno", "Return"),
    ("internal", "Migración interna", "Internal migration"),
    ("seasonal", "Migración temporal", "Seasonal migration"),
)

CORRIDOR_UNIT = vocabulary(
    "corridor_unit",
    ("persons", "Personas", "Persons"),
    ("share_pct", "Porcentaje", "Share in percent"),
    ("rank", "Lugar", "Rank"),
    ("matriculas", "Matrículas consulares", "Consular IDs"),
)

LAYER = Layer(
    id="corridors",
    title=Text("Corredores migratorios", "Migration corridors"),
    description=Text(
        "Hechos publicados sobre corredores de emigración, tránsito, retorno y migración interna y temporal.",
        "Published facts on corridors of emigration, transit, return, internal and seasonal migration.",
    ),
    key="id",
    licence=REGISTER_LICENCE,
    fields=(
        Field(name="id", type=FieldType.TEXT, title=Text("Identificador", "Identifier"), is_required=True),
        Field(
            name="kind",
            type=FieldType.TEXT,
            title=Text("Tipo", "Kind"),
            vocabulary=CORRIDOR_KIND,
            is_filter=True,
            is_required=True,
        ),
        Field(
            name="origin_cve_ent",
            type=FieldType.TEXT,
            title=Text("Estado de origen", "State of origin"),
            pattern="\\d{2}",
            references="states.cve_ent",
            is_filter=True,
        ),
        Field(
            name="origin_cvegeo",
            type=FieldType.TEXT,
            title=Text("Municipio de origen", "Municipality of origin"),
            pattern="\\d{5}",
            references="municipalities.cvegeo",
            is_filter=True,
        ),
        Field(
            name="origin_country",
            type=FieldType.TEXT,
            title=Text("País de origen", "Country of origin"),
            pattern="[A-Z]{2}",
            is_filter=True,
            is_required=True,
        ),
        Field(
            name="destination_country",
            type=FieldType.TEXT,
            title=Text("País de destino", "Country of destination"),
            pattern="[A-Z]{2}",
            is_filter=True,
        ),
        Field(
            name="destination_admin1",
            type=FieldType.TEXT,
            title=Text("Estado o provincia de destino", "State or province of destination"),
        ),
        Field(
            name="destination_city",
            type=FieldType.TEXT,
            title=Text("Ciudad de destino", "City of destination"),
        ),
        Field(
            name="origin_lon",
            type=FieldType.REAL,
            title=Text("Longitud de origen", "Longitude of origin"),
            unit="°",
        ),
        Field(
            name="origin_lat",
            type=FieldType.REAL,
            title=Text("Latitud de origen", "Latitude of origin"),
            unit="°",
        ),
        Field(
            name="destination_lon",
            type=FieldType.REAL,
            title=Text("Longitud de destino", "Longitude of destination"),
            unit="°",
        ),
        Field(
            name="destination_lat",
            type=FieldType.REAL,
            title=Text("Latitud de destino", "Latitude of destination"),
            unit="°",
        ),
        Field(name="magnitude", type=FieldType.REAL, title=Text("Magnitud", "Magnitude")),
        Field(name="unit", type=FieldType.TEXT, title=Text("Unidad", "Unit"), vocabulary=CORRIDOR_UNIT),
        Field(name="year", type=FieldType.INTEGER, title=Text("Año", "Year"), minimum=1800, maximum=2100),
        Field(name="route", type=FieldType.TEXT, title=Text("Ruta como se publicó", "Route as published")),
        *PROVENANCE,
    ),
)
