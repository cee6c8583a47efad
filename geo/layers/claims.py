"""Published figures, as published, which contradict each other on purpose."""

from __future__ import annotations

from geo.declarations import Field, FieldType, Layer, Text
from geo.layers.provenance import PROVENANCE, REGISTER_LICENCE
from geo.vocabularies import vocabulary

CLAIM_MEASURE = vocabulary(
    "claim_measure",
    ("aii_count", "Acuerdos interinstitucionales", "Inter-institutional agreements"),
    ("aii_with_us", "AII con Estados Unidos", "AII with the United States"),
    ("aii_with_texas", "AII con Texas", "AII with Texas"),
    ("aii_state_signed", "AII firmados por estados", "AII signed by states"),
    ("aii_local_signed", "AII firmados por gobiernos locales", "AII signed by local governments"),
    ("hermanamientos_count", "Hermanamientos", "Twinnings"),
    ("ofam_count", "Oficinas de atención a migrantes", "Offices for migrants"),
    ("us_offices_count", "Oficinas en Estados Unidos", "Offices in the United States"),
    ("iom_windows_count", "Ventanillas de la OIM", "IOM windows"),
    ("international_activity_index", "Índice de actividad internacional", "Index of international activity"),
    (
        "municipal_share_active_pct",
        "Municipios con actividad internacional (%)",
        "Municipalities with international activity (%)",
    ),
    (
        "municipalities_high_climate_vulnerability",
        "Municipios con vulnerabilidad climática alta",
        "Municipalities of high climate vulnerability",
    ),
    (
        "municipalities_with_risk_atlas_pct",
        "Municipios con atlas de riesgos (%)",
        "Municipalities with a risk atlas (%)",
    ),
    (
        "municipalities_with_climate_plan_pct",
        "Municipios con plan climático (%)",
        "Municipalities with a climate plan (%)",
    ),
    ("other", "Otra cifra", "Other figure"),
)

CLAIM_UNIT = vocabulary(
    "claim_unit",
    ("count", "Número", "Count"),
    ("count_at_least", "Número, al menos", "Count, at least"),
    ("count_approx", "Número aproximado", "Approximate count"),
    ("percent", "Por ciento", "Percent"),
    ("percent_at_least", "Por ciento, al menos", "Percent, at least"),
    ("percent_change", "Cambio en por ciento", "Change in percent"),
    ("percent_per_5_years", "Por ciento en cinco años", "Percent in five years"),
    ("points_0_3", "Puntos de 0 a 3", "Points from 0 to 3"),
    ("points_0_3_at_least", "Puntos de 0 a 3, al menos", "Points from 0 to 3, at least"),
    ("points_change", "Cambio en puntos", "Change in points"),
    ("boolean", "Sí o no", "Yes or no"),
    ("boolean_top4", "Entre los cuatro primeros", "Among the first four"),
    ("states", "Estados", "States"),
    ("local_governments", "Gobiernos locales", "Local governments"),
    ("MXN_at_least", "Pesos mexicanos, al menos", "Mexican pesos, at least"),
    ("year", "Año", "Year"),
)

LAYER = Layer(
    id="claims",
    title=Text("Cifras publicadas", "Published figures"),
    description=Text(
        "Cifras como se publicaron, con su fuente; se contradicen y el Atlas las muestra lado a lado sin"
        " mezclarlas con las suyas.",
        "Figures as published, with their source; they contradict each other and the Atlas shows them"
        " side by side, never mixed with its own.",
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
            name="measure",
            type=FieldType.TEXT,
            title=Text("Medida", "Measure"),
            vocabulary=CLAIM_MEASURE,
            is_filter=True,
            is_required=True,
        ),
        Field(name="value", type=FieldType.REAL, title=Text("Valor", "Value"), is_required=True),
        Field(
            name="unit",
            type=FieldType.TEXT,
            title=Text("Unidad", "Unit"),
            vocabulary=CLAIM_UNIT,
            is_required=True,
        ),
        Field(
            name="as_of",
            type=FieldType.TEXT,
            title=Text("Con fecha de", "As of"),
            pattern="\\d{4}(-\\d{2}(-\\d{2})?)?",
        ),
        *PROVENANCE,
    ),
)
