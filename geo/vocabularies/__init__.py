"""Controlled vocabularies that several layers use, and the way to write one."""

from __future__ import annotations

from geo.declarations import Text, Vocabulary, Word


def vocabulary(name: str, *words: tuple[str, str, str]) -> Vocabulary:
    """A vocabulary of that name from (value, Spanish label, English label) triples."""
    return Vocabulary(name, tuple(Word(value, Text(es, en)) for value, es, en in words))


LEVEL = vocabulary(
    "level",
    ("municipal", "Municipal", "Municipal"),
    ("state", "Estatal", "State"),
)

CONFIDENCE = vocabulary(
    "confidence",
    ("high", "Alta", "High"),
    ("medium", "Media", "Medium"),
    ("low", "Baja", "Low"),
)

YES_NO_UNKNOWN = vocabulary(
    "yes_no_unknown",
    ("yes", "Sí", "Yes"),
    ("no", "No", "No"),
    ("unknown", "Sin dato", "Unknown"),
)

THEME = vocabulary(
    "theme",
    ("culture", "Cultura", "Culture"),
    ("tourism", "Turismo", "Tourism"),
    ("economy", "Economía", "Economy"),
    ("education", "Educación", "Education"),
    ("trade_investment", "Comercio e inversión", "Trade and investment"),
    ("environment", "Medio ambiente", "Environment"),
    ("security", "Seguridad", "Security"),
    ("migration", "Migración", "Migration"),
    ("health", "Salud", "Health"),
    ("sport", "Deporte", "Sport"),
    ("urban_development", "Desarrollo urbano", "Urban development"),
    ("climate", "Clima", "Climate"),
    ("governance", "Gobernanza", "Governance"),
    ("science_technology", "Ciencia y tecnología", "Science and technology"),
    ("human_rights", "Derechos humanos", "Human rights"),
    ("mobility", "Movilidad", "Mobility"),
    ("disaster_risk", "Riesgo de desastres", "Disaster risk"),
    ("agriculture", "Agricultura", "Agriculture"),
    ("water", "Agua", "Water"),
    ("gender", "Género", "Gender"),
    ("energy", "Energía", "Energy"),
    ("other", "Otro", "Other"),
)

RESEARCH = vocabulary(
    "research",
    ("researched", "Investigado", "Researched"),
    ("thin", "Cobertura escasa", "Thin coverage"),
    ("not_researched", "No investigado", "Not researched"),
)
