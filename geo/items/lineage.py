"""Municipalities that were founded out of others, and what those had signed before."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, String, and_, case, cast, func, literal, or_, select, union_all

from geo.tables import LAYER_TABLES, LINEAGE


def parents(cvegeo: str) -> Select[Any]:
    """The municipalities that one was part of, that with the largest share of its area first."""
    lineage = LINEAGE.c
    return (
        select(lineage.parent_cvegeo, lineage.share_of_area, lineage.before_year, lineage.after_year)
        .where(lineage.cvegeo == cvegeo)
        .order_by(lineage.share_of_area.desc(), lineage.parent_cvegeo)
    )


def agreements_with_inherited(cvegeo: str) -> Select[Any]:
    """Agreements of a municipality, and of those that it was part of when they signed.

    Columns ``id``, ``cvegeo`` (who signed), ``signed_year`` and ``relation``: ``own``; ``before`` when a
    parent signed while the municipality was still part of it by the vintages compared; ``perhaps_before``
    when the year is unknown or lies between the two vintages. What a parent signed afterwards is not there.
    """
    agreements, lineage = LAYER_TABLES["agreements"].c, LINEAGE.c
    year = agreements.signed_year
    own = select(
        agreements.id, agreements.cvegeo, year, cast(literal("own"), String).label("relation")
    ).where(agreements.cvegeo == cvegeo)
    relation = case((year <= lineage.before_year, "before"), else_="perhaps_before")
    inherited = select(agreements.id, agreements.cvegeo, year, relation).where(
        and_(
            lineage.cvegeo == cvegeo,
            agreements.cvegeo == lineage.parent_cvegeo,
            or_(year.is_(None), year <= lineage.after_year),
        )
    )
    both = union_all(own, inherited).subquery("both")
    return select(both.c.id, both.c.cvegeo, both.c.signed_year, both.c.relation).order_by(
        func.coalesce(both.c.signed_year, 9999), both.c.id
    )
