"""The statement behind the neighbours of one municipality."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, select

from geo.tables import CONTIGUITY, LAYER_TABLES


def neighbours(cvegeo: str) -> Select[Any]:
    """Rows (cvegeo, name, cve_ent, state, shared_km, agreement_count, research), longest boundary first.

    A count of 0 means none known only where ``research`` is ``researched``.
    """
    municipalities = LAYER_TABLES["municipalities"]
    return (
        select(
            municipalities.c.cvegeo,
            municipalities.c.name,
            municipalities.c.cve_ent,
            municipalities.c.state_name.label("state"),
            CONTIGUITY.c.shared_km,
            municipalities.c.agreement_count,
            municipalities.c.research,
        )
        .join_from(CONTIGUITY, municipalities, municipalities.c.cvegeo == CONTIGUITY.c.neighbor_cvegeo)
        .where(CONTIGUITY.c.cvegeo == cvegeo)
        .order_by(CONTIGUITY.c.shared_km.desc(), municipalities.c.cvegeo)
    )
