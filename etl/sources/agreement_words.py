"""Words of registers of agreements and what they mean, where a mapping does not say otherwise."""

from __future__ import annotations

from collections.abc import Mapping

from etl.sources.agreement_mapping import VOCABULARIES
from geo.names.folding import fold

# Beside the labels of the vocabularies in both languages, which hold by themselves.
_SYNONYMS: dict[str, dict[str, str]] = {
    "instrument": {
        "AII": "acuerdo_interinstitucional",
        "Acuerdo de hermanamiento": "hermanamiento",
        "Ciudades hermanas": "hermanamiento",
        "Sister city": "hermanamiento",
        "Memorándum": "memorandum",
        "Memorando de entendimiento": "memorandum",
        "MOU": "memorandum",
        "Convenio de colaboración": "convenio",
        "Convenio de cooperación": "convenio",
    },
    "status": {
        "En vigor": "in_force",
        "Vigencia indefinida": "in_force",
        "Indefinida": "in_force",
        "No vigente": "expired",
        "Concluido": "expired",
        "Terminado": "expired",
        "Sin dato": "unknown",
    },
    "themes": {
        "Turístico": "tourism",
        "Cultural": "culture",
        "Educativo": "education",
        "Económico": "economy",
        "Comercio": "trade_investment",
        "Inversión": "trade_investment",
        "Comercial": "trade_investment",
        "Ambiental": "environment",
        "Medioambiente": "environment",
        "Seguridad pública": "security",
        "Salud pública": "health",
        "Deportes": "sport",
        "Cambio climático": "climate",
        "Ciencia": "science_technology",
        "Tecnología": "science_technology",
        "Protección civil": "disaster_risk",
        "Agropecuario": "agriculture",
    },
    "partner_type": {
        "Municipio": "city",
        "Ciudad": "city",
        "Estado": "state_or_province",
        "Provincia": "state_or_province",
        "Organismo internacional": "international_organization",
        "ONG": "ngo",
        "Empresa": "private",
    },
    "raii_registered": {"Si": "yes", "X": "yes", "Registrado": "yes", "No registrado": "no"},
}

# How the name of a partner begins when it says what the partner is.
_PARTNER_BEGINNINGS: tuple[tuple[str, str], ...] = (
    ("universidad", "university"),
    ("university", "university"),
    ("instituto tecnologico", "university"),
    ("condado", "county"),
    ("gobierno del estado", "state_or_province"),
    ("gobierno de la provincia", "state_or_province"),
    ("estado de", "state_or_province"),
    ("provincia de", "state_or_province"),
    ("state of", "state_or_province"),
    ("province of", "state_or_province"),
    ("gobierno de la republica", "national_government"),
    ("ministerio", "national_government"),
    ("organizacion de las naciones unidas", "international_organization"),
    ("organizacion internacional", "international_organization"),
    ("programa de las naciones unidas", "international_organization"),
    ("onu", "international_organization"),
    ("unicef", "international_organization"),
    ("unesco", "international_organization"),
    ("fundacion", "ngo"),
    ("asociacion", "ngo"),
    ("camara de comercio", "private"),
    ("ciudad de", "city"),
    ("city of", "city"),
    ("municipio de", "city"),
    ("ayuntamiento", "city"),
)


def meanings(column: str, own: Mapping[str, str]) -> dict[str, str]:
    """Folded words of a column and what they mean: the labels, known synonyms, and what a mapping says.

    >>> found = meanings("instrument", {"carta de amistad": "otro"})
    >>> found["memorandum de entendimiento"], found["carta de amistad"], found["hermanamiento"]
    ('memorandum', 'otro', 'hermanamiento')
    """
    vocabulary = VOCABULARIES[column]
    found = {fold(word.value): word.value for word in vocabulary.words}
    for word in vocabulary.words:
        found[fold(word.label.es)] = found[fold(word.label.en)] = word.value
    found |= {fold(published): word for published, word in _SYNONYMS[column].items()}
    return found | dict(own)


def partner_type_of(name: str) -> str | None:
    """What a partner says by the beginning of its name that it is, if it does.

    >>> partner_type_of("Universidad de Texas"), partner_type_of("City of Mission"), partner_type_of("Lyon")
    ('university', 'city', None)
    """
    folded = fold(name)
    for beginning, kind in _PARTNER_BEGINNINGS:
        if folded == beginning or folded.startswith(beginning + " "):
            return kind
    return None
