"""Networks, associations and intermunicipal bodies."""

from __future__ import annotations

from geo.declarations import Field, FieldType, Layer, Text, Time
from geo.layers.provenance import PROVENANCE, REGISTER_LICENCE
from geo.vocabularies import vocabulary

NETWORK_KIND = vocabulary(
    "network_kind",
    ("global_network", "Red mundial", "Global network"),
    ("regional_network", "Red regional", "Regional network"),
    ("thematic_network", "Red temática", "Thematic network"),
    ("national_association", "Asociación nacional", "National association"),
    ("state_association", "Asociación estatal", "State association"),
    ("intermunicipal_body", "Organismo intermunicipal", "Intermunicipal body"),
    ("metropolitan_body", "Organismo metropolitano", "Metropolitan body"),
)

LAYER = Layer(
    id="networks",
    title=Text("Redes y asociaciones", "Networks and associations"),
    description=Text(
        "Redes mundiales, asociaciones nacionales y organismos intermunicipales.",
        "Global networks, national associations and intermunicipal bodies.",
    ),
    key="id",
    label_field="name_es",
    licence=REGISTER_LICENCE,
    time=Time(start=("founded_year",)),
    fields=(
        Field(name="id", type=FieldType.TEXT, title=Text("Identificador", "Identifier"), is_required=True),
        Field(
            name="name_es",
            type=FieldType.TEXT,
            title=Text("Nombre en español", "Name in Spanish"),
            is_required=True,
        ),
        Field(
            name="name_en",
            type=FieldType.TEXT,
            title=Text("Nombre en inglés", "Name in English"),
            is_required=True,
        ),
        Field(name="acronym", type=FieldType.TEXT, title=Text("Siglas", "Acronym")),
        Field(
            name="kind",
            type=FieldType.TEXT,
            title=Text("Tipo", "Kind"),
            vocabulary=NETWORK_KIND,
            is_filter=True,
            is_required=True,
        ),
        Field(
            name="themes",
            type=FieldType.TEXT_LIST,
            title=Text("Temas como se publicaron", "Themes as published"),
            is_required=True,
        ),
        Field(
            name="founded_year",
            type=FieldType.INTEGER,
            title=Text("Año de fundación", "Year of foundation"),
            minimum=1800,
            maximum=2100,
        ),
        Field(name="seat_city", type=FieldType.TEXT, title=Text("Ciudad sede", "City of the seat")),
        Field(
            name="seat_country",
            type=FieldType.TEXT,
            title=Text("País sede", "Country of the seat"),
            pattern="[A-Z]{2}",
        ),
        Field(name="url", type=FieldType.TEXT, title=Text("Sitio", "Site")),
        *PROVENANCE,
    ),
)
