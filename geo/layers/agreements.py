"""International agreements and twinnings of municipalities and states: one row a record of one source."""

from __future__ import annotations

from geo.declarations import Field, FieldType, GeometryKind, Layer, Text, Time
from geo.layers.provenance import PROVENANCE, REGISTER_LICENCE
from geo.vocabularies import LEVEL, THEME, YES_NO_UNKNOWN, vocabulary

SCOPE = vocabulary(
    "scope",
    ("international", "Internacional", "International"),
    ("domestic", "Nacional", "Domestic"),
)

INSTRUMENT = vocabulary(
    "instrument",
    ("hermanamiento", "Hermanamiento", "Twinning"),
    ("acuerdo_interinstitucional", "Acuerdo interinstitucional", "Inter-institutional agreement"),
    ("memorandum", "Memorándum de entendimiento", "Memorandum of understanding"),
    ("carta_de_intencion", "Carta de intención", "Letter of intent"),
    ("convenio", "Convenio", "Convention"),
    ("membresia", "Membresía", "Membership"),
    ("otro", "Otro", "Other"),
)

AGREEMENT_STATUS = vocabulary(
    "agreement_status",
    ("in_force", "Vigente", "In force"),
    ("expired", "Vencido", "Expired"),
    ("unknown", "Sin dato de vigencia", "Validity unknown"),
)

PARTNER_TYPE = vocabulary(
    "partner_type",
    ("city", "Ciudad o municipio", "City or municipality"),
    ("state_or_province", "Estado o provincia", "State or province"),
    ("county", "Condado", "County"),
    ("national_government", "Gobierno nacional", "National government"),
    ("international_organization", "Organismo internacional", "International organisation"),
    ("university", "Universidad", "University"),
    ("ngo", "Organización civil", "Civil organisation"),
    ("private", "Sector privado", "Private sector"),
    ("other", "Otro", "Other"),
)

LAYER = Layer(
    id="agreements",
    title=Text("Acuerdos y hermanamientos", "Agreements and twinnings"),
    description=Text(
        "Registros de acuerdos de municipios y estados. Un hermanamiento y un acuerdo interinstitucional"
        " son cosas distintas; fuentes contrarias y renovaciones son filas propias.",
        "Records of agreements of municipalities and states. A twinning and an inter-institutional"
        " agreement are different things; contradicting sources and renewals are rows of their own.",
    ),
    key="id",
    geometry=GeometryKind.POINT,
    label_field="partner_name",
    licence=REGISTER_LICENCE,
    time=Time(start=("signed_date", "signed_year")),
    fields=(
        Field(
            name="id",
            type=FieldType.TEXT,
            title=Text("Identificador", "Identifier"),
            in_tiles=True,
            is_required=True,
        ),
        Field(
            name="level",
            type=FieldType.TEXT,
            title=Text("Nivel del firmante", "Level of the signatory"),
            vocabulary=LEVEL,
            is_filter=True,
            in_tiles=True,
            is_required=True,
        ),
        Field(
            name="cvegeo",
            type=FieldType.TEXT,
            title=Text("Clave del municipio", "Municipality code"),
            pattern="\\d{5}",
            references="municipalities.cvegeo",
            is_filter=True,
            in_tiles=True,
        ),
        Field(
            name="cve_ent",
            type=FieldType.TEXT,
            title=Text("Clave del estado", "State code"),
            pattern="\\d{2}",
            references="states.cve_ent",
            is_filter=True,
            in_tiles=True,
            is_required=True,
        ),
        Field(
            name="name_as_published",
            type=FieldType.TEXT,
            title=Text("Nombre como se publicó", "Name as published"),
            is_required=True,
        ),
        Field(
            name="partner_id",
            type=FieldType.TEXT,
            title=Text("Contraparte", "Partner"),
            references="partner_places.id",
            is_filter=True,
            in_tiles=True,
            is_required=True,
        ),
        Field(
            name="partner_name",
            type=FieldType.TEXT,
            title=Text("Nombre de la contraparte", "Name of the partner"),
            in_tiles=True,
            is_required=True,
        ),
        Field(
            name="partner_type",
            type=FieldType.TEXT,
            title=Text("Tipo de contraparte", "Type of partner"),
            vocabulary=PARTNER_TYPE,
            is_filter=True,
            is_required=True,
        ),
        Field(
            name="partner_country",
            type=FieldType.TEXT,
            title=Text("País de la contraparte", "Country of the partner"),
            pattern="[A-Z]{2}",
            is_filter=True,
            in_tiles=True,
        ),
        Field(
            name="partner_admin1",
            type=FieldType.TEXT,
            title=Text("Estado o provincia de la contraparte", "State or province of the partner"),
        ),
        Field(
            name="instrument",
            type=FieldType.TEXT,
            title=Text("Instrumento", "Instrument"),
            vocabulary=INSTRUMENT,
            is_filter=True,
            in_tiles=True,
            is_required=True,
        ),
        Field(
            name="scope",
            type=FieldType.TEXT,
            title=Text("Ámbito", "Scope"),
            vocabulary=SCOPE,
            is_filter=True,
            in_tiles=True,
            is_required=True,
        ),
        Field(
            name="signed_year",
            type=FieldType.INTEGER,
            title=Text("Año de firma", "Year of signature"),
            minimum=1800,
            maximum=2100,
            is_filter=True,
        ),
        Field(
            name="signed_date",
            type=FieldType.TEXT,
            title=Text("Fecha de firma", "Date of signature"),
            pattern="\\d{4}(-\\d{2}(-\\d{2})?)?",
        ),
        Field(
            name="status",
            type=FieldType.TEXT,
            title=Text("Vigencia", "Validity"),
            vocabulary=AGREEMENT_STATUS,
            is_filter=True,
            is_required=True,
        ),
        Field(
            name="themes",
            type=FieldType.TEXT_LIST,
            title=Text("Temas", "Themes"),
            vocabulary=THEME,
            is_filter=True,
            is_required=True,
        ),
        Field(
            name="raii_registered",
            type=FieldType.TEXT,
            title=Text("Inscrito en el RAII", "Entered in the RAII"),
            vocabulary=YES_NO_UNKNOWN,
            is_required=True,
        ),
        *PROVENANCE,
    ),
)
