"""Who signs: the parameter that questions about agreements of both levels share, and codes of governments."""

from __future__ import annotations

from geo.declarations import Text, Word
from geo.questions.question import Parameter, ParameterType

GOVERNMENT_PATTERN = r"\d{2}|\d{5}"
"""The code of a state or of a municipality."""

SIGNATORY = Parameter(
    name="level",
    type=ParameterType.CHOICE,
    title=Text("Quién firma", "Who signs"),
    description=Text(
        "Si cuentan los acuerdos de municipios, los de gobiernos de los estados o ambos.",
        "Whether agreements of municipalities count, those of state governments, or both.",
    ),
    default="any",
    choices=(
        Word("any", Text("Ambos", "Both")),
        Word("municipal", Text("Municipios", "Municipalities")),
        Word("state", Text("Gobiernos de los estados", "State governments")),
    ),
)
