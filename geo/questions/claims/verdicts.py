"""How a published figure stands against the records."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import Row

from geo.declarations import Text, Vocabulary, Word
from geo.questions.claims.comparisons import comparison_for, reason_not_compared
from geo.questions.claims.records import Place, Records, Span

VERDICT = Vocabulary(
    "verdict",
    (
        Word("within", Text("Dentro de lo que los registros permiten", "Within what the records allow")),
        Word("above", Text("Publicado de más que los registros", "Published above the records")),
        Word("below", Text("Publicado de menos que los registros", "Published below the records")),
        Word("not_compared", Text("Sin registros con que compararlo", "No records to compare it with")),
    ),
)

_MUNICIPALITY_IN_NOTE = re.compile(r"\b(\d{5})\b")


def place_of(cve_ent: str, note: str | None) -> Place:
    """What a figure speaks of: a municipality where its note names one of that state by its code.

    >>> place_of("14", "Municipio 14039 Guadalajara.").cvegeo, place_of("00", "51 de 13500").cvegeo
    ('14039', None)
    """
    for code in _MUNICIPALITY_IN_NOTE.findall(note or ""):
        if code.startswith(cve_ent):
            return Place(cve_ent, code)
    return Place(cve_ent)


def _difference(value: float, unit: str, span: Span) -> float:
    if value > span.most:
        return round(value - span.most, 2)
    if value < span.least and not unit.endswith("_at_least"):
        return round(value - span.least, 2)
    return 0.0


def compared(records: Records, claim: Row[Any], place: Place) -> dict[str, Any]:
    """The columns of an answer that set a figure beside the records."""
    comparison = comparison_for(claim.id, claim.measure, claim.unit)
    if comparison is None:
        why = reason_not_compared(claim.id, claim.measure)
        nothing = dict.fromkeys(("record_minimum", "record_maximum", "difference"))
        return {
            **nothing,
            "verdict": "not_compared",
            "basis_es": None,
            "basis_en": None,
            "why_es": why.es,
            "why_en": why.en,
        }
    span = comparison.count(records, place, int(claim.as_of[:4]) if claim.as_of else None)
    difference = _difference(claim.value, claim.unit, span)
    return {
        "record_minimum": span.least,
        "record_maximum": span.most,
        "difference": difference,
        "verdict": "above" if difference > 0 else "below" if difference < 0 else "within",
        "basis_es": comparison.basis.es,
        "basis_en": comparison.basis.en,
        "why_es": comparison.why.es,
        "why_en": comparison.why.en,
    }
