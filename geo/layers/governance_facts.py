"""Profiles, laws and programmes of migration governance by state."""

from __future__ import annotations

from geo.declarations import Field, FieldType, Layer, Text
from geo.layers.provenance import PROVENANCE, REGISTER_LICENCE
from geo.vocabularies import vocabulary

GOVERNANCE_PROGRAMME = vocabulary(
    "governance_programme",
    ("iom_mgi", "Perfil de gobernanza migratoria (OIM)", "Migration governance profile (IOM)"),
    ("iom_cooperation_agreement", "Convenio de cooperación con la OIM", "Cooperation agreement with IOM"),
    (
        "constitution_migrant_rights",
        "Derechos de migrantes en la constitución local",
        "Migrant rights in the state constitution",
    ),
    ("state_migrant_law", "Ley estatal de migrantes", "State migrant law"),
    (
        "state_migrant_law_initiative",
        "Iniciativa de ley estatal de migrantes",
        "Bill for a state migrant law",
    ),
    (
        "state_migrant_law_pioneer",
        "Pionero en ley estatal de migrantes",
        "Pioneer of the state migrant law",
    ),
    ("state_migrant_policy_pioneer", "Pionero en política de migrantes", "Pioneer of migrant policy"),
    ("state_international_programme", "Programa estatal internacional", "State international programme"),
    (
        "state_planning_law_2030_agenda",
        "Agenda 2030 en la ley de planeación",
        "2030 Agenda in the planning law",
    ),
    ("intercultural_cities", "Ciudades Interculturales", "Intercultural Cities"),
    (
        "intercultural_cities_evaluation",
        "Evaluación de Ciudades Interculturales",
        "Intercultural Cities evaluation",
    ),
    ("cities_with_refugees", "Ciudades #ConLosRefugiados", "Cities #WithRefugees"),
    ("ufcw_canada_agreement", "Convenio con UFCW Canadá", "Agreement with UFCW Canada"),
    (
        "mayors_migration_council_fund",
        "Fondo del Consejo de Alcaldes sobre Migración",
        "Fund of the Mayors Migration Council",
    ),
    (
        "segob_human_mobility_diagnosis",
        "Diagnóstico de movilidad humana (SEGOB)",
        "Diagnosis of human mobility (SEGOB)",
    ),
    (
        "segob_iom_local_integration_guide",
        "Guía de integración local (SEGOB y OIM)",
        "Local integration guide (SEGOB and IOM)",
    ),
    (
        "unhcr_letter_of_understanding",
        "Carta de entendimiento con ACNUR",
        "Letter of understanding with UNHCR",
    ),
    ("unhcr_cooperation_agreement", "Convenio de cooperación con ACNUR", "Cooperation agreement with UNHCR"),
    (
        "unicef_cooperation_agreement",
        "Convenio de cooperación con UNICEF",
        "Cooperation agreement with UNICEF",
    ),
    ("undp_memorandum", "Memorándum con el PNUD", "Memorandum with UNDP"),
    ("voluntary_local_review", "Informe local voluntario", "Voluntary local review"),
    (
        "conago_international_affairs_commission",
        "Comisión de asuntos internacionales de la CONAGO",
        "CONAGO commission of international affairs",
    ),
)

LAYER = Layer(
    id="governance_facts",
    title=Text("Gobernanza migratoria", "Migration governance"),
    description=Text(
        "Perfiles de la OIM, leyes y programas de los estados, y lo que vale para todo el país.",
        "IOM profiles, laws and programmes of the states, and what holds for the whole country.",
    ),
    key="id",
    licence=REGISTER_LICENCE,
    fields=(
        Field(name="id", type=FieldType.TEXT, title=Text("Identificador", "Identifier"), is_required=True),
        Field(
            name="cve_ent",
            type=FieldType.TEXT,
            title=Text("Clave del estado, 00 para el país", "State code, 00 for the country"),
            pattern="\\d{2}",
            is_filter=True,
            is_required=True,
        ),
        Field(
            name="programme",
            type=FieldType.TEXT,
            title=Text("Programa o instrumento", "Programme or instrument"),
            vocabulary=GOVERNANCE_PROGRAMME,
            is_filter=True,
            is_required=True,
        ),
        Field(name="year", type=FieldType.INTEGER, title=Text("Año", "Year"), minimum=1800, maximum=2100),
        *PROVENANCE,
    ),
)
