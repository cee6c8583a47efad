"""What is known of a municipality without agreement: that none is known, or that nobody looked."""

from __future__ import annotations

from sqlalchemy import ColumnElement, case

from geo.declarations import Text, Vocabulary, Word
from geo.questions.question import Parameter, ParameterType
from geo.tables import LAYER_TABLES

KNOWLEDGE = Vocabulary(
    "knowledge",
    (
        Word("none_known", Text("Ninguno conocido", "None known")),
        Word("not_researched", Text("No investigado", "Not researched")),
    ),
)


PARAMETER = Parameter(
    name="research",
    type=ParameterType.CHOICE,
    title=Text("Qué se sabe", "What is known"),
    description=Text(
        "Ninguno conocido: alguna fuente cubre el estado y ninguna da un acuerdo. No investigado: ninguna"
        " fuente cubre el estado. Sin valor, ambos.",
        "None known: some source covers the state and none gives an agreement. Not researched: no source"
        " covers the state. Without a value, both.",
    ),
    is_multiple=True,
    choices=KNOWLEDGE.words,
)


def of_municipalities() -> ColumnElement[str]:
    """The word of :data:`KNOWLEDGE` for a row of ``municipalities`` that has no agreement."""
    municipalities = LAYER_TABLES["municipalities"]
    return case((municipalities.c.research == "not_researched", "not_researched"), else_="none_known")
