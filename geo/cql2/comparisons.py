"""The comparison predicates: ``=`` to ``>=``, BETWEEN, IN, LIKE and IS NULL.

Texts compare by code point. Numbers compare exactly, integers of any size. What a filter spells out takes the
type of what it is compared with where that is a time: ``date IN ('2026-11-20')``.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import BigInteger, Boolean, ColumnElement, Double, and_, case, false, not_, null, or_

from geo.cql2 import patterns, temporal
from geo.cql2.errors import BadLiteral, TypeMismatch
from geo.cql2.instants import span_of
from geo.cql2.values import (
    ArrayValue,
    BooleanValue,
    GeometryValue,
    NumberValue,
    SpanValue,
    TextValue,
    Value,
    constant,
    truth,
)
from geo.declarations import Text
from geo.engines.filter_constructs import bytewise

_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
OPERATORS = frozenset(_OPERATORS)


def compared(symbol: str, a: Value, b: Value) -> ColumnElement[bool]:
    """The condition that a comparison operator states between two scalar values.

    :raises TypeMismatch: when the two do not compare.
    """
    match a, b:
        case (SpanValue(), _) | (_, SpanValue()):
            return _times(symbol, a, b)
        case TextValue(), TextValue():
            return _texts(symbol, a, b)
        case NumberValue(), NumberValue():
            return _numbers(symbol, a, b)
        case BooleanValue(), BooleanValue():
            if a.constant is not None and b.constant is not None:
                return truth(_OPERATORS[symbol](a.constant, b.constant))
            condition: ColumnElement[bool] = _OPERATORS[symbol](_boolean_sql(a), _boolean_sql(b))
            return condition
        case _:
            raise mismatch(symbol, a, b)


def _boolean_sql(value: BooleanValue) -> ColumnElement[Any]:
    # As a bound value, because TRUE as a keyword has no order in SQLAlchemy.
    return value.sql if value.constant is None else constant(value.constant, Boolean())


def _times(symbol: str, a: Value, b: Value) -> ColumnElement[bool]:
    try:
        first, second = span_of(a), span_of(b)
    except BadLiteral as error:
        raise mismatch(symbol, a, b) from error
    if first is None or second is None or first.is_spelled_out or second.is_spelled_out:
        raise mismatch(symbol, a, b)
    return temporal.compared(symbol, first, second)


def _texts(symbol: str, a: TextValue, b: TextValue) -> ColumnElement[bool]:
    compare = _OPERATORS[symbol]
    if a.constant is not None and b.constant is not None:
        return truth(compare(a.constant, b.constant))
    is_equality = symbol in {"=", "<>"} and (a.constant is not None or b.constant is not None)
    first, second = (a.sql, b.sql) if is_equality else (_bytewise(a), _bytewise(b))
    condition: ColumnElement[bool] = compare(first, second)
    return condition


def _bytewise(value: TextValue) -> ColumnElement[Any]:
    return value.sql if value.collates_bytewise else bytewise(value.sql)


def _numbers(symbol: str, a: NumberValue, b: NumberValue) -> ColumnElement[bool]:
    compare = _OPERATORS[symbol]
    if a.constant is not None and b.constant is not None:
        return truth(compare(a.constant, b.constant))
    condition: ColumnElement[bool] = compare(_number_sql(a), _number_sql(b))
    return condition


def _number_sql(value: NumberValue) -> ColumnElement[Any]:
    number = value.constant
    if number is None:
        return value.sql
    if isinstance(number, float) and number.is_integer() and abs(number) < 2**53:
        number = int(number)  # so that an index of integers serves
    if isinstance(number, int) and -(2**63) <= number < 2**63:
        return constant(number, BigInteger())
    return constant(float(number), Double())


def between(value: Value, low: Value, high: Value) -> ColumnElement[bool]:
    """The condition that a number, a time or a text lies between two others, both included.

    Unknown when any of the three is, even where SQL would know better (``/req/…/between-predicate``, C).

    :raises TypeMismatch: for anything else.
    """
    for each in (value, low, high):
        if isinstance(each, BooleanValue | GeometryValue | ArrayValue):
            raise mismatch("BETWEEN", value, each)
    within = and_(compared(">=", value, low), compared("<=", value, high))
    unknown = [is_null(each) for each in (low, high) if not _is_spelled_out(each)]
    return case((not_(or_(*unknown)), within)) if unknown else within


def _is_spelled_out(value: Value) -> bool:
    if isinstance(value, SpanValue):
        return value.lower.sql is None and value.upper.sql is None
    return getattr(value, "constant", None) is not None


def in_list(value: Value, listed: Sequence[Value]) -> ColumnElement[bool]:
    """The condition that a value equals one of the list.

    :raises TypeMismatch: when one of them does not compare with it.
    """
    if isinstance(value, ArrayValue | GeometryValue):
        raise mismatch("IN", value, value)
    if not listed:
        return false()
    words = [each.constant for each in listed if isinstance(each, TextValue) and each.constant is not None]
    if isinstance(value, TextValue) and value.constant is None and len(words) == len(listed):
        # One list for the engine to search instead of as many conditions.
        return value.sql.in_(words)
    return or_(*(compared("=", value, each) for each in listed))


def like(value: Value, pattern: Value) -> ColumnElement[bool]:
    """The condition that a text matches a pattern, which has to be spelled out.

    :raises TypeMismatch: when one of the two is no text, or the pattern is none that is spelled out.
    :raises BadLiteral: when a backslash ends the pattern.
    """
    if not isinstance(value, TextValue) or not isinstance(pattern, TextValue):
        raise mismatch("LIKE", value, pattern)
    if pattern.constant is None:
        said = pattern.said
        raise TypeMismatch(
            Text(
                f"El patrón de LIKE se escribe entre comillas; {said.es} no lo es.",
                f"The pattern of LIKE is written in quotation marks; {said.en} is not.",
            )
        )
    if value.constant is not None:
        return truth(patterns.matches(value.constant, pattern.constant))
    return patterns.like(value.sql, pattern.constant)


def is_null(value: Value) -> ColumnElement[bool]:
    """The condition that a value is unknown; one that is spelled out never is."""
    match value:
        case SpanValue():
            bounds = [bound.sql for bound in (value.lower, value.upper) if bound.sql is not None]
            return or_(false(), *(bound.is_(None) for bound in bounds))
        case GeometryValue(sql=None) | ArrayValue(sql=None):
            return false()
        case TextValue() | NumberValue() | BooleanValue() if value.constant is not None:
            return false()
        case _:
            sql: ColumnElement[Any] = value.sql  # type: ignore[attr-defined]
            return sql.is_(null())


def mismatch(symbol: str, a: Value, b: Value) -> TypeMismatch:
    """The error of an operator between two operands that do not go together."""
    first, second = a.said, b.said
    return TypeMismatch(
        Text(
            f"«{symbol}» no une {first.es} con {second.es}.",
            f"“{symbol}” does not join {first.en} with {second.en}.",
        )
    )
