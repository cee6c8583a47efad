"""What a page says around an answer, in both languages, and values as a reader writes them."""

from __future__ import annotations

from typing import Any, Literal

from geo.declarations import Field, Text

Language = Literal["es", "en"]

PAGE = {
    "parameters": Text("Se preguntó con", "Asked with"),
    "legend": Text("Leyenda", "Legend"),
    "caveats": Text("Qué tener en cuenta", "What to bear in mind"),
    "method": Text("Cómo se calculó", "How it was computed"),
    "sources": Text("Fuentes", "Sources"),
    "release": Text("Versión de los datos", "Release of the data"),
    "licence": Text("Licencia", "Licence"),
    "height": Text("Altura", "Height"),
    "arcs": Text("Arcos", "Arcs"),
    "unplaced": Text("más, sin lugar conocido, no se dibujan", "more, of no known place, are not drawn"),
    "no_sources": Text(
        "Ningún registro de las capas usadas habla de este lugar.",
        "No record of the layers used speaks of this place.",
    ),
    "street_map": Text("Calles (OpenStreetMap)", "Streets (OpenStreetMap)"),
    "of_sources": Text("fuentes, consultadas a más tardar el", "sources, consulted no later than"),
}

DRAWN = {
    "weight": Text("Acuerdos", "Agreements"),
    "degree": Text("Enlaces", "Links"),
    "agreement_count": Text("Acuerdos conocidos", "Known agreements"),
    "member_count": Text("Miembros que la tienen", "Members that have it"),
    "distance_km": Text("Distancia (km)", "Distance (km)"),
    "score": Text("Puntaje", "Score"),
    "place": Text("Lugar", "Rank"),
    "magnitude": Text("Magnitud", "Magnitude"),
    "unit": Text("Unidad", "Unit"),
    "year": Text("Año", "Year"),
}
"""Properties that a question gives its own features and no column of its rows declares."""


def said(text: Text, language: Language) -> str:
    """The text in that language.

    >>> said(Text("sí", "yes"), "en")
    'yes'
    """
    return text.es if language == "es" else text.en


def value(found: Any, field: Field | None, language: Language) -> str:
    """A value as a reader writes it: words of a vocabulary by their label, no value as a dash.

    >>> value(12345.678, None, "es"), value(None, None, "en"), value([True, "b"], None, "es")
    ('12,345.678', '—', 'sí, b')
    """
    if found is None or found == "" or found == []:
        return "—"
    if isinstance(found, bool):
        return said(Text("sí", "yes") if found else Text("no", "no"), language)
    if isinstance(found, list | tuple):
        return ", ".join(value(each, field, language) for each in found)
    if isinstance(found, dict):
        return ", ".join(f"{name}: {value(each, None, language)}" for name, each in found.items())
    if isinstance(found, float):
        return f"{round(found, 3):,}".removesuffix(".0")
    if isinstance(found, int):
        is_year = field is not None and (field.name == "year" or field.name.endswith("_year"))
        return str(found) if is_year else f"{found:,}"
    vocabulary = None if field is None else field.vocabulary
    for word in () if vocabulary is None else vocabulary.words:
        if word.value == found:
            return said(word.label, language)
    return str(found)


def heading(field: Field, language: Language) -> str:
    """The title of a column with its unit.

    >>> from geo.declarations import FieldType
    >>> area = Field(name="area_km2", type=FieldType.REAL, title=Text("Superficie", "Area"), unit="km²")
    >>> heading(area, "es")
    'Superficie (km²)'
    """
    title = said(field.title, language)
    return f"{title} ({field.unit})" if field.unit else title
