"""The 32 states."""

from __future__ import annotations

from geo.declarations import Field, FieldType, GeometryKind, Layer, Text
from geo.layers.inegi import INEGI_LICENCE
from geo.vocabularies import RESEARCH

LAYER = Layer(
    id="states",
    title=Text("Estados", "States"),
    description=Text(
        "Las 32 entidades federativas y lo que el registro sabe de cada una.",
        "The 32 states and what the register knows of each.",
    ),
    key="cve_ent",
    geometry=GeometryKind.MULTI_POLYGON,
    label_field="name",
    licence=INEGI_LICENCE,
    fields=(
        Field(
            name="cve_ent",
            type=FieldType.TEXT,
            title=Text("Clave del estado", "State code"),
            is_required=True,
            pattern="\\d{2}",
            is_filter=True,
            in_tiles=True,
        ),
        Field(
            name="name", type=FieldType.TEXT, title=Text("Nombre", "Name"), is_required=True, in_tiles=True
        ),
        Field(
            name="area_km2",
            type=FieldType.REAL,
            title=Text("Superficie", "Area"),
            unit="km²",
            minimum=0,
            is_derived=True,
            is_required=True,
        ),
        Field(
            name="municipality_count",
            type=FieldType.INTEGER,
            title=Text("Municipios", "Municipalities"),
            minimum=1,
            is_derived=True,
            is_required=True,
        ),
        Field(
            name="agreement_count",
            type=FieldType.INTEGER,
            title=Text(
                "Acuerdos internacionales conocidos del estado", "Known international agreements of the state"
            ),
            minimum=0,
            is_derived=True,
            is_required=True,
        ),
        Field(
            name="municipal_agreement_count",
            type=FieldType.INTEGER,
            title=Text(
                "Acuerdos internacionales conocidos de sus municipios",
                "Known international agreements of its municipalities",
            ),
            minimum=0,
            is_derived=True,
            is_required=True,
        ),
        Field(
            name="municipal_source_count",
            type=FieldType.INTEGER,
            title=Text("Fuentes sobre acuerdos municipales", "Sources on municipal agreements"),
            minimum=0,
            is_derived=True,
            is_required=True,
        ),
        Field(
            name="research",
            type=FieldType.TEXT,
            title=Text("Cobertura de la investigación", "Coverage of the research"),
            vocabulary=RESEARCH,
            is_derived=True,
            is_filter=True,
            in_tiles=True,
            is_required=True,
        ),
    ),
)
