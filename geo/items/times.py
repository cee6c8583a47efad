"""When the items of a layer were, and the conditions that a period of days puts on them.

A date of which only the year or the month is known stands for every day of it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select

from geo.declarations import FieldType, Layer
from geo.tables import table_of

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_INSTANT = re.compile(
    r"(\d{4}-\d{2}-\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})", re.ASCII
)
_OPEN = {"", ".."}


class BadPeriod(ValueError):
    """The text is neither a date, nor an instant, nor an interval of them that ends after it begins."""


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both included, as ``YYYY-MM-DD``; None where it has no bound."""

    first: str | None
    last: str | None


def period_of(text: str) -> Period:
    """The days (in UTC) of a date, an instant (RFC 3339) or an interval; ``..`` leaves an end open.

    :raises BadPeriod: when it is none of them.

    >>> period_of("2013-02"), period_of("2010/.."), period_of("2018-02-12T23:20:50-06:00").first
    (Period(first='2013-02-01', last='2013-02-28'), Period(first='2010-01-01', last=None), '2018-02-13')
    """
    start, slash, end = text.partition("/")
    if not slash:
        return Period(*_days(text))
    first = None if start in _OPEN else _days(start)[0]
    last = None if end in _OPEN else _days(end)[1]
    if first is not None and last is not None and first > last:
        raise BadPeriod(text)
    return Period(first, last)


def _days(text: str) -> tuple[str, str]:
    """First and last day of a date or an instant."""
    try:
        if found := _DATE.fullmatch(text):
            year, month, day = (int(part) if part else None for part in found.groups())
            assert year is not None
            first = date(year, month or 1, day or 1)
            last = date(year, month or 12, day or monthrange(year, month or 12)[1])
            return first.isoformat(), last.isoformat()
        if found := _INSTANT.fullmatch(text):
            # A leap second is a second of the same day.
            seconds = min(int(found[4]), 59 if found[4] == "60" else 60)
            offset = "+00:00" if found[5] in "Zz" else found[5]
            instant = datetime.fromisoformat(f"{found[1]}T{found[2]}:{found[3]}:{seconds:02}{offset}")
            day_text = instant.astimezone(UTC).date().isoformat()
            return day_text, day_text
    except (ValueError, OverflowError):
        pass
    raise BadPeriod(text)


def within(layer: Layer, period: Period) -> ColumnElement[bool]:
    """The condition that an item was, on any day of the period; one of which no date is known was not.

    :raises ValueError: for a layer without time.
    """
    if layer.time is None:
        raise ValueError(f"{layer.id} has no time")
    table = table_of(layer)
    alternatives: list[ColumnElement[bool]] = []
    unknown: list[ColumnElement[bool]] = []
    for name in layer.time.start:
        column = table.c[name]
        is_year = layer.field(name).type is FieldType.INTEGER
        met: list[ColumnElement[bool]] = [*unknown, column.is_not(None)]
        if period.last is not None:
            met.append(_not_after(column, period.last, is_year=is_year))
        if layer.time.end is None and period.first is not None:
            met.append(_not_before(column, period.first, is_year=is_year))
        alternatives.append(and_(*met))
        unknown.append(column.is_(None))
    begun = or_(*alternatives)
    if layer.time.end is None or period.first is None:
        return begun
    end = table.c[layer.time.end]
    is_year = layer.field(layer.time.end).type is FieldType.INTEGER
    return and_(begun, or_(end.is_(None), _not_before(end, period.first, is_year=is_year)))


def _not_after(column: ColumnElement[Any], day: str, *, is_year: bool) -> ColumnElement[bool]:
    """Whether the first day of a year or partial date is that day or earlier."""
    # Bytewise a date with unknown parts stands before every day in it.
    return column <= (int(day[:4]) if is_year else literal(day))


def _not_before(column: ColumnElement[Any], day: str, *, is_year: bool) -> ColumnElement[bool]:
    """Whether the last day of a year or partial date is that day or later."""
    # Bytewise a tilde stands after every digit and hyphen, so that what is unknown counts as the last.
    return column >= int(day[:4]) if is_year else column.concat("~") >= literal(day)


def bounds(layer: Layer) -> Select[Any]:
    """One row: the least and greatest value of each field that tells when, in declared order.

    :raises ValueError: for a layer without time.
    """
    if layer.time is None:
        raise ValueError(f"{layer.id} has no time")
    columns = [table_of(layer).c[name] for name in layer.time.start]
    return select(*(bound(column) for column in columns for bound in (func.min, func.max)))


def extent_of(layer: Layer, row: tuple[Any, ...]) -> Period | None:
    """The period that the row of :func:`bounds` tells: open at its end where items may go on; None if empty.

    >>> from geo.layers import layer_named
    >>> extent_of(layer_named("agreements"), ("1993-05", "2013", 1957, 2020))
    Period(first='1957-01-01', last='2020-12-31')
    """
    known = [str(value) for value in row if value is not None]
    if not known:
        return None
    goes_on = layer.time is not None and layer.time.end is not None
    return Period(
        min(_days(value)[0] for value in known),
        None if goes_on else max(_days(value)[1] for value in known),
    )
