"""What CONAPO's indices share: terms, and the degrees in words."""

from __future__ import annotations

from geo.declarations import Licence, Text
from geo.layers.thematic import NO_DATA_COLOR, RAMP
from geo.vocabularies import vocabulary

MIGRATION_DEGREE = vocabulary(
    "migration_degree",
    ("none", "Nulo", "None"),
    ("very_low", "Muy bajo", "Very low"),
    ("low", "Bajo", "Low"),
    ("medium", "Medio", "Medium"),
    ("high", "Alto", "High"),
    ("very_high", "Muy alto", "Very high"),
)

MARGINALIZATION_DEGREE = vocabulary(
    "marginalization_degree",
    ("very_low", "Muy bajo", "Very low"),
    ("low", "Bajo", "Low"),
    ("medium", "Medio", "Medium"),
    ("high", "Alto", "High"),
    ("very_high", "Muy alto", "Very high"),
)

MIGRATION_COLORS = (NO_DATA_COLOR, *RAMP)


def conapo_licence(es: str, en: str) -> Licence:
    """CONAPO's terms with the name of the table, which a citation must carry."""
    return Licence(
        title=Text("Libre Uso MX (datos abiertos)", "Libre Uso MX (open data)"),
        attribution=Text(f"Fuente: CONAPO, {es}", f"Source: CONAPO, {en}"),
        url="https://datos.gob.mx/libreusomx",
    )
