"""Which memberships of networks count: those of today."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_

from geo.tables import LAYER_TABLES

_TO_BE = "in_formation"
"""What is still being formed is no membership yet."""


def present() -> ColumnElement[bool]:
    """The condition on ``memberships`` that one has begun and has not ended, whatever else is known of it."""
    table = LAYER_TABLES["memberships"].c
    return and_(table.until_year.is_(None), or_(table.status.is_(None), table.status != _TO_BE))
