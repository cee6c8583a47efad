"""Who belongs to which network."""

from __future__ import annotations

from geo.declarations import Field, FieldType, Layer, Text, Time
from geo.layers.provenance import PROVENANCE, REGISTER_LICENCE
from geo.vocabularies import LEVEL, vocabulary

MEMBERSHIP_STATUS = vocabulary(
    "membership_status",
    ("member", "Miembro", "Member"),
    ("founding_member", "Miembro fundador", "Founding member"),
    ("signatory", "Firmante", "Signatory"),
    ("founding_signatory", "Firmante fundador", "Founding signatory"),
    ("host_signatory", "Firmante y sede", "Host signatory"),
    ("presidency", "Presidencia", "Presidency"),
    ("vice_presidency", "Vicepresidencia", "Vice-presidency"),
    ("board_presidency", "Presidencia del consejo", "Presidency of the board"),
    ("south_zone_presidency", "Presidencia de la zona sur", "Presidency of the south zone"),
    ("executive_secretariat", "Secretaría ejecutiva", "Executive secretariat"),
    ("regional_secretariat", "Secretaría regional", "Regional secretariat"),
    ("coordination", "Coordinación", "Coordination"),
    ("coordinator", "Coordinador", "Coordinator"),
    ("participant", "Participante", "Participant"),
    ("programme_city", "Ciudad del programa", "Programme city"),
    ("grantee", "Beneficiario de fondos", "Grantee"),
    ("agreement_signed", "Convenio firmado", "Agreement signed"),
    ("mayors_forum_member", "Miembro del foro de alcaldes", "Member of the mayors' forum"),
    ("meeting_host", "Sede de reunión", "Meeting host"),
    ("forum_host", "Sede de foro", "Forum host"),
    ("congress_host", "Sede de congreso", "Congress host"),
    ("in_formation", "En formación", "In formation"),
)

LAYER = Layer(
    id="memberships",
    title=Text("Membresías", "Memberships"),
    description=Text(
        "Municipios y estados que pertenecen a redes y asociaciones.",
        "Municipalities and states that belong to networks and associations.",
    ),
    key="id",
    licence=REGISTER_LICENCE,
    time=Time(start=("since_year",), end="until_year"),
    fields=(
        Field(name="id", type=FieldType.TEXT, title=Text("Identificador", "Identifier"), is_required=True),
        Field(
            name="network_id",
            type=FieldType.TEXT,
            title=Text("Red", "Network"),
            references="networks.id",
            is_filter=True,
            is_required=True,
        ),
        Field(
            name="level",
            type=FieldType.TEXT,
            title=Text("Nivel", "Level"),
            vocabulary=LEVEL,
            is_filter=True,
            is_required=True,
        ),
        Field(
            name="cvegeo",
            type=FieldType.TEXT,
            title=Text("Clave del municipio", "Municipality code"),
            pattern="\\d{5}",
            references="municipalities.cvegeo",
            is_filter=True,
        ),
        Field(
            name="cve_ent",
            type=FieldType.TEXT,
            title=Text("Clave del estado", "State code"),
            pattern="\\d{2}",
            references="states.cve_ent",
            is_filter=True,
            is_required=True,
        ),
        Field(
            name="since_year",
            type=FieldType.INTEGER,
            title=Text("Desde el año", "Since the year"),
            minimum=1800,
            maximum=2100,
        ),
        Field(
            name="until_year",
            type=FieldType.INTEGER,
            title=Text("Hasta el año", "Until the year"),
            minimum=1800,
            maximum=2100,
        ),
        Field(
            name="status",
            type=FieldType.TEXT,
            title=Text("Participación", "Participation"),
            vocabulary=MEMBERSHIP_STATUS,
            is_filter=True,
            is_required=True,
        ),
        *PROVENANCE,
    ),
)
