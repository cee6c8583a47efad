"""Risk atlases, climate plans, resilience strategies and climate laws."""

from __future__ import annotations

from geo.declarations import Field, FieldType, Layer, Text
from geo.layers.provenance import PROVENANCE, REGISTER_LICENCE
from geo.vocabularies import LEVEL, vocabulary

CLIMATE_INSTRUMENT = vocabulary(
    "climate_instrument",
    ("risk_atlas", "Atlas de riesgos", "Risk atlas"),
    ("climate_action_plan", "Plan de acción climática", "Climate action plan"),
    ("resilience_strategy", "Estrategia de resiliencia", "Resilience strategy"),
    ("state_climate_law", "Ley estatal de cambio climático", "State climate law"),
    ("gcom_signatory", "Firmante del Pacto Global de Alcaldes", "Signatory of the Global Covenant of Mayors"),
)

CLIMATE_STATUS = vocabulary(
    "climate_status",
    ("in_force", "Vigente", "In force"),
    ("published", "Publicado", "Published"),
    ("approved", "Aprobado", "Approved"),
    ("completed", "Concluido", "Completed"),
    ("exists", "Existe", "Exists"),
    ("updated", "Actualizado", "Updated"),
    ("not_updated", "Sin actualizar", "Not updated"),
    ("metropolitan_plan", "Plan metropolitano", "Metropolitan plan"),
    ("metropolitan_strategy", "Estrategia metropolitana", "Metropolitan strategy"),
    ("signatory", "Firmante", "Signatory"),
    ("member", "Miembro", "Member"),
    ("mayors_forum_member", "Miembro del foro de alcaldes", "Member of the mayors' forum"),
    ("committed", "Comprometido", "Committed"),
    ("referenced", "Mencionado", "Referenced"),
    ("pacmun_participant", "Participa en PACMUN", "Takes part in PACMUN"),
    ("pacmun_enrolled", "Inscrito en PACMUN", "Enrolled in PACMUN"),
    ("pacmun_pilot_selected", "Piloto de PACMUN", "PACMUN pilot"),
    ("pacmun_experience", "Experiencia en PACMUN", "PACMUN experience"),
    ("committee_approved", "Aprobado en comisión", "Approved in committee"),
    ("bill", "Iniciativa", "Bill"),
    ("not_accepted", "No aceptado", "Not accepted"),
    ("absent", "No existe según la fuente", "Absent according to the source"),
)

# Taking part in a programme, a bill or a commitment is not yet an instrument that covers anyone; a source
# that says "absent" or "not updated" says the contrary.
COVERING_STATUSES = frozenset(
    {
        "in_force",
        "published",
        "approved",
        "completed",
        "exists",
        "updated",
        "metropolitan_plan",
        "metropolitan_strategy",
        "signatory",
        "member",
        "mayors_forum_member",
    }
)

LAYER = Layer(
    id="climate_instruments",
    title=Text("Instrumentos climáticos", "Climate instruments"),
    description=Text(
        "Atlas de riesgos, planes de acción climática, estrategias y leyes; el estado de cada uno dice si"
        " ya cubre.",
        "Risk atlases, climate action plans, strategies and laws; the status of each says whether it covers.",
    ),
    key="id",
    licence=REGISTER_LICENCE,
    fields=(
        Field(name="id", type=FieldType.TEXT, title=Text("Identificador", "Identifier"), is_required=True),
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
            name="instrument",
            type=FieldType.TEXT,
            title=Text("Instrumento", "Instrument"),
            vocabulary=CLIMATE_INSTRUMENT,
            is_filter=True,
            is_required=True,
        ),
        Field(name="year", type=FieldType.INTEGER, title=Text("Año", "Year"), minimum=1800, maximum=2100),
        Field(
            name="status",
            type=FieldType.TEXT,
            title=Text("Estado del instrumento", "Status of the instrument"),
            vocabulary=CLIMATE_STATUS,
            is_filter=True,
            is_required=True,
        ),
        Field(
            name="is_coverage",
            type=FieldType.BOOLEAN,
            title=Text("Cuenta como cobertura", "Counts as coverage"),
            is_derived=True,
            is_filter=True,
            is_required=True,
        ),
        *PROVENANCE,
    ),
)
