"""Where a record comes from: the fields and the licence that every layer of the register shares."""

from __future__ import annotations

from geo.declarations import Field, FieldType, Licence, Text
from geo.vocabularies import CONFIDENCE

PROVENANCE = (
    # Free text first and the address late: GDAL's readers in Python take a GeoJSON text for an address and
    # cut it at a semicolon after its last slash.
    Field(name="note", type=FieldType.TEXT, title=Text("Nota", "Note")),
    Field(
        name="source_id",
        type=FieldType.TEXT,
        title=Text("Fuente", "Source"),
        is_required=True,
        references="sources.id",
        is_filter=True,
    ),
    Field(
        name="source_title",
        type=FieldType.TEXT,
        title=Text("Título de la fuente", "Title of the source"),
        is_required=True,
    ),
    Field(
        name="source_locator",
        type=FieldType.TEXT,
        title=Text("Lugar dentro de la fuente", "Place within the source"),
    ),
    Field(name="source_date", type=FieldType.TEXT, title=Text("Fecha de la fuente", "Date of the source")),
    Field(
        name="source_url", type=FieldType.TEXT, title=Text("Dirección de la fuente", "Address of the source")
    ),
    Field(
        name="retrieved",
        type=FieldType.TEXT,
        title=Text("Fecha de consulta", "Date of retrieval"),
        is_required=True,
    ),
    Field(
        name="confidence",
        type=FieldType.TEXT,
        title=Text("Confianza", "Confidence"),
        is_required=True,
        vocabulary=CONFIDENCE,
        is_filter=True,
    ),
)

REGISTER_LICENCE = Licence(
    title=Text("Creative Commons Atribución 4.0", "Creative Commons Attribution 4.0"),
    attribution=Text(
        "Registro del Atlas de Internacionalización Territorial; cada fila cita su fuente",
        "Register of the Atlas de Internacionalización Territorial; every row cites its source",
    ),
    url="https://creativecommons.org/licenses/by/4.0/",
)
