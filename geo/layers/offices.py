"""Offices for migrants and of international affairs, IOM windows, consulates and border crossings."""

from __future__ import annotations

from geo.declarations import Field, FieldType, GeometryKind, Layer, Text, Time
from geo.layers.provenance import PROVENANCE, REGISTER_LICENCE
from geo.vocabularies import YES_NO_UNKNOWN, vocabulary

OFFICE_KIND = vocabulary(
    "office_kind",
    ("ofam_state", "Oficina estatal de atención a migrantes", "State office for migrants"),
    ("ofam_municipal", "Oficina municipal de atención a migrantes", "Municipal office for migrants"),
    ("ofam_abroad", "Oficina de un estado en el extranjero", "Office of a state abroad"),
    ("ofai_state", "Oficina estatal de asuntos internacionales", "State office of international affairs"),
    (
        "ofai_municipal",
        "Oficina municipal de asuntos internacionales",
        "Municipal office of international affairs",
    ),
    ("iom_window", "Ventanilla de la OIM", "IOM attention window"),
    ("consulate_mx_abroad", "Consulado de México en el extranjero", "Mexican consulate abroad"),
    ("consulate_foreign_in_mx", "Consulado extranjero en México", "Foreign consulate in Mexico"),
    ("border_crossing", "Cruce fronterizo", "Border crossing"),
)

OFFICE_RANK = vocabulary(
    "office_rank",
    ("secretaría", "Secretaría", "Ministry"),
    ("subsecretaría", "Subsecretaría", "Under-secretariat"),
    ("instituto", "Instituto", "Institute"),
    ("coordinación", "Coordinación", "Coordination"),
    ("dirección", "Dirección", "Directorate"),
    ("consejo", "Consejo", "Council"),
    ("other", "Otro", "Other"),
)

OFFICE_STATUS = vocabulary(
    "office_status",
    ("open", "Abierta", "Open"),
    ("closed", "Cerrada", "Closed"),
    ("unknown", "Sin dato", "Unknown"),
)

POSITION_PRECISION = vocabulary(
    "position_precision",
    ("address", "Domicilio", "Address"),
    ("city", "Ciudad", "City"),
    ("none", "Sin posición", "No position"),
)

LAYER = Layer(
    id="offices",
    title=Text("Oficinas y cruces", "Offices and crossings"),
    description=Text(
        "Oficinas de atención a migrantes, de asuntos internacionales, ventanillas de la OIM, consulados"
        " y cruces fronterizos.",
        "Offices for migrants and of international affairs, IOM windows, consulates and border crossings.",
    ),
    key="id",
    geometry=GeometryKind.POINT,
    label_field="name",
    licence=REGISTER_LICENCE,
    time=Time(start=("opened_year",)),
    fields=(
        Field(
            name="id",
            type=FieldType.TEXT,
            title=Text("Identificador", "Identifier"),
            in_tiles=True,
            is_required=True,
        ),
        Field(
            name="kind",
            type=FieldType.TEXT,
            title=Text("Tipo", "Kind"),
            vocabulary=OFFICE_KIND,
            is_filter=True,
            in_tiles=True,
            is_required=True,
        ),
        Field(
            name="name", type=FieldType.TEXT, title=Text("Nombre", "Name"), in_tiles=True, is_required=True
        ),
        Field(
            name="cve_ent",
            type=FieldType.TEXT,
            title=Text("Clave del estado", "State code"),
            pattern="\\d{2}",
            references="states.cve_ent",
            is_filter=True,
        ),
        Field(
            name="cvegeo",
            type=FieldType.TEXT,
            title=Text("Clave del municipio", "Municipality code"),
            pattern="\\d{5}",
            references="municipalities.cvegeo",
            is_filter=True,
        ),
        Field(name="rank", type=FieldType.TEXT, title=Text("Rango", "Rank"), vocabulary=OFFICE_RANK),
        Field(
            name="country",
            type=FieldType.TEXT,
            title=Text("País", "Country"),
            pattern="[A-Z]{2}",
            is_filter=True,
            in_tiles=True,
            is_required=True,
        ),
        Field(name="admin1", type=FieldType.TEXT, title=Text("Estado o provincia", "State or province")),
        Field(name="city", type=FieldType.TEXT, title=Text("Ciudad", "City")),
        Field(
            name="position_precision",
            type=FieldType.TEXT,
            title=Text("Precisión de la posición", "Precision of the position"),
            vocabulary=POSITION_PRECISION,
            is_required=True,
        ),
        Field(
            name="opened_year",
            type=FieldType.INTEGER,
            title=Text("Año de apertura", "Year of opening"),
            minimum=1800,
            maximum=2100,
        ),
        Field(
            name="status",
            type=FieldType.TEXT,
            title=Text("Estado de operación", "Operation"),
            vocabulary=OFFICE_STATUS,
            is_filter=True,
            in_tiles=True,
            is_required=True,
        ),
        Field(
            name="legal_basis",
            type=FieldType.TEXT,
            title=Text("Fundamento legal", "Legal basis"),
            vocabulary=YES_NO_UNKNOWN,
        ),
        *PROVENANCE,
    ),
)
