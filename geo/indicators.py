"""Indicators: the numbers that some layer gives for municipalities, a user's own layers included.

Nothing is declared twice: every number of a layer whose key is the code of a municipality is an indicator,
named ``layer.field``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from geo import catalogue
from geo.declarations import Field, FieldType, Layer
from geo.layers import BY_ID
from geo.tables import table_of

# Where a municipality lies is a place, not a quantity.
_PLACES = frozenset({"lon", "lat"})


@dataclass(frozen=True, slots=True)
class Indicator:
    """One number of one layer, for each municipality that the layer has."""

    layer: Layer
    field: Field

    @property
    def id(self) -> str:
        """``layer.field``."""
        return f"{self.layer.id}.{self.field.name}"


class UnknownIndicator(LookupError):
    """No layer declares such an indicator; ``known`` are those that are loaded."""

    def __init__(self, indicator_id: str, known: Iterable[str]) -> None:
        super().__init__(indicator_id)
        self.indicator_id = indicator_id
        self.known = tuple(known)


class IndicatorNotLoaded(LookupError):
    """The indicator is declared, but this release was made without the source that fills its layer."""

    def __init__(self, indicator: Indicator) -> None:
        super().__init__(indicator.id)
        self.indicator = indicator


def indicators_of(layer: Layer) -> tuple[Indicator, ...]:
    """The indicators that a layer gives; none unless its key is the code of a municipality.

    >>> [each.id for each in indicators_of(BY_ID["municipalities"])][:2]
    ['municipalities.area_km2', 'municipalities.us_border_km']
    """
    if layer.key != "cvegeo":
        return ()
    return tuple(
        Indicator(layer, field)
        for field in layer.fields
        if field.type in {FieldType.INTEGER, FieldType.REAL} and field.name not in _PLACES
    )


def loaded(connection: Connection) -> dict[str, Indicator]:
    """Every indicator of the release by id."""
    return {each.id: each for layer in catalogue.layers(connection).values() for each in indicators_of(layer)}


def indicator(connection: Connection, indicator_id: str) -> Indicator:
    """The indicator of that id.

    :raises IndicatorNotLoaded: when it is declared, but its layer holds nothing in this release.
    :raises UnknownIndicator: when no layer declares it.
    """
    known = loaded(connection)
    if indicator_id in known:
        return known[indicator_id]
    for layer in BY_ID.values():
        for each in indicators_of(layer):
            if each.id == indicator_id:
                raise IndicatorNotLoaded(each)
    raise UnknownIndicator(indicator_id, known)


def values(connection: Connection, wanted: Indicator) -> tuple[NDArray[np.str_], NDArray[np.float64]]:
    """Codes and values of every municipality, ordered by code; NaN where the layer has none.

    Both have shape (n,), n the number of municipalities of the release; the unit is that of the field.
    """
    municipalities, table = table_of(BY_ID["municipalities"]), table_of(wanted.layer)
    number = table.c[wanted.field.name]
    rows = select(municipalities.c.cvegeo, number).order_by(municipalities.c.cvegeo)
    if table is not municipalities:
        rows = rows.join_from(municipalities, table, table.c.cvegeo == municipalities.c.cvegeo, isouter=True)
    found = connection.execute(rows).all()
    return (
        np.array([code for code, _ in found], dtype=np.str_),
        np.array([np.nan if value is None else value for _, value in found], dtype=np.float64),
    )
