"""Which agreements count: the parameters that questions about agreements share, and their conditions."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import ColumnElement, String, and_, any_, cast, func, literal, or_

from geo.declarations import Text, Word
from geo.layers.agreements import AGREEMENT_STATUS, INSTRUMENT, SCOPE
from geo.questions.question import Parameter, ParameterType
from geo.tables import LAYER_TABLES
from geo.vocabularies import CONFIDENCE, THEME
from geo.vocabularies.world_regions import is_country

ANY_SCOPE = "any"


def country(name: str, title: Text) -> Parameter:
    """A parameter that takes countries by their codes; see :func:`strangers`."""
    return Parameter(
        name=name,
        type=ParameterType.TEXT,
        title=title,
        description=Text(
            "Código ISO de dos letras mayúsculas, como US o GT.",
            "ISO code of two capital letters, such as US or GT.",
        ),
        is_multiple=True,
        pattern="[A-Z]{2}",
    )


PARAMETERS: tuple[Parameter, ...] = (
    Parameter(
        name="instrument",
        type=ParameterType.CHOICE,
        title=Text("Instrumento", "Instrument"),
        description=Text(
            "Solo cuentan acuerdos de estos instrumentos; sin valor, todos.",
            "Only agreements by these instruments count; without a value, all.",
        ),
        is_multiple=True,
        choices=INSTRUMENT.words,
    ),
    Parameter(
        name="scope",
        type=ParameterType.CHOICE,
        title=Text("Ámbito", "Scope"),
        description=Text(
            "Acuerdos con contrapartes de otros países, del país o de cualquier lugar.",
            "Agreements with partners of other countries, of this country or of anywhere.",
        ),
        default="international",
        choices=(*SCOPE.words, Word(ANY_SCOPE, Text("Cualquiera", "Any"))),
    ),
    Parameter(
        name="theme",
        type=ParameterType.CHOICE,
        title=Text("Tema", "Theme"),
        description=Text(
            "Solo cuentan acuerdos con alguno de estos temas. De muchos acuerdos no se conoce el tema.",
            "Only agreements with any of these themes count. The theme of many agreements is not known.",
        ),
        is_multiple=True,
        choices=THEME.words,
    ),
    country("partner_country", Text("País de la contraparte", "Country of the partner")),
    Parameter(
        name="as_of",
        type=ParameterType.DATE,
        title=Text("A la fecha", "As of"),
        description=Text(
            "Solo cuentan acuerdos firmados a más tardar en esta fecha, con la precisión con que se conoce"
            " la firma.",
            "Only agreements signed no later than this date count, as precisely as the signature is known.",
        ),
    ),
    Parameter(
        name="undated",
        type=ParameterType.CHOICE,
        title=Text("Acuerdos sin fecha", "Undated agreements"),
        description=Text(
            "Si los acuerdos sin año conocido cuentan.", "Whether agreements without a known year count."
        ),
        default="include",
        choices=(
            Word("include", Text("Contarlos", "Count them")),
            Word("exclude", Text("No contarlos", "Leave them out")),
        ),
    ),
    Parameter(
        name="status",
        type=ParameterType.CHOICE,
        title=Text("Vigencia", "Validity"),
        description=Text(
            "Solo cuentan acuerdos en estos estados de vigencia; sin valor, todos.",
            "Only agreements of these kinds of validity count; without a value, all.",
        ),
        is_multiple=True,
        choices=AGREEMENT_STATUS.words,
    ),
    Parameter(
        name="min_confidence",
        type=ParameterType.CHOICE,
        title=Text("Confianza mínima", "Least confidence"),
        description=Text(
            "Solo cuentan registros de esta confianza o mayor.",
            "Only records of this confidence or higher count.",
        ),
        default="low",
        choices=CONFIDENCE.words,
    ),
)


def _not_after(as_of: str) -> ColumnElement[bool]:
    """Signed no later than ``as_of``, compared at the coarser precision of the two dates."""
    agreements = LAYER_TABLES["agreements"]
    signed = func.coalesce(agreements.c.signed_date, cast(agreements.c.signed_year, String))
    latest = as_of + "-12-31"[len(as_of) - 4 :] if len(as_of) < 10 else as_of
    return or_(signed.is_(None), func.substr(literal(latest), 1, func.length(signed)) >= signed)


def counts(parameters: Mapping[str, Any]) -> ColumnElement[bool]:
    """The condition on ``agreements`` that a record counts under the parameters of :data:`PARAMETERS`."""
    agreements = LAYER_TABLES["agreements"]
    # From the best confidence down to the least one that is asked for.
    confidences = CONFIDENCE.values[: CONFIDENCE.values.index(parameters["min_confidence"]) + 1]
    met: list[ColumnElement[bool]] = [agreements.c.confidence.in_(confidences)]
    if parameters["scope"] != ANY_SCOPE:
        met.append(agreements.c.scope == parameters["scope"])
    met += [
        agreements.c[name].in_(parameters[name])
        for name in ("instrument", "status", "partner_country")
        if parameters[name]
    ]
    if parameters["theme"]:
        met.append(or_(*(literal(theme) == any_(agreements.c.themes) for theme in parameters["theme"])))
    if parameters["as_of"] is not None:
        met.append(_not_after(parameters["as_of"]))
    if parameters["undated"] == "exclude":
        met.append(or_(agreements.c.signed_year.is_not(None), agreements.c.signed_date.is_not(None)))
    return and_(*met)


def strangers(countries: Collection[str]) -> tuple[Text, ...]:
    """A caveat where codes are of no country: nothing is known of what is not there.

    >>> strangers(["US", "UK"])[0].en
    'No country has the code UK, so nothing can be known of it.'
    """
    unknown = ", ".join(code for code in countries if not is_country(code))
    if not unknown:
        return ()
    return (
        Text(
            f"Ningún país tiene el código {unknown}: por eso no se conoce nada de él.",
            f"No country has the code {unknown}, so nothing can be known of it.",
        ),
    )
