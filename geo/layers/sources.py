"""The sources that the records cite."""

from __future__ import annotations

from geo.declarations import Field, FieldType, Layer, Text
from geo.layers.provenance import REGISTER_LICENCE

LAYER = Layer(
    id="sources",
    title=Text("Fuentes", "Sources"),
    description=Text(
        "Cada fuente citada por algún registro de esta versión de los datos.",
        "Every source that some record of this release cites.",
    ),
    key="id",
    label_field="title",
    licence=REGISTER_LICENCE,
    fields=(
        Field(name="id", type=FieldType.TEXT, title=Text("Identificador", "Identifier"), is_required=True),
        Field(name="title", type=FieldType.TEXT, title=Text("Título", "Title"), is_required=True),
        Field(name="url", type=FieldType.TEXT, title=Text("Dirección", "Address")),
        Field(name="date", type=FieldType.TEXT, title=Text("Fecha", "Date")),
        Field(
            name="retrieved",
            type=FieldType.TEXT,
            title=Text("Fecha de consulta", "Date of retrieval"),
            is_required=True,
        ),
        Field(
            name="record_count",
            type=FieldType.INTEGER,
            title=Text("Registros que la citan", "Records that cite it"),
            minimum=1,
            is_derived=True,
            is_required=True,
        ),
    ),
)
