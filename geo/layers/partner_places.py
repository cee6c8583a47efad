"""Counterparts of the agreements, with a point where one is known."""

from __future__ import annotations

from geo.declarations import Field, FieldType, GeometryKind, Layer, Text
from geo.layers.agreements import PARTNER_TYPE
from geo.layers.provenance import REGISTER_LICENCE

LAYER = Layer(
    id="partner_places",
    title=Text("Contrapartes", "Partners"),
    description=Text(
        "Ciudades, gobiernos y organismos con los que hay acuerdos; quien no tiene posición conocida"
        " queda sin punto.",
        "Cities, governments and organisations with which there are agreements; one without a known"
        " position has no point.",
    ),
    key="id",
    geometry=GeometryKind.POINT,
    label_field="name",
    licence=REGISTER_LICENCE,
    fields=(
        Field(
            name="id",
            type=FieldType.TEXT,
            title=Text("Identificador", "Identifier"),
            in_tiles=True,
            is_required=True,
        ),
        Field(
            name="name", type=FieldType.TEXT, title=Text("Nombre", "Name"), in_tiles=True, is_required=True
        ),
        Field(
            name="type",
            type=FieldType.TEXT,
            title=Text("Tipo", "Type"),
            vocabulary=PARTNER_TYPE,
            is_filter=True,
            in_tiles=True,
            is_required=True,
        ),
        Field(
            name="country",
            type=FieldType.TEXT,
            title=Text("País", "Country"),
            pattern="[A-Z]{2}",
            is_filter=True,
            in_tiles=True,
        ),
        Field(name="admin1", type=FieldType.TEXT, title=Text("Estado o provincia", "State or province")),
        Field(
            name="geonameid",
            type=FieldType.TEXT,
            title=Text("Identificador de GeoNames", "GeoNames identifier"),
            pattern="\\d+",
        ),
        Field(
            name="agreement_count",
            type=FieldType.INTEGER,
            title=Text("Acuerdos conocidos", "Known agreements"),
            minimum=1,
            is_derived=True,
            in_tiles=True,
            is_required=True,
        ),
    ),
)
