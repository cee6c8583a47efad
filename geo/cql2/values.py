"""What the operands of a filter are once they are read: a kind, what a message calls them, and their SQL.

A value that a filter spells out is kept as a constant, so that two constants are compared here, exactly, and
one constant takes the type of what it is compared with.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shapely.geometry.base import BaseGeometry
from sqlalchemy import Boolean, ColumnElement, cast, false, null, true
from sqlalchemy import Text as TextType
from sqlalchemy.sql.elements import literal
from sqlalchemy.types import TypeEngine

from geo.cql2.arithmetic import Magnitude
from geo.cql2.errors import shown
from geo.cql2.folding import Folding
from geo.declarations import Text

UNKNOWN: ColumnElement[bool] = cast(null(), Boolean)
"""Neither true nor false: what a comparison with NULL gives."""


@dataclass(frozen=True, slots=True)
class Value:
    """An operand; ``name`` is what a message calls it: a property, a function, a literal."""

    name: str

    @property
    def kind(self) -> Text:
        """What it is, in both languages."""
        raise NotImplementedError

    @property
    def said(self) -> Text:
        """Its name with its kind, for a message."""
        name = shown(self.name)
        return Text(f"«{name}» ({self.kind.es})", f"“{name}” ({self.kind.en})")


@dataclass(frozen=True, slots=True)
class TextValue(Value):
    """A character string.

    ``is_partial_date``: a column of dates such as ``2013``, ``2013-02``, ``2013-Q1``, ``2013-02-28``.
    ``weight`` is how often its column appears in its SQL; ``collates_bytewise`` that it needs no collation.
    ``unfolded`` is the text of which this is the ``folding``.
    """

    sql: ColumnElement[Any]
    constant: str | None = None
    is_partial_date: bool = False
    collates_bytewise: bool = False
    weight: int = 1
    folding: Folding | None = None
    unfolded: TextValue | None = None

    @property
    def kind(self) -> Text:
        return Text("texto", "text")


@dataclass(frozen=True, slots=True)
class NumberValue(Value):
    """A number; ``is_year``: a column of calendar years, which may stand where a date is asked for.

    ``is_computed``: its SQL is in double precision and within bounds, not a column as it is.
    """

    sql: ColumnElement[Any]
    magnitude: Magnitude
    constant: int | float | None = None
    is_year: bool = False
    is_computed: bool = False

    @property
    def kind(self) -> Text:
        return Text("número", "number")


@dataclass(frozen=True, slots=True)
class BooleanValue(Value):
    """True, false or unknown: a condition, a column or a literal."""

    sql: ColumnElement[bool]
    constant: bool | None = None

    @property
    def kind(self) -> Text:
        return Text("verdadero o falso", "boolean")


@dataclass(frozen=True, slots=True)
class Bound:
    """An end of an interval: a constant, SQL, or none at all (``-1`` no beginning, ``1`` no end)."""

    sql: ColumnElement[Any] | None = None
    constant: date | datetime | None = None
    infinite: int = 0


@dataclass(frozen=True, slots=True)
class SpanValue(Value):
    """A time from ``lower`` to ``upper``, both within it.

    ``is_daily``: the bounds are days, else instants in UTC to the microsecond. ``is_textual``: their SQL is
    ISO 8601 text, which sorts as the time does. ``is_instant``: a date or timestamp, not an interval.
    ``is_spelled_out``: an ``INTERVAL(…)``, which has no order and stands in temporal functions alone.
    """

    lower: Bound
    upper: Bound
    is_daily: bool
    is_instant: bool
    is_textual: bool = False
    is_spelled_out: bool = False

    @property
    def kind(self) -> Text:
        if not self.is_instant:
            return Text("intervalo de tiempo", "interval")
        return Text("fecha", "date") if self.is_daily else Text("instante", "timestamp")


@dataclass(frozen=True, slots=True)
class GeometryValue(Value):
    """A geometry in the reference system ``srid``: a literal (``shape``) or a column (``sql``).

    ``box`` are columns west, south, east, north of the same row; ``point`` longitude and latitude of what
    stands for it; ``may_be_collection`` that rows may hold geometry collections.
    """

    srid: int
    sql: ColumnElement[Any] | None = None
    shape: BaseGeometry | None = None
    box: tuple[ColumnElement[Any], ...] | None = None
    point: tuple[ColumnElement[Any], ColumnElement[Any]] | None = None
    is_point: bool = False
    may_be_collection: bool = True

    @property
    def kind(self) -> Text:
        return Text("geometría", "geometry")


@dataclass(frozen=True, slots=True)
class ArrayValue(Value):
    """A set of values: a literal (``elements``) or a column of elements of one SQL type."""

    elements: tuple[Value, ...] | None = None
    sql: ColumnElement[Any] | None = None
    element_type: Any = None

    @property
    def kind(self) -> Text:
        return Text("lista", "array")


def constant(value: Any, kind: TypeEngine[Any]) -> ColumnElement[Any]:
    """A bound constant of that SQL type whatever stands beside it: DuckDB would take that operand's type."""
    return cast(literal(value, kind), kind)


def text_constant(text: str) -> TextValue:
    """A literal character string."""
    return TextValue(text, literal(text, TextType()), constant=text, collates_bytewise=True)


def truth(value: bool | None) -> ColumnElement[bool]:
    """A truth value as SQL; None is unknown.

    >>> str(truth(None))
    'CAST(NULL AS BOOLEAN)'
    """
    if value is None:
        return UNKNOWN
    return true() if value else false()
