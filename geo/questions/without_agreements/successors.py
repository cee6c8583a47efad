"""Whether what a municipality signed before it was split counts for those that came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, and_, func, or_, select

from geo.declarations import Text, Word
from geo.questions import agreement_filters, columns
from geo.questions.question import Parameter, ParameterType
from geo.tables import LAYER_TABLES, LINEAGE

LEAST_SHARE = 0.05
"""Of a municipality's area that a parent must have given: less is the same border drawn differently."""

PARAMETER = Parameter(
    name="successors",
    type=ParameterType.CHOICE,
    title=Text("Municipios que se separaron de otro", "Municipalities split off from another"),
    description=Text(
        "Si lo que firmó el municipio de origen antes de la separación cuenta para el nuevo. Por omisión no:"
        " un acuerdo es de quien lo firma.",
        "Whether what the municipality of origin signed before the split counts for the new one. By default"
        " it does not: an agreement is that of who signs it.",
    ),
    default="own",
    choices=(
        Word("own", Text("Solo lo que firmó cada uno", "Only what each signed itself")),
        Word("before", Text("También lo firmado antes de separarse", "What was signed before the split too")),
        Word(
            "perhaps_before",
            Text("También lo que pudo firmarse antes", "What may have been signed before the split too"),
        ),
    ),
)

COLUMN = columns.count(
    "predecessor_agreement_count",
    "Acuerdos del municipio de origen, quizá anteriores a la separación",
    "Agreements of the municipality of origin, perhaps from before the split",
)

METHOD = Text(
    es=(
        " Un municipio que se separó de otro viene de él según el traslape de dos ediciones del Marco"
        f" Geoestadístico, si tomó de él al menos {LEAST_SHARE:.0%} de su superficie. «Antes de separarse» es"
        " a más tardar el año de la última edición sin el municipio nuevo; «pudo firmarse antes», sin año"
        " conocido o entre las dos ediciones."
    ),
    en=(
        " A municipality that split off from another comes of it by the overlap of two editions of the Marco"
        f" Geoestadístico, where it took at least {LEAST_SHARE:.0%} of its area from it. “Before the split”"
        " is no later than the year of the last edition without the new municipality; “may have been” is"
        " without a known year or between the two editions."
    ),
)


def _signed_by_parents(parameters: Mapping[str, Any], *, is_sure: bool) -> ColumnElement[bool]:
    agreements, lineage = LAYER_TABLES["agreements"].c, LINEAGE.c
    when = (
        agreements.signed_year <= lineage.before_year
        if is_sure
        else or_(agreements.signed_year.is_(None), agreements.signed_year <= lineage.after_year)
    )
    return and_(
        agreements.cvegeo == lineage.parent_cvegeo,
        agreements.level == "municipal",
        lineage.share_of_area >= LEAST_SHARE,
        when,
        agreement_filters.counts(parameters),
    )


def inheriting(parameters: Mapping[str, Any]) -> Select[Any] | None:
    """Codes of the municipalities for which what a parent signed counts; None where it counts for none."""
    if parameters["successors"] == "own":
        return None
    is_sure = parameters["successors"] == "before"
    agreements = LAYER_TABLES["agreements"]
    return select(LINEAGE.c.cvegeo).join_from(
        LINEAGE, agreements, _signed_by_parents(parameters, is_sure=is_sure)
    )


def predecessor_counts(parameters: Mapping[str, Any]) -> CTE:
    """Rows (cvegeo, agreement_count): known agreements of the parents, perhaps from before the split."""
    agreements = LAYER_TABLES["agreements"]
    agreement = (
        agreements.c.cvegeo
        + "|"
        + func.coalesce(agreements.c.partner_id, "")
        + "|"
        + func.coalesce(agreements.c.instrument, "")
    )
    return (
        select(LINEAGE.c.cvegeo, func.count(agreement.distinct()).label("agreement_count"))
        .join_from(LINEAGE, agreements, _signed_by_parents(parameters, is_sure=False))
        .group_by(LINEAGE.c.cvegeo)
        .cte("predecessors")
    )
