"""Dates, timestamps and intervals of a filter, and the spans of time that operands stand for.

A date is the whole day, a partial date (``2013``, ``2013-02``, ``2013-Q1``) or a year the whole of it, a
timestamp one instant. Timestamps are in UTC; a column without time zone is taken to be.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, DateTime, cast, func, literal_column
from sqlalchemy import Text as TextType
from sqlalchemy.sql.elements import literal

from geo.cql2.errors import BadLiteral, TypeMismatch
from geo.cql2.values import Bound, NumberValue, SpanValue, TextValue, Value, constant
from geo.declarations import Text
from geo.engines.filter_constructs import bytewise, first_day, last_day

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIMESTAMP = re.compile(r"(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}:\d{2})(?:\.(\d+))?[Zz]", re.ASCII)
_DAY = timedelta(days=1, microseconds=-1)
_NO_DATE = Text("no es una fecha, como 2026-11-20", "it is no date, such as 2026-11-20")
_NO_TIMESTAMP = Text(
    "no es un instante en UTC, como 2026-11-20T10:00:00Z",
    "it is no instant in UTC, such as 2026-11-20T10:00:00Z",
)
UNBOUNDED = ".."


def date_value(text: object) -> date:
    """The day that a literal names.

    :raises BadLiteral: when there is none.

    >>> date_value("2024-02-29")
    datetime.date(2024, 2, 29)
    """
    if isinstance(text, str) and _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise BadLiteral(text, _NO_DATE)


def timestamp_value(text: object) -> datetime:
    """The instant that a literal names, in UTC without time zone, to the microsecond.

    :raises BadLiteral: when there is none, or it is finer than a microsecond.

    >>> timestamp_value("2022-04-16T10:13:19.5Z")
    datetime.datetime(2022, 4, 16, 10, 13, 19, 500000)
    """
    found = _TIMESTAMP.fullmatch(text) if isinstance(text, str) else None
    fraction = (found[3] or "") if found else ""
    if found and len(fraction.rstrip("0")) <= 6:
        try:
            return datetime.fromisoformat(f"{found[1]}T{found[2]}.{fraction[:6].ljust(6, '0')}")
        except ValueError:
            pass
    raise BadLiteral(text, _NO_TIMESTAMP)


def date_span(text: object) -> SpanValue:
    """The day of a literal date."""
    bound = Bound(constant=date_value(text))
    return SpanValue(f"{text}", bound, bound, is_daily=True, is_instant=True)


def timestamp_span(text: object) -> SpanValue:
    """The instant of a literal timestamp."""
    bound = Bound(constant=timestamp_value(text))
    return SpanValue(f"{text}", bound, bound, is_daily=False, is_instant=True)


def instant_of_text(text: str) -> SpanValue:
    """The day or the instant that a plain character string names.

    :raises BadLiteral: when it names none.
    """
    return date_span(text) if _DATE.fullmatch(text) else timestamp_span(text)


def column_span(name: str, column: ColumnElement[Any], *, is_daily: bool) -> SpanValue:
    """The span of a column of dates, or of timestamps without time zone."""
    bound = Bound(sql=column)
    return SpanValue(name, bound, bound, is_daily=is_daily, is_instant=True)


def interval(start: Value | str, end: Value | str) -> SpanValue:
    """The interval between two instants, either of which may be ``..``, the unbounded end.

    Two spans at an end, such as partial dates, reach from the beginning of the first to the end of the last.

    :raises TypeMismatch: when an end is no time.
    :raises BadLiteral: when it ends before it begins.
    """
    first, last = _end(start), _end(end)
    spans = [each for each in (first, last) if each is not None]
    if not spans:
        lower, upper = Bound(infinite=-1), Bound(infinite=1)
        return SpanValue("..", lower, upper, is_daily=True, is_instant=False, is_spelled_out=True)
    if len(spans) == 2:
        spans = list(aligned(spans[0], spans[1]))
        first, last = spans
    lower = Bound(infinite=-1) if first is None else spans[0].lower
    upper = Bound(infinite=1) if last is None else spans[-1].upper
    if lower.constant is not None and upper.constant is not None and lower.constant > upper.constant:
        raise BadLiteral(
            f"{lower.constant} … {upper.constant}",
            Text("el intervalo termina antes de empezar", "the interval ends before it begins"),
        )
    return SpanValue(
        f"{UNBOUNDED if first is None else first.name} … {UNBOUNDED if last is None else last.name}",
        lower,
        upper,
        is_daily=spans[0].is_daily,
        is_instant=False,
        is_textual=spans[0].is_textual,
        is_spelled_out=True,
    )


def _end(value: Value | str) -> SpanValue | None:
    if value == UNBOUNDED:
        return None
    if isinstance(value, str):
        return instant_of_text(value)
    span = span_of(value)
    if span is None:
        said = value.said
        raise TypeMismatch(
            Text(f"Un intervalo no puede llegar a {said.es}.", f"An interval cannot have the end {said.en}.")
        )
    return span


def span_of(value: Value) -> SpanValue | None:
    """The span of time that an operand stands for, or None when it stands for none.

    :raises BadLiteral: for a character string that names no instant.
    """
    match value:
        case SpanValue():
            return value
        case TextValue(is_partial_date=True):
            lower, upper = bytewise(first_day(value.sql)), bytewise(last_day(value.sql))
            return _textual_days(value.name, lower, upper)
        case NumberValue(is_year=True):
            # As wide as 10,000 needs: a shorter text would sort among longer ones.
            year = func.lpad(cast(value.sql, TextType()), 4, "0", type_=TextType())
            lower, upper = bytewise(year.concat("-01-01")), bytewise(year.concat("-12-31"))
            return _textual_days(value.name, lower, upper)
        case TextValue(constant=str(text)):
            return instant_of_text(text)
        case _:
            return None


def _textual_days(name: str, first: ColumnElement[Any], last: ColumnElement[Any]) -> SpanValue:
    return SpanValue(name, Bound(first), Bound(last), is_daily=True, is_instant=False, is_textual=True)


def aligned(a: SpanValue, b: SpanValue) -> tuple[SpanValue, SpanValue]:
    """Two spans whose bounds compare: both in days or both in instants, both as text or neither.

    :raises TypeMismatch: for a partial date beside a column of another kind of time.
    """
    if a.is_daily != b.is_daily:
        a, b = _fine(a), _fine(b)
    if a.is_textual != b.is_textual:
        a, b = (a, _textual(b, a)) if a.is_textual else (_textual(a, b), b)
    return a, b


def _fine(span: SpanValue) -> SpanValue:
    """The span in instants, from the first microsecond of its first day to the last of its last."""
    if not span.is_daily:
        return span
    return replace(
        span,
        lower=_instant(span.lower, is_textual=span.is_textual, is_end=False),
        upper=_instant(span.upper, is_textual=span.is_textual, is_end=True),
        is_daily=False,
    )


def _instant(day: Bound, *, is_textual: bool, is_end: bool) -> Bound:
    if day.constant is not None:
        start = datetime.combine(day.constant, time())
        return Bound(constant=start + _DAY if is_end else start)
    if day.sql is None:
        return day
    if is_textual:
        return Bound(bytewise(day.sql.concat("T23:59:59.999999" if is_end else "T00:00:00.000000")))
    start_sql = cast(day.sql, DateTime())
    # One literal that both engines read.
    return Bound(start_sql + literal_column("INTERVAL '86399999999 microseconds'") if is_end else start_sql)


def _textual(span: SpanValue, other: SpanValue) -> SpanValue:
    if span.lower.sql is not None or span.upper.sql is not None:
        said, beside = span.said, other.said
        raise TypeMismatch(
            Text(f"{said.es} no se compara con {beside.es}.", f"{said.en} does not compare with {beside.en}.")
        )
    return replace(span, is_textual=True)


def bound_sql(bound: Bound, *, is_textual: bool) -> ColumnElement[Any]:
    """The SQL of a bound that is not infinite."""
    if bound.sql is not None:
        return bound.sql
    value = bound.constant
    if is_textual:
        text = value.isoformat(timespec="microseconds") if isinstance(value, datetime) else str(value)
        return literal(text, TextType())
    return constant(value, DateTime() if isinstance(value, datetime) else Date())
