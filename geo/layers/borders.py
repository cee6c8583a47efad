"""The land borders with the United States, Guatemala and Belize, cut from INEGI's outer boundary."""

from __future__ import annotations

from geo.declarations import Field, FieldType, GeometryKind, Layer, Text
from geo.layers.inegi import INEGI_LICENCE

LAYER = Layer(
    id="borders",
    title=Text("Fronteras", "Borders"),
    description=Text(
        "Líneas fronterizas tomadas del contorno del INEGI donde corre junto al país vecino.",
        "Border lines taken from INEGI's outline where it runs along the neighbouring country.",
    ),
    key="id",
    geometry=GeometryKind.MULTI_LINE_STRING,
    licence=INEGI_LICENCE,
    fields=(
        Field(
            name="id",
            type=FieldType.TEXT,
            title=Text("Identificador", "Identifier"),
            in_tiles=True,
            is_required=True,
        ),
        Field(
            name="country",
            type=FieldType.TEXT,
            title=Text("País", "Country"),
            is_filter=True,
            in_tiles=True,
            pattern="[A-Z]{2}",
            is_required=True,
        ),
        Field(
            name="name_es",
            type=FieldType.TEXT,
            title=Text("Nombre en español", "Name in Spanish"),
            is_required=True,
        ),
        Field(
            name="name_en",
            type=FieldType.TEXT,
            title=Text("Nombre en inglés", "Name in English"),
            is_required=True,
        ),
        Field(
            name="length_km",
            type=FieldType.REAL,
            title=Text("Longitud", "Length"),
            unit="km",
            minimum=0,
            is_derived=True,
            is_required=True,
        ),
    ),
)
